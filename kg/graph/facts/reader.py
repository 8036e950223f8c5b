"""A graph's contents as records, in one pass over each property: linear in the size of the graph.

This is the one reader: explanations, pages, networks and tables are made from its records. What is not well-formed is
left out, with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS

from kg.collector import collector_off, give_back
from kg.graph.facts.columns import Columns
from kg.graph.facts.records import (
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    InferenceRecord,
    LinkRecord,
    MentionRecord,
    PointRecord,
    Qualifier,
    StatementRecord,
)
from kg.graph.facts.weighing import weigh
from kg.graph.rdf.dataset import BLANK, read_pairs
from kg.graph.rdf.document import read_mentions
from kg.graph.rdf.terms import predicate_iri, predicate_name
from kg.model import FACTUALITIES, STATED
from kg.namespaces import GN, KG, WGS84
from kg.ontologies.model import TYPE_IRI
from kg.ontology import QUALIFIERS, Term, labels, shorten
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rdflib import Dataset

_FACTUALITIES: frozenset[str] = frozenset(FACTUALITIES)
_STATED = frozenset(map(predicate_iri, STATED))
_STEPS = 100
"""The longest chain of inferences down to a fact."""
_MADE_BY = ("softwareVersion", "modelName", "modelVersion", "rulesHash")


def read_contents(dataset: Dataset) -> GraphContents:
    """Return all that a graph holds; nodes that are not well-formed are left out, with the reasons."""
    found = contents_in(_columns(dataset))
    give_back()  # the columns took as much again
    return found


@collector_off()
def contents_in(read: Columns, *, weighed: bool = True) -> GraphContents:
    """Return what is in columns, as `read_contents`.

    Unless `weighed`, facts have no confidence and no doubt: these need the whole archive (`kg.graph.facts.weighing`).
    """
    documents = _documents(read)
    places = {document.iri: place for place, document in enumerate(documents)}
    facts = _facts(read)
    entities = _entities(read, places)
    contents = GraphContents(
        documents=documents,
        entities=tuple(entity for entity in entities if not entity.participant),
        participants=tuple(entity for entity in entities if entity.participant),
        statements=_statements(read, places, facts),
        claims=_claims(read, places),
        inferences=_inferences(read, facts),
        facts=facts,
        predicate_labels={**labels(), **_open_labels(read)},
        class_labels=_class_labels(read),
    )
    facts = weigh(contents) if weighed else facts
    return replace(contents, facts=facts, left_out=tuple(sorted(read.left_out.items())))


def _columns(dataset: Dataset) -> Columns:
    return Columns(partial(read_pairs, dataset))


def read_facts(dataset: Dataset) -> tuple[FactRecord, ...]:
    """The facts, in the order of their IRIs."""
    return _facts(_columns(dataset))


def read_classes(dataset: Dataset) -> Mapping[str, str]:
    """The class of each entity, without prefix."""
    return _columns(dataset).classes


def read_open_predicates(dataset: Dataset) -> tuple[Term, ...]:
    """The predicates that are a text's own verbs ("p:cut_off"), in the order of their names."""
    read = _columns(dataset)
    found = _open_labels(read)
    iris = sorted(read.links(RDFS.subPropertyOf))
    return tuple(Term(iri, shorten(iri), "relation", found.get(predicate_name(iri), ""), "") for iri in iris)


def _documents(read: Columns) -> tuple[DocumentRecord, ...]:
    texts, title = read.words(KG.text), read.words(DCTERMS.title)
    sources, urls = read.texts(DCTERMS.source), read.texts(SDO.url)
    publishers, authors = read.texts(DCTERMS.publisher), read.texts(DCTERMS.creator)
    published, modified = read.moments(DCTERMS.issued), read.moments(DCTERMS.modified)
    retrieved, languages = read.moments(KG.retrieved), read.words(DCTERMS.language)
    dates, extraction = read.dates(DCTERMS.date), read.iris(PROV.wasGeneratedBy)
    names = read.words(DCTERMS.identifier)
    made: dict[str, list[tuple[str, str]]] = {}
    for name in _MADE_BY:
        for iri, value in read.words(KG[name]).items():
            made.setdefault(iri, []).append((name, value))
    for iri, settings in read.texts(KG.setting).items():  # of which there may be several
        made.setdefault(iri, []).extend(("setting", value) for value in settings)
    originals, later = read.iris(KG.copyOf), read.iris(DCTERMS.isReplacedBy)
    for iri in texts.keys() - names.keys():
        read.leave_out(iri, "has a kg:text and no dcterms:identifier")
    found = [
        DocumentRecord(
            iri=iri,
            id=names[iri],
            text=texts[iri],
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
        for iri in texts.keys() & names.keys()
    ]
    return tuple(sorted(found, key=lambda document: (document.id, document.iri)))


def _entities(read: Columns, places: Mapping[str, int]) -> tuple[EntityRecord, ...]:
    names, aliases = read.words(RDFS.label), read.texts(SKOS.altLabel)
    mentions: dict[str, list[MentionRecord]] = {}
    placed = {document: set(read_mentions(text)) for document, text in read.words(KG.llmMentionSpans).items()}
    for document, text in read.words(KG.mentionSpans).items():
        length = len(read.words(KG.text).get(document, ""))
        for entity, begin, end in read_mentions(text):
            if entity in read.classes and end <= length:
                by_llm = (entity, begin, end) in placed.get(document, ())
                mentions.setdefault(entity, []).append(MentionRecord(document, begin, end, by_llm))
            else:
                read.leave_out(document, f"mentions {shorten(entity)} outside its text, or that is no entity")

    def order(mention: MentionRecord) -> tuple[int, int, int]:
        return places.get(mention.document, len(places)), mention.begin, mention.end

    links, points = _links(read), _points(read)
    participants = {iri for iri, _, _ in read.pairs(RDF.type, KG.Participant)}
    found = []
    for iri, cls in read.classes.items():
        if iri not in names:
            read.leave_out(iri, "has no rdfs:label")
            continue
        own, others = sorted(mentions.get(iri, ()), key=order), tuple(sorted(aliases.get(iri, ())))
        found.append(
            EntityRecord(
                iri=iri,
                label=names[iri],
                cls=cls,
                aliases=others,
                mentions=tuple(own),
                documents=tuple(dict.fromkeys(mention.document for mention in own)),
                links=links.get(iri, ()),
                point=points.get(iri),
                participant=iri in participants,
                llm_names=_llm_names((names[iri], *others), own, read.words(KG.text)),
            )
        )
    return tuple(sorted(found, key=lambda entity: (entity.label, entity.iri)))


def _llm_names(names: Iterable[str], mentions: Sequence[MentionRecord], texts: Mapping[str, str]) -> tuple[str, ...]:
    if not any(mention.by_llm for mention in mentions):
        return ()
    words: dict[bool, set[str]] = {True: set(), False: set()}
    for mention in mentions:
        words[mention.by_llm].add(fold(texts[mention.document][mention.begin : mention.end]))
    return tuple(n for n in names if (key := fold(n)) in words[True] and not any(key in own for own in words[False]))


def _facts(read: Columns) -> tuple[FactRecord, ...]:
    subjects, predicates, objects = read.iris(RDF.subject), read.iris(RDF.predicate), read.either(RDF.object)
    once = _said_once(read)
    statements, documents = read.numbers(KG.statements), read.numbers(KG.documents)
    publishers, copies = read.numbers(KG.publishers), read.numbers(KG.copies)
    first, last = read.dates(KG.firstPublished), read.dates(KG.lastPublished)
    denials, broken = read.numbers(KG.denials), read.words(KG.broken)
    names: dict[str, str] = {}
    found = []
    for iri in sorted(subjects.keys() | predicates.keys() | objects.keys()):
        if iri not in subjects or iri not in predicates or iri not in objects:
            read.leave_out(iri, "lacks one of rdf:subject, rdf:predicate and rdf:object")
            continue
        predicate = predicates[iri]
        item, literal = objects[iri]
        said = once.get(iri, _Once())
        found.append(
            FactRecord(
                iri=iri,
                subject=subjects[iri],
                predicate=names.get(predicate) or names.setdefault(predicate, predicate_name(predicate)),
                object=item,
                literal=literal,
                statements=statements.get(iri, int(iri in once)),
                documents=documents.get(iri, int(iri in once)),
                publishers=publishers.get(iri, int(iri not in documents and bool(said.publisher))),
                copies=copies.get(iri, 0),
                first=first.get(iri) if iri in documents else said.day,
                last=last.get(iri) if iri in documents else said.day,
                denials=denials.get(iri, 0),
                broken=broken.get(iri),
            )
        )
    return tuple(found)


class _Once(NamedTuple):
    day: str | None = None
    publisher: str = ""


def _said_once(read: Columns) -> dict[str, _Once]:
    """Return the support that the graph does not repeat, of a fact which one document alone states, by its IRI."""
    days, publishers = read.dates(DCTERMS.date), read.texts(DCTERMS.publisher)
    factualities, homes = read.iris(KG.factuality), read.iris(KG.document)
    known: dict[str, _Once] = {}
    found = {}
    for statement, fact in read.iris(KG.fact).items():
        if factualities.get(statement) in _STATED:
            document = homes.get(statement, "")
            if document not in known:
                known[document] = _Once(days.get(document), min(publishers.get(document, ()), default=""))
            found[fact] = known[document]
    return found


def _statements(read: Columns, places: Mapping[str, int], facts: Iterable[FactRecord]) -> tuple[StatementRecord, ...]:
    by_iri = {fact.iri: fact for fact in facts}
    documents, texts, spans = read.iris(KG.document), read.words(KG.text), read.spans
    sentences = read.iris(KG.sentence)
    places_said = read.statement_spans
    rules, confidences = read.words(KG.rule), read.shares(KG.confidence)
    factualities, sources = read.iris(KG.factuality), read.iris(KG.source)
    times, qualifiers = read.dates(KG.time), _qualifiers(read)
    found = []
    for iri, about in read.iris(KG.fact).items():
        fact, span = by_iri.get(about), spans.get(sentences.get(iri, ""))
        factuality = predicate_name(factualities.get(iri, ""))
        if fact is None or span is None or documents.get(iri) not in places or factuality not in _FACTUALITIES:
            read.leave_out(iri, "lacks its kg:fact, kg:sentence, kg:document or kg:factuality")
            continue
        if iri not in rules or iri not in confidences:
            read.leave_out(iri, "lacks its kg:rule or kg:confidence")
            continue
        begin, end = span
        text = texts[documents[iri]]
        if end > len(text):
            read.leave_out(iri, "is of another document than its sentence")
            continue
        subject_span, predicate_span, object_span = (
            None if each is None or each[1] > len(text) else each for each in places_said.get(iri, (None, None, None))
        )
        said = [each for each in (subject_span, object_span, predicate_span) if each] or [span]
        words = _closed(text, min(first for first, _ in said), max(last for _, last in said))
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
                quote=text[words[0] : words[1]],
                rule=rules[iri],
                confidence=confidences[iri],
                factuality=factuality,
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


def _claims(read: Columns, places: Mapping[str, int]) -> tuple[ClaimRecord, ...]:
    sources, quotes, homes, texts = (
        read.iris(KG.source),
        read.words(KG.quote),
        read.iris(KG.document),
        read.words(KG.text),
    )
    to, times, inside = read.iris(KG.to), read.dates(KG.time), read.links(KG.containsStatement)
    found = []
    for iri, direct in read.words(KG.direct).items():
        if iri not in sources or iri not in quotes or iri not in read.spans or homes.get(iri) not in places:
            read.leave_out(iri, "lacks its kg:source, kg:quote, kg:document or place")
            continue
        begin, end = read.spans[iri]
        if end > len(texts[homes[iri]]):
            read.leave_out(iri, "is not within the text of its document")
            continue
        found.append(
            ClaimRecord(
                iri=iri,
                source=sources[iri],
                text=quotes[iri],
                document=homes[iri],
                begin=begin,
                end=end,
                direct=direct == "true",
                to=to.get(iri),
                time=times.get(iri),
                statements=tuple(sorted(inside.get(iri, ()))),
            )
        )
    return tuple(sorted(found, key=lambda claim: (places[claim.document], claim.begin, claim.end, claim.iri)))


def _inferences(read: Columns, facts: Iterable[FactRecord]) -> tuple[InferenceRecord, ...]:
    """The inferences whose premises lead down to facts, in a bounded number of steps."""
    predicates, objects = read.iris(KG.inferredPredicate), read.iris(KG.inferredObject)
    rules, premises = read.words(KG.inferenceRule), read.links(KG.premise)
    waiting = dict(sorted(read.iris(KG.inferredSubject).items()))
    known = {fact.iri for fact in facts}
    found = []
    for _ in range(_STEPS):
        fresh = [iri for iri in waiting if premises.get(iri) and known.issuperset(premises[iri])]
        known.update(fresh)
        for iri in fresh:
            subject = waiting.pop(iri)
            if iri in predicates and iri in objects and iri in rules:
                name, own = predicate_name(predicates[iri]), tuple(sorted(premises[iri]))
                found.append(InferenceRecord(iri, subject, name, objects[iri], rules[iri], own))
            else:
                read.leave_out(iri, "lacks its kg:inferredPredicate, kg:inferredObject or kg:inferenceRule")
        if not fresh:
            break
    for iri in waiting:
        read.leave_out(iri, "has premises that do not lead down to facts")
    return tuple(sorted(found, key=lambda inference: inference.iri))


def _open_labels(read: Columns) -> dict[str, str]:
    found = read.words(RDFS.label)
    every = {predicate_name(iri): found[iri] for iri in read.links(RDFS.subPropertyOf) if iri in found}
    return every | {TYPE_IRI: "is a"} if _class_labels(read) else every


def _class_labels(read: Columns) -> dict[str, str]:
    names = read.words(RDFS.label)
    return {iri: names[iri] for iri in sorted(iri for iri, _, _ in read.pairs(RDF.type, OWL.Class)) if iri in names}


def _qualifiers(read: Columns) -> dict[str, tuple[Qualifier, ...]]:
    found: dict[str, list[Qualifier]] = {}
    for name in QUALIFIERS:
        for iri, value, literal in read.pairs(KG[name], None):
            if literal or not value.startswith(BLANK):
                found.setdefault(iri, []).append(Qualifier(name, value, literal))
    return {iri: tuple(sorted(qualifiers)) for iri, qualifiers in found.items()}


def _links(read: Columns) -> Mapping[str, tuple[LinkRecord, ...]]:
    target, confidence = read.iris(KG.linkTarget), read.shares(KG.linkConfidence)
    reason, gazetteer = read.words(KG.linkReason), read.words(KG.gazetteer)
    same = {(entity, iri) for entity, iri, _ in read.pairs(OWL.sameAs, None)}
    found: dict[str, list[LinkRecord]] = defaultdict(list)
    for entity, links in read.links(KG.link).items():
        for link in links:
            if link in target:
                found[entity].append(
                    LinkRecord(
                        target=target[link],
                        confidence=confidence.get(link, 0.0),
                        reason=reason.get(link, ""),
                        gazetteer=gazetteer.get(link, ""),
                        sure=(entity, target[link]) in same,
                    )
                )
            else:
                read.leave_out(link, "has no kg:linkTarget")
    return {
        entity: tuple(sorted(links, key=lambda link: (-link.confidence, link.target)))
        for entity, links in found.items()
    }


def _points(read: Columns) -> Mapping[str, PointRecord]:
    latitude, longitude = read.degrees(WGS84.lat, 90), read.degrees(WGS84.long, 180)
    country, population = read.words(GN.countryCode), read.numbers(GN.population)
    return {
        entity: PointRecord(latitude[entity], longitude[entity], country.get(entity), population.get(entity))
        for entity in latitude
        if entity in longitude
    }
