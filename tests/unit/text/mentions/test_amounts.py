"""Sums of money as what somebody gives, gets or wants."""

from __future__ import annotations

import pytest

from kg.model import Document
from kg.text.mentions.amounts import sum_span
from kg.text.parsing.parser import load_parser


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("The bank gave him $3 million.", ["$3 million"]),
        ("The court awarded Maria Olsen 26,000 euros.", ["26,000 euros"]),
        ("It won about $40m in damages.", ["$40m"]),
        ("They asked for 18m euros a year.", ["18m euros"]),
        ("Norway signed a $2 billion contract.", []),
        ("The bank gave him three loaves.", []),
        ("It stands 40 metres from the bank.", []),
    ],
)
def test_a_sum_is_found_without_what_only_rounds_it(text: str, sums: list[str]) -> None:
    parse = load_parser().parse(Document("d", text))
    found = (sum_span(parse, token) for token in range(len(parse)))
    assert [parse.words_of(*span) for span in found if span] == sums
