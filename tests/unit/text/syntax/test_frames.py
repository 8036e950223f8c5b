"""Verbs with what they govern, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.model import Argument, Parse
from kg.text.syntax.clauses import Frame, deep_roles, governed, read_frame


def frame_of(parse: Parse, **labels: str) -> Frame:
    """The frame of the root, the words of `labels` being names of these labels."""
    return read_frame(parse, parse.deps.index("ROOT"), {parse.words.index(word): kind for word, kind in labels.items()})


def test_an_active_verb():
    sentence = "Ana/NNP/nsubj/2 will/MD/aux/2 give/VB/ROOT/2 Omar/NNP/dative/2 books/NNS/dobj/2"
    frame = frame_of(parse_of(f"{sentence} in/IN/prep/2 Lima/NNP/pobj/5"))
    assert (frame.surface, frame.modal, frame.kind, frame.passive) == ([0], "will", "finite", False)
    assert frame.arguments == [Argument(3, "recipient"), Argument(4, "object"), Argument(6, "oblique", "in")]


@pytest.mark.parametrize(
    ("sentence", "negated"),
    [
        ("He/PRP/nsubj/2 not/RB/neg/2 left=leave/VBD/ROOT/2", True),
        ("No/DT/det/1 man/NN/nsubj/2 left=leave/VBD/ROOT/2", True),
        ("He/PRP/nsubj/1 saw=see/VBD/ROOT/1 nobody/NN/dobj/1", True),
        ("He/PRP/nsubj/1 spoke=speak/VBD/ROOT/1 to/IN/prep/1 nobody/NN/pobj/2", True),
        ("He/PRP/nsubj/1 worked=work/VBD/ROOT/1 for/IN/prep/1 nothing/NN/pobj/2", False),
        ("He/PRP/nsubj/3 not/RB/neg/3 only/RB/advmod/3 left=leave/VBD/ROOT/3", False),
    ],
)
def test_negation(sentence: str, negated: bool) -> None:
    assert frame_of(parse_of(sentence)).negated is negated


def test_particles_are_joined_to_the_lemma():
    up = parse_of("He/PRP/nsubj/1 gave=give/VBD/ROOT/1 up/RP/prt/1 the/DT/det/4 fort/NN/dobj/1")
    out = parse_of("He/PRP/nsubj/1 pulled=pull/VBD/ROOT/1 out/IN/prep/1 of/IN/prep/2 Lima/NNP/pobj/3")
    assert frame_of(up).lemma == "give_up"
    assert frame_of(out).lemma == "pull_out"


def test_the_addressee_behind_a_preposition():
    sentence = "Ana/NNP/nsubj/1 called=call/VBD/ROOT/1 on/IN/prep/1 {}/NNP/pobj/2 to/TO/aux/5 leave/VB/xcomp/1"
    frame = frame_of(parse_of(sentence.format("Omar")), Omar="PERSON")
    assert (frame.lemma, frame.heads("object")) == ("call_on", [3])
    assert frame_of(parse_of(sentence.format("Friday")), Friday="DATE").lemma == "call"


@pytest.mark.parametrize(
    ("verb", "rest", "labels", "agents"),
    [
        ("razed=raze", "by/IN/agent/2 rebels/NNS/pobj/3", {}, ["rebels"]),
        ("razed=raze", "by/IN/prep/2 Friday/NNP/pobj/3", {"Friday": "DATE"}, []),
        ("robbed=rob", "of/IN/prep/2 his/PRP$/poss/5 arms/NNS/pobj/3 by/IN/prep/5 Ana/NNP/pobj/6", {}, ["Ana"]),
        ("signed=sign", "with/IN/prep/2 pens/NNS/pobj/3 by/IN/prep/4 Ana/NNP/pobj/5", {}, []),
    ],
)
def test_the_agent_of_a_passive(verb: str, rest: str, labels: dict[str, str], agents: list[str]) -> None:
    parse = parse_of(f"It/PRP/nsubjpass/2 was/VBD/auxpass/2 {verb}/VBN/ROOT/2 {rest}")
    frame = frame_of(parse, **labels)
    assert frame.passive
    assert [parse.words[head] for head in frame.heads("subject")] == agents


def test_a_headline_leaves_out_the_auxiliary():
    assert frame_of(parse_of("Four/CD/nsubj/1 held=hold/VBD/ROOT/1 over/IN/prep/1 thefts/NNS/pobj/2")).passive
    assert not frame_of(parse_of("Four/CD/nsubj/1 held=hold/VBD/ROOT/1 talks/NNS/dobj/1")).passive


@pytest.mark.parametrize(
    ("frame", "roles"),
    [
        (Frame(1, "hit", "finite", "ROOT", surface=[0], arguments=[Argument(2, "object")]), ["subject", "object"]),
        (Frame(1, "hit", "finite", "ROOT", surface=[0], passive=True), ["object"]),
        (
            Frame(1, "give", "finite", "ROOT", surface=[0], arguments=[Argument(2, "object")], passive=True),
            ["recipient", "object"],
        ),
        (
            Frame(1, "name", "finite", "ROOT", surface=[0], arguments=[Argument(2, "object")], passive=True),
            ["object", "attribute"],
        ),
        (Frame(1, "be", "finite", "ROOT", surface=[0], predicates=[2]), ["subject", "attribute"]),
    ],
)
def test_deep_roles(frame: Frame, roles: list[str]) -> None:
    assert [argument.role for argument in deep_roles(frame)] == roles


def test_what_a_predicate_word_governs():
    parse = parse_of("He/PRP/nsubj/1 is=be/VBZ/ROOT/1 head/NN/attr/1 of/IN/prep/2 Abo/NNP/pobj/3")
    assert governed(parse, 2) == [Argument(4, "oblique", "of")]


def test_a_relative_pronoun_gives_its_noun():
    parse = parse_of("the/DT/det/1 man/NN/ROOT/1 who/WP/nsubj/3 left=leave/VBD/relcl/1")
    assert read_frame(parse, 3, {}).surface == [1]
    assert read_frame(parse, 3, {}).kind == "relative"
