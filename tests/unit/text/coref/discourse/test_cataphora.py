from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.discourse.cataphora import headline_links, introduction_links

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("A Belgian surgeon was freed on Friday after two months in the hills of Tarn. Luc Verhoeven, 44, flew home.",
             {"A Belgian surgeon", "Luc Verhoeven"}),
        ("Police in Leeds held a farmer on Monday after a long search of the moors. Tom Hale, 52, was hiding there.",
             {"a farmer", "Tom Hale"}),
        ("Man held after fire at hotel\n\nA blaze destroyed the Palm Hotel on Friday. It was insured.",
         {"hotel", "Palm Hotel"}),
        ("A Belgian surgeon seized by gunmen appeared in a video on Monday night in Tarn. Luc Maes, 44, looked thin.",
         {"A Belgian surgeon", "Luc Maes"}),
        ("A crowded ferry capsized in heavy seas on Monday night, killing ten people. The Tarn Star, a ship, sank.",
         {"A crowded ferry", "Tarn Star"}),
        ("The bill passed by a single vote, which belonged to a 71-year-old who broke ranks. Luc Maes had wavered.",
         {"a 71-year-old", "Luc Maes"}),
        ("A former head of the agency told senators on Monday that he had been pressed. Luc Maes said he refused.",
         {"A former head", "Luc Maes"}),
        ("Savings bank fails\n\nA run on Velmund Savings Bank began on Friday.",
         {"Savings bank", "Velmund Savings Bank"}),
    ],
)  # fmt: skip
def test_whom_a_story_introduces_is_in_the_chain_of_the_name_that_follows(
    parse_text: ParseText, text: str, same: set[str]
) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Second hotel burns\n\nA blaze destroyed the Palm Hotel on Friday.", "Second hotel", "Palm Hotel"),
        ("Blaze guts hotel\n\nThe Palm Hotel and the Reef Hotel burned on Friday.", "hotel", "Palm Hotel"),
        ("A spokesman said the quake was small. Tom Hale said it shook his house.", "A spokesman", "Tom Hale"),
        (
            "A Belgian surgeon seized by gunmen appeared in a video on Monday night in Tarn. Luc Maes said no.",
            "A Belgian surgeon",
            "Luc Maes",
        ),
        (
            "A Belgian surgeon seized by gunmen appeared in a video on Monday night in Tarn. Prosecutor Luc Maes wept.",
            "A Belgian surgeon",
            "Luc Maes",
        ),
        (
            "A surgeon and a nurse appeared in a video on Monday night in the town of Tarn. Luc Maes looked thin.",
            "A surgeon",
            "Luc Maes",
        ),
        (
            "A woman seized by gunmen appeared in a video on Monday night in Tarn. Peter Maes looked thin.",
            "A woman",
            "Peter Maes",
        ),
    ],
)
def test_whom_a_story_introduces_stays_apart_from_others(
    parse_text: ParseText, text: str, one: str, other: str
) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_a_noun_of_the_headline_stands_for_the_only_one_of_the_story() -> None:
    parse = parse_of(
        "Fire/NN/nsubj/1 guts/VBZ/ROOT/1 hotel/NN/dobj/1",
        "The/DT/det/2 Palm/NNP/compound/2 Hotel/NNP/nsubj/3 burned/VBD/ROOT/3",
    )
    parse = replace(parse, blocks=((0, 3), (3, 7)))
    extents = [(2, 3, "Facility"), (4, 6, "Facility")]
    assert list(headline_links(parse, clusters_of(parse, *extents))) == [(0, 1)]
    whole = replace(parse, blocks=((0, 7),))
    assert not list(headline_links(whole, clusters_of(whole, *extents)))


def test_the_name_that_opens_the_second_sentence_is_of_whom_the_first_introduces() -> None:
    filler = " ".join("still/RB/advmod/2" for _ in range(9))
    first = f"A/DT/det/1 baker/NN/nsubj/2 left=leave/VBD/ROOT/2 {filler}"
    parse = parse_of(first, "Tom/NNP/compound/1 Hale/NNP/nsubj/2 left=leave/VBD/ROOT/2")
    assert list(introduction_links(parse, clusters_of(parse, (0, 2, "Person"), (12, 14, "Person")))) == [(0, 1)]
    parse = parse_of(first, "Tom/NNP/compound/1 Hale/NNP/nsubj/2 said=say/VBD/ROOT/2")
    assert not list(introduction_links(parse, clusters_of(parse, (0, 2, "Person"), (12, 14, "Person"))))
