"""Every rule finds what its examples say, and nothing in its counter-examples, through the real stages."""

from dataclasses import replace

import pytest

from kg.rule_examples import failures, findings
from kg.rules.load import load_coded_rules, load_rules
from kg.rules.rule import CodedRule, Example, Find, Rule
from kg.rules.rule_set import shipped_rules
from kg.text.parsing.parser import load_parser


@pytest.mark.parametrize("rule", [*load_rules(), *load_coded_rules()], ids=lambda rule: rule.id)
def test_a_rule_does_what_its_examples_say(rule: Rule | CodedRule) -> None:
    assert list(failures(rule, load_parser())) == []


def test_what_a_rule_finds_is_named_by_the_words_and_by_what_they_mean() -> None:
    found = findings(load_parser(), "Mayor Marta Oduya met a visitor. She leads the city of Graz.")
    assert Find("Marta Oduya", "metWith", "visitor") in found["metWith.verb"], "without its article"
    assert {find.subject for find in found["leads.verb"]} == {"She", "Marta Oduya"}


@pytest.mark.parametrize(
    ("example", "counterexample", "says"),
    [
        ("Norway controls the island.", "Nobody met.", []),
        ("Norway paints the island.", "Nobody met.", ["does not find 'Norway | governs | island' in 'Norway paints"]),
        ("Norway controls the island.", "Finland controls the city.", ["must not find 'Finland | governs | city' in"]),
    ],
)
def test_where_a_rule_does_otherwise_is_said(example: str, counterexample: str, says: list[str]) -> None:
    rule = replace(
        shipped_rules().by_id["governs.verb"],
        examples=(Example(example, (Find("Norway", "governs", "the island"),)),),
        counterexamples=(Example(counterexample),),
    )
    found = list(failures(rule, load_parser()))
    assert len(found) == len(says)
    assert all(one.startswith(other) for one, other in zip(found, says, strict=True))
