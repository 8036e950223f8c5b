"""What a rule derives from its row: which clauses and nouns it can say something of."""

import pytest

from kg.rules.load import parse_rules
from kg.rules.rule import Rule


def rule(*lines: str, words: str = 'verbs = ["attack"]') -> Rule:
    rows = ('[[rule]]\nid = "attacked.test"', words, 'relation = "attacked"', *lines)
    example = 'examples = [{ text = "A attacked B.", finds = ["A | attacked | B"] }]'
    return parse_rules("\n".join((*rows, example)), "test.toml")[0]


@pytest.mark.parametrize(
    ("roles", "passive", "applies"),
    [
        ({"subject", "object"}, False, True),
        ({"subject"}, False, False),
        ({"subject", "oblique:on"}, False, True),
        ({"object"}, True, False),
    ],
)
def test_a_rule_wants_its_subject_and_object(roles: set[str], passive: bool, applies: bool) -> None:
    read = rule('subject = "subject"', 'object = ["object", "oblique:on|at"]')
    assert read.may_apply(frozenset(roles), passive=passive) == applies


def test_an_unnamed_subject_may_be_missing() -> None:
    read = rule('subject = "subject"', 'object = "object"', 'unnamed = "passive"')
    assert read.may_apply(frozenset({"object"}), passive=True)


def test_a_rule_of_one_voice_reads_no_other() -> None:
    read = rule('subject = "subject"', 'object = "object"', 'voice = "active"')
    assert not read.may_apply(frozenset({"subject", "object"}), passive=True)


def test_a_condition_wants_its_argument() -> None:
    read = rule('subject = "subject"', 'object = "object"', 'where = { "oblique:with" = ["bomb"] }')
    assert not read.may_apply(frozenset({"subject", "object"}), passive=False)
    assert read.may_apply(frozenset({"subject", "object", "oblique:with"}), passive=False)


def test_a_rule_of_nouns_wants_what_stands_beside_them_and_classes_of_the_noun() -> None:
    read = rule('subject = "possessive"', 'object = "head"', 'object_classes = ["Place"]', words='nouns = ["target"]')
    assert read.beside == (frozenset({"possessive"}),)
    assert read.head_classes == (read.object_classes,)
    assert "City" in read.object_classes
