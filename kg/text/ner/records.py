"""The records of this stage, spans that may be names and the votes for a name's class, and what is asked of a span."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse

__all__ = ["QUOTES", "NameSpan", "Votes", "is_attached", "is_score", "span_head"]

QUOTES: Final = words("words/function_words", "marks", "quotes") - {"``", "''"}
"""Marks around nicknames and titles; those that typewriters made of two stand around speech."""

_SCORE: Final = re.compile(r"\d{1,3}[-–]\d{1,3}")


@dataclass(slots=True)
class NameSpan:
    """Tokens [start, end) that may be a name, with the language model's label, "" where it has none."""

    start: int
    end: int
    label: str

    def __len__(self) -> int:
        """The number of tokens."""
        return self.end - self.start

    def key(self, parse: Parse) -> tuple[str, ...]:
        """The words of the name, by which all its places in a document are one."""
        return parse.words[self.start : self.end]


@dataclass(slots=True)
class Votes:
    """The votes for the class of one name: those of `all` evidence, and those of `nouns` that say what it is.

    `places` counts where the name stands as only that of a place does: "in X", "X, Ohio", "X (AP) -"; `as_person` where
    the model takes it for a person's, `as_organization` where for an organization's. `unlike_person` counts where a
    person's name hardly stands, `placed` is the class that it has where only a place's does, `listed` that of the names
    that it is in a list with.
    """

    all: Counter[str] = field(default_factory=Counter)
    nouns: Counter[str] = field(default_factory=Counter)
    places: int = 0
    as_person: int = 0
    as_organization: int = 0
    unlike_person: int = 0
    placed: str = ""
    listed: str = ""


def span_head(parse: Parse, start: int, end: int) -> int:
    """The token of [start, end) that governs its last one, and is governed from outside."""
    head = end - 1
    while start <= parse.heads[head] < end and parse.heads[head] != head:
        head = parse.heads[head]
    return head


def is_attached(parse: Parse, hyphen: int) -> bool:
    """Whether a hyphen stands without spaces."""
    return parse.ends[hyphen - 1] == parse.begins[hyphen] and parse.ends[hyphen] == parse.begins[hyphen + 1]


def is_score(tokens: Sequence[str]) -> bool:
    """Whether tokens are the score of a match, whole or in its parts: "3-0".

    >>> is_score(["3-0"]), is_score(["3", "–", "0"]), is_score(["3", "goals"])
    (True, True, False)
    """
    return _SCORE.fullmatch("".join(tokens)) is not None
