import pytest

from kg.ontology import CLASSES
from kg.text.lexicon.nouns import EVENTS, NOUN_CLASSES, ORGANIZATIONS, PLACES, class_group, class_of_noun, singular


def test_every_class_of_a_noun_is_in_the_ontology() -> None:
    assert set(NOUN_CLASSES.values()) <= CLASSES.keys()


@pytest.mark.parametrize(
    ("lemma", "before", "plural", "cls"),
    [
        ("conference", "press", False, "PressConference"),
        ("conference", "", False, "Meeting"),
        ("official", "", False, "Person"),
        ("official", "", True, "People"),
        ("ex-minister", "", False, "Person"),
        ("zither-maker", "", False, "Company"),
        ("quiltmaker", "", False, "Person"),
        ("idea", "", False, "Topic"),
    ],
)
def test_a_noun_names_a_class(lemma: str, before: str, plural: bool, cls: str) -> None:
    assert class_of_noun(lemma, before, plural=plural) == cls


@pytest.mark.parametrize(
    ("many", "one"), [("women", "woman"), ("agencies", "agency"), ("banks", "bank"), ("boss", "boss")]
)
def test_the_singular_follows_the_ending(many: str, one: str) -> None:
    assert singular(many) == one


def test_groups_hold_the_classes_below_one() -> None:
    assert {"Company", "Military", "Government"} <= ORGANIZATIONS
    assert {"Facility", "City"} <= PLACES
    assert {"Election", "Attack"} <= EVENTS
    assert class_group("Company"), class_group("Person") == ("organization", "Person")
