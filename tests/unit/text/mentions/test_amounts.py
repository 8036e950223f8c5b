"""Sums of money as what somebody gives, gets or wants."""

import pytest
from hand_built import parse_of

from kg.model import Document
from kg.text.mentions.noun_phrases import counted, sum_span
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


@pytest.mark.parametrize(
    ("sentence", "token", "span"),
    [
        ("He/PRP/nsubj/1 got=get/VBD/ROOT/1 $/$/nmod/4 3/CD/compound/4 million/CD/dobj/1", 4, (2, 5)),
        ("He/PRP/nsubj/1 got=get/VBD/ROOT/1 about/RB/advmod/3 3/CD/nummod/4 euros=euro/NNS/dobj/1", 4, (3, 5)),
        ("He/PRP/nsubj/1 got=get/VBD/ROOT/1 3/CD/nummod/3 loaves=loaf/NNS/dobj/1", 3, None),
        ("It/PRP/nsubj/1 fell=fall/VBD/ROOT/1 3/CD/nummod/3 euros=euro/NNS/npadvmod/1", 3, None),
        (
            "He/PRP/nsubj/1 got=get/VBD/ROOT/1 it/PRP/dobj/1 for/IN/prep/1 3/CD/nummod/5 euros=euro/NNS/pobj/3",
            5,
            (4, 6),
        ),
    ],
)
def test_a_sum_needs_a_number_a_currency_and_somebody_who_gets_it(
    sentence: str, token: int, span: tuple[int, int] | None
) -> None:
    assert sum_span(parse_of(sentence), token) == span


@pytest.mark.parametrize(
    ("sentence", "head", "number"),
    [
        ("76/CD/nummod/1 people/NNS/ROOT/1", 1, "76"),
        ("1,200/CD/nummod/1 people/NNS/ROOT/1", 1, "1200"),
        ("two/CD/nummod/1 soldiers=soldier/NNS/ROOT/1", 1, "2"),
        ("65/CD/ROOT/0 of/IN/prep/0 the/DT/det/4 90/CD/nummod/4 people/NNS/pobj/1", 4, "65"),
        ("the/DT/det/1 people/NNS/ROOT/1", 1, ""),
    ],
)
def test_a_phrase_counts_what_its_number_says(sentence: str, head: int, number: str) -> None:
    assert counted(parse_of(sentence), 0, head) == number
