"""Facts before their entities have ids: what a document states, how sure it is, who says it, when, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.model import STATED, UNKNOWN, Evidence, Fact, Span
from kg.text.assembly.evidence import EvidenceFinder
from kg.text.assembly.factuality import FactJudge, relation_factuality
from kg.text.assembly.times import EVENTS, FactTimes
from kg.text.lexicon.tables import words
from kg.text.mentions.noun_phrases import counted
from kg.text.model import PROPOSED, UNNAMED
from kg.text.temporal.clause_times import headline_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Factuality, ValueKind
    from kg.text.model import Reading, RelationMention

__all__ = ["Draft", "draft_facts"]

_COUNTED: Final = words("relation_kinds", "counted")


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact whose arguments and source are still places in the referents, -1 (`UNNAMED`) for none."""

    subject: int
    mention: RelationMention
    object: int
    evidence: Evidence
    factuality: Factuality
    source: int
    time: str | None
    qualifiers: tuple[tuple[str, int | str], ...]

    def place(self) -> tuple[Span, str, int, int, str, str]:
        """What facts are sorted by: where their words stand, then what they say."""
        mention = self.mention
        return (self.evidence.clause, mention.predicate, self.subject, self.object, mention.value, mention.rule)

    def event(self) -> tuple[int, str, int, bool]:
        """What takes place, wherever the text says so, and whether it came about."""
        return (self.subject, self.mention.predicate, self.object, self.factuality in STATED)

    def triple(self) -> tuple[int, str, int, str]:
        """What is said, whoever says it when and where."""
        return (self.subject, self.mention.predicate, self.object, self.mention.value)

    def rank(self) -> tuple[bool, float]:
        """By what one of several readings of a fact in a sentence is kept: what a rule read, then the surest."""
        return (self.mention.rule != PROPOSED, self.mention.confidence)

    def referents(self) -> list[int]:
        """The referents that take part."""
        others = [value for _, value in self.qualifiers if isinstance(value, int)]
        return [place for place in (self.subject, self.object, self.source, *others) if place >= 0]

    def fact(self, ids: dict[int, str]) -> Fact:
        """The fact, by the ids of entities."""
        mention = self.mention
        kind: ValueKind = "date" if mention.kind == "date" else "text" if mention.kind == "text" else "entity"
        qualifiers = sorted((name, ids[value] if isinstance(value, int) else value) for name, value in self.qualifiers)
        return Fact(
            subject=ids[self.subject] if self.subject >= 0 else UNKNOWN,
            predicate=mention.predicate,
            object=ids[self.object] if kind == "entity" else mention.value,
            kind=kind,
            evidence=self.evidence,
            rule=mention.rule,
            factuality=self.factuality,
            source=ids[self.source] if self.source >= 0 else None,
            time=self.time,
            qualifiers=tuple(qualifiers),
            confidence=round(mention.confidence, 3),
        )


def draft_facts(reading: Reading) -> list[Draft]:
    """The facts of a document in the order of the text: of each sentence's mentions of a fact the surest."""
    drafter = _Drafter(reading)
    best: dict[tuple[object, ...], Draft] = {}
    for mention in reading.relations:
        draft = drafter.draft(mention)
        if draft is not None:
            key = (*draft.triple(), reading.parse.sentence_of[mention.anchor])
            if key not in best or draft.rank() > best[key].rank():
                best[key] = draft
    stated = {d.triple() for d in best.values() if d.mention.rule != PROPOSED and d.factuality in STATED}
    # what the model alone sees, in a clause that denies something, may be denied of something else
    kept = [
        d
        for d in best.values()
        if not (d.mention.rule == PROPOSED and d.factuality == "negated" and d.triple() in stated)
    ]
    headline = headline_end(reading.parse)
    end = reading.parse.ends[headline - 1] if headline else 0
    return sorted(_dated_alike(list(_attributed(kept, end))), key=Draft.place)


def _attributed(drafts: Sequence[Draft], headline: int) -> Iterator[Draft]:
    """The drafts, those of a headline, which ends at a code point, with the source that the story gives them."""
    told: dict[tuple[int, str, int, str], list[Draft]] = {}
    for draft in drafts:
        if draft.evidence.clause.begin >= headline and draft.factuality in STATED:
            told.setdefault(draft.triple(), []).append(draft)
    for draft in drafts:
        first, *others = told.get(draft.triple(), (draft,))
        brief = draft.evidence.clause.begin < headline and draft.factuality in STATED and draft.source < 0
        if brief and all(other.source == first.source for other in others):
            yield replace(draft, source=first.source, factuality=first.factuality)
        else:
            yield draft


def _dated_alike(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts, those of an event that the text dates just once elsewhere with its time."""
    times: dict[tuple[int, str, int, bool], set[str]] = {}
    for draft in drafts:
        if draft.time:
            times.setdefault(draft.event(), set()).add(draft.time)
    for draft in drafts:
        known = times.get(draft.event(), ()) if draft.time is None and draft.mention.predicate in EVENTS else ()
        yield replace(draft, time=next(iter(known))) if len(known) == 1 else draft


class _Drafter:
    """Drafts the facts of one document from its relation mentions."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._referents = reading.referents
        self._judge = FactJudge(reading)
        self._times = FactTimes(reading)
        self._evidence = EvidenceFinder(reading)

    def draft(self, mention: RelationMention) -> Draft | None:
        """The fact that a mention states; of a symmetric relation the entity first mentioned is the subject."""
        first, second = mention.subject, mention.object
        subject, obj = self._referent(first), self._referent(second)
        if (first != UNNAMED and subject < 0) or (mention.kind == "entity" and obj in (-1, subject)):
            return None
        relation = ontology.RELATIONS.get(mention.predicate)
        if relation is not None and relation.symmetric and mention.kind == "entity" and 0 <= obj < subject:
            subject, obj, first, second = obj, subject, second, first
        judgement = mention.judged or self._judge.judgement(mention)
        time = mention.time or self._times.of(mention)
        at = self._referents.phrase_at[judgement.source] if judgement.source >= 0 else -1
        source, future = self._referent(at), self._judge.is_future(mention, time)
        factuality = judgement.factuality
        if mention.judged is None:
            factuality = relation_factuality(mention, factuality, future=future, own=0 <= source == subject)
        return Draft(
            subject=subject,
            mention=mention,
            object=obj,
            evidence=self._evidence.of(mention, first, second),
            factuality=factuality,
            source=source,
            time=time,
            qualifiers=tuple(dict.fromkeys(self._qualifiers(mention))),
        )

    def _referent(self, phrase: int) -> int:
        return self._referents.referent_of[phrase] if phrase >= 0 else -1

    def _qualifiers(self, mention: RelationMention) -> Iterator[tuple[str, int | str]]:
        """The qualifiers of a mention by their referents, and how many the phrase of its object counts."""
        for name, value in mention.qualifiers:
            known = self._referent(value) if isinstance(value, int) else value
            if known not in (-1, ""):
                yield name, known
        if mention.predicate in _COUNTED and mention.object >= 0:
            phrase = self._referents.phrases[mention.object]
            if number := counted(self._reading.parse, phrase.start, phrase.head):
                yield "count", number
