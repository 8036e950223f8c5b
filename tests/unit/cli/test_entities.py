"""`kg entities`: lists, decisions, and the review in the terminal, on a graph made by hand."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from graph_examples import directory_of
from ontology_articles import echo, gazette, herald, mail
from review_examples import doubtful

from kg.cli import run
from kg.graph.store.directory import decisions_file
from kg.resolve.decisions import read_entries


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "graph"
    directory_of(path, herald(), echo(), gazette(), mail(), *doubtful(12))
    return path


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "graph"))


def printed(arguments: list[str], graph: Path, capsys: pytest.CaptureFixture[str], *, code: int = 0) -> str:
    assert run([*arguments, "--graph", str(graph)]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def test_entities_are_listed_and_searched(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Corvian rebels" in printed(["entities"], graph, capsys)
    out = printed(["entities", "search", "talia"], graph, capsys).splitlines()
    assert out[-1] == "3 entities"
    assert {line.split("  ")[0] for line in out[1:-1]} == {"Talia Bank", "Talia Herald", "Talia League"}
    listed = json.loads(printed(["entities", "search", "port amar", "--format", "json"], graph, capsys))
    assert [(each["label"], each["documents"], each["first"]) for each in listed] == [
        ("Port Amar", ["echo", "herald"], "2021-05-03")
    ]
    rows = list(csv.DictReader(io.StringIO(printed(["entities", "--format", "csv"], graph, capsys))))
    assert {"Port Amar", "Lena Orsk"} <= {row["label"] for row in rows}
    assert "nothing in the graph is called 'zzz'" in printed(["entities", "search", "zzz"], graph, capsys, code=2)


def test_one_is_shown_with_the_reasons(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(["entities", "merge", "Talia Bank", "Salt Works", "--why", "bought"], graph, capsys)
    out = printed(["entities", "show", "Salt Works"], graph, capsys)
    assert "1 × Talia Bank" in out
    assert "1 document, 2021-05-04: echo" in out
    assert "somebody said so" in out


def test_decisions_are_made_listed_and_taken_back(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(["entities", "merge", "Talia Bank", "Salt Works", "--why", "bought", "--who", "Ada"], graph, capsys)
    assert out.startswith("decided: “Salt Works” is “Talia Bank”")
    printed(["entities", "rename", "Talia Bank", "The Bank"], graph, capsys)
    printed(["entities", "class", "The Bank", "Organization"], graph, capsys)
    printed(["entities", "split", "Port Amar", "echo"], graph, capsys)
    with decisions_file(graph).open("a", encoding="utf-8") as file:
        file.write('{"decision": "same", "left": "Nobody", "right": "Port Amar"}\n')
    rows = list(csv.DictReader(io.StringIO(printed(["entities", "decisions", "--format", "csv"], graph, capsys))))
    assert sorted((row["fits"], row["why"], row["who"]) for row in rows) == [
        ("no", "", ""), ("yes", "", ""), ("yes", "", ""), ("yes", "", ""), ("yes", "bought", "Ada"),
    ]  # fmt: skip
    assert "fits nothing" in printed(["entities", "decisions"], graph, capsys)
    (line,) = (row["line"] for row in rows if row["why"])
    assert "undone: “Salt Works” is “Talia Bank”" in printed(["entities", "undo", line], graph, capsys)
    assert len(json.loads(printed(["entities", "decisions", "--format", "json"], graph, capsys))) == 4


@pytest.mark.usefixtures("ftm")
def test_decisions_are_taken_over_from_an_export(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(["entities", "merge", "Talia Bank", "Salt Works", "--who", "Ada"], graph, capsys)
    out = tmp_path / "out.ftm.json"
    printed(["export", "--format", "ftm", "--out", str(out)], graph, capsys)
    printed(["entities", "undo"], graph, capsys)
    assert printed(["entities", "import", str(out)], graph, capsys).startswith("decided: “Salt Works” is “Talia Bank”")
    assert "Ada" in printed(["entities", "decisions"], graph, capsys)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "nothing.json"], "nothing.json: cannot be read"),
        (["show", "Atlantis"], "nothing in the graph is called 'Atlantis'"),
        (["class", "Corvia", "Kingdom"], "the vocabulary has no class 'Kingdom'"),
        (["undo"], "there is no decision: kg entities decisions lists them"),
        (["undo", "7"], "no decision has the id or line 7"),
        (["split", "Corvia", "Corvia"], "nothing would be left of 'Corvia'"),
    ],
)
def test_what_cannot_be_done(
    graph: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    err = printed(["entities", *arguments], graph, capsys, code=2)
    assert message in err
    assert len(err.splitlines()) == 1


def answer(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))


def test_a_review_goes_on_where_it_stopped(
    graph: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer("q", monkeypatch)
    out = printed(["entities", "review"], graph, capsys)
    total = int(out.split(" of ", 1)[1].split()[0])
    assert total >= 4
    assert "the same? y same · n different · u unsure · m more · s skip · b back · q quit" in out
    answer("y mn\nz b u q", monkeypatch)
    out = printed(["entities", "review", "--who", "Ada"], graph, capsys)
    assert out.splitlines()[-1] == f"2 cases decided, {total - 2:,} left"
    entries = read_entries(decisions_file(graph))
    assert sorted(each.kind for each in entries) == ["same", "unsure"]
    assert {each.who for each in entries} == {"Ada"}
    answer("", monkeypatch)
    out = printed(["entities", "review"], graph, capsys)
    assert f" of {total - 2}  " in out
    answer("s" * total, monkeypatch)
    assert "0 cases decided" in printed(["entities", "review"], graph, capsys)
    for _ in range(9):  # what is kept apart may be doubtful with others then
        answer("n" * 99, monkeypatch)
        out = printed(["entities", "review"], graph, capsys)
        if out == "nothing to review: all doubtful cases are decided\n":
            break
    else:
        pytest.fail(out)


def test_the_most_valuable_come_first_and_no_more_than_wanted(
    graph: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer("q", monkeypatch)
    out = printed(["entities", "review", "--limit", "1"], graph, capsys)
    assert out.startswith("1 of 1  ")
