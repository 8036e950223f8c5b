"""Reading relation rules off sites: what each finds there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.rules.rule_set import shipped_rules
from kg.text.model import UNNAMED, RelationMention
from kg.text.relations.class_inference import UNTYPED, may_be
from kg.text.relations.sites import Site, beside, reach
from kg.text.syntax.dependencies import carried, company, examples, lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.rules.rule import Condition, Rule, Slot
    from kg.rules.rule_set import RuleSet
    from kg.text.model import Clause, Parse, Referents, Time

__all__ = ["Reader"]

_VAGUE: Final = {"Organization": frozenset({"Company", "SportsTeam"})}
"""What a name of a class may be when nothing told more of it."""


@dataclass(slots=True)
class Reader:
    """One document under reading: its parse, what its phrases refer to, its clauses and its times, and the rules."""

    parse: Parse
    referents: Referents
    clauses: Sequence[Clause]
    times: Sequence[Time] = ()
    rules: RuleSet = field(default_factory=shipped_rules)
    clause_at: dict[int, Clause] = field(init=False)
    _times_of: dict[int, list[Time]] = field(init=False)
    _headed: dict[int, list[int]] = field(init=False)
    _classes: list[str] = field(init=False)
    _site: Site | None = field(init=False, default=None)
    _reached: dict[Slot, list[int]] = field(init=False, default_factory=dict)
    _led: tuple[dict[Slot, list[list[int]]], ...] = field(init=False, default_factory=lambda: ({}, {}))
    _open: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        """Index clauses by their heads, a verb's own before a light reading, and times by what they are said of."""
        self._classes = [
            (self.referents.referents[referent].cls if referent >= 0 else "") or phrase.cls
            for phrase, referent in zip(self.referents.phrases, self.referents.referent_of, strict=True)
        ]
        self._open = [
            phrase.kind == "name" and (cls in UNTYPED or cls in _VAGUE)
            for phrase, cls in zip(self.referents.phrases, self._classes, strict=True)
        ]
        self.clause_at = {}
        for clause in self.clauses:
            if clause.link != "light":
                self.clause_at.setdefault(clause.head, clause)
        self._headed = {}
        for place, phrase in enumerate(self.referents.phrases):
            if self.referents.referent_of[place] >= 0:
                self._headed.setdefault(phrase.head, []).append(place)
        self._times_of = {}
        for time in self.times:
            if time.value and time.governor >= 0:
                self._times_of.setdefault(time.governor, []).append(time)

    def cls(self, phrase: int) -> str:
        """The class of what a phrase refers to, else the one that the phrase itself suggests."""
        return self._classes[phrase]

    def phrase(self, token: int) -> int:
        """The phrase whose head is `token` and that refers to something, -1 where there is none."""
        return next(iter(self._headed.get(token, ())), -1)

    def same(self, first: int, second: int) -> bool:
        """Whether two phrases refer to one thing."""
        return self.referents.referent_of[first] == self.referents.referent_of[second]

    def fitting(self, tokens: Iterable[int], classes: frozenset[str]) -> list[int]:
        """The phrases at these tokens whose class is one of `classes`."""
        return self._fitting([self._headed[token] for token in tokens if token in self._headed], classes)

    def _fitting(self, headed: Iterable[list[int]], classes: frozenset[str]) -> list[int]:
        """Of the phrases with each head the first that fits."""
        found: list[int] = []
        known, open_ = self._classes, self._open
        for phrases in headed:
            for phrase in phrases:
                if known[phrase] in classes or (open_[phrase] and self.fits(phrase, classes)):
                    if phrase not in found:
                        found.append(phrase)
                    break
        return found

    def _at(self, site: Site) -> None:
        """Forget what was looked up at another site: many rules follow the same slots from one."""
        if site is not self._site:
            self._site = site
            self._reached.clear()
            for led in self._led:
                led.clear()

    def _reach(self, site: Site, slot: Slot) -> list[int]:
        """The tokens that a slot leads to."""
        self._at(site)
        tokens = self._reached.get(slot)
        if tokens is None:
            tokens = self._reached[slot] = reach(self.parse, site, slot, self.clause_at)
        return tokens

    def _lead(self, site: Site, slot: Slot, *, spread: bool) -> list[list[int]]:
        """The phrases with each head that a slot leads to; with `spread`, what they include as well."""
        tokens, known = self._reach(site, slot), self._headed
        return [known[token] for token in (self._spread(tokens) if spread and tokens else tokens) if token in known]

    def _spread(self, tokens: Iterable[int]) -> list[int]:
        """Tokens with what is carried or exemplified by them: "dozens of banks, including X" gives "banks" and "X"."""
        found: list[int] = []
        for token in tokens:
            noun = carried(self.parse, token)
            found.append(token if noun < 0 else noun)
            found += examples(self.parse, found[-1])
            found += company(self.parse, token)
        return found

    def fits(self, phrase: int, classes: frozenset[str]) -> bool:
        """Whether a phrase may be of one of these classes; a name of no known class may be a person or a body."""
        return _may_fit(self._classes[phrase], self.referents.phrases[phrase].kind == "name", classes)

    def _untyped(self, phrase: int) -> bool:
        return self.cls(phrase) in UNTYPED and self.referents.phrases[phrase].kind == "name"

    def any_noun(self, noun: int) -> tuple[Rule, ...]:
        """The rules for every noun, without those that can find nothing at this one."""
        phrases, kinds = self._headed.get(noun, ()), self.referents.phrases
        heads = frozenset([(self._classes[p], kinds[p].kind == "name") for p in phrases])
        return _for_any_noun(self.rules, beside(self.parse, noun), heads)

    def first(self, site: Site, slots: tuple[Slot, ...], classes: frozenset[str], *, spread: bool = False) -> list[int]:
        """The phrases that the first slot with any of a fitting class leads to."""
        self._at(site)
        led = self._led[spread]
        for slot in slots:
            headed = led.get(slot)
            if headed is None:
                headed = led[slot] = self._lead(site, slot, spread=spread)
            if headed and (found := self._fitting(headed, classes)):
                return found
        return []

    def apply(self, rule: Rule, site: Site, place: int, times: Sequence[Time] = ()) -> list[RelationMention]:
        """What a rule finds at a site, which is the clause at `place`, or -1; `times` instead of those said of it."""
        spread = rule.subject != rule.object  # the parties of a meeting do not meet those whom they include
        subjects = self.first(site, rule.subject, rule.subject_classes, spread=spread)
        if not (subjects or rule.unnamed) or not self.applies(rule, site):  # conditions cost more to look up
            return []
        if rule.value == "date":
            return [
                replace(self._mention(rule, site, place, subject, -1), value=time.value, kind="date")
                for subject in subjects
                for time in times or self._dates(rule, site, subject)
            ]
        objects = self.first(site, rule.object, rule.object_classes, spread=spread)
        if spread and not objects:
            return []
        if not subjects and rule.unnamed and self._agentless(rule, site):
            subjects = [UNNAMED]
        return [
            self._mention(rule, site, place, subject, obj)
            for subject, obj in self._pairs(rule, subjects, objects)
            if not rule.told or self.tells(rule, subject, obj)
        ]

    def applies(self, rule: Rule, site: Site) -> bool:
        """Whether a rule's conditions hold at a site."""
        clause = site.clause
        if rule.named and not self._named(site.token):
            return False
        if rule.voice != "any" and (clause is None or clause.passive != (rule.voice == "passive")):
            return False
        for condition in rule.where:
            if not self._holds(site, condition):
                return False
        return not rule.unless or not any(self._holds(site, condition) for condition in rule.unless)

    def _holds(self, site: Site, condition: Condition) -> bool:
        """Whether a condition is met at a site."""
        words = condition.words
        for slot in condition.slots:
            for token in self._reach(site, slot):
                if not words or lemma_of(self.parse, token) in words:
                    return True
        return False

    def tells(self, rule: Rule, subject: int, obj: int) -> bool:
        """Whether the text names, or speaks more than once of, what a rule wants told."""
        return ("subject" not in rule.told or self._is_told(subject)) and (
            "object" not in rule.told or self._is_told(obj)
        )

    def _is_told(self, phrase: int) -> bool:
        """Whether a phrase is one for something named or spoken of more than once."""
        referent = self.referents.referents[self.referents.referent_of[phrase]]
        return len(referent.phrases) > 1 or self.referents.phrases[phrase].kind in {"name", "demonym"}

    def _named(self, token: int) -> bool:
        """Whether the phrase at a token is a name."""
        phrase = self.phrase(token)
        return phrase >= 0 and self.referents.phrases[phrase].kind == "name"

    def _agentless(self, rule: Rule, site: Site) -> bool:
        """Whether the words leave the agent out: a passive, or a noun of action, without a subject."""
        clause = site.clause
        if clause is None or all(slot.steps[0].role != "subject" for slot in rule.subject):
            return True
        if clause.heads("subject"):
            return False
        return clause.passive or (rule.unnamed == "always" and clause.link in {"nominal", "light"})

    def _pairs(self, rule: Rule, subjects: list[int], objects: list[int]) -> Iterator[tuple[int, int]]:
        if rule.subject == rule.object:
            pairs: Iterable[tuple[int, int]] = combinations(subjects, 2)
        else:
            pairs = ((s, o) for s in subjects for o in objects)
        for subject, obj in pairs:
            if subject == UNNAMED or (not self.same(subject, obj) and self.takes(rule.relation, subject, obj)):
                yield subject, obj

    def takes(self, relation: str, subject: int, obj: int) -> bool:
        """Whether the vocabulary lets a relation hold between two phrases, as far as their classes are known."""
        if self._untyped(subject) or self._untyped(obj):
            return True
        return ontology.RELATIONS[relation].takes(self.cls(subject), self.cls(obj))

    def _dates(self, rule: Rule, site: Site, subject: int) -> list[Time]:
        """The times said of the site's verb or noun, or of the subject itself where the rule reads a noun."""
        anchors = [site.token]
        if site.clause is not None:
            anchors.append(site.clause.verb)
            anchors += [h for role in ("object", "attribute") for h in site.clause.heads(role)]
        if rule.construction in {"noun", "preposition"}:
            anchors = [self.referents.phrases[subject].head]
        return [time for anchor in dict.fromkeys(anchors) for time in self._times_of.get(anchor, [])][:1]

    def _qualifiers(self, rule: Rule, site: Site) -> tuple[tuple[str, int | str], ...]:
        if not rule.qualifiers:
            return ()
        every = frozenset(ontology.CLASSES)
        found: list[tuple[str, int | str]] = []
        for name, slots in rule.qualifiers:
            phrases = self.first(site, slots, every)
            if phrases:
                found.append((name, phrases[0]))
        return tuple(found)

    def _mention(self, rule: Rule, site: Site, place: int, subject: int, obj: int) -> RelationMention:
        return RelationMention(
            subject=subject,
            predicate=rule.relation,
            object=obj,
            rule=rule.id,
            anchor=site.token,
            tokens=self._tokens(site, subject, obj),
            clause=place,
            qualifiers=self._qualifiers(rule, site) if obj >= 0 else (),
            confidence=rule.confidence,
            negated=rule.negates,
            fallback=rule.fallback,
        )

    def _tokens(self, site: Site, *phrases: int) -> tuple[int, int]:
        """The words that say a relation: those of the clause, else from the first to the last phrase."""
        spans = [(self.referents.phrases[p].start, self.referents.phrases[p].end) for p in phrases if p >= 0]
        spans.append((site.token, site.token + 1))
        if site.clause is not None:
            spans.append((site.clause.start, site.clause.end))
        return min([start for start, _ in spans]), max([end for _, end in spans])


def _may_fit(cls: str, named: bool, classes: frozenset[str]) -> bool:
    """Whether what is of a class, or nothing but named, may be of one of these classes."""
    if cls in classes or (named and cls in UNTYPED and may_be(classes)):
        return True
    return named and cls in _VAGUE and not classes.isdisjoint(_VAGUE[cls])


@lru_cache(maxsize=4096)
def _for_any_noun(rules: RuleSet, near: frozenset[str], heads: frozenset[tuple[str, bool]]) -> tuple[Rule, ...]:
    """The rules for every noun that may find something at one with these things beside it, named or classed so."""
    return tuple(
        rule
        for rule in rules.reading("noun", "*", every=False)
        if all(not near.isdisjoint(needed) for needed in rule.beside)
        and all(any(_may_fit(cls, named, classes) for cls, named in heads) for classes in rule.head_classes)
    )
