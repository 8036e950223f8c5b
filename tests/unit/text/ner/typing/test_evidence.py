"""What one place of a name in a text says of its class."""

from __future__ import annotations

import pytest
from hand_built import parse_of

from kg.text.ner.records import NameSpan, Votes
from kg.text.ner.typing.evidence import Evidence


def votes_of(sentence: str, span: tuple[int, int, str]) -> Votes:
    votes = Votes()
    Evidence(parse_of(sentence)).vote(NameSpan(*span), votes)
    return votes


@pytest.mark.parametrize(
    ("sentence", "span", "every", "places"),
    [
        ("Tavel/NNP/nsubj/1 fell=fall/VBD/ROOT/1", (0, 1, "ORG"), {"Organization": 2}, 0),
        ("Tavel/NNP/nsubj/1 fell=fall/VBD/ROOT/1", (0, 1, "PERSON"), {"Person": 2}, 0),
        ("He/PRP/nsubj/1 met=meet/VBD/ROOT/1 TEPCO/NNP/dobj/1", (2, 3, "PERSON"), {"Organization": 2}, 0),
        ("Senator/NNP/compound/1 Tavel/NNP/nsubj/2 fell=fall/VBD/ROOT/2", (1, 2, ""), {"Person": 4}, 0),
        ("He/PRP/nsubj/1 slept=sleep/VBD/ROOT/1 in/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"City": 4}, 1),
        ("stakes=stake/NNS/ROOT/0 in/IN/prep/0 Tavel/NNP/pobj/1", (2, 3, ""), {"Place": 1}, 1),
        ("He/PRP/nsubj/1 shouted=shout/VBD/ROOT/1 at/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"Place": 1}, 0),
        ("TAVEL/NNP/dep/4 (/-LRB-/punct/0 AP/NNP/dep/0 )/-RRB-/punct/0 -/:/punct/0", (0, 1, ""), {"City": 4}, 1),
        ("He/PRP/nsubj/1 left/VBD/ROOT/1 Tavel/NNP/dobj/1 ,/,/punct/2 MA/NNP/appos/2", (2, 3, ""), {"City": 3}, 1),
        ("He/PRP/nsubj/1 saw=see/VBD/ROOT/1 “/``/punct/3 Tavel/NNP/dobj/1 ”/''/punct/3", (3, 4, ""), {"Work": 3}, 0),
    ],
)  # fmt: skip
def test_labels_and_the_words_around_a_name_vote(
    sentence: str, span: tuple[int, int, str], every: dict[str, int], places: int
) -> None:
    votes = votes_of(sentence, span)
    assert votes.all == every
    assert votes.places == places


def test_votes_note_where_hardly_a_person_stands() -> None:
    votes = votes_of("They/PRP/nsubj/1 fled=flee/VBD/ROOT/1 to/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, "PERSON"))
    assert (votes.as_person, votes.unlike_person, votes.placed) == (1, 1, "")
    assert votes_of("north/RB/ROOT/0 of/IN/prep/0 Tavel/NNP/pobj/1", (2, 3, "PERSON")).placed == "City"


def test_an_agency_between_brackets_before_a_dash_is_a_credit() -> None:
    parse = parse_of("OSLO/NNP/dep/0 (/-LRB-/punct/0 AP/NNP/dep/0 )/-RRB-/punct/0 -/:/punct/0 It/PRP/nsubj/0")
    evidence = Evidence(parse)
    assert evidence.is_credit(NameSpan(2, 3, "ORG"))
    assert not evidence.is_credit(NameSpan(0, 1, "GPE"))


def test_codes_and_cities_behind_a_town_and_a_comma_are_states() -> None:
    small, large = (
        Evidence(parse_of(f"{town}/NNP/dep/0 ,/,/punct/0 MA/NNP/dep/0 ,/,/punct/0 {town}/NNP/dep/0 ,/,/punct/0 "
                          "New/NNP/compound/7 York/NNP/dep/0"))
        for town in ("Velmund", "Denver")
    )  # fmt: skip
    assert small.is_postal(2)
    assert not small.is_postal(0)
    assert small.is_province(6, 8)
    assert not large.is_province(6, 8)
