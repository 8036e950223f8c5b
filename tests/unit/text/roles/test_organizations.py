"""Founders, leaders and parts of organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of, refer
from role_triples import Triple, triples

from kg.text.roles.organizations import find_organizations
from kg.text.titles.chains import PostChains
from kg.text.titles.organizations import OrganizationFinder

if TYPE_CHECKING:
    from conftest import ParseText

    from kg.text.model import Parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Peruvian Interior Ministry denied it.", {("Peruvian Interior Ministry", "partOf", "Peru")}),
        ("The navy's rescue squadron left.", {("navy's rescue squadron", "partOf", "navy")}),
        ("Rosa Diaz is the co-founder, chief executive officer and chairman of the board of Globex Corporation.",
         {("Rosa Diaz", "founded", "Globex Corporation"), ("Rosa Diaz", "leads", "Globex Corporation")}),
        ("Globex Group co-founder and chairman Raj Patel resigned.",
         {("Raj Patel", "founded", "Globex Group"), ("Raj Patel", "leads", "Globex Group")}),
        ("Rosa Diaz, founder of Globex Group, left.", {("Rosa Diaz", "founded", "Globex Group")}),
        ("Raj Patel is a chemist and is the founder of Globex Group.", {("Raj Patel", "founded", "Globex Group")}),
    ],
)  # fmt: skip
def test_what_belongs_to_an_organization(parse_text: ParseText, text: str, expected: set[Triple]) -> None:
    assert expected <= triples(parse_text, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "The founder of Globex Group, and Rosa Diaz of Acme Airlines, left.",
            ("Rosa Diaz", "founded", "Globex Group"),
        ),
        ("Rosa Diaz met the founder of Globex Group.", ("Rosa Diaz", "founded", "Globex Group")),
    ],
)
def test_what_is_not_said_of_an_organization(parse_text: ParseText, text: str, wrong: Triple) -> None:
    assert wrong not in triples(parse_text, text)


def hand_built(parse: Parse, *phrases: tuple[int, int, str]) -> set[tuple[str, str, str, str]]:
    referents = refer(parse, *([phrase] for phrase in phrases))
    names = [parse.words_of(phrase.start, phrase.end) for phrase in referents.phrases]
    mentions = find_organizations(OrganizationFinder(parse, referents), PostChains(parse))
    return {(names[m.subject], m.predicate, names[m.object], m.rule) for m in mentions}


def test_a_party_stands_in_brackets_behind_a_name() -> None:
    parse = parse_of(
        "Berg/NNP/nsubj/5 (/-LRB-/punct/0 Green/NNP/compound/3 Party/NNP/appos/0 )/-RRB-/punct/0 left/VBD/ROOT/5"
    )
    assert hand_built(parse, (0, 1, "Person"), (2, 4, "PoliticalParty")) == {
        ("Berg", "memberOf", "Green Party", "roles.bracket")
    }
    assert hand_built(parse, (0, 1, "Person"), (2, 4, "City")) == set()


def test_a_possessive_before_a_party_names_its_leader() -> None:
    parse = parse_of("Berg/NNP/poss/3 's/POS/case/0 Green/NNP/compound/3 Party/NNP/nsubj/4 lost=lose/VBD/ROOT/4")
    found = hand_built(parse, (0, 1, "Person"), (2, 4, "PoliticalParty"))
    assert found == {("Berg", tie, "Green Party", "roles.own-party") for tie in ("leads", "memberOf")}


def test_a_government_is_led_by_whose_name_stands_before_it() -> None:
    parse = parse_of("the/DT/det/2 Berg/NNP/compound/2 government/NN/nsubj/3 fell=fall/VBD/ROOT/3")
    found = hand_built(parse, (0, 3, "Government"), (1, 2, "Person"))
    assert found == {("Berg", "leads", "the Berg government", "roles.own-cabinet")}


def test_an_agency_is_part_of_the_state_before_it() -> None:
    parse = parse_of("Norwegian/NNP/compound/1 Army/NNP/nsubj/2 left=leave/VBD/ROOT/2")
    assert hand_built(parse, (0, 2, "Military"), (0, 1, "Country")) == {
        ("Norwegian Army", "partOf", "Norwegian", "roles.organ")
    }
