"""What was found in a document, as the triples of its named graph.

A fact becomes a `kg:Statement` with its evidence; the direct triple stands beside it only where the document asserts
or reports it, and where it keeps to the relation's domain and range. A fact that does not keep to them is still
written, with the reason under `kg:broken`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS

from kg.graph.rdf import iris
from kg.graph.rdf.conformance import broken_reason
from kg.graph.rdf.terms import BOOLEAN, DATE, DECIMAL, INTEGER, Value, date_value, ntriple
from kg.model import STATED, UNKNOWN
from kg.namespaces import KG, OA
from kg.ontology import CLASSES, QUALIFIERS, UNKNOWN_IRI, is_relation
from kg.spelling import clean, fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.rdf.terms import Triple
    from kg.model import Claim, Document, Entity, Extraction, Fact, Mention, Span

__all__ = ["GRAPH_HASH", "GraphLines", "graph_lines", "triples"]

GRAPH_HASH = str(KG.graphHash)
"""The property that has the hash of a document's other triples, by which its graph is recognised."""

_WHOLE = re.compile(r"\d{1,18}", re.ASCII)
"""A count; no store but some holds integers of more than 64 bits, and no text counts so far."""

_NAMING = frozenset({"name", "demonym"})
_GENERAL = frozenset({"Role", "Topic", "Award"})
"""Classes whose entities are kinds: "foreign minister" means the same in every document, named or not."""

_DATED = frozenset({"start", "end"})
_SOFTWARE, _RULES, _SETTING = str(KG.softwareVersion), str(KG.rulesHash), str(KG.setting)
_MODEL, _MODEL_VERSION = str(KG.modelName), str(KG.modelVersion)

_TYPE, _LABEL, _ALIAS = str(RDF.type), str(RDFS.label), str(SKOS.altLabel)
_SUBJECT, _PREDICATE, _OBJECT = str(RDF.subject), str(RDF.predicate), str(RDF.object)
_SUB_PROPERTY = str(RDFS.subPropertyOf)
_GENERATED, _USED = str(PROV.wasGeneratedBy), str(PROV.used)
_IDENTIFIER, _TITLE, _DATE = str(DCTERMS.identifier), str(DCTERMS.title), str(DCTERMS.date)
_START, _END = str(OA.start), str(OA.end)
_KG_DOCUMENT, _KG_STATEMENT, _KG_CLAIM = str(KG.Document), str(KG.Statement), str(KG.Claim)
_KG_MENTION, _KG_EXTRACTION = str(KG.Mention), str(KG.Extraction)
_DOCUMENT, _QUOTE, _BEGIN, _FINISH = str(KG.document), str(KG.quote), str(KG.beginOffset), str(KG.endOffset)
_SUBJECT_MENTION, _OBJECT_MENTION = str(KG.subjectMention), str(KG.objectMention)
_PREDICATE_BEGIN, _PREDICATE_END = str(KG.predicateBegin), str(KG.predicateEnd)
_SENTENCE, _SENTENCE_BEGIN, _SENTENCE_END = str(KG.sentence), str(KG.sentenceBegin), str(KG.sentenceEnd)
_RULE, _CONFIDENCE, _SOURCE, _TIME = str(KG.rule), str(KG.confidence), str(KG.source), str(KG.time)
_FACTUALITY, _BROKEN, _ITEM = str(KG.factuality), str(KG.broken), str(KG.item)
_SAID, _DIRECT, _TO, _CONTAINS = str(KG.said), str(KG.direct), str(KG.to), str(KG.containsStatement)
_REFERS_TO, _MENTION_KIND, _MENTIONED_IN = str(KG.refersTo), str(KG.mentionKind), str(KG.mentionedIn)
_TEXT, _TEXT_LENGTH, _TEXT_HASH = str(KG.text), str(KG.textLength), str(KG.textHash)
_NAME_KEY, _FACT_KEY, _POST_KEY, _END_KEY = str(KG.nameKey), str(KG.factKey), str(KG.postKey), str(KG.endKey)
type _Ends = tuple[str, str, str | Value]
"""A fact's subject, predicate and object as they stand in the graph."""


class GraphLines(NamedTuple):
    """A document's named graph: its IRI, its triples as N-Triples without full stops, the hash of all but the last."""

    iri: str
    lines: list[str]
    digest: str


def triples(extraction: Extraction) -> tuple[str, list[Triple]]:
    """The IRI of a document's named graph, and the graph's triples, each once, in a fixed order.

    Raises:
        ValueError: the extraction is inconsistent: an unknown class, relation, qualifier or entity id, or a span
            outside the text.
    """
    iri, found = _Writer(extraction).write()
    digest = _digest(sorted(map(ntriple, found)))
    return iri, [*found, (iri, GRAPH_HASH, Value(digest))]


def graph_lines(extraction: Extraction) -> GraphLines:
    """The same as lines to load, sorted but for the last, which holds the others' hash; ValueError as for `triples`."""
    iri, found = _Writer(extraction).write()
    lines = sorted(map(ntriple, found))
    digest = _digest(lines)
    lines.append(ntriple((iri, GRAPH_HASH, Value(digest))))
    return GraphLines(iri, lines, digest)


def _digest(lines: list[str]) -> str:
    return sha256(" .\n".join([*lines, ""]).encode()).hexdigest()


class _Writer:
    """The document whose triples are being written: what its entities' ids stand for, and its sentences."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.document = iris.document_iri(clean(extraction.document.id))
        self.text = clean(extraction.document.text)
        self.made = iris.extraction_iri(self.document, extraction.made_by)
        self.iris = _entity_iris(extraction.entities, self.document)
        self.classes = {entity.id: entity.cls for entity in extraction.entities}
        self.begins = [sentence.begin for sentence in extraction.sentences]
        self.mentions: dict[str, tuple[Span, str | None, str | None]] = {}
        """Of each mention by its IRI: its span, its entity and its kind."""

    def write(self) -> tuple[str, list[Triple]]:
        written = list(self._of_document())
        for entity in self.extraction.entities:
            written += self._of_entity(entity)
        surest: dict[str, tuple[Fact, _Ends]] = {}
        places: list[str] = []
        for fact in self.extraction.facts:
            ends = self._ends(fact)
            iri = self._statement_iri(fact, ends)
            places.append(iri)
            if iri not in surest or fact.confidence > surest[iri][0].confidence:
                surest[iri] = fact, ends
        for iri, (fact, ends) in surest.items():
            self._add_fact(written, iri, fact, ends)
        for claim in self.extraction.claims:
            written += self._of_claim(claim, places)
        for iri, (span, entity_iri, kind) in self.mentions.items():
            written += self._of_mention(iri, span, entity_iri, kind)
        return self.document, list(dict.fromkeys(written))

    def _of_document(self) -> Iterator[Triple]:
        document: Document = self.extraction.document
        iri = self.document
        yield iri, _TYPE, _KG_DOCUMENT
        yield iri, _IDENTIFIER, Value(clean(document.id))
        if document.title:
            yield iri, _TITLE, Value(clean(document.title))
        if document.date:
            yield iri, _DATE, Value(document.date.isoformat(), DATE)
        yield iri, _TEXT, Value(self.text)
        yield iri, _TEXT_LENGTH, Value(str(len(self.text)), INTEGER)
        yield iri, _TEXT_HASH, Value(sha256(self.text.encode()).hexdigest())
        yield iri, _GENERATED, self.made
        yield self.made, _TYPE, _KG_EXTRACTION
        yield self.made, _USED, iri
        for name, value in self.extraction.made_by:
            if name == "model":  # "en_core_web_md 3.8.0"
                model, _, version = value.rpartition(" ")
                yield self.made, _MODEL, Value(clean(model or version))
                if model:
                    yield self.made, _MODEL_VERSION, Value(clean(version))
            elif name in {"kg", "rules"}:
                yield self.made, _SOFTWARE if name == "kg" else _RULES, Value(clean(value))
            else:
                yield self.made, _SETTING, Value(clean(f"{name}={value}"))

    def _of_entity(self, entity: Entity) -> Iterator[Triple]:
        iri = self.iris[entity.id]
        yield iri, _TYPE, iris.predicate_iri(entity.cls)
        yield iri, _LABEL, Value(clean(entity.name))
        for alias in entity.aliases:
            if alias != entity.name:
                yield iri, _ALIAS, Value(clean(alias))
        for key in {fold(clean(name)): None for name in (entity.name, *entity.aliases)}:
            if key:
                yield iri, _NAME_KEY, Value(key)
        yield iri, _MENTIONED_IN, self.document
        for mention in entity.mentions:
            self._mention(mention.span, iri, mention)

    def _add_fact(self, written: list[Triple], iri: str, fact: Fact, ends: _Ends) -> None:
        subject, predicate, item = ends
        written += (
            (iri, _TYPE, _KG_STATEMENT),
            (iri, _SUBJECT, subject),
            (iri, _PREDICATE, predicate),
            (iri, _OBJECT, item),
            (iri, _DOCUMENT, self.document),
            (iri, _GENERATED, self.made),
            (iri, _RULE, Value(clean(fact.rule))),
            (iri, _CONFIDENCE, Value(_decimal(fact.confidence), DECIMAL)),
            (iri, _FACTUALITY, iris.predicate_iri(fact.factuality)),
            (iri, _FACT_KEY, Value(iris.join_key(subject, predicate, item if isinstance(item, str) else item.text))),
        )
        if fact.source is not None:
            written.append((iri, _SOURCE, self._entity(fact.source)))
        if fact.time is not None:
            written.append((iri, _TIME, date_value(fact.time)))
        for name, value in fact.qualifiers:
            qualifier = self._qualifier(name, value)
            written.append((iri, iris.predicate_iri(name), qualifier))
            if name == "roleAt" and fact.predicate == "holdsRole" and isinstance(item, str):
                written.append((item, _POST_KEY, Value(iris.join_key(subject, _parts(qualifier)[0]))))
            if name == "item" and isinstance(qualifier, str):
                written.append((iri, _END_KEY, Value(iris.join_key(qualifier, _ITEM))))
        self._add_evidence(written, iri, fact, ends)
        if fact.predicate.startswith("p/"):
            general = str(KG.relatedTo if fact.kind == "entity" else KG.relatedToValue)
            label = Value(clean(fact.predicate[2:].replace("_", " ")))
            written += (predicate, _LABEL, label), (predicate, _SUB_PROPERTY, general)
        reason = broken_reason(fact, self.classes)
        if reason:
            written.append((iri, _BROKEN, Value(clean(reason))))
        elif fact.factuality in STATED:
            written.append((subject, predicate, item))
        ways = [predicate] if fact.factuality in STATED else [predicate, iris.predicate_iri(fact.factuality)]
        if reason:
            ways.append(_BROKEN)
        written += ((iri, _END_KEY, Value(key)) for key in iris.end_keys(subject, _iri(item), ways))

    def _add_evidence(self, written: list[Triple], iri: str, fact: Fact, ends: _Ends) -> None:
        subject, _, item = ends
        evidence = fact.evidence
        written.append((iri, _QUOTE, Value(self._words(evidence.clause))))
        written += _offsets(iri, _BEGIN, _FINISH, evidence.clause)
        if evidence.subject:
            written.append((iri, _SUBJECT_MENTION, self._mention(evidence.subject, subject)))
        if evidence.object:
            written.append((iri, _OBJECT_MENTION, self._mention(evidence.object, _iri(item))))
        if evidence.predicate:
            self._words(evidence.predicate)
            written += _offsets(iri, _PREDICATE_BEGIN, _PREDICATE_END, evidence.predicate)
        sentence = self._sentence(evidence.clause)
        if sentence:
            written.append((iri, _SENTENCE, Value(self._words(sentence))))
            written += _offsets(iri, _SENTENCE_BEGIN, _SENTENCE_END, sentence)

    def _of_claim(self, claim: Claim, places: list[str]) -> Iterator[Triple]:
        source = self._entity(claim.source)
        words = self._words(claim.span)
        content = [self.document, source, str(claim.span.begin), str(claim.span.end), words, str(claim.direct)]
        iri = iris.claim_iri([*content, claim.to or "", claim.time or ""])
        yield iri, _TYPE, _KG_CLAIM
        yield iri, _DOCUMENT, self.document
        yield iri, _GENERATED, self.made
        yield iri, _QUOTE, Value(words)
        yield from _offsets(iri, _BEGIN, _FINISH, claim.span)
        yield iri, _SOURCE, source
        yield source, _SAID, iri
        yield iri, _DIRECT, Value("true" if claim.direct else "false", BOOLEAN)
        if claim.to is not None:
            yield iri, _TO, self._entity(claim.to)
        if claim.time is not None:
            yield iri, _TIME, date_value(claim.time)
        for place in claim.facts:
            if not 0 <= place < len(places):
                raise ValueError(f"claim at {claim.span} holds no fact {place}")
            yield iri, _CONTAINS, places[place]

    def _of_mention(self, iri: str, span: Span, entity: str | None, kind: str | None) -> Iterator[Triple]:
        yield iri, _TYPE, _KG_MENTION
        yield iri, _DOCUMENT, self.document
        yield iri, _QUOTE, Value(span.slice(self.text))
        yield from _offsets(iri, _START, _END, span)
        if entity is not None:
            yield iri, _REFERS_TO, entity
        if kind is not None:
            yield iri, _MENTION_KIND, Value(kind)

    def _statement_iri(self, fact: Fact, ends: _Ends) -> str:
        subject, predicate, item = ends
        evidence = fact.evidence
        spans = (evidence.clause, evidence.subject, evidence.object, evidence.predicate)
        return iris.statement_iri(
            [
                self.document,
                subject,
                predicate,
                *((item, "") if isinstance(item, str) else (item.text, item.datatype, "literal")),
                fact.factuality,
                self._entity(fact.source) if fact.source is not None else "",
                fact.time or "",
                fact.rule,
                self._words(evidence.clause),
                *(f"{span.begin}-{span.end}" if span else "" for span in spans),
                *(part for name, value in fact.qualifiers for part in (name, *_parts(self._qualifier(name, value)))),
            ]
        )

    def _ends(self, fact: Fact) -> _Ends:
        if not is_relation(fact.predicate):
            raise ValueError(f"the vocabulary has no relation {fact.predicate!r} (rule {fact.rule})")
        if fact.kind == "entity":
            item: str | Value = self._entity(fact.object)
        else:
            item = date_value(fact.object) if fact.kind == "date" else Value(clean(fact.object))
        return self._entity(fact.subject), iris.predicate_iri(clean(fact.predicate)), item

    def _qualifier(self, name: str, value: str) -> str | Value:
        if name not in QUALIFIERS:
            raise ValueError(f"the vocabulary has no qualifier {name!r}")
        if value in self.iris:
            return self.iris[value]
        if name in _DATED:
            return date_value(value)
        if name == "count" and _WHOLE.fullmatch(value):
            return Value(str(int(value)), INTEGER)
        return Value(clean(value))

    def _entity(self, entity_id: str) -> str:
        if entity_id == UNKNOWN:
            return UNKNOWN_IRI
        if entity_id not in self.iris:
            raise ValueError(f"no entity has the id {entity_id!r}")
        return self.iris[entity_id]

    def _words(self, span: Span) -> str:
        if span.end > len(self.text):
            raise ValueError(f"{span} lies outside a text of {len(self.text)} characters")
        return span.slice(self.text)

    def _mention(self, span: Span, entity: str | None, mention: Mention | None = None) -> str:
        self._words(span)
        iri = iris.mention_iri(self.document, span, entity)
        self.mentions.setdefault(iri, (span, entity, mention.kind if mention else None))
        return iri

    def _sentence(self, clause: Span) -> Span | None:
        """The sentence in which `clause` begins, if it ends there as well."""
        place = bisect_right(self.begins, clause.begin) - 1
        if place < 0 or not self.extraction.sentences[place].covers(clause):
            return None
        return self.extraction.sentences[place]


def _entity_iris(entities: Iterable[Entity], document: str) -> dict[str, str]:
    """What each entity's id stands for: one IRI for one name in all documents, its own for what has no name."""
    found: dict[str, str] = {}
    unnamed: Counter[tuple[str, str]] = Counter()
    for entity in entities:
        if entity.cls not in CLASSES:
            raise ValueError(f"the vocabulary has no class {entity.cls!r} (entity {entity.id!r})")
        name = clean(entity.name)
        kinds = {mention.kind for mention in entity.mentions}
        if entity.cls in _GENERAL or not kinds or kinds & _NAMING:
            found[entity.id] = iris.entity_iri(name, entity.cls)
        else:
            key = (normalise(name), entity.cls)
            found[entity.id] = iris.entity_iri(name, entity.cls, within=document, ordinal=unnamed[key])
            unnamed[key] += 1
    return found


def _iri(item: str | Value) -> str | None:
    return item if isinstance(item, str) else None


def _offsets(iri: str, begin: str, end: str, span: Span) -> tuple[Triple, Triple]:
    return (iri, begin, _whole(span.begin)), (iri, end, _whole(span.end))


@lru_cache(maxsize=1 << 14)
def _whole(number: int) -> Value:
    return Value(str(number), INTEGER)


def _parts(value: str | Value) -> tuple[str, str]:
    return (value, "iri") if isinstance(value, str) else (value.text, value.datatype)


@lru_cache(maxsize=1024)
def _decimal(confidence: float) -> str:
    """A confidence as xsd:decimal to four places, in the form of XSD 1.1, in which Oxigraph too keeps it."""
    if not 0 <= confidence <= 1:
        raise ValueError(f"a confidence of {confidence} is not between 0 and 1")
    return f"{confidence:.4f}".rstrip("0").rstrip(".")
