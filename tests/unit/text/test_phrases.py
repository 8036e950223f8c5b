from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kg.text.phrases import find_phrases

if TYPE_CHECKING:
    from conftest import ParseText

    from kg.text.parse import Parse


def phrases(parse: Parse) -> dict[str, tuple[str, str, bool]]:
    return {parse.words_of(p.start, p.end): (p.kind, p.cls, p.plural) for p in reversed(find_phrases(parse))}


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
    found = find_phrases(parse)
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
