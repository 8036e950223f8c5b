from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.aliases import (
    acronyms,
    is_abbreviation,
    join_hyphens,
    name_groups,
    unturned,
)
from kg.text.model import Parse

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The World Food Programme halted flights. The WFP said it would resume.", {"World Food Programme", "WFP"}),
        ("The United States and Cuba agreed. American officials cheered. The U.S. waited.",
         {"United States", "American", "U.S."}),
        ("They wrote on X/Twitter. Twitter said so.", {"X", "Twitter"}),
        ("Jorge Luis Pardo resigned. Luis Pardo had been ill.", {"Jorge Luis Pardo", "Luis Pardo"}),
        ("The USS Halberd sank. The Halberd had been hit.", {"USS Halberd", "Halberd"}),
        ("A quake hit Iran near Kish. Kish Island was shaken.", {"Kish", "Kish Island"}),
        ("Rebels took ARVELLO on Friday, officials said. People in Arvello fled.", {"ARVELLO", "Arvello"}),
        ("The Ministry of Foreign Affairs spoke. The Foreign Ministry apologized.",
         {"Ministry of Foreign Affairs", "Foreign Ministry"}),
        ("Fires broke out in East Los Angeles. Crews left East L.A. at noon.", {"East Los Angeles", "East L.A."}),
        ("Israel attacked. The Israelis fled.", {"Israel", "Israelis"}),
        ("Ann Tully spoke. Cllr Tully voted against.", {"Ann Tully", "Tully"}),
        ("Vladimir Orlov was jailed. His wife said Vladimir was innocent.", {"Vladimir Orlov", "Vladimir"}),
        ("Sunniva Okon-Reid fell. Okon-Reid was rescued.", {"Sunniva Okon-Reid", "Okon-Reid"}),
        ("Nilda Quispe Rivas spoke. Quispe resigned.", {"Nilda Quispe Rivas", "Quispe"}),
        ("The Patriotic Resistance Front (FRPC) attacked. The FRPC fled.", {"Patriotic Resistance Front", "FRPC"}),
        ("Microsoft's Lattice Explorer 4 (LE4) browser is fast.", {"Lattice Explorer 4", "LE4", "browser"}),
        ("The Icy Moons Explorer (ICEX) was launched. ICEX will orbit Europa.", {"Icy Moons Explorer", "ICEX"}),
        ("Farid al-Attasi spoke to Al Jazeera. Attasi left.", {"Farid al-Attasi", "Attasi"}),
        ("Rebels of al-Qaeda fled. Al Qaeda said nothing.", {"al-Qaeda", "Al Qaeda"}),
        ("Dr Sultan said so. Aamer Sultan was a detainee.", {"Sultan", "Aamer Sultan"}),
        ("Houthi fighters fled. The Houthis said nothing.", {"Houthi", "Houthis"}),
        ("The World Health Organization met, said WHO spokeswoman Inge Dahl.", {"World Health Organization", "WHO"}),
    ],
)  # fmt: skip
def test_names_that_mean_the_same_are_one_chain(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Sydney Moe lives in Sydney. Sydney is big.", "Sydney Moe", "Sydney"),
        ("George Hale and George Moe spoke. George left.", "George Hale", "George"),
        ("Anna Berg met Karl Berg.", "Anna Berg", "Karl Berg"),
        ("Peter Moe shot his father, Peter Moe Sr., on Friday.", "Peter Moe", "Peter Moe Sr."),
        (
            "The University of Tavel opened. The University of Tavel at Hull closed.",
            "University of Tavel",
            "University of Tavel at Hull",
        ),
        ("Lagos, Nigeria, was hit by floods.", "Lagos", "Nigeria"),
        ("The Mac runs on batteries. The Mac Repair Center closed.", "Mac", "Mac Repair Center"),
        ("Ana Ivanova won. Lev Ivanov, who is no relation, lost to Ivanova.", "Lev Ivanov", "Ivanova"),
        ("Maria Castro won. Marta Castro lost.", "Maria Castro", "Marta Castro"),
        ("The coast of Norway was hit. The town of Tavel lies in Mexico near Mexico City.", "Mexico", "Mexico City"),
        ("Greek ministers met. Athens lies by the sea.", "Greek", "Athens"),
        ("Canada sold wheat. Mia Roy flew to Ottawa.", "Canada", "Ottawa"),
        ("Kenyan crews came. Nairobi burned for two days.", "Kenyan", "Nairobi"),
        ("Kenyan crews came. Part of Nairobi burned.", "Kenyan", "Nairobi"),
        ("Israel attacked. Three Israelis died.", "Israel", "Israelis"),
        ("Dutch soldiers fled. The Dutchs are a band.", "Dutch", "Dutchs"),
        ("Farid al-Attasi met Omar Attasi. Omar Attasi left.", "Farid al-Attasi", "Omar Attasi"),
        ("The Islamic State fled. An Islamic charity paid for food.", "Islamic State", "Islamic"),
    ],
)
def test_names_that_mean_others_stay_apart(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def groups(parse: Parse, *names: tuple[int, int, str]) -> list[int]:
    """The first mention of the group of each of these names."""
    phrases = clusters_of(parse, *names).phrases
    return [first for _, first in sorted(name_groups(parse, phrases).items())]


@pytest.mark.parametrize(
    ("words", "names", "expected"),
    [
        ("Ann B. Lee met Lee and Ann", [(0, 3), (4, 5), (6, 7)], [0, 0, 0]),
        ("Ann Lee met Bob Lee and Lee", [(0, 2), (3, 5), (6, 7)], [0, 1, 2]),  # in doubt neither
        ("Ann Lee and her brother=brother/NN/dep/0 Bob Lee met Lee", [(0, 2), (5, 7), (8, 9)], [0, 1, 0]),
        ("Moss wed Jane Moss", [(0, 1), (2, 4)], [0, 1]),
        ("Tom Hale Jr. met Hale", [(0, 3), (4, 5)], [0, 0]),
    ],
)
def test_shorter_names_of_a_person_join_the_longer(
    words: str, names: list[tuple[int, int]], expected: list[int]
) -> None:
    parse = parse_of(" ".join(word if "/" in word else f"{word}/NNP/dep/0" for word in words.split()))
    assert groups(parse, *((*name, "Person") for name in names)) == expected


@pytest.mark.parametrize(
    ("words", "names", "expected"),
    [
        ("Velto Food Programme or VFP", [(0, 3, "Organization"), (4, 5, "Organization")], [0, 0]),
        ("Velto Food Front ( ZQX )", [(0, 3, "ArmedGroup"), (4, 5, "ArmedGroup")], [0, 0]),
        ("Velto Holdings or Velto", [(0, 2, "Company"), (3, 4, "Topic")], [0, 0]),
        ("US Treasury Department or Treasury", [(0, 3, "GovernmentAgency"), (4, 5, "GovernmentAgency")], [0, 0]),
        ("Kish or Kish Island", [(0, 1, "City"), (2, 4, "Region")], [0, 0]),
        ("Kish or Kish City", [(0, 1, "Region"), (2, 4, "City")], [0, 1]),
        ("U.S. or United States", [(0, 1, "Country"), (2, 4, "Country")], [0, 0]),
        # a body within another, a branch, what another owns
        ("FISA Doping Panel or FISA", [(0, 3, "Organization"), (4, 5, "Organization")], [0, 1]),
        ("FISA Panel or FISA", [(0, 2, "Organization"), (3, 4, "Organization")], [0, 0]),
        ("Institute of the Velto School or Velto School", [(0, 5, "Organization"), (6, 8, "Organization")], [0, 1]),
        ("House of Lords or Lords", [(0, 3, "GovernmentAgency"), (4, 5, "GovernmentAgency")], [0, 0]),
        ("Ohio Republican Party or Republican Party", [(0, 3, "PoliticalParty"), (4, 6, "PoliticalParty")], [0, 1]),
        ("UK Labour Party or Labour Party", [(0, 3, "PoliticalParty"), (4, 6, "PoliticalParty")], [0, 0]),
        ("Velto Lisbon Ltd or Velto", [(0, 3, "Company"), (4, 5, "Company")], [0, 0]),
        # a well-known acronym is no other body's
        ("Elm University or EU", [(0, 2, "EducationalOrganization"), (3, 4, "InternationalOrganization")], [0, 1]),
        ("Velto or Velto", [(0, 1, "Company"), (2, 3, "Company")], [0, 0]),
    ],
)
def test_other_names_of_an_organization_or_a_place_join_it(
    words: str, names: list[tuple[int, int, str]], expected: list[int]
) -> None:
    assert groups(parse_of(" ".join(f"{word}/NNP/dep/0" for word in words.split())), *names) == expected


@pytest.mark.parametrize(("longer", "expected"), [("Velto Lisbon Ltd", [0, 1, 0]), ("Velto Steel Ltd", [1, 1, 1])])
def test_a_company_named_before_one_of_a_town_is_another(longer: str, expected: list[int]) -> None:
    sentences = [" ".join(f"{word}/NNP/dep/0" for word in words.split()) for words in ("Velto", longer, "Velto")]
    assert (
        groups(parse_of(*sentences), *((start, end, "Company") for start, end in ((0, 1), (1, 4), (4, 5)))) == expected
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
