"""What prepositions govern and bring, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.syntax.dependencies import comitatives, examples, partitive_noun, partitive_one, prepositional


@pytest.mark.parametrize(
    ("sentence", "preposition", "found"),
    [
        ("Spoke=speak/VBD/ROOT/0 to/IN/prep/0 Ana/NNP/pobj/1 and/CC/cc/2 Omar/NNP/conj/2", 1, [("to", 2), ("to", 4)]),
        ("Fled=flee/VBD/ROOT/0 out/IN/prep/0 of/IN/prep/1 Lima/NNP/pobj/2", 1, [("out_of", 3)]),
        ("Fled=flee/VBD/ROOT/0 because/IN/prep/0 of/IN/pcomp/1 Ana/NNP/pobj/1", 1, [("because_of", 3)]),
        ("Spoke=speak/VBD/ROOT/0 on/IN/prep/0 behalf/NN/pobj/1 of/IN/prep/2 Ana/NNP/pobj/3", 1, [("on_behalf_of", 4)]),
        ("Spoke=speak/VBD/ROOT/0 in/IN/prep/0 honesty/NN/pobj/1 of/IN/prep/2 Ana/NNP/pobj/3", 1, [("in", 2)]),
    ],
)
def test_phrases(sentence: str, preposition: int, found: list[tuple[str, int]]) -> None:
    assert list(prepositional(parse_of(sentence), preposition)) == [(name, head, False) for name, head in found]


def test_a_clause():
    parse = parse_of("Won=win/VBD/ROOT/0 by/IN/prep/0 cheating=cheat/VBG/pcomp/1")
    assert list(prepositional(parse, 1)) == [("by", 2, True)]


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("dozens/NNS/ROOT/0 of/IN/prep/0 villagers/NNS/pobj/1", 2),
        ("mayors/NNS/ROOT/0 of/IN/prep/0 villages/NNS/pobj/1", -1),
        ("two/CD/ROOT/0 of/IN/prep/0 its/PRP$/poss/3 planes/NNS/pobj/1", 3),
        ("three/CD/ROOT/0 of/IN/prep/0 clubs/NNS/pobj/1", -1),
        ("dozens/NNS/ROOT/0", -1),
    ],
)
def test_the_noun_that_a_quantity_measures(sentence: str, noun: int) -> None:
    assert partitive_noun(parse_of(sentence), 0) == noun


def test_one_of_many():
    parse = parse_of("one/CD/ROOT/0 of/IN/prep/0 the/DT/det/3 administrators/NNS/pobj/1")
    assert partitive_one(parse, 3) == 0
    assert partitive_one(parse, 2) == -1


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("banks/NNS/ROOT/0 including/VBG/prep/0 Abo/NNP/pobj/1 and/CC/cc/2 Ebo/NNP/conj/2", ["Abo", "Ebo"]),
        ("banks/NNS/ROOT/0 such/JJ/amod/2 as/IN/prep/0 Abo/NNP/pobj/2", ["Abo"]),
        ("banks/NNS/ROOT/0 ,/,/punct/0 Abo/NNP/appos/0 and/CC/cc/2 Ebo/NNP/conj/2", ["Abo", "Ebo"]),
        ("banks/NNS/ROOT/0 ,/,/punct/0 Abo/NNP/appos/0", []),
        ("banks/NNS/ROOT/0 of/IN/prep/0 Abo/NNP/pobj/1", []),
        ("members/NNS/ROOT/0 of/IN/prep/0 clubs/NN/pobj/1 including/VBG/prep/2 Abo/NNP/pobj/3", ["Abo"]),
        ("bank/NN/ROOT/0 including/VBG/prep/0 Abo/NNP/pobj/1", []),
    ],
)
def test_examples_of_a_plural(sentence: str, named: list[str]) -> None:
    parse = parse_of(sentence)
    assert [parse.words[token] for token in examples(parse, 0)] == named


def test_companions():
    parse = parse_of("Ana/NNP/ROOT/0 ,/,/punct/0 along/IN/prep/0 with/IN/prep/2 Omar/NNP/pobj/3")
    assert comitatives(parse, 0) == [4]
    assert comitatives(parse_of("Ana/NNP/ROOT/0 with/IN/prep/0 Omar/NNP/pobj/1"), 0) == []
