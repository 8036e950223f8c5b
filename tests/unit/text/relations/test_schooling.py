from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.relations.schooling import find_schooling

if TYPE_CHECKING:
    from conftest import ParseText


def pairs(parse_text: ParseText, text: str) -> set[tuple[str, str]]:
    parse = parse_text(text)
    found = resolve(parse, find_phrases(parse))

    def name(place: int) -> str:
        return found.referents[found.referent_of[place]].name

    return {(name(m.subject), name(m.object)) for m in find_schooling(parse, found)}


@pytest.mark.parametrize(
    ("text", "person", "school"),
    [
        ("Rosa Diaz earned a master's degree in marine law from Lund University.", "Rosa Diaz", "Lund University"),
        ("Rosa Diaz graduated with honours in 1990 from Lund University.", "Rosa Diaz", "Lund University"),
        ("Rosa Diaz is majoring in business at Lund University.", "Rosa Diaz", "Lund University"),
        ("Rosa Diaz is a student of chemistry at Lund University.", "Rosa Diaz", "Lund University"),
        ("Rosa Diaz is a chemist and has a doctorate from Lund University.", "Rosa Diaz", "Lund University"),
    ],
)
def test_a_school_is_found_far_from_its_verb(parse_text: ParseText, text: str, person: str, school: str) -> None:
    assert (person, school) in pairs(parse_text, text)


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Diaz studied the fire that broke out at Lund University.",
        "Rosa Diaz never graduated from Lund University.",
        "Rosa Diaz teaches students of law, who came from Lund University.",
        "Rosa Diaz criticised a study of birds from Lund University.",
        "Police closed the road to Lund University.",
    ],
)
def test_who_did_not_study_there_is_not_found(parse_text: ParseText, text: str) -> None:
    assert not {person for person, _ in pairs(parse_text, text)} & {"Rosa Diaz"}
