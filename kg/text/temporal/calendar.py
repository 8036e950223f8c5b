"""The calendar: months, weekdays and seasons by their names, and days counted from days.

Values are ISO 8601, as precise as the text allows: "2021", "2025-09", "2025-09-13", "2006-W01", "2018/2021".
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from kg.text.lexicon.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "CALENDAR",
    "MONTHS",
    "SEASONS",
    "WEEKDAYS",
    "day_of",
    "is_within",
    "nearest",
    "shifted",
    "unit_after",
    "within_calendar",
    "year_of",
]

CALENDAR: Final[Mapping[str, dict[str, Any]]] = table("words/temporal/calendar")
"""The table, whose keys are names."""
MONTHS: Final[Mapping[str, int]] = CALENDAR["months"] | CALENDAR["months_abbreviated"]
WEEKDAYS: Final[Mapping[str, int]] = CALENDAR["weekdays"] | CALENDAR["weekdays_abbreviated"]
"""Days of the week by name, counted from Monday as 0."""
SEASONS: Final[Mapping[str, tuple[int, int]]] = CALENDAR["seasons"]
"""The first and the last month of each."""

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_FARTHEST_BACK: Final = 330
"""Days between the article's date and a day past; one that lies farther back is rather one to come."""


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of these numbers, None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def within_calendar[Value](value: Callable[[], Value]) -> Value | str:
    """What a value comes to, "" where it lies before the year 1 or after 9999, of which ISO 8601 has no dates.

    >>> within_calendar(lambda: unit_after(date(9999, 12, 31), 1, "day"))
    ''
    """
    try:
        return value()
    except (OverflowError, ValueError):
        return ""


def year_of(number: int) -> str:
    """A year in four digits; OverflowError where it is not of the calendar.

    >>> year_of(987)
    '0987'
    """
    if not date.min.year <= number <= date.max.year:
        raise OverflowError(f"the year {number}")
    return f"{number:04d}"


def unit_after(day: date, number: int, unit: str) -> str:
    """The day, week, month, year, decade or century that lies `number` units after (below 0: before) that of a day.

    Raises OverflowError where that is not of the calendar.

    >>> unit_after(date(2025, 9, 22), -1, "month"), unit_after(date(2025, 9, 22), 0, "decade")
    ('2025-08', '2020/2029')
    """
    match unit:
        case "year":
            return year_of(day.year + number)
        case "month":
            months = day.year * 12 + day.month - 1 + number
            return f"{year_of(months // 12)}-{months % 12 + 1:02d}"
        case "week":
            return _week_of(day + timedelta(weeks=number))
        case "decade" | "century":
            span = 10 if unit == "decade" else 100
            first = day.year // span * span + number * span
            return f"{year_of(first)}/{year_of(first + span - 1)}"
    return (day + timedelta(days=number if unit == "day" else 0)).isoformat()  # hours away the day stays the same


def shifted(before: str, number: int, unit: str) -> str:
    """The time `number` units after (below 0: before) the time `before`, "" where it cannot be known.

    Raises OverflowError or ValueError where that is not of the calendar.

    With 0 it is the day, month or year that `before` lies in ("that year"). A unit may be a season, a month or a
    weekday: the next one after `before` ("the following spring").
    """
    found = _DATE.fullmatch(before)
    if found is None:
        return ""
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    begins = SEASONS[unit][0] if unit in SEASONS else MONTHS.get(unit, 0)
    if begins:
        year += number if number < 0 or not month or month >= begins else 0
        return year_of(year) if unit in SEASONS else f"{year_of(year)}-{begins:02d}"
    if unit in WEEKDAYS:
        here = day_of(year, month, day)
        return (here + timedelta(days=(WEEKDAYS[unit] - here.weekday()) % 7 or 7)).isoformat() if here else ""
    if unit == "year" or (unit == "month" and month):
        return unit_after(date(year, month or 1, 1), number, unit)
    if number == 0 or unit in ("minute", "hour"):
        return before
    return unit_after(date(year, month, day), number, unit) if day else ""


def _week_of(day: date) -> str:
    week = day.isocalendar()
    return f"{year_of(week.year)}-W{week.week:02d}"


def is_within(day: str, time: str) -> bool:
    """Whether a day lies within a longer time."""
    if len(day) != 10 or "/" in time:
        return False
    if "W" in time:
        return time == _week_of(date.fromisoformat(day))
    return day.startswith(time)


def nearest(days: Sequence[date], today: date, *, future: bool) -> date:
    """Of days in order the one nearest to today on the side of the tense; one far back may lie ahead."""
    if future:
        return next((day for day in days if day >= today), days[-1])
    past = [day for day in days if day <= today]
    if past and (today - past[-1]).days <= _FARTHEST_BACK:
        return past[-1]
    return min(days, key=lambda day: abs((day - today).days))
