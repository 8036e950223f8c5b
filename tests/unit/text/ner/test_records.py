"""Spans that may be names: their head, their hyphens, the score of a match behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_built import parse_of

from kg.text.ner.records import NameSpan, Votes, is_attached, is_score, span_head

PARSE = parse_of(
    "The/DT/det/3 Peruvian/JJ/amod/3 Labor/NNP/compound/3 Ministry/NNP/nsubj/4 met=meet/VBD/ROOT/4",
)


def test_a_span_has_a_length_and_words() -> None:
    span = NameSpan(1, 4, "ORG")
    assert (len(span), span.key(PARSE)) == (3, ("Peruvian", "Labor", "Ministry"))


@pytest.mark.parametrize(("start", "end", "head"), [(1, 4, 3), (1, 3, 2), (0, 5, 4)])
def test_the_head_of_a_span_is_governed_from_outside_it(start: int, end: int, head: int) -> None:
    assert span_head(PARSE, start, end) == head


def test_a_hyphen_is_attached_where_no_space_stands_beside_it() -> None:
    parse = parse_of("Jean/NNP/compound/2 -/HYPH/punct/2 Luc/NNP/nsubj/3 won=win/VBD/ROOT/3")
    assert not is_attached(parse, 1)
    assert is_attached(replace(parse, begins=(0, 4, 5, 9), ends=(4, 5, 8, 12)), 1)


@pytest.mark.parametrize(
    ("tokens", "score"),
    [(["3-0"], True), (["3", "–", "0"], True), (["102", "-", "99"], True), (["won", "3-0"], False), (["767"], False)],
)
def test_a_score_is_one_token_or_three(tokens: list[str], *, score: bool) -> None:
    assert is_score(tokens) == score


def test_votes_are_counted_for_each_name_by_itself() -> None:
    first, second = Votes(), Votes()
    first.all["City"] += 4
    assert not second.all
