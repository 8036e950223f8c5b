"""What a text says beside an archive, and that nothing of it is kept."""

from pathlib import Path

import pytest
from graph_examples import HOSTILE, directory_of
from sentences import read

from kg import api
from kg.cli.app import run
from kg.verdicts.screening import copied, screened

CLASSES = {"Ines Hall": "Person", "Norland": "Company", "Tom Reed": "Person", "Salt Works": "Company"}
LEADS, WORKS, OWNS = (
    ("Ines Hall", "leads", "Norland"),
    ("Tom Reed", "worksFor", "Salt Works"),
    ("Tom Reed", "owns", "Norland"),
)


def test_what_is_known_new_and_contradicted(tmp_path: Path) -> None:
    archive = read("one", "Ines Hall leads Norland. Tom Reed owns Norland", CLASSES, LEADS, OWNS)
    text = read("draft", "Ines Hall leads Norland. Tom Reed works at Salt Works", CLASSES, LEADS, WORKS)
    denial = read("denial", "Tom Reed does not own Norland", CLASSES, OWNS, factuality="negated")
    directory_of(tmp_path / "graph", archive, text, denial)
    graph = api.open(tmp_path / "graph")
    found = screened(graph.contents, graph.conflicts(), ["draft", "denial"])
    assert [(each.kind, each.said.relation, [e.document for e in each.archive]) for each in found] == [
        ("contradicts", "owns", ["one"]),
        ("new", "works for", []),
        ("known", "leads", ["one"]),
    ]


def test_a_copy_is_whole_and_the_graph_stays(tmp_path: Path) -> None:
    directory_of(tmp_path / "graph", read("one", "Ines Hall leads Norland", CLASSES, LEADS))
    before = {each.name: each.stat().st_mtime_ns for each in (tmp_path / "graph").rglob("*")}
    copy = copied(tmp_path / "graph", tmp_path / "copy")
    assert api.open(copy).export("nquads") == api.open(tmp_path / "graph").export("nquads")
    directory_of(copy, read("two", "Tom Reed works at Salt Works", CLASSES, WORKS))
    assert len(api.open(copy).documents) == 2
    assert {each.name: each.stat().st_mtime_ns for each in (tmp_path / "graph").rglob("*")} == before


def test_a_text_is_read_and_nothing_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory_of(tmp_path / "graph", read("one", "Ines Hall leads Norland", CLASSES, LEADS))
    before = api.open(tmp_path / "graph").export("nquads")
    draft = tmp_path / "draft.txt"
    draft.write_text(f"Ines Hall leads Norland.\n\n{HOSTILE}\n".replace("\0", " "), "utf-8", "replace")
    assert run(["screen", str(draft), "--graph", str(tmp_path / "graph")]) == 0
    shown = capsys.readouterr().out
    assert "known" in shown
    assert "one: “Ines Hall leads Norland”" in shown
    assert run(["screen", str(draft), "--graph", str(tmp_path / "graph"), "--format", "json"]) == 0
    assert '"kind": "known"' in capsys.readouterr().out
    assert api.open(tmp_path / "graph").export("nquads") == before
    assert run(["screen", str(tmp_path / "none.txt"), "--graph", str(tmp_path / "graph")]) == 2
