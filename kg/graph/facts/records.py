"""What a graph holds, as frozen records: what explanations, pages, networks and tables are made of.

Offsets are half-open and count Unicode code points of the document's text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.display.graphs import ShownEntity
from kg.ontology import UNKNOWN_IRI

__all__ = [
    "UNKNOWN_LABEL",
    "ClaimRecord",
    "DocumentRecord",
    "EntityRecord",
    "InferenceRecord",
    "MentionRecord",
    "Qualifier",
    "Records",
    "StatementRecord",
]

UNKNOWN_LABEL = "unknown"
"""What `UNKNOWN_IRI`, which is among no graph's entities, is called."""


@dataclass(frozen=True, slots=True, order=True)
class MentionRecord:
    """A place in a document that refers to an entity; `kind` is a `kg.model.MentionKind`, None where not known."""

    document: str
    begin: int
    end: int
    kind: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class EntityRecord(ShownEntity):
    """An entity: its class without prefix, and its mentions, in order of document and place."""

    iri: str
    label: str
    cls: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[MentionRecord, ...] = ()
    documents: tuple[str, ...] = ()


class Qualifier(NamedTuple):
    """What a statement carries beside subject, predicate and object: an entity's IRI, or, if `literal`, words."""

    name: str
    value: str
    literal: bool


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One fact and its evidence.

    `subject` and `source` are IRIs, and so is `object` unless it is `literal`; `predicate` is a name ("locatedIn",
    "p/cut_off"); `document` the document's IRI. `begin`, `end` and every span are offsets in that document's text;
    `sentence` is the span of the sentence that holds the evidence. `broken` says why the fact was kept aside.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    literal: bool
    document: str
    begin: int
    end: int
    quote: str
    rule: str
    confidence: float
    factuality: str
    source: str | None = None
    time: str | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    sentence: tuple[int, int] | None = None
    subject_span: tuple[int, int] | None = None
    object_span: tuple[int, int] | None = None
    predicate_span: tuple[int, int] | None = None
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """What somebody said: `source` and `to` are entities' IRIs, `statements` the IRIs of the statements inside it."""

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

    `premises` are the IRIs of the statements and inferences that it follows from, sorted.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    rule: str
    premises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A text that was read; `date` is ISO 8601, `made_by` sorted (property, value) pairs of its extraction."""

    iri: str
    id: str
    text: str
    title: str | None = None
    date: str | None = None
    made_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """All that a graph holds: each kind in the order of its documents' ids and places in the text.

    Entities are in the order of label, class and IRI, inferences in that of their IRIs.
    """

    documents: tuple[DocumentRecord, ...]
    entities: tuple[EntityRecord, ...]
    statements: tuple[StatementRecord, ...]
    claims: tuple[ClaimRecord, ...] = ()
    inferences: tuple[InferenceRecord, ...] = ()
    predicate_labels: dict[str, str] = field(default_factory=dict)
    """How a predicate reads ("is located in"), by its name."""

    def labels(self) -> dict[str, str]:
        """The label of every entity, and of the unnamed agent, by IRI."""
        return {UNKNOWN_IRI: UNKNOWN_LABEL, **{entity.iri: entity.label for entity in self.entities}}
