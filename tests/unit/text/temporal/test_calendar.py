"""Days, weeks, months and seasons counted from one another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.temporal.expressions import MONTHS, SEASONS, WEEKDAYS, day_of, is_within, nearest, shifted, unit_after

MONDAY = date(2025, 9, 22)


def test_names_of_months_weekdays_and_seasons():
    assert (MONTHS["september"], MONTHS["sept"], MONTHS["may"]) == (9, 9, 5)
    assert (WEEKDAYS["monday"], WEEKDAYS["thurs"]) == (0, 3)
    assert {first for first, _ in SEASONS.values()} == {3, 6, 9, 12}


def test_a_day_that_is_none():
    assert day_of(2023, 2, 29) is None
    assert day_of(2024, 2, 29) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        (1, "day", "2025-09-23"),
        (3, "hour", "2025-09-22"),
        (0, "week", "2025-W39"),
        (-9, "month", "2024-12"),
        (4, "month", "2026-01"),
        (-5, "year", "2020"),
        (-1, "decade", "2010/2019"),
        (0, "century", "2000/2099"),
    ],
)
def test_units_after_a_day(number: int, unit: str, value: str) -> None:
    assert unit_after(MONDAY, number, unit) == value


@pytest.mark.parametrize(
    ("before", "number", "unit", "value"),
    [
        ("2025-09-18", 1, "day", "2025-09-19"),
        ("2025-09-18", 2, "week", "2025-W40"),
        ("2025-09-18", 1, "monday", "2025-09-22"),
        ("2025-09-18", 2, "hour", "2025-09-18"),
        ("2025-09-18", 0, "month", "2025-09"),
        ("2025-09-18", 0, "week", "2025-09-18"),
        ("2016-03", 1, "spring", "2017"),
        ("2016-03", 1, "may", "2016-05"),
        ("2016-03", -1, "summer", "2015"),
        ("2016-03", 10, "month", "2017-01"),
        ("2016-03", 0, "day", "2016-03"),
        ("2016", 1, "year", "2017"),
        ("2016", 1, "winter", "2017"),
        ("2016", 3, "month", ""),
        ("2016", 1, "day", ""),
        ("2016", 1, "monday", ""),
        ("2016/2018", 1, "year", ""),
        ("", 1, "year", ""),
    ],
)
def test_times_counted_from_others(before: str, number: int, unit: str, value: str) -> None:
    assert shifted(before, number, unit) == value


@pytest.mark.parametrize(
    ("day", "time", "inside"),
    [
        ("2025-09-22", "2025", True),
        ("2025-09-22", "2025-09", True),
        ("2025-09-22", "2025-W39", True),
        ("2025-09-22", "2025-W38", False),
        ("2025-09-22", "2025-01/2025-12", False),
        ("2025-09", "2025", False),
    ],
)
def test_a_day_within_a_longer_time(day: str, time: str, inside: bool) -> None:
    assert is_within(day, time) is inside


def test_the_nearest_day_on_the_side_of_the_tense():
    may, december = ([date(year, month, 3) for year in (2024, 2025, 2026)] for month in (5, 12))
    assert nearest(may, MONDAY, future=False) == date(2025, 5, 3)
    assert nearest(may, MONDAY, future=True) == date(2026, 5, 3)
    assert nearest(december, MONDAY, future=False) == date(2024, 12, 3)
    assert nearest([date(2024, 9, 25), date(2025, 9, 25)], MONDAY, future=False) == date(2025, 9, 25), "too far back"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-500, 500))
def test_a_week_holds_its_days(day: date, number: int) -> None:
    assert is_within(unit_after(day, 7 * number, "day"), unit_after(day, number, "week"))
