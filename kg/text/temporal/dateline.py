"""The date of an article, where its text gives one: a line of publication or a dateline; an event's date is not it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from kg.text.lexicon.tables import table

__all__ = ["find_date"]

_LINES_ABOVE = 12
_LINES_BELOW = 3


def find_date(text: str) -> date | None:
    r"""The day on which an article says that it appeared, None where it does not.

    Read are: a line near the top or the end that holds nothing but a date, its weekday, hour and words such as
    "Published"; and a dateline with its year ("KABUL, Sept 13, 2025 (Reuters)").

    >>> find_date("Mill burns down\nPublished: 2012.08.08 09:01 AM\nA fire destroyed the old mill.")
    datetime.date(2012, 8, 8)
    >>> find_date("The mill burnt down on 8 August 2012.") is None
    True
    """
    lines = [line for line in text.splitlines() if line.strip()]
    near = lines if len(lines) <= _LINES_ABOVE + _LINES_BELOW else lines[:_LINES_ABOVE] + lines[-_LINES_BELOW:]
    dates = [(line, match, day) for line in near for match, day in _dates(line[:400])]
    for line, match, day in dates:
        if len(line) <= 200 and _only_date(line, match):
            return day
    return next((day for line, match, day in dates if _is_dateline(line, match)), None)


_YEAR = re.compile(r"(?:19|20)\d\d")
"""What each form of a full date holds; found far sooner than they are."""


def _dates(line: str) -> list[tuple[re.Match[str], date]]:
    found: list[tuple[re.Match[str], date]] = []
    if not _YEAR.search(line):
        return found
    for pattern in _patterns():
        for match in pattern.finditer(line):
            groups = match.groupdict()
            month = int(groups["mm"]) if groups.get("mm") else table("times")["months"][groups["m"].lower()]
            try:
                found.append((match, date(int(groups["y"]), month, int(groups["d"]))))
            except ValueError:
                continue
    return sorted(found, key=lambda item: item[0].start())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(table("times")["months"], key=len, reverse=True))
    year = r"(?P<y>(?:19|20)\d\d)\b"
    forms = (
        rf"\b(?P<m>{month})\b\.?\s*(?P<d>\d\d?)(?:st|nd|rd|th)?\s*,?\s*{year}",
        rf"\b(?P<d>\d\d?)(?:st|nd|rd|th)?\s+(?P<m>{month})\b\.?\s*,?\s*{year}",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-./])(?P<mm>\d\d?)(?P=sep)(?P<d>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<mm>\d\d?)\s?/\s?(?P<d>\d\d?)\s?/\s?{year}",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _only_date(line: str, match: re.Match[str]) -> bool:
    """Whether nothing stands beside the date but what belongs to it, or a label of publication opens the line."""
    words = table("times")["dateline"]
    labels = "|".join(sorted(words["labels"], key=len, reverse=True))
    before = line[: match.start()].strip().lower()
    if re.fullmatch(rf"\W*(?:{labels})(?:\s+(?:on|at))?\W*(?:\d\d?:\d\d\s*\w*,?)?\s*(?:{_weekday()})?\W*", before):
        return True
    rest = f"{line[: match.start()]} {line[match.end() :]}".lower()
    for pattern in _patterns():
        rest = pattern.sub(" ", rest)
    rest = re.sub(rf"\b(?:{labels}|{_weekday()})\b", " ", rest)
    rest = re.sub(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?", " ", rest)
    left = re.findall(r"[^\W\d_]+(?:\.[a-z])*|\d+", re.sub(r"\([^)]{0,20}\)|[+-]\d\d:?\d\d", " ", rest))
    return not set(left) - set(words["beside"])


def _weekday() -> str:
    return "|".join(sorted(table("times")["weekdays"], key=len, reverse=True))


def _is_dateline(line: str, match: re.Match[str]) -> bool:
    """Whether a place in capitals, or an agency after it, makes the date a dateline at the head of a paragraph."""
    before, after = line[: match.start()], line[match.end() :]
    agencies = "|".join(sorted(table("times")["dateline"]["agencies"], key=len, reverse=True))
    if not re.fullmatch(rf"\s*[^\W\d_][\w.'’ -]*(?:,\s*[\w.'’ -]+)?[,:]?\s*(?:(?i:{_weekday()})\.?,?\s*)?", before):
        return False
    if re.match(rf"\s*,?\s*[(/\[-]*\s*(?:{agencies})\b", after, re.IGNORECASE):
        return True
    place = re.split(r"[,:]", before)[0]
    return place.isupper() and len(place.split()) <= 4 and bool(re.match(r"\s*(?:[-–—:]|\()", after))
