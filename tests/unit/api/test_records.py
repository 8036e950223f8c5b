"""What is kept as Parquet, and that a graph of it is the graph of the same documents."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from own_rule import RULE

import kg
from kg import pipeline
from kg.api import extract_to
from kg.model import Document, Extraction
from kg.pipeline import Extractor
from kg.records.tables import COLUMNS

TEXT = "Erik Marlow, a Norwegian minister, met Anna Ekberg in Oslo on Friday.\n"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seven files, two of which have one text, in partitions of two documents or so."""
    monkeypatch.setattr("kg.records.parquet._MEAN", 2)
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"{TEXT}Ekberg leads Fund {number}.\n", "utf-8")
    (folder / "copy.txt").write_text(f"{TEXT}Ekberg leads Fund 0.\n", "utf-8")
    return folder


def rows(graph: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(graph / "records.sqlite")) as records:
        return [records.execute(f"{kept} ORDER BY 1, 2, 3").fetchall() for kept in KEPT]


KEPT = (
    "SELECT hash, text, day, made, data, stated, prints, replaced_by FROM documents",
    "SELECT * FROM sources",
    f"SELECT {COLUMNS} FROM entities JOIN documents ON documents.id = entities.document",  # noqa: S608
)
"""What records hold of documents, which are numbered in the order in which they come."""


def test_a_graph_of_records_is_the_graph_of_the_documents(news: Path, tmp_path: Path) -> None:
    kept = extract_to(news, tmp_path / "records")
    assert (kept.documents, kept.read, kept.not_read) == (7, 7, ())
    assert kept.partitions == len(list((tmp_path / "records").iterdir())) > 1
    read = kg.build(news, out=tmp_path / "read")
    taken = kg.build(out=tmp_path / "taken", from_records=tmp_path / "records")
    assert rows(tmp_path / "read") == rows(tmp_path / "taken")
    assert read.export("nquads") == taken.export("nquads")
    again = kg.build(out=tmp_path / "taken", from_records=str(tmp_path / "records"))
    assert (again.report.added, len(again.report.unchanged)) == ((), 6)
    memory = kg.build(from_records=tmp_path / "records")
    assert memory.export("nquads") == read.export("nquads")


def test_what_was_kept_by_another_extractor_is_read_anew(news: Path, tmp_path: Path) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(RULE, "utf-8")
    kept = [extract_to(news, tmp_path / "records", rules=own).read for own in (rules, rules, None)]
    assert kept == [7, 0, 7]


def test_only_partitions_that_are_not_there_are_read(news: Path, tmp_path: Path) -> None:
    records = tmp_path / "records"
    first = extract_to(news, records)
    assert extract_to(news, records).read == 0
    damaged = min(records.iterdir())
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-9])
    assert 0 < extract_to(news, records).read < 7
    assert damaged.read_bytes() == whole
    (news / "3.txt").write_text(f"{TEXT}Ekberg left Fund 3.\n", "utf-8")
    changed = extract_to(news, records)
    assert 0 < changed.read < 7
    assert changed.removed > 0
    assert len(list(records.iterdir())) == changed.partitions
    other = extract_to(news / "1.txt", records)
    assert (other.documents, other.removed) == (1, 0)
    assert len(list(records.iterdir())) == changed.partitions + 1
    assert first.documents == changed.documents


def test_an_end_in_the_middle_keeps_what_is_finished(news: Path, tmp_path: Path) -> None:
    def stopped[T](items: Iterable[T], _total: int | None) -> Iterator[T]:
        for number, item in enumerate(items):
            if number == 5:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt, match="partitions are finished"):
        extract_to(news, tmp_path / "records", progress=stopped)
    finished = len(list((tmp_path / "records").iterdir()))
    assert finished > 0
    assert extract_to(news, tmp_path / "records").read < 7


def test_documents_that_fail_are_listed_and_read_again(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / "empty.txt").write_text("\n", "utf-8")
    sound = pipeline.attempt

    def failing(document: Document, extractor: Extractor) -> Extraction | Exception:
        return ValueError("a trap") if "Fund 4" in document.text else sound(document, extractor)

    monkeypatch.setattr(pipeline, "attempt", failing)
    kept = extract_to(news, tmp_path / "records", on_failure=lambda _: None)
    assert sorted((each.path.rpartition("/")[2], each.reason.partition(":")[0]) for each in kept.not_read) == [
        ("4.txt", "ValueError"),
        ("empty.txt", "empty"),
    ]
    graph = kg.build(from_records=tmp_path / "records")
    assert [each.reason for each in graph.report.not_read] == ["ValueError: a trap"]
    assert graph.counts()["document"] == 5
    monkeypatch.undo()
    monkeypatch.setattr("kg.records.parquet._MEAN", 2)
    mended = extract_to(news, tmp_path / "records")
    assert 0 < mended.read < 7
    assert len(mended.not_read) == 1
