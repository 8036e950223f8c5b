from __future__ import annotations

from typing import Any

import pytest

from kg.display.graphs import SupportedFact
from kg.graph.facts.records import (
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    MentionRecord,
    StatementRecord,
)
from kg.graph.facts.summary import summarize
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
        ([fact(ANA, "leads", GRAZ)] * 2, [fact(ANA, "leads", LINZ, confidence=0.9)]),
        ([fact(ANA, "leads", GRAZ, confidence=0.9)], [fact(ANA, "leads", LINZ, confidence=0.4)]),
        ([fact(ANA, "leads", GRAZ)], [fact(ANA, "leads", LINZ, factuality="planned")] * 2),
        ([fact(ANA, "leads", GRAZ)], [fact(ANA, "p/cut_off", LINZ)] * 2),
    ],
)
def test_more_documents_then_more_statements_then_surer_ones_support_more(
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
