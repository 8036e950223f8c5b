"""The loader refuses whatever is not in form, naming the file and the rule."""

import pytest

from kg import ontology
from kg.errors import RuleError
from kg.rules.load import load_coded_rules, load_rules, parse_rules, parse_table
from kg.rules.rule import Step

GOOD = """
[[rule]]
id = "attacked.test"
relation = "attacked"
verbs = ["attack"]
subject = "subject"
object = ["object", "oblique:on|at"]
examples = [{ text = "Rebels attacked Burgas.", finds = ["Rebels | attacked | Burgas"] }]
"""


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_good_rule():
    (rule,) = parse_rules(GOOD, "test.toml")
    assert rule.words == ("attack",)
    assert rule.construction == "verb"
    assert [slot.steps for slot in rule.object] == [(Step("object"),), (Step("oblique", ("on", "at")),)]
    assert "ArmedGroup" in rule.subject_classes
    assert "Law" not in rule.subject_classes


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (changed('relation = "attacked"', 'relation = "bombed"'), "unknown relation 'bombed'"),
        (changed("verbs =", "verb ="), "unknown key verb"),
        (changed('verbs = ["attack"]', ""), "needs exactly one of"),
        (changed('["attack"]', '["attack", "attack"]'), "twice"),
        (changed('["attack"]', '["Attack"]'), "no lemma"),
        (changed('["attack"]', "[]"), "empty"),
        (changed('subject = "subject"', 'subject = "nsubj"'), "unknown position 'nsubj'"),
        (changed('subject = "subject"', 'subject = "subject:by"'), "only an oblique"),
        (changed('subject = "subject"', "subject = 3"), "must be a text"),
        (GOOD + 'subject_classes = ["Army"]\n', "unknown class 'Army'"),
        (GOOD + 'subject_classes = ["Law"]\n', "allows none of Law"),
        (GOOD + "confidence = 1.5\n", "confidence"),
        (GOOD + 'voice = "middle"\n', "voice 'middle'"),
        (GOOD + 'unnamed = "sometimes"\n', "unnamed 'sometimes'"),
        (GOOD + "negates = 1\n", "true or false"),
        (GOOD + 'qualifiers = { colour = "object" }\n', "unknown qualifier colour"),
        (GOOD + "where = 3\n", "where must be a table"),
        (GOOD + 'where = { nsubj = ["x"] }\n', "unknown position 'nsubj'"),
        (changed('"Rebels | attacked | Burgas"', '"Rebels attacked Burgas"'), "not of the form"),
        (changed('finds = ["Rebels | attacked | Burgas"]', "finds = []"), "has no example"),
        (changed("finds =", "found ="), "an example is a table"),
        (GOOD + "not = 3\n", "not must be a list"),
    ],
)
def test_refused(text, complaint):
    with pytest.raises(RuleError, match=r"^test\.toml: rule 'attacked\.test': ") as caught:
        parse_rules(text, "test.toml")
    assert complaint in str(caught.value)


@pytest.mark.parametrize("text", ["[[rule]", "[[rules]]\nid = 1\n", "rule = 3\n", "rule = [3]\n"])
def test_refused_as_a_file(text):
    with pytest.raises(RuleError, match=r"^test\.toml: "):
        parse_rules(text, "test.toml")


def test_duplicate_ids_are_refused():
    with pytest.raises(RuleError, match=r"'attacked\.test' stands twice"):
        parse_rules(GOOD + GOOD, "test.toml")


def test_every_relation_has_a_rule_or_a_stage_of_its_own():
    elsewhere = {"said", "relatedTo", "describedAs", "hasOccupation"}  # claims, open predicates, roles
    assert set(ontology.RELATIONS) - elsewhere <= {rule.relation for rule in load_rules()}


def test_ids_begin_with_their_relation():
    assert [r.id for r in load_rules() if r.id.split(".")[0] not in ontology.RELATIONS] == []


@pytest.mark.parametrize("origin", ["", "origin = ' '\n", "origin = 7\n"])
def test_a_table_that_comes_with_kg_says_its_origin(origin):
    with pytest.raises(RuleError, match=r"^test\.toml: has no origin"):
        parse_table(origin + GOOD, "test.toml")


def test_rules_of_code_have_examples_and_ids_of_their_own():
    rules = load_coded_rules()
    assert all(rule.examples for rule in rules)
    assert len({rule.id for rule in (*rules, *load_rules())}) == len(rules) + len(load_rules())


def test_a_table_that_is_nested_too_deep_is_one_line() -> None:
    with pytest.raises(RuleError, match="not TOML that kg reads: nested too deep"):
        parse_rules("a = " + "[" * 50_000 + "]" * 50_000, "own.toml")
