"""Graphs in a directory: opened, and written so that a reader sees the old graph or the new one, whole.

A graph directory holds the records, a marker file and stores, of which the marker names the current one:

    graph/
      records.sqlite           the truth: documents and what was found in them (`kg.records`)
      decisions.jsonl          what people decided about entities (`kg.resolve.decisions`); may be there before the rest
      replies.sqlite           what a language model replied (`kg.llm.kept`); may be there before the rest
      kg-graph.json            {"format": "kg graph", "version": 5, "store": "store-2-9f86d081", "records": …}
      graph.html               the page of the current store, if it was drawn: it goes when another is published
      lock                     held by the one process that writes
      store-1-…  store-2-…     Oxigraph stores (RocksDB); once published, a store is never written again

A writer copies the current store (RocksDB checkpoints share their files by hard links), changes the copy, commits the
records and then renames the marker into place: whoever reads sees the old graph or the new one, whole, whatever happens
to the writer. The commit of the records is the one step in which a change happens: it notes the store that is to be
current and the lines that the file of decisions gets (`UnderWay`). A writer that ends before it has changed nothing;
if it ends after, the next command writes file and marker (`settle`). A store that is no longer current stays while a
reader has it open, and is removed by the next write after that. Its name is one that no other store ever has, not that
of a directory which was deleted and made again either.

One process writes a directory, and a store that a reader has open is locked: RocksDB opens a store's files as it comes
to need them, so a reader whose store was removed would fail in the middle.

A store holds one graph, without names: nine orders of quads would take twice the room of three of triples.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from errno import ENOENT
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.collector import give_back
from kg.errors import StoreError
from kg.graph.rdf.dataset import EmbeddedStore, Target, dataset_on, written
from kg.graph.rdf.naming import Naming
from kg.records.database import Records
from kg.records.salvage import upgrade
from kg.resolve.decisions import FileChange, write_change
from kg.writing import write_whole, written_beside

try:
    import fcntl
except ImportError:  # Windows: nothing is kept apart there
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from rdflib import Dataset

MARKER = "kg-graph.json"
"""The file that names the store which is published."""


def publication(directory: Path) -> tuple[int, int] | None:
    """Return the marker's number and time, which change when another store is published; None without a marker."""
    try:
        found = (directory / MARKER).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


class ReadLock:
    """A shared lock that keeps a store's directory from being removed, until it is dropped or its process ends."""

    def __init__(self, store: Path) -> None:
        """Lock a store; OSError where it is gone or is being removed."""
        self.store, self._file = store, -1
        if fcntl is not None:
            self._file = os.open(store, os.O_RDONLY)
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def __del__(self) -> None:
        """Unlock it."""
        if self._file >= 0:
            os.close(self._file)


def remove_unread(store: Path) -> None:
    """Remove a store's directory, unless a reader has locked it: then a later write does."""
    if fcntl is None:
        shutil.rmtree(store, ignore_errors=True)
        return
    with suppress(FileNotFoundError):
        file = os.open(store, os.O_RDONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            shutil.rmtree(store, ignore_errors=True)
        finally:
            os.close(file)


@contextmanager
def write_lock(directory: Path, lock: Path) -> Iterator[None]:
    """Be the one process that writes `directory`; StoreError where another is.

    Raises:
        FileNotFoundError: the directory is not there, or was removed while this process waited.
    """
    with lock.open("a") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreError(f"{directory}: another process is writing it: try again when it is done") from error
            if not _is_at(file.fileno(), lock):  # whoever held it removed the directory with it
                raise FileNotFoundError(ENOENT, "was removed by another process", str(lock))
        yield


def _is_at(file: int, path: Path) -> bool:
    """Return whether an open file is still the one at a path."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


_WORTH = 0.5
"""How many characters must be loaded for each byte of a store for it to be reordered, which takes time by its size."""
_LARGE = 300_000_000
"""The bytes from which a new store is put in order: of a smaller one, that of 2,000 articles, all is read quickly."""
_PIPES = Path("/dev/fd").exists()
"""Whether a pipe can be read by name, as Unix lets it."""


class StoreWriter(Target):
    """A store that is being built: triples go out of it and into it.

    All that is added between two calls of `settle` is one load, which Oxigraph sorts by itself in batches of a million.
    What is loaded is put in order afterwards, where it is much of an old store or makes a large one: that is read in
    two thirds of the time or less, and takes a third more room.
    """

    def __init__(self, before: ox.Store | None, building: Path) -> None:
        self.new = before is None
        if before is not None:
            before.backup(str(building))
        self.building = building
        super().__init__(ox.Store(str(building)))
        self.thread = ThreadPoolExecutor(1, "load")  # Oxigraph loads without holding Python's lock
        self.loading: Future[None] | None = None
        self.into: IO[bytes] | None = None
        self.loaded = 0

    def add(self, lines: list[str], graph: str | None = None) -> None:
        """Put triples, as N-Triples without full stops, into the store, or a named graph of it."""
        if not lines:
            return
        part = written(lines, graph)
        self.loaded += len(part)
        into = self.into or self._begin()
        try:
            into.write(part)
        except BrokenPipeError:  # the load failed: its own error says why
            self.settle()
            raise

    def remove_graph(self, graph: str) -> None:
        """Empty a named graph."""
        self.settle()
        super().remove_graph(graph)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads that were in the store before."""
        self.settle()  # what the thread is loading may be half there
        super().remove(quads)

    def settle(self) -> None:
        """See that all that was added is in the store."""
        into, loading, self.into, self.loading = self.into, self.loading, None, None
        if into is not None:
            if loading is None:
                into.seek(0)
                with into:
                    self.store.bulk_load(into, ox.RdfFormat.N_QUADS, lenient=True)
                return
            with suppress(BrokenPipeError):
                into.close()
            loading.result()

    def finish(self) -> None:
        """See all of it on the disk, in an order that is quick to read, if what is new is worth the reordering."""
        self.settle()
        self.store.flush()
        size = _bytes(self.building)
        if self.loaded > _WORTH * size and not (self.new and size < _LARGE):
            self.store.optimize()

    def close(self) -> None:
        """End the thread and close the store."""
        if self.into is not None:
            with suppress(OSError):
                self.into.close()
        self.thread.shutdown()
        with suppress(AttributeError):
            del self.store  # Oxigraph has no other way
        give_back()  # loading takes hundreds of megabytes, which what comes next could not have

    def _begin(self) -> IO[bytes]:
        """Return what is written to for a load: a pipe to the thread that loads, or a file where there are none."""
        if not _PIPES:
            self.into = TemporaryFile()  # noqa: SIM115 - closed by `settle`
        else:
            end, begin = os.pipe()
            self.into = os.fdopen(begin, "wb")
            self.loading = self.thread.submit(_load, self.store, end)
        return self.into


def _bytes(directory: Path) -> int:
    total = 0
    for path in directory.iterdir():
        with suppress(FileNotFoundError):  # RocksDB tidies up behind itself
            total += path.stat().st_size
    return total


def _load(store: ox.Store, end: int) -> None:
    try:
        _bulk_load(store, end)
    finally:
        os.close(end)  # so that who writes is not kept waiting


def _bulk_load(store: ox.Store, end: int) -> None:
    store.bulk_load(path=f"/dev/fd/{end}", format=ox.RdfFormat.N_QUADS, lenient=True)


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
        page_file(directory).unlink(missing_ok=True)  # after the marker, by which whoever draws one sees that it is old
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
    return _marker(directory)[0]


def open_directory(directory: Path) -> Dataset:
    """The graph in `directory`, to read: as it is now, whatever is written there later.

    Raises:
        StoreError: there is no graph, or it cannot be read.
    """
    for _ in range(_TRIES):  # between reading the marker and locking the store, other writes may remove it
        name = current_store(directory)
        if name is None:
            return dataset_on(EmbeddedStore(ox.Store()), union=True)
        try:
            lock = ReadLock(directory / name)
            return dataset_on(EmbeddedStore(ox.Store.read_only(str(directory / name)), lock), union=True)
        except (OSError, RuntimeError) as error:  # what Oxigraph raises for a damaged store
            failure = error
    raise StoreError(_damaged(directory, failure))


def is_current(dataset: Dataset, directory: Path) -> bool:
    """Return whether a graph that was opened in `directory` is the one that is published there."""
    lock = dataset.store.lock if isinstance(dataset.store, EmbeddedStore) else None
    return current_store(directory) == (lock.store.name if isinstance(lock, ReadLock) else None)


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
        current_store(directory)
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
        current_store(directory)  # which says what is wrong if there is no graph at all
        raise StoreError(_unfit(directory))
    path = directory / _RECORDS
    with _writable(directory), write_lock(directory, directory / _LOCK):
        if path.stat().st_size:
            upgrade(path)
        with _records(directory, write=True) as records:
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
        current_store(directory)
        return
    if not directory.exists():
        return
    foreign = [path.name for path in directory.iterdir() if not _FIRST.fullmatch(path.name)]
    if foreign and not (directory / MARKER).exists():  # another process may have made it just now
        raise StoreError(f"{directory}: is not empty and holds no kg graph: name a new or an empty directory")


def _is_bare(directory: Path) -> bool:
    """Whether nothing was ever kept in a directory."""
    if current_store(directory) is not None:
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
    current_store(directory)
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


def page_file(directory: Path) -> Path:
    """Where the page of a directory stands, if it was drawn since the graph changed."""
    return directory / "graph.html"


def replies_file(directory: Path) -> Path:
    """Where the replies of a language model to requests about a directory's documents are kept, if there are any."""
    return directory / _REPLIES


def naming_of(directory: Path) -> Naming:
    """What gives IRIs in the graph of a directory; StoreError as for `read_directory`."""
    with read_directory(directory) as records:
        return Naming.of(records)


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
    current = current_store(directory)
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
        current = current_store(directory)
        before = ox.Store.read_only(str(directory / current)) if current else ox.Store()
    except (StoreError, OSError, RuntimeError):
        current, before = None, ox.Store()
    with _publishing(directory, records, None, current) as copy:
        copy()
        found = make(before, copy)
    del before
    _remove_stores(directory, keep={current_store(directory)})
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
