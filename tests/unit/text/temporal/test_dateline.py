"""The date of an article by its own words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.temporal.dateline import find_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mill burns down\nPublished: 2012.08.08 09:01 AM\nA fire destroyed it.", date(2012, 8, 8)),
        ("Mill burns down\n\nThursday, January 12, 2006\n\nA fire destroyed it.", date(2006, 1, 12)),
        ("Mill burns down\n9 September 2013,14:08\nA fire destroyed it.", date(2013, 9, 9)),
        ("Posted 11 / 27 / 2005 7:21 AM\nA fire destroyed it.", date(2005, 11, 27)),
        ("KIEL, Sept 13, 2010 (Reuters) - A fire destroyed the mill.", date(2010, 9, 13)),
        ("KIEL, Germany, 13 September 2010 — A fire destroyed the mill.", date(2010, 9, 13)),
        ("KIEL, Sept 13 (Reuters) - A fire destroyed the mill.", None),
        ("The mill burnt down on 8 August 2012.", None),
        ("Marlow meets Ekberg in Kiel, Germany, September 13, 2025. (Reuters)", None),
        ("Marlow signed the treaty of June 3, 1990\nIt ended the war.", None),
        ("", None),
    ],
)
def test_date_of_an_article(text: str, expected: date | None) -> None:
    assert find_date(text) == expected


@given(day=st.dates(date(1950, 1, 1), date(2030, 12, 31)))
def test_any_written_day_is_read_back(day: date) -> None:
    assert find_date(f"Talks held\n{day:%B} {day.day}, {day.year}\nThe talks were held.") == day
