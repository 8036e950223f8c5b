"""Family ties that noun phrases state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of, refer
from role_triples import Triple, triples

from kg.text.roles.kinship import find_kin, find_marriages
from kg.text.titles.organizations import OrganizationFinder

if TYPE_CHECKING:
    from conftest import ParseText

    from kg.text.model import Parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ben Tyler stood beside his father.", {("his father", "parentOf", "Ben Tyler")}),
        ("Ivo Horvat and his wife Mira Horvat left.", {("Mira Horvat", "spouseOf", "Ivo Horvat")}),
        ("Raj Patel's sons, Max Patel, Leo Patel and Tom Patel, left.",
         {("Raj Patel", "parentOf", "Max Patel"), ("Raj Patel", "parentOf", "Tom Patel")}),
        ("Raj Patel was survived by daughter Ana Patel.", {("Raj Patel", "parentOf", "Ana Patel")}),
        ("Rosa Diaz and her husband Raj Patel left with their daughter Ana Diaz.",
         {("Rosa Diaz", "parentOf", "Ana Diaz"), ("Raj Patel", "parentOf", "Ana Diaz")}),
        ("Rosa Diaz has a daughter, Ana Diaz.", {("Rosa Diaz", "parentOf", "Ana Diaz")}),
        ("Rosa Diaz is the mother of Max Patel and Leo Patel.",
         {("Rosa Diaz", "parentOf", "Max Patel"), ("Rosa Diaz", "parentOf", "Leo Patel")}),
        ("Rosa Diaz is married to the Peruvian actor Raj Patel.", {("Rosa Diaz", "spouseOf", "Raj Patel")}),
        ("Patel is married to Rosa Patel.", {("Patel", "spouseOf", "Rosa Patel")}),
    ],
)  # fmt: skip
def test_family_ties(parse_text: ParseText, text: str, expected: set[Triple]) -> None:
    assert expected <= triples(parse_text, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("After the divorce from his wife, Max Patel left.", ("Max Patel", "spouseOf", "wife")),
        ("Rosa Diaz is not the mother of Max Patel.", ("Rosa Diaz", "parentOf", "Max Patel")),
        ("Rosa Diaz and her sons left, and Max Patel stayed.", ("Rosa Diaz", "parentOf", "Max Patel")),
    ],
)
def test_who_is_no_relative(parse_text: ParseText, text: str, wrong: Triple) -> None:
    assert wrong not in triples(parse_text, text)


def kin(parse: Parse, *phrases: tuple[int, int, str]) -> set[tuple[str, str, str]]:
    referents = refer(parse, *([phrase] for phrase in phrases))
    names = [parse.words_of(phrase.start, phrase.end) for phrase in referents.phrases]
    finder = OrganizationFinder(parse, referents)
    return {(names[m.subject], m.predicate, names[m.object]) for m in (*find_kin(finder), *find_marriages(finder))}


def test_a_possessor_and_a_name_have_the_relation_of_the_noun() -> None:
    parse = parse_of("Berg/NNP/poss/2 's/POS/case/0 wife/NN/nsubj/4 Kari/NNP/appos/2 left=leave/VBD/ROOT/4")
    found = kin(parse, (0, 1, "Person"), (0, 3, "Person"), (3, 4, "Person"))
    assert found == {("Kari", "spouseOf", "Berg")}


def test_a_daughter_is_a_child_turned_round() -> None:
    parse = parse_of(
        "Berg/NNP/nsubjpass/1 survived=survive/VBN/ROOT/1 by/IN/agent/1 daughter/NN/compound/4 Kari/NNP/pobj/2"
    )
    assert kin(parse, (0, 1, "Person"), (4, 5, "Person")) == {("Berg", "parentOf", "Kari")}


def test_who_is_married_to_whom() -> None:
    parse = parse_of(
        "Berg/NNP/nsubjpass/2 was=be/VBD/auxpass/2 married=marry/VBN/ROOT/2 to/IN/prep/2 "
        "actress/NN/compound/5 Kari/NNP/pobj/3"
    )
    assert kin(parse, (0, 1, "Person"), (5, 6, "Person")) == {("Berg", "spouseOf", "Kari")}
    assert kin(parse, (0, 1, "City"), (5, 6, "Person")) == set()
