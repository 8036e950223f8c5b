"""Questions in plain English, from their words to cited sentences, over a graph of two short articles."""

import contextlib
import json

import pytest

import kg
from kg.api import Graph
from kg.errors import NotFoundError, QuestionError
from kg.graph.asking.names import names_in

HERALD = """Foreign Minister Ada Marlow of Corvia met Igor Horak in Port Amar on 4 May 2021.

Northline bought Salt Works in 2019. Northline bought Tide Press in 2021. Horak leads Northline.

Igor Horak denied that Northline had bought Brae Bank. The storm killed 12 fishermen.

Nils Brandt led Northline from 1990 to 2006. Police arrested Brandt in Lisse after a shooting in Port Amar.

Olga Stern visited Varna after she met Rolf Lind in Port Amar.

"The harbour will reopen in June," Ada Marlow said.
"""
ECHO = """Ada Marlow met Igor Horak in Port Amar, the Echo reported. Ada Marlow was born in Lisse."""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Texts and no files, whose paths would decide in which order equals stand."""
    return kg.build(
        [
            {"id": "herald", "text": HERALD, "date": "2021-05-06", "publisher": "The Herald"},
            {"id": "echo", "text": ECHO, "date": "2022-01-03", "publisher": "The Echo"},
        ]
    )


ANSWERED = [
    ("Who met Igor Horak?", {"Ada Marlow"}),
    ("Who did Ada Marlow meet in May 2021?", {"Igor Horak"}),
    ("who did ada marlow meet?", {"Igor Horak"}),
    ("Which companies did Northline buy in 2019?", {"Salt Works"}),
    ("Who leads Northline?", {"Igor Horak"}),
    ("Where was Ada Marlow born?", {"Lisse"}),
    ("Who is the foreign minister of Corvia?", {"Ada Marlow"}),
    ("When did Ada Marlow meet Igor Horak?", {"2021-05-04"}),
    ("Where did Ada Marlow meet Igor Horak?", {"Port Amar"}),
    ("How many people did the storm kill?", {"12 fishermen"}),
    ("How many companies did Northline buy?", {"at least 2: Tide Press, Salt Works"}),
]


@pytest.mark.parametrize(("text", "values"), ANSWERED, ids=[row[0] for row in ANSWERED])
def test_a_question_is_answered_with_sentences_that_name_their_document(
    graph: Graph, text: str, values: set[str]
) -> None:
    answer = graph.ask(text)
    assert {each.value for each in answer.found} == values
    for evidence in (row for each in answer.found for row in each.evidence):
        assert evidence.quote in " ".join(f"{HERALD} {ECHO}".split())
        assert evidence.publisher in {"The Herald", "The Echo"}
        assert evidence.published in {"2021-05-06", "2022-01-03"}
        assert graph.query(f"ASK {{ <{evidence.statement}> ?property ?value }}")[0].answer
    assert list(graph.query(answer.query)), "the query that is shown gives the answer"


def test_what_is_over_does_not_answer_a_question_in_the_present(graph: Graph) -> None:
    assert {each.value for each in graph.ask("Who led Northline?").found} == {"Igor Horak", "Nils Brandt"}
    now = graph.ask("Who leads Northline?")
    assert now.remarks == ("1 statements of a time that is over are left out: ask in the past for these",)
    assert {each.value for each in now.found} == {"Igor Horak"}


def test_a_place_is_that_of_the_event_and_of_nothing_else_in_its_sentence(graph: Graph) -> None:
    assert {each.value for each in graph.ask("Where was Nils Brandt arrested?").found} == {"Lisse"}
    several = graph.ask("Where did Olga Stern meet Rolf Lind?")
    assert not several.found
    assert several.remarks[-1].endswith("whose sentence gives several places: which is not sure")


def test_what_most_documents_say_counts_them(graph: Graph) -> None:
    (found,) = graph.ask("Who met Ada Marlow?").found
    assert (found.documents, found.cls, found.factuality) == (2, "Person", "asserted")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Did Ada Marlow meet Igor Horak?", "yes"),
        ("Did Northline buy Brae Bank?", "denied"),
        ("Did Northline buy Lisse Ferries?", None),
        ("Did Ada Marlow visit Northline?", "not said"),
    ],
)
def test_yes_denied_and_not_said_are_kept_apart(graph: Graph, text: str, verdict: str | None) -> None:
    if verdict is None:
        with pytest.raises(NotFoundError, match="nothing in the graph is called 'Lisse Ferries'"):
            graph.ask(text)
    else:
        assert graph.ask(text).verdict == verdict


def test_claims_are_words_of_a_source(graph: Graph) -> None:
    answer = graph.ask("What did Ada Marlow say about the harbour?")
    assert [each.value for each in answer.found] == ["The harbour will reopen in June,"]
    assert answer.found[0].evidence[0].source == "Ada Marlow"
    assert [each.value for each in graph.ask("Who said that the harbour will reopen?").found] == ["Ada Marlow"]


def test_nothing_says_why(graph: Graph) -> None:
    answer = graph.ask("Who met Igor Horak in 1990?")
    assert not answer.found
    assert "from 1990-01-01 to 1990-12-31" in answer.remarks[-1]
    assert "2 statements do otherwise" in answer.remarks[-1]
    assert graph.ask("Who met Igor Horak in a submarine?").remarks[-1].startswith("no document of the graph says so")


def test_what_is_asked_is_said_and_all_of_it_is_json(graph: Graph) -> None:
    answer = graph.ask("Who did Marlow meet?")
    assert answer.understood == ("Ada Marlow met with ?",)
    assert "'Marlow' is Ada Marlow" in answer.remarks
    assert json.loads(json.dumps(answer.as_dict()))["answers"][0]["value"] == "Igor Horak"
    assert "Igor Horak  (Person · asserted" in repr(answer)
    assert "<b>Igor Horak</b>" in answer._repr_html_()


def test_names_are_found_the_longest_first_and_no_question_word_is_one(graph: Graph) -> None:
    found = names_in(graph.dataset, "Who met Ada Marlow of Corvia in May 2021?")
    assert [(each.words, each.labels) for each in found] == [("Ada Marlow", ("Ada Marlow",)), ("Corvia", ("Corvia",))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x" * 600,
        'Who met "} DELETE WHERE {?s ?p ?o} #?',
        "Who met <script>alert(1)</script>?",
        "Who met \\u0022?",
    ],
)
def test_hostile_questions_are_refused_or_harmless(graph: Graph, text: str) -> None:
    before = graph.counts()
    with contextlib.suppress(QuestionError, NotFoundError):
        assert not graph.ask(text).found
    assert graph.counts() == before
