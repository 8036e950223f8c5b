"""An extraction as the triples of its document's named graph."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, contents_of, harbour
from graph_strategies import extractions
from hypothesis import given, settings
from rdflib import Graph, Literal
from rdflib.namespace import DCTERMS, RDF, SDO, XSD

from kg.dates import is_date
from kg.graph.rdf.document import DocumentGraph, Shown, document_graph, record_hash
from kg.graph.rdf.naming import DEFAULT
from kg.model import Evidence, Extraction, Fact, Span
from kg.namespaces import KG
from kg.ontology import UNKNOWN_IRI
from kg.records.codec import document_hash
from kg.records.sources import Source, StoredDocument
from kg.resolve.model import EntityKey
from kg.resources import ontology_file
from kg.spelling import clean, normalise

DAY = date(2025, 9, 14)


def stored(extraction: Extraction, *sources: str) -> StoredDocument:
    """A document as the records give it."""
    document = extraction.document
    found = sources or (document.path or document.id,)
    hashed = document_hash(document.text, document.date)
    return StoredDocument(hashed, "made", tuple(Source(each, each, document.title) for each in found), document.date)


def shown(extraction: Extraction, identifier: str = "harbour") -> Shown:
    """A document by an id, each of whose named entities is one of its name."""
    names = {normalise(clean(entity.name)) for entity in extraction.entities}
    return Shown(identifier, {name: EntityKey(name).digest for name in names}, "")


def written(extraction: Extraction, identifier: str = "harbour") -> DocumentGraph:
    return document_graph(stored(extraction), extraction, shown(extraction, identifier), DEFAULT)


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_every_offset_reproduces_its_words_from_the_stored_text(extraction: Extraction) -> None:
    found = contents_of(extraction)
    (document,) = found.documents
    assert document.text == clean(extraction.document.text)
    for fact in found.statements:
        assert fact.quote == document.text[slice(*fact.words)] != ""
        spans = [span for span in (fact.subject_span, fact.object_span, fact.predicate_span) if span]
        for span in spans:
            assert 0 <= span[0] < span[1] <= len(document.text)
            assert fact.words[0] <= span[0] < span[1] <= fact.words[1]
        assert 0 <= fact.begin < fact.end <= len(document.text)
        assert spans or fact.words == (fact.begin, fact.end)
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
        evidence = fact.evidence.subject, fact.evidence.object, fact.evidence.predicate
        time = fact.time if fact.time and is_date(fact.time) else None  # other words are left out, which is told
        return (fact.predicate, fact.factuality, clean(fact.rule), time, item and clean(item), *evidence)

    expected = {parts(replace(fact, predicate=clean(fact.predicate))) for fact in extraction.facts}
    came = {
        (
            fact.predicate, fact.factuality, fact.rule, fact.time, fact.object if fact.literal else None,
            *(span and Span(*span) for span in (fact.subject_span, fact.object_span, fact.predicate_span)),
        )
        for fact in found.statements
    }  # fmt: skip
    assert came == expected
    for fact in found.statements:
        for iri in (fact.subject, None if fact.literal else fact.object, fact.source):
            assert iri in {None, UNKNOWN_IRI} or {entities[iri].label, *entities[iri].aliases} & set(names.values())


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_valid_canonical_and_without_blank_nodes(extraction: Extraction) -> None:
    found = written(extraction)
    assert found.lines == sorted(set(found.lines))
    lines = [f"{line} <{found.iri}> ." for line in found.lines]
    quads = list(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
    assert {ox.serialize([quad], format=ox.RdfFormat.N_QUADS).decode().strip("\n") for quad in quads} == set(lines)
    assert not any(isinstance(part, ox.BlankNode) for quad in quads for part in (quad.subject, quad.object))


@given(extractions())
@settings(max_examples=30, deadline=None)
def test_what_it_refers_to_is_told(extraction: Extraction) -> None:
    found = written(extraction)
    quads = list(ox.parse("".join(f"{line} .\n" for line in found.lines), format=ox.RdfFormat.N_TRIPLES))
    iris = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
    ends = {end for each in found.facts.values() for end in (each.subject, each.item) if isinstance(end, str)}
    assert {iri for iri in iris | ends if iri.startswith(DEFAULT.space("entity"))} == found.entities.keys()
    assert {iri for iri in iris if iri.startswith(DEFAULT.space("fact"))} == found.facts.keys()


def triples_of(found: DocumentGraph) -> Graph:
    return Graph().parse(data="".join(f"{line} .\n" for line in found.lines), format="nt")


def test_every_term_is_declared_in_the_ontology() -> None:
    declared = set(Graph().parse(ontology_file("kg.ttl")).subjects(RDF.type)) | {RDF.type}
    found = triples_of(written(harbour(HOSTILE)))
    assert set(found.predicates()) - declared == set()
    assert set(found.objects(None, RDF.type)) - declared == set()


def test_every_node_is_of_the_document() -> None:
    """No two documents' graphs can share a triple, but for what somebody said, whose object is the document's own."""
    found = triples_of(written(harbour()))
    said = set(found.objects(None, KG.said))
    shared = {node for node in found.subjects() if str(node).startswith(DEFAULT.space("entity"))}
    assert {predicate for node in shared for predicate in found.predicates(node)} == {KG.said}
    assert said == set(found.subjects(RDF.type, KG.Claim))


def test_nothing_of_the_machine_or_the_day_is_written() -> None:
    extraction = harbour()
    document = replace(stored(extraction), found_at=(Source("/home/me/harbour.txt", "news/harbour.txt"),))
    text = "\n".join(document_graph(document, extraction, shown(extraction), DEFAULT).lines)
    assert "/home/me" not in text
    assert "news/harbour.txt" in text
    assert "dateTime" not in text


def test_a_document_is_its_text_and_day() -> None:
    base = harbour()
    iri = written(base).iri
    elsewhere = replace(base, document=replace(base.document, path="other.txt", title=None, id="x"))
    assert written(elsewhere).iri == iri
    assert written(harbour(HOSTILE)).iri != iri
    assert written(replace(base, document=replace(base.document, date=None))).iri != iri


def test_its_sources_its_title_and_its_short_id_are_written() -> None:
    extraction = harbour()
    found = triples_of(
        document_graph(stored(extraction, "a.txt", "b/a.txt"), extraction, shown(extraction, "a"), DEFAULT)
    )
    (document,) = found.subjects(RDF.type, KG.Document)
    assert sorted(map(str, found.objects(document, DCTERMS.source))) == ["a.txt", "b/a.txt"]
    assert [str(each) for each in found.objects(document, DCTERMS.identifier)] == ["a"]
    assert [str(each) for each in found.objects(document, DCTERMS.title)] == ["Harbour news"]


def test_what_its_sources_give_of_it_is_written_in_dublin_core_and_schema_org() -> None:
    extraction = harbour()
    base = stored(extraction, "a.html", "b.html")
    one, two = base.found_at
    published = datetime(2025, 9, 13, 10, tzinfo=UTC)
    known = {"url": "https://example.org/1", "publisher": "Esk Post", "authors": ("Ada Marlow", "Igor Horak")}
    one = replace(one, **known, published=published, language="en-GB")  # type: ignore[arg-type]  # of several types
    two = replace(two, publisher="Salo Courier", modified=date(2025, 9, 14), retrieved=date(2025, 9, 15))
    found = triples_of(document_graph(replace(base, found_at=(one, two)), extraction, shown(extraction, "a"), DEFAULT))
    (document,) = found.subjects(RDF.type, KG.Document)
    assert {str(each) for each in found.objects(document, DCTERMS.publisher)} == {"Esk Post", "Salo Courier"}
    assert {str(each) for each in found.objects(document, DCTERMS.creator)} == {"Ada Marlow", "Igor Horak"}
    assert list(found.objects(document, SDO.url)) == [Literal("https://example.org/1")]
    assert list(found.objects(document, DCTERMS.issued)) == [Literal("2025-09-13T10:00:00Z", datatype=XSD.dateTime)]
    assert list(found.objects(document, DCTERMS.modified)) == [Literal("2025-09-14", datatype=XSD.date)]
    assert list(found.objects(document, KG.retrieved)) == [Literal("2025-09-15", datatype=XSD.date)]
    assert list(found.objects(document, DCTERMS.language)) == [Literal("en-GB")]


def test_the_hash_of_a_record_is_of_all_that_its_graph_is_made_from() -> None:
    base = stored(harbour())
    (first,) = base.found_at
    other = [
        replace(base, hash="0"), replace(base, made="other"), replace(base, day=None),
        replace(base, found_at=(Source("x", "x", "Harbour news"),)), replace(base, found_at=(first, first)),
        *(
            replace(base, found_at=(replace(first, **{name: value}),))  # type: ignore[arg-type]  # of several types
            for name, value in {
                "title": "T", "url": "https://example.org/1", "publisher": "P", "authors": ("A",), "published": DAY,
                "modified": DAY, "retrieved": DAY, "language": "en",
            }.items()
        ),
    ]  # fmt: skip
    hashes = {record_hash(base, "harbour", ""), record_hash(base, "x", ""), record_hash(base, "harbour", "other")}
    hashes |= {record_hash(each, "harbour", "") for each in other}
    assert len(hashes) == len(other) + 3
    assert record_hash(replace(base, found_at=(replace(first, source="elsewhere"),)), "harbour", "") in hashes


def test_the_same_fact_said_twice_is_two_statements_of_one_fact() -> None:
    base = harbour()
    fact = base.facts[0]
    again = replace(
        fact, evidence=replace(fact.evidence, clause=base.sentences[1], predicate=None, subject=None, object=None)
    )
    found = contents_of(replace(base, facts=(fact, again), claims=()))
    assert len(found.statements) == 2
    assert [(each.statements, each.documents) for each in found.facts] == [(2, 1)]


def test_a_statement_has_the_sentences_that_hold_it() -> None:
    base = harbour()
    first, second, *_ = base.sentences
    whole = replace(base.facts[0], evidence=Evidence(Span(first.begin, second.end)))
    outside = replace(base.facts[0], evidence=Evidence(Span(first.begin, first.end)))
    (found,) = contents_of(replace(base, facts=(whole,), claims=())).statements
    assert (found.begin, found.end) == (first.begin, second.end)
    (found,) = contents_of(replace(base, facts=(outside,), claims=(), sentences=())).statements
    assert (found.begin, found.end) == (first.begin, first.end)


def test_one_statement_found_twice_keeps_the_higher_confidence() -> None:
    base = harbour()
    low, high = (replace(base.facts[0], confidence=value) for value in (0.4, 0.9))
    (fact,) = contents_of(replace(base, facts=(low, high), claims=())).statements
    assert fact.confidence == 0.9


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
        written(replace(base, facts=(replace(base.facts[2], **change),), claims=()))


def test_an_unknown_class_and_a_claim_of_no_fact_are_defects() -> None:
    base = harbour()
    with pytest.raises(ValueError, match="no class 'Dog'"):
        written(replace(base, entities=(replace(base.entities[0], cls="Dog"),)))
    with pytest.raises(ValueError, match="holds no fact 99"):
        written(replace(base, claims=(replace(base.claims[0], facts=(99,)),)))
