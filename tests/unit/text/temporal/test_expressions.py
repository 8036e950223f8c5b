import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document
from kg.text.parsing.parser import load_parser
from kg.text.temporal.expressions import find_times

MONDAY = date(2025, 9, 22)


def times(text: str, day: date | None = MONDAY) -> list[tuple[str, str]]:
    parse = load_parser().parse(Document("t", text))
    return [(parse.words_of(time.start, time.end), time.value) for time in find_times(parse, day)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The minister met the envoys on Thursday.", "2025-09-18"),
        ("The minister met the envoys on Monday.", "2025-09-22"),
        ("The minister met the envoys last Monday.", "2025-09-15"),
        ("They will meet on Thursday in Oslo.", "2025-09-25"),
        ("They are to meet next Monday in Oslo.", "2025-09-29"),
        ("Last week, the bridge collapsed.", "2025-W38"),
        ("He resigned yesterday.", "2025-09-21"),
        ("He resigned last night.", "2025-09-21"),
        ("He will resign tomorrow.", "2025-09-23"),
        ("The law was passed earlier this month.", "2025-09"),
        ("The law was passed last month.", "2025-08"),
        ("The firm was founded two years ago.", "2023"),
        ("The firm was founded three months ago.", "2025-06"),
        ("The firm was founded two weeks ago.", "2025-W37"),
        ("The firm was founded five days ago.", "2025-09-17"),
        ("The firm was founded a fortnight ago.", "2025-W37"),
        ("Some three weeks ago the firm was founded.", "2025-W36"),
        ("It will spend a billion euros over the next six months.", "2025-09/2026-03"),
        ("It will be built within the coming two decades.", "2025/2045"),
        ("The vote is planned for next year.", "2026"),
        ("The talks were held on September 13 in Kiel.", "2025-09-13"),
        ("The talks were held on December 20 in Kiel.", "2024-12-20"),
        ("The talks will be held on October 3.", "2025-10-03"),
        ("The judge will sentence Marlow on May 3.", "2026-05-03"),
        ("She signed it in March.", "2025-03"),
        ("She signed it in November.", "2024-11"),
        ("She will sign it in May.", "2026-05"),
        ("The prize was won last summer.", "2025"),
        ("Over the past three years the group has grown.", "2022/2025"),
        ("The shop reopened over the weekend.", "2025-09-20/2025-09-21"),
        ("She has led the club since 2014.", "2014/2025"),
        ("Marlow set it up in August.", "2025-08"),
        ("Marlow set it up in November.", "2024-11"),
        ("The firm promised on Thursday to pay.", "2025-09-18"),
        ("The vote, planned for Thursday, was put off.", "2025-09-25"),
        ("Parliament meets on Thursday in Oslo.", "2025-09-25"),
        ("Parliament met on Thursday in Oslo.", "2025-09-18"),
        ("The minister says on Thursday's tape that he lied.", "2025-09-18"),
        ("The raid may echo the May 3 attacks.", "2025-05-03"),
        ("The raid may come on May 3.", "2026-05-03"),
        ("There are signs of hope months after the September 11 attacks.", "2025-09-11"),
    ],
)
def test_relative_to_the_articles_date(text: str, value: str) -> None:
    assert [v for _, v in times(text)] == [value]
    assert all(v in ("", value[:4], "2014/..") for _, v in times(text, None)), "unknown day: unresolved, not guessed"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He ruled the state from 2018 to 2021.", "2018/2021"),
        ("He ruled for three years until 2021.", "2018/2021"),
        ("He ruled the state until 2021.", "../2021"),
        ("The mill was built in the 1930s.", "1930/1939"),
        ("The mill closed in the mid-1980s.", "1984/1986"),
        ("She starred in musicals of the 1940s and 1950s.", "1940/1959"),
        ("In 2009 and 2010, Marlow was sued three times.", "2009/2010"),
        ("The survey ran from July 2003 to December 2004.", "2003-07/2004-12"),
        ("The seminar was held on October 1-2, 2013.", "2013-10-01/2013-10-02"),
        ("He was born on 5 May 1961.", "1961-05-05"),
        ("He died on Dec. 3, 2001.", "2001-12-03"),
        ("He died on Tuesday, December 4, 2001.", "2001-12-04"),
        ("Elections are planned for December 15,2026.", "2026-12-15"),
        ("The 2020 agreement ended the war.", "2020"),
        ("It was passed in June 2005.", "2005-06"),
        ("It was passed on 2005-06-07.", "2005-06-07"),
    ],
)
def test_absolute(text: str, value: str) -> None:
    assert [v for _, v in times(text, None)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The Sunday Times praised the play.",
        "You may march in and fall asleep.",
        "The town has 2000 people and 1900 cars.",
        "The bill of $2010 was paid.",
        "The pass failed on a second down.",
        "They met on February 31.",
    ],
)
def test_no_time(text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He ran the firm until its sale in 2021.", ["../2021", "2021"]),
        ("She has led the clinic since its founding in 1990.", ["1990/2025", "1990"]),
        ("Orlan ruled for two decades until his death in 2006.", ["1986/2006", "2006"]),
        ("She has led the clinic since May 1990.", ["1990-05/2025-09"]),
    ],
)
def test_a_span_that_an_event_ends_dates_the_event_too(text: str, values: list[str]) -> None:
    assert [value for _, value in times(text)] == values


def test_a_year_given_elsewhere_in_the_text_completes_a_day() -> None:
    text = "The envoys met in Kiel on September 13, 2024. On September 13, they also visited Riga."
    assert [value for _, value in times(text, None)] == ["2024-09-13", "2024-09-13"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Marlow met the envoys on Thursday. She flew to Riga the next day.", ["2025-09-18", "2025-09-19"]),
        ("Marlow met the envoys in 2016. She founded a firm the following spring.", ["2016", "2017"]),
        ("Marlow met the envoys in March 2016. She left the following May.", ["2016-03", "2016-05"]),
        ("Marlow met the envoys in March 2016. Later that year she left.", ["2016-03", "2016"]),
        ("Marlow was tried in March 2016. Later that day she fled.", ["2016-03", "2016-03"]),
        ("Marlow won the title in 2005. She lost it a year later.", ["2005", "2006"]),
        ("Marlow was born in 1980. Her mother had died two years earlier.", ["1980", "1978"]),
        ("The firm was sold in May 2016. It closed three months later.", ["2016-05", "2016-08"]),
        ("Marlow met the envoys on Thursday. She had called them the day before.", ["2025-09-18", "2025-09-17"]),
        ("Marlow met them on Thursday. She flew to Riga the following Monday.", ["2025-09-18", "2025-09-22"]),
        ("Marlow was tried in 2016. Sales rose from a year earlier.", ["2016"]),
        ("Marlow was tried in 2016. That day has been forgotten.", ["2016"]),
        ("The firm was sold in 2016. It closed three months later.", ["2016", ""]),
        ("She flew to Riga the following day.", [""]),
        ("Every Thursday she flies to Riga.", []),
    ],
)
def test_counted_from_the_time_told_before(text: str, values: list[str]) -> None:
    assert [v for _, v in times(text)] == values


DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


@given(day=DAYS, event=DAYS)
def test_any_written_day_is_read_back(day: date, event: date) -> None:
    written = f"{event:%B} {event.day}, {event.year}"
    assert [value for _, value in times(f"The talks were held on {written} in Kiel.", day)] == [event.isoformat()]


@given(day=DAYS, text=st.text(st.sampled_from("MayJune 2013-/,thSundaylast weekago.'\n"), max_size=60))
def test_any_text_gives_times_in_order_within_it(day: date, text: str) -> None:
    parse = load_parser().parse(Document("t", text))
    found = find_times(parse, day)
    assert all(0 <= time.start < time.end <= len(parse) for time in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


ENDS = (date.min, date(1, 1, 7), date(9, 6, 1), date(9999, 12, 25), date.max)
RELATIVE = (
    "last week", "next week", "next Monday", "last Monday", "on Thursday", "yesterday", "tomorrow", "last month",
    "next month", "next year", "last year", "last century", "next century", "last decade", "next decade",
    "ten thousand years ago", "99999999999999999999999 years ago", "two weeks ago", "over the past three years",
    "over the past decade", "over the weekend", "next weekend", "last summer", "next summer", "in March",
    "in November", "on December 20", "on February 29", "the day after tomorrow", "two years later",
    "the following day", "the next day", "a year earlier", "since March", "the following spring",
    "the next Monday", "in the five years until 0003", "on 31 December 9999",
)  # fmt: skip
VALUE = re.compile(r"|".join([(part := r"(?:\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d)?|\.\.)"), f"{part}/{part}", ""]))


@pytest.mark.parametrize("day", ENDS, ids=str)
def test_at_the_ends_of_the_calendar_a_time_is_a_date_or_unknown(day: date) -> None:
    for words in RELATIVE:
        text = f"On {day.day} January {day.year:04d} they met. They met {words}. They will meet {words} in Oslo."
        for found, value in times(text, day):
            assert VALUE.fullmatch(value), (found, value)
            assert "0000" not in value
