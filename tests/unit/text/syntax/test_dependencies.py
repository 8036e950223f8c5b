"""Reading dependency trees that are built by hand."""

from dataclasses import replace

import pytest
from hand_built import parse_of

from kg.text.syntax.dependencies import (
    auxiliaries,
    child,
    conjuncts,
    first_conjunct,
    is_before_name,
    is_between_commas,
    is_copula,
    is_predicate,
    lemma_of,
    name_labels,
    nearest_above,
    own_subjects,
)

LEFT = parse_of(
    "Ana/NNP/nsubj/4 ,/,/punct/0 Omar/NNP/conj/0 has=have/VBZ/aux/4 left=leave/VBN/ROOT/4 and/CC/cc/4 fled/VBN/conj/4"
)


def test_children_by_their_labels():
    assert child(LEFT, 4, "cc", "conj") == 5
    assert child(LEFT, 4, "dobj") == -1
    assert LEFT.dependents(4, "aux", "conj") == [3, 6]
    assert auxiliaries(LEFT, 4) == [3]
    assert own_subjects(LEFT, 4) == [0]


def test_coordinated_phrases():
    assert list(conjuncts(LEFT, 0)) == [0, 2]
    assert first_conjunct(LEFT, 2) == 0
    assert first_conjunct(LEFT, 6) == 4


def test_a_clause_is_no_conjunct_of_a_noun():
    parse = parse_of("a/DT/det/1 ban/NN/ROOT/1 and/CC/cc/1 protests/NNS/nsubj/4 erupted=erupt/VBD/conj/1")
    assert list(conjuncts(parse, 1)) == [1]


def test_the_nearest_token_above():
    assert nearest_above(LEFT, 2, {0, 4}) == 0
    assert nearest_above(LEFT, 2, {2}) == 2
    assert nearest_above(LEFT, 2, {6}) == -1


def test_labels_of_names():
    assert name_labels(replace(LEFT, names=((0, 1, "PERSON"), (2, 3, "GPE")))) == {0: "PERSON", 2: "GPE"}


@pytest.mark.parametrize(
    ("sentence", "token", "predicate"),
    [
        ("He/PRP/nsubj/1 left=leave/VBD/ROOT/1", 1, True),
        ("He/PRP/nsubj/2 has=have/VBZ/aux/2 left=leave/VBN/ROOT/2", 1, False),
        ("looted=loot/VBN/amod/1 goods/NNS/ROOT/1", 0, False),
        ("sold=sell/VBN/amod/3 and/CC/cc/0 looted=loot/VBN/conj/0 goods/NNS/ROOT/3", 2, False),
    ],
)
def test_predicates(sentence: str, token: int, predicate: bool) -> None:
    assert is_predicate(parse_of(sentence), token) is predicate


def test_copulas():
    parse = parse_of("He/PRP/nsubj/1 is=be/VBZ/ROOT/1 mayor/NN/attr/1")
    assert [is_copula(parse, token) for token in range(3)] == [False, True, False]


@pytest.mark.parametrize(
    ("token", "lemma"),
    [
        ("hoped=hop/VBD/ROOT/0", "hope"),
        ("hopped=hop/VBD/ROOT/0", "hop"),
        ("gutted=gutte/VBD/ROOT/0", "gut"),
        ("overran=overran/VBD/ROOT/0", "overrun"),
        ("found=find/VB/ROOT/0", "found"),
        ("found=find/VBD/ROOT/0", "find"),
        ("Forts=Fort/NNS/ROOT/0", "fort"),
    ],
)
def test_lemmas(token: str, lemma: str) -> None:
    assert lemma_of(parse_of(token), 0) == lemma


def test_words_beside_names():
    parse = parse_of("the/DT/det/1 retailer/NN/nmod/2 Velto/NNP/nsubj/3 closed=close/VBD/ROOT/3")
    assert is_before_name(parse, 2, 3)
    bought = parse_of("the/DT/det/1 retailer/NN/ROOT/1 Velto/NNP/nsubj/3 bought=buy/VBD/relcl/1")
    assert not is_before_name(bought, 2, 3)
    commas = parse_of("Ana/NNP/nsubj/4 ,/,/punct/0 mayor/NN/appos/0 ,/,/punct/0 left=leave/VBD/ROOT/4")
    assert is_between_commas(commas, 2, 3)
    assert not is_between_commas(commas, 4, 5)
