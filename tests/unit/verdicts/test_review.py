"""A review of facts: what comes first, and one key each."""

import io
import sys
from pathlib import Path

import pytest
from graph_examples import directory_of
from sentences import read

from kg import api
from kg.cli.app import run
from kg.resolve.decisions import read_entries
from kg.verdicts.review import open_fact_review


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    classes = {"Ines Hall": "Person", "Norland": "Company", "Tom Reed": "Person", "Salt Works": "Company"}
    text = "Ines Hall leads Norland. Tom Reed killed Ines Hall. Tom Reed works at Salt Works"
    found = (
        ("Ines Hall", "leads", "Norland"),
        ("Tom Reed", "killed", "Ines Hall"),
        ("Tom Reed", "worksFor", "Salt Works"),
    )
    directory_of(tmp_path / "graph", read("one", text, classes, *found))
    directory_of(tmp_path / "graph", read("two", text.split(". ", maxsplit=1)[0], classes, found[0]))
    return tmp_path / "graph"


def keys(monkeypatch: pytest.MonkeyPatch, pressed: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(pressed))


def test_what_is_grave_comes_first_and_what_several_say_last(graph: Path) -> None:
    cases = open_fact_review(graph).cases
    assert [each.fact.predicate for each in cases] == ["killed", "worksFor", "leads"]
    assert cases[0].reasons == ("grave", "one article", "80% sure")
    assert "".join(words for words, _ in cases[0].excerpt) == "Tom Reed killed Ines Hall."


def test_one_key_a_fact(graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    before = api.open(graph).export("nquads")
    keys(monkeypatch, "n u y x n e f negated\n")
    assert run(["review", "--graph", str(graph), "--who", "Ada"]) == 0
    said = capsys.readouterr()
    assert "3 verdicts, 0 left" in said.out
    assert "graph updated (3 verdicts: 1 right, 1 wrong, 1 corrected)" in said.err
    kept = [(each.kind, each.who) for each in read_entries(graph / "decisions.jsonl")]
    assert sorted(kept) == [("corrected", "Ada"), ("right", "Ada"), ("wrong", "Ada")]
    assert not open_fact_review(graph).cases, "what has a verdict is not shown again"
    assert run(["review", "--graph", str(graph)]) == 0
    assert "nothing to review" in capsys.readouterr().out
    assert run(["verdicts", "--graph", str(graph), "--format", "csv"]) == 0
    lines = [line.split(",")[0] for line in capsys.readouterr().out.splitlines()[1:]]
    for line in sorted(lines, reverse=True):
        assert run(["entities", "undo", line, "--graph", str(graph)]) == 0
    assert api.open(graph).export("nquads") == before


def test_what_cannot_be_corrected_so_is_told_and_asked_again(
    graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys(monkeypatch, "es Nobody \x07\nq")
    assert run(["review", "--graph", str(graph)]) == 0
    assert "are entities of the document: Ines Hall, Norland" in " ".join(capsys.readouterr().err.split())
    assert not (graph / "decisions.jsonl").exists()


def test_a_fact_is_judged_by_its_names(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--graph", str(graph)]
    assert run(["judge", "wrong", "Ines Hall", "leads", "Norland", "--why", "she left", *at]) == 0
    assert "wrong: Ines Hall leads Norland in “Ines Hall leads Norland" in capsys.readouterr().out
    assert not api.open(graph).facts(relation="leads")
    killed = ["corrected", "Tom Reed", "killed", "Ines Hall"]
    assert run(["judge", *killed, "--to", "factuality=negated", "--document", "one", *at]) == 0
    assert [each.factuality for each in api.open(graph).facts(relation="killed")] == ["negated"]
    added = ["added", "Ines Hall", "killed", "Tom Reed", "--document", "one", "--sentence", "Tom Reed killed Ines Hall"]
    assert run(["judge", *added, *at]) == 0
    assert len(api.open(graph).facts(relation="killed")) == 2
    capsys.readouterr()
    for wrong in (["judge", "wrong", "Ines Hall", "leads", "Norland"], ["judge", "added", "A", "leads", "B"]):
        assert run([*wrong, *at]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
