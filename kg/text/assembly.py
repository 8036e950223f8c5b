"""From mentions to entities, facts and claims, each fact with its evidence, time, factuality and source.

In: `Reading`. Out: `Found`, with the ids that join its records.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.model import STATED, UNKNOWN, Claim, Entity, Evidence, Fact, Mention, Span
from kg.text.attribution.factuality import Attribution
from kg.text.attribution.quotes import said_by
from kg.text.attribution.speakers import Speakers, explained
from kg.text.lexicon.nouns import class_of_noun
from kg.text.lexicon.places import lies_elsewhere
from kg.text.lexicon.tables import table, word_lists, words
from kg.text.mentions.noun_phrases import counted
from kg.text.model import ASSERTED, PROPOSED, UNNAMED, Judgement
from kg.text.syntax.dependencies import is_past, nearest_above
from kg.text.temporal.clause_times import headline_end, narrated_times
from kg.text.temporal.expressions import is_within

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kg.model import Factuality, ValueKind
    from kg.text.model import ClaimMention, Phrase, Reading, Referent, Referents, RelationMention, Time

_KINDS: Final = word_lists("relation_kinds")
NARRATED: Final = _KINDS["narrated"]
EVENTS: Final = (NARRATED | _KINDS["events"]) - {"uses"}
_OCCURRING: Final = words("words/temporal/narrative", "occurring")
_CAUSING: Final = words("words/temporal/narrative", "causing")


class FactTimes:
    """The times of the relations of one document, as ISO 8601 dates or intervals."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._of = reading.referents.referent_of
        self._said_of = {t.governor: t.value for t in reversed(reading.times) if t.value and t.governor >= 0}
        self._narrated = narrated_times(
            reading.parse, reading.clauses, reading.times, reading.clause_times, reading.judgements
        )
        self._time_at = {
            clause.verb: time
            for clause, time in zip(reading.clauses, reading.clause_times, strict=True)
            if clause.link not in ("nominal", "light")
        }
        self._of_event = self._days_of_events()

    def _days_of_events(self) -> dict[int, str]:
        """The days of events by their referents, where all that the text says of when one was agrees."""
        days: dict[int, set[str]] = {}
        for referent, value in self._dated_events():
            days.setdefault(referent, set()).add(value)
        found = {}
        for referent, values in days.items():
            exact = max(values, key=len)
            if all(exact == value or exact.startswith(value) or is_within(exact, value) for value in values):
                found[referent] = exact
        return found

    def _dated_events(self) -> Iterator[tuple[int, str]]:
        """Events with a time: "the blast of May 3", "said at a summit on Friday", "the blast killed two on Monday"."""
        reading, at = self._reading, self._reading.referents.phrase_at
        places: list[tuple[int, str]] = []
        for mention in reading.relations:
            time = reading.clause_times[mention.clause] if mention.clause >= 0 else None
            if mention.predicate == "tookPlaceOn" and mention.subject >= 0:
                yield self._of[mention.subject], mention.value
            elif mention.predicate in _KINDS["at_event"] and mention.kind == "entity" and time:
                places += [(mention.subject, time.value), (mention.object, time.value)]
        for time in reading.times:
            place = at[time.governor] if time.value and time.governor >= 0 else -1
            if place >= 0 and reading.referents.phrases[place].head == time.governor:
                places.append((place, time.value))  # "Saturday's final"
        for clause, time in zip(reading.clauses, reading.clause_times, strict=True):
            if time is not None:
                heads = clause.heads("subject") if clause.lemma in _OCCURRING else ()
                heads = (*heads, *clause.heads("object")) if clause.lemma in _CAUSING else heads
                heads = (*heads, *clause.heads("oblique", "at", "during", "in"))
                places += [(at[head], time.value) for head in heads]
        for place, value in places:
            if place >= 0 and "/" not in value and ontology.is_a(reading.referents.cls(place), "Event"):
                yield self._of[place], value

    def _at_event(self, clause: int) -> str | None:
        """The day of an event that the text dates elsewhere, where it is an argument of a clause."""
        if self._reading.judgements[clause].factuality not in STATED:
            return None
        at, found = self._reading.referents.phrase_at, self._reading.clauses[clause]
        heads = (*found.heads("subject"), *found.heads("object"), *found.heads("oblique", "at", "during", "in"))
        return next((d for h in heads if at[h] >= 0 and (d := self._of_event.get(self._of[at[h]]))), None)

    def of(self, mention: RelationMention) -> str | None:
        """The time at which a relation holds, None where the text gives none."""
        if mention.kind == "date":
            return mention.value
        clause, anchor, parse = mention.clause, mention.anchor, self._reading.parse
        time = self._reading.clause_times[clause] if clause >= 0 else None
        value = time.value if time else None
        if clause < 0:
            value = self._said_of.get(anchor)
            above = parse.heads[anchor]
            if not value and parse.deps[anchor] in ("attr", "oprd"):  # "became mayor in 2001"
                value = self._said_of.get(above)
            elif not value and parse.lowers[above] == "as":  # "has served as mayor since 2001"
                value = self._said_of.get(parse.heads[above])
            if not value and (mention.predicate in NARRATED | EVENTS or self._is_brief(mention)):
                time = self._time_at.get(nearest_above(parse, anchor, self._time_at))
                value = time.value if time else None
        for phrase in (mention.object, mention.subject) if mention.predicate in _KINDS["at_event"] else ():
            day = self._of_event.get(self._of[phrase]) if phrase >= 0 else None
            if day and (value is None or is_within(day, value)):
                return day  # "the meeting last week" is the one that the text dates elsewhere
        if value is None and clause >= 0 and mention.predicate in NARRATED | EVENTS:
            return self._narrated[clause] or self._at_event(clause)
        if mention.predicate in _KINDS["holding"] and mention.rule == PROPOSED:
            return None  # what holds does not happen on the day of what is told beside it
        return value

    def _is_brief(self, mention: RelationMention) -> bool:
        """Return whether a relation says where a person or a thing was when something happened."""
        if mention.predicate != "locatedIn" or mention.subject < 0:
            return False
        cls = self._reading.referents.cls(mention.subject)
        return any(ontology.is_a(cls, kind) for kind in ("Person", "People", "Product"))


_PREDICATIVE: Final = ("attr", "appos", "oprd", "conj", "npadvmod", "advcl", "dep")


class EvidenceFinder:
    """Finds the evidence of the relations of one document."""

    def __init__(self, reading: Reading) -> None:
        self._parse = reading.parse
        self._phrases, self._of = reading.referents.phrases, reading.referents.referent_of
        self._blocks = [start for start, _ in reading.parse.blocks]
        self._mentions_in: dict[tuple[int, int], list[Phrase]] = {}  # names and pronouns, by referent and sentence
        for phrase, referent in zip(self._phrases, self._of, strict=True):
            if phrase.kind != "nominal":
                self._mentions_in.setdefault((referent, self._parse.sentence_of[phrase.head]), []).append(phrase)
        self._times: dict[str, list[Time]] = {}
        for time in reading.times:
            for value in {time.value, *time.value.split("/")}:
                self._times.setdefault(value, []).append(time)

    def of(self, mention: RelationMention, subject: int, obj: int) -> Evidence:
        """The evidence of a relation between two phrases, -1 for none, or of one and a value."""
        parse, anchor = self._parse, mention.anchor
        subject_span, object_span = (self._argument(place, anchor) if place >= 0 else None for place in (subject, obj))
        if mention.kind != "entity":
            object_span = self._value(mention)
        at = anchor if mention.stated_at is None else mention.stated_at
        predicate = parse.span(at, at + 1) if at >= 0 else None
        first, last = parse.sentences[parse.sentence_of[anchor]]
        clause = parse.span(max(first, mention.tokens[0]), min(last, mention.tokens[1]))
        spans = [span for span in (clause, predicate, subject_span, object_span) if span]
        whole = Span(min([span.begin for span in spans]), max([span.end for span in spans]))
        return Evidence(whole, subject_span, object_span, predicate)

    def _argument(self, place: int, anchor: int) -> Span:
        """Where an argument is mentioned: by its name or a pronoun, if the sentence has one, rather than by a noun.

        In "Marlow is the founder of Acme" the rule reads "the founder"; what founded Acme is Marlow. What a rule found
        by way of another sentence ("Ruiz's envoy" serves the country that Ruiz leads) is shown where this one names it.
        """
        parse, phrase, referent = self._parse, self._phrases[place], self._of[place]
        if parse.sentence_of[phrase.head] != parse.sentence_of[anchor]:
            here = self._mentions_in.get((referent, parse.sentence_of[anchor]), ())
            phrase = min(here, key=lambda other: (abs(other.head - anchor), other.head), default=phrase)
        if phrase.kind == "nominal" and referent >= 0:
            here = self._mentions_in.get((referent, parse.sentence_of[phrase.head]), ())
            described = parse.deps[phrase.head] in _PREDICATIVE or parse.lowers[parse.heads[phrase.head]] == "as"
            others = [other for other in here if other.kind == "name" or (other.kind == "pronoun" and described)]
            phrase = min(others, key=lambda o: (o.kind != "name", abs(o.head - anchor), o.head), default=phrase)
        return parse.span(phrase.start, phrase.end)

    def _value(self, mention: RelationMention) -> Span | None:
        """Where the words of a date or a text stand: those nearest to the predicate."""
        parse, anchor = self._parse, mention.anchor
        if mention.value_at is not None:
            return parse.span(*mention.value_at)
        if mention.kind == "date":
            block = bisect_right(self._blocks, anchor)
            times = [t for t in self._times.get(mention.value, ()) if bisect_right(self._blocks, t.start) == block]
            nearest = min(times, key=lambda time: (abs(time.start - anchor), time.start), default=None)
            return parse.span(nearest.start, nearest.end) if nearest else None
        found = parse.text.find(mention.value, parse.begins[mention.tokens[0]], parse.ends[mention.tokens[1] - 1])
        return Span(found, found + len(mention.value)) if found >= 0 else None


_SCHEDULED: Final = NARRATED | _KINDS["scheduled"]
_DENIED: Final[dict[Factuality, Factuality]] = {"asserted": "negated", "reported": "negated", "negated": "asserted"}
_RESIGNING: Final = words("words/assembly/factuality", "resigning")
_PLANNED: Final = words("words/attitudes", "planned", "objects")


class FactJudge:
    """Judges the relations of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._attribution = Attribution(reading.parse, reading.clauses, reading.judgements)
        self._said = said_by(reading.parse, reading.claims)

    def judgement(self, mention: RelationMention) -> Judgement:
        """The judgement of a relation by what states it; who says so is whose claim its words stand in."""
        found, source = self._stated(mention), self._source(mention)
        if mention.clause < 0 and not found.quoted and self._is_known(mention):
            return replace(found, source=-1)
        if source < 0:
            own = found.source >= 0 and self._names(found.source, mention.anchor)
            return replace(found, source=-1) if own and mention.clause < 0 else found
        return replace(found, source=source)

    def _is_known(self, mention: RelationMention) -> bool:
        """Return whether a noun phrase of indirect speech says what the article knows: a post, a place's location."""
        if mention.predicate in _KINDS["known"]:
            return True
        ends = (mention.subject, mention.object)
        is_place = (p >= 0 and self._reading.referents.cls(p) in ("Country", "Region", "City") for p in ends)
        return mention.predicate in _KINDS["lying"] and all(is_place)

    def _names(self, source: int, anchor: int) -> bool:
        """Return whether a word stands in the phrase that names a source: "Ann Lee, mayor of Oslo, said"."""
        parse = self._reading.parse
        return parse.left[source] <= anchor <= parse.right[source]

    def _source(self, mention: RelationMention) -> int:
        """Return the head token of who says the words of a relation, -1 for nobody."""
        phrases, said = self._reading.referents.phrases, self._said
        if said[mention.anchor] >= 0:
            return said[mention.anchor]
        ends = [said[phrases[place].head] for place in (mention.object, mention.subject) if place >= 0]
        return ends[0] if ends and (ends[-1] == ends[0] or mention.rule == PROPOSED) else -1

    def _stated(self, mention: RelationMention) -> Judgement:
        if mention.clause < 0:
            return self._attribution.of(mention.anchor)
        clause, judgement = self._reading.clauses[mention.clause], self._reading.judgements[mention.clause]
        if clause.lemma == "claim" and mention.predicate == "organized" and judgement == ASSERTED:
            return Judgement("reported", next(iter(clause.heads("subject")), -1))  # "claimed the attack"
        past = is_past(self._reading.parse, clause.verb)
        return relation_judgement(mention.predicate, clause.lemma, judgement, past=past)

    def is_future(self, mention: RelationMention, time: str | None) -> bool:
        """Whether a relation has a time to come, said in no past tense."""
        clause = self._reading.clauses[mention.clause] if mention.clause >= 0 and mention.kind != "date" else None
        past = clause is not None and is_past(self._reading.parse, clause.verb)
        return not past and begins_after(time, self._reading.today)


def relation_judgement(predicate: str, lemma: str, judgement: Judgement, *, past: bool) -> Judgement:
    """The judgement of a relation, given the verb and the judgement of its clause, and whether that is in the past.

    Who may resign from a post still holds it; an event that somebody plans has not yet taken place.
    """
    if predicate in _KINDS["posts"] and judgement.factuality not in STATED and lemma in _RESIGNING:
        return Judgement("asserted", judgement.source)
    if predicate in _KINDS["occurrences"] and judgement.factuality in STATED and not past and lemma in _PLANNED:
        return Judgement("planned", judgement.source)
    return judgement


def relation_factuality(mention: RelationMention, judged: Factuality, *, future: bool, own: bool) -> Factuality:
    """The factuality of a relation whose clause has the factuality `judged`: "the summit in Oslo tomorrow" is planned.

    `future`: its time is to come; `own`: its subject is who says it. Who says what he himself wishes, asks or thinks
    has thereby done so ("said he hoped for a deal").
    """
    factuality = _DENIED.get(judged, judged) if mention.negated else judged
    if factuality == "reported" and own and mention.predicate in _KINDS["stances"]:
        return "asserted"
    if factuality in STATED and future and mention.predicate in _SCHEDULED:
        return "planned"
    return factuality


def begins_after(time: str | None, today: date | None) -> bool:
    """Whether a time begins after the article's day; false where either is not known."""
    if today is None or not time or not time[:4].isdigit():
        return False
    begins = time.split("/")[0]
    if week := _WEEK.match(begins):
        begins = date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()
    return begins > today.isoformat()[: len(begins)]


_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)")
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
    times: dict[object, set[str]] = {}
    for draft in drafts:
        if draft.time:
            for key in _same_event(draft):
                times.setdefault(key, set()).add(draft.time)
    for draft in drafts:
        if draft.time is None:
            known = next((found for key in _same_event(draft) if (found := times.get(key))), set())
            longest = max(known, key=len, default=None)
            if longest and all(longest.startswith(other) for other in known):
                yield replace(draft, time=longest)
                continue
        yield draft


def _same_event(draft: Draft) -> Iterator[tuple[object, ...]]:
    """Yield the keys that facts of one event share: all their parts, or the victim of what befalls somebody once."""
    if draft.mention.predicate in EVENTS:
        yield draft.event()
    victim = draft.subject if draft.mention.predicate == "diedIn" else draft.object
    if draft.mention.predicate in _KINDS["once"] and victim >= 0:
        yield victim, draft.factuality in STATED


class _Drafter:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._referents = reading.referents
        self._judge = FactJudge(reading)
        self._times = FactTimes(reading)
        self._speakers = Speakers(reading)
        self._evidence = EvidenceFinder(reading)

    def draft(self, mention: RelationMention) -> Draft | None:
        """The fact that a mention states; of a symmetric relation the entity first mentioned is the subject."""
        first, second = mention.subject, mention.object
        subject, obj = self._referent(first), self._referent(second)
        if (first != UNNAMED and subject < 0) or (mention.kind == "entity" and obj in (-1, subject)):
            return None
        if mention.predicate == "locatedIn" and lies_elsewhere(self._name(subject), self._name(obj)):
            return None
        relation = ontology.RELATIONS.get(mention.predicate)
        if relation is not None and relation.symmetric and mention.kind == "entity" and 0 <= obj < subject:
            subject, obj, first, second = obj, subject, second, first
        judgement = mention.judged or self._judge.judgement(mention)
        if mention.judged is not None and judgement.source < 0 and judgement.factuality != "asserted":
            judgement = replace(judgement, source=self._judge.judgement(mention).source)  # of kg's own scopes
        time = mention.time or self._times.of(mention)
        source, future = self._speakers.of(judgement.source), self._judge.is_future(mention, time)
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

    def _name(self, referent: int) -> str:
        return self._referents.referents[referent].name if referent >= 0 else ""

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


type _Claims = list[tuple[ClaimMention, int, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """The entities, facts and claims of a document."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]


def assemble(reading: Reading) -> Found:
    """The entities, facts and claims that a document states.

    An entity is kept when it has a proper name or takes part in a fact or a claim (`proper_name` decides which of these
    are participants); ids are numbered in order of first mention. A fact that the text says twice stands twice, each
    with its own evidence. Of a symmetric relation the entity first mentioned is the subject.
    """
    reading = explained(reading)
    drafts = draft_facts(reading)
    claims = _known_claims(reading)
    used = {place for draft in drafts for place in draft.referents()}
    used.update(place for _, source, to in claims for place in (source, to) if place >= 0)
    ids = _number(reading, used)
    partners = _partners(drafts, claims)
    return Found(
        entities=tuple(_entity(reading, place, ids, partners.get(place, frozenset())) for place in ids),
        facts=tuple(draft.fact(ids) for draft in drafts),
        claims=tuple(_claims(reading, claims, ids, drafts)),
    )


def _number(reading: Reading, used: set[int]) -> dict[int, str]:
    """The ids of the referents that are kept, in order of first mention."""
    phrases = reading.referents.phrases
    kept = sorted(
        (min(phrases[p].start for p in referent.phrases), place)
        for place, referent in enumerate(reading.referents.referents)
        if place in used or any(phrases[p].kind in ("name", "demonym") for p in referent.phrases)
    )
    return {place: f"e{number}" for number, (_, place) in enumerate(kept, 1)}


def _partners(drafts: Sequence[Draft], claims: _Claims) -> dict[int, set[int]]:
    """The referents that statements relate each referent to; of who says something, those that it is about."""
    found: dict[int, set[int]] = {}
    for draft in drafts:
        related = set(draft.referents()) - {draft.source}
        for place in related:
            found.setdefault(place, set()).update(related)
        if draft.source >= 0:
            found.setdefault(draft.source, set()).update(related)
    for _, source, to in claims:
        if to >= 0:
            found.setdefault(source, set()).add(to)
            found.setdefault(to, set()).add(source)
    return {place: others - {place} for place, others in found.items()}


def _entity(reading: Reading, place: int, ids: dict[int, str], partners: Collection[int]) -> Entity:
    referent = reading.referents.referents[place]
    phrases = [reading.referents.phrases[p] for p in referent.phrases]
    mentions: dict[tuple[Span, str], Mention] = {}
    for phrase in phrases:
        mention = Mention(reading.parse.span(phrase.start, phrase.end), phrase.kind, phrase.by_llm)
        if not (phrase.by_llm and (mention.span, mention.kind) in mentions):
            mentions[mention.span, mention.kind] = mention
    cls = referent.cls if referent.cls in ontology.CLASSES else "Topic"
    proper = proper_name(reading, place, partners)
    name = proper or referent.name
    possessor = -1 if proper else _possessor(reading, phrases)
    return Entity(
        id=ids[place],
        name=name,
        cls=cls,
        aliases=tuple(each for each in dict.fromkeys((referent.name, *referent.aliases)) if each != name),
        mentions=tuple(sorted(mentions.values())),
        participant=not proper,
        whose=ids.get(possessor) if possessor != place else None,
    )


_NAMED: Final = ("name", "demonym")
_UNIQUE: Final = ("Event", "LegalText", "Work")
_GROUPS: Final = ("People", "Organization")
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ARTICLES: Final = words("words/function_words", "determiners", "indefinite_articles")
_INDEFINITE: Final = (
    words("words/function_words", "determiners", "possessive")
    | words("words/assembly/participants")
    | table("words/numbers")["numbers"].keys()
)
_LONGEST: Final = 9
"""How many words a description may have that stands for a name."""


def proper_name(reading: Reading, place: int, partners: Collection[int]) -> str:
    """The name by which other documents could mean the same as a referent, "" where it is a participant of this one.

    That is its proper name, or the words for a kind, a post or an award. Of what has none, `partners` are the referents
    that statements relate it to: an event, an agreement or a work that one of them names has a description with a name
    or a year in it ("the 2020 agreement", "the Woodburn bombing"); a group one with a name before its noun ("US
    officials"), where a statement says more of the group than these words.
    """
    referent, referents = reading.referents.referents[place], reading.referents
    nominals = [phrase for p in referent.phrases if (phrase := referents.phrases[p]).kind == "nominal"]
    if _is_named(referents, place) or _is_kind(reading, referent, nominals):
        return referent.name
    group = any(ontology.is_a(referent.cls, cls) for cls in _GROUPS)
    if not nominals or not (group or any(ontology.is_a(referent.cls, cls) for cls in _UNIQUE)):
        return ""
    several = nominals[0].plural and not ontology.is_a(referent.cls, "Event")
    if reading.parse.lowers[nominals[0].start] in _ARTICLES if group else several:
        return ""
    named = {name for other in partners for name in _named(reading, other)}
    inside = _names_inside(reading, referent, after=not group)
    if not (named - inside if group else named):
        return ""
    called = {word for other in inside for word in _proper_words(reading, other)}
    for name in (referent.name, *referent.aliases):
        parts = re.findall(r"[\w.]+", name)
        dated = _YEAR.search(name) and len(parts) > 1 and not group
        if len(parts) <= _LONGEST and _is_definite(parts) and (dated or not called.isdisjoint(parts)):
            return name
    return ""


def _is_kind(reading: Reading, referent: Referent, nominals: Sequence[Phrase]) -> bool:
    """Return whether a referent is a post or an award told by two words, which is the same wherever it is called so.

    A noun for posts in general is none: "the job", "his role", "her candidacy".
    """
    if referent.cls == "Role":
        return not any(class_of_noun(reading.parse.lemmas[p.head].lower()) == "Role" for p in nominals)
    if referent.cls != "Award":
        return False
    return " " in referent.name and _is_definite(referent.name.split()) and not any(p.plural for p in nominals)


def _is_definite(parts: Sequence[str]) -> bool:
    """Return whether words do not begin with how many, or whose: "many", "600", "his"."""
    first = parts[0].lower() if parts else ""
    counting = first[:1].isdigit() and not _YEAR.fullmatch(first)
    return bool(first) and not counting and first not in _INDEFINITE


def _named(reading: Reading, place: int) -> set[int]:
    """The referent itself if it is named, else those that its description names."""
    referents = reading.referents
    return {place} if _is_named(referents, place) else _names_inside(reading, referents.referents[place])


def _is_named(referents: Referents, place: int) -> bool:
    return any(referents.phrases[p].kind in _NAMED for p in referents.referents[place].phrases)


def _names_inside(reading: Reading, referent: Referent, *, after: bool = True) -> set[int]:
    """The referents that are named in the noun phrases of another or, with `after`, in what depends on their heads."""
    parse, referents = reading.parse, reading.referents
    found = set()
    for phrase in (referents.phrases[p] for p in referent.phrases):
        if phrase.kind == "nominal":
            end = max(phrase.end, parse.right[phrase.head] + 1) if after else phrase.end
            inner = {referents.phrase_at[token] for token in range(phrase.start, end)} - {-1}
            found |= {referents.referent_of[p] for p in inner if referents.phrases[p].kind in _NAMED}
    return found - {-1}


def _proper_words(reading: Reading, place: int) -> Iterator[str]:
    for phrase in (reading.referents.phrases[p] for p in reading.referents.referents[place].phrases):
        if phrase.kind in _NAMED:
            spelt = reading.parse.words_of(phrase.start, phrase.end)
            yield from (word for word in re.findall(r"[\w.]+", spelt) if word[0].isupper())


def _possessor(reading: Reading, phrases: Sequence[Phrase]) -> int:
    """The referent whose something is, by the possessive before its first noun that has one, -1 for none."""
    parse, referents = reading.parse, reading.referents
    for phrase in phrases:
        for owner in parse.dependents(phrase.head, "poss") if phrase.kind == "nominal" else ():
            at = referents.phrase_at[owner]
            if at >= 0 and referents.phrases[at].head == owner and referents.referent_of[at] >= 0:
                return referents.referent_of[at]
    return -1


def _known_claims(reading: Reading) -> _Claims:
    """The claims whose source is known, each with the referents of its source and of whom it was said to."""
    speakers = Speakers(reading)
    found = [(claim, speakers.of(claim.source), speakers.of(claim.to)) for claim in reading.claims]
    return [item for item in found if item[1] >= 0]


def _claims(reading: Reading, claims: _Claims, ids: dict[int, str], drafts: Sequence[Draft]) -> Iterator[Claim]:
    """The claims with the facts inside their words that have the same source."""
    begins = sorted(((d.evidence.predicate or d.evidence.clause).begin, place) for place, d in enumerate(drafts))
    for claim, source, to in claims:
        inside = begins[bisect_left(begins, (claim.span.begin, 0)) : bisect_left(begins, (claim.span.end, 0))]
        time = reading.clause_times[claim.clause] if claim.clause >= 0 else None
        yield Claim(
            source=ids[source],
            text=claim.span.slice(reading.parse.text),
            span=claim.span,
            direct=claim.direct,
            to=ids[to] if to >= 0 else None,
            time=time.value if time else None,
            facts=tuple(sorted(place for _, place in inside if drafts[place].source == source)),
        )
