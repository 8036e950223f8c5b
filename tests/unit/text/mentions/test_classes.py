"""The class of a noun phrase by the words beside its noun."""

import pytest
from hand_built import parse_of

from kg.text.mentions.noun_phrases import class_of_phrase


@pytest.mark.parametrize(
    ("sentence", "head", "cls"),
    [
        ("a/DT/det/1 lawyer/NN/ROOT/1", 1, "Person"),
        ("the/DT/det/1 lawyers=lawyer/NNS/ROOT/1", 1, "People"),
        ("238/CD/nummod/1 others/NNS/ROOT/1", 1, "People"),
        ("a/DT/det/1 team/NN/ROOT/1 of/IN/prep/1 researchers=researcher/NNS/pobj/2", 1, "People"),
        ("a/DT/det/1 state/NN/ROOT/1 of/IN/prep/1 emergency/NN/pobj/2", 1, "Law"),
        ("the/DT/det/1 state/NN/ROOT/1 of/IN/prep/1 affairs=affair/NNS/pobj/2", 1, "Topic"),
        ("new/JJ/amod/1 jobs=job/NNS/ROOT/1", 1, "Topic"),
        ("rebel/NN/compound/1 forces=force/NNS/ROOT/1", 1, "ArmedGroup"),
        ("market/NN/compound/1 forces=force/NNS/ROOT/1", 1, "Topic"),
        ("Dutch/JJ/amod/1 troops=troop/NNS/ROOT/1", 1, "Military"),
        ("12/CD/nummod/1 troops=troop/NNS/ROOT/1", 1, "People"),
        ("the/DT/det/1 rebels=rebel/NNS/ROOT/1", 1, "ArmedGroup"),
        ("dozens/NNS/ROOT/0 of/IN/prep/0 police/NNS/pobj/1", 2, "People"),
        ("the/DT/det/1 wounded/JJ/ROOT/1", 1, "People"),
        ("the/DT/det/1 sheriff/NN/poss/3 's/POS/case/1 deputy/NN/ROOT/3", 1, "GovernmentAgency"),
    ],
)
def test_a_noun_and_the_words_beside_it_give_a_class(sentence: str, head: int, cls: str) -> None:
    parse = parse_of(sentence)
    plural = parse.tags[head] == "NNS"
    assert class_of_phrase(parse, 0, head, lambda _: "", plural=plural) == cls


def test_the_name_before_a_noun_gives_a_class() -> None:
    parse = parse_of("a/DT/det/2 B-52/NNP/compound/2 bomber/NN/ROOT/2")
    assert class_of_phrase(parse, 0, 2, lambda c: "Product" if c == 1 else "", plural=False) == "Product"
    assert class_of_phrase(parse, 0, 2, lambda _: "", plural=False) == "Person"
