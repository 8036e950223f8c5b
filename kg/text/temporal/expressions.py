"""Time expressions of a text and their values, in ISO 8601: "2021", "2025-09-13", "2006-W01", "2018/2021"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.text.lexicon.tables import any_of, filled, table, words
from kg.text.model import Time
from kg.text.syntax.dependencies import name_labels, names_event, refers_to_future, refers_to_past
from kg.text.temporal.clause_times import governor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.text.model import Parse

CALENDAR: Final[Mapping[str, dict[str, Any]]] = table("words/temporal/calendar")
"""The table, whose keys are names."""
MONTHS: Final[Mapping[str, int]] = CALENDAR["months"] | CALENDAR["months_abbreviated"]
WEEKDAYS: Final[Mapping[str, int]] = CALENDAR["weekdays"] | CALENDAR["weekdays_abbreviated"]
"""Days of the week by name, counted from Monday as 0."""
SEASONS: Final[Mapping[str, tuple[int, int]]] = CALENDAR["seasons"]
"""The first and the last month of each."""

HOLIDAYS: Final[Mapping[str, list[int]]] = CALENDAR["holidays"] | CALENDAR["holidays_alone"]

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_FARTHEST_BACK: Final = 330
"""Days between the article's date and a day past; one that lies farther back is rather one to come."""


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of these numbers, None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def holiday(year: int, rule: Sequence[int]) -> date:
    """Return the day of a holiday in a year (see `calendar.toml`).

    >>> holiday(2008, [11, 3, 4]), holiday(2010, [-2])
    (datetime.date(2008, 11, 27), datetime.date(2010, 4, 2))
    """
    if len(rule) == 2:
        return date(year, *rule)
    if len(rule) == 1:
        return _easter(year) + timedelta(days=rule[0])
    month, weekday, place = rule
    days = [
        day for number in range(1, 32) if (day := day_of(year, month, number)) is not None and day.weekday() == weekday
    ]
    return days[place - (place > 0)]


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    shift = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - shift - rest % 4) % 7
    late = (golden + 11 * shift + 22 * week) // 451
    month, day = divmod(shift + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


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


_NUMBERS: Final = table("words/numbers")
_CUES: Final[Mapping[str, list[str]]] = table("words/temporal/expressions")["cues"]
_DIGIT: Final = re.compile(r"\d")


class TimeForm(NamedTuple):
    """A form of time expressions: how its value is read (see `kg.text.temporal.expressions`), its pattern and its cues.

    `loose` is a form that a name may hold by chance. What the groups of the pattern hold stands in the table.
    """

    reading: str
    pattern: re.Pattern[str]
    cues: frozenset[str]
    loose: bool


@cache
def _pieces() -> Mapping[str, str]:
    """The pieces of patterns that the table names, and its lists of words as alternatives."""
    rows = table("words/temporal/expressions")
    own = {name: rows[name] for name in ("units", "parts_of_day", "openers")}
    return {**rows["pieces"], **{name: any_of(some) for name, some in {**own, **CALENDAR, **_NUMBERS}.items()}}


def pattern_of(written: str, **lists: Iterable[str]) -> re.Pattern[str]:
    """The regular expression that is written so, upper and lower case alike, with its pieces and any of some lists."""
    own = {name: any_of(some) for name, some in lists.items()}
    return re.compile(filled(written, {**_pieces(), **own}), re.IGNORECASE)


@cache
def time_forms() -> tuple[TimeForm, ...]:
    """The forms in the order in which they claim their words."""
    rows = table("words/temporal/expressions")["forms"]
    return tuple(TimeForm(r["reading"], pattern_of(r["pattern"]), frozenset(r["cues"]), "loose" in r) for r in rows)


def forms_in(text: str) -> list[TimeForm]:
    """Those of `time_forms` that may match in a sentence, in their order.

    Most sentences have few of the cues that forms need, and searching for all forms costs much.
    """
    low = text.lower()
    cues = {cue for cue, some in _CUES.items() if any(letters in low for letters in some)}
    if _DIGIT.search(low):
        cues.add("digit")
    return [form for form in time_forms() if form.cues <= cues] if cues else []


_TABLE: Final = "words/temporal/expressions"
_DAYS: Final = words(_TABLE, "parts_of_day") | {"day"}
_COMPARING: Final = words(_TABLE, "comparing")
_ABOUT: Final = words(_TABLE, "about")
_OPENERS: Final[Mapping[str, int]] = table(_TABLE)["openers"]
_NUMBER_WORDS: Final[Mapping[str, int]] = table("words/numbers")["numbers"]
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
        return self._of_choices(choices, today, start)

    def _of_choices(self, choices: Sequence[date], today: date, start: int) -> str:
        """Of a day in three years the one that is meant, "" for none."""
        if not choices:
            return ""
        if names_event(self.parse, start):
            return min(choices, key=lambda day: abs((day - today).days)).isoformat()
        return nearest(choices, today, future=refers_to_future(self.parse, start)).isoformat()

    def holiday(self, g: Groups, start: int) -> Value:
        rule = HOLIDAYS[" ".join(g["h"].split())]
        if "y" in g:
            return holiday(int(g["y"]), rule).isoformat()
        today = self.today
        if today is None:
            return ""
        return self._of_choices([holiday(today.year + year, rule) for year in (-1, 0, 1)], today, start)

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
        return unit_after(self.today, _direction(g), "year" if g["u"] == "season" else g["u"])

    def begun(self, g: Groups, _: int) -> str:
        first = self.today.replace(day=1, month=1 if g["u"] == "year" else self.today.month)
        return f"{first.isoformat()}/{self.today.isoformat()}"

    def next_season(self, g: Groups, _: int) -> str:
        over = SEASONS[g["s"]][1] < self.today.month
        return year_of(self.today.year + (0 if over and _direction(g) < 0 else _direction(g)))

    def named_month(self, g: Groups, start: int) -> str:
        month, today = MONTHS[g["m"]], self.today
        direction = _direction(g) if "o" in g else 1 if refers_to_future(self.parse, start) else -1
        over = (direction > 0 and month < today.month) or (direction < 0 and month > today.month)
        return f"{year_of(today.year + direction * over)}-{month:02d}"

    def month_of_year(self, g: Groups, _: int) -> Value:
        year, month = self.today.year + _direction(g), MONTHS[g["m"]]
        return _iso(year, month, int(g["d"])) if "d" in g else f"{year_of(year)}-{month:02d}"

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
    return int(word) if word.isdigit() else _NUMBER_WORDS.get(word, 0)


def _direction(groups: Groups) -> int:
    """Whither the opener of an expression points: -1 back ("last"), 1 ahead ("next"), else 0."""
    return _OPENERS.get(" ".join(groups.get("o", "").split()), 0)


def _unit(groups: Groups) -> str:
    return "day" if groups["u"] in _DAYS else groups["u"]


def _iso(year: int, month: int, day: int) -> str | None:
    made = day_of(year, month, day)
    return made.isoformat() if made else None


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
