from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.text.lexicon.nouns import PLACES
from kg.text.ner.names import find_names

if TYPE_CHECKING:
    from conftest import ParseText

    from kg.text.model import Parse


def classes(parse: Parse) -> dict[str, str]:
    return {parse.words_of(n.start, n.end): n.cls for n in find_names(parse)}


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Police were called to an area 100 kilometres west of Hallam Creek.", "Hallam Creek", "GeographicFeature"),
        ("Crews were sent to the district west of Ottilie.", "Ottilie", "City"),
        ("They walked on to Brandil, just north of the capital.", "Brandil", "City"),
        ("Ottilie, some 30 kilometres south of Oslo, lost power.", "Ottilie", "City"),
        ("Some 500 people left for nearby Mirabel.", "Mirabel", "City"),
        ("Marta Quist, 22, from Tavelo, finished second.", "Tavelo", "City"),
        ("Police arrested Anton Moro, 38, of Wendle.", "Wendle", "City"),
        ("Rebels captured key posts in the mountainous Zora Bera region.", "Zora Bera", "Region"),
        ("Warplanes bombed the Zora Bera mountain cave complex.", "Zora Bera", "Region"),
        ("The company will close its Wendle factory.", "Wendle", "City"),
        ("The tanks rolled into the towns of Sarfil and Tulkare.", "Tulkare", "City"),
        ("Floods hit homes in Oslo, Wendry and Kurrin.", "Kurrin", "City"),
        ("They closed the road from Oslo to Kurrinby.", "Kurrinby", "City"),
        ("Residents of Kurrinby were told to leave.", "Kurrinby", "City"),
        ("The company will close a mill at Kaskil.", "Kaskil", "City"),
        ("Thousands fled to Zarne Tavri on Friday.", "Zarne Tavri", "City"),
    ],
)
def test_where_only_a_place_stands_its_name_is_one(parse_text: ParseText, text: str, name: str, cls: str) -> None:
    found = classes(parse_text(text))
    assert found.get(name) == cls, found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marta Quist, 22, of Acme Holdings Inc., resigned.", "Acme Holdings Inc."),
        ("The talks between France and Anna Quist failed.", "Anna Quist"),
        ("The unions of France and Anna Quist met. Quist spoke.", "Quist"),
        ("Reporters shouted at Anna Quist. She smiled at Quist.", "Quist"),
        ("The Quist trial opened. Anna Quist wept.", "Quist"),
        ("The plant belongs to Quist. Anna Quist bought it.", "Quist"),
        ("Its founder Anna Quist built its Quist car. Quist retired.", "Quist"),
    ],
)
def test_where_others_stand_too_a_name_is_no_place(parse_text: ParseText, text: str, name: str) -> None:
    found = classes(parse_text(text))
    assert found.get(name, "Topic") not in PLACES, found
