"""The days that an ISO 8601 date or interval covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

__all__ = ["covered_days"]

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)


def covered_days(text: str) -> tuple[date, date] | None:
    """The first and the last day of a year, month, week, day or interval ("2021/..", "../2024"); None for other words.

    An end that is open or left out is the first or the last day that `datetime.date` knows.

    >>> covered_days("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> covered_days("2021/..")[0].isoformat(), covered_days("soon")
    ('2021-01-01', None)
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _point(text)
    first = (date.min, date.min) if start in {"", ".."} else _point(start)
    last = (date.max, date.max) if end in {"", ".."} else _point(end)
    if text == "/" or first is None or last is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def _point(text: str) -> tuple[date, date] | None:
    try:
        if week := _WEEK.fullmatch(text):
            number = int(week[1]), int(week[2])
            return date.fromisocalendar(*number, 1), date.fromisocalendar(*number, 7)
        if day := _DAY.fullmatch(text):
            year, months = int(day[1]), (int(day[2]),) * 2 if day[2] else (1, 12)
            days = (int(day[3]),) * 2 if day[3] else (1, monthrange(year, months[1])[1])
            return date(year, months[0], days[0]), date(year, months[1], days[1])
    except ValueError:  # no such day, month, week or year
        return None
    return None
