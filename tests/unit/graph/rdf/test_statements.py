"""An extraction as the triples of its document's named graph."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, contents_of, harbour
from graph_strategies import extractions
from hypothesis import given, settings
from kg.graph.rdf.statements import triples
from rdflib import Graph
from rdflib.namespace import RDF, RDFS

from kg.graph.rdf.iris import document_iri, predicate_iri
from kg.graph.rdf.terms import Value, clean, ntriple
from kg.model import STATED, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.namespaces import KG
from kg.ontology import UNKNOWN_IRI
from kg.resources import ontology_file


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_every_offset_reproduces_its_words_from_the_stored_text(extraction: Extraction) -> None:
    found = contents_of(extraction)
    (document,) = found.documents
    assert document.text == clean(extraction.document.text)
    for fact in found.statements:
        assert fact.quote == document.text[fact.begin : fact.end] != ""
        for span in (fact.sentence, fact.subject_span, fact.object_span, fact.predicate_span):
            assert span is None or 0 <= span[0] < span[1] <= len(document.text)
        if fact.sentence:
            assert fact.sentence[0] <= fact.begin < fact.end <= fact.sentence[1]
    for claim in found.claims:
        assert claim.text == document.text[claim.begin : claim.end]


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_facts_come_back_as_they_went_in(extraction: Extraction) -> None:
    found = contents_of(extraction)
    entities = {entity.iri: entity for entity in found.entities}
    names = {entity.id: clean(entity.name) for entity in extraction.entities}

    def parts(fact: Fact) -> tuple[object, ...]:
        item = fact.object if fact.kind != "entity" else None
        return (fact.predicate, fact.factuality, clean(fact.rule), fact.time, item and clean(item), fact.evidence)

    expected = {parts(replace(fact, predicate=clean(fact.predicate))) for fact in extraction.facts}
    came = {
        (
            fact.predicate, fact.factuality, fact.rule, fact.time, fact.object if fact.literal else None,
            Evidence(
                Span(fact.begin, fact.end),
                *(span and Span(*span) for span in (fact.subject_span, fact.object_span, fact.predicate_span)),
            ),
        )
        for fact in found.statements
    }  # fmt: skip
    assert came == expected
    for fact in found.statements:
        for iri in (fact.subject, None if fact.literal else fact.object, fact.source):
            assert iri in {None, UNKNOWN_IRI} or {entities[iri].label, *entities[iri].aliases} & set(names.values())


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_direct_triples_are_those_of_stated_facts_that_keep_to_the_vocabulary(extraction: Extraction) -> None:
    _, written = triples(extraction)
    found = contents_of(extraction)
    stated = {
        (fact.subject, predicate_iri(fact.predicate), fact.object)
        for fact in found.statements
        if fact.factuality in STATED and fact.broken is None
    }
    relations = {predicate_iri(fact.predicate) for fact in found.statements} - {str(KG.said)}
    direct = {
        (subject, predicate, item.text if isinstance(item, Value) else item)
        for subject, predicate, item in written
        if predicate in relations
    }
    assert direct == stated


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_valid_canonical_and_without_blank_nodes(extraction: Extraction) -> None:
    iri, found = triples(extraction)
    assert len(set(found)) == len(found)
    lines = [f"{ntriple(triple)} <{iri}> ." for triple in found]
    quads = list(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
    assert {ox.serialize([quad], format=ox.RdfFormat.N_QUADS).decode().strip("\n") for quad in quads} == set(lines)
    assert not any(isinstance(part, ox.BlankNode) for quad in quads for part in (quad.subject, quad.object))


def test_every_term_is_declared_in_the_ontology() -> None:
    declared = {str(term) for term in Graph().parse(ontology_file("kg.ttl")).subjects(RDF.type)}
    declared |= {
        str(term) for term in (RDF.type, RDF.subject, RDF.predicate, RDF.object, RDFS.label, RDFS.subPropertyOf)
    }
    _, found = triples(harbour(HOSTILE))
    used = {predicate for _, predicate, _ in found} | {
        item for _, predicate, item in found if predicate == str(RDF.type)
    }
    assert {term for term in used if "/kg/p/" not in term} <= declared


def test_nothing_of_the_machine_or_the_day_is_written() -> None:
    _, found = triples(harbour())
    text = "\n".join(map(ntriple, found))
    assert "/home/me" not in text
    assert "dateTime" not in text


def test_the_path_and_the_text_do_not_change_the_document() -> None:
    one, other = harbour(), harbour(HOSTILE)
    assert triples(one)[0] == triples(other)[0] == document_iri("harbour")


def test_the_same_fact_said_twice_is_two_statements_and_one_direct_triple() -> None:
    base = harbour()
    fact = base.facts[0]
    again = replace(
        fact, evidence=replace(fact.evidence, clause=base.sentences[1], predicate=None, subject=None, object=None)
    )
    extraction = replace(base, facts=(fact, again), claims=())
    assert len(contents_of(extraction).statements) == 2
    assert [predicate for _, predicate, _ in triples(extraction)[1]].count(str(KG.leads)) == 1


def test_one_statement_found_twice_keeps_the_higher_confidence() -> None:
    base = harbour()
    low, high = (replace(base.facts[0], confidence=value) for value in (0.4, 0.9))
    (fact,) = contents_of(replace(base, facts=(low, high), claims=())).statements
    assert fact.confidence == 0.9


def entity(number: int, name: str, cls: str, kind: str) -> Entity:
    return Entity(f"e{number}", name, cls, (), (Mention(Span(0, 1), kind),))


@pytest.mark.parametrize(
    ("cls", "kind", "shared"),
    [("Person", "name", True), ("Country", "demonym", True), ("Person", "nominal", False), ("Role", "nominal", True),
     ("Topic", "nominal", True), ("Meeting", "nominal", False), ("Person", "pronoun", False)],
)  # fmt: skip
def test_what_has_a_name_is_one_entity_in_all_documents(cls: str, kind: str, shared: bool) -> None:
    found = contents_of(
        *(replace(harbour("", f"d{number}"), entities=(entity(1, name, cls, kind),), facts=(), claims=())
          for number, name in enumerate(("the Envoy", "envoy ")))
    )  # fmt: skip
    assert len(found.entities) == (1 if shared else 2)


def test_two_unnamed_people_of_one_document_stay_two() -> None:
    entities = (entity(1, "an official", "Person", "nominal"), entity(2, "an official", "Person", "nominal"))
    assert len(contents_of(replace(harbour(), entities=entities, facts=(), claims=())).entities) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"predicate": "knows"}, "no relation 'knows'"),
        ({"subject": "e99"}, "no entity has the id 'e99'"),
        ({"qualifiers": (("mood", "glad"),)}, "no qualifier 'mood'"),
        ({"evidence": Evidence(Span(0, 10_000))}, "lies outside a text"),
        ({"confidence": 1.1}, "not between 0 and 1"),
        ({"confidence": float("nan")}, "not between 0 and 1"),
    ],
)
def test_an_inconsistent_extraction_is_a_defect(change: dict[str, object], message: str) -> None:
    base = harbour()
    with pytest.raises(ValueError, match=message):
        triples(replace(base, facts=(replace(base.facts[2], **change),), claims=()))


def test_an_unknown_class_and_a_claim_of_no_fact_are_defects() -> None:
    base = harbour()
    with pytest.raises(ValueError, match="no class 'Dog'"):
        triples(replace(base, entities=(replace(base.entities[0], cls="Dog"),)))
    with pytest.raises(ValueError, match="holds no fact 99"):
        triples(replace(base, claims=(replace(base.claims[0], facts=(99,)),)))
