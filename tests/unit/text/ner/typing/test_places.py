from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of

from kg.text.lexicon.nouns import PLACES
from kg.text.ner.names import find_names
from kg.text.ner.records import NameSpan, Votes
from kg.text.ner.typing.places import class_by_position, is_where_places_stand, note_listed_places

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


@pytest.mark.parametrize(
    ("sentence", "span", "cls"),
    [
        ("north/RB/ROOT/0 of/IN/prep/0 Tavel/NNP/pobj/1", (2, 3), "City"),
        ("nearby/JJ/amod/1 Tavel/NNP/ROOT/1", (1, 2), "City"),
        ("the/DT/det/2 Tavel/NNP/compound/2 region/NN/ROOT/2", (1, 2), "Region"),
        ("its/PRP$/poss/2 Tavel/NNP/compound/2 plant/NN/ROOT/2", (1, 2), "City"),
        ("the/DT/det/2 Tavel/NNP/compound/2 plant/NN/ROOT/2", (1, 2), ""),
        ("Tavel/NNP/ROOT/0 ,/,/punct/0 30/CD/nummod/3 km/NN/npadvmod/4 north/RB/advmod/0 of/IN/prep/4 it/PRP/pobj/5",
         (0, 1), "City"),
        ("Lee/NNP/ROOT/0 ,/,/punct/0 38/CD/appos/0 ,/,/punct/0 of/IN/prep/0 Tavel/NNP/pobj/4", (5, 6), "City"),
        ("38/CD/ROOT/0 of/IN/prep/0 Tavel/NNP/pobj/1", (2, 3), ""),
    ],
)  # fmt: skip
def test_a_position_of_places_gives_a_class(sentence: str, span: tuple[int, int], cls: str) -> None:
    assert class_by_position(parse_of(sentence), *span) == cls


@pytest.mark.parametrize(
    ("governor", "placed"),
    [
        ("residents=resident/NNS/ROOT/0 of/IN/prep/0", True),
        ("fled=flee/VBD/ROOT/0 to/IN/prep/0", True),
        ("fire/NN/ROOT/0 at/IN/prep/0", True),
        ("shouted=shout/VBD/ROOT/0 at/IN/prep/0", False),
        ("spoke=speak/VBD/ROOT/0 to/IN/prep/0", False),
    ],
)
def test_some_prepositions_hardly_have_a_person_after_them(governor: str, *, placed: bool) -> None:
    assert is_where_places_stand(parse_of(f"{governor} Tavel/NNP/pobj/1"), 2, 2) == placed


def test_names_in_a_list_with_places_are_noted() -> None:
    parse = parse_of(
        "in/IN/ROOT/0 Oslo/NNP/pobj/0 ,/,/punct/1 Zorvane/NNP/conj/1 and/CC/cc/3 Anna/NNP/compound/6 Quist/NNP/conj/3"
    )
    spans = [NameSpan(1, 2, "GPE"), NameSpan(3, 4, "ORG"), NameSpan(5, 7, "PERSON")]
    collected = {span.key(parse): Votes(as_person=span.label == "PERSON") for span in spans}
    note_listed_places(parse, spans, collected)
    assert [votes.listed for votes in collected.values()] == ["", "City", ""]
