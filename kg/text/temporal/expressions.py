"""Time expressions: the words that name a day, month, year or interval, with its value and what they date.

What is relative ("on Thursday", "last week", "September 13") is counted from the article's date; where that is not
known it stays unresolved, value "". The open end of an interval is ".." as in ISO 8601-2.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import any_of, words
from kg.text.model import Time
from kg.text.syntax.dependencies import name_labels
from kg.text.temporal.calendar import MONTHS, shifted, within_calendar
from kg.text.temporal.clause_times import governor
from kg.text.temporal.patterns import forms_in, time_forms
from kg.text.temporal.values import Shift, value_reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from kg.text.model import Parse
    from kg.text.temporal.patterns import TimeForm

__all__ = ["find_times"]

_TABLE = "words/temporal/expressions"
_NOT_BEFORE_WEEKDAY = words(_TABLE, "no_weekday", "before")
_NOT_AFTER_WEEKDAY = words(_TABLE, "no_weekday", "after")
_BETWEEN = words(_TABLE, "between")
_SINCE = words(_TABLE, "since")
_UNTIL = words(_TABLE, "until")
_BEFORE_DATE = re.compile(rf"\b(?:{any_of(words(_TABLE, 'before_date'))})\s+$", re.IGNORECASE)
_DETERMINED = re.compile(rf"\b(?:{any_of(words(_TABLE, 'determiners'))})\s+$", re.IGNORECASE)
_SINGULAR = re.compile(r"\s+[a-z][a-z-]*(?<!s)\b|\s+[a-z-]+ss\b")
"""A noun in the singular: "the 2015 treaty", "the March summit", not "the 2015 workers"."""
_REACH = 3
"""How many sentences back the time may stand from which another is counted."""
_NAMES = frozenset({"PRODUCT", "WORK_OF_ART", "FAC", "LAW", "NORP", "MONEY", "PERCENT", "QUANTITY"})
"""Labels of the model's names in which a weekday is none."""
_NOT_TIMES = _NAMES | {"PERSON", "ORG", "GPE"}

type _Value = str | Shift


def find_times(parse: Parse, day: date | None) -> tuple[Time, ...]:
    """The time expressions of a parse in order; `day` is the article's date, from which relative ones are counted."""
    names = name_labels(parse)
    full_dates = cache(lambda: _full_dates(parse.text))
    value_of = value_reader(parse, day, lambda month, day: full_dates().get((month, day), set()))
    found: list[tuple[int, int, _Value]] = []
    for first, last in parse.sentences:
        begin, text = parse.begins[first], parse.words_of(first, last)
        claimed = bytearray(last - first)
        for form in forms_in(text):
            for match in form.pattern.finditer(text):
                start = bisect_right(parse.ends, begin + match.start(), first, last)
                end = bisect_left(parse.begins, begin + match.end(), first, last)
                if start >= end or any(claimed[start - first : end - first]):
                    continue
                value = value_of(form.reading, match, start) if _is_time(match, form, names.get(start, "")) else None
                if value is not None:
                    claimed[start - first : end - first] = b"\1" * (end - start)
                    found.append((start, end, value))
    found.sort(key=lambda time: time[0])
    times = [
        replace(time, governor=governor(parse, names, time.start, time.end, single="/" not in time.value))
        for time in _joined(parse, list(_counted(parse, found)), day)
    ]
    return tuple(part for time in times for part in (time, *_within(parse, time)))


def _within(parse: Parse, time: Time) -> Iterator[Time]:
    """The year of the event by which a longer time is told: "since its founding in 1990"."""
    noun, year = time.end - 3, parse.words[time.end - 1]
    if time.start <= noun and parse.lowers[noun + 1] == "in" and parse.pos[noun] == "NOUN" and year.isdecimal():
        yield Time(time.end - 1, time.end, year, noun)


def _is_time(match: re.Match[str], form: TimeForm, label: str) -> bool:
    """Whether the words are a time here, not part of a name ("the Sunday Times") or a common word ("may")."""
    groups = match.groupdict()
    for key in ("m", "w"):
        if groups.get(key) and not groups[key][0].isupper():
            return False
    before, after = match.string[: match.start()], match.string[match.end() :]
    if form.reading == "weekday":
        last, following = re.search(r"(\w+)\s+$", before), re.match(r"\s+([A-Z]\w+)", after)
        if last and last[1].lower() in _NOT_BEFORE_WEEKDAY:
            return False
        return not (following and following[1].lower() in _NOT_AFTER_WEEKDAY) and label not in _NAMES
    month = form.reading == "named_month" and form.loose and not groups["part"]
    cardinal = form.reading == "year" and label == "CARDINAL"
    if month or cardinal:
        if _DETERMINED.search(before) and _SINGULAR.match(after):
            return cardinal or label not in _NOT_TIMES
        return bool(_BEFORE_DATE.search(before))
    return not form.loose or label not in _NOT_TIMES


def _full_dates(text: str) -> dict[tuple[int, int], set[str]]:
    """The years of the dates that stand complete somewhere in a text, by month and day."""
    found: dict[tuple[int, int], set[str]] = {}
    for match in (match for form in time_forms() if form.reading == "day" for match in form.pattern.finditer(text)):
        if match["y"] and match["m"][0].isupper():
            found.setdefault((MONTHS[match["m"].lower()], int(match["d"])), set()).add(match["y"])
    return found


def _counted(parse: Parse, times: Sequence[tuple[int, int, _Value]]) -> Iterable[Time]:
    """The times in order, those that are counted from another from the one just before."""
    before, sentence = "", -_REACH - 1
    for start, end, found in times:
        here = parse.sentence_of[start]
        near = here - sentence <= _REACH
        value = found if isinstance(found, str) else _shifted(before, found) if near else ""
        yield Time(start, end, value)
        if value and "/" not in value:
            before, sentence = value, here


def _shifted(before: str, shift: Shift) -> str:
    return within_calendar(lambda: shifted(before, *shift))


def _joined(parse: Parse, times: Sequence[Time], today: date | None) -> list[Time]:
    """The times with ranges read as one ("from 2018 to 2021", "since March", "until 2021")."""
    joined: list[Time] = []
    for time in times:
        last, value = joined[-1] if joined else None, time.value
        if last and last.value and value and "/" not in last.value + value and time.start == last.end + 1:
            between, opener = parse.lowers[last.end], parse.lower_at(last.start - 1)
            years = len(last.value) == 4 and last.value < value
            if between in _BETWEEN and (between != "and" or opener == "between" or years):
                joined[-1] = Time(last.start, time.end, f"{last.value}/{value}")
                continue
        start, before = _opened(parse, time)
        if value and "/" not in value:
            if before in _SINCE:
                value = f"{value}/{today.isoformat()[: len(value)] if today and 'W' not in value else '..'}"
            elif before in _UNTIL:
                value = f"../{value}"
            elif before in ("before", "after"):
                value = ""
        joined.append(Time(start, time.end, value))
    return joined


def _opened(parse: Parse, time: Time) -> tuple[int, str]:
    """Where a time starts and the word before it, an event that it dates counted in: "since its founding in 1990"."""
    start = time.start
    noun = start - 2
    if noun >= 2 and parse.lowers[start - 1] == "in" and parse.pos[noun] == "NOUN":
        opening = noun - (parse.deps[noun - 1] in ("poss", "det"))
        if parse.lowers[opening - 1] in _SINCE | _UNTIL:
            return opening, parse.lowers[opening - 1]
    return start, parse.lower_at(start - 1)
