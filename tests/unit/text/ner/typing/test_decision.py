"""The class of each name, decided once for a document."""

from __future__ import annotations

import pytest
from hand_built import parse_of

from kg.text.ner.records import NameSpan
from kg.text.ner.typing.decision import ClassDecision
from kg.text.ner.typing.evidence import Evidence


def decide(spans: list[tuple[int, int, str]], *sentences: str) -> ClassDecision:
    parse = parse_of(*sentences)
    return ClassDecision(parse, [NameSpan(*span) for span in spans], Evidence(parse))


LEFT = "{}/NNP/nsubj/1 left=leave/VBD/ROOT/1"
TWO = "{}/NNP/compound/1 {}/NNP/nsubj/2 left=leave/VBD/ROOT/2"


@pytest.mark.parametrize(
    ("long", "label", "short", "cls"),
    [
        (("Claire", "Zorvane"), "PERSON", "Zorvane", "Person"),
        (("Claire", "Zorvane"), "PERSON", "Claire", "Person"),
        (("Zorvane", "Airlines"), "ORG", "Zorvane", "Company"),
        (("Zorvane", "Airlines"), "ORG", "Norlock", "Organization"),
    ],
)
def test_a_short_name_has_the_class_of_the_longer_one(long: tuple[str, str], label: str, short: str, cls: str) -> None:
    decision = decide([(0, 2, label), (3, 4, "ORG")], TWO.format(*long), LEFT.format(short))
    assert decision.classes[(short,)] == cls


def test_a_name_in_capitals_has_the_class_of_the_same_name_in_small_letters() -> None:
    dateline = "TAVELO/NNP/dep/4 (/-LRB-/punct/0 AP/NNP/dep/0 )/-RRB-/punct/0 -/:/punct/0"
    decision = decide([(0, 1, "ORG"), (5, 6, "ORG")], dateline, LEFT.format("Tavelo"))
    assert decision.classes[("TAVELO",)] == decision.classes[("Tavelo",)] == "City"


def test_where_only_places_stand_guesses_of_the_model_yield() -> None:
    near = "He/PRP/nsubj/1 lives=live/VBZ/ROOT/1 north/RB/advmod/1 of/IN/prep/2 Zorvane/NNP/pobj/3"
    assert decide([(4, 5, "PERSON")], near).classes == {("Zorvane",): "City"}
    assert decide([(0, 1, "PERSON")], LEFT.format("Zorvane")).classes == {("Zorvane",): "Person"}


@pytest.mark.parametrize(
    ("second", "surname"),
    [
        ("Dane/NNP/nsubj/1 left=leave/VBD/ROOT/1", True),
        ("Dane/NNP/compound/1 sailors=sailor/NNS/nsubj/2 left=leave/VBD/ROOT/2", False),
    ],
)
def test_a_persons_last_name_alone_is_a_surname(second: str, *, surname: bool) -> None:
    decision = decide([(0, 2, "PERSON"), (3, 4, "")], TWO.format("Ricky", "Dane"), second)
    assert decision.is_surname(NameSpan(3, 4, "")) == surname
    assert not decision.is_surname(NameSpan(0, 1, ""))
