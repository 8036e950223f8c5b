"""Organizations that posts leave unsaid, on readings built by hand."""

from __future__ import annotations

import pytest
from hand_built import parse_of, refer

from kg.text.roles.implied_organizations import ImpliedOrganizations
from kg.text.titles.organizations import OrganizationFinder

PARSE = parse_of(f"{'Acme/NNP/dep/5 ' * 4}Globex/NNP/dep/5 striker/NN/ROOT/5")


def implied(cls: str, words: tuple[str, ...], kinds: set[str], mentions: int = 4, other: str = "City") -> int:
    acme = [(token, token + 1, cls) for token in range(mentions)]
    referents = refer(PARSE, acme, [(4, 5, other)], [(5, 6, "Role")])
    role = len(referents.phrases) - 1
    return ImpliedOrganizations(OrganizationFinder(PARSE, referents)).of_post(role, words, kinds)


def test_a_player_plays_for_the_team_named_last() -> None:
    assert implied("SportsTeam", ("striker",), {"sport", "post"}) == 3
    assert implied("SportsTeam", ("striker",), {"sport", "post"}, mentions=1) == -1
    assert implied("Company", ("striker",), {"sport", "post"}) == -1


@pytest.mark.parametrize("other", ["City", "Company"])
def test_an_executive_leads_the_company_that_the_text_is_about(other: str) -> None:
    assert implied("Company", ("chief", "executive"), {"lead"}, other=other) == 0
    assert implied("Company", ("chief", "executive"), {"lead"}, mentions=2) == -1
    assert implied("Company", ("minister",), {"post"}) == -1


def test_a_president_governs_the_country_that_the_text_is_about() -> None:
    assert implied("Country", ("president",), {"lead"}) == 0
    assert implied("Company", ("president",), {"lead"}) == -1


def test_a_sergeant_serves_the_one_police_force() -> None:
    parse = parse_of("Oslo/NNP/compound/1 Police/NNP/ROOT/1 Sgt./NNP/dep/1")
    referents = refer(parse, [(0, 2, "GovernmentAgency")], [(2, 3, "Role")])
    implied = ImpliedOrganizations(OrganizationFinder(parse, referents))
    assert implied.of_post(1, ("sergeant",), {"post"}) == 0
    assert implied.of_post(1, ("professor",), {"post"}) == -1
