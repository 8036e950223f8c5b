"""Graphs in a directory: opened, and written so that a reader sees the old graph or the new one, whole.

A graph directory holds the records, a marker file and stores, of which the marker names the current one:

    graph/
      records.sqlite           the truth: documents and what was found in them (`kg.records`)
      decisions.jsonl          what people decided about entities (`kg.resolve.decisions`); may be there before the rest
      replies.sqlite           what a language model replied (`kg.llm.kept`); may be there before the rest
      kg-graph.json            {"format": "kg graph", "version": 4, "store": "store-2-9f86d081"}
      lock                     held by the one process that writes
      store-1-…  store-2-…     Oxigraph stores (RocksDB); once published, a store is never written again

A writer copies the current store (RocksDB checkpoints share their files by hard links), changes the copy and then
renames the marker into place: whoever reads sees the old graph or the new one, whole, whatever happens to the writer. A
store that is no longer current stays while a reader has it open, and is removed by the next write after that. Its name
is one that no other store ever has, not that of a directory which was deleted and made again either.

Each triple stands in one named graph, and queries ask the union of all.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import ExitStack, contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on
from kg.graph.rdf.naming import Naming
from kg.graph.store.loading import StoreWriter
from kg.graph.store.locks import MARKER, ReadLock, remove_unread, write_lock
from kg.records.database import Records
from kg.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rdflib import Dataset

__all__ = [
    "change_directory",
    "change_store",
    "current_store",
    "decisions_file",
    "has_records",
    "make_store",
    "naming_of",
    "open_directory",
    "read_directory",
    "repairing_directory",
    "replies_file",
    "writing_directory",
]

_LOCK = "lock"
_PREFIX = "store-"
_BUILDING = "building-"
_RECORDS = "records.sqlite"
_DECISIONS = "decisions.jsonl"
_STORE = re.compile(rf"{_PREFIX}[0-9]+-[0-9a-f]{{8}}")
_REPLIES = "replies.sqlite"
_UNFINISHED = re.compile(rf"\.({re.escape(MARKER)}|{re.escape(_DECISIONS)})\.[0-9a-f]+\.part")
"""What a writer that was killed may have left of a file (`kg.writing`)."""
_FIRST = re.compile(rf"{_LOCK}|{re.escape(_DECISIONS)}|{re.escape(_REPLIES)}(-journal)?|{_UNFINISHED.pattern}")
"""What a first build may have left behind before it wrote the marker, or its user put there."""
_TRIES = 5
_VERSION = 4


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
            return dataset_on(EmbeddedStore(ox.Store()), union=True)
        try:
            lock = ReadLock(directory / name)
            return dataset_on(EmbeddedStore(ox.Store.read_only(str(directory / name)), lock), union=True)
        except (OSError, RuntimeError) as error:  # what Oxigraph raises for a damaged store
            failure = error
    raise StoreError(_damaged(directory, failure))


@contextmanager
def writing_directory(directory: Path) -> Iterator[Records]:
    """The records of `directory`, to be written by this process alone; the directory is made if need be.

    One that was made and in which nothing was kept is removed again.

    Raises:
        StoreError: the directory is not a graph's or cannot be written, or another process is writing it.
    """
    if directory.exists() and not directory.is_dir():
        raise StoreError(f"{directory}: is a file, not a directory: name another")
    with _writable(directory), _locked(directory) as new:
        if not (directory / MARKER).exists():
            _write_marker(directory, None)
        _read_marker(directory)
        try:
            with Records(directory / _RECORDS, write=True) as records:
                yield records
        finally:
            if new and _is_bare(directory) and not replies_file(directory).exists():
                shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def repairing_directory(directory: Path) -> Iterator[Records]:
    """The records of `directory`, to make all else in it anew from; what is wrong with its marker does not matter.

    Raises:
        StoreError: the directory holds no records or cannot be written, or another process is writing it.
    """
    if not has_records(directory):
        _read_marker(directory)  # which says what is wrong where there is no graph at all
        raise StoreError(f"{directory}: its records are gone: build it again")
    with (
        _writable(directory),
        write_lock(directory, directory / _LOCK),
        Records(directory / _RECORDS, write=True) as records,
    ):
        yield records


@contextmanager
def _locked(directory: Path) -> Iterator[bool]:
    """Be the one process that writes a directory, which is made if need be; whether it was."""
    with ExitStack() as locked:
        for tries_left in reversed(range(_TRIES)):
            new = not directory.exists()
            _refuse_foreign(directory)
            directory.mkdir(parents=True, exist_ok=True)
            try:
                locked.enter_context(write_lock(directory, directory / _LOCK))
            except FileNotFoundError:  # a first build of another process failed, and removed the directory
                if not tries_left:
                    raise
            else:
                break
        yield new


def _refuse_foreign(directory: Path) -> None:
    """Raise StoreError where a directory holds files and no graph, or one that cannot be read here."""
    if (directory / MARKER).exists():
        _read_marker(directory)
        return
    if not directory.exists():
        return
    foreign = [path.name for path in directory.iterdir() if not _FIRST.fullmatch(path.name)]
    if foreign and not (directory / MARKER).exists():  # another process may have made it just now
        raise StoreError(f"{directory}: is not empty and holds no kg graph: name a new or an empty directory")


def _is_bare(directory: Path) -> bool:
    """Whether nothing was ever kept in a directory."""
    if _read_marker(directory) is not None:
        return False
    if not has_records(directory):
        return True
    with Records(directory / _RECORDS) as records:
        return next(records.documents(), None) is None


def read_directory(directory: Path) -> Records:
    """The records of a directory, to read.

    Raises:
        StoreError: there is no graph, or its records cannot be read.
    """
    _read_marker(directory)
    return Records(directory / _RECORDS)


def has_records(directory: Path) -> bool:
    """Whether a directory holds records, whatever else there is in it."""
    return (directory / _RECORDS).exists()


def decisions_file(directory: Path) -> Path:
    """Where the decisions of a directory stand, if there are any."""
    return directory / _DECISIONS


def replies_file(directory: Path) -> Path:
    """Where the replies of a language model to requests about a directory's documents are kept, if there are any."""
    return directory / _REPLIES


def naming_of(directory: Path) -> Naming:
    """What gives IRIs in the graph of a directory; StoreError as for `read_directory`."""
    with read_directory(directory) as records:
        return Naming.of(records)


def change_directory(directory: Path, change: Callable[[ox.Store, Callable[[], StoreWriter]], None]) -> None:
    """Publish what `change` makes of a copy of the graph in `directory`, if it takes one; see `change_store`.

    Raises:
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    _read_marker(directory)
    with _writable(directory), write_lock(directory, directory / _LOCK):
        change_store(directory, change)


def change_store[Found](directory: Path, change: Callable[[ox.Store, Callable[[], StoreWriter]], Found]) -> Found:
    """What `change` gives, with the copy that it took of the graph in `directory` published.

    It is given the store as it is published and a function that gives the copy, and must not keep them. Whoever calls
    this is the one who writes the directory.
    """
    current = _read_marker(directory)
    _remove_stores(directory, keep={current})
    try:
        before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
    except (OSError, RuntimeError) as error:
        raise StoreError(_damaged(directory, error)) from error
    with _publishing(directory, before if current else None, current) as copy:
        return change(before, copy)


def make_store[Found](directory: Path, make: Callable[[ox.Store, Callable[[], StoreWriter]], Found]) -> Found:
    """What `make` gives, with the new store that it filled published in place of the one in `directory`.

    It is given the store before, an empty one where that cannot be read, and the function that gives the new one.
    Whoever calls this is the one who writes the directory.
    """
    try:
        current = _read_marker(directory)
        before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
    except (StoreError, OSError, RuntimeError):
        current, before = None, ox.Store()
    with _publishing(directory, None, current) as copy:
        copy()
        found = make(before, copy)
    del before
    _remove_stores(directory, keep={_read_marker(directory)})
    return found


@contextmanager
def _publishing(directory: Path, before: ox.Store | None, current: str | None) -> Iterator[Callable[[], StoreWriter]]:
    """A function that gives the store to write, a copy of `before`; at the end it is published, if it was taken."""
    number = int(current.split("-")[1]) + 1 if current else 1
    name = f"{_PREFIX}{number}-{token_hex(4)}"
    building = directory / f"{_BUILDING}{name}"
    taken: list[StoreWriter] = []

    def copy() -> StoreWriter:
        if not taken:
            taken.append(StoreWriter(before, building))
        return taken[0]

    try:
        yield copy
        for writer in taken:
            writer.finish()
    finally:
        for writer in taken:
            writer.close()
    if taken:
        building.rename(directory / name)
        _write_marker(directory, name)


@contextmanager
def _writable(directory: Path) -> Iterator[None]:
    """Say of a directory that cannot be written that it cannot."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written: {_line(error)}") from error


def _read_marker(directory: Path) -> str | None:
    """The name of the current store; None for a graph in which nothing has been published."""
    try:
        marker = json.loads((directory / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise StoreError(f"{directory}: holds no graph: make one with kg build") from error
    except NotADirectoryError as error:
        raise StoreError(f"{directory}: is a file, not a graph directory") from error
    except OSError as error:
        raise StoreError(f"{directory}: cannot be read: {_line(error)}") from error
    except ValueError as error:
        raise StoreError(f"{directory}: {MARKER} is damaged: kg rebuild makes it anew from the records") from error
    match marker:
        case {"format": "kg graph", "version": int(version)} if version != _VERSION:
            raise StoreError(f"{directory}: was written by another version of kg: build it again elsewhere")
        case {"format": "kg graph", "version": int(), "store": None}:
            return None
        case {"format": "kg graph", "version": int(), "store": str(name)} if _STORE.fullmatch(name):
            return name
    raise StoreError(f"{directory}: {MARKER} is not that of a kg graph: name another directory")


def _write_marker(directory: Path, store: str | None) -> None:
    """Rename a new marker into place, after all that it refers to is on the disk."""
    marker = json.dumps({"format": "kg graph", "version": _VERSION, "store": store})
    write_whole(directory / MARKER, f"{marker}\n")


def _remove_stores(directory: Path, keep: set[str | None]) -> None:
    """Remove what no reader needs: stores before the current one, and what a failed write left behind."""
    for path in sorted(directory.iterdir()):
        if _UNFINISHED.fullmatch(path.name) and path.name.startswith(f".{MARKER}."):  # the other may be somebody's now
            path.unlink(missing_ok=True)
        if path.is_dir() and (path.name.startswith(_BUILDING) or _STORE.fullmatch(path.name)) and path.name not in keep:
            remove_unread(path)


def _damaged(directory: Path, error: BaseException) -> str:
    return f"{directory}: the graph cannot be read ({_line(error)}): kg rebuild makes it anew from the records"


def _line(error: BaseException) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(reason.split())
