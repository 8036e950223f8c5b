import pytest

from kg.ontology import CLASSES
from kg.text.lexicon.names import ENDINGS, FIRST_NAMES, KNOWN_NAMES, OPENINGS, PARTIES, SURNAMES, WORDNET_NAMES


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
