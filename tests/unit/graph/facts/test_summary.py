from dataclasses import replace
from typing import Any

import pytest
from fact_examples import SUMMARY

from kg.display.text import by_number
from kg.graph.facts.records import (
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    MentionRecord,
    StatementRecord,
)
from kg.graph.facts.summary import SupportedFact, summarize
from kg.model import STATED

ANA, GRAZ, LINZ = "e:ana", "e:graz", "e:linz"


def fact(subject: str, predicate: str, item: str, document: str = "d:1", **fields: Any) -> StatementRecord:
    given = {"factuality": "asserted", "confidence": 0.5, "quote": f"{predicate} {document}", **fields}
    iri = f"{document} {subject} {predicate} {item} {given['factuality']} {given['confidence']}"
    about = f"{subject} {predicate} {item}"
    return StatementRecord(iri, about, subject, predicate, item, False, document, 0, 1, (0, 1), rule="r", **given)


def supported(*statements: StatementRecord) -> FactRecord:
    """The fact of which these are the statements."""
    about = statements[0]
    stated = [each for each in statements if each.factuality in STATED]
    documents = len({each.document for each in stated})
    return FactRecord(about.fact, about.subject, about.predicate, about.object, False, len(stated), documents)


def records(*statements: StatementRecord) -> GraphContents:
    facts = sorted({each.fact for each in statements})
    return GraphContents(
        documents=(DocumentRecord("d:1", "one", ""), DocumentRecord("d:2", "two", "")),
        entities=(
            EntityRecord(ANA, "Ana", "Person", mentions=(MentionRecord("d:1", 0, 3),)),
            EntityRecord(GRAZ, "Graz", "City", mentions=(MentionRecord("d:1", 9, 13), MentionRecord("d:2", 0, 4))),
            EntityRecord(LINZ, "Linz", "City", mentions=(MentionRecord("d:1", 20, 24),)),
        ),
        statements=statements,
        facts=tuple(supported(*(each for each in statements if each.fact == fact)) for fact in facts),
        predicate_labels={"leads": "is the leader of"},
    )


def test_it_counts_what_is_there() -> None:
    found = summarize(
        records(
            fact(ANA, "leads", GRAZ),
            fact(ANA, "leads", GRAZ, factuality="negated"),
            fact(ANA, "p/cut_off", GRAZ),
            fact(GRAZ, "p/stand_by", ANA, factuality="reported"),
        )
    )
    assert (found.documents, found.entities, found.facts, found.claims, found.inferred) == (2, 3, 3, 0, 0)
    assert found.classes == {"City": 2, "Person": 1}
    assert found.relations == {
        "leads": {"asserted": 1},
        "other verbs": {"asserted": 1, "reported": 1},
    }
    assert found.mentioned == [("Graz", "City", 2), ("Ana", "Person", 1), ("Linz", "City", 1)]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ([fact(ANA, "leads", GRAZ), fact(ANA, "leads", GRAZ, "d:2")], [fact(ANA, "leads", LINZ)] * 3),
        ([fact(ANA, "leads", GRAZ, confidence=0.9)], [fact(ANA, "leads", LINZ, confidence=0.4)]),
        ([fact(ANA, "leads", GRAZ)], [fact(ANA, "leads", LINZ, factuality="planned")] * 2),
        ([fact(ANA, "leads", GRAZ)], [fact(ANA, "p/cut_off", LINZ)] * 2),
    ],
)
def test_what_more_documents_say_more_surely_tells_more(
    better: list[StatementRecord], worse: list[StatementRecord]
) -> None:
    found = summarize(records(*worse, *better)).supported
    assert found[0].object == "Graz"
    assert found[0].statements == len(better)


def test_a_fact_is_in_the_words_of_its_surest_statement() -> None:
    sure = fact(ANA, "leads", GRAZ, confidence=0.8, quote="Mayor Ana of Graz")
    found = summarize(records(fact(ANA, "leads", GRAZ), sure, fact("e:other", "leads", "e:none")))
    assert found.supported == [
        SupportedFact("Ana", "is the leader of", "Graz", 2, "Mayor Ana of Graz"),
        SupportedFact("e:other", "is the leader of", "e:none", 1, "leads d:1"),
    ]


def test_an_empty_graph_has_a_summary() -> None:
    found = summarize(GraphContents((), (), ()))
    assert (found.documents, found.mentioned, found.supported, found.relations) == (0, [], [], {})


def test_what_is_counted_is_in_the_order_of_numbers_and_names() -> None:
    assert by_number(SUMMARY.classes) == [("Person", 1230), ("City", 2), ("Event", 2)]


def test_a_graph_shows_how_much_it_holds() -> None:
    shown = SUMMARY._repr_html_()
    assert "<b>Graph</b> of 2 documents, 1,234 entities, 7 facts, 9 statements, 1 claim<" in shown
    assert all(f">{words}<" in shown for words in ("Person", "1,230", "other verbs", "Ana &lt;Costa&gt;", "1,500"))
    assert shown.index(">other verbs<") < shown.index(">leads<")
    assert "1 claim, 3 facts inferred<" in replace(SUMMARY, inferred=3)._repr_html_()
    many = {f"Class{number:02}": 20 - number for number in range(15)}
    assert "… and 3 more with 21 entities" in replace(SUMMARY, classes=many)._repr_html_()


def test_words_that_name_both_ends_stand_before_surer_ones() -> None:
    sure = fact(ANA, "leads", GRAZ, confidence=0.9, quote="she runs it from Graz")
    plain = fact(ANA, "leads", GRAZ, "d:2", confidence=0.6, quote="Ana, the mayor of Graz")
    assert [each.quote for each in summarize(records(sure, plain)).supported] == ["Ana, the mayor of Graz"]
    assert [each.quote for each in summarize(records(sure)).supported] == ["she runs it from Graz"]
