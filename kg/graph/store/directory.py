"""Graphs in a directory: opened, and written so that a reader sees the old graph or the new one, whole.

A graph directory holds the records, a marker file and stores, of which the marker names the current one:

    graph/
      records.sqlite           the truth: documents and what was found in them (`kg.records`)
      decisions.jsonl          what people decided about entities (`kg.resolve.decisions`); may be there before the rest
      replies.sqlite           what a language model replied (`kg.llm.kept`); may be there before the rest
      kg-graph.json            {"format": "kg graph", "version": 5, "store": "store-2-9f86d081", "records": …}
      lock                     held by the one process that writes
      store-1-…  store-2-…     Oxigraph stores (RocksDB); once published, a store is never written again

A writer copies the current store (RocksDB checkpoints share their files by hard links), changes the copy, commits the
records and then renames the marker into place: whoever reads sees the old graph or the new one, whole, whatever happens
to the writer. The commit of the records is the one step in which a change happens: it notes the store that is to be
current and the lines that the file of decisions gets (`UnderWay`). A writer that ends before it has changed nothing;
if it ends after, the next command writes file and marker (`settle`). A store that is no longer current stays while a
reader has it open, and is removed by the next write after that. Its name is one that no other store ever has, not that
of a directory which was deleted and made again either.

A store holds one graph, without names: nine orders of quads would take twice the room of three of triples.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on
from kg.graph.rdf.naming import Naming
from kg.graph.store.loading import StoreWriter
from kg.graph.store.locks import MARKER, ReadLock, remove_unread, write_lock
from kg.records.database import Records
from kg.records.salvage import upgrade
from kg.resolve.decisions import FileChange, write_change
from kg.writing import write_whole, written_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rdflib import Dataset

__all__ = [
    "UnderWay",
    "change_directory",
    "change_store",
    "current_store",
    "decisions_file",
    "done",
    "has_records",
    "make_store",
    "naming_of",
    "open_directory",
    "read_directory",
    "records_file",
    "repairing_directory",
    "replacing_records",
    "replies_file",
    "result_of",
    "writing_directory",
]

_LOCK = "lock"
_PREFIX = "store-"
_BUILDING = "building-"
_RECORDS = "records.sqlite"
_DECISIONS = "decisions.jsonl"
_STORE = re.compile(rf"{_PREFIX}[0-9]+-[0-9a-f]{{8}}")
_REPLIES = "replies.sqlite"
_UNFINISHED = re.compile(
    rf"\.({re.escape(MARKER)}|{re.escape(_DECISIONS)}|{re.escape(_RECORDS)})\.[0-9a-f-]+\.part(-\w+)?"
)
"""What a writer that was killed may have left of a file (`kg.writing`)."""
_FIRST = re.compile(rf"{_LOCK}|{re.escape(_DECISIONS)}|{re.escape(_REPLIES)}(-journal)?|{_UNFINISHED.pattern}")
"""What a first build may have left behind before it wrote the marker, or its user put there."""
_UNDER_WAY = "under way"
"""The setting of the records that holds a change until it is done."""
_TRIES = 5
_VERSION = 5


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A change as the records note it in the commit by which it happens.

    `command` is what was asked for: repeated after a failure it gives the `result`, and is not done twice. `store` is
    the store that is to be current, None if it stays; `decisions` are the lines that the file of decisions gets.
    """

    command: tuple[str, ...] = ()
    result: tuple[Any, ...] = ()
    decisions: FileChange = field(default_factory=FileChange)
    store: str | None = None
    settled: bool = False


def result_of(records: Records, command: tuple[str, ...]) -> tuple[Any, ...] | None:
    """Return what a command gave that was done and failed later, None if it was not the last that changed the graph."""
    change = _under_way(records)
    return change.result if change is not None and change.command == command else None


def done(records: Records) -> None:
    """Note that the command which changed the graph last has come to its end."""
    records.set(_UNDER_WAY, None)
    records.commit()


def settle(directory: Path, records: Records) -> None:
    """Finish a change that is committed: write the lines of decisions and the marker, if that is still to be done."""
    change = _under_way(records)
    if change is None or change.settled:
        return
    write_change(decisions_file(directory), change.decisions)
    if change.store is not None:
        _write_marker(directory, change.store, records.setting("id"))
    _note(records, replace(change, settled=True) if change.command else None)
    records.commit()


def _under_way(records: Records) -> UnderWay | None:
    text = records.setting(_UNDER_WAY)
    if text is None:
        return None
    values = json.loads(text)
    lines = values.pop("decisions")
    decisions = FileChange(tuple(lines["added"]), tuple((old, new) for old, new in lines["replaced"]))
    command, result = tuple(values.pop("command")), tuple(values.pop("result"))
    return UnderWay(command, result, decisions, **values)


def _note(records: Records, change: UnderWay | None) -> None:
    records.set(_UNDER_WAY, None if change is None else json.dumps(asdict(change)))


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
            with _records(directory, write=True) as records:
                settle(directory, records)
                yield records
        finally:
            if new and _is_bare(directory) and not replies_file(directory).exists():
                gone = directory.with_name(f".{directory.name}-{token_hex(4)}")  # at once, beside a first build
                with suppress(OSError):
                    directory.rename(gone)
                shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def repairing_directory(directory: Path) -> Iterator[Records]:
    """The records of `directory`, to make all else in it anew from; what is wrong with its marker does not matter.

    Raises:
        StoreError: the directory holds no records or cannot be written, or another process is writing it.
    """
    if not has_records(directory):
        _read_marker(directory)  # which says what is wrong if there is no graph at all
        raise StoreError(_unfit(directory))
    with (
        _writable(directory),
        write_lock(directory, directory / _LOCK),
        _upgraded(directory) as records,
    ):
        settle(directory, records)
        yield records


@contextmanager
def replacing_records(directory: Path) -> Iterator[Records]:
    """Give new records, which take the place of those of `directory`; the old file stays beside them.

    Raises:
        StoreError: there is no graph, or it cannot be written, or another process is writing it.
    """
    _, owner = _marker(directory)
    path, token = directory / _RECORDS, token_hex(4)
    with (
        _writable(directory),
        write_lock(directory, directory / _LOCK),
        written_beside(path) as fresh,
        Records(fresh, write=True) as records,
    ):
        if owner is not None:
            records.set("id", owner)
        yield records
        records.commit()
        records.close()
        for old in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))):
            if old.exists():
                old.rename(old.with_name(f"damaged-{token}-{old.name}"))


@contextmanager
def _upgraded(directory: Path) -> Iterator[Records]:
    """The records of a directory to be written, brought up to this version if an earlier one wrote them."""
    path = directory / _RECORDS
    if path.stat().st_size:
        upgrade(path)
    with _records(directory, write=True) as records:
        yield records


def _records(directory: Path, *, write: bool = False) -> Records:
    """Open the records of a directory.

    Raises:
        StoreError: they cannot be read, or are not those that the published store was made from.
    """
    path = directory / _RECORDS
    try:
        store, owner = _marker(directory)
    except StoreError:  # a marker that is damaged is made anew
        store, owner = next((each.name for each in directory.iterdir() if _STORE.fullmatch(each.name)), None), None
    if store is None:
        return Records(path, write=write)
    if not path.exists() or not path.stat().st_size:
        raise StoreError(_unfit(directory))
    records = Records(path, write=write)
    if owner is None:  # an earlier version wrote the marker
        fits = not records.is_empty() or not _holds_triples(directory / store)
    else:
        fits = records.setting("id") == owner
    if fits:
        return records
    records.close()
    raise StoreError(_unfit(directory))


def _unfit(directory: Path) -> str:
    return f"{directory}: its records are gone or not those of its graph: kg recover makes them anew from the graph"


def _holds_triples(store: Path) -> bool:
    try:
        return len(ox.Store.read_only(str(store))) > 0
    except (OSError, RuntimeError):
        return True


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
    records = _records(directory)
    change = _under_way(records)
    if change is not None and not change.settled:
        with suppress(StoreError), writing_directory(directory):
            pass  # which finishes the change, unless its writer is at it, or it cannot be written here
    return records


def has_records(directory: Path) -> bool:
    """Whether a directory holds records, whatever else there is in it."""
    return records_file(directory).exists()


def records_file(directory: Path) -> Path:
    """Where the records of a directory stand, if there are any."""
    return directory / _RECORDS


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
    with writing_directory(directory) as records:
        change_store(directory, records, change)


def change_store[Found](
    directory: Path,
    records: Records,
    change: Callable[[ox.Store, Callable[[], StoreWriter]], Found],
    under_way: UnderWay | None = None,
    *,
    anew: bool = False,
) -> Found:
    """Return what `change` gives, with the copy that it took of the graph in `directory` published.

    It is given the store as it is published and a function that gives the copy, and must not keep them; with `anew` an
    empty one. What was put into the records is committed with it, and with what `under_way` says.
    The caller is the one who writes the directory.
    """
    current = _read_marker(directory)
    _remove_stores(directory, keep={current})
    try:
        before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
    except (OSError, RuntimeError) as error:
        raise StoreError(_damaged(directory, error)) from error
    with _publishing(directory, records, before if current and not anew else None, current, under_way) as copy:
        return change(before, copy)


def make_store[Found](
    directory: Path, records: Records, make: Callable[[ox.Store, Callable[[], StoreWriter]], Found]
) -> Found:
    """Return what `make` gives, with the new store that it filled published in place of the one in `directory`.

    It is given the store before, an empty one if that cannot be read, and the function that gives the new one. The
    caller is the one who writes the directory.
    """
    try:
        current = _read_marker(directory)
        before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
    except (StoreError, OSError, RuntimeError):
        current, before = None, ox.Store()
    with _publishing(directory, records, None, current) as copy:
        copy()
        found = make(before, copy)
    del before
    _remove_stores(directory, keep={_read_marker(directory)})
    return found


@contextmanager
def _publishing(
    directory: Path,
    records: Records,
    before: ox.Store | None,
    current: str | None,
    under_way: UnderWay | None = None,
) -> Iterator[Callable[[], StoreWriter]]:
    """Give a function that gives the store to write, a copy of `before`.

    At the end the records are committed and the store is published, if it was taken.
    """
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
    prior = _under_way(records)
    if under_way is None and prior is not None:  # its command may be repeated
        under_way = replace(prior, decisions=FileChange(), settled=False)
    change = replace(under_way or UnderWay(), store=name if taken else None)
    if change.command or change.decisions or change.store:
        _note(records, change)
    records.commit()
    settle(directory, records)


@contextmanager
def _writable(directory: Path) -> Iterator[None]:
    """Say of a directory that cannot be written that it cannot."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written: {_line(error)}") from error


def _read_marker(directory: Path) -> str | None:
    """The name of the current store; None for a graph in which nothing has been published."""
    return _marker(directory)[0]


def _marker(directory: Path) -> tuple[str | None, str | None]:
    """Return the names of the current store and of the records that it was made from; None if not known."""
    try:
        marker = json.loads((directory / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if (directory / _LOCK).exists():
            raise StoreError(  # the lock of a first build, which is at work or was killed
                f"{directory}: holds no graph, unless another process is writing it: try again when it is done, "
                "or make one with kg build"
            ) from error
        raise StoreError(f"{directory}: holds no graph: make one with kg build") from error
    except NotADirectoryError as error:
        raise StoreError(f"{directory}: is a file, not a graph directory") from error
    except OSError as error:
        raise StoreError(f"{directory}: cannot be read: {_line(error)}") from error
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{directory}: {MARKER} is damaged: kg rebuild makes it anew from the records") from error
    match marker:
        case {"format": "kg graph", "version": int(version)} if version != _VERSION:
            if version > _VERSION:
                raise StoreError(f"{directory}: was written by a later version of kg: use that one")
            raise StoreError(f"{directory}: was written by an earlier version of kg: kg rebuild brings it up to date")
        case {"format": "kg graph", "version": int(), "store": None}:
            return None, None
        case {"format": "kg graph", "version": int(), "store": str(name)} if _STORE.fullmatch(name):
            owner = marker.get("records")
            return name, owner if isinstance(owner, str) else None
    raise StoreError(f"{directory}: {MARKER} is not that of a kg graph: name another directory")


def _write_marker(directory: Path, store: str | None, records: str | None = None) -> None:
    """Rename a new marker into place, after all that it refers to is on the disk."""
    named = {} if records is None else {"records": records}
    marker = json.dumps({"format": "kg graph", "version": _VERSION, "store": store} | named)
    write_whole(directory / MARKER, f"{marker}\n")


def _remove_stores(directory: Path, keep: set[str | None]) -> None:
    """Remove what no reader needs: stores before the current one, and what a failed write left behind."""
    for path in sorted(directory.iterdir()):
        if _UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)
        if path.is_dir() and (path.name.startswith(_BUILDING) or _STORE.fullmatch(path.name)) and path.name not in keep:
            remove_unread(path)


def _damaged(directory: Path, error: BaseException) -> str:
    return f"{directory}: the graph cannot be read ({_line(error)}): kg rebuild makes it anew from the records"


def _line(error: BaseException) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(reason.split())
