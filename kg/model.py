"""The data that flows from a document to a graph: frozen, slotted, standard library only.

Every offset is half-open and counts Unicode code points of `Document.text`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from datetime import date, datetime

BY_LLM = "llm.add"
"""The rule id of what a language model alone found (`kg.llm`)."""

UNKNOWN = "unknown"
"""The subject of a fact whose agent the text does not name; `kg:Unknown` in the graph."""

type Factuality = Literal["asserted", "reported", "planned", "hypothetical", "negated"]
"""How the text holds a fact; modality and negation win over attribution."""

FACTUALITIES: tuple[Factuality, ...] = get_args(Factuality.__value__)
"""Every way in which a text may hold a fact, from the surest to the one that denies it."""

STATED: frozenset[Factuality] = frozenset({"asserted", "reported"})
"""How the text holds what it says is so, itself or by a source."""

type MentionKind = Literal["name", "nominal", "pronoun", "demonym"]
"""What a mention's head is: a proper name, a common noun, a pronoun, or a country's adjective ("Afghan")."""

type Moment = datetime | date
"""A day or, where the time of day is known, a moment."""

type ValueKind = Literal["entity", "date", "text"]
"""What a fact's object is: an entity's id, an ISO 8601 date or interval, or words of the text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range [begin, end) of code points in a document's text.

    >>> Span(0, 6).slice("Bagram Air Base")
    'Bagram'
    """

    begin: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards or starts before the text: ValueError."""
        if not 0 <= self.begin <= self.end:
            raise ValueError(f"no such span: [{self.begin}, {self.end})")

    def slice(self, text: str) -> str:
        """The words of `text` that this span covers."""
        return text[self.begin : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.begin <= other.begin and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, and what its source gives of it.

    `id` is the file's stem; `path` is where it was read, as the user wrote it, and `source` by what it is known again:
    its absolute path, `path#id` or `path!member` inside a container, its address, its id in a feed. `date` is the day
    from which relative dates are counted: that of `published`, else the user's default, else None.

    `title` is the headline, part of `text` only where the source has it there; `url` is where it was published, http
    or https; `published`, `modified` and `retrieved` are days or, where known, moments; `language` is a BCP 47 tag.
    All are single lines without control characters (`kg.read.metadata`).
    """

    id: str
    text: str
    path: str | None = None
    date: date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    retrieved: Moment | None = None
    language: str | None = None

    @property
    def in_english(self) -> bool:
        """Whether it is in English, as far as is known."""
        return (self.language or "en").startswith("en")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place in the text that refers to an entity, `by_llm` where an LLM alone says so."""

    span: Span
    kind: MentionKind
    by_llm: bool = False


_DESCRIBED: Final = frozenset(
    {"Government", "GovernmentAgency", "Military", "Attack", "Conflict", "Disaster", "Election", "Agreement", "Law"}
)
"""Classes of which a description with a name in it may be as good as a name: "the Syrian army", "the Paris attacks"."""
_DESCRIBED_SHORTLY: Final = frozenset({"Event", "People"})
"""Classes of which a short one that begins with a name and is no plural may be: "the Syrian crisis"."""
_SHORT: Final = 3
"""The words of such a description at most."""
_PLURAL: Final = re.compile(r"(?<![isu])s$")


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the world, as one document mentions it, or a participant.

    `name` is its fullest proper name without title, `cls` a class of the vocabulary, `aliases` its other names and
    nominal phrases in order of first use (pronouns are among `mentions` alone), `mentions` sorted by place. `id` is
    unique in the document.

    A `participant` ("two men", "his wife", "companies") has no name by which another document could mean the same: it
    belongs to its document, and lists, counts and answers leave it out unless asked for. `whose` is the id of the
    entity that it is the wife, the plan or the attack of, where the words say so.
    """

    id: str
    name: str
    cls: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    participant: bool = False
    whose: str | None = None

    @property
    def times_named(self) -> int:
        """The number of mentions by which another document could mean it: names and demonyms.

        For what has neither, and is one wherever it is described so, its descriptions, which have a name in them.
        """
        kinds = Counter(mention.kind for mention in self.mentions)
        return kinds["name"] + kinds["demonym"] or (kinds["nominal"] if self._is_described() else 0)

    def _is_described(self) -> bool:
        """Whether its name, a description with a name in it, may mean the same in another document."""
        if self.participant or self.name.islower():
            return False
        short = self.name[0].isupper() and len(self.name.split()) <= _SHORT and not _PLURAL.search(self.name)
        return self.cls in _DESCRIBED or (self.cls in _DESCRIBED_SHORTLY and short)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that say a fact.

    `subject` and `object` are mentions in the evidence's sentence (pronouns included), None where the text names
    none (`UNKNOWN`); `predicate` is the word or words that the rule read; `clause` holds all of them.
    """

    clause: Span
    subject: Span | None = None
    object: Span | None = None
    predicate: Span | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict on a fact: "right", "wrong", "corrected" or "added", who gives it, why, and when (ISO 8601).

    Of a fact that is corrected, the one that was read is "wrong" and the one that holds is "corrected".
    """

    verdict: str
    who: str = ""
    why: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, as the text states it.

    `subject` is an entity's id or `UNKNOWN`; `predicate` a relation of the vocabulary ("locatedIn") or an open
    predicate ("p/cut_off"); `object` an entity's id, a date or a text, as `kind` says. `source` is the id of the
    entity that says it, `time` an ISO 8601 date or interval, `qualifiers` sorted (name, value) pairs whose value is an
    entity's id where one is meant. `rule` is the id of the rule that found it and `confidence`, in [0, 1], how sure
    that is. `judged` is what a person says of it (`kg.verdicts`), which no record holds.
    """

    subject: str
    predicate: str
    object: str
    kind: ValueKind
    evidence: Evidence
    rule: str
    factuality: Factuality = "asserted"
    source: str | None = None
    time: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0
    judged: Judgement | None = None

    @property
    def refused(self) -> bool:
        """Whether a person says that it is wrong."""
        return self.judged is not None and self.judged.verdict == "wrong"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody said, as the text has it.

    `source` is an entity's id; `span` the words, whose text is `text`; `direct` is true of a quotation; `to` the
    entity that it was said to; `facts` the places in `Extraction.facts` of the facts inside it.
    """

    source: str
    text: str
    span: Span
    direct: bool
    to: str | None = None
    time: str | None = None
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What lines around a report state of it: its headline, its authors, and the agency that it comes from."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()


NOTHING_STATED = Stated()
"""Where a text has no such lines."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """What became of asking a second reader about a document (`kg.llm`).

    `unanswered` are the bodies of the requests that no reply is kept for. Of what replies state, `added` counts the
    facts that kg had not found, `confirmed` those that it had, `refused` those of kg that do not hold, and `dropped`
    those that were left out, by the reason.
    """

    unanswered: tuple[str, ...] = ()
    answered: int = 0
    added: int = 0
    confirmed: int = 0
    refused: int = 0
    dropped: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document, and by what: `made_by` names the model and the rules with their versions.

    `sentences` are the spans of the text's sentences in order, by which evidence is shown in its context; what lies
    outside is no prose. `stated` is what such lines say of the document itself, and `consultation` what became of
    asking a second reader, None where none was asked; it is no part of the records.
    """

    document: Document
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    sentences: tuple[Span, ...]
    made_by: tuple[tuple[str, str], ...] = ()
    stated: Stated = NOTHING_STATED
    consultation: Consultation | None = None
