"""Countries, parties, homes and organizations of persons without a post and of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of, refer
from role_triples import Triple, triples

from kg.text.roles.affiliations import Affiliations
from kg.text.roles.people import of_group, of_name, untitled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import ParseText

    from kg.text.model import Parse, RelationMention


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile lost power. Ten million Chileans were angry.", {("Chileans", "citizenOf", "Chile")}),
        ("Kenyan officials met.", {("Kenyan officials", "worksFor", "Kenya")}),
        ("Members of Hezbollah fled.", {("members of Hezbollah", "memberOf", "Hezbollah")}),
        ("Microsoft's Dana Wolfe wrote the post.", {("Dana Wolfe", "worksFor", "Microsoft")}),
        ("Dutch striker Jan de Wit scored.", {("Jan de Wit", "citizenOf", "Netherlands")}),
        ("The driver, Joe Marsh, 43, of Leeds, was fined.", {("Joe Marsh", "livesIn", "Leeds")}),
        ("Norwegian Lars Moe won the race.", {("Lars Moe", "citizenOf", "Norway")}),
        ("Hundreds of families from Eritrea waited.", {("hundreds of families", "citizenOf", "Eritrea")}),
        ("Washington Post reporters Al Fox and Bo Hay quit.",
         {("Al Fox", "worksFor", "Washington Post"), ("Bo Hay", "worksFor", "Washington Post")}),
        ("Members of Hamas, including guard Ali Saad, left.", {("Ali Saad", "memberOf", "Hamas")}),
        ("Republican Senator Carl Moss voted.", {("Carl Moss", "memberOf", "Republican")}),
        ("Carl Moss, a Democrat from Ohio, voted.", {("Carl Moss", "memberOf", "Democrat")}),
        ("Democratic presidential candidate Carl Moss spoke.", {("Carl Moss", "memberOf", "Democratic")}),
    ],
)  # fmt: skip
def test_where_people_belong(parse_text: ParseText, text: str, expected: set[Triple]) -> None:
    assert expected <= triples(parse_text, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("French soldiers left Chad.", ("French soldiers", "worksFor", "France")),
        ("Democratic reforms pleased Carl Moss.", ("Carl Moss", "memberOf", "Democratic")),
        ("Labour Minister Ann Moss resigned.", ("Ann Moss", "memberOf", "Labour")),
        ("They voted for the Green Party\n\nAnn Moss resigned.", ("Ann Moss", "memberOf", "Green Party")),
        ("The anti-Taliban officials met in Oslo.", ("anti-Taliban officials", "memberOf", "Taliban")),
    ],
)
def test_where_they_do_not_belong(parse_text: ParseText, text: str, wrong: Triple) -> None:
    assert wrong not in triples(parse_text, text)


def said(mentions: Iterable[RelationMention], parse: Parse, found: Affiliations) -> set[Triple]:
    names = [parse.words_of(phrase.start, phrase.end) for phrase in found.phrases]
    return {(names[m.subject], m.predicate, names[m.object]) for m in mentions}


def test_a_possessive_before_a_name_says_where_a_person_belongs() -> None:
    parse = parse_of("Acme/NNP/poss/2 's/POS/case/0 Berg/NNP/nsubj/3 spoke=speak/VBD/ROOT/3")
    for cls, tie in (("Company", "worksFor"), ("PoliticalParty", "memberOf"), ("Country", "citizenOf")):
        found = Affiliations(parse, refer(parse, [(0, 1, cls)], [(2, 3, "Person")]))
        assert said(untitled(found, 1, 2), parse, found) == {("Berg", tie, "Acme")}


def test_of_and_a_town_behind_an_age_is_a_home() -> None:
    parse = parse_of("Berg/NNP/nsubj/5 ,/,/punct/0 42/CD/appos/0 of/IN/prep/0 Dallas/NNP/pobj/3 left=leave/VBD/ROOT/5")
    found = Affiliations(parse, refer(parse, [(0, 1, "Person")], [(4, 5, "City")]))
    assert said(of_name(found, 0, found.phrases[0]), parse, found) == {("Berg", "livesIn", "Dallas")}


@pytest.mark.parametrize(
    ("noun", "cls", "tie"),
    [
        ("officials=official", "Country", "worksFor"),
        ("members=member", "ArmedGroup", "memberOf"),
        ("residents=resident", "City", "livesIn"),
        ("residents=resident", "Country", "citizenOf"),
    ],
)
def test_what_a_group_is_called_says_how_it_belongs(noun: str, cls: str, tie: str) -> None:
    parse = parse_of(f"Acme/NNP/compound/1 {noun}/NNS/nsubj/2 left=leave/VBD/ROOT/2")
    found = Affiliations(parse, refer(parse, [(0, 2, "People")], [(0, 1, cls)]))
    assert {m.predicate for m in of_group(found, 0, found.phrases[0])} == {tie}
