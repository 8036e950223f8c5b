"""What a question in plain English asks for, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type AskKind = Literal[
    "entity", "number", "amount", "time", "place", "words", "whether", "claim", "speaker", "about", "events"
]
"""What answers a question: entities, how many, how much, when, where (an event's place), the words behind a preposition
("charged with"), yes or no, what somebody says, who says something, the facts about an entity, or what happened."""


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
class Question:
    """A question as it was understood.

    One of the `relations` must hold between `subject` and `object`: names of the ontology, "^" before one that is read
    from its object; or one of the `opened`, open predicates of the verb ("p/direct"), whose lemma is `verb` and whose
    forms are `forms`. A sentence that answers has a word that begins with one of `said`, where there are any, and what
    of `context` it has makes it the better answer. `near` is a question that is understood, where the verb is not
    known. `preposition` is the one that the question ends with ("charged with"). `classes` are those that
    what is asked for may have, any where there are none; `noun` is what is counted or asked for ("people"); `days` the
    first and the last day (ISO 8601) that the question speaks of. `tense` is present only where no time is named: what
    is over does not answer it. `flexible`: the given name may stand at either end, of a verb without an object.
    """

    text: str
    kind: AskKind
    called: tuple[Called, ...] = ()
    relations: tuple[str, ...] = ()
    verb: str = ""
    forms: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    near: str = ""
    said: tuple[str, ...] = ()
    subject: Term = ANYONE
    object: Term = ANYONE
    context: tuple[Term, ...] = ()
    preposition: str = ""
    classes: tuple[str, ...] = ()
    noun: str = ""
    days: tuple[str, str] | None = None
    negated: bool = False
    tense: Literal["past", "present", "future"] = "past"
    flexible: bool = False
