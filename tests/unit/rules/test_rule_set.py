"""Rules of a user's own: read beside those that come with kg, tried on their examples, told in the provenance."""

from pathlib import Path

import pytest
from own_rule import RULE

import kg
from kg.cli import run
from kg.errors import RuleError
from kg.pipeline import rules_hash
from kg.rule_examples import checked_rules
from kg.rules.rule_set import own_rules, shipped_rules

ARTICLE = "Finland buttressed the Aland Shipping Company in March. Mayor Marta Oduya met Governor Jon Brae in Vienna.\n"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "mine.toml").write_text(RULE, "utf-8")
    (folder / "notes.md").write_text("not a rule", "utf-8")
    return folder


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def found(graph: kg.Graph) -> set[tuple[str, str, str, str | None]]:
    return {(fact.subject, fact.predicate, fact.object, fact.rule) for fact in graph.facts(kept_aside=True)}


def test_a_rule_of_ones_own_adds_what_it_finds_and_changes_nothing_else(rules: Path, article: Path) -> None:
    plain, own = kg.build(article), kg.build(article, rules=rules)
    added = found(own) - found(plain)
    assert added == {("Finland", "supports", "Aland Shipping Company", "supports.shore_up")}
    gone = found(plain) - found(own)
    assert {predicate for _, predicate, _, _ in gone} <= {"p/buttress", "supports"}, "what the model found so far"
    assert own.facts(relation="supports")[0].confidence == 0.65, "the model, which does not know the rule, is not asked"


def test_the_provenance_tells_the_rules(rules: Path, article: Path) -> None:
    plain, own = (graph.contents.documents[0].made_by for graph in (kg.build(article), kg.build(article, rules=rules)))
    assert ("rulesHash", rules_hash()) in plain
    settings = {value for name, value in set(own) - set(plain) if name == "setting"}
    assert settings == {f"own_rules={own_rules(rules).own_hash}"}


def test_one_file_or_a_folder(rules: Path) -> None:
    one, folder = own_rules(rules / "mine.toml"), own_rules(rules)
    assert one.own == folder.own == {"supports.shore_up"}
    assert one.own_hash == folder.own_hash != ""
    assert one.rules[: len(shipped_rules().rules)] == shipped_rules().rules
    (rules / "mine.toml").write_text(RULE + "# a remark\n", "utf-8")
    assert own_rules(rules).own_hash != folder.own_hash


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no rule"),
        ("rule = 3", "only .*rule.* tables"),
        (
            RULE.replace('relation = "supports"', 'relation = "shores"'),
            "mine.toml: rule 'supports.shore_up': unknown rel",
        ),
        (RULE.replace("supports.shore_up", "governs.verb"), "'governs.verb' stands twice, here or among kg's own"),
        (RULE + RULE, "'supports.shore_up' stands twice"),
        (
            RULE.replace("Finland buttressed the", "Finland painted the"),
            "does not find 'Finland | supports | Aland Bank'",
        ),
        (
            RULE.replace("Norland buttressed nothing", "Finland buttressed Vienna"),
            "must not find .Finland . supports . Vienna",
        ),
        (RULE.replace('["buttress"]', '["support"]').replace("buttressed", "supported"), "is found by rule 'supports."),
    ],
)
def test_a_rule_that_is_not_right_is_told_on_one_line(
    rules: Path, article: Path, text: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (rules / "mine.toml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=complaint):
        checked_rules(rules)
    assert run(["build", str(article), "--rules", str(rules), "--out", str(article.parent / "graph")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert not (article.parent / "graph").exists()


def test_what_is_no_rule_file_is_told(tmp_path: Path, rules: Path) -> None:
    with pytest.raises(RuleError, match="none: cannot be read"):
        own_rules(tmp_path / "none")
    (rules / "mine.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RuleError, match="not UTF-8"):
        own_rules(rules)
    (rules / "mine.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(RuleError, match="too large"):
        own_rules(rules)
