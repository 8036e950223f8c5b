"""Portfolios and fields of posts, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.titles.posts import is_portfolio_word, portfolio_end, post_before_portfolio


def flat(words: str) -> str:
    """Rows of capitalised nouns in a flat structure, for what looks at words alone."""
    return " ".join(f"{word}/NNP/dep/0" for word in words.split())


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("Secretary of State Ann Lee", 1),
        ("Minister for Health and Sports Ann Lee", 1),
        ("Director of Public Prosecutions Ann Lee", 1),
        ("a matter of State Ann Lee", 0),
        ("Ann Lee", 0),
    ],
)
def test_the_noun_of_a_post_stands_before_its_portfolio(words: str, post: int) -> None:
    parse = parse_of(flat(words))
    assert post_before_portfolio(parse, len(parse) - 2) == post


def test_a_name_is_no_portfolio() -> None:
    parse = parse_of(flat("Secretary of State Ann Lee"))
    assert post_before_portfolio(parse, 3, [-1, -1, 0, 1, 1]) == 0


@pytest.mark.parametrize(
    ("words", "token", "found"),
    [
        ("Youth and Sports Minister", 1, True),
        ("Sports Minister", 0, True),
        ("Olive Minister", 0, False),
        ("Sports Star", 0, False),
    ],
)
def test_words_before_a_minister_are_of_a_portfolio(words: str, token: int, found: bool) -> None:
    parse = parse_of(flat(words))
    assert is_portfolio_word(parse, token, len(parse) - 1) == found


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("head/NN/ROOT/0 of/IN/prep/0 house/NN/compound/3 production/NN/pobj/1", 4),
        ("minister/NN/ROOT/0 for/IN/prep/0 the/DT/det/3 environment/NN/pobj/1", 4),
        ("head/NN/ROOT/0 of/IN/prep/0 the/DT/det/3 bank/NN/pobj/1", 1),
        ("head/NN/ROOT/0 of/IN/prep/0 a/DT/det/3 plan/NN/pobj/1", 1),
        ("minister/NN/ROOT/0 of/IN/prep/0 trade/NN/pobj/1 and/CC/cc/2 industry/NN/conj/2", 5),
        ("head/NN/ROOT/0 spoke/VBD/dep/0", 1),
        ("chief/NN/ROOT/0 of/IN/prep/0 staff/NN/pobj/1", 3),
        ("chief/NN/ROOT/0 of/IN/prep/0 police/NN/pobj/1", 1),
    ],
)
def test_a_portfolio_ends_a_post(sentence: str, end: int) -> None:
    parse = parse_of(sentence)
    assert portfolio_end(parse, [-1] * len(parse), 0) == end
