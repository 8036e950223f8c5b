"""What verbs share with those that govern them or stand beside them, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.syntax.clauses import verb_frames


def roles(sentence: str) -> dict[str, dict[str, list[str]]]:
    """By the word of each verb, its surface subjects and the words of its other arguments by role."""
    parse = parse_of(sentence)
    found = {}
    for verb, frame in verb_frames(parse).items():
        arguments: dict[str, list[str]] = {"surface": [parse.words[head] for head in frame.surface]}
        for argument in frame.arguments:
            arguments.setdefault(argument.role, []).append(parse.words[argument.head])
        found[parse.words[verb]] = arguments
    return found


@pytest.mark.parametrize(
    ("verb", "controller"),
    [("asked=ask", "Omar"), ("promised=promise", "Ana"), ("beat=beat", "Ana"), ("tapped=tap", "Omar")],
)
def test_the_subject_of_an_infinitive(verb: str, controller: str) -> None:
    sentence = f"Ana/NNP/nsubj/1 {verb}/VBD/ROOT/1 Omar/NNP/dobj/1 to/TO/aux/4 lead/VB/xcomp/1"
    assert roles(sentence)["lead"]["surface"] == [controller]


def test_the_subject_of_a_purpose():
    sentence = "Ana/NNP/nsubj/1 {}/VBD/ROOT/1 Omar/NNP/dobj/1 to/TO/aux/4 lead/VB/advcl/1"
    assert roles(sentence.format("tapped=tap"))["lead"]["surface"] == ["Omar"]
    assert roles(sentence.format("beat=beat"))["lead"]["surface"] == ["Ana"]


@pytest.mark.parametrize(("preposition", "subject"), [("of", "Omar"), ("by", "Ana")])
def test_the_subject_of_a_gerund(preposition: str, subject: str) -> None:
    sentence = (
        f"Ana/NNP/nsubj/1 accused=accuse/VBD/ROOT/1 Omar/NNP/dobj/1 {preposition}/IN/prep/1 lying=lie/VBG/pcomp/3"
    )
    assert roles(sentence)["lying"]["surface"] == [subject]


def test_the_gap_of_a_relative_clause():
    met = roles("the/DT/det/1 man/NN/nsubj/4 they/PRP/nsubj/3 met=meet/VBD/relcl/1 left=leave/VBD/ROOT/4")
    assert met["met"] == {"surface": ["they"], "object": ["man"]}
    lives = roles(
        "the/DT/det/1 city/NN/nsubj/5 he/PRP/nsubj/3 lives=live/VBZ/relcl/1 in/IN/prep/3 fell=fall/VBD/ROOT/5"
    )
    assert lives["lives"] == {"surface": ["he"], "oblique": ["city"]}


def test_the_first_of_many_does_what_follows():
    found = roles(
        "Ana/NNP/nsubj/1 met=meet/VBD/ROOT/1 the/DT/det/4 first/JJ/amod/4 woman/NN/dobj/1 to/TO/aux/6 win/VB/relcl/4"
    )
    assert found["win"]["surface"] == ["woman"]
