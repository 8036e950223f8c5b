"""What resolution takes and gives: entities of documents, people's decisions, identities with their reasons.

An entity of a document is known by the document's hash and by its normalised name there (`Reference`): both are made
from the document alone, so that what refers to them outlives every rebuild, and fits again when a document that was
removed comes back. Nothing here depends on the order of documents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from kg.records.codec import content_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

type Verdict = Literal["same", "different", "unsure"]
"""What a person says of two entities; "unsure" leaves it to the scorer, and asks nobody again."""

DIGITS = 32
"""How many hexadecimal digits a hash in an IRI has.

128 bits: news text is hostile, and a collision of 64 bits can be made to order with 2^32 hashes.
"""
HOMONYM, KIND = -1, -2
"""The ordinals in the key of an entity that is named and shares its name with an older one, and in that of a kind."""


class Reference(NamedTuple):
    """An entity as documents name it: its normalised name there (`kg.spelling.normalise`) and the document's hash.

    Without a document it means all entities of that name. In a decision any beginning of the hash will do.
    """

    name: str
    document: str = ""


class EntityKey(NamedTuple):
    """What an entity of the world is known by, and its IRI is made from.

    A normalised name. Beside it, for one that is never named, its document and a number which tells apart what the
    document calls by the same words ("an official … another official"); for the younger of two that share a name, the
    document that it is first named in and `HOMONYM`; for a kind ("foreign minister"), which is the same in all
    documents, `KIND`.
    """

    name: str
    document: str = ""
    ordinal: int = 0

    @property
    def described_in(self) -> str:
        """The document that alone speaks of the entity, which is never named; "" for any other."""
        return self.document if self.ordinal != HOMONYM else ""

    @property
    def digest(self) -> str:
        """What of an IRI is the entity's own: a hash of the key in hexadecimal."""
        return content_hash((self.name, *((self.document, str(self.ordinal)) if self[1:] != ("", 0) else ())))[:DIGITS]


@dataclass(frozen=True, slots=True)
class PairDecision:
    """A person's verdict on two entities. Where a reference has no document it holds for all of that name."""

    left: Reference
    right: Reference
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NameDecision:
    """The name by which a person wants an entity to be called; its IRI stays."""

    entity: Reference
    name: str


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """The class of the vocabulary that a person gives an entity."""

    entity: Reference
    cls: str


class Words(NamedTuple):
    """The words of a sentence for an end of a fact, folded; where they are no name, also the name of what they mean."""

    words: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FactDecision:
    """A person's verdict on what a sentence states, wherever that sentence is read.

    `sentence` are its words, folded, and `relation` the relation's name. `changes` are the parts of a correction, or
    beside the ends of what a person adds, as sorted pairs: relation, subject, object, factuality, source, time.
    """

    sentence: str
    subject: Words
    relation: str
    object: Words
    verdict: str
    changes: tuple[tuple[str, str], ...] = ()
    who: str = field(default="", compare=False)
    why: str = field(default="", compare=False)
    when: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CalibrationDecision:
    """How the confidence of what is read is to be corrected: its log odds times `slope` plus `shift`."""

    slope: float
    shift: float


@dataclass(frozen=True, slots=True)
class FollowDecision:
    """A name that a person wants to hear of."""

    entity: Reference


type Decision = PairDecision | NameDecision | ClassDecision | FactDecision | FollowDecision | CalibrationDecision


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided. Where two contradict each other the later in the tuple holds."""

    pairs: tuple[PairDecision, ...] = ()
    names: tuple[NameDecision, ...] = ()
    classes: tuple[ClassDecision, ...] = ()
    facts: tuple[FactDecision, ...] = ()
    followed: tuple[FollowDecision, ...] = ()
    calibration: CalibrationDecision | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature of a pair (`kg.resolve.features.LABELS` says it in words), its value, and what it adds to the score.

    `contribution` is value times weight, in log odds; `detail` the words that it was read from, "" where there are
    none.
    """

    feature: str
    value: float
    contribution: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """Two entities of documents that were held to be one, or nearly: a near miss.

    `score` is the probability that they are; `decided` is true where a person said so. The reasons are in the order of
    what they contribute.
    """

    left: Reference
    right: Reference
    score: float
    reasons: tuple[Reason, ...] = ()
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """One entity in the world.

    `names` are its proper names as they are written with how often each is, most frequent first; `aliases` all that it
    is called besides `name`, descriptions too, in their order. `members` are the entities of documents that it is made
    of, sorted; those of one name are one unless something speaks against it, and `joins` are the reasons why those of
    different names are. `first` and `last` are the days (ISO 8601, "" where none is known) between which its documents
    were published. `former` are keys under which it would stand if documents or decisions had not joined it: their
    IRIs lead to this one.
    """

    key: EntityKey
    name: str
    cls: str
    aliases: tuple[str, ...] = ()
    names: tuple[tuple[str, int], ...] = ()
    members: tuple[Reference, ...] = ()
    documents: int = 0
    first: str = ""
    last: str = ""
    former: tuple[EntityKey, ...] = ()
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of the world in the order of their keys, and what a person should look at.

    `by_member` gives each entity of a document its identity's key. `near_misses` are pairs that were kept apart though
    much speaks for them, the most probable first; those that a person decided are not among them. `unused` are
    decisions that fit no entity.
    """

    identities: tuple[Identity, ...] = ()
    near_misses: tuple[Join, ...] = ()
    unused: tuple[Decision, ...] = ()
    by_member: Mapping[Reference, EntityKey] = field(default_factory=dict)
