from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.model import Document
from kg.pipeline import read_parse

if TYPE_CHECKING:
    from conftest import ParseText


def places(parse_text: ParseText, text: str, predicate: str) -> set[str]:
    reading = read_parse(parse_text(text), Document("d", text))
    referents = reading.referents
    return {
        referents.referents[referents.referent_of[m.object]].name
        for m in reading.relations
        if m.predicate == predicate and m.object >= 0
    }


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Jana Weiss was born in Plovdiv, Bulgaria.", "bornIn", {"Plovdiv", "Bulgaria"}),
        ("Jana Weiss (born 2 May 1950 in Tacoma, Washington) paints.", "bornIn", {"Tacoma", "Washington"}),
        ("Jana Weiss died in Ridgefield, CT, in 1990.", "diedIn", {"Ridgefield", "CT"}),
        ("Weiss Industries is headquartered in Lima, Ohio.", "headquarteredIn", {"Lima", "Ohio"}),
    ],
)
def test_wider_places_hold_as_well(parse_text: ParseText, text: str, predicate: str, expected: set[str]) -> None:
    assert places(parse_text, text, predicate) == expected


@pytest.mark.parametrize(
    ("text", "predicate", "wrong"),
    [
        ("Jana Weiss was born in Plovdiv, and Bulgaria won the game.", "bornIn", "Bulgaria"),
        ("The envoy visited Lima, Ohio.", "visited", "Ohio"),
        ("Jana Weiss was born in Bulgaria, Plovdiv said.", "bornIn", "Plovdiv"),
    ],
)
def test_what_follows_is_no_wider_place(parse_text: ParseText, text: str, predicate: str, wrong: str) -> None:
    assert wrong not in places(parse_text, text, predicate)
