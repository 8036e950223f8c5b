"""Graphs in a directory: opened, and written so that a reader sees the old graph or the new one, whole.

A graph directory holds a marker file and stores, of which the marker names the current one:

    graph/
      kg-graph.json     {"format": "kg graph", "version": 1, "store": "store-2"}
      lock              held by the one process that writes
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
import shutil
from secrets import token_hex
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on, named_graph
from kg.graph.rdf.iris import INFERRED
from kg.graph.rdf.statements import GRAPH_HASH, graph_lines
from kg.graph.rdf.terms import ntriple
from kg.graph.store.loading import StoreWriter
from kg.graph.store.locks import Hold, remove_unheld, writing
from kg.graph.store.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.rdf.terms import Triple
    from kg.model import Extraction

__all__ = [
    "change_directory",
    "current_store",
    "open_directory",
    "write_directory",
    "write_graph",
]

_MARKER = "kg-graph.json"
_LOCK = "lock"
_PREFIX = "store-"
_BUILDING = "building-"
_STORE = re.compile(rf"{_PREFIX}[0-9]+")
_TRIES = 5
_VERSION = 3
_GRAPH_HASH = ox.NamedNode(GRAPH_HASH)


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
    for _ in range(_TRIES):  # between reading the marker and holding the store, other writes may remove it
        name = _read_marker(directory)
        if name is None:
            return dataset_on(EmbeddedStore(ox.Store()))
        try:
            hold = Hold(directory / name)
            return dataset_on(EmbeddedStore(ox.Store.read_only(str(directory / name)), hold))
        except (OSError, RuntimeError) as error:  # what Oxigraph raises for a damaged store
            failure = error
    raise StoreError(f"{directory}: the graph cannot be read ({_line(failure)}): build it again")


def write_directory(directory: Path, extractions: Iterable[Extraction]) -> Written:
    """Put what was found in each document into its named graph in `directory`, in place of what was there.

    The directory is made if need be. All documents are published together at the end, and none of them if the
    extractions or this process fail before.

    Raises:
        StoreError: the directory is not a graph's or cannot be written, another process is writing it, or two
            documents have the same id.
    """
    try:
        new = _claim(directory)
        try:
            with writing(directory, directory / _LOCK):
                return _write(directory, extractions)
        except BaseException:
            if new:
                shutil.rmtree(directory, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written: {_line(error)}") from error


def _write(directory: Path, extractions: Iterable[Extraction]) -> Written:
    current = _read_marker(directory)
    number = int(current.removeprefix(_PREFIX)) if current else 0
    _remove_stores(directory, keep={current})
    before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
    building = _new_store(directory, number + 1)
    writer: StoreWriter | None = None
    written = Written()
    try:
        for extraction in extractions:
            found = graph_lines(extraction)
            written.refuse_twice(found.iri, extraction)
            graph = ox.NamedNode(found.iri)
            old = before.contains_named_graph(graph)
            same = old and ox.Quad(graph, _GRAPH_HASH, ox.Literal(found.digest), graph) in before
            written.note(extraction, before=old, same=same)
            if same:
                continue
            if writer is None:
                writer = StoreWriter(before if current else None, building)
            if old:
                writer.remove(graph, named_graph(before, graph).difference(found.lines))
            writer.add(found.iri, found.lines)
        if writer is not None:
            inferred = ox.NamedNode(INFERRED)
            if before.contains_named_graph(inferred):  # what followed from other documents may follow no longer
                writer.remove(inferred, named_graph(before, inferred))
            writer.finish()
    finally:
        if writer is not None:
            writer.close()
        del writer
    if written.added or written.changed:
        _publish(directory, building, number + 1)
    return written


def write_graph(directory: Path, iri: str, found: list[Triple]) -> None:
    """Put triples that are of no one document into the named graph `iri`, in place of what was there.

    Raises:
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    graph, lines = ox.NamedNode(iri), sorted({ntriple(triple) for triple in found})

    def replace(before: ox.Store, copy: Callable[[], StoreWriter]) -> None:
        old = named_graph(before, graph) if before.contains_named_graph(graph) else set()
        if old == set(lines):
            return
        writer = copy()
        if old:
            writer.remove(graph, old.difference(lines))
        writer.add(iri, lines)

    _change(directory, replace)


def change_directory(directory: Path, change: Callable[[ox.Store, ox.Store], None]) -> None:
    """Publish what `change` makes of a copy of the graph in `directory`.

    It is given the store as it is published and the copy, and must not keep them.

    Raises:
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    _change(directory, lambda before, copy: change(before, copy().store))


def _change(directory: Path, change: Callable[[ox.Store, Callable[[], StoreWriter]], None]) -> None:
    """Hand `change` the store as it is published and a way to get a copy to write, and publish the copy if it took one.

    Raises:
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    try:
        _read_marker(directory)
        with writing(directory, directory / _LOCK):
            current = _read_marker(directory)
            number = int(current.removeprefix(_PREFIX)) if current else 0
            _remove_stores(directory, keep={current})
            before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
            building = _new_store(directory, number + 1)
            taken: list[StoreWriter] = []

            def copy() -> StoreWriter:
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
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written: {_line(error)}") from error


def _new_store(directory: Path, number: int) -> Path:
    """Where a store is built: a name of its own, so that a process which a killed writer left behind meets no other."""
    return directory / f"{_BUILDING}{number}-{token_hex(4)}"


def _publish(directory: Path, building: Path, number: int) -> None:
    name = f"{_PREFIX}{number}"
    building.rename(directory / name)
    _write_marker(directory, name)


def _claim(directory: Path) -> bool:
    """Make sure that `directory` is a graph's, empty or not; whether it was made now."""
    if (directory / _MARKER).exists():
        _read_marker(directory)
        return False
    new = not directory.exists()
    if not new and not directory.is_dir():
        raise StoreError(f"{directory}: is a file, not a directory: name another")
    if not new and any(directory.iterdir()):
        raise StoreError(f"{directory}: is not empty and holds no kg graph: name a new or an empty directory")
    directory.mkdir(parents=True, exist_ok=True)
    _write_marker(directory, None)
    return new


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
            remove_unheld(path)


def _line(error: BaseException) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(reason.split())
