from __future__ import annotations

import pytest

from kg.text.lexicon.name_classes import class_of_name


@pytest.mark.parametrize(
    ("name", "votes", "cls"),
    [
        ("Julia Brammel", {"Organization": 2}, "Person"),
        ("Miro Vestan", {"City": 2}, "Person"),
        ("Anna Reeve", {"Facility": 2}, "Person"),
        ("Julia Grotto", {"Organization": 3}, "Organization"),
        ("Adelaide Ventrol", {"Organization": 2}, "Organization"),
        ("JULIA Brammel", {"Organization": 2}, "Organization"),
        ("Velko Brammel Vessin", {"Organization": 2}, "Organization"),
        ("Julia Bakery", {"Organization": 2}, "Company"),
    ],
)
def test_a_first_name_and_a_surname_are_a_person_where_no_more_than_a_guess_speaks_against_it(
    name: str, votes: dict[str, float], cls: str
) -> None:
    assert class_of_name(tuple(name.split()), votes) == cls
