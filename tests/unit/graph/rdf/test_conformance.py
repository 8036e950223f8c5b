"""A fact that breaks its relation's domain or range says how."""

from dataclasses import replace

import pytest
from graph_examples import contents_of, graph_of, harbour
from rdflib import URIRef

from kg.graph.rdf.dataset import read_pairs
from kg.graph.rdf.terms import predicate_iri


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"subject": "e2"}, "metWith takes Agent as its subject, not City"),
        ({"object": "e5"}, "metWith takes Agent as its object, not Agreement"),
        ({"object": "e1"}, "metWith does not link a thing to itself"),
        ({"object": "2021", "kind": "date"}, "metWith takes an entity as its object, not a date"),
        ({"predicate": "bornOn", "object": "long ago", "kind": "date"}, "bornOn takes a date as its object, not words"),
        ({"predicate": "visited", "object": "e5"}, "visited takes Place as its object, not Agreement"),
        (
            {"predicate": "headquarteredIn", "subject": "unknown", "object": "e2"},
            "headquarteredIn takes Organization as its subject, not an unnamed agent",
        ),
        ({"time": "2024/2025"}, None),
        ({}, None),
        ({"subject": "unknown"}, None),
        ({"predicate": "p/row_past"}, None),
    ],
)  # fmt: skip
def test_a_fact_that_breaks_the_vocabulary_is_kept_aside_with_the_reason(
    change: dict[str, str], reason: str | None
) -> None:
    base = harbour()
    fact = replace(base.facts[2], **change)
    extraction = replace(base, facts=(fact,), claims=())
    (found,) = contents_of(extraction).statements
    assert (found.broken, found.time) == (reason, fact.time)
    direct = list(read_pairs(graph_of(extraction), URIRef(predicate_iri(fact.predicate))))
    assert len(direct) == (0 if reason else 1)
