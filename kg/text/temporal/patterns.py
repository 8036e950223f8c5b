"""The forms of time expressions as regular expressions, built from `words/temporal/expressions.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.text.lexicon.tables import any_of, filled, table
from kg.text.temporal.calendar import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["TimeForm", "forms_in", "pattern_of", "time_forms"]

_NUMBERS: Final = table("words/numbers")
_CUES: Final[Mapping[str, list[str]]] = table("words/temporal/expressions")["cues"]
_DIGIT: Final = re.compile(r"\d")


class TimeForm(NamedTuple):
    """A form of time expressions: how its value is read (see `kg.text.temporal.values`), its pattern and its cues.

    `loose` is a form that a name may hold by chance. What the groups of the pattern hold stands in the table.
    """

    reading: str
    pattern: re.Pattern[str]
    cues: frozenset[str]
    loose: bool


@cache
def _pieces() -> Mapping[str, str]:
    """The pieces of patterns that the table names, and its lists of words as alternatives."""
    rows = table("words/temporal/expressions")
    own = {name: rows[name] for name in ("units", "parts_of_day", "openers")}
    return {**rows["pieces"], **{name: any_of(some) for name, some in {**own, **CALENDAR, **_NUMBERS}.items()}}


def pattern_of(written: str, **lists: Iterable[str]) -> re.Pattern[str]:
    """The regular expression that is written so, upper and lower case alike, with its pieces and any of some lists."""
    own = {name: any_of(some) for name, some in lists.items()}
    return re.compile(filled(written, {**_pieces(), **own}), re.IGNORECASE)


@cache
def time_forms() -> tuple[TimeForm, ...]:
    """The forms in the order in which they claim their words."""
    rows = table("words/temporal/expressions")["forms"]
    return tuple(TimeForm(r["reading"], pattern_of(r["pattern"]), frozenset(r["cues"]), "loose" in r) for r in rows)


def forms_in(text: str) -> list[TimeForm]:
    """Those of `time_forms` that may match in a sentence, in their order.

    Most sentences have few of the cues that forms need, and searching for all forms costs much.
    """
    low = text.lower()
    cues = {cue for cue, some in _CUES.items() if any(letters in low for letters in some)}
    if _DIGIT.search(low):
        cues.add("digit")
    return [form for form in time_forms() if form.cues <= cues] if cues else []
