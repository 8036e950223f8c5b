"""The forms of time expressions, and which of them a sentence may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.temporal.expressions import forms_in, pattern_of, time_forms


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("from September 13-15, 2025", "days"),
        ("16 to 20 October", "days"),
        ("on 2025-09-13", "digits"),
        ("on 9/13/2025", "digits"),
        ("Thursday, January 12, 2006", "day"),
        ("the 12th of Sept.", "day"),
        ("in late Dec. 2019", "month"),
        ("the autumn of 2019", "season"),
        ("the 1940s and 1950s", "decade"),
        ("the mid-1980s", "decade"),
        ("from 2018 to 2021", "years"),
        ("a few hours ago", "ago"),
        ("the past two decades", "past"),
        ("for three years until 2021", "until"),
        ("over the weekend", "weekend"),
        ("this century", "unit"),
        ("last winter", "next_season"),
        ("next March", "named_month"),
        ("on Friday", "weekday"),
        ("Tonight", "counted"),
        ("in early June", "named_month"),
        ("in 2021", "year"),
    ],
)
def test_a_sentence_is_searched_for_the_forms_that_it_may_hold(text: str, reading: str) -> None:
    assert any(form.pattern.search(text) for form in forms_in(text) if form.reading == reading)


@given(st.text(alphabet="0123456789 -./'adeyago mrchlstwkJunFb", max_size=40))
def test_no_form_that_matches_is_left_out(text: str) -> None:
    kept = forms_in(text)
    assert all(form in kept for form in time_forms() if form.pattern.search(text))


def test_pieces_and_lists_of_words_stand_in_patterns_by_name():
    pattern = pattern_of(r"\bin (?:{seasons}){of}(?:{places})\d{0,2}", places=["Oslo", "Oslo Fjord"])
    assert pattern.fullmatch("in Winter, oslo fjord12")
    assert not pattern.search("in week, Oslo")
