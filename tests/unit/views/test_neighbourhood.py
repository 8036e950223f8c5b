from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.views.neighbourhood import around

if TYPE_CHECKING:
    from kg.graph.facts.records import GraphContents


@pytest.mark.parametrize(
    ("centre", "hops", "labels"),
    [
        ("Kestrel Lines", 3, {"Kestrel Lines", "Bright Cup"}),
        ("Oslind Treaty", 1, {"Oslind Treaty", "Mara Lindqvist", "Tolvia", "Harbour Authority"}),
        ("Port Esker", 1, {"Port Esker", "Tolvia", "Harbour Authority"}),
    ],
)
def test_around(sample_contents: GraphContents, centre: str, hops: int, labels: set[str]) -> None:
    iri = next(entity.iri for entity in sample_contents.entities if entity.label == centre)
    part = around(sample_contents, iri, hops=hops)
    assert {entity.label for entity in part.entities} == labels
    known = {entity.iri for entity in part.entities}
    assert all(fact.literal or {fact.subject, fact.object} & known for fact in part.statements)
    assert {fact.iri for fact in part.facts} == {statement.fact for statement in part.statements}
    assert [document.iri for document in part.documents] == [sample_contents.documents[0].iri]


def test_what_befell_the_centre_by_nobody_named_is_kept_and_leads_nowhere(sample_contents: GraphContents) -> None:
    iri = next(entity.iri for entity in sample_contents.entities if entity.label == "Port Esker")
    kept = [fact.quote for fact in around(sample_contents, iri, hops=1).statements]
    assert "Port Esker was attacked." in kept
    assert "Mara Lindqvist leads Tolvia." not in kept


def test_an_entity_with_no_facts_stands_alone(sample_contents: GraphContents) -> None:
    part = around(sample_contents, "https://w3id.org/kg/entity/none")
    assert (part.entities, part.statements, part.claims, part.documents) == ((), (), (), ())
