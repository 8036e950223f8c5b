"""A relation rule: which words say a relation, which of their arguments it joins, and of what classes these must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

type Construction = Literal["verb", "noun", "adjective", "preposition"]
"""What kind of word a rule reads."""

type Voice = Literal["any", "active", "passive"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a word to its arguments: those of a role and, where any is given, of these prepositions."""

    role: str
    prepositions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """The way from the word that a rule reads to an argument.

    The loader makes one of each, and they are compared as objects, since they are looked up very often.

    `object.oblique:of` leads from the verb to its object and on to what follows that noun's "of".
    """

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """That one of the slots leads to a word with one of these lemmas, or, where there are none, to any word."""

    slots: tuple[Slot, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Find:
    """A relation that a sentence states, by the words of its arguments."""

    subject: str
    relation: str
    object: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and what the rule must find in it, or, of a counter-example, must not."""

    text: str
    finds: tuple[Find, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the tables.

    `words` are lemmas, a verb's particle joined by "_"; "*" stands for every word. The slots of `subject` and of
    `object` are tried in order and the first that leads to a phrase of a fitting class is taken. Classes include their
    subclasses already. All conditions of `where` must hold, none of `unless`. `unnamed` lets the subject be left out
    where a passive names no agent, or, with "always", where a noun of action names none ("his arrest") as well.
    `named` wants a name where the rule reads a noun, or what a preposition follows. `negates` says that the words deny
    the relation ("boycotted the summit"). `fallback` marks what is only assumed where no other rule joins the two
    phrases ("Ivan's car" is owned, unless the sentence says that he made it). `known` lists the arguments that
    must be named or mentioned more than once ("a plant in a town" says little).
    """

    id: str
    relation: str
    construction: Construction
    words: tuple[str, ...]
    subject: tuple[Slot, ...]
    object: tuple[Slot, ...]
    subject_classes: frozenset[str]
    object_classes: frozenset[str]
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...] = ()
    where: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    qualifiers: tuple[tuple[str, tuple[Slot, ...]], ...] = ()
    value: Literal["entity", "date", "text"] = "entity"
    voice: Voice = "any"
    unnamed: Literal["", "passive", "always"] = ""
    named: bool = False
    known: frozenset[str] = frozenset()
    negates: bool = False
    fallback: bool = False
    confidence: float = 0.7
    needs: tuple[frozenset[str], ...] = field(init=False, compare=False, repr=False)
    beside: tuple[frozenset[str], ...] = field(init=False, compare=False, repr=False)
    head_classes: tuple[frozenset[str], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Derive what a word must have for the rule to find something there.

        `needs`: of each set, a clause must have one role, "oblique:in" say. `beside`: of each set, a noun must have one
        beside it, "possessive" say. `head_classes`: the noun itself must be of one class of each set.
        """
        ends = [condition.slots for condition in self.where]
        ends += [] if self.unnamed else [self.subject]
        ends += [] if self.value == "date" else [self.object]
        needs = (frozenset(key for slot in end for key in _keys(slot.steps[0])) for end in ends)
        object.__setattr__(self, "needs", tuple(needed for needed in needs if _ANY not in needed))
        firsts = [frozenset(slot.steps[0].role for slot in end) for end in ends]
        object.__setattr__(self, "beside", tuple(first for first in firsts if first <= _BESIDE))
        parties = [(self.subject, self.subject_classes)] if not self.unnamed else []
        parties += [(self.object, self.object_classes)] if self.value != "date" else []
        heads = (classes for slots, classes in parties if all(slot.steps == _HEAD for slot in slots))
        object.__setattr__(self, "head_classes", tuple(heads))

    def may_apply(self, roles: frozenset[str], *, passive: bool) -> bool:
        """Whether the rule may find something in a clause of this voice with arguments of these roles."""
        if self.voice != "any" and passive != (self.voice == "passive"):
            return False
        return not any(map(roles.isdisjoint, self.needs))


@dataclass(frozen=True, slots=True)
class CodedRule:
    """A rule without words of its own, which the code of `module` reads; `says` is what it finds."""

    id: str
    module: str
    says: str
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]


_ANY = "*"
"""The role of what any clause may have."""
_BESIDE = frozenset({"possessive", "modifier", "appositive"})
"""What may stand beside a noun."""
_HEAD = (Step("head"),)
_GIVEN = frozenset({"subject", "object", "recipient", "attribute", "oblique"})
"""The roles of a clause's own arguments; other ways lead elsewhere."""


def _keys(step: Step) -> list[str]:
    """What a clause may have of which a step asks for one."""
    if step.role not in _GIVEN:
        return [_ANY]
    return [f"{step.role}:{preposition}" for preposition in step.prepositions] or [step.role]
