"""`kg view`, `kg explain`, `kg path`, `kg stats`, on a graph made by hand."""

import re
from pathlib import Path

import pytest
from fact_examples import fact_with

from kg.cli import run
from kg.cli.look import show_facts
from kg.views.page import unpacked


def printed(arguments: list[str], graph: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run([*arguments, "--graph", str(graph)]) == 0
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_page_is_written(graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, near = tmp_path / "whole.html", tmp_path / "near.html"
    assert run(["view", "--graph", str(graph), "--out", str(whole)]) == 0
    assert capsys.readouterr() == ("", f"wrote {whole}\n")
    assert run(["view", "--focus", "brae", "--hops", "1", "--graph", str(graph), "--out", str(near)]) == 0
    data = re.search(r'<script type="text/plain" id="data">(.*?)</script>', whole.read_text("utf-8"), re.DOTALL)
    assert data
    assert "Salo Trust" in {entity["label"] for entity in unpacked(data[1])["entities"]}
    assert whole.stat().st_size > near.stat().st_size


def test_facts_are_explained(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(["explain", "oduya", "leads", "port salo"], graph, capsys) == [
        "Marta Oduya  leads  Port Salo  asserted",
        "  Mayor **Marta Oduya** **runs** **Port Salo**.",
        "  “Harbour news”, 2025-09-13 (harbour, characters 6 to 32); rule verb.run; confidence 1.00",
        "",
    ]
    assert "  follows by the rule leader-serves from:" in printed(["explain", "oduya", "works for"], graph, capsys)


def test_a_path_is_printed_with_the_words_of_each_step(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(["path", "port salo", "jon brae"], graph, capsys) == [
        "Path 1: 2 steps",
        "  Marta Oduya  **leads**  Port Salo  asserted",
        "    “Mayor Marta Oduya runs Port Salo.”  harbour · 2025-09-13",
        "  Marta Oduya  **met with**  Jon Brae  reported",
        "    “A harbour official said that she met Jon Brae in Norland on Friday.”  harbour · 2025-09-13",
    ]


def test_facts_are_printed_page_by_page(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "oduya", "--limit", "1", "--graph", str(graph)]) == 0
    first, told = capsys.readouterr()
    assert "--offset 1, or a larger --limit" in told
    assert run(["explain", "oduya", "--limit", "1", "--offset", "1", "--graph", str(graph)]) == 0
    assert capsys.readouterr().out != first
    assert run(["explain", "oduya", "--offset", "1000", "--graph", str(graph)]) == 2
    assert "there are" in capsys.readouterr().err
    assert run(["explain", "oduya", "--graph", str(graph)]) == 0
    assert capsys.readouterr().err == ""


def test_figures_are_printed(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(["stats"], graph, capsys)
    rows = [line.rsplit(maxsplit=1) for line in lines]
    assert ["entities", "9"] in rows
    assert ["components", "5"] in rows
    assert "       4  Marta Oduya, Jon Brae, Port Salo, mayor" in lines
    assert "Marta Oduya       Person             0.300      4" in lines


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["view", "--hops", "1"], "--hops counts from an entity"),
        (["view", "--focus", "Nobody"], "nothing in the graph is called 'Nobody'"),
        (["view", "--out", "no/such/folder.html"], "no/such/folder.html: cannot be written"),
        (["explain", "oduya", "owns"], "unknown relation 'owns'"),
        (["explain", "oduya", "leads", "brae"], "the graph holds no such fact: oduya leads brae"),
        (["path", "oduya", "norland"], "nothing in the graph connects Marta Oduya and Norland"),
        (["path", "oduya", "oduya"], "nothing in the graph connects Marta Oduya and Marta Oduya"),
        (["path", "oduya", "Nobody"], "nothing in the graph is called 'Nobody'"),
    ],
)
def test_what_is_not_there_is_one_line(
    arguments: list[str], says: str, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, "--graph", str(graph)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert says in err


def test_a_terminal_shows_factuality_and_words_in_colour(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show_facts([fact_with()])
    headline, sentence, *_ = capsys.readouterr().out.splitlines()
    assert "\x1b[36mreported\x1b[0m by harbour official" in headline
    assert "\x1b[1;34mMayor Ana Costa\x1b[0m" in sentence
