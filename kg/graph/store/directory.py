"""Graphs in a directory: opened, and changed so that a reader sees the old graph or the new one, whole.

A graph directory holds a marker file and stores, of which the marker names the current one:

    graph/
      kg-graph.json     {"format": "kg graph", "version": 1, "store": "store-2"}
      lock              locked by the one process that writes
      store-1  store-2  Oxigraph stores (RocksDB); once published, a store is never written again

A writer copies the current store (RocksDB checkpoints share their files by hard links), changes the copy and then
renames the marker into place: whoever reads sees the old graph or the new one, whole, whatever happens to the writer.
A store that is no longer current stays while a reader has it open, and is removed by the next write after that.

An embedded store holds each triple twice: in its document's named graph, and once for all documents in the default
graph, which is what queries ask. Oxigraph can take the union of the named graphs for the default graph instead, but
then answers once for each document that has a triple, so that every count over two documents is wrong.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on
from kg.graph.store.loading import StoreWriter
from kg.graph.store.locks import ReadLock, remove_unread, write_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rdflib import Dataset

__all__ = ["change_store", "current_store", "make_directory", "open_directory"]

_MARKER = "kg-graph.json"
_LOCK = "lock"
_PREFIX = "store-"
_BUILDING = "building-"
_STORE = re.compile(rf"{_PREFIX}[0-9]+")
_TRIES = 5
_VERSION = 3


def current_store(directory: Path) -> str | None:
    """The name of the store that is published in `directory`, which no other content ever has; None for an empty graph.

    Raises:
        StoreError: there is no graph, or it cannot be read.
    """
    return _read_marker(directory)


def open_directory(directory: Path) -> Dataset:
    """The graph in `directory`, to read: as it is now, whatever is written there later.

    Raises:
        StoreError: there is no graph, or it cannot be read.
    """
    for _ in range(_TRIES):  # between reading the marker and locking the store, other writes may remove it
        name = _read_marker(directory)
        if name is None:
            return dataset_on(EmbeddedStore(ox.Store()))
        try:
            lock = ReadLock(directory / name)
            return dataset_on(EmbeddedStore(ox.Store.read_only(str(directory / name)), lock))
        except (OSError, RuntimeError) as error:  # what Oxigraph raises for a damaged store
            failure = error
    raise StoreError(f"{directory}: the graph cannot be read ({_line(failure)}): build it again")


def change_store(directory: Path, change: Callable[[ox.Store, Callable[[], StoreWriter]], None]) -> None:
    """Publish what `change` makes of a copy of the graph in `directory`, if it takes one.

    It is given the store as it is published and a function that gives the copy, and must not keep them.

    Raises:
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    _read_marker(directory)
    with _writable(directory), write_lock(directory, directory / _LOCK):
        current = _read_marker(directory)
        number = int(current.removeprefix(_PREFIX)) if current else 0
        _remove_stores(directory, keep={current})
        before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
        building = _new_store(directory, number + 1)
        taken: list[StoreWriter] = []

        def copy() -> StoreWriter:
            if not taken:
                taken.append(StoreWriter(before if current else None, building))
            return taken[0]

        try:
            change(before, copy)
            for writer in taken:
                writer.finish()
        finally:
            for writer in taken:
                writer.close()
        if taken:
            _publish(directory, building, number + 1)


def make_directory(directory: Path) -> bool:
    """Make sure that `directory` is a graph's, empty or not; whether it was made now.

    Raises:
        StoreError: it cannot be made, or holds anything else.
    """
    if (directory / _MARKER).exists():
        _read_marker(directory)
        return False
    new = not directory.exists()
    if not new and not directory.is_dir():
        raise StoreError(f"{directory}: is a file, not a directory: name another")
    with _writable(directory):
        if not new and any(directory.iterdir()):
            raise StoreError(f"{directory}: is not empty and holds no kg graph: name a new or an empty directory")
        directory.mkdir(parents=True, exist_ok=True)
        _write_marker(directory, None)
    return new


@contextmanager
def _writable(directory: Path) -> Iterator[None]:
    """Say of a directory that cannot be written that it cannot."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written: {_line(error)}") from error


def _new_store(directory: Path, number: int) -> Path:
    """Where a store is built: a name of its own, so that a process which a killed writer left behind meets no other."""
    return directory / f"{_BUILDING}{number}-{token_hex(4)}"


def _publish(directory: Path, building: Path, number: int) -> None:
    name = f"{_PREFIX}{number}"
    building.rename(directory / name)
    _write_marker(directory, name)


def _read_marker(directory: Path) -> str | None:
    """The name of the current store; None for a graph in which nothing has been published."""
    try:
        marker = json.loads((directory / _MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise StoreError(f"{directory}: holds no graph: make one with kg build") from error
    except NotADirectoryError as error:
        raise StoreError(f"{directory}: is a file, not a graph directory") from error
    except OSError as error:
        raise StoreError(f"{directory}: cannot be read: {_line(error)}") from error
    except ValueError as error:
        raise StoreError(f"{directory}: {_MARKER} is damaged: remove the directory and build again") from error
    match marker:
        case {"format": "kg graph", "version": int(version)} if version != _VERSION:
            raise StoreError(f"{directory}: was written by another version of kg: build it again elsewhere")
        case {"format": "kg graph", "version": int(), "store": None}:
            return None
        case {"format": "kg graph", "version": int(), "store": str(name)} if _STORE.fullmatch(name):
            return name
    raise StoreError(f"{directory}: {_MARKER} is not that of a kg graph: name another directory")


def _write_marker(directory: Path, store: str | None) -> None:
    """Rename a new marker into place, after all that it refers to is on the disk."""
    fresh = directory / f"{_MARKER}.new"
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        json.dump({"format": "kg graph", "version": _VERSION, "store": store}, file)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(directory / _MARKER)


def _remove_stores(directory: Path, keep: set[str | None]) -> None:
    """Remove what no reader needs: stores before the current one, and what a failed write left behind."""
    for path in sorted(directory.iterdir()):
        if path.is_dir() and (path.name.startswith(_BUILDING) or _STORE.fullmatch(path.name)) and path.name not in keep:
            remove_unread(path)


def _line(error: BaseException) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(reason.split())
