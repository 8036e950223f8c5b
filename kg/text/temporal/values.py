"""What time each form of time expression names, given its words, the article's date and the tense of the sentence.

Values are ISO 8601 (see `kg.text.temporal.calendar`); "" is a time that cannot be known, as where the article has no
date from which "last week" could be counted, and None is no time after all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.text.lexicon.tables import table, words
from kg.text.syntax.tense import names_event, refers_to_future, refers_to_past
from kg.text.temporal.calendar import (
    CALENDAR,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    day_of,
    nearest,
    unit_after,
    within_calendar,
    year_of,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from kg.text.model import Parse

__all__ = ["Shift", "Value", "value_reader"]

_TABLE: Final = "words/temporal/expressions"
_DAYS: Final = words(_TABLE, "parts_of_day") | {"day"}
_COMPARING: Final = words(_TABLE, "comparing")
_ABOUT: Final = words(_TABLE, "about")
_OPENERS: Final[Mapping[str, int]] = table(_TABLE)["openers"]
_NUMBERS: Final[Mapping[str, int]] = table("words/numbers")["numbers"]
_WEEK: Final = timedelta(days=7)


class Shift(NamedTuple):
    """A time counted from the one named before it: the number of units after that, below 0 before it."""

    number: int
    unit: str


type Value = str | Shift | None
type Groups = Mapping[str, str]


def value_reader(
    parse: Parse, today: date | None, years_of: Callable[[int, int], set[str]]
) -> Callable[[str, re.Match[str], int], Value]:
    """What gives the value of a form's match at a token, given the form's reading (see `TimeForm`).

    `today` is the article's date; `years_of` gives the years with which the text names a month and day elsewhere.
    """
    absolute = _Absolute(parse, today, years_of)
    relative = _Relative(parse, today) if today else None

    def value(reading: str, match: re.Match[str], start: int) -> Value:
        reader = absolute if hasattr(absolute, reading) else relative
        if reader is None:
            return ""
        read: Callable[[Groups, int], Value] = getattr(reader, reading)
        groups = {key: words.lower() for key, words in match.groupdict().items() if words}
        return within_calendar(lambda: read(groups, start))

    return value


@dataclass(frozen=True, slots=True)
class _Absolute:
    """The values of the forms that name their time or count it from the one named before, a method a reading."""

    parse: Parse
    today: date | None
    years_of: Callable[[int, int], set[str]]

    def days(self, g: Groups, start: int) -> Value:
        first, last = (self._month_day(g, int(g[d]), start) for d in ("d", "d2"))
        return f"{first}/{last}" if first and last else first

    def day(self, g: Groups, start: int) -> Value:
        return self._month_day(g, int(g["d"]), start)

    def _month_day(self, g: Groups, day: int, start: int) -> str | None:
        month, today = MONTHS[g["m"]], self.today
        if "y" in g:
            return _iso(int(g["y"]), month, day)
        if day_of(2000, month, day) is None:
            return None
        if today is None:
            years = self.years_of(month, day)
            return f"{min(years)}-{month:02d}-{day:02d}" if len(years) == 1 else ""
        choices = [made for year in (-1, 0, 1) if (made := day_of(today.year + year, month, day)) is not None]
        if not choices:
            return ""
        if names_event(self.parse, start):
            return min(choices, key=lambda day: abs((day - today).days)).isoformat()
        return nearest(choices, today, future=refers_to_future(self.parse, start)).isoformat()

    def digits(self, g: Groups, _: int) -> Value:
        return _iso(int(g["y"]) + 2000 * (len(g["y"]) == 2), int(g["mm"]), int(g["d"]))

    def month(self, g: Groups, _: int) -> Value:
        return f"{g['y']}-{MONTHS[g['m']]:02d}"

    def season(self, g: Groups, _: int) -> Value:
        return g["y"]

    def decade(self, g: Groups, _: int) -> Value:
        first, last = CALENDAR["parts_of_decade"].get(g.get("part", ""), (0, 9))
        return f"{g['y']}{first}/{g.get('y2', g['y'])}{last}"

    def year(self, g: Groups, start: int) -> Value:
        counts = self.parse.deps[start] == "nummod" and self.parse.tags[self.parse.heads[start]] == "NNS"  # "2010 cars"
        return None if counts else g["y"]

    def years(self, g: Groups, _: int) -> Value:
        last = g["y2"] if len(g["y2"]) == 4 else g["y"][:2] + g["y2"]
        if int(last) > int(g["y"]):
            return f"{g['y']}/{last}"
        if len(g["y2"]) == 2 and g["dash"] == "-" and 1 <= int(g["y2"]) <= 12:
            return f"{g['y']}-{g['y2']}"
        return None

    def until(self, g: Groups, _: int) -> Value:
        years = _number(g["n"]) * (10 if g["u"] == "decade" else 1)
        return f"{year_of(int(g['y']) - years)}/{g['y']}" if years else None

    def later(self, g: Groups, start: int) -> Value:
        number = _number(g["n"])
        if not number or self.parse.lowers[start - 1] in _COMPARING:
            return None  # "up from a year earlier" compares
        return Shift(-number if g["o"] == "earlier" else number, g["u"])

    def around(self, g: Groups, start: int) -> Value:
        return None if self.parse.lowers[start - 1] in _ABOUT else Shift(-1 if g["o"] == "before" else 1, g["u"])

    def following(self, g: Groups, _: int) -> Value:
        if g["o"] == "next" and g["u"] not in _DAYS:
            return None  # "over the next year" is counted from the article's date
        return Shift(1 if g["o"] in ("next", "following") else -1, _unit(g))

    def same(self, g: Groups, start: int) -> Value:
        head = next((t for t in (start, start + 1, start + 2) if self.parse.lowers[t] == g["u"]), start)
        if self.parse.deps[head] not in ("npadvmod", "pobj", "tmod", "advmod"):
            return None  # "remembers that day"
        return Shift(0, _unit(g))


@dataclass(frozen=True, slots=True)
class _Relative:
    """The values of the forms whose time is counted from the article's date, a method a reading."""

    parse: Parse
    today: date

    def ago(self, g: Groups, _: int) -> str:
        number, unit = _number(g.get("n", "")), g["u"]  # none in "several years ago"
        if unit == "fortnight":
            number, unit = 2 * number, "week"
        return unit_after(self.today, -number, unit) if number else ""

    def coming(self, g: Groups, _: int) -> str:
        number, unit = _number(g["n"]), g["u"]
        if unit == "decade":
            number, unit = 10 * number, "year"
        return f"{unit_after(self.today, 0, unit)}/{unit_after(self.today, number, unit)}" if number else ""

    def past(self, g: Groups, _: int) -> str:
        unit = g.get("u") or g["u2"]
        number = _number(g["n"]) if "n" in g else int("u2" in g)
        if not number:
            return ""
        if unit in ("year", "decade"):
            first = self.today.year - number * (10 if unit == "decade" else 1)
            return f"{year_of(first)}/{year_of(self.today.year)}"
        return f"{unit_after(self.today, -number, unit)}/{unit_after(self.today, 0, unit)}"

    def weekend(self, g: Groups, start: int) -> str:
        opener, weekday = g.get("o"), self.today.weekday()
        saturday = self.today - timedelta(days=(weekday - 5) % 7)
        future = opener == "next" or refers_to_future(self.parse, start)
        if future or (opener == "this" and weekday < 5 and not refers_to_past(self.parse, start)):
            saturday += _WEEK * (saturday + timedelta(days=1) < self.today or opener == "next")
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"

    def unit(self, g: Groups, _: int) -> str:
        return unit_after(self.today, _direction(g), g["u"])

    def next_season(self, g: Groups, _: int) -> str:
        over = SEASONS[g["s"]][1] < self.today.month
        return year_of(self.today.year + (0 if over and _direction(g) < 0 else _direction(g)))

    def named_month(self, g: Groups, start: int) -> str:
        month, today = MONTHS[g["m"]], self.today
        direction = _direction(g) if "o" in g else 1 if refers_to_future(self.parse, start) else -1
        over = (direction > 0 and month < today.month) or (direction < 0 and month > today.month)
        return f"{year_of(today.year + direction * over)}-{month:02d}"

    def weekday(self, g: Groups, start: int) -> str:
        ahead, direction = WEEKDAYS[g["w"]] - self.today.weekday(), _direction(g)
        if direction > 0 or (direction == 0 and refers_to_future(self.parse, start)):
            days = ahead % 7 or (7 if direction else 0)
        else:
            days = -(-ahead % 7 or (7 if direction else 0))
        return unit_after(self.today, days, "day")

    def counted(self, g: Groups, _: int) -> str:
        return unit_after(self.today, CALENDAR["days"][" ".join(g["c"].split())], "day")


def _number(word: str) -> int:
    """The number that a word or numeral names, 0 for a vague one ("several")."""
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)


def _direction(groups: Groups) -> int:
    """Whither the opener of an expression points: -1 back ("last"), 1 ahead ("next"), else 0."""
    return _OPENERS.get(" ".join(groups.get("o", "").split()), 0)


def _unit(groups: Groups) -> str:
    return "day" if groups["u"] in _DAYS else groups["u"]


def _iso(year: int, month: int, day: int) -> str | None:
    made = day_of(year, month, day)
    return made.isoformat() if made else None
