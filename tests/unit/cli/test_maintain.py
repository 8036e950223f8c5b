"""`kg documents`, `kg remove`, `kg check`, `kg rebuild`, on a graph made by hand."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from graph_examples import directory_of, harbour

import kg
from kg import api
from kg.cli import run
from kg.graph.infer import infer_directory
from kg.records.database import define_sum


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A graph of two documents, with what follows from it."""
    directory_of(tmp_path / "graph", harbour(), harbour("", "two"))
    infer_directory(tmp_path / "graph")
    return tmp_path / "graph"


def printed(arguments: list[str], graph: Path, capsys: pytest.CaptureFixture[str], *, code: int = 0) -> list[str]:
    capsys.readouterr()
    assert run([*arguments, "--graph", str(graph)]) == code
    out, err = capsys.readouterr()
    return [line.rstrip() for line in (err if code == 2 else out).splitlines()]


def test_all_that_is_known_of_a_document_is_shown_and_harmless(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = harbour()
    known = replace(
        base.document,
        title="<b>Port</b> \x1b[31mstrike",
        publisher="Esk\x07 Post",
        authors=("Ada Marlow",),
        url="https://example.org/1",
        published=datetime(2025, 9, 13, 10, tzinfo=UTC),
        language="en",
    )
    graph = tmp_path / "graph"
    directory_of(graph, replace(base, document=known))
    shown = "\n".join(printed(["documents", "https://example.org/1", "--show"], graph, capsys))
    for words in ("<b>Port</b> \ufffd[31mstrike", "Esk\ufffd Post", "Ada Marlow", "2025-09-13T10:00:00+00:00"):
        assert words in shown
    assert base.document.text.split("\n")[0][:40] in shown
    assert "\x1b" not in shown
    (found,) = json.loads("\n".join(printed(["documents", "esk", "--format", "json"], graph, capsys)))
    assert (found["urls"], found["authors"], found["language"]) == (["https://example.org/1"], ["Ada Marlow"], "en")
    (document,) = kg.open(graph).documents
    assert (document.day, document.publishers, document.urls) == (
        "2025-09-13",
        ("Esk\x07 Post",),
        ("https://example.org/1",),
    )
    assert "\x1b" not in repr(kg.open(graph).documents) + repr(document) + document._repr_html_()
    assert "<b>Port" not in document._repr_html_() + kg.open(graph).documents._repr_html_()


def test_documents_are_listed_and_found(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, *rows = printed(["documents"], two, capsys)
    assert head.split() == ["id", "date", "publisher", "title", "words", "sources", "standing"]
    assert [row.split()[0] for row in rows] == ["harbour", "two", "2"]
    assert rows[-1] == "2 documents"
    found = json.loads("\n".join(printed(["documents", "(TWO)", "--format", "json"], two, capsys)))
    assert [each["id"] for each in found] == ["two"]
    assert found[0]["words"] > 30
    assert printed(["documents", "harbour", "--format", "csv"], two, capsys)[0] == (
        "id,date,title,words,sources,publishers,authors,urls,published,modified,retrieved,language,"
        "copy_of,replaced_by,replaces"
    )
    assert len(printed(["documents", "harbour", "--format", "csv"], two, capsys)) == 2, "an id means one document"
    assert printed(["documents", "harbor"], two, capsys, code=2) == [
        "kg: no document is called 'harbor'; did you mean harbour?"
    ]


def test_a_document_is_removed_with_all_that_only_it_says(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(["remove", "two", "tow"], two, capsys, code=2) == [
        "kg: no document is called 'tow'; did you mean two?"
    ]
    assert len(api.documents(graph=two)) == 2
    (line,) = printed(["remove", "two"], two, capsys)
    assert line.startswith("removed: two (")
    alone = two.parent / "alone"
    directory_of(alone, harbour())
    assert kg.open(two).export("nquads") == kg.open(alone).export("nquads")
    printed(["remove", "harbour"], two, capsys)
    assert kg.open(two).export("nquads") == ""
    assert printed(["check"], two, capsys) == [f"{two}/ is whole: 0 documents"]


def test_a_page_goes_with_what_it_shows(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, hint = two / "graph.html", f"kg view --graph {two} draws it"
    run(["view", "--graph", str(two)])
    assert page.read_text("utf-8") == kg.open(two).view().html
    assert str(page) in capsys.readouterr().err
    before = page.stat()
    run(["view", "--graph", str(two)])
    assert page.stat().st_mtime_ns == before.st_mtime_ns
    capsys.readouterr()
    old = kg.open(two)
    run(["remove", "two", "--graph", str(two)])
    assert hint in capsys.readouterr().err
    assert not page.exists()
    old.draw()  # of a graph that another process changed meanwhile
    assert not page.exists()
    run(["entities", "rename", "Marta Oduya", "M. Oduya", "--graph", str(two)])
    assert hint in capsys.readouterr().err
    run(["view", "--graph", str(two)])
    assert page.exists()


def test_a_graph_is_made_anew_to_the_same_bytes(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = kg.open(two).export("nquads")
    assert printed(["check"], two, capsys) == [f"{two}/ is whole: 2 documents"]
    for damage in (
        lambda: (two / "kg-graph.json").write_text("{", "utf-8"),
        lambda: [path.write_bytes(b"") for path in next(two.glob("store-*")).glob("MANIFEST*")],
        lambda: None,
    ):
        damage()
        assert run(["rebuild", "--graph", str(two)]) == 0
        assert printed(["check"], two, capsys) == [f"{two}/ is whole: 2 documents"]
        after = kg.open(two).export("nquads")
        if "inference" not in after:  # nobody can tell from a damaged store that there were any
            infer_directory(two)
            after = kg.open(two).export("nquads")
        assert after == before


def test_damage_is_told_and_not_repaired(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(two / "records.sqlite") as records:
        define_sum(records)
        records.execute("DELETE FROM sources WHERE source LIKE '%two%'")
        records.execute(
            "DELETE FROM entities WHERE document NOT IN"
            " (SELECT documents.id FROM documents JOIN sources ON sources.document = hash)"
        )
        records.execute("DELETE FROM documents WHERE hash NOT IN (SELECT document FROM sources)")
    records.close()
    (line,) = printed(["check"], two, capsys, code=1)
    assert line.endswith("is in the graph and has no record: kg rebuild makes the graph anew from the records")
    assert printed(["check"], two, capsys, code=1) == [line]
    with sqlite3.connect(two / "records.sqlite") as records:
        define_sum(records)
        records.execute("UPDATE documents SET data = x'00'")
    records.close()
    damaged = "the record of /home/me/harbour.txt is damaged: kg remove it, then build it again"
    assert printed(["check"], two, capsys, code=1) == [damaged]
    assert printed(["remove", "harbour"], two, capsys) == ["removed: harbour (/home/me/harbour.txt)"]
    assert printed(["check"], two, capsys) == [f"{two}/ is whole: 0 documents"]
    (two / "kg-graph.json").write_text("{", "utf-8")
    assert "kg-graph.json is damaged: kg rebuild" in printed(["check"], two, capsys, code=1)[0]
