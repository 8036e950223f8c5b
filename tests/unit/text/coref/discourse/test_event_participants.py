from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.discourse.event_participants import participant_links, suspect_and_victim_links

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("A British man was charged with murder. Tom Farrow, 34, was arrested on Friday.",
         {"A British man", "Tom Farrow"}),
        ("Nurse is jailed over thefts\n\nInge Dahl, 40, was sentenced on Friday.", {"Nurse", "Inge Dahl"}),
        ("Tom Farrow, 34, was arrested on Friday. The suspect had fled.", {"Tom Farrow", "The suspect"}),
        ("Police held a man. Ann Tully was killed. The victim lived in Oslo.", {"Ann Tully", "The victim"}),
    ],
)  # fmt: skip
def test_who_met_with_an_event_is_in_the_chain_of_the_one_named_later(
    parse_text: ParseText, text: str, same: set[str]
) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("A farmer was killed on Monday. Tom Hale said it was an accident.", "A farmer", "Tom Hale"),
        ("A farmer was killed near Leeds. Police thanked Tom Hale.", "A farmer", "Tom Hale"),
        ("A British man was charged. Tom Farrow and Al Gore were arrested.", "A British man", "Tom Farrow"),
        ("A British man was charged. Tom Farrow was killed.", "A British man", "Tom Farrow"),
        ("A man was charged. A clerk was jailed. Tom Farrow was arrested.", "A man", "Tom Farrow"),
        ("A woman was charged. Tom Farrow was not arrested.", "A woman", "Tom Farrow"),
        ("The man was charged. Tom Farrow was arrested.", "The man", "Tom Farrow"),
        ("Tom Farrow was killed in Oslo. The suspect had fled.", "Tom Farrow", "The suspect"),
        ("Tom Farrow was arrested. Police seek a second suspect.", "Tom Farrow", "a second suspect"),
        ("Tom Farrow was arrested. Another attacker fled.", "Tom Farrow", "Another attacker"),
        ("Tom Farrow and Al Gore were arrested on Friday. The suspect had fled.", "Tom Farrow", "The suspect"),
        ("Tom Farrow was arrested. A clerk was arrested. The suspect was angry.", "Tom Farrow", "The suspect"),
        (
            "An Italian man was arrested on Friday. American Tom Reilly was arrested too.",
            "An Italian man",
            "Tom Reilly",
        ),
    ],
)
def test_who_met_with_another_event_stays_apart(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_who_is_unnamed_is_the_one_whom_the_same_befell() -> None:
    parse = parse_of(
        "A/DT/det/1 man/NN/nsubjpass/2 charged=charge/VBN/ROOT/2",
        "Tom/NNP/nsubjpass/1 arrested=arrest/VBN/ROOT/1",
        "Ann/NNP/nsubjpass/1 killed=kill/VBN/ROOT/1",
    )
    clusters = clusters_of(parse, (0, 2, "Person"), (3, 4, "Person"), (5, 6, "Person"))
    assert list(participant_links(parse, clusters)) == [(0, 1)]
    clusters.gender.update({0: "male", 1: "female"})
    assert not list(participant_links(parse, clusters))


def test_the_suspect_was_caught_and_the_victim_harmed() -> None:
    parse = parse_of(
        "Tom/NNP/nsubjpass/1 arrested=arrest/VBN/ROOT/1",
        "Ann/NNP/nsubjpass/1 killed=kill/VBN/ROOT/1",
        "The/DT/det/1 suspect/NN/nsubj/2 fled=flee/VBD/ROOT/2 the/DT/det/4 victim/NN/dobj/2",
    )
    clusters = clusters_of(parse, *((start, end, "Person") for start, end in ((0, 1), (2, 3), (4, 6), (7, 9))))
    assert list(suspect_and_victim_links(parse, clusters)) == [(2, 0), (3, 1)]
