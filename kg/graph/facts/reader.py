"""A graph's contents as records, in one pass over each property: linear in the size of the graph.

This is the one reader: explanations, pages, networks and tables are made from its records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SDO, SKOS

from kg.graph.facts.linked import read_links, read_points
from kg.graph.facts.records import (
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    InferenceRecord,
    MentionRecord,
    Qualifier,
    StatementRecord,
)
from kg.graph.rdf.dataset import read_pairs
from kg.graph.rdf.iris import predicate_name
from kg.namespaces import KG, OA
from kg.ontology import CLASSES, QUALIFIERS, Term, labels, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib import Dataset, URIRef

__all__ = [
    "read_claims",
    "read_classes",
    "read_contents",
    "read_documents",
    "read_entities",
    "read_facts",
    "read_open_predicates",
    "read_statements",
]

type _Column = Mapping[str, str]
type _Spans = Mapping[str, tuple[int, int]]

_MADE_BY = ("softwareVersion", "modelName", "modelVersion", "rulesHash", "setting")


def read_contents(dataset: Dataset) -> GraphContents:
    """All that a graph holds."""
    documents = read_documents(dataset)
    places = {document.iri: place for place, document in enumerate(documents)}
    facts = read_facts(dataset)
    return GraphContents(
        documents=documents,
        entities=_entities(dataset, places),
        statements=_statements(dataset, places, facts),
        claims=_claims(dataset, places),
        inferences=_inferences(dataset),
        facts=facts,
        predicate_labels={**labels(), **_open_labels(dataset)},
    )


def read_documents(dataset: Dataset) -> tuple[DocumentRecord, ...]:
    """The documents, in the order of their ids."""
    text, title = _column(dataset, KG.text), _column(dataset, DCTERMS.title)
    sources, urls = _lists(dataset, DCTERMS.source), _lists(dataset, SDO.url)
    publishers, authors = _lists(dataset, DCTERMS.publisher), _lists(dataset, DCTERMS.creator)
    published, modified = _column(dataset, DCTERMS.issued), _column(dataset, DCTERMS.modified)
    retrieved, languages = _column(dataset, KG.retrieved), _column(dataset, DCTERMS.language)
    dates, extraction = _column(dataset, DCTERMS.date), _column(dataset, PROV.wasGeneratedBy)
    made: dict[str, list[tuple[str, str]]] = {}
    for name in _MADE_BY:
        for iri, value, _ in read_pairs(dataset, KG[name]):
            made.setdefault(iri, []).append((name, value))
    originals, later = _column(dataset, KG.copyOf), _column(dataset, DCTERMS.isReplacedBy)
    found = [
        DocumentRecord(
            iri=iri,
            id=name,
            text=text.get(iri, ""),
            title=title.get(iri),
            date=dates.get(iri),
            sources=tuple(sorted(sources.get(iri, ()))),
            urls=tuple(sorted(urls.get(iri, ()))),
            publishers=tuple(sorted(publishers.get(iri, ()))),
            authors=tuple(sorted(authors.get(iri, ()))),
            published=published.get(iri),
            modified=modified.get(iri),
            retrieved=retrieved.get(iri),
            language=languages.get(iri),
            copy_of=originals.get(iri),
            replaced_by=later.get(iri),
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
    return _statements(dataset, _places(dataset), read_facts(dataset))


def read_claims(dataset: Dataset) -> tuple[ClaimRecord, ...]:
    """The claims, in the order of their documents' ids and their places in the text."""
    return _claims(dataset, _places(dataset))


def read_open_predicates(dataset: Dataset) -> tuple[Term, ...]:
    """The predicates that are a text's own verbs ("p:cut_off"), in the order of their names."""
    found = _open_labels(dataset)
    iris = sorted(_column(dataset, RDFS.subPropertyOf))
    return tuple(Term(iri, shorten(iri), "relation", found.get(predicate_name(iri), ""), "") for iri in iris)


def _entities(dataset: Dataset, places: Mapping[str, int]) -> tuple[EntityRecord, ...]:
    labels, aliases = _column(dataset, RDFS.label), _lists(dataset, SKOS.altLabel)
    mentions: dict[str, list[MentionRecord]] = {}
    homes, spans = _column(dataset, KG.document), _spans(dataset)
    for mention, entity, _ in read_pairs(dataset, KG.refersTo):
        if mention in spans:
            mentions.setdefault(entity, []).append(MentionRecord(homes.get(mention, ""), *spans[mention]))

    def order(mention: MentionRecord) -> tuple[int, int, int]:
        return places.get(mention.document, len(places)), mention.begin, mention.end

    links, points = read_links(dataset), read_points(dataset)
    found = []
    for iri, cls in read_classes(dataset).items():
        own = sorted(mentions.get(iri, ()), key=order)
        found.append(
            EntityRecord(
                iri=iri,
                label=labels.get(iri, ""),
                cls=cls,
                aliases=tuple(sorted(aliases.get(iri, ()))),
                mentions=tuple(own),
                documents=tuple(dict.fromkeys(mention.document for mention in own)),
                links=links.get(iri, ()),
                point=points.get(iri),
            )
        )
    return tuple(sorted(found, key=lambda entity: (entity.label, entity.iri)))


def read_facts(dataset: Dataset) -> tuple[FactRecord, ...]:
    """The facts, in the order of their IRIs."""
    subjects, predicates = _column(dataset, RDF.subject), _column(dataset, RDF.predicate)
    statements, documents = _column(dataset, KG.statements), _column(dataset, KG.documents)
    publishers, copies = _column(dataset, KG.publishers), _column(dataset, KG.copies)
    first, last = _column(dataset, KG.firstPublished), _column(dataset, KG.lastPublished)
    denials, broken = _column(dataset, KG.denials), _column(dataset, KG.broken)
    names: dict[str, str] = {}
    found = []
    for iri, item, literal in sorted(read_pairs(dataset, RDF.object)):
        predicate = predicates[iri]
        found.append(
            FactRecord(
                iri=iri,
                subject=subjects[iri],
                predicate=names.get(predicate) or names.setdefault(predicate, predicate_name(predicate)),
                object=item,
                literal=literal,
                statements=int(statements.get(iri, 0)),
                documents=int(documents.get(iri, 0)),
                publishers=int(publishers.get(iri, 0)),
                copies=int(copies.get(iri, 0)),
                first=first.get(iri),
                last=last.get(iri),
                denials=int(denials.get(iri, 0)),
                broken=broken.get(iri),
            )
        )
    return tuple(found)


def _statements(
    dataset: Dataset, places: Mapping[str, int], facts: Iterable[FactRecord]
) -> tuple[StatementRecord, ...]:
    by_iri = {fact.iri: fact for fact in facts}
    documents, texts, spans = _column(dataset, KG.document), _column(dataset, KG.text), _spans(dataset)
    sentences = _column(dataset, KG.sentence)
    starts, ends = _column(dataset, KG.predicateStart), _column(dataset, KG.predicateEnd)
    subject_mentions, object_mentions = _column(dataset, KG.subjectMention), _column(dataset, KG.objectMention)
    rules, confidences = _column(dataset, KG.rule), _column(dataset, KG.confidence)
    factualities, sources = _column(dataset, KG.factuality), _column(dataset, KG.source)
    times, qualifiers = _column(dataset, KG.time), _qualifiers(dataset)
    found = []
    for iri, about, _ in read_pairs(dataset, KG.fact):
        fact, sentence = by_iri[about], sentences[iri]
        begin, end = spans[sentence]
        subject_span = spans.get(subject_mentions.get(iri, ""))
        object_span = spans.get(object_mentions.get(iri, ""))
        predicate_span = (int(starts[iri]), int(ends[iri])) if iri in starts else None
        said = [span for span in (subject_span, object_span, predicate_span) if span] or [(begin, end)]
        words = _closed(texts.get(documents[iri], ""), min(first for first, _ in said), max(last for _, last in said))
        found.append(
            StatementRecord(
                iri=iri,
                fact=about,
                subject=fact.subject,
                predicate=fact.predicate,
                object=fact.object,
                literal=fact.literal,
                document=documents[iri],
                begin=begin,
                end=end,
                words=words,
                quote=texts.get(documents[iri], "")[words[0] : words[1]],
                rule=rules[iri],
                confidence=float(confidences[iri]),
                factuality=predicate_name(factualities[iri]),
                source=sources.get(iri),
                time=times.get(iri),
                qualifiers=qualifiers.get(iri, ()),
                subject_span=subject_span,
                object_span=object_span,
                predicate_span=predicate_span,
                broken=fact.broken,
            )
        )
    found.sort(key=lambda each: (places.get(each.document, len(places)), each.begin, each.words, each.iri))
    return tuple(found)


def _closed(text: str, begin: int, end: int) -> tuple[int, int]:
    """The words [begin, end) with the bracket that closes one of theirs, where it follows: "(the Taliban)"."""
    opened = text.count("(", begin, end) > text.count(")", begin, end)
    return begin, end + (opened and text.startswith(")", end))


def _claims(dataset: Dataset, places: Mapping[str, int]) -> tuple[ClaimRecord, ...]:
    sources, quotes = _column(dataset, KG.source), _column(dataset, KG.quote)
    documents, spans = _column(dataset, KG.document), _spans(dataset)
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


def read_classes(dataset: Dataset) -> dict[str, str]:
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


def _spans(dataset: Dataset) -> _Spans:
    """Where each sentence, mention and claim begins and ends."""
    ends = _column(dataset, OA.end)
    return {iri: (int(value), int(ends[iri])) for iri, value in _column(dataset, OA.start).items() if iri in ends}


def _column(dataset: Dataset, predicate: URIRef) -> _Column:
    """The one value that each subject has under `predicate`."""
    return {iri: value for iri, value, _ in read_pairs(dataset, predicate)}


def _lists(dataset: Dataset, predicate: URIRef) -> Mapping[str, list[str]]:
    """The values that each subject has under `predicate`."""
    found: dict[str, list[str]] = {}
    for iri, value, _ in read_pairs(dataset, predicate):
        found.setdefault(iri, []).append(value)
    return found
