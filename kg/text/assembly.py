"""From relation mentions to entities and facts: what is kept, how it is held, when, by whom it is said, and where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg import ontology
from kg.model import STATED, UNKNOWN, Claim, Entity, Evidence, Fact, Mention, Span
from kg.text.attribution.factuality import Attribution
from kg.text.lexicon.tables import words
from kg.text.mentions.amounts import counted
from kg.text.model import ASSERTED, PROPOSED, UNNAMED, Judgement, Reading
from kg.text.relations.factuality import (
    AT_EVENT,
    EVENTS,
    NARRATED,
    begins_after,
    relation_factuality,
    relation_judgement,
)
from kg.text.syntax.tense import is_past
from kg.text.temporal.calendar import is_within
from kg.text.temporal.narrative import narrated_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Factuality, ValueKind
    from kg.text.model import ClaimMention, Phrase, RelationMention, Time

__all__ = ["Found", "assemble"]

_COUNTED = frozenset({"killed", "injured", "captured", "released"})
_PREDICATIVE = frozenset({"attr", "appos", "oprd", "conj", "npadvmod", "advcl", "dep"})


@dataclass(frozen=True, slots=True)
class Found:
    """The entities, facts and claims of a document."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]


def assemble(reading: Reading) -> Found:
    """Bind what was found together.

    An entity is kept when it has a proper name or takes part in a fact or a claim; ids are numbered in order of first
    mention. A fact that the text says twice stands twice, each with its own evidence. Of a symmetric relation the
    entity first mentioned is the subject.
    """
    assembler = _Assembler(reading)
    drafts = sorted(assembler.drafts(), key=_Draft.place)
    claims = assembler.claims()
    used = {place for draft in drafts for place in draft.referents()}
    used.update(place for _, source, to in claims for place in (source, to) if place >= 0)
    ids = assembler.number(used)
    facts = tuple(draft.fact(ids) for draft in drafts)
    return Found(
        entities=tuple(assembler.entity(place, name) for place, name in ids.items()),
        facts=facts,
        claims=tuple(assembler.claims_of(claims, ids, drafts)),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A fact whose arguments are still places in the referents, `UNNAMED` for none."""

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
        """What takes place, wherever the text tells it, and whether it came about."""
        return (self.subject, self.mention.predicate, self.object, self.factuality in STATED)

    def predicate(self) -> Span:
        """The words that the rule read."""
        return self.evidence.predicate or self.evidence.clause

    def weight(self) -> tuple[bool, float]:
        """What is kept of several readings of a fact in a sentence: what a rule read, then the surest."""
        return (self.mention.rule != PROPOSED, self.mention.confidence)

    def triple(self) -> tuple[int, str, int, str]:
        """What is said, whoever says it when and where."""
        return (self.subject, self.mention.predicate, self.object, self.mention.value)

    def is_doubtful_denial(self) -> bool:
        """Whether the model alone sees the relation, in a clause that denies something, perhaps something else."""
        return self.mention.rule == PROPOSED and self.factuality == "negated"

    def referents(self) -> list[int]:
        """The referents that take part."""
        others = [value for _, value in self.qualifiers if isinstance(value, int)]
        return [place for place in (self.subject, self.object, self.source, *others) if place >= 0]

    def fact(self, ids: dict[int, str]) -> Fact:
        """The fact, by the ids of entities."""
        kind: ValueKind = "date" if self.mention.kind == "date" else "text" if self.mention.kind == "text" else "entity"
        return Fact(
            subject=ids[self.subject] if self.subject >= 0 else UNKNOWN,
            predicate=self.mention.predicate,
            object=ids[self.object] if kind == "entity" else self.mention.value,
            kind=kind,
            evidence=self.evidence,
            rule=self.mention.rule,
            factuality=self.factuality,
            source=ids[self.source] if self.source >= 0 else None,
            time=self.time,
            qualifiers=tuple(
                sorted((name, ids[value] if isinstance(value, int) else value) for name, value in self.qualifiers)
            ),
            confidence=round(self.mention.confidence, 3),
        )


class _Assembler:
    """Reads one document's relation mentions against its referents."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._parse = reading.parse
        self._attribution = Attribution(reading.parse, reading.clauses, reading.judgements)
        self._referents = reading.referents
        self._event_times = {
            self._referent(mention.subject): mention.value
            for mention in reversed(reading.relations)
            if mention.predicate == "tookPlaceOn"
        }
        self._date_occasions()
        self._narrated = narrated_times(
            reading.parse, reading.clauses, reading.times, reading.clause_times, reading.judgements
        )
        self._blocks = [start for start, _ in reading.parse.blocks]
        self._mentions_in: dict[tuple[int, int], list[Phrase]] = {}
        for phrase, referent in zip(self._referents.phrases, self._referents.referent_of, strict=True):
            if phrase.kind != "nominal":
                self._mentions_in.setdefault((referent, reading.parse.sentence_of[phrase.head]), []).append(phrase)
        self._dated: dict[str, list[Time]] = {}
        for time in reading.times:
            for value in {time.value, *time.value.split("/")}:
                self._dated.setdefault(value, []).append(time)
        self._time_of = {t.governor: t.value for t in reversed(reading.times) if t.value and t.governor >= 0}

    def _date_occasions(self) -> None:
        """Date the events that happen at a dated time: "said at a conference on Thursday", "a quake hit it in May"."""
        for clause, time in zip(self._reading.clauses, self._reading.clause_times, strict=True):
            if time is None or "/" in time.value:
                continue
            for argument in clause.arguments:
                strikes = argument.role == "subject" and clause.lemma in words("words/temporal/narrative", "occurring")
                if strikes or (argument.role == "oblique" and argument.preposition in ("at", "during", "in")):
                    referent = self._referent(self._referents.phrase_at[argument.head])
                    if referent >= 0 and ontology.is_a(self._referents.referents[referent].cls, "Event"):
                        known = self._event_times.get(referent)
                        if known is None or is_within(time.value, known):
                            self._event_times[referent] = time.value

    def drafts(self) -> Iterable[_Draft]:
        """A draft for each relation mention between two things that differ, of each sentence the surest."""
        best: dict[tuple[object, ...], _Draft] = {}
        for mention in self._reading.relations:
            draft = self._draft(mention)
            if draft is None:
                continue
            sentence = self._parse.sentence_of[mention.anchor]
            key = (draft.subject, mention.predicate, draft.object, mention.value, sentence)
            if key not in best or draft.weight() > best[key].weight():
                best[key] = draft
        stated = {d.triple() for d in best.values() if d.mention.rule != PROPOSED and d.factuality in STATED}
        return _dated_again(tuple(d for d in best.values() if not (d.is_doubtful_denial() and d.triple() in stated)))

    def _draft(self, mention: RelationMention) -> _Draft | None:
        subject, obj = self._referent(mention.subject), self._referent(mention.object)
        if mention.subject != UNNAMED and subject < 0:
            return None
        if mention.kind == "entity" and (obj < 0 or obj == subject):
            return None
        first, second = mention.subject, mention.object
        relation = ontology.RELATIONS.get(mention.predicate)
        if relation is not None and relation.symmetric and obj < subject and mention.kind == "entity" and subject >= 0:
            subject, obj, first, second = obj, subject, second, first
        judgement = self._judgement(mention)
        qualifiers = [(name, self._referent(v) if isinstance(v, int) else v) for name, v in mention.qualifiers]
        number = self._count(mention) if mention.predicate in _COUNTED else ""
        if number:
            qualifiers.append(("count", number))
        source, time = self._speaker(judgement.source), self._time(mention)
        return _Draft(
            subject=subject,
            mention=mention,
            object=obj,
            evidence=self._evidence(mention, first, second),
            factuality=relation_factuality(
                mention, judgement.factuality, future=self._is_future(mention, time), own=0 <= source == subject
            ),
            source=source,
            time=time,
            qualifiers=tuple(q for q in dict.fromkeys(qualifiers) if q[1] not in (-1, "")) if qualifiers else (),
        )

    def _referent(self, phrase: int) -> int:
        return self._referents.referent_of[phrase] if phrase >= 0 else -1

    def _speaker(self, token: int) -> int:
        return self._referent(self._referents.phrase_at[token]) if token >= 0 else -1

    def _judgement(self, mention: RelationMention) -> Judgement:
        reading = self._reading
        if mention.clause >= 0:
            clause, judgement = reading.clauses[mention.clause], reading.judgements[mention.clause]
            if clause.lemma == "claim" and mention.predicate == "organized" and judgement == ASSERTED:
                return Judgement("reported", next(iter(clause.heads("subject")), -1))  # "claimed the attack"
            return relation_judgement(
                mention.predicate, clause.lemma, judgement, past=is_past(self._parse, clause.verb)
            )
        return self._attribution.of(mention.anchor)

    def _is_future(self, mention: RelationMention, time: str | None) -> bool:
        """Whether a relation has a time to come, told in no past tense."""
        reading = self._reading
        if mention.kind != "date" and mention.clause >= 0:
            return not is_past(self._parse, reading.clauses[mention.clause].verb) and begins_after(time, reading.today)
        return begins_after(time, reading.today)

    def _time(self, mention: RelationMention) -> str | None:
        if mention.kind == "date":
            return mention.value
        time = self._reading.clause_times[mention.clause] if mention.clause >= 0 else None
        value = time.value if time else None
        if value is None and mention.clause < 0:
            value = self._time_of.get(mention.anchor) or self._time_of.get(self._copula(mention.anchor))
        if mention.predicate in AT_EVENT:
            for phrase in (mention.object, mention.subject):
                day = self._event_times.get(self._referent(phrase))
                if day and (value is None or is_within(day, value)):
                    return day  # "the meeting last week" is the one that the text dates elsewhere
        if value is None and mention.clause >= 0 and mention.predicate in NARRATED:
            return self._narrated[mention.clause]
        return value

    def _copula(self, token: int) -> int:
        """The verb by which a noun is said of a subject: "became" for "mayor" in "X became mayor"; -1 for none."""
        return self._parse.heads[token] if self._parse.deps[token] in ("attr", "oprd") else -1

    def _evidence(self, mention: RelationMention, subject: int, obj: int) -> Evidence:
        parse = self._parse
        spans = [self._mention_span(place, mention.anchor) if place >= 0 else None for place in (subject, obj)]
        if mention.kind != "entity":
            spans[1] = self._value_span(mention)
        predicate = parse.span(mention.anchor, mention.anchor + 1)
        first, last = parse.sentences[parse.sentence_of[mention.anchor]]
        clause = parse.span(max(first, mention.tokens[0]), min(last, mention.tokens[1]))
        every = [clause, predicate, *[span for span in spans if span]]
        whole = Span(min([span.begin for span in every]), max([span.end for span in every]))
        return Evidence(whole, spans[0], spans[1], predicate)

    def _mention_span(self, place: int, anchor: int) -> Span:
        """Where an argument is mentioned: by its name or a pronoun, if the sentence has one, rather than by a noun.

        In "Marlow is the founder of Acme" the rule reads "the founder"; what founded Acme is Marlow. What a rule found
        by way of another sentence ("Ruiz's envoy" serves the country that Ruiz leads) is shown where this one names it.
        """
        parse, referents = self._parse, self._referents
        phrase = referents.phrases[place]
        if parse.sentence_of[phrase.head] != parse.sentence_of[anchor]:
            here = self._mentions_in.get((referents.referent_of[place], parse.sentence_of[anchor]), ())
            phrase = min(here, key=lambda other: (abs(other.head - anchor), other.head), default=phrase)
        if phrase.kind == "nominal" and referents.referent_of[place] >= 0:
            sentence = parse.sentence_of[phrase.head]
            others = [
                other
                for other in self._mentions_in.get((referents.referent_of[place], sentence), ())
                if other.kind == "name" or (other.kind == "pronoun" and self._is_predicate(phrase.head))
            ]
            if others:
                phrase = min(others, key=lambda other: (other.kind != "name", abs(other.head - anchor), other.head))
        return parse.span(phrase.start, phrase.end)

    def _is_predicate(self, head: int) -> bool:
        """Whether a noun says what something else is: "he is …", "he serves as …", "A native of X, he …"."""
        parse = self._parse
        return parse.deps[head] in _PREDICATIVE or parse.lowers[parse.heads[head]] == "as"

    def _value_span(self, mention: RelationMention) -> Span | None:
        """Where the words of a date or a text stand: those nearest to the predicate."""
        parse, anchor = self._parse, mention.anchor
        if mention.kind == "date":
            times = [
                time for time in self._dated.get(mention.value, ()) if self._block(time.start) == self._block(anchor)
            ]
            nearest = min(times, key=lambda time: (abs(time.start - anchor), time.start), default=None)
            return parse.span(nearest.start, nearest.end) if nearest else None
        begin = parse.begins[mention.tokens[0]]
        found = parse.text.find(mention.value, begin, parse.ends[mention.tokens[1] - 1])
        return Span(found, found + len(mention.value)) if found >= 0 else None

    def _block(self, token: int) -> int:
        """The paragraph that a token stands in."""
        return bisect_right(self._blocks, token)

    def _count(self, mention: RelationMention) -> str:
        """How many the object's phrase counts, "" where it does not say."""
        phrase = self._referents.phrases[mention.object]
        return counted(self._parse, phrase.start, phrase.head) if mention.object >= 0 else ""

    def claims(self) -> list[tuple[ClaimMention, int, int]]:
        """The claims whose source is known, each with the referents of its source and of whom it was said to."""
        found = [(claim, self._speaker(claim.source), self._speaker(claim.to)) for claim in self._reading.claims]
        return [item for item in found if item[1] >= 0]

    def claims_of(
        self, claims: Sequence[tuple[ClaimMention, int, int]], ids: Mapping[int, str], drafts: Sequence[_Draft]
    ) -> Iterable[Claim]:
        """The claims with the facts inside their words that have the same source."""
        begins = sorted((draft.predicate().begin, place) for place, draft in enumerate(drafts))
        for claim, source, to in claims:
            inside = begins[bisect_left(begins, (claim.span.begin, 0)) : bisect_left(begins, (claim.span.end, 0))]
            time = self._reading.clause_times[claim.clause] if claim.clause >= 0 else None
            yield Claim(
                source=ids[source],
                text=claim.span.slice(self._parse.text),
                span=claim.span,
                direct=claim.direct,
                to=ids[to] if to >= 0 else None,
                time=time.value if time else None,
                facts=tuple(sorted(place for _, place in inside if drafts[place].source == source)),
            )

    def number(self, used: set[int]) -> dict[int, str]:
        """The ids of the referents that are kept, in order of first mention."""
        phrases = self._referents.phrases
        named = {
            place
            for place, referent in enumerate(self._referents.referents)
            if any(phrases[p].kind in ("name", "demonym") for p in referent.phrases)
        }
        kept = sorted(used | named, key=lambda place: (self._first(place), place))
        return {place: f"e{number}" for number, place in enumerate(kept, 1)}

    def _first(self, place: int) -> int:
        return min(self._referents.phrases[p].start for p in self._referents.referents[place].phrases)

    def entity(self, place: int, name: str) -> Entity:
        """The entity that a referent stands for, with the id `name`."""
        referent = self._referents.referents[place]
        phrases = [self._referents.phrases[p] for p in referent.phrases]
        mentions = {Mention(self._parse.span(phrase.start, phrase.end), phrase.kind) for phrase in phrases}
        cls = referent.cls if referent.cls in ontology.CLASSES else "Topic"
        return Entity(name, referent.name, cls, referent.aliases, tuple(sorted(mentions)))


def _dated_again(drafts: Sequence[_Draft]) -> Iterable[_Draft]:
    """The drafts, those of an event that the text dates just once elsewhere with its time."""
    told: dict[tuple[int, str, int, bool], set[str]] = {}
    for draft in drafts:
        if draft.time:
            told.setdefault(draft.event(), set()).add(draft.time)
    for draft in drafts:
        times = told.get(draft.event(), ()) if draft.time is None and draft.mention.predicate in EVENTS else ()
        yield replace(draft, time=next(iter(times))) if len(times) == 1 else draft
