"""Verdicts on facts are met again by the words of their sentence, whatever stands around it and whoever reads it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from graph_examples import HOSTILE, directory_of
from sentences import read, said

from kg.api import Graph, check, rebuild, remove
from kg.api import open as open_graph
from kg.entities.editing import apply, undo
from kg.errors import DecisionError, InputError, NotFoundError
from kg.graph.store.directory import decisions_file
from kg.model import Extraction, Span
from kg.resolve.decisions import read_decisions, read_entry
from kg.resolve.model import Decisions
from kg.verdicts.judging import add, judge, verdicts
from kg.verdicts.replay import PERSON, Verdicts

TEXT = "Ines Hall left Norland on Friday. She leads the Salt Works. Tom Reed praised Ines Hall"
CLASSES = {"Ines Hall": "Person", "Norland": "Company", "Salt Works": "Company", "Tom Reed": "Person"}
FACTS = (("Ines Hall", "leads", "Norland"), ("Ines Hall", "leads", "Salt Works"))


def article(text: str = TEXT, *facts: tuple[str, str, str], document: str = "one", **other: str) -> Extraction:
    return read(document, text, CLASSES, *(facts or FACTS), **other)  # type: ignore[arg-type]


def line(decision: str, sentence: str, ends: tuple[object, str, object], **to: str) -> str:
    fields: dict[str, object] = {"decision": decision, "sentence": sentence}
    fields |= dict(zip(("subject", "relation", "object"), ends, strict=True))
    return json.dumps(fields | ({"to": to} if to or decision in {"corrected", "added"} else {}))


def held(*lines: str) -> Verdicts:
    decisions = [read_entry("a line", each).decision for each in lines]
    return Verdicts(Decisions(facts=tuple(decisions)))  # type: ignore[arg-type]


LEFT = "Ines Hall left Norland on Friday."
WRONG = line("wrong", LEFT, ("Ines Hall", "leads", "Norland"))


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([WRONG], ["wrong", ""]),
        ([line("right", "“she  LEADS the Salt Works", ({"words": "She", "name": "ines hall"}, "leads", "Salt Works"))],
         ["", "right"]),
        ([line("right", "She leads the Salt Works", ({"words": "She", "name": "tom reed"}, "leads", "Salt Works"))],
         ["", "", "added"]),
        ([line("corrected", LEFT, ("Ines Hall", "leads", "Norland"), factuality="negated")],
         ["wrong", "", "corrected"]),
        ([line("corrected", LEFT, ("Ines Hall", "leads", "Norland"), relation="left the", object="Tom Reed")], None),
        ([line("corrected", LEFT, ("Ines Hall", "leads", "Norland"), relation="p/leave", object="Nobody")],
         ["wrong", "", "corrected"]),
        ([line("corrected", LEFT, ("Ines Hall", "leads", "Norland"), object="Nobody at all")], ["wrong", ""]),
        ([line("added", "Tom Reed praised Ines Hall.", ("Tom Reed", "supports", "Ines Hall"))], ["", "", "added"]),
        ([line("added", LEFT, ("Ines Hall", "leads", "Norland"))], ["right", ""]),
        ([line("wrong", "Another sentence.", ("Ines Hall", "leads", "Norland"))], ["", ""]),
        ([line("wrong", LEFT, ("Ines Hall", "owns", "Norland"))], ["", ""]),
        ([line("wrong", "She leads", ({"words": "She", "name": "tom reed"}, "leads", "Salt Works"))], ["", ""]),
    ],
)  # fmt: skip
def test_a_verdict_and_the_facts_that_it_is_about(lines: list[str], wanted: list[str] | None) -> None:
    if wanted is None:
        with pytest.raises(DecisionError, match="the vocabulary has no relation 'left the'"):
            held(*lines)
        return
    revised = held(*lines).revised(article())
    assert [verdict for *_, verdict in said(revised)] == wanted
    assert all(fact.rule == PERSON for fact in revised.facts[len(FACTS) :])


@pytest.mark.parametrize(
    "again",
    [
        article(f"Something else is said first. {TEXT}"),
        article(TEXT.replace("Ines Hall left", "“Ines Hall  left").replace("Friday.", "Friday” (sic).")),
        article(TEXT, rule="another.rule"),
        replace(article(), sentences=()),
        article(TEXT.replace(". ", ", said a paper, and then . ", 0).replace("Friday. She", "Friday.\n\nShe")),
    ],
)
def test_the_same_words_meet_their_verdict_again(again: Extraction) -> None:
    again = replace(again, facts=tuple(replace(fact, confidence=0.2) for fact in again.facts))
    assert said(held(WRONG).revised(again))[0][-1] == "wrong"


def test_words_that_a_later_version_cuts_wider_meet_their_verdict_again() -> None:
    other = article()
    fact = other.facts[1]
    item = fact.evidence.object
    assert item
    wider = replace(fact.evidence, object=Span(item.begin - len("the "), item.end))
    halves = tuple(Span(*ends) for s in other.sentences for ends in ((s.begin, s.begin + 9), (s.begin + 9, s.end)))
    other = replace(other, facts=(other.facts[0], replace(fact, evidence=wider)), sentences=halves)
    refused = held(
        line("wrong", "She leads the Salt Works.", ({"words": "She", "name": "ines hall"}, "leads", "Salt Works"))
    )
    assert [each[-1] for each in said(refused.revised(other))] == ["", "wrong"]


def test_another_subject_of_the_same_pronoun_is_another_fact() -> None:
    """A later version that reads "She" as somebody else says nothing that was refused."""
    refused = held(
        line("wrong", "She leads the Salt Works.", ({"words": "She", "name": "ines hall"}, "leads", "Salt Works"))
    )
    other = article()
    reed = next(each.id for each in other.entities if each.name == "Tom Reed")
    other = replace(other, facts=(other.facts[0], replace(other.facts[1], subject=reed)))
    assert [each[-1] for each in said(refused.revised(article()))] == ["", "wrong"]
    assert [each[-1] for each in said(refused.revised(other))] == ["", ""]


# In a graph directory


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    directory_of(tmp_path / "graph", article(), article(f"It rained. {TEXT}", document="two"))
    return tmp_path / "graph"


def statement(graph: Path, number: int) -> tuple[str, str]:
    found = open_graph(graph).facts()[number]
    return found.iri, found.document_iri


def direct(graph: Path) -> set[str]:
    rows = open_graph(graph).query("SELECT ?l { ?s kg:leads ?o . ?o rdfs:label ?l }")
    return {row.l for row in rows}


def test_what_is_refused_is_in_no_list_and_stays_to_be_seen(graph: Path) -> None:
    before = open_graph(graph).export("nquads")
    (entry,) = judge([statement(graph, 0)], "wrong", who="Ada", why="she left", graph=graph)
    assert direct(graph) == {"Salt Works"}, "the other article has the same sentence"
    assert {each.object for each in open_graph(graph).facts()} == {"Salt Works"}
    asked = "?s a kg:RefusedStatement ; rdfs:label ?what ; kg:judgedBy ?who ; kg:verdictReason ?why"
    rows = open_graph(graph).query(f"SELECT ?what ?who ?why {{ {asked} }}")
    assert {tuple(row) for row in rows} == {("Ines Hall leads Norland", "Ada", "she left")}
    assert "Norland</td>" not in open_graph(graph).facts()._repr_html_()
    assert check(graph) == []
    undo(entry.id, graph=graph)
    assert open_graph(graph).export("nquads") == before
    assert check(graph) == []


def test_verdicts_outlive_a_rebuild_and_the_return_of_documents(graph: Path) -> None:
    judge([statement(graph, 0)], "wrong", graph=graph)
    judge([statement(graph, 0)], "corrected", {"relation": "owns"}, who="Ben", graph=graph)
    after = open_graph(graph).export("nquads")
    rebuild(graph)
    assert open_graph(graph).export("nquads") == after
    remove(["one", "two"], graph=graph)
    assert [each.fits for each in verdicts(graph)] == [False, False]
    directory_of(graph, article(f"It rained. {TEXT}", document="two"), article())
    assert [each.fits for each in verdicts(graph)] == [True, True]
    assert open_graph(graph).export("nquads") == after


def test_what_cannot_be_decided(graph: Path) -> None:
    for error, verdict, changes in (
        (InputError, "corrected", {"subject": "Nobody"}),
        (InputError, "corrected", {}),
        (InputError, "right", {"subject": "Tom Reed"}),
        (InputError, "maybe", {}),
        (DecisionError, "corrected", {"factuality": "sure"}),
        (DecisionError, "corrected", {"time": "yesterday"}),
        (DecisionError, "corrected", {"mood": "sad"}),
    ):
        with pytest.raises(error):
            judge([statement(graph, 0)], verdict, changes, graph=graph)
    with pytest.raises(NotFoundError):
        judge([("urn:none", statement(graph, 0)[1])], "wrong", graph=graph)
    with pytest.raises(InputError, match="does not have the words"):
        add("one", "It snowed.", ("Ines Hall", "leads", "Norland"), graph=graph)
    assert not decisions_file(graph).exists()


def test_what_a_person_adds(graph: Path) -> None:
    add("one", "Tom Reed praised Ines Hall", ("Tom Reed", "supports", "Ines Hall"), who="Ada", graph=graph)
    found = open_graph(graph).facts(relation="supports")
    assert [(each.document, each.rule, each.sentence) for each in found] == [
        (document, PERSON, "Tom Reed praised Ines Hall") for document in ("one", "two")
    ]
    with pytest.raises(InputError, match="a person stated that"):
        judge([(found[0].iri, found[0].document_iri)], "wrong", graph=graph)


def test_two_files_merge_and_the_later_verdict_holds(graph: Path) -> None:
    judge([statement(graph, 0)], "right", who="Ada", graph=graph)
    ada = decisions_file(graph).read_text("utf-8")
    decisions_file(graph).unlink()
    judge([statement(graph, 0)], "wrong", who="Ben", graph=graph)
    decisions_file(graph).write_text(decisions_file(graph).read_text("utf-8") + ada, "utf-8")
    apply(graph)
    assert direct(graph) == {"Salt Works"}
    assert [each.who for each in read_decisions(decisions_file(graph)).facts] == ["Ben"]


def test_hostile_words(tmp_path: Path) -> None:
    name = HOSTILE.split(" tab")[0]
    text = f"{name} leads Norland. {HOSTILE} is said of Norland."
    classes = {name: "Person", "Norland": "Company"}
    directory_of(tmp_path / "graph", read("h", text, classes, (name, "leads", "Norland")))
    judge([statement(tmp_path / "graph", 0)], "wrong", who=HOSTILE, why=HOSTILE, graph=tmp_path / "graph")
    held_open: Graph = open_graph(tmp_path / "graph")
    assert not held_open.facts()
    rebuild(tmp_path / "graph")
    assert [each.fits for each in verdicts(tmp_path / "graph")] == [True]
    assert check(tmp_path / "graph") == []


def test_what_is_judged_breaks_no_shape(graph: Path) -> None:
    judge([statement(graph, 0)], "wrong", who="Ada", why="she left", graph=graph)
    judge([statement(graph, 0)], "right", graph=graph)
    add("one", "Tom Reed praised Ines Hall", ("Tom Reed", "supports", "Ines Hall"), graph=graph)
    assert not [each for each in open_graph(graph).validate() if each.check == "shape"]
