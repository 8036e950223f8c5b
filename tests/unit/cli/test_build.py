"""`kg build`, `kg extract`, `kg openie`, on two short texts."""

import json
import sys
from pathlib import Path

import pytest

from kg.cli import run

ARTICLE = "Mayor Marta Oduya met Governor Jon Brae in Vienna on Monday. Oduya leads the city of Graz.\n"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article, a bad file and one of another kind, to work beside."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    (folder / "bad.txt").write_bytes(b"caf\0 au lait")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_graph_is_built_and_summed_up(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = str(news / "article.txt")
    assert run(["build", article, "--date", "2025-09-13", "--infer"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("graph/ holds 1 document, ")
    assert "What the articles tell" in out
    assert "  open graph/graph.html in a browser" in out
    assert "  kg explain Graz\n" in out
    assert err.startswith("inferred: ")
    page = news.parent / "graph/graph.html"
    drawn = page.read_text("utf-8"), page.stat().st_mtime_ns
    assert drawn[0].startswith("<!doctype html>")
    assert run(["build", article, "--date", "2025-09-13", "--infer"]) == 0
    assert capsys.readouterr().err.endswith("unchanged: article\n")
    assert (page.read_text("utf-8"), page.stat().st_mtime_ns) == drawn
    assert run(["build", article, "--date", "2025-09-20", "--no-page"]) == 0
    assert capsys.readouterr().err == "replaced: article\n"
    assert not page.exists()


def test_a_defect_is_said_and_makes_the_exit_code(
    news: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr("kg.pipeline.read", fail)
    assert run(["extract", str(news / "article.txt")]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"not read: {news}/article.txt: a defect of kg: ZeroDivisionError: by zero (KG_DEBUG=1 shows where)\n"
    )
    monkeypatch.setenv("KG_DEBUG", "1")
    assert run(["extract", str(news / "article.txt")]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_extraction_is_a_line(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(news / "article.txt")]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert found["id"] == "article"
    assert {"leads", "metWith"} <= {fact["p"] for fact in found["facts"]}


def test_open_triples_are_lines_of_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sentences.txt"
    file.write_text("Marta Oduya\tmet Jon Brae.\nGraz is in Austria.\n", "utf-8")
    assert run(["openie", str(file)]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert rows[0][0] == "Marta Oduya met Jon Brae."
    assert rows[0][2:] == ["met", "Marta Oduya", "Jon Brae"]
    assert 0 < float(rows[0][1]) <= 1
    assert rows[-1][0] == "Graz is in Austria."


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "news", "--graph-store", "http://127.0.0.1:9/store"], "--graph-store goes with --store"),
        (["build", "news", "--workers", "0"], "--workers"),
        (["build", "news/article.txt", "--store", "x"], "'x' is no address of a store"),
        (["build", "news", "--rules", "nowhere.toml"], "nowhere.toml: cannot be read"),
    ],
)
@pytest.mark.usefixtures("news")
def test_bad_input_is_one_line(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert says in err


def test_records_are_kept_and_taken_over(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(news), "--out", "records"]) == 1
    out, err = capsys.readouterr()
    assert out == "records holds 1 document in 1 file.\nNext: kg build --from records\n"
    assert "bad.txt: binary, not text" in err
    assert run(["build", "--from", "records", "--no-page"]) == 0
    assert capsys.readouterr().out.startswith("graph/ holds 1 document, ")
    assert run(["extract", str(news / "article.txt"), "--out", "records"]) == 0
    assert "1 file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "nothing to read was named"),
        (["build", "news", "--from", "records"], "it goes with no path"),
        (["build", "--from", "records", "--prune"], "no --prune"),
        (["build", "--from", "nowhere"], "nowhere: holds no records: make them with kg extract --out nowhere"),
        (["extract", "news", "--address", "10.0.0.1:6379"], "--address goes with --engine ray"),
        (["extract", "news", "--engine", "ray"], "--engine goes with --out"),
        (["extract", "news", "--out", "s4://records"], "s4://records: "),
        (
            ["extract", "news", "--out", "records", "--engine", "ray"],
            "Ray is not installed: pip install 'newskg[ray]'",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: list[str],
    said: str,
    news: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert run(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert [path.name for path in news.parent.iterdir()] == ["news"]
