import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from news_site import NewsSite, news_site, page

import kg
from kg import api
from kg.api import Report
from kg.cli import run

ARTICLE = "Mayor Marta Oduya met Governor Jon Brae in Vienna on {}. Oduya leads the city of Graz."


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with news_site() as served:
        yield served


def write(path: Path, **rows: str) -> None:
    lines = (json.dumps({"id": key, "text": ARTICLE.format(day)}) for key, day in rows.items())
    path.write_text("\n".join(lines) + "\n", "utf-8")


def sources(graph: Path) -> list[str]:
    return sorted(each.paths[0].rpartition("/")[2] for each in api.documents(graph=graph))


def test_rows_are_known_again_replaced_and_pruned(tmp_path: Path) -> None:
    news, graph = tmp_path / "news", tmp_path / "graph"
    news.mkdir()
    write(news / "a.jsonl", one="Monday", two="Tuesday", three="Friday")
    assert len(kg.build(news, out=graph).report.added) == 3
    write(news / "a.jsonl", one="Monday", two="Sunday")
    report = kg.build(news, out=graph, prune=True).report
    assert (len(report.unchanged), len(report.changed), len(report.removed)) == (1, 1, 1)
    assert sources(graph) == ["a.jsonl#one", "a.jsonl#two"]
    with (news / "a.jsonl").open("a") as file:
        file.write("{bad\n")
    write(news / "b.jsonl", four="Saturday")
    (news / "a.jsonl").write_text("{bad\n", "utf-8")
    report = kg.build(news, out=graph, prune=True).report
    assert (report.removed, len(report.not_read)) == ((), 1)
    assert sources(graph) == ["a.jsonl#one", "a.jsonl#two", "b.jsonl#four"]
    (news / "a.jsonl").unlink()
    assert len(kg.build(news, out=graph, prune=True).report.removed) == 2
    assert sources(graph) == ["b.jsonl#four"]


def test_a_second_build_from_an_address_changes_nothing_and_pruning_leaves_it(tmp_path: Path, site: NewsSite) -> None:
    graph, local = tmp_path / "graph", kg.ReadOptions(web=kg.Web(allow_private=True, delay=0))
    address = site.put("/1", page(1))
    assert len(kg.build(address, out=graph, options=local).report.added) == 1
    before = kg.open(graph).export("nquads")
    assert kg.build(address, out=graph, options=local).report == Report(unchanged=("1",))
    assert kg.open(graph).export("nquads") == before
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text(ARTICLE.format("Monday"), "utf-8")
    assert kg.build(tmp_path / "news", out=graph, prune=True).report.removed == ()
    assert len(api.documents(graph=graph)) == 2


def test_standard_input_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def piped(*rows: dict[str, str]) -> None:
        data = "".join(json.dumps(row) + "\n" for row in rows).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    graph = tmp_path / "graph"
    lines = kg.ReadOptions(format="jsonl")
    piped({"text": ARTICLE.format("Monday")}, {"id": "a", "text": ARTICLE.format("Friday")})
    assert len(kg.build("-", out=graph, options=lines).report.added) == 2
    piped(
        {"text": ARTICLE.format("Sunday")}, {"text": ARTICLE.format("Monday")}, {"id": "a", "text": "Oduya left Graz."}
    )
    report = kg.build("-", out=graph, options=lines).report
    assert (len(report.added), len(report.changed), len(report.unchanged)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("options", "code", "line"),
    [
        (["--column", "text=wording"], 0, ""),
        ([], 2, "no column is known to hold a text: name it with --column text=NAME (columns: wording)"),
        (["--column", "wording"], 2, "--column wording: write FIELD=NAME, where FIELD is one of text, "),
        (["--column", "text=words"], 2, "no column 'words' (columns: wording)"),
        (["--format", "pages"], 2, "unknown format 'pages': --format accepts "),
    ],
)
def test_columns_and_forms_are_named_on_the_command_line(
    tmp_path: Path, options: list[str], code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text(f'wording\n"{ARTICLE.format("Monday")}"\n', "utf-8")
    assert run(["extract", str(tmp_path / "a.csv"), *options]) == code
    assert line in capsys.readouterr().err


def test_an_address_on_the_command_line_is_asked_within_its_options(
    site: NewsSite, capsys: pytest.CaptureFixture[str]
) -> None:
    address = site.put("/1", page(1))
    assert run(["extract", address, "--allow-private", "--delay", "0"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == address
    assert run(["extract", address]) == 2
    assert "an address of a private network: --allow-private reads it" in capsys.readouterr().err
