"""Nouns that say what a name is."""

from __future__ import annotations

import pytest
from hand_built import parse_of

from kg.text.ner.records import NameSpan, Votes
from kg.text.ner.typing.nouns import vote_by_nouns


@pytest.mark.parametrize(
    ("sentence", "span", "nouns"),
    [
        ("the/DT/det/2 carmaker/NN/compound/2 Tavel/NNP/nsubj/3 fell=fall/VBD/ROOT/3", (2, 3, ""), {"Company": 2}),
        ("Tavel/NNP/nsubj/4 ,/,/punct/0 a/DT/det/3 river/NN/appos/0 rose=rise/VBD/ROOT/4", (0, 1, ""),
         {"GeographicFeature": 3}),
        ("Tavel/NNP/nsubj/1 is=be/VBZ/ROOT/1 a/DT/det/3 browser/NN/attr/1", (0, 1, ""), {"Product": 3}),
        ("the/DT/det/1 town/NN/ROOT/1 of/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"City": 6}),
        ("the/DT/det/1 story/NN/ROOT/1 of/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {}),
        ("rivers=river/NNS/ROOT/0 such/JJ/amod/2 as/IN/prep/0 Tavel/NNP/pobj/2", (3, 4, ""), {"GeographicFeature": 3}),
        ("the/DT/det/2 Tavel/NNP/compound/2 nightclub/NN/nsubj/3 burned=burn/VBD/ROOT/3", (1, 2, ""), {"Facility": 2}),
        ("the/DT/det/2 Tavel/NNP/compound/2 mystery/NN/nsubj/3 deepened=deepen/VBD/ROOT/3", (1, 2, ""), {}),
        ("the/DT/det/2 daily/JJ/amod/2 Tavel/NNP/nsubj/3 shut/VBD/ROOT/3", (2, 3, ""), {"MediaOrganization": 2}),
        ("a/DT/det/1 band/NN/ROOT/1 called=call/VBN/acl/1 Tavel/NNP/oprd/2", (3, 4, ""), {"Organization": 3}),
    ],
)  # fmt: skip
def test_a_noun_beside_a_name_says_what_it_is(sentence: str, span: tuple[int, int, str], nouns: dict[str, int]) -> None:
    votes = Votes()
    vote_by_nouns(parse_of(sentence), NameSpan(*span), span[1] - 1, votes)
    assert votes.nouns == nouns


@pytest.mark.parametrize(
    ("sentence", "span", "every"),
    [
        ("his/PRP$/poss/1 daughter/NN/nsubj/3 Austin/NNP/appos/1 left=leave/VBD/ROOT/3", (2, 3, ""), {"Person": 5}),
        ("a/DT/det/1 subsidiary/NN/ROOT/1 of/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"Organization": 3}),
        ("Tavel/NNP/nsubj/4 ,/,/punct/0 a/DT/det/3 lawyer/NN/appos/0 left=leave/VBD/ROOT/4", (0, 1, ""), {"Person": 2}),
        ("striker/NN/compound/2 Jon/NNP/compound/2 Tavel/NNP/nsubj/3 left=leave/VBD/ROOT/3", (1, 3, ""), {"Person": 4}),
    ],
)  # fmt: skip
def test_a_noun_for_a_person_or_for_kin_makes_a_name_a_persons(
    sentence: str, span: tuple[int, int, str], every: dict[str, int]
) -> None:
    votes = Votes()
    vote_by_nouns(parse_of(sentence), NameSpan(*span), span[1] - 1, votes)
    assert votes.all == every
    assert not votes.nouns
