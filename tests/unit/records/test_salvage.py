"""Records of earlier versions and damaged ones: brought up to date, found damaged, made anew from the graph."""

import random
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg import api
from kg.entities.archive import decisions, entities
from kg.entities.editing import undo
from kg.errors import InputError, StoreError
from kg.records.database import FORMAT, Records, row_sum

GRAPHS = Path(__file__).parents[2] / "graphs"
"""A small graph directory of each format, each with a file, a text from standard input and two decisions."""
FORMATS = sorted(GRAPHS.glob("format-*.tar.xz"))


def unpacked(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "graph"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return unpacked(GRAPHS / f"format-{FORMAT}.tar.xz", tmp_path)


def test_a_graph_of_each_format_is_kept() -> None:
    assert [path.name for path in FORMATS] == [f"format-{number}.tar.xz" for number in range(2, FORMAT + 1)]


@pytest.mark.parametrize("archive", FORMATS, ids=lambda path: path.name)
@pytest.mark.parametrize("reread", [False, True])
def test_a_graph_of_each_format_is_brought_up_with_its_texts_and_decisions(
    archive: Path, tmp_path: Path, reread: bool
) -> None:
    graph = unpacked(archive, tmp_path)
    if archive.name != f"format-{FORMAT}.tar.xz":
        with pytest.raises(StoreError, match="written by an earlier version of kg: kg rebuild brings it up to date"):
            api.documents(graph=graph)
    assert api.rebuild(graph, reread=reread) == 2
    assert api.check(graph) == []
    assert {(each.id, each.words) for each in api.documents(graph=graph)} == {
        ("harbour-2026-03-02", 19),
        ("standard input", 21),
    }
    assert [str(each.entry) for each in decisions(graph)] == [
        "“Jon Brae” is called “Jonathan Brae”",
        "“Ines Calder” is “Jon Brae”",
    ]
    assert "Jonathan Brae" in {each.label for each in entities(graph=graph)}
    assert kg.open(graph).facts(relation="leads")
    assert not list(graph.glob("*.part*"))


def test_what_cannot_be_decoded_is_read_again(tmp_path: Path) -> None:
    graph = unpacked(FORMATS[0], tmp_path)
    with closing(sqlite3.connect(graph / "records.sqlite")) as database, database:
        database.execute("UPDATE documents SET data = x'00'")
    assert api.rebuild(graph) == 2
    assert api.check(graph) == []
    assert kg.open(graph).facts(relation="leads")


def test_a_later_format_is_refused(graph: Path) -> None:
    with closing(sqlite3.connect(graph / "records.sqlite")) as database:
        database.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(StoreError, match="written by a later version of kg: use that one"):
        api.rebuild(graph)


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def make_new(path: Path) -> None:
    path.unlink()
    Records(path, write=True).close()


@pytest.mark.parametrize("damage", [remove, empty, make_new], ids=["gone", "empty", "another graph's"])
def test_records_that_do_not_fit_are_refused_and_recovered(graph: Path, damage: object, tmp_path: Path) -> None:
    api.rebuild(graph, reread=True)
    before = kg.open(graph).export("nquads")
    assert callable(damage)
    damage(graph / "records.sqlite")
    text = tmp_path / "one.txt"
    text.write_text("Lena Hoffmann visited Oslo.", "utf-8")
    message = "its records are gone or not those of its graph: kg recover makes them anew from the graph"
    for write in (
        lambda: kg.build(text, out=graph),
        lambda: api.rebuild(graph),
        lambda: api.remove("harbour-2026-03-02", graph=graph),
        lambda: undo(graph=graph),
        lambda: api.documents(graph=graph),
    ):
        with pytest.raises(StoreError, match=message):
            write()
    assert kg.open(graph).export("nquads") == before
    assert api.check(graph) == [f"{graph}: {message}"]
    found = api.recover(graph)
    assert (found.kept, found.reread, found.lost) == (0, 2, ())
    assert api.check(graph) == []
    assert kg.open(graph).export("nquads") == before
    with pytest.raises(InputError, match="its records are whole: there is nothing to recover"):
        api.recover(graph)


def test_a_row_that_changed_on_the_disk_is_found_and_its_document_recovered(graph: Path) -> None:
    api.rebuild(graph, reread=True)
    before = kg.open(graph).export("nquads")
    with closing(sqlite3.connect(graph / "records.sqlite")) as database, database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in (each for each in tables if not each.startswith("search") and each != "block_keys"):
            assert "sum" in {row[1] for row in database.execute(f"PRAGMA table_xinfo({table})")}, table
        database.create_function("kg_sum", -1, lambda *_: 0, deterministic=True)
        database.execute("UPDATE documents SET stated = '[]' WHERE hash = (SELECT min(hash) FROM documents)")
    (line,) = api.check(graph)
    assert line.endswith("a row of documents changed on the disk: kg recover makes them anew")
    found = api.recover(graph)
    assert (found.kept, found.reread, found.lost) == (1, 1, ())
    assert api.check(graph) == []
    assert kg.open(graph).export("nquads") == before


def test_damage_anywhere_in_the_file_is_found_or_changes_nothing(graph: Path) -> None:
    """Bytes of every page are changed one at a time; what `check` calls whole gives the same graph."""
    api.rebuild(graph)
    file = graph / "records.sqlite"
    whole = file.read_bytes()
    with Records(file) as records:
        kept = said(records)
    chance = random.Random(39)  # noqa: S311 (places, no secrets)
    unnoticed = 0
    for _ in range(80):
        place = chance.randrange(100, len(whole))
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x15]) + whole[place + 1 :])
        try:
            with Records(file) as records:
                if not records.damage():
                    unnoticed += 1
                    assert said(records) == kept, place
        except StoreError:
            continue
    assert unnoticed < 80, "none was noticed"


def said(records: Records) -> list[object]:
    found: list[object] = [(each, records.extraction(each)) for each in records.documents()]
    return [*found, list(records.entities()), list(records.prints()), records.setting("id")]


@pytest.mark.parametrize(
    ("one", "other"), [((None,), ("",)), ((1,), ("1",)), (("ab", "c"), ("a", "bc")), ((b"a",), ("a",))]
)
def test_rows_that_differ_have_other_checksums(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert row_sum(*one) != row_sum(*other)
