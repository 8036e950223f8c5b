"""Every rule finds what its examples say, and nothing in its counter-examples, through the real stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.rule_examples import failures
from kg.rules.coded import load_coded_rules
from kg.rules.load import load_rules
from kg.text.parsing.parser import load_parser

if TYPE_CHECKING:
    from kg.rules.coded import CodedRule
    from kg.rules.rule import Rule


@pytest.mark.parametrize("rule", [*load_rules(), *load_coded_rules()], ids=lambda rule: rule.id)
def test_a_rule_does_what_its_examples_say(rule: Rule | CodedRule) -> None:
    assert list(failures(rule, load_parser())) == []
