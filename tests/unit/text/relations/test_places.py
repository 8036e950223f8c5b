"""Places within and near one another, on readings built by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of, refer

from kg.model import Span
from kg.rules.rule_set import RuleSet
from kg.text.relations.matching import RuleMatcher
from kg.text.relations.places import find_near, find_within

if TYPE_CHECKING:
    from kg.text.model import Parse

type Phrase = tuple[int, int, str]


def matcher(parse: Parse, *phrases: Phrase) -> RuleMatcher:
    return RuleMatcher(parse, refer(parse, *([phrase] for phrase in phrases)), (), (), RuleSet(()))


def within(parse: Parse, *phrases: Phrase) -> set[tuple[str, str]]:
    found = matcher(parse, *phrases)
    names = [parse.words_of(p.start, p.end) for p in found.referents.phrases]
    return {(names[m.subject], names[m.object]) for m in find_within(found)}


COMMA = parse_of("in/IN/ROOT/0 Dallas/NNP/pobj/0 ,/,/punct/1 Texas/NNP/appos/1 ,/,/punct/1 yesterday/NN/npadvmod/0")
UNATTACHED = parse_of("in/IN/ROOT/0 Dallas/NNP/pobj/0 ,/,/punct/0 Texas/NNP/dep/0 ././punct/0")


@pytest.mark.parametrize("parse", [COMMA, UNATTACHED])
def test_the_wider_place_follows_a_comma(parse: Parse) -> None:
    assert within(parse, (1, 2, "City"), (3, 4, "Region")) == {("Dallas", "Texas")}
    assert within(parse, (1, 2, "Region"), (3, 4, "City")) == set()
    assert within(parse, (1, 2, "Person"), (3, 4, "Region")) == set()


def test_a_list_of_places_holds_no_wider_one() -> None:
    parse = parse_of("Oslo/NNP/ROOT/0 ,/,/punct/0 Peru/NNP/dep/0 and/CC/cc/0 Chile/NNP/dep/0")
    assert within(parse, (0, 1, "City"), (2, 3, "Country"), (4, 5, "Country")) == set()


def test_a_dateline_names_a_town_whatever_else_its_name_means() -> None:
    parse = parse_of("VARNA/NNP/ROOT/0 ,/,/punct/0 Bulgaria/NNP/dep/0 -/:/punct/0 Rain/NN/dep/0")
    assert within(parse, (0, 1, "Region"), (2, 3, "Country")) == {("VARNA", "Bulgaria")}
    assert within(parse, (0, 1, "Country"), (2, 3, "Country")) == {("VARNA", "Bulgaria")}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("village/NN/ROOT/0 30/CD/nummod/2 miles/NNS/npadvmod/3 north/RB/advmod/0 of/IN/prep/3 Varna/NNP/pobj/4", True),
        ("village/NN/ROOT/0 about/RB/advmod/2 30/CD/nummod/3 km/NN/npadvmod/0 from/IN/prep/3 Varna/NNP/pobj/4", True),
        (
            "village/NN/ROOT/0 600/CD/nummod/2 miles/NNS/npadvmod/3 north/RB/advmod/0 of/IN/prep/3 Varna/NNP/pobj/4",
            False,
        ),
        ("village/NN/ROOT/0 for/IN/prep/0 the/DT/det/3 people/NNS/pobj/1 of/IN/prep/3 Varna/NNP/pobj/4", False),
    ],
)
def test_a_distance_or_a_direction_says_what_is_near(words: str, near: bool) -> None:
    found = matcher(parse_of(words), (0, 1, "Place"), (5, 6, "City"))
    assert [(m.subject, m.object) for m in find_near(found)] == ([(0, 1)] if near else [])


def test_the_words_of_a_distance_are_covered() -> None:
    parse = parse_of("village/NN/ROOT/0 30/CD/nummod/2 miles/NNS/npadvmod/0 from/IN/prep/2 Varna/NNP/pobj/3")
    (mention,) = find_near(matcher(parse, (0, 1, "Place"), (4, 5, "City")))
    assert parse.span(*mention.tokens) == Span(0, len(parse.text))
