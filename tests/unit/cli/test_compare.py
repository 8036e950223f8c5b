"""`kg conflicts` and `kg diff`, on graphs made by hand."""

import json
import re
from pathlib import Path

import pytest
from graph_examples import directory_of
from ontology_articles import gazette, later, mail

from kg.cli import run


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Graphs before and after an article came."""
    directory_of(tmp_path / "a", gazette(), mail())
    directory_of(tmp_path / "b", gazette(), mail(), later())
    return str(tmp_path / "a"), str(tmp_path / "b")


def test_conflicts_are_printed_with_their_words(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conflicts", "--graph", two[0], "--kind", "value"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Brenna Shipbuilding was created on  value",
        "  1904  “The yard, founded in 1904, has its headquarters in Kelm.”",
        "    gazette · 2022-05-03",
        "  1911  “The yard was founded in 1911.”",
        "    mail · 2022-05-03",
        "",
        "1 conflict",
    ]
    assert run(["conflicts", "Port Salo", "--graph", two[0], "--format", "json"]) == 0
    assert [each["relation"] for each in json.loads(capsys.readouterr().out)] == ["headquarteredIn"]
    assert run(["conflicts", "Horak", "--graph", two[0], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []  # two who lead, of whom no post is told, may lead together
    assert run(["conflicts", "--graph", two[0], "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("conflict,kind,about,relation,value")


def test_a_diff_is_printed(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", *two]) == 0
    out = capsys.readouterr().out
    assert re.search(r"new +entity +Tomas Hall", out)
    assert out.splitlines()[-1].endswith("2 facts new")
    assert run(["diff", two[1], "--since", "2023-05-03", "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("new,fact,") == 2
    assert run(["diff", two[0], two[0], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"entities": [], "facts": []}
    assert run(["diff", two[0], two[0]]) == 0
    assert capsys.readouterr().out == "no changes\n"


def test_what_a_diff_needs(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([two[0]], [*two, "--since", "2022"], [*two, "--until", "2022"]):
        assert run(["diff", *words]) == 2
        assert "name two graph directories, or one and the first day" in capsys.readouterr().err
