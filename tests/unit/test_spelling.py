"""Names as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.spelling import fold, path_in, storable_path, without_accents


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("José Núñez", "jose nunez"), ("Łódź", "lodz"), ("Kirchstraße", "kirchstrasse"), ("Ærø", "aero"),
        ("U.S.", "us"), ("O\u2019Neil", "oneil"), ("Al-Qaeda", "al qaeda"), ("  the   Hague\n", "hague"),
        ("A", "a"), ("The", "the"), ("An\u0303o", "ano"), ("ﬁre", "fire"), ("\u200f!", ""), ("", ""),
    ],
)  # fmt: skip
def test_folding_leaves_what_people_type(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("name", "plain"), [("Cádiz", "Cadiz"), ("São Tomé", "Sao Tome"), ("Łódź", "Łodz"), ("x", "x")]
)
def test_accents_are_taken_off_and_nothing_else(name: str, plain: str) -> None:
    assert without_accents(name) == plain


@given(st.text(st.characters(codec="ascii"), max_size=30))
def test_plain_names_fold_as_any_other(name: str) -> None:
    assert fold(name) == fold(f"{name}\u200f")  # which is dropped, and makes it go the long way


@given(st.binary(max_size=20))
def test_a_path_is_stored_so_that_it_comes_back(name: bytes) -> None:
    path = name.decode("utf-8", "surrogateescape")
    stored = storable_path(path)
    stored.encode()
    assert path_in(stored) == path
