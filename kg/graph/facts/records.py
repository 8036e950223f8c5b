"""The contents of a graph as frozen records, of which explanations, pages, networks and tables are made.

Offsets are half-open and count Unicode code points of the document's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

from kg.display.html import Html, card, escaped, faint
from kg.display.text import brief, counted
from kg.model import BY_LLM, FACTUALITIES
from kg.ontology import UNKNOWN_IRI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FACTUALITIES: tuple[str, ...] = FACTUALITIES
UNKNOWN_LABEL = "unknown"
"""The label of `UNKNOWN_IRI`, which is among no graph's entities."""
_ALIASES = 12
_LABEL, _TITLE, _HEADING = 60, 80, 90
"""The longest label, citation and heading that a line shows, in characters."""
_SENTENCE_END = re.compile(r"(?<=\w\w)[.!?]+(?=\s|$)")


@dataclass(frozen=True, slots=True, order=True)
class MentionRecord:
    """A place in a document that refers to an entity, `by_llm` where an LLM alone says so."""

    document: str
    begin: int
    end: int
    by_llm: bool = False


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """An entity's entry in a gazetteer: the entry's IRI, the confidence, the reason, and the gazetteer.

    `sure` is true where the entity is held to be the same (owl:sameAs).
    """

    target: str
    confidence: float
    reason: str
    gazetteer: str
    sure: bool

    def __str__(self) -> str:
        """The link on one line: "is https://… (GeoNames, 97 %: said to lie in Texas)"."""
        what = "is" if self.sure else "may be"
        return f"{what} {self.target} ({self.gazetteer}, {self.confidence:.0%}: {self.reason})"


@dataclass(frozen=True, slots=True)
class PointRecord:
    """The coordinates of a linked place in degrees (WGS84), with its country's code and population, if known."""

    latitude: float
    longitude: float
    country: str | None = None
    population: int | None = None

    def __str__(self) -> str:
        """Return the coordinates on one line: "34.528° N, 69.172° E"."""
        north, east = "NS"[self.latitude < 0], "EW"[self.longitude < 0]
        return f"{abs(self.latitude):g}° {north}, {abs(self.longitude):g}° {east}"


@dataclass(frozen=True, slots=True, repr=False)
class EntityRecord:
    """An entity: its class without prefix, its mentions, in order of document and place, and its links, surest first.

    `point` is where it lies, of a linked place; a `participant` is what its document never names ("two men");
    `llm_names` are those of its label and aliases that an LLM alone gives it.
    """

    iri: str
    label: str
    cls: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[MentionRecord, ...] = ()
    documents: tuple[str, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    point: PointRecord | None = None
    participant: bool = False
    llm_names: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether its documents call it by a name."""
        return not self.participant and is_name(self.label)

    def __repr__(self) -> str:
        return f"Entity: {brief(self.label, _LABEL)} ({self.cls}, {counted(len(self.mentions), 'mention')})"

    def _repr_html_(self) -> str:
        places = f"{counted(len(self.mentions), 'mention')} in {counted(len(self.documents), 'document')}"
        head = Html(f"<div><b>{escaped(self.label)}</b> {faint(f'{self.cls} · {places}', 'span')}</div>")
        lines = []
        if self.aliases:
            aliases = ", ".join(self.aliases[:_ALIASES]) + (", …" if len(self.aliases) > _ALIASES else "")
            lines.append(Html(f"<div>also called {escaped(aliases)}</div>"))
        lines += [Html(f"<div>{escaped(line)}</div>") for line in self.linked()]
        return card(head, *lines)

    def linked(self) -> list[str]:
        """Return its entries in gazetteers, its coordinates and the names that an LLM alone gives it, a line each."""
        lines = [*map(str, self.links), *([f"lies at {self.point}"] if self.point is not None else [])]
        if self.llm_names:
            lines.append(f"an LLM alone calls it {', '.join(f'“{name}”' for name in self.llm_names[:_ALIASES])}")
        return lines


def is_name(label: str) -> bool:
    """Return whether an entity's label is a name, or has a number or year of its own ("the 2020 agreement")."""
    return label != label.lower() or any(map(str.isdigit, label))


class Qualifier(NamedTuple):
    """A value of a statement beside subject, predicate and object: an entity's IRI, or, if `literal`, words."""

    name: str
    value: str
    literal: bool


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact, whoever says so, with how it stands in the whole graph.

    `subject` is an IRI, and so is `object` unless it is `literal`; `predicate` is a name ("locatedIn", "p/cut_off").
    `statements` in `documents` of `publishers` (of those that are known) assert or report it, `denials` deny it; copies
    of one text count as one, and `copies` are the others. `first` and `last` are the days (ISO 8601) of these
    documents, of those that are known. `broken` says why the fact is kept aside. `confidence` is that of all its
    articles together, None where none states it; `doubt` says what in the archive speaks against it
    (`kg.graph.facts.weighing`).
    """

    iri: str
    subject: str
    predicate: str
    object: str
    literal: bool
    statements: int = 0
    documents: int = 0
    publishers: int = 0
    copies: int = 0
    first: str | None = None
    last: str | None = None
    denials: int = 0
    broken: str | None = None
    confidence: float | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One document's saying of a fact, with its evidence.

    `subject`, `predicate`, `object`, `literal` and `broken` are those of the `fact`; `source` is an IRI, `document` the
    document's. `begin` and `end` are those of the sentence in that document's text. `words` reach from the first to
    the last of the words that say it, as far as they are known, and `quote` is what they are; every span is of that
    text too.
    """

    iri: str
    fact: str
    subject: str
    predicate: str
    object: str
    literal: bool
    document: str
    begin: int
    end: int
    words: tuple[int, int]
    quote: str
    rule: str
    confidence: float
    factuality: str
    source: str | None = None
    time: str | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    subject_span: tuple[int, int] | None = None
    object_span: tuple[int, int] | None = None
    predicate_span: tuple[int, int] | None = None
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim of somebody: `source` and `to` are entities' IRIs, `statements` the IRIs of the statements inside it."""

    iri: str
    source: str
    text: str
    document: str
    begin: int
    end: int
    direct: bool
    to: str | None = None
    time: str | None = None
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InferenceRecord:
    """A fact that no document states: IRIs of subject and object, the predicate's name, and the rule's.

    `premises` are the IRIs of the facts and inferences that it follows from, sorted.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    rule: str
    premises: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class DocumentRecord:
    """A text that was read, in `sources`, with what these give of it; see `kg.model.Document`.

    `date` is the day from which its relative dates are counted; it, `published`, `modified` and `retrieved` are ISO
    8601. `urls` and `publishers` are sorted. `copy_of` is the IRI of the document whose text it prints again, and
    `replaced_by` that of the later version at its address. `made_by` are the sorted (property, value) pairs of its
    extraction.
    """

    iri: str
    id: str
    text: str
    title: str | None = None
    date: str | None = None
    sources: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    retrieved: str | None = None
    language: str | None = None
    copy_of: str | None = None
    replaced_by: str | None = None
    made_by: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> str | None:
        """The day on which it was published, else the one from which its relative dates are counted."""
        return self.published[: len("2024-03-02")] if self.published else self.date

    @property
    def heading(self) -> str:
        """The title, or the beginning of the first sentence, or the id where there are no words.

        >>> DocumentRecord("https://example.org/1", "t-1", "The Esk ferry sank. Nobody was hurt.").heading
        'The Esk ferry sank'
        """
        if self.title:
            return self.title
        line = next((line.strip() for line in self.text.splitlines() if line.strip()), "")
        sentence = _SENTENCE_END.split(line, maxsplit=1)[0]
        if " " in sentence[:_HEADING]:
            return shorten(sentence, _HEADING, placeholder="…")
        return sentence[:_HEADING] or self.id

    @property
    def cited(self) -> str:
        """Headline, authors, publisher and day on one line; the id where nothing is known."""
        title = f"“{self.title}”" if self.title else None
        return ", ".join(filter(None, (title, *self.authors, *self.publishers, self.day))) or self.id

    def __repr__(self) -> str:
        return f"DocumentRecord: {self.id} ({brief(self.cited, _TITLE)}, {counted(len(self.text), 'character')})"

    def _repr_html_(self) -> str:
        words = len(self.text.split())
        return card(
            Html(f"<div><b>{escaped(self.title or self.id)}</b></div>"),
            faint("; ".join((self.cited, *self.urls, counted(words, "word")))),
        )


@dataclass(frozen=True, slots=True)
class GraphContents:
    """All that a graph holds: each kind in the order of its documents' ids and places in the text.

    Entities are in the order of label and IRI, facts and inferences in that of their IRIs. What documents speak of
    without a name is apart, in `participants`; statements, claims and facts are about both (see `named`).
    """

    documents: tuple[DocumentRecord, ...]
    entities: tuple[EntityRecord, ...]
    statements: tuple[StatementRecord, ...]
    claims: tuple[ClaimRecord, ...] = ()
    inferences: tuple[InferenceRecord, ...] = ()
    facts: tuple[FactRecord, ...] = ()
    predicate_labels: dict[str, str] = field(default_factory=dict)
    """The label of each predicate ("is located in"), by its name."""
    class_labels: Mapping[str, str] = field(default_factory=dict)
    """The label of each class of the user's own ontology, by its IRI."""
    participants: tuple[EntityRecord, ...] = ()
    """What no document names ("two men", "his wife"): no list has it unless asked for."""
    left_out: tuple[tuple[str, str], ...] = ()
    """The nodes of which something is not well-formed and was left out, each with a reason, in order."""

    def labels(self) -> dict[str, str]:
        """The label of every entity, of the user's classes and of the unnamed agent, by IRI."""
        return {
            UNKNOWN_IRI: UNKNOWN_LABEL,
            **self.class_labels,
            **{entity.iri: entity.label for entity in (*self.participants, *self.entities)},
        }

    def named(self) -> GraphContents:
        """The same without the facts that have a participant as an end, and without their claims."""
        apart = {entity.iri for entity in self.participants}
        if not apart:
            return self
        return replace(
            self,
            statements=tuple(each for each in self.statements if apart.isdisjoint((each.subject, each.object))),
            claims=tuple(each for each in self.claims if each.source not in apart),
            inferences=tuple(each for each in self.inferences if apart.isdisjoint((each.subject, each.object))),
            facts=tuple(each for each in self.facts if apart.isdisjoint((each.subject, each.object))),
        )

    def with_participants(self) -> GraphContents:
        """The same with the participants among the entities."""
        entities = sorted((*self.entities, *self.participants), key=lambda entity: (entity.label, entity.iri))
        return replace(self, entities=tuple(entities), participants=())

    def without_llm(self) -> GraphContents:
        """The same without what an LLM alone found, and without the names that it gave and the words that it joined."""
        placed = {
            (entity.iri, mention.document, mention.begin, mention.end)
            for entity in (*self.entities, *self.participants)
            for mention in entity.mentions
            if mention.by_llm
        }
        entities, participants = (
            tuple(own for each in of if (own := _without_llm(each))) for of in (self.entities, self.participants)
        )
        gone = {each.iri for each in (*self.entities, *self.participants)}
        gone -= {each.iri for each in (*entities, *participants)}
        kept = tuple(
            each
            for each in self.statements
            if each.rule != BY_LLM
            and gone.isdisjoint((each.subject, each.object, each.source))
            and (each.subject, each.document, *(each.subject_span or ())) not in placed
            and (each.object, each.document, *(each.object_span or ())) not in placed
        )
        return replace(
            self,
            entities=entities,
            participants=participants,
            statements=kept,
            claims=tuple(each for each in self.claims if gone.isdisjoint((each.source, each.to))),
            inferences=tuple(each for each in self.inferences if gone.isdisjoint((each.subject, each.object))),
            facts=_stated(self.facts, kept),
        )

    def best_statements(self, among: Callable[[StatementRecord], bool] | None = None) -> Mapping[str, StatementRecord]:
        """Return the statement that says each fact best, by the fact's IRI: one that asserts it, the surest, the first.

        With `among` only statements of which it is true are considered.
        """
        found: dict[str, StatementRecord] = {}
        for statement in filter(among, self.statements):
            before = found.setdefault(statement.fact, statement)
            if _rank(statement) < _rank(before):
                found[statement.fact] = statement
        return found


def _without_llm(entity: EntityRecord) -> EntityRecord | None:
    """Return an entity with the mentions and names that kg gives it, None where it gives none."""
    mentions = tuple(each for each in entity.mentions if not each.by_llm)
    names = [name for name in (entity.label, *entity.aliases) if name not in entity.llm_names]
    if len(mentions) == len(entity.mentions):
        return entity
    if not mentions or not names:
        return None
    label = names[0] if names[0] == entity.label else max(names, key=len)
    return replace(
        entity,
        label=label,
        aliases=tuple(name for name in names if name != label),
        mentions=mentions,
        documents=tuple(dict.fromkeys(mention.document for mention in mentions)),
        llm_names=(),
    )


def _stated(facts: tuple[FactRecord, ...], statements: tuple[StatementRecord, ...]) -> tuple[FactRecord, ...]:
    known = {statement.fact for statement in statements}
    return tuple(fact for fact in facts if fact.iri in known)


def _rank(statement: StatementRecord) -> tuple[int, float]:
    return _FACTUALITIES.index(statement.factuality), -statement.confidence
