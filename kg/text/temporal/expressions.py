"""Dates and times: what day, month, year or interval the words name, and which verb or noun they date.

Values are ISO 8601 ("2021", "2025-09", "2025-09-13", "2006-W01", "2018/2021"; an open end is ".." as in ISO 8601-2),
as precise as the text allows. What is relative ("on Thursday", "last week", "September 13") is counted from the
article's date; where that is not known it stays unresolved, value "".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table
from kg.text.model import Time
from kg.text.syntax.tense import lies_ahead, lies_behind, names_event
from kg.text.temporal.anaphora import stepped, week_of
from kg.text.temporal.governors import governor
from kg.text.temporal.patterns import forms_in, time_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.text.model import Parse

__all__ = ["find_times"]


type _Match = re.Match[str]


def find_times(parse: Parse, day: date | None) -> tuple[Time, ...]:
    """The time expressions of a parse in order; `day` is the article's date, from which relative ones are counted."""
    names = {token: label for start, end, label in parse.names for token in range(start, end)}
    reader = _Reader(parse, day, cache(lambda: _full_dates(parse.text)))
    found: list[Time] = []
    for first, last in parse.sentences:
        begin, text = parse.begins[first], parse.words_of(first, last)
        claimed = bytearray(last - first)
        for name, pattern in forms_in(text):
            for match in pattern.finditer(text):
                start = bisect_right(parse.ends, begin + match.start(), first, last)
                end = bisect_left(parse.begins, begin + match.end(), first, last)
                if start >= end or any(claimed[start - first : end - first]):
                    continue
                if not _is_time(match, name, names.get(start, "")):
                    continue
                value = reader.value(name, match, start)
                if value is not None:
                    claimed[start - first : end - first] = b"\1" * (end - start)
                    found.append(Time(start, end, value))
    found.sort(key=lambda time: time.start)
    joined = _join(parse, _settled(parse, found), reader.today)
    return tuple(
        replace(time, governor=governor(parse, names, time.start, time.end, single="/" not in time.value))
        for time in joined
    )


_STEP = "step"
"""Opens the value of a time that is counted from the one told before it: the number and the unit follow."""
_REACH = 3
"""How many sentences back the time may stand from which another is counted."""


def _settled(parse: Parse, times: list[Time]) -> list[Time]:
    """The times in order, with those that are counted from the one before."""
    settled: list[Time] = []
    before, sentence = "", -_REACH - 1
    for time in times:
        value, here = time.value, parse.sentence_of[time.start]
        if value.startswith(_STEP):
            _, number, unit = value.split()
            value = stepped(before, int(number), unit) if here - sentence <= _REACH else ""
        settled.append(Time(time.start, time.end, value))
        if value and "/" not in value:
            before, sentence = value, here
    return settled


_NOT_TIMES = frozenset(
    {"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "FAC", "GPE", "LAW", "NORP", "MONEY", "PERCENT", "QUANTITY"}
)
_LOOSE = frozenset({"year", "weekday", "bare_month", "counted", "years", "decade", "decades", "us"})


_BEFORE_DATE = re.compile(r"\b(?:in|in the|since|until|by|of|during|from|to|and|between|through)\s+$", re.IGNORECASE)


_DETERMINED = re.compile(r"\b(?:the|a|an|this|that|its|their|his|her)\s+$", re.IGNORECASE)
_SINGULAR = re.compile(
    r"\s+[a-z][a-z-]*(?<!s)\b|\s+[a-z-]+ss\b"
)  # "the 2015 treaty", "the March summit", not "the 2015 workers"


def _is_time(match: _Match, name: str, label: str) -> bool:
    """Whether the words are a time here, not part of a name ("the Sunday Times") or a common word ("may")."""
    groups = match.groupdict()
    for key in ("m", "w"):
        word = groups.get(key)
        if word and not word[0].isupper():
            return False
    if name == "weekday":
        before = re.search(r"(\w+)\s+$", match.string[: match.start()])
        after = re.match(r"\s+([A-Z]\w+)", match.string[match.end() :])
        feasts = table("times")["feasts"]
        if (before and before[1].lower() in feasts["before"]) or (after and after[1].lower() in feasts["after"]):
            return False
        return label not in _NOT_TIMES - {"PERSON", "GPE", "ORG"}
    before_words, after_words = match.string[: match.start()], match.string[match.end() :]
    month = name == "bare_month" and not groups["part"]
    cardinal = name == "year" and label == "CARDINAL"
    if (month or cardinal) and _DETERMINED.search(before_words) and _SINGULAR.match(after_words):
        return cardinal or label not in _NOT_TIMES
    if month or cardinal:
        return bool(_BEFORE_DATE.search(before_words))
    return name not in _LOOSE or label not in _NOT_TIMES


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns a match into a value: None where it is no time after all, "" where it cannot be resolved."""

    parse: Parse
    today: date | None
    known: Callable[[], Mapping[tuple[int, int], set[str]]]

    def value(self, name: str, match: _Match, start: int) -> str | None:
        """The value of the words that the form `name` matched at the token `start`."""
        read: Callable[[dict[str, str], int], str | None] = getattr(self, f"_{name}")
        return read({key: value.lower() for key, value in match.groupdict().items() if value}, start)

    def _days(self, g: dict[str, str], start: int) -> str | None:
        first, last = (self._month_day(_month(g["m"]), int(g[d]), g.get("y"), start) for d in ("d", "d2"))
        return f"{first}/{last}" if first and last else first

    _days_first = _days

    def _iso(self, g: dict[str, str], _: int) -> str | None:
        return _day(int(g["y"]), int(g["mm"]), int(g["d"]))

    def _us(self, g: dict[str, str], _: int) -> str | None:
        year = int(g["y"])
        return _day(year + 2000 if year < 100 else year, int(g["mm"]), int(g["d"]))

    def _day(self, g: dict[str, str], start: int) -> str | None:
        return self._month_day(_month(g["m"]), int(g["d"]), g.get("y"), start)

    _day_first = _day

    def _month_day(self, month: int, day: int, year: str | None, start: int) -> str | None:
        if year:
            return _day(int(year), month, day)
        if _day(2000, month, day) is None:
            return None
        if self.today is None:
            years = self.known().get((month, day), set())
            return f"{min(years)}-{month:02d}-{day:02d}" if len(years) == 1 else ""
        today = self.today
        choices = [made for year in (-1, 0, 1) if (made := _date(today.year + year, month, day)) is not None]
        if not choices:
            return ""
        if names_event(self.parse, start):
            return min(choices, key=lambda day: abs((day - today).days)).isoformat()
        return _nearest(choices, today, ahead=lies_ahead(self.parse, start)).isoformat()

    def _month(self, g: dict[str, str], _: int) -> str | None:
        return f"{g['y']}-{_month(g['m']):02d}"

    def _season(self, g: dict[str, str], _: int) -> str | None:
        return g["y"]

    def _decade(self, g: dict[str, str], _: int) -> str | None:
        first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(g.get("part", ""), (0, 9))
        return f"{g['y']}{first}/{g['y']}{last}"

    def _decades(self, g: dict[str, str], _: int) -> str | None:
        return f"{g['y']}0/{g['y2']}9"

    def _years(self, g: dict[str, str], _: int) -> str | None:
        last = g["y2"] if len(g["y2"]) == 4 else g["y"][:2] + g["y2"]
        if int(last) > int(g["y"]):
            return f"{g['y']}/{last}"
        if len(g["y2"]) == 2 and g["dash"] == "-" and 1 <= int(g["y2"]) <= 12:
            return f"{g['y']}-{g['y2']}"
        return None

    def _ago(self, g: dict[str, str], _: int) -> str | None:
        number = _number(g.get("n", ""))  # none in "several years ago"
        if self.today is None or not number:
            return ""
        return _before(self.today, number, g["u"])

    def _later(self, g: dict[str, str], start: int) -> str | None:
        number = _number(g["n"])
        if not number or self.parse.lowers[start - 1] in ("from", "than", "with", "to"):
            return None  # "up from a year earlier" compares
        return f"{_STEP} {-number if g['o'] == 'earlier' else number} {g['u']}"

    def _around(self, g: dict[str, str], start: int) -> str | None:
        if self.parse.lowers[start - 1] in ("from", "than", "with", "to", "on", "of"):
            return None
        return f"{_STEP} {-1 if g['o'] == 'before' else 1} {g['u']}"

    def _following(self, g: dict[str, str], _: int) -> str | None:
        days = ("day", *table("times")["parts"]["of_day"])
        if g["o"] == "next" and g["u"] not in days:
            return None  # "over the next year" is counted from the article's date
        unit = "day" if g["u"] in days else g["u"]
        return f"{_STEP} {1 if g['o'] in ('next', 'following') else -1} {unit}"

    def _same(self, g: dict[str, str], start: int) -> str | None:
        head = next((t for t in (start, start + 1, start + 2) if self.parse.lowers[t] == g["u"]), start)
        if self.parse.deps[head] not in ("npadvmod", "pobj", "tmod", "advmod"):
            return None  # "remembers that day"
        return f"{_STEP} 0 {'day' if g['u'] in table('times')['parts']['of_day'] else g['u']}"

    def _past(self, g: dict[str, str], _: int) -> str | None:
        unit = g.get("u") or g["u2"]
        number = _number(g["n"]) if "n" in g else int("u2" in g)
        if self.today is None or not number:
            return ""
        if unit in ("year", "decade"):
            return f"{self.today.year - number * (10 if unit == 'decade' else 1)}/{self.today.year}"
        first = _before(self.today, number, unit)
        return f"{first}/{_before(self.today, 0, unit)}"

    def _until(self, g: dict[str, str], _: int) -> str | None:
        return f"{int(g['y']) - _number(g['n'])}/{g['y']}"

    def _weekend(self, g: dict[str, str], start: int) -> str | None:
        if self.today is None:
            return ""
        saturday = self.today - timedelta(days=(self.today.weekday() - 5) % 7)
        ahead = g.get("o") == "next" or lies_ahead(self.parse, start)
        if ahead or (g.get("o") == "this" and self.today.weekday() < 5 and not lies_behind(self.parse, start)):
            saturday += timedelta(days=7 * (saturday + timedelta(days=1) < self.today or g.get("o") == "next"))
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"

    def _unit(self, g: dict[str, str], _: int) -> str | None:
        return "" if self.today is None else _before(self.today, -_direction(g["o"]), g["u"])

    def _next(self, g: dict[str, str], _: int) -> str | None:
        if self.today is None:
            return ""
        over = {"spring": 5, "summer": 8, "winter": 2}.get(g["s"], 11) < self.today.month
        return str(self.today.year + (0 if over and _direction(g["o"]) < 0 else _direction(g["o"])))

    def _named_month(self, g: dict[str, str], _: int) -> str | None:
        return "" if self.today is None else self._of_month(_month(g["m"]), _direction(g["o"]))

    def _bare_month(self, g: dict[str, str], start: int) -> str | None:
        return "" if self.today is None else self._of_month(_month(g["m"]), 1 if lies_ahead(self.parse, start) else -1)

    def _of_month(self, month: int, direction: int) -> str:
        """The month on this side of the article's: the past one, the next one or the year's own."""
        if self.today is None:
            return ""
        year = self.today.year
        if direction < 0 and month > self.today.month:
            year -= 1
        elif direction > 0 and month < self.today.month:
            year += 1
        return f"{year}-{month:02d}"

    def _weekday(self, g: dict[str, str], start: int) -> str | None:
        if self.today is None:
            return ""
        weekday: int = table("times")["weekdays"][g["w"]]
        direction = _direction(g["o"]) if "o" in g else 0
        if direction > 0 or (direction == 0 and lies_ahead(self.parse, start)):
            days = (weekday - self.today.weekday()) % 7 or (7 if direction else 0)
        else:
            days = -((self.today.weekday() - weekday) % 7 or (7 if direction else 0))
        return (self.today + timedelta(days=days)).isoformat()

    def _counted(self, g: dict[str, str], _: int) -> str | None:
        if self.today is None:
            return ""
        away: int = table("times")["days"][" ".join(g["c"].split())]
        return (self.today + timedelta(days=away)).isoformat()

    def _year(self, g: dict[str, str], start: int) -> str | None:
        head = self.parse.heads[start]
        counts = self.parse.deps[start] == "nummod" and self.parse.tags[head] == "NNS"  # "2010 cars"
        return None if counts else g["y"]


def _month(word: str) -> int:
    number: int = table("times")["months"][word]
    return number


def _number(word: str) -> int:
    """The number that a word or numeral names, 0 for a vague one ("several")."""
    number: int = int(word) if word.isdigit() else table("times")["numbers"].get(word, 0)
    return number


def _direction(opener: str) -> int:
    openers, opener = table("times")["openers"], " ".join(opener.split())
    return 1 if opener in openers["ahead"] else -1 if opener in openers["back"] else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> str | None:
    made = _date(year, month, day)
    return made.isoformat() if made else None


def _before(today: date, number: int, unit: str) -> str:
    """The day, week, month, year or decade that lies `number` units before today's."""
    match unit:
        case "year":
            return str(today.year - number)
        case "month":
            months = today.year * 12 + today.month - 1 - number
            return f"{months // 12}-{months % 12 + 1:02d}"
        case "week":
            return week_of(today - timedelta(weeks=number))
        case "decade" | "century":
            span = 10 if unit == "decade" else 100
            first = today.year // span * span - number * span
            return f"{first}/{first + span - 1}"
    return (today - timedelta(days=number if unit == "day" else 0)).isoformat()


def _nearest(days: list[date], today: date, *, ahead: bool) -> date:
    """The day nearest to today on the side that the tense tells; a day far on that side may lie on the other."""
    if ahead:
        return next((day for day in days if day >= today), days[-1])
    past = [day for day in days if day <= today]
    if past and (today - past[-1]).days <= 330:
        return past[-1]
    return min(days, key=lambda day: abs((day - today).days))


def _full_dates(text: str) -> dict[tuple[int, int], set[str]]:
    """The years of the dates that stand complete somewhere in a text, by month and day."""
    found: dict[tuple[int, int], set[str]] = {}
    for name, pattern in time_forms():
        if name in ("day", "day_first"):
            for match in pattern.finditer(text):
                if match["y"] and match["m"][0].isupper():
                    found.setdefault((_month(match["m"].lower()), int(match["d"])), set()).add(match["y"])
    return found


def _join(parse: Parse, times: list[Time], today: date | None) -> list[Time]:
    """The times with ranges read as one ("from 2018 to 2021", "since March", "until 2021")."""
    joined: list[Time] = []
    for time in times:
        before = parse.lowers[time.start - 1] if time.start else ""
        last = joined[-1] if joined else None
        between = parse.lowers[last.end : time.start] if last else ()
        if last and last.value and time.value and between in _BETWEEN and "/" not in last.value + time.value:
            opener = parse.lowers[last.start - 1] if last.start else ""
            if between[0] != "and" or opener == "between" or (len(last.value) == 4 and last.value < time.value):
                joined[-1] = Time(last.start, time.end, f"{last.value}/{time.value}")
                continue
        value = time.value
        if value and "/" not in value:
            if before == "since":
                value = f"{value}/{today.isoformat()[: len(value)] if today and 'W' not in value else '..'}"
            elif before in ("until", "till"):
                value = f"../{value}"
            elif before in ("before", "after"):
                value = ""
        joined.append(Time(time.start, time.end, value))
    return joined


_BETWEEN = (("to",), ("until",), ("through",), ("and",), ("-",), ("–",), ("till",))
