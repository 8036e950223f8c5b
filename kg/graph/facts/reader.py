"""A graph's contents as records, in one pass over each property: linear in the size of the graph.

This is the one reader: explanations, pages, networks and tables are made from its records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS

from kg.graph.facts.records import (
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    InferenceRecord,
    MentionRecord,
    Qualifier,
    Records,
    StatementRecord,
)
from kg.graph.rdf.dataset import read_pairs
from kg.graph.rdf.iris import predicate_name
from kg.namespaces import KG, OA
from kg.ontology import CLASSES, QUALIFIERS, Term, labels, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Dataset, URIRef

__all__ = [
    "read_claims",
    "read_documents",
    "read_entities",
    "read_open_predicates",
    "read_records",
    "read_statements",
]

type _Column = Mapping[str, str]
type _Spans = Mapping[str, tuple[int, int]]

_MADE_BY = ("softwareVersion", "modelName", "modelVersion", "rulesHash", "setting")


def read_records(dataset: Dataset) -> Records:
    """All that a graph holds."""
    documents = read_documents(dataset)
    places = {document.iri: place for place, document in enumerate(documents)}
    return Records(
        documents=documents,
        entities=_entities(dataset, places),
        statements=_statements(dataset, places),
        claims=_claims(dataset, places),
        inferences=_inferences(dataset),
        predicate_labels={**labels(), **_open_labels(dataset)},
    )


def read_documents(dataset: Dataset) -> tuple[DocumentRecord, ...]:
    """The documents, in the order of their ids."""
    text, title = _column(dataset, KG.text), _column(dataset, DCTERMS.title)
    dates, extraction = _column(dataset, DCTERMS.date), _column(dataset, PROV.wasGeneratedBy)
    made: dict[str, list[tuple[str, str]]] = {}
    for name in _MADE_BY:
        for iri, value, _ in read_pairs(dataset, KG[name]):
            made.setdefault(iri, []).append((name, value))
    found = [
        DocumentRecord(
            iri=iri,
            id=name,
            text=text.get(iri, ""),
            title=title.get(iri),
            date=dates.get(iri),
            made_by=tuple(sorted(made.get(extraction.get(iri, ""), ()))),
        )
        for iri, name in _column(dataset, DCTERMS.identifier).items()
    ]
    return tuple(sorted(found, key=lambda document: (document.id, document.iri)))


def read_entities(dataset: Dataset) -> tuple[EntityRecord, ...]:
    """The entities, in the order of their labels."""
    return _entities(dataset, _places(dataset))


def read_statements(dataset: Dataset) -> tuple[StatementRecord, ...]:
    """The statements, in the order of their documents' ids and their places in the text."""
    return _statements(dataset, _places(dataset))


def read_claims(dataset: Dataset) -> tuple[ClaimRecord, ...]:
    """The claims, in the order of their documents' ids and their places in the text."""
    return _claims(dataset, _places(dataset))


def read_open_predicates(dataset: Dataset) -> tuple[Term, ...]:
    """The predicates that are a text's own verbs ("p:cut_off"), in the order of their names."""
    found = _open_labels(dataset)
    iris = sorted(_column(dataset, RDFS.subPropertyOf))
    return tuple(Term(iri, shorten(iri), "relation", found.get(predicate_name(iri), ""), "") for iri in iris)


def _entities(dataset: Dataset, places: Mapping[str, int]) -> tuple[EntityRecord, ...]:
    labels, aliases = _lists(dataset, RDFS.label), _lists(dataset, SKOS.altLabel)
    mentioned = _lists(dataset, KG.mentionedIn)
    mentions: dict[str, list[MentionRecord]] = {}
    kinds, homes, spans = _column(dataset, KG.mentionKind), _column(dataset, KG.document), _mention_spans(dataset)
    for mention, entity, _ in read_pairs(dataset, KG.refersTo):
        if mention in spans:
            record = MentionRecord(homes.get(mention, ""), *spans[mention], kinds.get(mention))
            mentions.setdefault(entity, []).append(record)

    def order(mention: MentionRecord) -> tuple[int, int, int]:
        return places.get(mention.document, len(places)), mention.begin, mention.end

    found = []
    for iri, cls in _classes(dataset).items():
        label = min(labels.get(iri, [""]))
        found.append(
            EntityRecord(
                iri=iri,
                label=label,
                cls=cls,
                aliases=tuple(sorted({*labels.get(iri, ()), *aliases.get(iri, ())} - {label})),
                mentions=tuple(sorted(mentions.get(iri, ()), key=order)),
                documents=tuple(sorted(set(mentioned.get(iri, ())), key=lambda document: places.get(document, -1))),
            )
        )
    return tuple(sorted(found, key=lambda entity: (entity.label, entity.cls, entity.iri)))


def _statements(dataset: Dataset, places: Mapping[str, int]) -> tuple[StatementRecord, ...]:
    subjects, predicates = _column(dataset, RDF.subject), _column(dataset, RDF.predicate)
    documents, quotes = _column(dataset, KG.document), _column(dataset, KG.quote)
    spans = _spans(dataset, KG.beginOffset, KG.endOffset)
    sentences = _spans(dataset, KG.sentenceBegin, KG.sentenceEnd)
    predicate_spans = _spans(dataset, KG.predicateBegin, KG.predicateEnd)
    mention_spans = _mention_spans(dataset)
    subject_mentions, object_mentions = _column(dataset, KG.subjectMention), _column(dataset, KG.objectMention)
    rules, confidences = _column(dataset, KG.rule), _column(dataset, KG.confidence)
    factualities, sources = _column(dataset, KG.factuality), _column(dataset, KG.source)
    times, broken = _column(dataset, KG.time), _column(dataset, KG.broken)
    qualifiers = _qualifiers(dataset)
    names: dict[str, str] = {}
    found = []
    for iri, item, literal in read_pairs(dataset, RDF.object):
        predicate = predicates[iri]
        name = names.get(predicate) or names.setdefault(predicate, predicate_name(predicate))
        begin, end = spans[iri]
        found.append(
            StatementRecord(
                iri=iri,
                subject=subjects[iri],
                predicate=name,
                object=item,
                literal=literal,
                document=documents[iri],
                begin=begin,
                end=end,
                quote=quotes[iri],
                rule=rules[iri],
                confidence=float(confidences[iri]),
                factuality=predicate_name(factualities[iri]),
                source=sources.get(iri),
                time=times.get(iri),
                qualifiers=qualifiers.get(iri, ()),
                sentence=sentences.get(iri),
                subject_span=mention_spans.get(subject_mentions.get(iri, "")),
                object_span=mention_spans.get(object_mentions.get(iri, "")),
                predicate_span=predicate_spans.get(iri),
                broken=broken.get(iri),
            )
        )
    found.sort(key=lambda fact: (places.get(fact.document, len(places)), fact.begin, fact.end, fact.iri))
    return tuple(found)


def _claims(dataset: Dataset, places: Mapping[str, int]) -> tuple[ClaimRecord, ...]:
    sources, quotes = _column(dataset, KG.source), _column(dataset, KG.quote)
    documents, spans = _column(dataset, KG.document), _spans(dataset, KG.beginOffset, KG.endOffset)
    to, times, inside = _column(dataset, KG.to), _column(dataset, KG.time), _lists(dataset, KG.containsStatement)
    found = [
        ClaimRecord(
            iri=iri,
            source=sources[iri],
            text=quotes[iri],
            document=documents[iri],
            begin=spans[iri][0],
            end=spans[iri][1],
            direct=direct == "true",
            to=to.get(iri),
            time=times.get(iri),
            statements=tuple(sorted(inside.get(iri, ()))),
        )
        for iri, direct in _column(dataset, KG.direct).items()
    ]
    return tuple(sorted(found, key=lambda claim: (places.get(claim.document, -1), claim.begin, claim.end, claim.iri)))


def _inferences(dataset: Dataset) -> tuple[InferenceRecord, ...]:
    predicates, objects = _column(dataset, KG.inferredPredicate), _column(dataset, KG.inferredObject)
    rules, premises = _column(dataset, KG.inferenceRule), _lists(dataset, KG.premise)
    return tuple(
        InferenceRecord(
            iri=iri,
            subject=subject,
            predicate=predicate_name(predicates[iri]),
            object=objects[iri],
            rule=rules[iri],
            premises=tuple(sorted(premises.get(iri, ()))),
        )
        for iri, subject in sorted(_column(dataset, KG.inferredSubject).items())
    )


def _places(dataset: Dataset) -> dict[str, int]:
    """The place of each document in the order of ids."""
    ids = sorted((name, iri) for iri, name in _column(dataset, DCTERMS.identifier).items())
    return {iri: place for place, (_, iri) in enumerate(ids)}


def _classes(dataset: Dataset) -> dict[str, str]:
    """The class of each entity, without prefix."""
    found: dict[str, str] = {}
    for name in CLASSES:
        for iri, _, _ in read_pairs(dataset, RDF.type, KG[name]):
            found[iri] = name
    return found


def _open_labels(dataset: Dataset) -> dict[str, str]:
    """How each open predicate reads that has a label, by its name."""
    found = _lists(dataset, RDFS.label)
    return {predicate_name(iri): min(found[iri]) for iri in _column(dataset, RDFS.subPropertyOf) if iri in found}


def _qualifiers(dataset: Dataset) -> dict[str, tuple[Qualifier, ...]]:
    found: dict[str, list[Qualifier]] = {}
    for name in QUALIFIERS:
        for iri, value, literal in read_pairs(dataset, KG[name]):
            found.setdefault(iri, []).append(Qualifier(name, value, literal))
    return {iri: tuple(sorted(qualifiers)) for iri, qualifiers in found.items()}


def _mention_spans(dataset: Dataset) -> _Spans:
    return _spans(dataset, OA.start, OA.end)


def _spans(dataset: Dataset, begin: URIRef, end: URIRef) -> _Spans:
    ends = _column(dataset, end)
    return {iri: (int(value), int(ends[iri])) for iri, value in _column(dataset, begin).items() if iri in ends}


def _column(dataset: Dataset, predicate: URIRef) -> _Column:
    """The one value that each subject has under `predicate`."""
    return {iri: value for iri, value, _ in read_pairs(dataset, predicate)}


def _lists(dataset: Dataset, predicate: URIRef) -> Mapping[str, list[str]]:
    """The values that each subject has under `predicate`."""
    found: dict[str, list[str]] = {}
    for iri, value, _ in read_pairs(dataset, predicate):
        found.setdefault(iri, []).append(value)
    return found
