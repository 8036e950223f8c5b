"""What rules find at a word, on clauses and rules built by hand."""

from dataclasses import replace
from typing import Any

import pytest
from hand_built import parse_of, refer

from kg.rules.rule import Condition, Rule, Slot, Step
from kg.rules.rule_set import RuleSet
from kg.text.model import UNNAMED, Argument, Clause, Time
from kg.text.relations.matching import Anchor, RuleMatcher

PARSE = parse_of(
    "Rebels=rebel/NNS/nsubj/1 killed=kill/VBD/ROOT/1 two/CD/nummod/3 soldiers=soldier/NNS/dobj/1 on/IN/prep/1 "
    "Friday/NNP/pobj/4"
)
REBELS, SOLDIERS = 0, 1
REFERENTS = refer(PARSE, [(0, 1, "ArmedGroup")], [(2, 4, "People")])
KILLED = Clause(1, "kill", "finite", (Argument(0, "subject"), Argument(3, "object")), 0, 6, verb=1)
SUBJECT, OBJECT = Slot((Step("subject"),)), Slot((Step("object"),))
RULE = Rule(
    id="killed.kill", relation="killed", construction="verb", words=("kill",), subject=(SUBJECT,), object=(OBJECT,),
    subject_classes=frozenset({"ArmedGroup", "Person"}), object_classes=frozenset({"People", "Person"}), examples=(),
    unnamed="passive",
)  # fmt: skip


def found(rule: Rule = RULE, clause: Clause = KILLED, times: tuple[Time, ...] = ()) -> list[tuple[int, str, int, str]]:
    matcher = RuleMatcher(PARSE, REFERENTS, (clause,), times, RuleSet((rule,)))
    return [(m.subject, m.predicate, m.object, m.value) for m in matcher.apply(rule, Anchor(1, clause), 0)]


def test_the_arguments_of_a_clause_fill_the_slots() -> None:
    assert found() == [(REBELS, "killed", SOLDIERS, "")]


@pytest.mark.parametrize(
    "change",
    [
        {"object_classes": frozenset({"Person"})},
        {"voice": "passive"},
        {"named": True},
        {"where": (Condition((OBJECT,), frozenset({"civilian"})),)},
        {"unless": (Condition((OBJECT,), frozenset({"soldier"})),)},
        {"subject": (OBJECT,)},
    ],
)
def test_a_rule_finds_nothing_where_a_condition_fails(change: dict[str, Any]) -> None:
    assert found(replace(RULE, **change)) == []


def test_a_passive_leaves_its_agent_unnamed() -> None:
    passive = replace(KILLED, arguments=(Argument(3, "object"),), passive=True)
    assert found(clause=passive) == [(UNNAMED, "killed", SOLDIERS, "")]
    assert found(replace(RULE, unnamed=""), passive) == []
    assert found(clause=replace(passive, passive=False)) == []


def test_a_date_is_a_value() -> None:
    rule = replace(RULE, relation="diedOn", subject=(OBJECT,), subject_classes=frozenset({"People"}), value="date")
    assert found(rule, times=(Time(5, 6, "2025-09-19", governor=1),)) == [(SOLDIERS, "diedOn", -1, "2025-09-19")]
    assert found(rule) == []


def test_the_ontology_decides_what_a_relation_takes() -> None:
    matcher = RuleMatcher(PARSE, REFERENTS, (KILLED,), (), RuleSet((RULE,)))
    assert matcher.takes("killed", REBELS, SOLDIERS)
    assert not matcher.takes("bornIn", REBELS, SOLDIERS)


def test_a_name_of_no_known_class_fits_where_a_person_may_stand() -> None:
    referents = refer(parse := parse_of("Zorvin/NNP/nsubj/1 left=leave/VBD/ROOT/1"), [(0, 1, "")])
    matcher = RuleMatcher(parse, referents, (), (), RuleSet(()))
    assert matcher.fits(0, frozenset({"Person"}))
    assert not matcher.fits(0, frozenset({"City"}))
