"""A graph directory is opened as it is, and what is none is refused and left alone."""

import gc
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_examples import directory_of, empty_directory, harbour, put

from kg.errors import StoreError
from kg.graph.exchange.writers import nquads
from kg.graph.rdf.dataset import EmbeddedStore
from kg.graph.rdf.naming import DEFAULT, Naming
from kg.graph.store import directory as directories
from kg.graph.store.directory import (
    ReadLock,
    StoreWriter,
    current_store,
    naming_of,
    open_directory,
    read_directory,
    remove_unread,
    writing_directory,
)
from kg.graph.store.write import write_graph


def files(directory: Path) -> dict[str, int]:
    return {str(path.relative_to(directory)): path.stat().st_mtime_ns for path in sorted(directory.rglob("*"))}


def test_whoever_reads_keeps_what_they_opened(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    opened = open_directory(directory)
    before = nquads(opened)
    directory_of(directory, harbour("Changed."))
    assert nquads(opened) == before != nquads(open_directory(directory))


def test_whoever_reads_the_records_goes_on_while_they_are_written(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    with read_directory(directory) as before, writing_directory(directory) as records:
        put(records, [harbour("", "two")])
        assert before.sources() == records.sources()
        records.remove(records.sources())
        assert len(before.sources()) == 2, "nothing is removed until it is committed"


def test_a_directory_that_was_made_for_nothing_is_removed(tmp_path: Path) -> None:
    assert not directory_of(tmp_path / "graph").anything
    assert not (tmp_path / "graph").exists()
    empty_directory(tmp_path / "other")
    directory_of(tmp_path / "other")
    assert nquads(open_directory(tmp_path / "other")) == "", "one that held something once stays"


def test_the_base_is_that_of_the_records(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    assert naming_of(directory) == DEFAULT
    with writing_directory(directory) as records:
        records.set("base", "https://example.org/")
        records.commit()
    assert naming_of(directory) == Naming("https://example.org/")


def make_foreign(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("years of work")


def make_file(path: Path) -> None:
    path.write_text("a file")


def marked(text: str) -> Callable[[Path], None]:
    """What makes a folder whose marker says `text`."""

    def make(path: Path) -> None:
        path.mkdir()
        (path / "kg-graph.json").write_text(text)

    return make


def make_below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (make_foreign, "is not empty and holds no kg graph"),
        (make_file, "is a file"),
        (marked("{"), "is damaged"),
        (marked('{"format": "kg graph", "version": 99, "store": null}'), "a later version of kg: use that one"),
        (marked('{"format": "kg graph", "version": 1, "store": "store-1"}'), "an earlier version of kg: kg rebuild"),
        (marked('{"format": "kg graph", "version": 4, "store": "store-1-00000000"}'), "an earlier version of kg"),
        (marked('{"format": "kg graph", "version": 5, "store": "../../home"}'), "is not that of a kg graph"),
        (make_below_a_file, "cannot be written|is a file"),
    ],
)
def test_what_is_no_graph_directory_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    directory = tmp_path / "deep" / "graph"
    directory.parent.mkdir()
    make(directory)
    before = files(tmp_path)
    with pytest.raises(StoreError, match=message) as caught:
        directory_of(directory, harbour())
    assert "\n" not in str(caught.value)
    assert files(tmp_path) == before
    with pytest.raises(StoreError):
        open_directory(directory)


def test_a_missing_or_lost_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph: make one with kg build"):
        open_directory(tmp_path / "none")
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    marker = json.loads((directory / "kg-graph.json").read_text())
    (directory / marker["store"] / "CURRENT").unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        open_directory(directory)


def write(directory: Path, number: int) -> None:
    write_graph(directory, "http://g", [("http://a", "http://b", f"http://c/{number}")])


def test_a_store_that_is_open_stays_through_any_number_of_writes(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    empty_directory(directory)
    write(directory, 1)
    first = current_store(directory)
    assert first is not None
    store = open_directory(directory).store
    assert isinstance(store, EmbeddedStore)
    for number in range(2, 5):
        write(directory, number)
    assert (directory / first).is_dir()
    answer = store.inner.query("ASK { GRAPH <http://g> { <http://a> <http://b> <http://c/1> } }")
    assert bool(answer)
    del store, answer
    gc.collect()
    write(directory, 5)
    assert not (directory / first).exists()
    assert len([path for path in directory.iterdir() if path.is_dir()]) == 2


def test_a_directory_is_removed_once_it_is_unlocked(tmp_path: Path) -> None:
    store = tmp_path / "store-1"
    store.mkdir()
    lock = ReadLock(store)
    remove_unread(store)
    assert store.is_dir()
    del lock
    remove_unread(store)
    assert not store.exists()
    remove_unread(store)
    with pytest.raises(FileNotFoundError):
        ReadLock(store)


def test_what_is_added_between_removals_is_loaded(tmp_path: Path) -> None:
    writer = StoreWriter(None, tmp_path / "store")
    line = '<http://s> <http://p> "{}"'
    writer.add([line.format(number) for number in range(100_000)])
    writer.remove([ox.Quad(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal("7"))])
    writer.add([line.format("more")])
    writer.add([line.format("beside")], "http://g")
    writer.finish()
    writer.close()
    store = ox.Store.read_only(str(tmp_path / "store"))
    assert len(store) == 100_001
    assert [graph.value for graph in store.named_graphs()] == ["http://g"]


@pytest.mark.parametrize("pipes", [True, False])
def test_what_cannot_be_loaded_raises(tmp_path: Path, pipes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directories, "_PIPES", pipes)
    writer = StoreWriter(None, tmp_path / "store")
    with pytest.raises((SyntaxError, BrokenPipeError)):
        _write_what_is_no_triple(writer)
    writer.close()


def _write_what_is_no_triple(writer: StoreWriter) -> None:
    for _ in range(20):
        writer.add(["no triple"] * 100_000)
    writer.settle()
