"""Articles by words: ranked, with their lines, alike on disk, in memory and after changes."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg.errors import InputError

ROWS = [
    {"id": each, "title": title, "date": day, "text": text}
    for each, title, day, text in (
        ("harbour", "Harbour reopens", "2021-05-04", "Ada Marlow opened the harbour of Corvia."),
        ("storm", "Storm over Corvia", "2022-01-03", "A storm closed Zürich's harbours. Ten boats sank."),
        ("bank", "Bank is sold", "2023-02-01", "Northline bought Brae Bank."),
    )
]


def built(folder: Path, rows: list[dict[str, str]], out: Path | None) -> kg.Graph:
    source = folder / "articles.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return kg.build(source, out=out)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search")


@pytest.fixture(scope="module")
def graph(folder: Path) -> kg.Graph:
    return built(folder, ROWS, folder / "graph")


def ids(graph: kg.Graph, words: str, **limits: str) -> list[str]:
    return [each.document.rpartition("#")[2] for each in graph.search(words, **limits)]  # type: ignore[arg-type]


FOUND = [
    ("harbour", ["harbour", "storm"]),  # in the headline first
    ("HARBOURS zurich", ["storm"]),
    ("Ada", ["harbour"]),
    ('"Brae Bank"', ["bank"]),
    ('"Bank Brae"', []),
    ("boat sink", ["storm"]),  # no article has both
    ("volcano", []),
    ('" OR 1=1 -- NEAR( * ^ :harbour', ["harbour", "storm"]),
]


@pytest.mark.parametrize(("words", "found"), FOUND, ids=[row[0] for row in FOUND])
def test_articles_are_found_by_their_words_the_best_first(graph: kg.Graph, words: str, found: list[str]) -> None:
    assert ids(graph, words) == found
    assert ids(kg.Graph(graph.dataset), words) == found, "in memory alike"


def test_days_limit_and_no_words_are_refused(graph: kg.Graph) -> None:
    assert ids(graph, "harbour", since="2022") == ["storm"]
    assert ids(graph, "harbour", until="2021") == ["harbour"]
    assert len(graph.search("harbour", limit=1)) == 1
    assert "opened the harbour" in graph.search("harbour")[0].snippet
    for words in ("", " ?! ", "x" * 501):
        with pytest.raises(InputError):
            graph.search(words)


def test_the_index_follows_what_changes_and_may_be_missing(folder: Path, graph: kg.Graph) -> None:
    assert ids(graph, "bought") == ["bank"]
    changed = [*ROWS[:2], {**ROWS[2], "text": "Northline sold the old lighthouse."}]
    later = built(folder, changed, folder / "graph")
    assert (ids(later, "bought"), ids(later, "lighthouse")) == ([], ["bank"])
    with closing(sqlite3.connect(folder / "graph" / "records.sqlite")) as database, database:
        database.execute("DROP TABLE search")
    assert ids(kg.open(folder / "graph"), "lighthouse") == ["bank"]
