from __future__ import annotations

import pytest

from kg.text.coref.name_variants import (
    acronyms,
    is_abbreviation,
    join_hyphens,
    unturned,
)


@pytest.mark.parametrize(
    ("short", "words", "expected"),
    [
        ("NASA", ["National", "Aeronautics", "and", "Space", "Administration"], True),
        ("BoE", ["Bank", "of", "England"], True),
        ("IMF", ["World", "Bank"], False),
        ("A", ["Acme"], False),
    ],
)
def test_an_acronym_is_made_of_initials(short: str, words: list[str], expected: bool) -> None:
    assert (short.lower() in acronyms(words)) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (["US", "Bureau", "of", "Mines"], {"usbom", "usbm"}),
        (["PlayStation", "Portable", "5"], {"pp", "pp5"}),
        (["Pine", "5"], set()),
    ],
)
def test_abbreviations_give_all_letters_and_versions_their_number(name: list[str], expected: set[str]) -> None:
    assert acronyms(name) == expected


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("ICEX", "Icy Moons Explorer", True),
        ("icex", "Icy Moons Explorer", False),
        ("ICEX", "Moons Explorer", False),
        ("ICE", "Ice", False),
    ],
)
def test_an_abbreviation_has_letters_of_the_name_in_their_order(short: str, name: str, expected: bool) -> None:
    assert is_abbreviation(short, name.split()) is expected


@pytest.mark.parametrize(
    ("words", "person", "expected"),
    [
        ("sunniva okon - reid", True, ["sunniva", "okon-reid"]),
        ("farid al-attasi", True, ["farid", "attasi"]),
        ("al - qaeda", False, ["al", "qaeda"]),
        ("coca - cola", False, ["coca", "-", "cola"]),
    ],
)
def test_hyphens_join_what_they_stand_between(words: str, person: bool, expected: list[str]) -> None:
    assert join_hyphens(words.split(), person=person) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ministry of foreign affairs", "foreign ministry"),
        ("united states department of the treasury", "united states treasury department"),
        ("ministry affairs", "ministry affairs"),
        ("bank of england", "bank of england"),
    ],
)
def test_a_ministry_is_called_by_what_it_is_in_charge_of(words: str, expected: str) -> None:
    assert unturned(words.split()) == expected.split()
