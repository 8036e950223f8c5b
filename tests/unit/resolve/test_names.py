"""All spellings of a name have one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.names import (
    acronyms,
    form_of,
    given_names,
    is_given_name,
    is_nation,
    phonetic_key,
    similar_word,
    spelling_keys,
)


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (("U.S. Geological Survey", "U. S. Geological Survey", "US Geological Survey",
          "United States Geological Survey", "the US Geological Survey"), "united states geological survey"),
        (("Łódź Works", "Lodz Works GmbH", "Lodz Works, Inc.", "LODZ WORKS LTD"), "lodz works"),
        (("Mr. Tom Hale", "Tom Hale", "Senator Tom Hale", "Tom Hale's", "Tom  Hale Jr.", "Tom Hale(left"), "tom hale"),
        (("British army", "Britain's army", "UK army", "United Kingdom Army"), "united kingdom army"),
        (("J. K. Marlow", "J.K. Marlow"), "jk marlow"),
        (("Brae & Sons", "Brae and Sons"), "brae and sons"),
        (("Brae Centre for Defence", "Brae Center for Defense"), "brae center for defense"),
        (("Marie-Claire Dupont", "Marie Claire Dupont"), "marie claire dupont"),
        (("Владимир Орлов", "Vladimir Orlov"), "vladimir orlov"),
    ],
)  # fmt: skip
def test_spellings_of_a_name_have_one_form(names: tuple[str, ...], form: str) -> None:
    assert {form_of(name).text for name in names} == {form}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tom Hale", "Tim Hale"), ("Salo Bank", "Bank of Salo"), ("America Online", "United States Online"), ("The", "A")],
)
def test_other_names_have_other_forms(one: str, other: str) -> None:
    assert form_of(one).text != form_of(other).text


def test_a_son_is_told_from_his_father() -> None:
    assert [form_of(name).generation for name in ("Tom Hale Jr.", "Tom Hale III", "Tom Hale")] == ["jr", "iii", ""]


@given(st.text())
def test_every_name_has_a_form_that_is_its_own_form(name: str) -> None:
    form = form_of(name)
    assert form.words == tuple(form.text.split()) or not form.words
    assert bool(form.text) == bool(name)


def test_numbers_are_told() -> None:
    assert form_of("Explorer 8").digits == {"8"}
    assert form_of("G20 Summit").digits == {"g20"}


def test_acronyms_count_small_words_or_not() -> None:
    assert acronyms(form_of("Bank of Salo")) == {"bs", "bos"}
    assert acronyms(form_of("Salo")) == frozenset()


def test_given_names_have_short_forms() -> None:
    assert {"bill", "william"} <= given_names("will")
    assert given_names("qwxz") == {"qwxz"}
    assert is_given_name("anna")
    assert not is_given_name("harbour")


def test_a_misspelt_word_is_like_the_right_one() -> None:
    assert similar_word("teixeira", "teixera") > 0.9
    assert similar_word("gaddafi", "qaddafi") > 0.8, "they sound alike but for the first letter"
    assert similar_word("hale", "hall") == 0, "short words are other words"
    assert similar_word("marlow", "horak") == 0
    assert similar_word("marlow", "marlow") == 1


def test_a_word_shares_a_key_with_its_misspellings() -> None:
    assert not spelling_keys("teixeira").isdisjoint(spelling_keys("teixera"))
    assert not spelling_keys("khadafi").isdisjoint(spelling_keys("kadafi"))
    assert spelling_keys("lee") == frozenset()
    assert phonetic_key("katherine") == phonetic_key("catherine")


def test_a_country_and_its_people_are_a_nation() -> None:
    assert is_nation("norway")
    assert is_nation("norwegian")
    assert not is_nation("salo")


def test_a_word_without_end_has_no_keys() -> None:
    assert spelling_keys("w" * 10_000) == frozenset()
