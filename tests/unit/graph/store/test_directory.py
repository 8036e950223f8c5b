"""A graph directory is opened as it is, and what is none is refused and left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graph_examples import harbour

from kg.errors import StoreError
from kg.graph.export import nquads
from kg.graph.store.directory import open_directory
from kg.graph.store.write import write_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Extraction


def files(directory: Path) -> dict[str, int]:
    return {str(path.relative_to(directory)): path.stat().st_mtime_ns for path in sorted(directory.rglob("*"))}


def test_whoever_reads_keeps_what_they_opened(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    write_directory(directory, [harbour()])
    opened = open_directory(directory)
    before = nquads(opened)
    write_directory(directory, [harbour("Changed.")])
    assert nquads(opened) == before != nquads(open_directory(directory))


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    directory = tmp_path / "graph"

    def found() -> Iterator[Extraction]:
        yield harbour()
        with pytest.raises(StoreError, match="another process is writing it"):
            write_directory(directory, [harbour("", "two")])

    assert write_directory(directory, found()).added == ["harbour"]


def make_foreign(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("years of work")


def make_file(path: Path) -> None:
    path.write_text("a file")


def make_damaged(path: Path) -> None:
    path.mkdir()
    (path / "kg-graph.json").write_text("{")


def make_newer(path: Path) -> None:
    path.mkdir()
    (path / "kg-graph.json").write_text('{"format": "kg graph", "version": 99, "store": null}')


def make_older(path: Path) -> None:
    path.mkdir()
    (path / "kg-graph.json").write_text('{"format": "kg graph", "version": 1, "store": "store-1"}')


def make_other(path: Path) -> None:
    path.mkdir()
    (path / "kg-graph.json").write_text('{"format": "kg graph", "version": 3, "store": "../../home"}')


def make_below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (make_foreign, "is not empty and holds no kg graph"),
        (make_file, "is a file"),
        (make_damaged, "is damaged"),
        (make_newer, "another version of kg"),
        (make_older, "another version of kg"),
        (make_other, "is not that of a kg graph"),
        (make_below_a_file, "cannot be written|is a file"),
    ],
)
def test_what_is_no_graph_directory_is_refused_and_left_alone(tmp_path: Path, make: object, message: str) -> None:
    directory = tmp_path / "deep" / "graph"
    directory.parent.mkdir()
    make(directory)
    before = files(tmp_path)
    with pytest.raises(StoreError, match=message) as caught:
        write_directory(directory, [harbour()])
    assert "\n" not in str(caught.value)
    assert files(tmp_path) == before
    with pytest.raises(StoreError):
        open_directory(directory)


def test_an_unwritable_directory_is_refused_in_one_line() -> None:
    with pytest.raises(StoreError, match=r"^/proc/kg-graph: cannot be written: [^\n]*$"):
        write_directory(Path("/proc/kg-graph"), [harbour()])


def test_a_missing_or_lost_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph: make one with kg build"):
        open_directory(tmp_path / "none")
    directory = tmp_path / "graph"
    write_directory(directory, [harbour()])
    marker = json.loads((directory / "kg-graph.json").read_text())
    (directory / marker["store"] / "CURRENT").unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        open_directory(directory)
