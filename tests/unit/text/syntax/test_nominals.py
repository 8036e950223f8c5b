"""Nouns of action, light verbs and compounds, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.lexicon.tables import table
from kg.text.model import Argument, Parse
from kg.text.syntax.clauses import compound_arguments, deep_roles, light_reading, noun_arguments, noun_frame, read_frame

ATTACK = "the/DT/det/1 attack/NN/ROOT/1"


def test_nouns_stand_in_one_frame_with_known_roles():
    frames = table("words/syntax/nominalizations")["frame"]
    nouns = [noun for frame in frames for noun in frame["verbs"]]
    assert len(nouns) == len(set(nouns))
    roles = {role for frame in frames for role in frame["prepositions"].values()}
    assert roles <= {"subject", "object", "recipient", "with"}


def test_light_verbs_take_nouns_of_action():
    known = {noun for frame in table("words/syntax/nominalizations")["frame"] for noun in frame["verbs"]}
    assert {noun for row in table("words/syntax/light_verbs")["light"] for noun in row["nouns"]} <= known


def shown(parse: Parse, arguments: list[Argument]) -> list[str]:
    return [f"{a.role}{':' * bool(a.preposition)}{a.preposition}={parse.words[a.head]}" for a in arguments]


@pytest.mark.parametrize(
    ("sentence", "labels", "found"),
    [
        (
            f"{ATTACK} on/IN/prep/1 Oran/NNP/pobj/2 by/IN/prep/1 rebels/NNS/pobj/4",
            {},
            ["object=Oran", "subject=rebels"],
        ),
        (
            f"{ATTACK} by/IN/prep/1 rebels/NNS/pobj/2 on/IN/prep/3 Oran/NNP/pobj/4",
            {},
            ["subject=rebels", "object=Oran"],
        ),
        (f"{ATTACK} in/IN/prep/1 May/NNP/pobj/2", {}, ["oblique:in=May"]),
        ("Fiji/NNP/poss/1 attack/NN/ROOT/1 on/IN/prep/1 Oran/NNP/pobj/2", {}, ["object=Oran", "subject=Fiji"]),
        ("Dutch/JJ/amod/1 attack/NN/ROOT/1", {0: "NORP"}, ["subject=Dutch"]),
        ("big/JJ/amod/1 attack/NN/ROOT/1", {}, []),
        (
            "talks=talk/NNS/ROOT/0 between/IN/prep/0 Fiji/NNP/pobj/1 and/CC/cc/2 Tonga/NNP/conj/2",
            {},
            ["subject=Fiji", "oblique:with=Tonga"],
        ),
        (
            "arrest/NN/ROOT/0 of/IN/prep/0 Omar/NNP/pobj/1 by/IN/prep/2 police/NN/pobj/3",
            {},
            ["object=Omar", "subject=police"],
        ),
    ],
)
def test_nouns_of_action(sentence: str, labels: dict[int, str], found: list[str]) -> None:
    parse = parse_of(sentence)
    noun = parse.deps.index("ROOT")
    frame = noun_frame(parse, noun)
    assert frame
    assert shown(parse, noun_arguments(parse, noun, frame, labels)) == found


def test_other_words_have_no_row():
    parse = parse_of("attack/VB/ROOT/0 tables=table/NNS/dobj/0")
    assert [noun_frame(parse, token) for token in range(2)] == [None, None]


@pytest.mark.parametrize(
    ("sentence", "verb", "found"),
    [
        (
            "Fiji/NNP/nsubj/1 held=hold/VBD/ROOT/1 talks=talk/NNS/dobj/1 with/IN/prep/1 Tonga/NNP/pobj/3",
            "talk",
            ["subject=Fiji", "oblique:with=Tonga"],
        ),
        (
            "Oran/NNP/nsubj/1 came=come/VBD/ROOT/1 under/IN/prep/1 attack/NN/pobj/2 in/IN/prep/1 May/NNP/pobj/4",
            "attack",
            ["object=Oran", "oblique:in=May"],
        ),
        ("Fiji/NNP/nsubj/1 held=hold/VBD/ROOT/1 hands=hand/NNS/dobj/1", None, []),
    ],
)
def test_light_verbs(sentence: str, verb: str | None, found: list[str]) -> None:
    parse = parse_of(sentence)
    frame = read_frame(parse, 1, {})
    reading = light_reading(parse, frame, deep_roles(frame), {})
    assert (reading and reading[1].verb) == verb
    assert shown(parse, reading[2] if reading else []) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Oslo/NNP/npadvmod/2 -/:/punct/2 backed=back/VBN/amod/3 plan/NN/ROOT/3", ["object=plan", "subject=Oslo"]),
        ("Oslo/NNP/npadvmod/2 -/:/punct/2 born=bear/VBN/amod/3 singer/NN/ROOT/3", ["object=singer", "oblique:in=Oslo"]),
        ("knife/NN/npadvmod/2 -/:/punct/2 wielding=wield/VBG/amod/3 men/NNS/ROOT/3", ["subject=men", "object=knife"]),
        ("Oslo/NNP/npadvmod/2 ,/,/punct/2 backed=back/VBN/amod/3 plan/NN/ROOT/3", []),
    ],
)
def test_compounds(sentence: str, found: list[str]) -> None:
    parse = parse_of(sentence)
    assert shown(parse, compound_arguments(parse, 2)) == found
