"""The forms of time expressions as regular expressions, built from `words/temporal/expressions.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import table
from kg.text.temporal.calendar import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["any_of", "forms_in", "pattern_of", "time_forms"]

_NUMBERS: Final = table("words/numbers")
_DIGIT: Final = re.compile(r"\d")
_PIECE: Final = re.compile(r"\{([a-z_]+)\}")
"""The name of a piece of a pattern, "{month}"; the braces of a repetition hold digits."""


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of some words, the longest first.

    >>> any_of(["mon", "monday"])
    'monday|mon'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _pieces() -> Mapping[str, str]:
    """The pieces of patterns that the table names, and its lists of words as alternatives."""
    rows = table("words/temporal/expressions")
    lists: dict[str, Iterable[str]] = {name: rows[name] for name in ("units", "parts_of_day")}
    lists["openers"] = [opener for group in rows["openers"].values() for opener in group]
    return {**rows["pieces"], **{name: any_of(some) for name, some in {**lists, **CALENDAR, **_NUMBERS}.items()}}


def pattern_of(written: str, **lists: Iterable[str]) -> re.Pattern[str]:
    """The regular expression that is written so, upper and lower case alike, with its pieces and any of some lists."""
    own = {name: any_of(some) for name, some in lists.items()}

    def filled(text: str) -> str:
        return _PIECE.sub(lambda piece: filled(own.get(piece[1]) or _pieces()[piece[1]]), text)

    return re.compile(filled(written), re.IGNORECASE)


@cache
def time_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The name and the pattern of each form, in the order in which they claim their words.

    What the groups of the patterns hold stands in the table.
    """
    return tuple((form["name"], pattern_of(form["pattern"])) for form in table("words/temporal/expressions")["forms"])


@cache
def _cues() -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[frozenset[str], ...]]:
    """The letters of each cue, and the cues of each form."""
    rows = table("words/temporal/expressions")
    letters = tuple((cue, tuple(some)) for cue, some in rows["cues"].items())
    return letters, tuple(frozenset(form["cues"]) for form in rows["forms"])


def forms_in(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """Those of `time_forms` that may match in a sentence, in their order.

    Most sentences have few of the cues that forms need, and searching for all forms costs much.
    """
    low = text.lower()
    letters, needs = _cues()
    cues = {cue for cue, some in letters if any(letter in low for letter in some)}
    if _DIGIT.search(low):
        cues.add("digit")
    return [form for form, needed in zip(time_forms(), needs, strict=True) if needed <= cues] if cues else []
