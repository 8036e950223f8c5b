"""What was written is read back as records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph_examples import HOSTILE, contents_of, harbour

from kg.graph.facts.reader import (
    read_classes,
    read_contents,
    read_facts,
)

if TYPE_CHECKING:
    from conftest import Place


def test_each_part_is_read_alone_as_it_is_read_with_the_rest(place: Place) -> None:
    dataset = place.write(harbour(HOSTILE), harbour("", "two"))
    whole = read_contents(dataset)
    assert read_classes(dataset) == {entity.iri: entity.cls for entity in whole.entities}
    assert read_facts(dataset) == tuple(replace(each, confidence=None, doubt=None) for each in whole.facts)
    assert [document.id for document in whole.documents] == ["harbour", "two"]


def test_qualifiers_sources_and_provenance_are_read_back() -> None:
    found = contents_of(harbour())
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


def test_a_fact_says_how_it_stands_in_all_documents() -> None:
    base = harbour("", "two")
    later = replace(base, document=replace(base.document, date=date(2025, 10, 1)))
    denied = replace(harbour("", "three"), facts=(replace(base.facts[0], factuality="negated"),), claims=())
    found = contents_of(harbour(), later, denied)
    (leads,) = (fact for fact in found.facts if fact.predicate == "leads" and not fact.broken)
    assert (leads.statements, leads.documents, leads.denials) == (2, 2, 1)
    assert (leads.first, leads.last) == ("2025-09-13", "2025-10-01")
    (signed,) = (fact for fact in found.facts if fact.predicate == "signed")
    assert (signed.statements, signed.documents, signed.first, signed.last) == (0, 0, None, None)


def test_the_best_statement_asserts_and_is_sure() -> None:
    base = harbour()
    fact = base.facts[2]
    weak, told, sure = (
        replace(harbour("", name), facts=(replace(fact, factuality=held, confidence=confidence),), claims=())
        for name, held, confidence in (("a", "asserted", 0.4), ("b", "reported", 1.0), ("c", "asserted", 0.9))
    )
    found = contents_of(weak, told, sure)
    (best,) = found.best_statements().values()
    assert [document.id for document in found.documents if document.iri == best.document] == ["c"]


def test_words_close_the_bracket_that_they_open() -> None:
    base = harbour()
    text = base.document.text.replace("runs Port Salo.", "runs (ort Salo)", 1)  # of one length: spans stay
    found = contents_of(replace(base, document=replace(base.document, text=text), facts=base.facts[:1], claims=()))
    (statement,) = found.statements
    assert statement.quote == "Marta Oduya runs (ort Salo)"
    assert text[slice(*statement.words)] == statement.quote
