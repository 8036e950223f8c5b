"""Score what kg finds in annotated texts: entities matched by position and name, facts by relation and confidence."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.model import UNKNOWN
from kg.ontology import RELATIONS, is_own

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.evaluation.gold import GoldEntity, GoldFact, GoldText
    from kg.model import Entity, Extraction, Fact

_LEAST: Final = 0.6
"""The share of words that two names have in common of which none is equal to the other."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("kg.evaluation").joinpath("names.toml").read_text("utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list of `names.toml`."""
    return frozenset(_table()[name].split())


@cache
def _words(name: str, *, person: bool = False) -> str:
    """The words by which a name is compared, in lower case; all of them where none says anything."""
    for row in _table()["same"]:
        name = re.sub(row["pattern"], row["as"], name)
    every = re.findall(r"\w+", name.lower())
    dropped = listed("determiners") | (listed("titles") if person else frozenset())
    return " ".join([word for word in every if word not in dropped] or every)


def match_entities(
    gold: Iterable[GoldEntity], found: Sequence[Entity], written: Mapping[str, Iterable[str]]
) -> dict[str, str | None]:
    """The id of the annotation's entity that each found entity is, by its own id; None where it is none.

    A name is equal to another after case, signs, determiners and persons' titles are dropped. `written` are more words
    for found entities, by their ids.
    """
    main: dict[str, list[GoldEntity]] = {}
    every: dict[str, list[GoldEntity]] = {}
    for each in gold:
        forms = {"Person": (True,), "": (True, False)}.get(each.cls, (False,))
        main.setdefault(_words(each.names[0], person=each.cls == "Person"), []).append(each)
        for name in sorted({_words(name, person=form) for form in forms for name in each.names if name}):
            every.setdefault(name, []).append(each)
    return {entity.id: _match(entity, main, every, written.get(entity.id, ())) for entity in found}


def _match(
    entity: Entity,
    main: Mapping[str, list[GoldEntity]],
    every: Mapping[str, list[GoldEntity]],
    written: Iterable[str],
) -> str | None:
    person = entity.cls == "Person"
    mine = sorted({_words(name, person=person) for name in (entity.name, *entity.aliases) if name})
    name = _words(entity.name, person=person)
    hits = main.get(name) or every.get(name) or [each for one in mine for each in every.get(one, [])]
    hits = hits or [each for words in written for each in every.get(_words(words), [])]
    if not hits:
        best = _LEAST
        for words in map(set, map(str.split, mine)):
            for other, entities in every.items():
                theirs = set(other.split())
                share = len(words & theirs) / len(words | theirs)
                if share >= best:
                    best, hits = share, entities
    same = [each for each in hits if entity.cls in {each.cls, *each.other}]
    counts = Counter(each.id for each in same or hits)
    return max(counts, key=lambda name: (counts[name], name == entity.id)) if counts else None


def same_date(one: str, other: str) -> bool:
    """Return whether two dates agree, as far as both go.

    >>> same_date("1975", "1975-06-20"), same_date("1975-06", "1975-07")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)


_BINS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
"""The lower bounds of the rows of the table of confidence."""

type _Key = tuple[str, str, str]


@dataclass(slots=True)
class Tally:
    """Counts of facts: in the annotation (core ones), found of these, and of all that kg states the right and wrong."""

    gold: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """The share of what kg states that is in the annotation; 0 where it states nothing."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotation that kg states; 0 where there is none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Tally) -> None:
        """Take in the counts of other texts."""
        self.gold += other.gold
        self.found += other.found
        self.right += other.right
        self.wrong += other.wrong


@dataclass(slots=True)
class Bin:
    """The facts with a confidence from `least` up to the next bound, and how many of them are right."""

    least: float
    facts: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact that was missed or is wrong, in words, with its sentence; `rule` is what found a wrong one."""

    kind: Literal["missed", "wrong"]
    text: str
    subject: str
    relation: str
    object: str
    sentence: str
    rule: str = ""
    confidence: float | None = None


@dataclass(slots=True)
class Scores:
    """The figures of annotated texts: all together, by relation, by confidence, and what is missed and wrong."""

    total: Tally = field(default_factory=Tally)
    relations: dict[str, Tally] = field(default_factory=dict)
    bins: list[Bin] = field(default_factory=lambda: [Bin(least) for least in _BINS])
    misses: list[Miss] = field(default_factory=list)
    texts: int = 0


def score(
    texts: Iterable[tuple[GoldText, Extraction]], names: Mapping[str, str], scored: Collection[str] | None = None
) -> Scores:
    """The scores of texts, each with what was found in it.

    `names` gives relations that the annotation may write in other ways ("director", an IRI) their name in facts.
    `scored` are the relations that count; where None is given all of kg's but open predicates, descriptions and claims.
    A fact is right when subject, relation and object all are. Precision counts all facts of these relations; of facts
    that the annotation does not hold for certain ("core") none is missed. What a text denies is not told apart.
    """
    found = Scores()
    for gold, extraction in texts:
        found.texts += 1
        _Text(gold, extraction, names, scored, found).score()
    found.relations = dict(sorted(found.relations.items(), key=lambda item: (-item[1].gold, item[0])))
    return found


class _Text:
    def __init__(
        self,
        gold: GoldText,
        extraction: Extraction,
        names: Mapping[str, str],
        scored: Collection[str] | None,
        scores: Scores,
    ) -> None:
        self.gold, self.extraction, self.names, self.scored, self.scores = gold, extraction, names, scored, scores
        text = extraction.document.text
        written = {
            each.id: () if gold.whole else tuple(dict.fromkeys(m.span.slice(text) for m in each.mentions))
            for each in extraction.entities
        }
        self.matched = {**match_entities(gold.entities, extraction.entities, written), UNKNOWN: UNKNOWN}
        self.ids = {each.id for each in gold.entities} | {UNKNOWN}
        self.table: dict[_Key, list[GoldFact]] = {}
        for fact in gold.facts:
            if self._counts(name := names.get(fact.relation, fact.relation)):
                self.table.setdefault(self._key(fact.subject, name, fact.object), []).append(fact)

    def score(self) -> None:
        """Add the counts of the text to the scores."""
        seen: dict[_Key, Fact] = {}
        for fact in self.extraction.facts:
            if self._counts(fact.predicate):
                seen.setdefault(self._of(fact), fact)
        groups: dict[str, set[_Key]] = {}
        for key, facts in self.table.items():
            for each in facts:
                groups.setdefault(each.group or repr(key), set()).add(key)
        for key, facts in self.table.items():
            if any(each.core for each in facts):
                wordings = {other for each in facts for other in groups[each.group or repr(key)]}
                hit = not wordings.isdisjoint(seen)
                self._tally(key[1], Tally(gold=1, found=int(hit)))
                if not hit:
                    self._miss(key)
        for key, fact in seen.items():
            right = key in self.table
            self._tally(key[1], Tally(right=int(right), wrong=int(not right)))
            row = [each for each in self.scores.bins if each.least <= fact.confidence][-1]
            row.facts += 1
            row.right += right
            if not right:
                self._wrong(fact)

    def _counts(self, relation: str) -> bool:
        if self.scored is not None:
            return relation in self.scored
        return relation in RELATIONS and relation not in listed("unscored")

    def _key(self, subject: str, relation: str, item: str) -> _Key:
        known = RELATIONS.get(relation)
        if known is not None and known.symmetric and not is_own(relation):
            subject, item = sorted((subject, item))
        return subject, relation, item

    def _of(self, fact: Fact) -> _Key:
        """A found fact in the annotation's terms; of a date the one that agrees with it."""
        subject = self.matched.get(fact.subject) or f"?{fact.subject}"
        if fact.kind == "entity":
            return self._key(subject, fact.predicate, self.matched.get(fact.object) or f"?{fact.object}")
        key = self._key(subject, fact.predicate, fact.object)
        words = fact.object.lower()
        for other in self.table:
            value = other[2] not in self.ids or not self.gold.whole
            if other[:2] == key[:2] and value and same_date(other[2].lower(), words):
                return other
        return key

    def _tally(self, relation: str, counts: Tally) -> None:
        self.scores.total.add(counts)
        self.scores.relations.setdefault(relation, Tally()).add(counts)

    def _miss(self, key: _Key) -> None:
        labels = {each.id: each.names[0] for each in self.gold.entities}
        subject, item = labels.get(key[0], key[0]), labels.get(key[2], key[2])
        sentences = [span.slice(self.extraction.document.text) for span in self.extraction.sentences]
        where = max(sentences, key=lambda words: (subject in words) + (item in words), default=self.gold.text)
        self.scores.misses.append(Miss("missed", self.gold.id, subject, key[1], item, " ".join(where.split())))

    def _wrong(self, fact: Fact) -> None:
        labels = {each.id: each.name for each in self.extraction.entities}
        ends = labels.get(fact.subject, fact.subject), labels.get(fact.object, fact.object)
        at = fact.evidence.clause.begin
        spans = [span for span in self.extraction.sentences if span.begin <= at < span.end] or [fact.evidence.clause]
        words = " ".join(spans[0].slice(self.extraction.document.text).split())
        wrong = Miss("wrong", self.gold.id, ends[0], fact.predicate, ends[1], words, fact.rule, fact.confidence)
        self.scores.misses.append(wrong)
