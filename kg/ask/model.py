"""What a question in plain English asks for, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["ANYONE", "ASKED", "AskKind", "Called", "Pattern", "Question", "Term"]

type AskKind = Literal["entity", "number", "time", "place", "whether", "claim", "speaker", "about", "events"]
"""What answers a question: entities, how many, when, where (an event's place), yes or no, what somebody says, who says
something, the facts about an entity, or what happened."""


@dataclass(frozen=True, slots=True)
class Called:
    """A name of the graph in a question: its code points there, half-open, and the entities that it may mean.

    `entities` are IRIs, those in most documents first; `labels` and `classes` are theirs.
    """

    begin: int
    end: int
    words: str
    entities: tuple[str, ...]
    labels: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One end of a relation: what is asked for, one of `Question.called` (by its place), words, or anything.

    `words` are those of a noun phrase without its determiner ("ceasefire"), of which the graph may know several.
    """

    kind: Literal["asked", "called", "words", "any"]
    called: int = -1
    words: str = ""


ASKED = Term("asked")
ANYONE = Term("any")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A relation that the question may be about: the ends, and what qualifies it (`kg.ontology.QUALIFIERS`).

    `relation` is a name of the ontology or an open predicate ("p/cut_off"). `negated`: the words deny it.
    """

    subject: Term
    relation: str
    object: Term
    qualifiers: tuple[tuple[str, Term], ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    One of the `patterns` must hold. `classes` are those that what is asked for may have, any where there are none;
    `days` the first and the last day (ISO 8601) that the question speaks of; `words` what else the sentence that
    answers it must say. `now`: it is put in the present tense and names no time, so what is over does not answer it.
    `statement` is the question as a statement, as it was read.
    """

    text: str
    kind: AskKind
    called: tuple[Called, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    classes: tuple[str, ...] = ()
    days: tuple[str, str] | None = None
    words: tuple[str, ...] = ()
    statement: str = ""
    now: bool = False
