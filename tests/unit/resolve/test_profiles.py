"""Which entities are compared at all."""

import pytest
from resolving import article, profiles

from kg.resolve.profiles import MEETS, candidates, index_keys

STORY = (("City", "Salo"), ("Person", "Ada Marlow"))


def compared(one: tuple[str, ...], other: tuple[str, ...], *, strange: bool = False) -> bool:
    found = profiles(
        article("a", one, *STORY), article("b", other, *((("City", "Varna"),) if strange else STORY))
    )  # fmt: skip
    pair = [found["a", one[1]], found["b", other[1]]]
    met = candidates(pair) == [(0, 1)]
    if met:
        shared = {(key, other) for key, kind in index_keys(pair[0]) for other in MEETS[kind]}
        assert not shared.isdisjoint(index_keys(pair[1])), "else an increment would miss them"
    return met


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Person", "Tom Hale"), ("Person", "Tom Hale")),
        (("Person", "Tom Hale"), ("Person", "Hale")),
        (("Person", "William Hale"), ("Person", "Bill Hale")),
        (("Person", "W. Hale"), ("Person", "William Hale")),
        (("Person", "Tom Okonkwo"), ("Person", "Tom Okonko")),
        (("Person", "Katherine Okonkwo"), ("Person", "Catherine Okonkwa")),
        (("Organization", "Salo Space Agency"), ("Organization", "SSA")),
        (("Organization", "Salo Space Agency", "SSA"), ("Organization", "SSA")),
        (("Company", "Old Brae Works", "New Marl Works"), ("Company", "New Marl Works")),
        (("Organization", "Marl Brae Union"), ("Organization", "Brae Marl Union")),
        (("City", "Brae"), ("Region", "Brae Island")),
        (("MediaOrganization", "The Brae Reporter"), ("MediaOrganization", "TBR")),
        (("Meeting", "Central Harbour Work Conference"), ("Meeting", "Central Harbour Work Conference of Kenya")),
        (("Organization", "Harbour Work Office"), ("Organization", "Harbour Work Office of the Marl Council")),
    ],
)
def test_what_may_be_one_is_compared(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert compared(one, other)


def test_what_shares_no_name_is_not_compared() -> None:
    assert not compared(("Person", "Tom Hale"), ("Person", "Igor Horak"))
    assert not compared(("Person", "Tom Hale", "Hale"), ("Person", "Ann Hale", "Hale")), "of one family"


def test_part_of_a_name_is_compared_with_the_whole_only_within_a_story() -> None:
    assert compared(("Person", "Tom Hale"), ("Person", "Hale"))
    assert not compared(("Person", "Tom Hale"), ("Person", "Hale"), strange=True)
    assert compared(("Person", "Tom Hale", "Hale"), ("Person", "Hale"), strange=True), "he is called so"
