"""`kg rules`: what each rule reads, and what it has found in a text."""

from pathlib import Path

import pytest

from kg.cli import run
from kg.rules.load import load_coded_rules, load_rules


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "island.txt"
    path.write_text("Norway controls the island. Norwegian officials said the island was small.\n", "utf-8")
    return path


def test_every_rule_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    out, err = capsys.readouterr()
    listed = {line.split()[0] for line in out.splitlines() if line and not line.startswith(" ")}
    rules = {rule.id for rule in (*load_rules(), *load_coded_rules())}
    assert listed == rules | {"rule"}
    assert f"{len(rules)} rules" in err


def test_only_what_has_found_something_is_listed_for_a_text(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", str(text)]) == 0
    rows = {line.split()[0]: line.split() for line in capsys.readouterr().out.splitlines()[1:] if line[0] != " "}
    assert rows["governs.verb"][1:3] == ["governs", "1"]
    assert "roles.people" in rows
    assert "killed.verb" not in rows


def test_a_relation_narrows_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--relation", "governs"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:] if line[0] != " "]
    assert rows
    assert all("governs" in row[1] for row in rows)


def test_one_rule_shows_its_examples_and_what_it_found(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--rule", "governs.verb", str(text)]) == 0
    out = capsys.readouterr().out
    rule = next(rule for rule in load_rules() if rule.id == "governs.verb")
    assert all(example.text in out for example in (*rule.examples, *rule.counterexamples))
    assert "found      Norway | governs | island" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["rules", "--rule", "no.such"], "kg: no rule is called 'no.such'"),
        (["rules", "--relation", "noSuch"], "kg: no rule finds 'noSuch'"),
        (["rules", "no/such/file.txt"], "kg: no/such/file.txt"),
    ],
)
def test_what_is_not_there_is_one_line(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(says)
    assert err.count("\n") == 1
