"""Names that people type find entities and relations."""

from __future__ import annotations

import pytest

from kg.errors import NotFoundError
from kg.graph.facts.names import find_entities, find_predicates
from kg.graph.facts.records import EntityRecord


@pytest.mark.parametrize("relation", ["leads", "kg:leads", "Leads", "p/share_a_boat", "share a boat", "created on"])
def test_a_relation_is_found_however_it_is_written(relation: str) -> None:
    labels = {"leads": "leads", "p/share_a_boat": "share a boat", "createdOn": "was created on"}
    assert len(find_predicates(labels, relation)) == 1


def entities(*labels: str) -> list[EntityRecord]:
    return [EntityRecord(str(number), label, "Person") for number, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("jose nunez", "José Núñez"), ("JOSÉ NÚÑEZ", "José Núñez"), ("Łódź", "Lodz"), ("U.S.", "US"), ("the US", "US"),
        ("O'Neil", "O\u2019Neil"), ("Núñez", "José Núñez"), ("kirchstrasse", "Kirchstraße"),
    ],
)  # fmt: skip
def test_names_match_whatever_their_accents(name: str, found: str) -> None:
    known = entities("José Núñez", "Lodz", "US", "O\u2019Neil", "Kirchstraße", "Jon Brae")
    assert [entity.label for entity in find_entities(known, name)] == [found]


@pytest.mark.parametrize("name", ["Jon Bray", "Brea", "", "\u200f", "!!!", "x" * 10_000])
def test_an_unknown_name_is_named_in_one_line(name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_entities(entities("Jon Brae", "Brae\nof Salo"), name)
    assert "\n" not in str(caught.value)


def test_a_near_name_is_suggested() -> None:
    with pytest.raises(NotFoundError, match="'Jon Bray'; did you mean Jon Brae"):
        find_entities(entities("Jon Brae", "Marta Oduya"), "Jon Bray")
    with pytest.raises(NotFoundError, match="did you mean Jon Brae, Ann Brae"):
        find_entities(entities("Jon Brae", "Ann Brae"), "Brae")
