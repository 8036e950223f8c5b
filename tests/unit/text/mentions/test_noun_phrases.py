from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of

from kg.text.mentions.noun_phrases import find_phrases
from kg.text.model import Name, Parse
from kg.text.ner.names import find_names

if TYPE_CHECKING:
    from conftest import ParseText


def phrases(parse: Parse) -> dict[str, tuple[str, str, bool]]:
    found = find_phrases(parse, find_names(parse))
    return {parse.words_of(p.start, p.end): (p.kind, p.cls, p.plural) for p in reversed(found)}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A Kenyan official resigned.", "A Kenyan official", ("nominal", "Person", False)),
        ("A Kenyan official resigned.", "Kenyan", ("demonym", "Country", False)),
        ("A Kenyan official resigned.", "official", ("nominal", "Role", False)),
        ("Kenyan officials resigned.", "Kenyan officials", ("nominal", "People", True)),
        ("The news conference was short.", "The news conference", ("nominal", "PressConference", False)),
        ("Rebels shelled the air base.", "the air base", ("nominal", "MilitaryBase", False)),
        ("The ceasefire was broken by both.", "The ceasefire", ("nominal", "Agreement", False)),
        ("The wounded were taken away.", "The wounded", ("nominal", "People", True)),
        ("French President Luc Moreau left.", "President", ("nominal", "Role", False)),
        ("French President Luc Moreau left.", "Luc Moreau", ("name", "Person", False)),
        ("Police arrested novelist Jane Roe.", "novelist", ("nominal", "Role", False)),
        ("They sued the firm.", "They", ("pronoun", "", True)),
        ("The American was fined.", "The American", ("nominal", "Person", False)),
    ],
)
def test_a_phrase_has_its_kind_class_and_number(
    parse_text: ParseText, text: str, words: str, expected: tuple[str, str, bool]
) -> None:
    assert phrases(parse_text(text)).get(words) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained for three days in May.", "three days"),
        ("The bank lost $3 million on Monday.", "Monday"),
        ("The security cameras failed.", "security"),
        ("There was a fire.", "There"),
    ],
)
def test_dates_quantities_and_mere_modifiers_are_no_phrases(parse_text: ParseText, text: str, words: str) -> None:
    assert words not in phrases(parse_text(text))


def test_coordinated_heads_are_phrases_of_their_own(parse_text: ParseText) -> None:
    found = phrases(parse_text("The mayor and the sheriff met in a small hotel."))
    assert {"The mayor", "the sheriff", "a small hotel"} <= found.keys()


def test_phrases_are_ordered_and_within_the_text(parse_text: ParseText) -> None:
    parse = parse_text("Ghana's Foreign Minister Ama Boateng met the Dutch ambassador, a former banker, in Accra.")
    found = find_phrases(parse, find_names(parse))
    assert all(0 <= p.start <= p.head < len(parse) and p.start < p.end <= len(parse) for p in found)
    assert all((a.start, -a.end) <= (b.start, -b.end) for a, b in pairwise(found))


def test_a_compound_adjective_stays_whole(parse_text: ParseText) -> None:
    assert "high-ranking officers" in phrases(parse_text("The magazine attacked high-ranking officers."))


@pytest.mark.parametrize(
    ("text", "words"),
    [("The storm killed dozens in Honduras.", "dozens"), ("Police arrested three in Turin.", "three")],
)
def test_a_bare_number_is_the_people_harmed_or_arrested(parse_text: ParseText, text: str, words: str) -> None:
    assert phrases(parse_text(text))[words] == ("nominal", "People", True)


def test_a_number_of_something_else_is_no_people(parse_text: ParseText) -> None:
    assert "hundreds" not in phrases(parse_text("The farm lost hundreds in May."))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gunmen shot dead three farmers near Jos.", "three farmers"),
        ("Rebels set free two hostages on Friday.", "two hostages"),
        ("Pirates held captive ten sailors for a month.", "ten sailors"),
        ("The blast left dead 12 people.", "12 people"),
        ("The top five players were named.", "The top five players"),
        ("He won the last two elections.", "the last two elections"),
        ("He bought half a dozen cars.", "half a dozen cars"),
        ("Another three men were held.", "Another three men"),
    ],
)
def test_what_a_verb_made_of_its_object_is_no_part_of_the_phrase(parse_text: ParseText, text: str, words: str) -> None:
    assert words in phrases(parse_text(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The crash left at least 12 dead.", "12 dead"),
        ("The bombing ended with 40 injured.", "40 injured"),
        ("The collapse left two dead and five missing.", "five missing"),
        ("The strike left several wounded.", "several wounded"),
    ],
)
def test_a_number_and_what_befell_those_counted_are_people(parse_text: ParseText, text: str, words: str) -> None:
    assert phrases(parse_text(text))[words] == ("nominal", "People", True)


@pytest.mark.parametrize(
    ("text", "words", "cls"),
    [
        ("One of the suspects was charged.", "One of the suspects", "Person"),
        ("Two of the gunmen were killed.", "Two of the gunmen", "People"),
        ("About 100 police guarded the court.", "100 police", "People"),
        ("The police guarded the court.", "The police", "GovernmentAgency"),
        ("Dutch troops entered the town.", "Dutch troops", "Military"),
        ("The blast killed 12 Dutch troops.", "12 Dutch troops", "People"),
        ("Rebel forces entered the town.", "Rebel forces", "ArmedGroup"),
        ("Market forces decide prices.", "Market forces", "Topic"),
        ("The rebels entered the town.", "The rebels", "ArmedGroup"),
        ("Soldiers killed three rebels.", "three rebels", "People"),
        ("The raid ended the siege.", "The raid", "Attack"),
        ("The clashes went on.", "The clashes", "Conflict"),
        ("The farm lies on a road.", "a road", "Facility"),
        ("The vote was close.", "The vote", "Election"),
        ("He praised what the Government did.", "Government", "Government"),
        ("But the Opposition objected to it.", "Opposition", "PoliticalParty"),
        ("They lost four F-16 fighter-bombers.", "four F-16 fighter-bombers", "Product"),
    ],
)
def test_the_words_beside_a_noun_tell_its_class(parse_text: ParseText, text: str, words: str, cls: str) -> None:
    assert phrases(parse_text(text))[words][1] == cls


def test_a_name_ends_before_the_side_on_which_it_lies(parse_text: ParseText) -> None:
    found = phrases(parse_text("Firefighters watched a blaze at Spannor north of Tarva."))
    assert {"Spannor", "Tarva"} <= found.keys()


def test_a_make_before_a_weapon_is_no_phrase_of_its_own(parse_text: ParseText) -> None:
    found = phrases(parse_text("He carried an AK-47 rifle. She used the Firefox browser."))
    assert "AK-47" not in found
    assert {"an AK-47 rifle", "Firefox"} <= found.keys()


@pytest.mark.parametrize(
    ("sentence", "names", "expected"),
    [
        ("The/DT/det/2 old/JJ/amod/2 bridge/NN/nsubj/3 fell=fall/VBD/ROOT/3", (), [(0, 3, "Facility")]),
        ("They/PRP/nsubj/1 met=meet/VBD/ROOT/1 yesterday/NN/npadvmod/1", (), [(0, 1, "")]),
        ("Tavel/NNP/nsubj/1 fell=fall/VBD/ROOT/1", (Name(0, 1, "Company"),), [(0, 1, "Company")]),
        ("an/DT/det/2 AK-47/NNP/compound/2 rifle/NN/ROOT/2", (Name(1, 2, "Product"),), [(0, 3, "Product")]),
        ("the/DT/det/1 American/NNP/ROOT/1", (Name(1, 2, "People"),), [(0, 2, "Person"), (1, 2, "Country")]),
        ("dozens/NNS/nsubj/3 of/IN/prep/0 cars=car/NNS/pobj/1 burned=burn/VBD/ROOT/3", (), [(0, 3, "Product")]),
        ("It/PRP/nsubj/1 killed=kill/VBD/ROOT/1 five/CD/dobj/1", (), [(0, 1, ""), (2, 3, "People")]),
    ],
)
def test_phrases_of_a_parse_and_its_names(
    sentence: str, names: tuple[Name, ...], expected: list[tuple[int, int, str]]
) -> None:
    assert [(p.start, p.end, p.cls) for p in find_phrases(parse_of(sentence), names)] == expected
