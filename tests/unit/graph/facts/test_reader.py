"""What was written is read back as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_examples import HOSTILE, harbour, records_of

from kg.graph.facts.reader import read_claims, read_documents, read_entities, read_records, read_statements

if TYPE_CHECKING:
    from conftest import Place


def test_each_part_is_read_alone_as_it_is_read_with_the_rest(place: Place) -> None:
    place.write([harbour(HOSTILE), harbour("", "two")])
    dataset = place.read()
    whole = read_records(dataset)
    assert read_documents(dataset) == whole.documents
    assert read_entities(dataset) == whole.entities
    assert read_statements(dataset) == whole.statements
    assert read_claims(dataset) == whole.claims
    assert [document.id for document in whole.documents] == ["harbour", "two"]


def test_qualifiers_sources_and_provenance_are_read_back() -> None:
    found = records_of(harbour())
    labels = found.labels()
    by_rule = {fact.rule: fact for fact in found.statements}
    assert [(name, labels.get(value, value)) for name, value, _ in by_rule["title.person"].qualifiers] == [
        ("roleAt", "Port Salo"), ("start", "2015"),
    ]  # fmt: skip
    assert labels[by_rule["verb.meet"].source or ""] == "harbour official"
    assert found.predicate_labels["p/share_a_boat"] == "share a boat"
    assert dict(found.documents[0].made_by) == {
        "softwareVersion": "0.1.0", "modelName": "en_core_web_md", "modelVersion": "3.8.0", "rulesHash": "0" * 64,
    }  # fmt: skip
    claims = {claim.text: claim for claim in found.claims}
    assert claims["a gamble"].direct
    assert claims["a gamble"].statements == (by_rule["verb.call"].iri,)
