"""Matching of relation rules against one document: slots filled, conditions met, arguments of the right classes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.tables import words
from kg.text.model import UNNAMED, RelationMention
from kg.text.syntax.dependencies import comitatives, conjuncts, examples, lemma_of, partitive_noun, prepositional

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.rules.rule import Condition, Rule, Slot, Step
    from kg.rules.rule_set import RuleSet
    from kg.text.model import Clause, Parse, Referents, Time

_PREDICATES: Final = ("xcomp", "ccomp", "acomp", "oprd", "attr")
_ADVERBIAL: Final = ("advmod", "npadvmod", "neg")
_MODIFIERS: Final = ("compound", "amod", "nmod")
_APPOSED: Final = ("appos", "compound", "nmod")
"""The labels of a noun beside another that refers to the same entity."""
_LABELS: Final = {"subject": ("nsubj", "nsubjpass"), "object": ("dobj", "pobj")}
"""The labels by which a word that heads no clause governs its arguments."""
_BESIDE: Final = {"poss": "possessive", "appos": "appositive"} | dict.fromkeys(_MODIFIERS, "modifier")
_COMITATIVE: Final = words("words/syntax/nouns", "comitative")
_BREAKS: Final = (",", "(", ")", "--", "–", "—", ":")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word that a rule may read: `token`, and the clause of which it is the head, None for a mere noun."""

    token: int
    clause: Clause | None = None


def fillers(parse: Parse, anchor: Anchor, slot: Slot, clause_at: Mapping[int, Clause]) -> list[int]:
    """The tokens that fill a slot of a rule at an anchor, in order; `clause_at` has the clauses by their heads."""
    anchors = [anchor]
    for step in slot.steps[:-1]:
        anchors = [Anchor(t, clause_at.get(t)) for a in anchors for t in _follow(parse, a, step)]
    return [token for a in anchors for token in _follow(parse, a, slot.steps[-1])]


def neighbours(parse: Parse, noun: int) -> frozenset[str]:
    """Which of "possessive", "modifier" and "appositive" a noun has."""
    found = {_BESIDE[label] for c in parse.children[noun] if (label := parse.deps[c]) in _BESIDE}
    if parse.deps[noun] in _APPOSED:
        found.add("appositive")
    return frozenset(found)


def _follow(parse: Parse, anchor: Anchor, step: Step) -> list[int]:
    token, clause = anchor.token, anchor.clause
    match step.role:
        case "head" | "governor":
            return [token]
        case "possessive":
            return _coordinated(parse, token, "poss")
        case "modifier" if parse.pos[token] in ("VERB", "AUX"):
            return parse.dependents(token, *_ADVERBIAL)
        case "modifier":
            return [c for c in parse.dependents(token, *_MODIFIERS) if not _is_apart(parse, c, token)]
        case "appositive":
            return _appositives(parse, token)
    return _of_word(parse, token, step) if clause is None else _of_clause(parse, clause, step)


def _of_clause(parse: Parse, clause: Clause, step: Step) -> list[int]:
    if step.role == "verb":
        return [clause.verb]
    if step.role == "infinitive":
        every = [*clause.heads("complement"), *parse.dependents(clause.verb, "advcl")]
        return [c for c in every if any(parse.tags[n] == "TO" for n in parse.children[c])]
    found = list(clause.heads(step.role, *step.prepositions))  # type: ignore[arg-type]  # the loader knows the roles
    if step.role == "complement":
        found += [c for c in parse.dependents(clause.verb, *_PREDICATES) if c not in found]
    if step.role == "subject" and found and not clause.passive:  # "attended the opening together with X"
        found += clause.heads("oblique", *_COMITATIVE)
    return found


def _of_word(parse: Parse, token: int, step: Step) -> list[int]:
    prepositions = parse.dependents(token, "prep")
    if step.role == "oblique":
        return [
            head
            for node in prepositions
            for preposition, head, clause in prepositional(parse, node)
            if not clause and (not step.prepositions or preposition in step.prepositions)
        ]
    if step.role == "complement":
        found = parse.dependents(token, "acl", "relcl", *_PREDICATES)
        return found + [c for node in prepositions for c in parse.dependents(node, "pcomp")]
    return _coordinated(parse, token, *_LABELS.get(step.role, ()))


def _is_apart(parse: Parse, modifier: int, noun: int) -> bool:
    """Whether a noun only seems to modify another: "Varna, Bulgaria", "VARNA (AP) - …", "Castle-on-Sea"."""
    if parse.pos[modifier] not in ("NOUN", "PROPN"):
        return False
    hyphened = parse.words[modifier + 1] == "-" and not (noun == modifier + 2 and parse.words[noun][0].islower())
    return hyphened or any(word in _BREAKS for word in parse.words[modifier + 1 : noun])


def _appositives(parse: Parse, noun: int) -> list[int]:
    """What stands beside a noun for the same entity: "his wife, Maria", "Maria, his wife", "his wife Maria"."""
    single = parse.tags[noun] in ("NN", "NNP")  # "his wife, Maria, and two sons": what is coordinated is no wife
    found = parse.dependents(noun, "appos") if single else _coordinated(parse, noun, "appos")
    return [*found, parse.heads[noun]] if parse.deps[noun] in _APPOSED else found


def _coordinated(parse: Parse, token: int, *labels: str) -> list[int]:
    return [c for child in parse.dependents(token, *labels) for c in conjuncts(parse, child)]


_UNTYPED: Final = frozenset({"", "Topic"})
"""The classes of what no stage has found the class of."""
_KINDS: Final = ("Person", "Organization")
"""What a name of unknown class may be."""
_VAGUE: Final = {"Organization": frozenset({"Company", "SportsTeam"})}
"""What a name of a class may be when no text says more of it."""
_EVERY: Final = frozenset(ontology.CLASSES)


class RuleMatcher:
    """Matches rules against one document: its parse, its phrases and their classes, its clauses and times.

    `clause_at` has the clauses by their heads, a verb's own rather than its reading as a light verb.
    """

    def __init__(
        self, parse: Parse, referents: Referents, clauses: Sequence[Clause], times: Sequence[Time], rules: RuleSet
    ) -> None:
        self.parse = parse
        self.referents = referents
        self.clauses = clauses
        self.times = times
        self.rules = rules
        self._classes: list[str] = []
        self._open: list[bool] = []  # names of whose class too little is known
        self._headed: dict[int, list[int]] = {}
        for place, phrase in enumerate(referents.phrases):
            cls = referents.cls(place) or phrase.cls
            self._classes.append(cls)
            self._open.append(phrase.kind == "name" and (cls in _UNTYPED or cls in _VAGUE))
            if referents.referent_of[place] >= 0:
                self._headed.setdefault(phrase.head, []).append(place)
        self.clause_at: dict[int, Clause] = {}
        for clause in clauses:
            if clause.link != "light":
                self.clause_at.setdefault(clause.head, clause)
        self._timed = {token for time in times for token in range(time.start, time.end)}
        """The words that say when: "was fired on Monday" is no "fired on the crowd"."""
        self._times_of: dict[int, list[Time]] = {}
        for time in times:
            if time.value and time.governor >= 0:
                self._times_of.setdefault(time.governor, []).append(time)
        self._anchor: Anchor | None = None  # the one looked at last: many rules have the same slots
        self._tokens: dict[Slot, list[int]] = {}
        self._phrases: tuple[dict[Slot, list[list[int]]], ...] = ({}, {})

    def cls(self, phrase: int) -> str:
        """The class of what a phrase refers to, else the one that the phrase itself suggests."""
        return self._classes[phrase]

    def phrase(self, token: int) -> int:
        """The phrase whose head is `token` and that refers to something, -1 where there is none."""
        return next(iter(self._headed.get(token, ())), -1)

    def coreferent(self, first: int, second: int) -> bool:
        """Whether two phrases refer to the same entity."""
        return self.referents.referent_of[first] == self.referents.referent_of[second]

    def fitting(self, tokens: Iterable[int], classes: frozenset[str]) -> list[int]:
        """The phrases at these tokens whose class is one of `classes`."""
        return self._fitting([self._headed[token] for token in tokens if token in self._headed], classes)

    def _fitting(self, headed: Iterable[list[int]], classes: frozenset[str]) -> list[int]:
        found: list[int] = []
        known, open_ = self._classes, self._open
        for phrases in headed:
            for phrase in phrases:
                if known[phrase] in classes or (open_[phrase] and self.fits(phrase, classes)):
                    if phrase not in found:
                        found.append(phrase)
                    break
        return found

    def fits(self, phrase: int, classes: frozenset[str]) -> bool:
        """Whether a phrase may be of one of these classes: a name of no known class may be a person's, say."""
        return _may_fit(self._classes[phrase], self._open[phrase], classes)

    def takes(self, relation: str, subject: int, obj: int) -> bool:
        """Whether the ontology lets a relation hold between two phrases, as far as their classes are known."""
        if any(self._open[phrase] and self._classes[phrase] in _UNTYPED for phrase in (subject, obj)):
            return True
        known = ontology.RELATIONS.get(relation)  # a relation of the user's own is checked where it is read
        return known is None or known.takes(self.cls(subject), self.cls(obj))

    def any_noun(self, noun: int) -> tuple[Rule, ...]:
        """The rules for every noun, without those that can find nothing at this one."""
        heads = frozenset([(self._classes[p], self._open[p]) for p in self._headed.get(noun, ())])
        return _for_any_noun(self.rules, neighbours(self.parse, noun), heads)

    def _fillers(self, anchor: Anchor, slot: Slot) -> list[int]:
        if anchor is not self._anchor:
            self._anchor, self._tokens, self._phrases = anchor, {}, ({}, {})
        tokens = self._tokens.get(slot)
        if tokens is None:
            tokens = self._tokens[slot] = fillers(self.parse, anchor, slot, self.clause_at)
        return tokens

    def _included(self, tokens: Iterable[int]) -> list[int]:
        """Tokens with what they carry or include: "dozens of banks, including X" gives "banks" and "X"."""
        found: list[int] = []
        for token in tokens:
            noun = partitive_noun(self.parse, token)
            found.append(token if noun < 0 else noun)
            found += examples(self.parse, found[-1])
            found += comitatives(self.parse, token)
        return found

    def first(
        self, anchor: Anchor, slots: tuple[Slot, ...], classes: frozenset[str], *, included: bool = False
    ) -> list[int]:
        """The phrases that fill the first slot with any of a fitting class; with `included`, what they include too."""
        for slot in slots:
            headed = self._phrases[included].get(slot) if anchor is self._anchor else None
            if headed is None:
                tokens = self._fillers(anchor, slot)
                tokens = self._included(tokens) if included and tokens else tokens
                headed = [self._headed[token] for token in tokens if token in self._headed]
                self._phrases[included][slot] = headed
            if headed and (found := self._fitting(headed, classes)):
                return found
        return []

    def apply(self, rule: Rule, anchor: Anchor, clause: int = -1) -> list[RelationMention]:
        """Return what a rule finds at an anchor, the head of the clause at this place."""
        included = rule.subject != rule.object  # the parties of a meeting do not meet those whom they include
        subjects = self.first(anchor, rule.subject, rule.subject_classes, included=included)
        if not (subjects or rule.unnamed) or not self.applies(rule, anchor):  # conditions cost more to look up
            return []
        if rule.value == "date":
            return [
                replace(self.mention(rule, anchor, subject, -1, clause), value=time.value, kind="date")
                for subject in subjects
                for time in self._dates(rule, anchor, subject)
            ]
        objects = self.first(anchor, rule.object, rule.object_classes, included=included)
        if included and not objects:
            return []
        if not subjects and rule.unnamed and self._agentless(rule, anchor):
            subjects = [UNNAMED]
        pairs = product(subjects, objects) if included else combinations(subjects, 2)
        return [self.mention(rule, anchor, s, o, clause) for s, o in pairs if self.joins(rule, s, o)]

    def joins(self, rule: Rule, subject: int, obj: int) -> bool:
        """Whether a rule's relation may hold between two phrases, or of an object whose agent is unnamed."""
        if subject != UNNAMED and (self.coreferent(subject, obj) or not self.takes(rule.relation, subject, obj)):
            return False
        return all(self._is_known(subject if end == "subject" else obj) for end in rule.known)

    def _is_known(self, phrase: int) -> bool:
        """Whether a phrase is one for an entity that has a name or is mentioned more than once."""
        referent = self.referents.referents[self.referents.referent_of[phrase]]
        return len(referent.phrases) > 1 or self.referents.phrases[phrase].kind in ("name", "demonym")

    def applies(self, rule: Rule, anchor: Anchor) -> bool:
        """Whether a rule's conditions hold at an anchor."""
        clause = anchor.clause
        if rule.named and not self._is_name(anchor.token):
            return False
        if rule.voice != "any" and (clause is None or clause.passive != (rule.voice == "passive")):
            return False
        for condition in rule.where:
            if not self._holds(anchor, condition):
                return False
        return not rule.unless or not any(self._holds(anchor, condition) for condition in rule.unless)

    def _holds(self, anchor: Anchor, condition: Condition) -> bool:
        words = condition.words
        for slot in condition.slots:
            for token in self._fillers(anchor, slot):
                if lemma_of(self.parse, token) in words if words else token not in self._timed:
                    return True
        return False

    def _is_name(self, token: int) -> bool:
        phrase = self.phrase(token)
        return phrase >= 0 and self.referents.phrases[phrase].kind == "name"

    def _agentless(self, rule: Rule, anchor: Anchor) -> bool:
        """Whether the words leave the agent out: a passive, or a noun of action, without a subject."""
        clause = anchor.clause
        if clause is None or all(slot.steps[0].role != "subject" for slot in rule.subject):
            return True
        if clause.heads("subject"):
            return False
        return clause.passive or (rule.unnamed == "always" and clause.link in ("nominal", "light"))

    def _dates(self, rule: Rule, anchor: Anchor, subject: int) -> list[Time]:
        """The time said of the anchor's verb or noun, or of the subject itself where the rule reads a noun."""
        clause, tokens = anchor.clause, [anchor.token]
        if rule.construction in ("noun", "preposition"):
            tokens = [self.referents.phrases[subject].head]
        elif clause is not None:
            tokens += [clause.verb, *clause.heads("object"), *clause.heads("attribute")]
        return [time for token in tokens for time in self._times_of.get(token, [])][:1]

    def mention(self, rule: Rule, anchor: Anchor, subject: int, obj: int, clause: int = -1) -> RelationMention:
        """What a rule says of two phrases: in the words of the clause, else from the first phrase to the last."""
        start, end = anchor.token, anchor.token + 1
        if anchor.clause is not None:
            start, end = min(start, anchor.clause.start), max(end, anchor.clause.end)
        for phrase in (subject, obj):
            if phrase >= 0:
                start = min(start, self.referents.phrases[phrase].start)
                end = max(end, self.referents.phrases[phrase].end)
        qualifiers = [(name, self.first(anchor, slots, _EVERY)) for name, slots in rule.qualifiers if obj >= 0]
        return RelationMention(
            subject=subject,
            predicate=rule.relation,
            object=obj,
            rule=rule.id,
            anchor=anchor.token,
            tokens=(start, end),
            clause=clause,
            qualifiers=tuple((name, phrases[0]) for name, phrases in qualifiers if phrases),
            confidence=rule.confidence,
            negated=rule.negates,
            fallback=rule.fallback,
        )


def _may_fit(cls: str, is_open: bool, classes: frozenset[str]) -> bool:
    """Whether what is of a class, or a name of which no more is known, may be of one of these classes."""
    if cls in classes or not is_open:
        return cls in classes
    return not classes.isdisjoint(_KINDS) if cls in _UNTYPED else not classes.isdisjoint(_VAGUE[cls])


@lru_cache(maxsize=4096)
def _for_any_noun(rules: RuleSet, near: frozenset[str], heads: frozenset[tuple[str, bool]]) -> tuple[Rule, ...]:
    """The rules for every noun that may find something at one with these neighbours and phrases of these classes."""
    return tuple(
        rule
        for rule in rules.rules_for("noun", "*", every=False)
        if all(not near.isdisjoint(needed) for needed in rule.beside)
        and all(any(_may_fit(cls, is_open, classes) for cls, is_open in heads) for classes in rule.head_classes)
    )
