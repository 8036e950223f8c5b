"""What each form of time expression names, on parses built by hand."""

import re
from datetime import date

import pytest
from hand_built import parse_of

from kg.text.temporal.expressions import Shift, Value, time_forms, value_reader

MONDAY = date(2025, 9, 22)
PAST = parse_of("He/PRP/nsubj/1 left=leave/VBD/ROOT/1 time/NN/npadvmod/1 ././punct/1 ././punct/1")
FUTURE = parse_of("He/PRP/nsubj/2 will/MD/aux/2 leave/VB/ROOT/2 time/NN/npadvmod/2 ././punct/2 ././punct/2")


def years_of(month: int, day: int) -> set[str]:
    return {"1990"} if (month, day) == (6, 3) else set()


def matched(reading: str, text: str) -> re.Match[str]:
    found = [form.pattern.search(text) for form in time_forms() if form.reading == reading]
    return next(match for match in found if match)


def value(form: str, text: str, *, future: bool = False, day: date | None = MONDAY) -> Value:
    parse = FUTURE if future else PAST
    return value_reader(parse, day, years_of)(form, matched(form, text), parse.words.index("time"))


UNDATED = [
    ("days", "September 13-15, 2024", "2024-09-13/2024-09-15"),
    ("days", "16 to 20 October 2024", "2024-10-16/2024-10-20"),
    ("digits", "2024-09-13", "2024-09-13"),
    ("digits", "2024-09-31", None),
    ("digits", "9/13/24", "2024-09-13"),
    ("day", "Sept. 13, 2024", "2024-09-13"),
    ("day", "13th of September 2024", "2024-09-13"),
    ("day", "June 3", "1990-06-03"),
    ("day", "June 4", ""),
    ("day", "June 31", None),
    ("month", "early January 2006", "2006-01"),
    ("season", "the autumn of 2019", "2019"),
    ("decade", "the mid-1980s", "1984/1986"),
    ("decade", "the 1980s", "1980/1989"),
    ("decade", "the 1940s and 1950s", "1940/1959"),
    ("year", "in 2021", "2021"),
    ("years", "1982-87", "1982/1987"),
    ("years", "2013-07", "2013-07"),
    ("years", "2018 to 2016", None),
    ("until", "for three years until 2021", "2018/2021"),
    ("later", "two days later", Shift(2, "day")),
    ("later", "a year earlier", Shift(-1, "year")),
    ("around", "the day before", Shift(-1, "day")),
    ("following", "the following spring", Shift(1, "spring")),
    ("following", "the next morning", Shift(1, "day")),
    ("following", "the next year", None),
    ("same", "that night", Shift(0, "day")),
    ("weekday", "Monday", ""),
    ("counted", "yesterday", ""),
]


@pytest.mark.parametrize(("form", "text", "expected"), UNDATED)
def test_without_the_articles_date(form: str, text: str, expected: Value) -> None:
    assert value(form, text, day=None) == expected


DATED = [
    ("day", "May 3", "2025-05-03", "2026-05-03"),
    ("weekday", "Thursday", "2025-09-18", "2025-09-25"),
    ("weekday", "last Monday", "2025-09-15", "2025-09-15"),
    ("weekday", "next Monday", "2025-09-29", "2025-09-29"),
    ("named_month", "March", "2025-03", "2026-03"),
    ("named_month", "next March", "2026-03", "2026-03"),
    ("named_month", "this past November", "2024-11", "2024-11"),
    ("month_of_year", "April last year", "2024-04", "2024-04"),
    ("month_of_year", "3 April last year", "2024-04-03", "2024-04-03"),
    ("next_season", "last summer", "2025", "2025"),
    ("next_season", "last winter", "2025", "2025"),
    ("next_season", "next spring", "2026", "2026"),
    ("unit", "this century", "2000/2099", "2000/2099"),
    ("unit", "earlier this month", "2025-09", "2025-09"),
    ("weekend", "over the weekend", "2025-09-20/2025-09-21", "2025-09-27/2025-09-28"),
    ("weekend", "next weekend", "2025-09-27/2025-09-28", "2025-09-27/2025-09-28"),
    ("counted", "last night", "2025-09-21", "2025-09-21"),
    ("ago", "two weeks ago", "2025-W37", "2025-W37"),
    ("ago", "several weeks ago", "", ""),
    ("coming", "the next six months", "2025-09/2026-03", "2025-09/2026-03"),
    ("past", "the past two decades", "2005/2025", "2005/2025"),
    ("past", "the past month", "2025-08/2025-09", "2025-08/2025-09"),
    ("begun", "since the beginning of this year", "2025-01-01/2025-09-22", "2025-01-01/2025-09-22"),
    ("holiday", "Christmas Eve", "2024-12-24", "2025-12-24"),
    ("holiday", "Good Friday", "2025-04-18", "2026-04-03"),
    ("holiday", "Thanksgiving Day 2008", "2008-11-27", "2008-11-27"),
    ("unit", "last season", "2024", "2024"),
]


@pytest.mark.parametrize(("form", "text", "past", "future"), DATED)
def test_counted_from_the_articles_date(form: str, text: str, past: str, future: str) -> None:
    assert value(form, text) == past
    assert value(form, text, future=True) == future


def test_every_form_is_read():
    assert {form for form, *_ in (*UNDATED, *DATED)} == {form.reading for form in time_forms()}


@pytest.mark.parametrize(
    ("form", "sentence", "start"),
    [
        ("later", "Rose=rise/VBD/ROOT/0 from/IN/prep/0 a/DT/det/3 year/NN/pobj/1 earlier/RB/advmod/3", 2),
        ("around", "Spoke=speak/VBD/ROOT/0 of/IN/prep/0 the/DT/det/3 day/NN/pobj/1 before/RB/advmod/3", 2),
        ("same", "Recalls=recall/VBZ/ROOT/0 that/DT/det/2 day/NN/dobj/0", 1),
        ("year", "Sold=sell/VBD/ROOT/0 2010/CD/nummod/2 cars/NNS/dobj/0", 1),
    ],
)
def test_what_is_no_time_in_its_sentence(form: str, sentence: str, start: int) -> None:
    parse = parse_of(sentence)
    assert value_reader(parse, MONDAY, years_of)(form, matched(form, parse.text), start) is None
