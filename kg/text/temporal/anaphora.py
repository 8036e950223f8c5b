"""Times counted from the one told before them ("the next day", "three weeks later"), and times within times."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from kg.text.lexicon.tables import table

__all__ = ["stepped", "week_of", "within"]

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def stepped(before: str, number: int, unit: str) -> str:
    """The time `number` units after (below 0: before) the time `before`, "" where it cannot be known.

    With 0 it is the day, month or year that `before` lies in ("that year"). A unit may be a season, a month or a
    weekday: the next one after `before` ("the following spring").
    """
    found = _DATE.fullmatch(before)
    if found is None:
        return ""
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    here = date(year, month, day) if day else None
    months, weekdays = table("times")["months"], table("times")["weekdays"]
    if unit in _SEASONS:
        return str(year + (number if number < 0 or not month or month >= _SEASONS[unit] else 0))
    if unit in months:
        over = number if number < 0 or not month or month >= months[unit] else 0
        return f"{year + over}-{months[unit]:02d}"
    if unit in weekdays:
        return (here + timedelta(days=(weekdays[unit] - here.weekday()) % 7 or 7)).isoformat() if here else ""
    if unit == "year":
        return str(year + number)
    return _moved(before, here, number, unit)


def _moved(before: str, here: date | None, number: int, unit: str) -> str:
    """The month, week or day that lies so many away from one; hours away the day stays the same."""
    if number == 0 or unit in ("minute", "hour"):
        return before[:7] if unit == "month" else before
    if unit == "month" and "-" in before:
        months = int(before[:4]) * 12 + int(before[5:7]) - 1 + number
        return f"{months // 12}-{months % 12 + 1:02d}"
    if here is None or unit == "month":
        return ""
    if unit == "day":
        return (here + timedelta(days=number)).isoformat()
    return week_of(here + timedelta(weeks=number))


def week_of(day: date) -> str:
    """The ISO 8601 week that a day lies in."""
    week = day.isocalendar()
    return f"{week.year}-W{week.week:02d}"


def within(day: str, time: str) -> bool:
    """Whether a day lies within a longer time."""
    if len(day) != 10 or "/" in time:
        return False
    if "W" in time:
        return time == week_of(date.fromisoformat(day))
    return day.startswith(time)
