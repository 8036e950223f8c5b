"""Verdicts on facts, met again in an extraction by the words of their sentences.

A verdict fits where its sentence stands in a text, word by word, whatever stands around it and however a version of kg
cuts it; there it is about the facts with its relation whose ends have its words, or nearly. A fact that is right, or
what it is corrected to, is stated even if nothing read it: by a person, with these words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from math import exp, log
from typing import TYPE_CHECKING

from kg.dates import is_date
from kg.model import FACTUALITIES, UNKNOWN, Evidence, Fact, Judgement, Span
from kg.ontology import RELATIONS
from kg.records.codec import content_hash
from kg.resolve.decisions import fold_words
from kg.resolve.model import Words
from kg.spelling import clean, normalise, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Entity, Extraction, Factuality, ValueKind
    from kg.resolve.model import CalibrationDecision, Decisions, FactDecision

PERSON = "person"
"""The rule id of what a person states."""
_KEY = 2
_LEAST = 1e-6


class Verdicts:
    """The decisions of people that change what is read in documents."""

    def __init__(self, decisions: Decisions | None = None) -> None:
        self.facts = decisions.facts if decisions else ()
        self.calibration = decisions.calibration if decisions else None

    @cached_property
    def _by_start(self) -> dict[tuple[str, ...], dict[tuple[str, ...], list[FactDecision]]]:
        found: dict[tuple[str, ...], dict[tuple[str, ...], list[FactDecision]]] = defaultdict(dict)
        for each in self.facts:
            words = tuple(each.sentence.split())
            found[words[:_KEY]].setdefault(words, []).append(each)
        return found

    def in_text(self, text: str) -> list[tuple[FactDecision, Span]]:
        """Return the verdicts whose sentences stand in a text, each with the place, in order of place."""
        if not self.facts:
            return []
        places = list(words_in(clean(text)))
        words = tuple(word for word, _, _ in places)
        found = []
        for at in range(len(words)):
            for length in {1, _KEY}:
                for sentence, some in self._by_start.get(words[at : at + length], {}).items():
                    end = at + len(sentence)
                    if words[at:end] == sentence:
                        span = Span(places[at][1], places[end - 1][2])
                        found += [(each, span) for each in some]
        return found

    def digest(self, text: str) -> str:
        """Return a hash of what changes the facts of a text, "" for nothing."""
        parts = [str(each) for each in [self.calibration] if each]
        parts += sorted({repr(verdict) for verdict, _ in self.in_text(text)})
        return content_hash(parts) if parts else ""

    def revised(self, extraction: Extraction) -> Extraction:
        """Return an extraction as people correct it: refused facts stay in their places, and are marked."""
        return self._revised(extraction)[0]

    def fitting(self, extraction: Extraction) -> set[FactDecision]:
        """Return the verdicts that could be followed in an extraction."""
        return self._revised(extraction)[1]

    def _revised(self, extraction: Extraction) -> tuple[Extraction, set[FactDecision]]:
        facts = list(extraction.facts)
        if self.calibration is not None:
            facts = [replace(each, confidence=calibrated(each.confidence, self.calibration)) for each in facts]
        read = tuple(facts)
        fitting: set[FactDecision] = set()
        for verdict, span in self.in_text(extraction.document.text):
            reader = _Reader(extraction, verdict, span)
            met = reader.met(read)
            said = Judgement(verdict.verdict, verdict.who, verdict.why, verdict.when)
            stated = None
            if verdict.verdict == "corrected":
                for at in met:
                    facts[at] = replace(facts[at], judged=replace(said, verdict="wrong"))
                stated = reader.stated(read[met[0]] if met else None)
            elif met:
                sure = facts[met[0]].confidence if verdict.verdict == "wrong" else 1.0
                judged = replace(said, verdict="right") if verdict.verdict == "added" else said
                for at in met:
                    facts[at] = replace(facts[at], judged=judged, confidence=sure)
            elif verdict.verdict != "wrong":
                stated = reader.stated(None)
                said = replace(said, verdict="added")
            if stated is not None:
                facts.append(replace(stated, judged=said))
            if met or stated is not None:
                fitting.add(verdict)
        return replace(extraction, facts=tuple(facts)), fitting


def calibrated(confidence: float, by: CalibrationDecision) -> float:
    """Return a confidence as a calibration corrects it."""
    sure = min(max(confidence, _LEAST), 1 - _LEAST)
    return round(1 / (1 + exp(-(by.slope * log(sure / (1 - sure)) + by.shift))), 4)


def sentence_of(extraction: Extraction, clause: Span) -> Span:
    """Return the sentence that holds a clause, the clause itself where there is none."""
    over = [each for each in extraction.sentences if each.overlaps(clause)]
    return Span(over[0].begin, max(over[-1].end, clause.end)) if over else clause


def ends_of(extraction: Extraction, fact: Fact, entities: dict[str, Entity] | None = None) -> tuple[Words, Words]:
    """Return the words for subject and object of a fact, as a verdict on it has them."""
    known = entities if entities is not None else {each.id: each for each in extraction.entities}
    text, evidence = clean(extraction.document.text), fact.evidence
    subject = _words(text, evidence.subject, known.get(fact.subject), "")
    item = known.get(fact.object) if fact.kind == "entity" else None
    return subject, _words(text, evidence.object, item, fact.object)


def _words(text: str, span: Span | None, entity: Entity | None, value: str) -> Words:
    name = entity.name if entity else value
    words = fold_words(span.slice(text) if span else name)
    named = set(fold_words(name).split())
    if entity is None or (words and named.issuperset(words.split())):
        return Words(words)
    return Words(words, normalise(clean(name)))


def _near(one: str, other: str) -> bool:
    words = set(one.split()), set(other.split())
    return bool(words[0] and words[1]) and (words[0] <= words[1] or words[1] <= words[0])


class _Reader:
    """A verdict in an extraction, at the place of its sentence."""

    def __init__(self, extraction: Extraction, verdict: FactDecision, span: Span) -> None:
        self.extraction, self.verdict, self.span = extraction, verdict, span
        self.text = clean(extraction.document.text)
        self.entities = {each.id: each for each in extraction.entities}

    def met(self, facts: tuple[Fact, ...]) -> list[int]:
        """Return the places of the facts that the verdict is about: with its very words, else nearly."""
        exact, near = [], []
        for at, fact in enumerate(facts):
            if fact.predicate != self.verdict.relation or not fact.evidence.clause.overlaps(self.span):
                continue
            ends = list(zip((self.verdict.subject, self.verdict.object), self._ends(fact), strict=True))
            if all(one.words == other.words and self._same(one, entity) for one, (other, entity) in ends):
                exact.append(at)
            elif all(
                self._same(one, entity) if one.name else one.words == other.words or _near(one.words, other.words)
                for one, (other, entity) in ends
            ):
                near.append(at)
        return exact or near

    def _ends(self, fact: Fact) -> Iterator[tuple[Words, Entity | None]]:
        subject, item = ends_of(self.extraction, fact, self.entities)
        yield subject, self.entities.get(fact.subject)
        yield item, self.entities.get(fact.object) if fact.kind == "entity" else None

    @staticmethod
    def _same(said: Words, entity: Entity | None) -> bool:
        """Return whether a verdict with a name means this entity."""
        if not said.name:
            return True
        return entity is not None and said.name in {normalise(clean(each)) for each in (entity.name, *entity.aliases)}

    def stated(self, before: Fact | None) -> Fact | None:
        """Return the fact that a person states, in place of one that was read if there is one; None if it cannot be.

        Each end must be an entity that the document mentions, the object else a date or words that its relation takes.
        """
        to = dict(self.verdict.changes)
        relation = to.get("relation", self.verdict.relation)
        subject = self._end(to.get("subject"), self.verdict.subject)
        if before is not None and "subject" not in to:
            subject = before.subject, before.evidence.subject
        if before is not None and "object" not in to and (before.kind == "entity") == _takes_entity(relation):
            item: tuple[str, Span | None, ValueKind] | None = (before.object, before.evidence.object, before.kind)
        else:
            item = self._object(relation, to.get("object"))
        source = before.source if before else None
        if "source" in to:
            source = (self._end(to["source"], Words("")) or (None,))[0] if to["source"] else None
            if to["source"] and source is None:
                return None
        known = RELATIONS.get(relation)
        named = known is not None and not known.takes_unknown_subject
        if subject is None or item is None or (subject[0] == UNKNOWN and named):
            return None
        spans = [each for each in (subject[1], item[1]) if each]
        whole = before.evidence.clause if before else sentence_of(self.extraction, self.span)
        clause = Span(min([whole.begin, *(s.begin for s in spans)]), max([whole.end, *(s.end for s in spans)]))
        read: Factuality = before.factuality if before else "asserted"
        return Fact(
            subject=subject[0],
            predicate=relation,
            object=item[0],
            kind=item[2],
            evidence=Evidence(clause, subject[1], item[1], before.evidence.predicate if before else None),
            rule=PERSON,
            factuality=next((each for each in FACTUALITIES if each == to.get("factuality")), read),
            source=source,
            time=to["time"] or None if "time" in to else before.time if before else None,
            qualifiers=before.qualifiers if before and "relation" not in to else (),
        )

    def _object(self, relation: str, given: str | None) -> tuple[str, Span | None, ValueKind] | None:
        said = self.verdict.object if given is None else Words(fold_words(given))
        if _takes_entity(relation):
            found = self._end(given, self.verdict.object)
            if found is not None and found[0] != UNKNOWN:
                return *found, "entity"
        place = self._place(said.words)
        value = given or (place.slice(self.text) if place else said.words)
        known = RELATIONS.get(relation)
        if is_date(value) and (known is None or known.kind == "date"):
            return value, place, "date"
        return (value, place, "text") if value and (known is None or known.kind == "text") else None

    def _end(self, given: str | None, said: Words) -> tuple[str, Span | None] | None:
        """Return the entity that words or a name mean here, and the place of its mention in the sentence."""
        words, name = (said.words, said.name) if given is None else (fold_words(given), normalise(clean(given)))
        if not words and not name:
            return UNKNOWN, None
        here = [
            (mention.span, each)
            for each in self.extraction.entities
            for mention in each.mentions
            if mention.span.overlaps(self.span)
        ]
        here.sort(key=lambda pair: (pair[0].begin, -pair[0].end))
        if not said.name or given is not None:
            for span, each in here:
                if fold_words(span.slice(self.text)) == words:
                    return each.id, span
        for wanted in filter(None, (name, words)):
            for each in self.extraction.entities:
                if wanted in {key for one in (each.name, *each.aliases) for key in (normalise(one), fold_words(one))}:
                    return each.id, next((span for span, other in here if other is each), None)
        near = [(s, e) for s, e in here if not said.name and _near(words, fold_words(s.slice(self.text)))]
        return (near[0][1].id, near[0][0]) if near else None

    def _place(self, words: str) -> Span | None:
        wanted = words.split()
        places = [each for each in words_in(self.span.slice(self.text)) if each[0]]
        for at in range(len(places) - len(wanted) + 1):
            if wanted and [word for word, _, _ in places[at : at + len(wanted)]] == wanted:
                first, last = places[at], places[at + len(wanted) - 1]
                return Span(self.span.begin + first[1], self.span.begin + last[2])
        return None


def _takes_entity(relation: str) -> bool:
    known = RELATIONS.get(relation)
    return known is None or known.kind == "entity"
