"""`kg stories`, on a graph made by hand."""

import json
from pathlib import Path

import pytest
from graph_examples import directory_of
from ontology_articles import gazette, later, mail

import kg
from kg.cli import run


@pytest.fixture
def graph(tmp_path: Path) -> str:
    directory_of(tmp_path / "g", gazette(), mail(), later())
    return str(tmp_path / "g")


def test_stories_are_listed(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stories", "--graph", graph]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  2022-05-03 · 2 articles · story-")
    assert lines[-1] == "1 story of 2 articles"
    assert run(["stories", "--graph", graph, "--since", "2022-05-04"]) == 0
    assert capsys.readouterr().out == "0 stories of 0 articles\n"
    assert run(["stories", "--graph", graph, "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("story,headline,first,last,documents")


def test_a_story_is_shown_with_its_sources(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stories", "brenna", "--graph", graph]) == 0
    out = capsys.readouterr().out
    assert "Ada Marlow leads Brenna Shipbuilding" in out
    assert "“Ada Marlow signed" in out
    assert "disputed: Brenna Shipbuilding was created on\n    1904 · gazette\n    1911 · mail\n" in out
    assert out.endswith("  2022-05-03 · Gazette · gazette\n  2022-05-03 · Mail · mail\n")
    assert run(["stories", "brenna", "--graph", graph, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["document"] for each in found["documents"]] == ["gazette", "mail"]
    assert {each["document"] for each in found["facts"]} == {"gazette", "mail"}
    assert len(found["disputed"]) == 2
    assert found == kg.open(graph).brief("brenna").as_json(), "read alone, or among all stories"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nothing at all"], "no story is called 'nothing at all'"),
        (["--since", "soon"], "soon"),
        (["brenna", "--since", "2022"], "one story is shown whole"),
    ],
)
def test_what_is_no_story_or_day_is_told(
    graph: str, words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stories", *words, "--graph", graph]) == 2
    assert reason in capsys.readouterr().err
