from __future__ import annotations

import pytest

from kg.errors import NotFoundError
from kg.rules.listing import known_rules, reads, relations_of
from kg.rules.load import load_coded_rules
from kg.rules.rule_set import shipped_rules


def test_all_rules_are_known_those_in_code_last() -> None:
    assert known_rules() == [*shipped_rules().rules, *load_coded_rules()]


def test_rules_are_chosen_by_relation_and_by_name() -> None:
    found = known_rules(relation="governs")
    assert found
    assert all("governs" in relations_of(rule) for rule in found)
    assert [rule.id for rule in known_rules(relation="governs", name=found[0].id)] == [found[0].id]
    with pytest.raises(NotFoundError, match="no rule finds 'noSuch'"):
        known_rules(relation="noSuch")
    with pytest.raises(NotFoundError, match=r"no rule is called 'no\.such'"):
        known_rules(name="no.such")


def test_a_rule_says_what_it_reads() -> None:
    verb = next(rule for rule in shipped_rules().rules if len(rule.words) > 3 and "*" not in rule.words)
    words = [word.replace("_", " ") for word in verb.words]
    assert reads(verb, most=len(words)) == f"{verb.construction}: {', '.join(words)}"
    assert reads(verb, most=2) == f"{verb.construction}: {words[0]}, {words[1]}, and {len(words) - 2} more"
    coded = load_coded_rules()[0]
    assert reads(coded) == coded.says
