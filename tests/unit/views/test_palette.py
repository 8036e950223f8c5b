from dataclasses import replace
from itertools import pairwise

import pytest

from kg.ontology import CLASSES, RELATIONS
from kg.views.palette import class_style, families, relation_family

GROUNDS = {"light": "#fbfaf8", "dark": "#14171b"}
"""The ground of the drawing in `page.css`."""


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_a_member_of_a_family_is_of_the_vocabulary_and_of_one_family() -> None:
    for kinds, known in ((families("class"), CLASSES), (families("relation"), RELATIONS)):
        listed = [member for family in kinds for member in family.members]
        assert len(set(listed)) == len(listed)
        assert set(listed) <= set(known)


def test_what_has_no_family_is_drawn_as_what_is_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.views.palette.CLASSES", {**CLASSES, "Ferry": "Product"})
    monkeypatch.setattr(
        "kg.views.palette.RELATIONS", {**RELATIONS, "rescued": replace(RELATIONS["killed"], parents=("released",))}
    )
    assert class_style.__wrapped__("Ferry") == class_style("Product")
    assert relation_family("rescued") == relation_family("released")


def test_families_differ_in_shape_and_open_predicates_have_their_own() -> None:
    shapes = [family.shape for family in families("class")]
    assert len(set(shapes)) == len(shapes)
    assert relation_family("p/cut_off").name == "Other predicates"
    assert relation_family("locatedIn").name == "Place and time"


@pytest.mark.parametrize("cls", CLASSES)
def test_a_class_stands_out_from_the_ground(cls: str) -> None:
    style = class_style(cls)
    assert contrast(style.light, GROUNDS["light"]) >= 3
    assert contrast(style.dark, GROUNDS["dark"]) >= 3


def test_classes_of_a_family_differ_in_colour() -> None:
    for family in families("class"):
        colours = [family.colours(member)[0] for member in family.members]
        assert all(one != other for one, other in pairwise(colours))


def test_an_unknown_class_is_drawn_as_an_entity() -> None:
    assert class_style("Spaceship") == class_style("Entity")
