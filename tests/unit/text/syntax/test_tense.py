"""Tense, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.syntax.dependencies import is_past, is_simple_past, names_event, refers_to_future, refers_to_past


@pytest.mark.parametrize(
    ("sentence", "past", "simple"),
    [
        ("He/PRP/nsubj/1 met=meet/VBD/ROOT/1", True, True),
        ("He/PRP/nsubj/2 was=be/VBD/auxpass/2 met=meet/VBN/ROOT/2", True, True),
        ("He/PRP/nsubj/2 has=have/VBZ/aux/2 met=meet/VBN/ROOT/2", True, False),
        ("He/PRP/nsubj/2 had=have/VBD/aux/2 met=meet/VBN/ROOT/2", True, False),
        ("He/PRP/nsubj/1 meets=meet/VBZ/ROOT/1", False, False),
        ("He/PRP/nsubj/2 will/MD/aux/2 meet/VB/ROOT/2", False, False),
    ],
)
def test_the_past_of_a_verb(sentence: str, past: bool, simple: bool) -> None:
    parse = parse_of(sentence)
    verb = parse.deps.index("ROOT")
    assert (is_past(parse, verb), is_simple_past(parse, verb)) == (past, simple)


@pytest.mark.parametrize(
    ("sentence", "past", "future"),
    [
        ("He/PRP/nsubj/1 left=leave/VBD/ROOT/1 on/IN/prep/1 Monday/NNP/pobj/2", True, False),
        ("He/PRP/nsubj/2 will/MD/aux/2 leave/VB/ROOT/2 on/IN/prep/2 Monday/NNP/pobj/3", False, True),
        ("He/PRP/nsubj/1 leaves=leave/VBZ/ROOT/1 on/IN/prep/1 Monday/NNP/pobj/2", False, True),
        ("He/PRP/nsubj/1 says=say/VBZ/ROOT/1 on/IN/prep/1 Monday/NNP/pobj/2", False, False),
        ("He/PRP/nsubj/2 is=be/VBZ/aux/2 leaving=leave/VBG/ROOT/2 on/IN/prep/2 Monday/NNP/pobj/3", False, True),
        ("He/PRP/nsubj/1 is=be/VBZ/ROOT/1 to/TO/aux/3 meet/VB/xcomp/1 on/IN/prep/3 Monday/NNP/pobj/4", False, True),
        (
            "He/PRP/nsubj/1 hopes=hope/VBZ/ROOT/1 to/TO/aux/3 meet/VB/xcomp/1 on/IN/prep/3 Monday/NNP/pobj/4",
            False,
            True,
        ),
        ("He/PRP/nsubj/1 promised=promise/VBD/ROOT/1 it/PRP/dobj/1 on/IN/prep/1 Monday/NNP/pobj/3", True, False),
        ("Talks/NNS/nsubj/1 planned=plan/VBD/ROOT/1 for/IN/prep/1 Monday/NNP/pobj/2", True, True),
        ("It/PRP/nsubj/1 recalls=recall/VBZ/ROOT/1 the/DT/det/4 March/NNP/compound/4 vote/NN/dobj/1", False, False),
    ],
)
def test_what_the_sentence_around_a_time_speaks_of(sentence: str, past: bool, future: bool) -> None:
    parse = parse_of(sentence)
    time = next(token for token, word in enumerate(parse.words) if word in ("Monday", "March"))
    assert (refers_to_past(parse, time), refers_to_future(parse, time)) == (past, future)


def test_a_day_that_names_an_event():
    parse = parse_of("the/DT/det/3 May/NNP/compound/3 3/CD/nummod/1 attacks=attack/NNS/ROOT/3")
    assert names_event(parse, 1)
    assert not names_event(parse_of("on/IN/prep/1 May/NNP/pobj/0 3/CD/nummod/1"), 1)
