"""Which capital letters mark a name."""

import pytest
from hand_built import parse_of

from kg.text.ner.model_entities import Capitals

PARSE = parse_of(
    "Storms=storm/NNS/nsubj/1 hit/VBD/ROOT/1 a/DT/det/3 Ministry/NN/dobj/1 on/IN/prep/1 Monday/NNP/pobj/4 ././punct/1",
    "Zorvane/NN/nsubj/1 sold=sell/VBD/ROOT/1 iPhones/NNP/dobj/1 and/CC/cc/2 3M/CD/conj/2 in/IN/prep/1 May/NNP/pobj/5",
)


@pytest.mark.parametrize(
    ("token", "name"),
    [
        (0, False),  # the first word of a sentence, which is in the dictionary
        (1, False),
        (3, True),
        (5, False),  # a day
        (7, True),  # the first word, which no dictionary has
        (9, True),  # "iPhones"
        (11, False),
        (13, False),  # a month
        (14, False),  # beyond the text
    ],
)
def test_a_capital_letter_marks_a_name_unless_it_says_nothing(token: int, *, name: bool) -> None:
    assert Capitals(PARSE).is_name(token) == name


def test_a_plural_that_opens_a_sentence_is_a_common_noun() -> None:
    capitals = Capitals(PARSE)
    assert capitals.is_plain_opening(0)
    assert not capitals.is_plain_opening(7)


def test_in_a_headline_capital_letters_say_nothing() -> None:
    parse = parse_of("Storm/NN/nsubj/1 Hits=hit/VBZ/ROOT/1 Quiet/JJ/amod/3 Town/NN/dobj/1 Again/RB/advmod/1")
    capitals = Capitals(parse)
    assert all(capitals.is_headline(token) for token in range(len(parse)))
    assert not capitals.is_name(3)
    assert not Capitals(PARSE).is_headline(3)


def test_a_first_word_is_a_name_where_a_noun_in_apposition_says_what_it_is() -> None:
    apposed = "Storm/NNP/nsubj/5 ,/,/punct/0 a/DT/det/4 messaging/NN/compound/4 app/NN/appos/0 closed=close/VBD/ROOT/5"
    assert Capitals(parse_of(apposed)).is_coined(0)
    assert not Capitals(parse_of("Storm/NNP/nsubj/1 closed=close/VBD/ROOT/1")).is_coined(0)
