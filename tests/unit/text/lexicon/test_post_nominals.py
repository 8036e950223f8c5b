"""Letters behind names."""

from __future__ import annotations

import pytest

from kg.text.lexicon.post_nominals import is_letters, letters_after, without_letters


@pytest.mark.parametrize(
    ("words", "end", "letters"),
    [
        (("Ann", "Lee", "OBE", "MP", "said"), 2, 3),
        (("Mr", "Lee", "QC", "said"), 2, 2),
        (("New", "Wales", "MP", "said"), 3, -1),
        (("the", "QC", "said"), 2, -1),
    ],
)
def test_letters_are_found_behind_names(words: tuple[str, ...], end: int, letters: int) -> None:
    assert letters_after(words, 0, end) == letters
    assert without_letters(words, 0, end) == end


@pytest.mark.parametrize(
    ("words", "start", "end", "found"),
    [
        (("Ann", "Lee", "OBE", "spoke"), 2, 3, True),
        (("Lee", ",", "QC", "spoke"), 2, 3, True),
        (("Lee", ",", "MP", "spoke"), 2, 3, False),
        (("the", "QC", "spoke"), 1, 2, False),
        (("Ann", "Lee", "spoke"), 1, 2, False),
    ],
)
def test_words_may_be_letters_behind_a_name(words: tuple[str, ...], start: int, end: int, found: bool) -> None:
    assert is_letters(words, start, end) == found


def test_a_name_ends_before_its_letters() -> None:
    assert without_letters(("Tom", "Hale", "QC", "OBE"), 0, 4) == 2
