"""Files and folders to documents, one at a time."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.read.forms import SUFFIXES, form_of, may_hold_many, require_format, suffix_of
from kg.read.memory import Held
from kg.read.metadata import is_address, is_remote
from kg.read.model import DEFAULTS, MAX_BYTES, STANDARD_INPUT, Failure, Input, Metadata, Options, Remark, buffered
from kg.read.reading import not_a_form, read_input
from kg.read.remote import read_remote
from kg.read.text import decode, require_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

__all__ = ["Reading", "read_lines", "read_source", "read_sources"]

_MARK = re.compile(r"[#!]")
"""What parts a file's name from that of a document in it."""
_FILES_OF_PAGE = ("_files", ".files", "-Dateien", "_fichiers")
"""How browsers name the folder beside a page that they save; what is in it belongs to the page."""
_UNSAID = frozenset({"", ".xml"})
"""Endings that say too little: what is in the file tells."""
_BYTES_OF_DOCUMENT = 4_000
"""About how large an article is in a file of many."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Documents as they are read from their files.

    `documents` reads as it is iterated, so a corpus need not fit in memory; `failures` is complete once it is
    exhausted, and so is `remarks`, on what was read with a proviso. `total` is the number of documents to come, at
    most, None where some input may hold any number of them; `expected` is about how many, as far as sizes of files
    tell. `ignored` counts the files passed over because kg has no reader for their kind. `folders` are the absolute
    paths of those that were named.
    """

    documents: Iterator[Document]
    failures: list[Failure]
    remarks: list[Remark]
    total: int | None
    expected: int
    ignored: int
    folders: tuple[str, ...] = ()

    def gone(self, sources: Iterable[str], seen: Container[str]) -> set[str]:
        """Which sources in the folders that were named are there no more: their file, or they in their file.

        `seen` are the sources of all documents of this reading. What lay in a file of which a part could not be read is
        not gone.
        """
        inside = tuple(f"{folder.rstrip(os.sep)}{os.sep}" for folder in self.folders)
        broken = {_absolute(Path(failure.path)) for failure in self.failures}
        found = set()
        for source in sources:
            if not source.startswith(inside) or Path(source).exists():
                continue
            marks = (match.start() for match in _MARK.finditer(source))
            file = next((source[:mark] for mark in marks if Path(source[:mark]).is_file()), None)
            if file is None or (source not in seen and not any(each.startswith(file) for each in broken)):
                found.add(source)
        return found


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    shown: str
    inside: str
    """The path relative to the named folder, without suffix; of a named file, its stem."""
    size: int

    @property
    def stem(self) -> str:
        return self.inside.rpartition("/")[2]


@dataclass(slots=True)
class _Named:
    """One path that the user named, and what was found there."""

    shown: str
    failures: list[Failure]
    """Those of every named path: shared."""
    folder: bool = False
    elsewhere: bool = False
    """Whether it is an address or standard input."""
    held: Held | None = None
    files: list[_File] = field(default_factory=list)
    ignored: int = 0
    seen_before: int = 0

    def fail(self, path: Path, reason: str) -> None:
        """Note a file that cannot be read."""
        self.failures.append(Failure(_show(path), reason))


def read_sources(
    sources: Sequence[Path | str | Held],
    *,
    date: date | None = None,
    publisher: str | None = None,
    options: Options = DEFAULTS,
) -> Reading:
    """Read files and folders of the forms in `kg.read.forms`, addresses (http://…), standard input ("-"), texts held.

    Folders are read recursively in sorted order, without hidden files and without the folders that browsers save beside
    a page; directory links are followed once, and a file that is reached twice is read once. `date` and `publisher`
    are those of documents that give none of themselves. A document's id is its file's stem, or, where two share one,
    the path inside the folder that was named; of several documents in one file, with what tells them apart.

    Raises:
        ReadError: nothing was named; a named path is not there or of no form that is read; a named folder has no file
            of one; or nothing at all can be read. It is raised before the first document is handed out, so nothing has
            been done by then. Any other file that cannot be read is among `failures`.
    """
    if not sources:
        raise ReadError("no file or folder was named")
    require_format(options.form)
    taken: set[tuple[int, int]] = set()
    failures: list[Failure] = []
    named = [_find(each, taken, failures, options) for each in sources]
    files = [file for name in named for file in name.files]
    many = [file for file in files if may_hold_many(file.path.name, options)]
    elsewhere = any(name.elsewhere for name in named)
    held = [name.held.number for name in named if name.held is not None]
    reading = Reading(
        documents=iter(()),
        failures=failures,
        remarks=[],
        total=None if many or elsewhere or None in held else len(files) + sum(filter(None, held)),
        expected=len(files) + sum(filter(None, held)) + sum(file.size // _BYTES_OF_DOCUMENT for file in many),
        ignored=sum(name.ignored for name in named),
        folders=tuple(
            _absolute(Path(each))
            for each, name in zip(sources, named, strict=True)
            if name.folder and not isinstance(each, Held)
        ),
    )
    documents = _documents(named, reading, Metadata(publisher=publisher), date, options)
    first = next(documents, None)
    if first is None:
        raise ReadError(_nothing_readable(named, failures))
    return replace(reading, documents=chain([first], documents))


def _find(path: Path | str | Held, taken: set[tuple[int, int]], failures: list[Failure], options: Options) -> _Named:
    """What a named path leads to; each real file once, which `taken` remembers by device and inode."""
    if isinstance(path, Held):
        return _Named("records", failures, held=path)
    if isinstance(path, str) and (path == STANDARD_INPUT or is_address(path) or is_remote(path)):
        return _Named(path, failures, elsewhere=True)
    path = Path(path)
    shown = _show(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ReadError(f"{shown}: {_why(error)}") from error
    named = _Named(shown, failures, folder=stat.S_ISDIR(mode))
    if named.folder:
        before = len(failures)
        for file in _walk(path, named):
            suffix = suffix_of(file.name)
            if suffix in SUFFIXES or (suffix in _UNSAID and _has_form(file, options)):
                _take(named, file, file.relative_to(path).with_suffix(""), taken)
            else:
                named.ignored += 1
        if not named.files and not named.seen_before and len(failures) == before:
            raise ReadError(f"{shown}: nothing to read: no file in it is of a kind that kg reads")
    elif not stat.S_ISREG(mode):
        raise ReadError(f"{shown}: neither a file nor a folder")
    elif suffix_of(path.name) not in SUFFIXES and not _has_form(path, options):
        raise ReadError(f"{shown}: {not_a_form()}")
    else:
        _take(named, path, Path(path.stem), taken)
    return named


def _has_form(path: Path, options: Options) -> bool:
    """Whether a file is of a form that is read, whatever its name says; a file that cannot be opened is of none."""
    try:
        with _opened(path) as stream:
            return form_of(Input(path.name, buffered(stream), "", "", "", options=options)) is not None
    except (OSError, ReadError):
        return False


def _opened(path: Path) -> BinaryIO:
    """A regular file, open to read; never one that could make us wait, even where it was exchanged since it was found.

    Raises:
        ReadError: it is a device, a pipe or a folder.
        OSError: it cannot be opened.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ReadError("not a regular file")
    return os.fdopen(handle, "rb")


def _take(named: _Named, path: Path, inside: Path, taken: set[tuple[int, int]]) -> None:
    try:
        status = path.stat()
    except OSError as error:
        named.fail(path, _why(error))
        return
    if not stat.S_ISREG(status.st_mode):
        named.fail(path, "not a regular file")
        return
    key = (status.st_dev, status.st_ino)
    if key in taken:
        named.seen_before += 1
        return
    taken.add(key)
    named.files.append(_File(path, _show(path), _show(inside), status.st_size))


def _walk(folder: Path, named: _Named) -> Iterator[Path]:
    """Every file under `folder` that is not hidden, in sorted order, each real directory once."""

    def note(error: OSError) -> None:
        named.fail(Path(error.filename), _why(error))

    entered: set[tuple[int, int]] = set()
    for where, directories, names in os.walk(folder, onerror=note, followlinks=True):
        status = Path(where).stat()
        key = (status.st_dev, status.st_ino)
        if key in entered:
            directories.clear()
            continue
        entered.add(key)
        pages = {Path(name).stem for name in names if suffix_of(name) in {".html", ".htm"}}
        beside = {f"{page}{ending}" for page in pages for ending in _FILES_OF_PAGE}
        directories[:] = sorted(name for name in directories if not name.startswith(".") and name not in beside)
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(where, name)


def _documents(
    named: list[_Named], reading: Reading, defaults: Metadata, date: date | None, options: Options
) -> Iterator[Document]:
    ids = _distinct_ids([file for name in named for file in name.files])
    for name in named:
        if name.held is not None:
            yield from _told(name.held.input(options), reading, defaults, date)
        if name.elsewhere:
            for each in _elsewhere(name.shown, options):
                yield from _told(each, reading, defaults, date)
        for file in name.files:
            source = _absolute(file.path)
            try:
                with _opened(file.path) as stream:
                    found = Input(file.path.name, buffered(stream), file.shown, source, ids[file.path], options=options)
                    yield from _told(found, reading, defaults, date)
            except (OSError, ValueError, ReadError) as error:
                reading.failures.append(Failure(file.shown, _why(error)))


def _elsewhere(name: str, options: Options) -> Iterator[Input | Failure]:
    """What comes by standard input, or is at an address."""
    if name == STANDARD_INPUT:
        stream = buffered(sys.stdin.buffer)
        yield Input(STANDARD_INPUT, stream, "standard input", STANDARD_INPUT, "stdin", options=options)
        return
    if is_remote(name):
        yield from read_remote(name, options)
        return
    from kg.read.web.site import Site  # what speaks HTTP is loaded where an address is named

    with closing(Site(options)) as site:
        yield from site.read(name)


def _told(source: Input | Failure, reading: Reading, defaults: Metadata, date: date | None) -> Iterator[Document]:
    """The documents of an input; what else comes of it is noted."""
    for each in [source] if isinstance(source, Failure) else read_input(source, defaults, date=date):
        if isinstance(each, Document):
            yield each
        elif isinstance(each, Failure):
            reading.failures.append(each)
        else:
            reading.remarks.append(each)


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file, as they are: one sentence each.

    Raises:
        ReadError: the file cannot be read, is no text, or has a line that is too long.
    """
    text = read_source(path)
    try:
        require_words(text)
    except ReadError as error:
        raise ReadError(f"{_show(path)}: {error}") from error
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def read_source(path: Path) -> str:
    """A UTF-8 file's text, as it is: a query, say. ReadError, naming the file, where it cannot be read."""
    try:
        return _decoded(path)
    except ReadError as error:
        raise ReadError(f"{_show(path)}: {error}") from error


def _decoded(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ReadError(_why(error)) from error
    if len(data) > MAX_BYTES:
        raise ReadError(f"larger than {MAX_BYTES // 1_000_000} MB: split it")
    return decode(data)


def _distinct_ids(files: list[_File]) -> dict[Path, str]:
    """A stem where it is the only one, else the first longer name that is: inside its folder, as shown, numbered."""
    ids: dict[Path, str] = {}
    used: set[str] = set()
    stems = Counter(file.stem for file in files)
    insides = Counter(file.inside for file in files)
    for number, file in enumerate(files):
        choices = [
            *([file.stem] if stems[file.stem] == 1 else []),
            *([file.inside] if insides[file.inside] == 1 else []),
            file.shown,
            f"{file.shown}#{number}",
        ]
        ids[file.path] = next(choice for choice in choices if choice not in used)
        used.add(ids[file.path])
    return ids


def _nothing_readable(named: list[_Named], failures: list[Failure]) -> str:
    if not failures:
        return f"{named[0].shown}: nothing to read"
    first, more = failures[0], len(failures) - 1
    why = f"{first.path}: {first.reason}"
    if len(named) == 1 and named[0].folder:
        return f"{named[0].shown}: nothing readable in it; {why}"
    return f"{why}; and {more:,} more that cannot be read" if more else why


def _why(error: OSError | ValueError | ReadError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()


def _absolute(path: Path) -> str:
    """The absolute path by which a file is known again; what of a name is no text becomes U+FFFD."""
    return _show(path.absolute())


def _show(path: Path) -> str:
    """The path as the user wrote it; what of a name cannot be printed becomes U+FFFD."""
    name = os.fsencode(path.as_posix()).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in name)
