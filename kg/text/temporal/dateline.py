"""The date of an article, where its text gives one: a line of publication or a dateline; an event's date is not it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, words
from kg.text.temporal.expressions import MONTHS, day_of, pattern_of

if TYPE_CHECKING:
    from datetime import date

_TABLE = "words/temporal/dateline"
_BESIDE = words(_TABLE, "beside")
_LINES_ABOVE = 12
_LINES_BELOW = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
"""What each form of a full date holds; found far sooner than they are."""


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


def _dates(line: str) -> list[tuple[re.Match[str], date]]:
    if not _YEAR.search(line):
        return []
    found: list[tuple[re.Match[str], date]] = []
    for pattern in _date_patterns():
        for match in pattern.finditer(line):
            groups = match.groupdict()
            month = int(groups["mm"]) if groups.get("mm") else MONTHS[groups["m"].lower()]
            if (day := day_of(int(groups["y"]), month, int(groups["d"]))) is not None:
                found.append((match, day))
    return sorted(found, key=lambda item: item[0].start())


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(pattern_of, table(_TABLE)["dates"]))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    lists = table(_TABLE)
    return pattern_of(lists[name], labels=lists["labels"], agencies=lists["agencies"])


def _only_date(line: str, match: re.Match[str]) -> bool:
    """Whether nothing stands beside the date but what belongs to it, or a label of publication opens the line."""
    if _pattern("labelled").fullmatch(line[: match.start()].strip()):
        return True
    rest = f"{line[: match.start()]} {line[match.end() :]}".lower()
    for pattern in (*_date_patterns(), *map(_pattern, ("aside", "hour", "zone"))):
        rest = pattern.sub(" ", rest)
    return _BESIDE.issuperset(re.findall(r"[^\W\d_]+(?:\.[a-z])*|\d+", rest))


def _is_dateline(line: str, match: re.Match[str]) -> bool:
    """Whether a place in capitals, or an agency after it, makes the date a dateline at the head of a paragraph."""
    before, after = line[: match.start()], line[match.end() :]
    if not _pattern("place").fullmatch(before):
        return False
    if _pattern("agency").match(after):
        return True
    place = re.split(r"[,:]", before)[0]
    return place.isupper() and len(place.split()) <= 4 and bool(re.match(r"\s*(?:[-–—:]|\()", after))
