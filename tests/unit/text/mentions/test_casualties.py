"""Numbers that stand for people, and what befell them."""

import pytest
from hand_built import parse_of

from kg.text.mentions.noun_phrases import casualty_span, is_rest


@pytest.mark.parametrize(
    ("sentence", "token", "span"),
    [
        ("It/PRP/nsubj/1 killed=kill/VBD/ROOT/1 five/CD/dobj/1", 2, (2, 3)),
        ("It/PRP/nsubj/1 sold=sell/VBD/ROOT/1 five/CD/dobj/1", 2, None),
        ("It/PRP/nsubj/1 left=leave/VBD/ROOT/1 12/CD/dobj/1 dead/JJ/oprd/1", 2, (2, 4)),
        ("It/PRP/nsubj/1 left=leave/VBD/ROOT/1 12/CD/nummod/3 dead/JJ/dobj/1", 3, (2, 4)),
        ("They/PRP/nsubj/1 treated=treat/VBD/ROOT/1 40/CD/nummod/4 injured/JJ/amod/4 men=man/NNS/dobj/1", 2, None),
        ("Four/CD/nsubj/1 arrested=arrest/VBD/ROOT/1", 0, (0, 1)),
        ("Four/CD/nsubj/1 arrested=arrest/VBD/ROOT/1 them/PRP/dobj/1", 0, None),
        ("Dozens/NNS/nsubjpass/2 were=be/VBD/auxpass/2 injured=injure/VBN/ROOT/2", 0, (0, 1)),
        (
            "Dozens/NNS/nsubjpass/4 of/IN/prep/0 us/PRP/pobj/1 were=be/VBD/auxpass/4 trapped=trap/VBN/ROOT/4",
            0,
            None,
        ),
        ("No/DT/det/1 one/NN/nsubjpass/3 was=be/VBD/auxpass/3 hurt/VBN/ROOT/3", 1, (0, 2)),
        ("Another/DT/det/1 one/NN/nsubjpass/3 was=be/VBD/auxpass/3 hurt/VBN/ROOT/3", 1, None),
        ("It/PRP/nsubj/1 left=leave/VBD/ROOT/1 several/JJ/dobj/1 wounded/JJ/oprd/1", 2, (2, 4)),
    ],
)
def test_a_number_is_of_people_where_something_befell_them(
    sentence: str, token: int, span: tuple[int, int] | None
) -> None:
    assert casualty_span(parse_of(sentence), token) == span


@pytest.mark.parametrize(
    ("sentence", "token", "rest"),
    [
        ("injuring=injure/VBG/ROOT/0 238/CD/nummod/2 others/NNS/dobj/0", 2, True),
        ("injuring=injure/VBG/ROOT/0 the/DT/det/2 others/NNS/dobj/0", 2, False),
        ("selling=sell/VBG/ROOT/0 238/CD/nummod/2 others/NNS/dobj/0", 2, False),
        ("killing=kill/VBG/ROOT/0 dozens/NNS/dobj/0 of/IN/prep/1 others/NNS/pobj/2", 3, True),
    ],
)
def test_others_that_are_counted_and_harmed_are_people(sentence: str, token: int, *, rest: bool) -> None:
    assert is_rest(parse_of(sentence), token) == rest
