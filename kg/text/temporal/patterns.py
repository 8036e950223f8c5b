"""The forms of time expressions, as regular expressions over a sentence's words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["forms_in", "time_forms"]

_DIGIT: Final = re.compile(r"\d")
_SEASONS: Final = ("spring", "summer", "autumn", "fall", "winter")
_UNITS: Final = ("day", "week", "month", "year", "decade", "centur")
_CUES: Final = {
    "month": ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    "weekday": ("day",),
    "unit": _UNITS,
    "season": _SEASONS,
    "ago": ("ago",),
    "weekend": ("weekend",),
    "decade": ("0s", "0's", "0’s"),
    "counted": ("day", "night", "morning", "afternoon", "evening", "tomorrow"),
    "later": ("later", "earlier", "afterward", "before", "after"),
    "following": ("following", "next", "previous", "preceding"),
    "same": ("that ", "same "),
}
"""Letters of which a sentence holds some where it has a form that asks for this cue."""
_NEEDS: Final = {
    "days": {"month", "digit"},
    "days_first": {"month", "digit"},
    "iso": {"digit"},
    "us": {"digit"},
    "day": {"month", "digit"},
    "day_first": {"month", "digit"},
    "month": {"month", "digit"},
    "season": {"season", "digit"},
    "decades": {"decade", "digit"},
    "decade": {"decade", "digit"},
    "years": {"digit"},
    "ago": {"ago"},
    "past": {"unit"},
    "until": {"unit", "digit"},
    "later": {"later"},
    "around": {"counted", "later"},
    "following": {"following"},
    "same": {"same"},
    "weekend": {"weekend"},
    "unit": {"unit"},
    "next": {"season"},
    "named_month": {"month"},
    "weekday": {"weekday"},
    "counted": {"counted"},
    "bare_month": {"month"},
    "year": {"digit"},
}
"""The cues without which a form has no match: most sentences have few, and searching for all forms costs much."""

_YEAR = r"(?:1[5-9]|20)\d\d"
_DASH = r"\s?[-–—]\s?"
_TO = rf"(?:{_DASH}|\s+(?:to|and|until|through)\s+)"
_TH = r"(?:st|nd|rd|th)?"
_OF = r"(?:\s?,\s?|\s+)"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def time_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The name and the pattern of each form, in the order in which they claim their words.

    Groups: d, d2 day; m month, mm its number; y, y2 year; w weekday; n number; u, u2 unit; o what points back or ahead
    ("last"); s season; c a day counted from the article's; part "early", "mid" or "late".
    """
    words = table("times")
    month = rf"\b(?P<m>{_any(words['months'])})\b\.?"
    full_month = rf"(?P<m>{_any(m for m in words['months'] if len(m) > 4 or m in ('may', 'june', 'july'))})\b"
    full_weekday = rf"(?P<w>{_any(d for d in words['weekdays'] if d.endswith('day'))})\b"
    number = rf"(?P<n>\d{{1,3}}|{_any(words['numbers'])})"
    opener = rf"(?P<o>{_any(o for group in words['openers'].values() for o in group)})"
    lead = rf"(?:\b(?:{_any(words['weekdays'])})\.?,?\s+(?:the\s+)?)?"
    year = rf"(?P<y>{_YEAR})\b"
    unit, season = r"(?P<u>day|week|month|year|decade)", r"\b(?P<s>spring|summer|autumn|fall|winter)"
    part = r"(?:\b(?P<part>early|mid|late)[- ]+)?"
    following = (
        "day",
        "week",
        "month",
        "year",
        *words["parts"]["of_day"],
        *_SEASONS,
        *words["weekdays"],
        *words["months"],
    )
    same = ("day", "week", "month", "year", *words["parts"]["of_day"])
    no_unit = r"(?![\d,./]\d|[%/-]\d|\s?(?:percent|per\s+cent|%|km|miles|metres|meters|feet|people|times))"
    forms = {
        # September 13-15, 2025; 16 to 20 October
        "days": rf"{lead}{month}\s*(?P<d>\d\d?){_TH}{_TO}(?P<d2>\d\d?){_TH}(?!\d|[:.]\d)(?:{_OF}{year})?",
        "days_first": rf"{lead}\b(?P<d>\d\d?){_TH}{_TO}(?P<d2>\d\d?){_TH}\s+{month}(?:{_OF}{year})?",
        "iso": rf"(?<![\d.-])(?P<y>{_YEAR})(?P<sep>[-./])(?P<mm>0?[1-9]|1[0-2])(?P=sep)(?P<d>[0-3]?\d)(?![\d-])",
        "us": rf"(?<![\d/])(?P<mm>0?[1-9]|1[0-2])\s?/\s?(?P<d>[0-3]?\d)\s?/\s?(?P<y>{_YEAR}|\d\d)(?![\d/])",
        # Thursday, January 12, 2006; 12th of January
        "day": rf"{lead}{month}\s*(?P<d>\d\d?){_TH}\b(?![:%]|\s?-\s?\d)(?:{_OF}{year})?",
        "day_first": rf"{lead}(?<![\d.,:-])\b(?P<d>\d\d?){_TH}\s+(?:of\s+)?{month}(?:{_OF}{year})?",
        "month": rf"{part}{month}(?:\s+of\s+|{_OF}){year}",
        "season": rf"{season}\s+(?:of\s+)?{year}",
        # the 1940s and 1950s; the mid-1980s; 1982-87; 2018 to 2021
        "decades": r"\b(?P<y>1[5-9]\d|20\d)0['’]?s\s+(?:and|or|to)\s+(?:the\s+)?(?P<y2>1[5-9]\d|20\d)0['’]?s\b",
        "decade": rf"{part}(?:the\s+)?(?P<y>1[5-9]\d|20\d)0['’]?s\b",
        "years": rf"(?<![\d/$€£.,-])\b(?P<y>{_YEAR})(?P<dash>{_TO}|\s?/\s?)(?P<y2>{_YEAR}|\d\d)\b(?![\d-])",
        "ago": rf"\b(?:{number}|a\s+few|several|many|a\s+couple\s+of|some)\s+"
        r"(?P<u>minute|hour|day|week|month|year|decade)s?\s+ago\b",
        # counted from the time told before: two days later; the day before; the following spring; that year
        "later": rf"\b{number}\s+(?P<u>minute|hour|day|week|month|year)s?\s+(?P<o>later|earlier|afterwards?)\b"
        r"(?!\s+(?:than|this|that|in|on)\b)",
        "around": r"\bthe\s+(?P<u>day|month|year)\s+(?P<o>before|after)\b(?=\s*(?:[.,;:]|$))",
        "following": rf"\bthe\s+(?P<o>next|following|previous|preceding)\s+(?P<u>{_any(following)})\b",
        "same": rf"\b(?:that\s+(?:same\s+)?|the\s+same\s+)(?P<u>{_any(same)})\b",
        "past": rf"\b(?:the|these|his|her|its|their)\s+(?:past|last|previous)\s+(?:{number}\s+)?{unit}s\b"
        r"|\bthe\s+past\s+(?P<u2>week|month|year|decade)\b",
        "until": rf"\bfor\s+(?:the\s+)?{number}\s+years\s+(?:until|to|through)\s+{year}",
        "weekend": r"\b(?:(?P<o>last|this past|next|this)\s+|(?:over|at|during|on)\s+the\s+)weekend\b",
        "unit": rf"\b{opener}\s+(?P<u>week|month|year|decade|century)\b(?!['’-]?\s?(?:long|old))",
        "next": rf"\b{opener}\s+{season}\b",
        "named_month": rf"\b{opener}\s+{full_month}",
        "weekday": rf"\b(?:{opener}\s+)?{full_weekday}",
        "counted": rf"\b(?P<c>{_any(words['days'])})\b",
        "bare_month": rf"{part}\b{full_month}",
        "year": rf"(?<![\d$€£.,/-])\b{part}{year}{no_unit}",
    }
    return tuple((name, re.compile(form, re.IGNORECASE)) for name, form in forms.items())


def forms_in(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """Those of `time_forms` that may match in a sentence, in their order."""
    low = text.lower()
    cues = {cue for cue, letters in _CUES.items() if any(some in low for some in letters)}
    if _DIGIT.search(low):
        cues.add("digit")
    return [form for form in time_forms() if _NEEDS[form[0]] <= cues] if cues else []
