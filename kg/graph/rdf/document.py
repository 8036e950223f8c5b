"""A document's triples: its sentences, the statements and claims that it makes, and its participants.

Each triple is about something of this document alone, so that no two documents share one. What several documents say
of the same, the facts and the entities, are triples of their own (`kg.graph.rdf.aggregates`). That a document
mentions an entity is a triple (`kg:mentions`); the places of mentions, and those of the words of statements, are one
text each of the document: no query asks for a place, and as triples they would be a third of the graph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache
from hashlib import sha256
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SDO

from kg.dates import is_date
from kg.graph.rdf.terms import BOOLEAN, DECIMAL, INTEGER, Value, date_value, moment_value, ntriple, predicate_iri, term
from kg.model import STATED, UNKNOWN, Span
from kg.namespaces import KG, OA
from kg.ontologies.model import TYPE_IRI
from kg.ontology import CLASSES, QUALIFIERS, RELATIONS, SURE_IF_GRAVE, is_own, is_relation
from kg.records.codec import content_hash
from kg.records.duplicates import STANDS_ALONE, Standing
from kg.resolve.identity import entity_digests, possessed_label
from kg.spelling import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.model import Claim, Entity, Extraction, Fact, ValueKind
    from kg.records.sources import StoredDocument

_COUNT = re.compile(r"\d{1,18}", re.ASCII)
"""A count; no store but some holds integers of more than 64 bits, and no text counts so far."""
_DATED = frozenset({"start", "end"})

_TYPE = str(RDF.type)
_DOCUMENT, _SENTENCE, _QUOTE = str(KG.document), str(KG.sentence), str(KG.quote)
_START, _MENTIONS = str(OA.start), str(KG.mentions)
_STATEMENT_HEAD = (str(KG.fact), _DOCUMENT, _SENTENCE, str(KG.factuality), str(KG.rule))
_CONFIDENCE = str(KG.confidence)
_PART = 100_000
"""The triples that are handed over at once."""


class Ends(NamedTuple):
    """A fact's subject, predicate and object as they stand in the graph."""

    subject: str
    predicate: str
    item: str | Value

    @property
    def kind(self) -> ValueKind:
        """The kind of the object, from its term."""
        if isinstance(self.item, str):
            return "entity"
        return "date" if self.item.datatype or is_date(self.item.text) else "text"


class Said(NamedTuple):
    """Numbers of statements of a document that assert or report a fact, that deny it, and of the former the sure ones.

    A statement of a grave relation is sure from a confidence of `SURE_IF_GRAVE` on, any other at all.
    """

    stated: int = 0
    denied: int = 0
    sure: int = 0


def least_sure(predicate: str) -> float:
    """Return the least confidence of a statement that vouches for its fact's direct triple, by its predicate's name."""
    relation = RELATIONS.get(predicate)
    return SURE_IF_GRAVE if relation is not None and relation.grave else 0.0


class DocumentGraph(NamedTuple):
    """A document's IRI, its triples as sorted N-Triples without full stops, and what they refer to.

    `entities` are the normalised names that it gives the entities that it refers to, by their IRIs, `participants` the
    classes of its participants, which it describes itself, `facts` the ends of facts by theirs, `said` what it says of
    each; `day` is that of the document, None where it is not known.
    """

    iri: str
    lines: list[str]
    entities: dict[str, str]
    participants: dict[str, str]
    facts: dict[str, Ends]
    said: dict[str, Said]
    day: date | None


class Shown(NamedTuple):
    """The part of a document's graph that depends on the other documents.

    `identifier` is its short id; `named` are the digests of the identities that its named entities are, by their
    normalised names, and `assigned` a hash of these; `standing` is how it stands beside the others.
    """

    identifier: str
    named: Mapping[str, str]
    assigned: str
    standing: Standing = STANDS_ALONE


def written_mentions(mentions: Mapping[str, Collection[Span]]) -> str:
    """Return the places of mentions, by the IRI of what they mention, as one text: a line an entity, places in order.

    >>> written_mentions({"http://e/1": {Span(30, 35), Span(2, 9)}})
    'http://e/1 2-9 30-35'
    """
    lines = (
        f"{iri} {' '.join(f'{each.begin}-{each.end}' for each in sorted(spans))}"
        for iri, spans in sorted(mentions.items())
    )
    return "\n".join(lines)


def read_mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the entity, begin and end of each place that `written_mentions` wrote; others are left out.

    >>> list(read_mentions("http://e/1 2-9 30-35"))
    [('http://e/1', 2, 9), ('http://e/1', 30, 35)]
    """
    for line in text.split("\n"):
        iri, *places = line.split(" ")
        for place in places:
            begin, _, end = place.partition("-")
            if begin.isdecimal() and end.isdecimal() and int(begin) < int(end):
                yield iri, int(begin), int(end)


def record_hash(stored: StoredDocument, identifier: str, assigned: str, standing: Standing = STANDS_ALONE) -> str:
    """Return a hash of all that a document's triples are made from, which changes if its graph has to.

    `assigned` is a hash of what its entities are in the whole graph, and of people's verdicts on what it says.
    """
    known = (stored.day, stored.published, stored.modified, stored.retrieved)
    days = ("" if each is None else each.isoformat() for each in known)
    parts = [stored.hash, stored.made, assigned, identifier, stored.title or "", stored.language or "", *days]
    parts += [stored.replaced_by or "", standing.copy_of or "", standing.voice]
    for several in (stored.paths, stored.urls, stored.publishers, stored.authors):
        parts += [str(len(several)), *several]
    return content_hash(parts)


def document_graph(
    stored: StoredDocument,
    extraction: Extraction,
    shown: Shown,
    naming: Naming,
    add: Callable[[list[str]], None] | None = None,
) -> DocumentGraph:
    """Return the triples of a document; of one that was replaced, without what it says.

    With `add` the triples are handed over in parts as they are made, and `lines` is empty: a book has millions.

    Raises:
        ValueError: the extraction is inconsistent: an unknown class, relation, qualifier or entity id, or a span
            outside the text.
    """
    writer = _Writer(stored, extraction, shown, naming)
    lines: set[str] = set()
    for part in batched(writer.triples(), _PART):
        if add is None:
            lines.update(map(ntriple, part))
        else:
            add(sorted(set(map(ntriple, part))))
    day = extraction.document.date
    entities, participants = writer.entities, writer.participants
    return DocumentGraph(writer.document, sorted(lines), entities, participants, writer.facts, writer.said, day)


def statement_iris(stored: StoredDocument, extraction: Extraction, shown: Shown, naming: Naming) -> list[str]:
    """Return the IRI of the statement of each fact of an extraction, "" for one that a person refused."""
    return _Writer(stored, extraction, shown, naming).statements()


class _Writer:
    """The document whose triples are being written."""

    def __init__(self, stored: StoredDocument, extraction: Extraction, shown: Shown, naming: Naming) -> None:
        self.stored, self.extraction, self.shown, self.naming = stored, extraction, shown, naming
        self.document = naming.document(stored.hash)
        self.text = clean(extraction.document.text)
        self.made = naming.extraction(self.document, extraction.made_by)
        for entity in extraction.entities:
            if entity.cls not in CLASSES:
                raise ValueError(f"the vocabulary has no class {entity.cls!r} (entity {entity.id!r})")
        entities = extraction.entities if stored.replaced_by is None else ()
        digests = entity_digests(entities, stored.hash, shown.named)
        iris = [naming.space("entity") + digest for digest in digests]
        self.iris = {entity.id: iri for entity, iri in zip(entities, iris, strict=True)}
        self.names = {self.iris[e.id]: normalise(clean(e.name)) for e in entities if not e.participant}
        self.participants = {self.iris[e.id]: e.cls for e in entities if e.participant}
        self.entities: dict[str, str] = {}
        self.met: set[str] = set()
        """The participants in what is stated."""
        self.facts: dict[str, Ends] = {}
        self.said: dict[str, Said] = {}
        self.begins = [sentence.begin for sentence in extraction.sentences]
        self.mentions: dict[str, set[Span]] = defaultdict(set)
        """The mentions of each entity by its IRI."""
        self.places: dict[str, str] = {}
        """The places of the subject, predicate and object of each statement by its IRI."""
        self.sentences: dict[str, Span] = {}

    def triples(self) -> Iterator[Triple]:
        """Yield all triples, some of them more than once; what they refer to is known at the end."""
        yield from self._of_document()
        if self.stored.replaced_by is not None:
            return
        for each in self.extraction.entities:
            if not each.participant:
                for mention in each.mentions:
                    self._mention(mention.span, self._met(self.iris[each.id]))
        yield from self._stated()
        yield from self._participants()
        for iri, span in self.sentences.items():
            yield iri, _QUOTE, Value(self._words(span))
            yield iri, _START, _whole(span.begin)
        yield from ((self.document, _MENTIONS, entity) for entity in self.mentions if entity in self.names)
        if self.places:
            lines = (f"{iri} {places}" for iri, places in sorted(self.places.items()))
            yield self.document, str(KG.statementSpans), Value("\n".join(lines))
        for name, mentions in (("mentionSpans", self.mentions), ("llmMentionSpans", self._by_llm())):
            if mentions:
                yield self.document, str(KG[name]), Value(written_mentions(mentions))

    def _by_llm(self) -> dict[str, set[Span]]:
        """Return those of the mentions of which an LLM alone says what they refer to."""
        placed: dict[bool, dict[str, set[Span]]] = {True: defaultdict(set), False: defaultdict(set)}
        for each in self.extraction.entities:
            for mention in each.mentions:
                placed[mention.by_llm][self.iris[each.id]].add(mention.span)
        return {
            iri: found
            for iri, spans in placed[True].items()
            if (found := (spans - placed[False][iri]) & self.mentions.get(iri, set()))
        }

    def _participants(self) -> Iterator[Triple]:
        """Yield the triples of the participants in statements and claims, and of whose these are."""
        by_iri = {self.iris[each.id]: each for each in self.extraction.entities if each.participant}
        waiting, done = set(self.met), set[str]()
        while waiting:
            for iri in sorted(waiting):
                for mention in by_iri[iri].mentions:
                    self._mention(mention.span, iri)
                yield from self._participant(by_iri[iri])
            done |= waiting
            waiting = self.met - done

    def _participant(self, entity: Entity) -> Iterator[Triple]:
        """Yield the triples of what this document alone speaks of; "his wife" is called "Jan Keller's wife"."""
        iri, label = self.iris[entity.id], clean(entity.name)
        if entity.whose is not None:
            yield iri, str(KG.whose), self._entity(entity.whose)
            if self.iris[entity.whose] in self.names:
                owner = next(each.name for each in self.extraction.entities if each.id == entity.whose)
                label = possessed_label(label, clean(owner))
        yield iri, _TYPE, predicate_iri(entity.cls)
        yield iri, _TYPE, str(KG.Participant)
        yield iri, str(RDFS.label), Value(label)

    def _stated(self) -> Iterator[Triple]:
        """Yield the triples of statements and claims; of statements that are alike, the confidence of the surest."""
        statements: list[str] = []
        surest: dict[str, float] = {}
        vouching: dict[str, tuple[str, str]] = {}
        for fact in self.extraction.facts:
            if fact.refused:
                statements.append("")
                yield from self._refused(fact)
                continue
            iri, about, triples = self._statement(fact)
            statements.append(iri)
            if iri not in surest:
                said = self.said.get(about, Said())
                states, denies = fact.factuality in STATED, fact.factuality == "negated"
                self.said[about] = Said(said.stated + states, said.denied + denies, said.sure)
                if states:
                    vouching[iri] = (about, fact.predicate)
                yield from triples
            surest[iri] = max(fact.confidence, surest.get(iri, fact.confidence))
            yield from self._judged(iri, fact)
        for iri, confidence in surest.items():
            yield iri, _CONFIDENCE, _decimal(confidence)
        for iri, (about, predicate) in vouching.items():
            if float(_decimal(surest[iri]).text) >= least_sure(predicate):  # as an increment reads it from the graph
                self.said[about] = self.said[about]._replace(sure=self.said[about].sure + 1)
        for claim in self.extraction.claims:
            yield from self._claim(claim, statements)

    def _of_document(self) -> Iterator[Triple]:
        iri, stored = self.document, self.stored
        yield iri, _TYPE, str(KG.Document)
        yield iri, str(DCTERMS.identifier), Value(clean(self.shown.identifier))
        for path in stored.paths:
            yield iri, str(DCTERMS.source), Value(clean(path))
        if stored.title:
            yield iri, str(DCTERMS.title), Value(clean(stored.title))
        yield from self._known()
        if self.shown.standing.copy_of is not None:
            yield iri, str(KG.copyOf), self.naming.document(self.shown.standing.copy_of)
        if stored.replaced_by is not None:
            later = self.naming.document(stored.replaced_by)
            yield iri, str(DCTERMS.isReplacedBy), later
            yield later, str(DCTERMS.replaces), iri
        yield iri, str(KG.text), Value(self.text)
        yield iri, str(KG.textLength), _whole(len(self.text))
        yield iri, str(KG.textHash), Value(sha256(self.text.encode()).hexdigest())
        shown = self.shown
        digest = record_hash(stored, shown.identifier, shown.assigned, shown.standing)
        yield iri, str(KG.recordHash), Value(digest)
        yield iri, str(PROV.wasGeneratedBy), self.made
        yield from self._extraction()

    def _known(self) -> Iterator[Triple]:
        """Yield the metadata of the document."""
        iri, stored = self.document, self.stored
        named = ((DCTERMS.publisher, stored.publishers), (DCTERMS.creator, stored.authors), (SDO.url, stored.urls))
        for predicate, values in named:
            for value in values:
                yield iri, str(predicate), Value(clean(value))
        if stored.language:
            yield iri, str(DCTERMS.language), Value(clean(stored.language))
        day = self.extraction.document.date
        moments = (
            (DCTERMS.date, day),
            (DCTERMS.issued, stored.published),
            (DCTERMS.modified, stored.modified),
            (KG.retrieved, stored.retrieved),
        )
        for predicate, moment in moments:
            if moment is not None:
                yield iri, str(predicate), moment_value(moment)

    def _extraction(self) -> Iterator[Triple]:
        yield self.made, _TYPE, str(KG.Extraction)
        yield self.made, str(PROV.used), self.document
        for name, value in self.extraction.made_by:
            if name == "model":  # "en_core_web_md 3.8.0"
                model, _, version = value.rpartition(" ")
                yield self.made, str(KG.modelName), Value(clean(model or version))
                if model:
                    yield self.made, str(KG.modelVersion), Value(clean(version))
            elif name in {"kg", "rules"}:
                yield self.made, str(KG.softwareVersion if name == "kg" else KG.rulesHash), Value(clean(value))
            else:
                yield self.made, str(KG.setting), Value(clean(f"{name}={value}"))

    def _statement(self, fact: Fact) -> tuple[str, str, list[Triple]]:
        """Return the IRI of a statement, that of the fact that it is about, and its triples but for its confidence."""
        ends = self._ends(fact)
        about = self.naming.fact(term(ends.subject), term(ends.predicate), term(ends.item))
        self.facts[about] = ends
        evidence = fact.evidence
        optional: list[tuple[str, str | Value]] = []
        if fact.source is not None:
            optional.append((str(KG.source), self._entity(fact.source)))
        if fact.time is not None:
            optional.append((str(KG.time), date_value(fact.time)))
        optional += [(predicate_iri(name), self._qualifier(name, value)) for name, value in fact.qualifiers]
        spans = (evidence.subject, evidence.predicate, evidence.object)
        for span, entity in ((evidence.subject, ends.subject), (evidence.object, ends.item)):
            if span and isinstance(entity, str) and entity in self.names:
                self._mention(span, entity)
        places = " ".join(f"{each.begin}-{each.end}" if each and self._words(each) else "-" for each in spans)
        sentence = self._sentence(evidence.clause)
        factuality = predicate_iri(fact.factuality)
        content = [
            about,
            sentence,
            factuality,
            fact.rule,
            *(part for name, v in optional for part in (name, term(v))),
            places,
        ]
        iri = self.naming.node("statement", content)
        if any(spans):
            self.places[iri] = places
        values: tuple[str | Value, ...] = (
            about,
            self.document,
            sentence,
            factuality,
            Value(clean(fact.rule)),
        )
        said = [*zip(_STATEMENT_HEAD, values, strict=True), *optional]
        return iri, about, [(iri, predicate, value) for predicate, value in said]

    def statements(self) -> list[str]:
        """Return the IRIs of all statements in the order of their facts."""
        if self.stored.replaced_by is not None:
            return []
        return ["" if fact.refused else self._statement(fact)[0] for fact in self.extraction.facts]

    def _refused(self, fact: Fact) -> Iterator[Triple]:
        """Yield the triples of a statement that a person says is wrong: it states no fact."""
        ends, evidence = self._ends(fact), fact.evidence
        sentence = self._sentence(evidence.clause)
        iri = self.naming.node(
            "statement", ["refused", ends.subject, ends.predicate, term(ends.item), sentence, fact.rule]
        )
        names = {each.id: each.name for each in self.extraction.entities}
        label = " ".join((names.get(fact.subject, fact.subject), fact.predicate, names.get(fact.object, fact.object)))
        yield iri, _TYPE, str(KG.RefusedStatement)
        yield iri, str(RDFS.label), Value(clean(label))
        yield iri, _DOCUMENT, self.document
        yield iri, str(KG.refusedIn), sentence
        yield from self._judged(iri, fact)

    @staticmethod
    def _judged(iri: str, fact: Fact) -> Iterator[Triple]:
        if fact.judged is not None:
            said = (
                (KG.verdict, fact.judged.verdict),
                (KG.judgedBy, fact.judged.who),
                (KG.verdictReason, fact.judged.why),
            )
            yield from ((iri, str(predicate), Value(clean(words))) for predicate, words in said if words)

    def _claim(self, claim: Claim, statements: list[str]) -> Iterator[Triple]:
        source, words = self._entity(claim.source), self._words(claim.span)
        content = [self.document, source, str(claim.span.begin), str(claim.span.end), str(claim.direct)]
        iri = self.naming.node("claim", [*content, claim.to or "", claim.time or ""])
        yield iri, _TYPE, str(KG.Claim)
        yield iri, _DOCUMENT, self.document
        yield iri, _QUOTE, Value(words)
        yield iri, _START, _whole(claim.span.begin)
        yield iri, str(KG.source), source
        yield source, str(KG.said), iri
        yield iri, str(KG.direct), Value("true" if claim.direct else "false", BOOLEAN)
        if claim.to is not None:
            yield iri, str(KG.to), self._entity(claim.to)
        if claim.time is not None:
            yield iri, str(KG.time), date_value(claim.time)
        for place in claim.facts:
            if not 0 <= place < len(statements):
                raise ValueError(f"claim at {claim.span} holds no fact {place}")
            if statements[place]:
                yield iri, str(KG.containsStatement), statements[place]
        for entity, spans in self.mentions.items():
            if entity in self.names and any(
                claim.span.begin <= each.begin and each.end <= claim.span.end for each in spans
            ):
                yield iri, str(KG.speaksOf), entity

    def _ends(self, fact: Fact) -> Ends:
        if not is_relation(fact.predicate) and not is_own(fact.predicate):
            raise ValueError(f"the vocabulary has no relation {fact.predicate!r} (rule {fact.rule})")
        if fact.kind == "entity":
            item: str | Value = self._entity(fact.object)
        elif fact.predicate == TYPE_IRI:
            item = fact.object
        else:
            item = date_value(fact.object) if fact.kind == "date" else Value(clean(fact.object))
        return Ends(self._entity(fact.subject), predicate_iri(clean(fact.predicate)), item)

    def _qualifier(self, name: str, value: str) -> str | Value:
        if name not in QUALIFIERS:
            raise ValueError(f"the vocabulary has no qualifier {name!r}")
        if value in self.iris:
            return self._met(self.iris[value])
        if name in _DATED:
            return date_value(value)
        if name == "count" and _COUNT.fullmatch(value):
            return Value(str(int(value)), INTEGER)
        return Value(clean(value))

    def _entity(self, entity_id: str) -> str:
        if entity_id == UNKNOWN:
            return str(KG.Unknown)
        if entity_id not in self.iris:
            raise ValueError(f"no entity has the id {entity_id!r}")
        return self._met(self.iris[entity_id])

    def _met(self, iri: str) -> str:
        """Return an entity's IRI, noted as one that the graph refers to."""
        if iri in self.names:
            self.entities[iri] = self.names[iri]
        else:
            self.met.add(iri)
        return iri

    def _words(self, span: Span) -> str:
        if span.end > len(self.text):
            raise ValueError(f"{span} lies outside a text of {len(self.text)} characters")
        return span.slice(self.text)

    def _mention(self, span: Span, entity: str) -> None:
        self._words(span)
        self.mentions[entity].add(span)

    def _sentence(self, clause: Span) -> str:
        """Return the sentence that holds a clause: several if it runs over their ends, the clause if there is none."""
        sentences = self.extraction.sentences
        first = bisect_right(self.begins, clause.begin) - 1
        last = bisect_right(self.begins, max(clause.begin, clause.end - 1)) - 1
        span = clause
        if first >= 0 and sentences[first].end > clause.begin:
            span = Span(sentences[first].begin, max(sentences[last].end, clause.end))
        self._words(span)
        iri = self.naming.sentence(self.document, span)
        self.sentences[iri] = span
        return iri


@lru_cache(maxsize=1 << 14)
def _whole(number: int) -> Value:
    return Value(str(number), INTEGER)


@lru_cache(maxsize=1024)
def _decimal(confidence: float) -> Value:
    """Return a confidence as xsd:decimal to four places, in the form of XSD 1.1, in which Oxigraph too keeps it."""
    if not 0 <= confidence <= 1:
        raise ValueError(f"a confidence of {confidence} is not between 0 and 1")
    return Value(f"{confidence:.4f}".rstrip("0").rstrip("."), DECIMAL)
