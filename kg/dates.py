"""ISO 8601 dates, as precise as a text allows: a year, month, week or day, or an interval between two of them."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

type Precision = Literal["year", "month", "day"]

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
_POINT = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-W(?:0[1-9]|[1-4]\d|5[0-3]))?"
_DATE = re.compile(rf"{_POINT}|(?:{_POINT}|\.\.)?/(?:{_POINT}|\.\.)?", re.ASCII)


def is_date(text: str) -> bool:
    """Return whether `text` has the form of a day, month, year, week or interval, in the calendar or not.

    >>> is_date("2025-W38"), is_date("2021/.."), is_date("last week")
    (True, True, False)
    """
    return text != "/" and _DATE.fullmatch(text) is not None


def precision(text: str) -> Precision | None:
    """Return the precision of a year, month or day of the calendar; None for anything else.

    >>> precision("2024"), precision("2024-02-29"), precision("2023-02-29"), precision("2024-W07")
    ('year', 'day', None, None)
    """
    found = _DAY.fullmatch(text)
    if found is None or _point(text) is None:
        return None
    return "day" if found[3] else "month" if found[2] else "year"


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


_MONTHS = {name[:3].lower(): number for names in (month_abbr, month_name) for number, name in enumerate(names) if name}
_MONTH = rf"(?P<month>{'|'.join([*month_name[1:], 'Sept', *month_abbr[1:]])})\.?"
_WRITTEN = [
    re.compile(rf"\b{written}\b", re.IGNORECASE)
    for written in (
        r"(?P<year>\d{4})-(?P<number>\d\d)(?:-(?P<day>\d\d))?",
        rf"(?P<day>\d\d?)(?:[snrt][tdh])?\s+{_MONTH},?\s+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d\d?)(?:[snrt][tdh])?,?\s+(?P<year>\d{{4}})",
        rf"{_MONTH},?\s+(?P<year>\d{{4}})",
        r"(?P<year>(?:1[5-9]|20)\d\d)",
    )
]


def dates_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the dates that are written out in English in a text: where each begins and ends, and its value.

    >>> list(dates_in("It opened on 4 May 2021, not in March 2019."))
    [(13, 23, '2021-05-04'), (32, 42, '2019-03')]
    """
    taken: list[tuple[int, int]] = []
    for written in _WRITTEN:
        for match in written.finditer(text):
            if any(match.start() < end and match.end() > begin for begin, end in taken):
                continue
            parts = match.groupdict()
            month = int(parts.get("number") or _MONTHS.get((parts.get("month") or "")[:3].lower(), 0))
            value = parts["year"] + (f"-{month:02}" if month else "")
            value += f"-{int(parts['day']):02}" if parts.get("day") else ""
            if covered_days(value):
                taken.append(match.span())
                yield (*match.span(), value)
