"""Classes that only the relations of a name show, on mentions built by hand."""

from __future__ import annotations

from hand_built import parse_of, refer

from kg.rules.rule import Rule
from kg.rules.rule_set import RuleSet
from kg.text.model import UNNAMED, RelationMention
from kg.text.relations.class_inference import infer_classes, vote_classes

PARSE = parse_of("Zorvin/NNP/nsubj/1 left=leave/VBD/ROOT/1 him/PRP/dobj/1")
REFERENTS = refer(PARSE, [(0, 1, "Topic")], [(2, 3, "")])


def rule(name: str, *classes: str) -> Rule:
    return Rule(name, "killed", "verb", ("kill",), (), (), frozenset({"Person"}), frozenset(classes), ())


RULES = RuleSet(
    (rule("person", "Person"), rule("organization", "Organization"), rule("either", "Person", "Organization"))
)


def votes(*rules: str, obj: int = 0) -> dict[int, str]:
    mentions = [RelationMention(UNNAMED, "killed", obj, name, 1, (0, 3)) for name in rules]
    return vote_classes(REFERENTS, mentions, RULES)


def test_the_relations_of_a_name_agree_on_its_class() -> None:
    assert votes("person", "either", "unknown") == {0: "Person"}
    assert votes("person", "organization", "organization") == {0: "Organization"}


def test_a_tie_decides_nothing_nor_does_what_is_no_name() -> None:
    assert votes("person", "organization") == {}
    assert votes("either") == {}
    assert votes("person", obj=1) == {}


def test_the_referents_take_the_classes() -> None:
    mention = RelationMention(UNNAMED, "killed", 0, "person", 1, (0, 3))
    assert infer_classes(REFERENTS, [mention], RULES).referents[0].cls == "Person"
    assert infer_classes(REFERENTS, [], RULES) is REFERENTS
