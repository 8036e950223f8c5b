import pytest

from kg.ontology import CLASSES
from kg.text.lexicon.names import (
    ENDINGS,
    FIRST_NAMES,
    KNOWN_NAMES,
    OPENINGS,
    PARTIES,
    SURNAMES,
    WORDNET_NAMES,
    is_letters,
    letters_after,
    without_letters,
)


@pytest.mark.parametrize("classes", [KNOWN_NAMES, WORDNET_NAMES, OPENINGS, ENDINGS])
def test_every_class_of_a_name_is_in_the_ontology(classes: dict[str, str]) -> None:
    assert set(classes.values()) <= CLASSES.keys()


@pytest.mark.parametrize(("name", "gender"), [("maria", "female"), ("ivan", "male"), ("casey", "")])
def test_first_names_have_a_gender_or_both(name: str, gender: str) -> None:
    assert FIRST_NAMES[name] == gender


def test_the_hand_made_list_of_first_names_goes_before_the_other() -> None:
    assert all(name == name.lower() for name in FIRST_NAMES)
    assert set(FIRST_NAMES.values()) == {"male", "female", ""}


def test_parties_are_found_by_their_members() -> None:
    assert PARTIES["tories"] == "conservative party"
    assert PARTIES["lib dem"] == "liberal democratic party"


def test_surnames_are_nouns_in_lower_case() -> None:
    assert "hall" in SURNAMES
    assert "Hall" not in SURNAMES


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
