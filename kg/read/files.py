"""Files and folders to documents, one at a time: those of this machine, and by addresses that fsspec knows (s3://…).

Who names such an address has what speaks its protocol installed (s3fs, gcsfs); the credentials are its affair. The
names of files are kept as they are, whatever they hold (`kg.spelling.storable_path`); whoever shows them escapes them.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import MissingPackageError, ReadError
from kg.model import Document
from kg.read.formats import SUFFIXES, format_of, is_plain_text, may_hold_many, require_format, suffix_of
from kg.read.memory import Held
from kg.read.metadata import is_address, is_remote, one_line
from kg.read.model import DEFAULTS, STANDARD_INPUT, Failure, Input, Metadata, Options, Remark, buffered
from kg.read.reading import UNKNOWN_FORMAT, read_input
from kg.read.text import decode_any, require_words
from kg.spelling import path_in, storable_path

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from kg.read.reading import Read

_MARK = re.compile(r"[#!]")
"""Between a file's name and that of a document in it."""
_FILES_OF_PAGE = ("_files", ".files", "-Dateien", "_fichiers")
"""The ends of the names of folders that browsers save beside a page; their files belong to the page."""
_UNSAID = frozenset({"", ".xml"})
"""Suffixes that say too little: the file's first bytes decide."""
_BYTES_OF_DOCUMENT = 4_000
"""The estimated size of an article in a file of many."""
_HARMLESS = 1_000_000
"""A plain text of no more bytes is read without a process of its own."""
_LISTED = 5
"""The failures of a kind that are listed for each input."""
_VARIES = re.compile(r"\d[\d,]*|\(.*\)|'.*'")


@dataclass(frozen=True, slots=True)
class Reading:
    """Documents as they are read from their files.

    `documents` reads as it is iterated, so a corpus need not fit in memory; `failures` is complete once it is
    exhausted, and so is `remarks`, on what was read less than surely or wholly. `total` is the most documents to come,
    None if some input may hold any number of them; `expected` is an estimate by the sizes of files. `ignored` counts
    the files that were skipped because kg does not read their format. `folders` are the absolute paths of those that
    were named.
    """

    documents: Iterator[Document]
    failures: list[Failure]
    remarks: list[Remark]
    total: int | None
    expected: int
    ignored: int
    folders: tuple[str, ...] = ()

    def gone(self, sources: Iterable[str], seen: Container[str]) -> set[str]:
        """Return the sources in the named folders that are there no more: their file, or they in their file.

        `seen` are the sources of all documents of this reading. What lay in a file of which a part could not be read is
        not gone.
        """
        inside = tuple(f"{folder.rstrip(os.sep)}{os.sep}" for folder in self.folders)
        broken = {storable_path(str(Path(path_in(failure.path)).absolute())) for failure in self.failures}
        found = set()
        for source in sources:
            if not source.startswith(inside) or Path(path_in(source)).exists():
                continue
            marks = (match.start() for match in _MARK.finditer(source))
            file = next((source[:mark] for mark in marks if Path(path_in(source[:mark])).is_file()), None)
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
    """Return whether it is an address or standard input."""
    held: Held | None = None
    files: list[_File] = field(default_factory=list)
    ignored: int = 0
    seen_before: int = 0

    def fail(self, path: Path, reason: str) -> None:
        """Note a file that cannot be read."""
        self.failures.append(Failure(storable_path(path.as_posix()), reason))


def read_sources(  # noqa: PLR0913 (each is an option of its own)
    sources: Sequence[Path | str | Held],
    *,
    date: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    options: Options = DEFAULTS,
    english: frozenset[str] = frozenset(),
) -> Reading:
    """Read files and folders of the formats in `kg.read.formats`, addresses, standard input ("-"), texts in memory.

    Folders are read recursively in sorted order, without hidden files and without the folders that browsers save beside
    a page; directory links are followed once, and a file that is reached twice is read once. `date`, `publisher`
    and `language` are those of documents that give none of themselves; without `language` only English is read, with
    `*` any language as it is detected. `english` are the hashes (`kg.records.codec`) of texts that are known to be in
    English: they are not judged again. A document's id is its file's stem, or, where two share one, the path inside the
    folder that was named; of several documents in one file, with what tells them apart.

    Raises:
        ReadError: nothing was named; a named path does not exist or is of no format that is read; a named folder has
            no file of one; or nothing at all can be read. It is raised before the first document is handed out, so
            nothing has been done by then. Any other file that cannot be read is among `failures`.
    """
    if not sources:
        raise ReadError("no file or folder was named")
    require_format(options.format)
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
            storable_path(str(Path(each).absolute()))
            for each, name in zip(sources, named, strict=True)
            if name.folder and not isinstance(each, Held)
        ),
    )
    documents = _documents(named, reading, Metadata(publisher=publisher, language=language), date, options, english)
    first = next(documents, None)
    if first is None:
        raise ReadError(_nothing_readable(named, failures))
    return replace(reading, documents=chain([first], documents))


def _find(path: Path | str | Held, taken: set[tuple[int, int]], failures: list[Failure], options: Options) -> _Named:
    """Return what a named path leads to; each real file once, which `taken` remembers by device and inode."""
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
            if suffix in SUFFIXES or (suffix in _UNSAID and _is_readable(file, options)):
                _take(named, file, file.relative_to(path).with_suffix(""), taken)
            else:
                named.ignored += 1
        if not named.files and not named.seen_before and len(failures) == before:
            raise ReadError(f"{shown}: nothing to read: it has no file of a format that kg reads")
    elif not stat.S_ISREG(mode):
        raise ReadError(f"{shown}: neither a file nor a folder")
    elif suffix_of(path.name) not in SUFFIXES and not _is_readable(path, options):
        raise ReadError(f"{shown}: {UNKNOWN_FORMAT}")
    else:
        _take(named, path, Path(path.stem), taken)
    return named


def _is_readable(path: Path, options: Options) -> bool:
    """Return whether a file is of a format that is read, whatever its name is; one that cannot be opened is of none."""
    try:
        with _opened(path) as stream:
            return format_of(Input(path.name, buffered(stream), "", "", "", options=options)) is not None
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
    named.files.append(_File(path, storable_path(path.as_posix()), _show(inside), status.st_size))


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


def _documents(  # noqa: PLR0913, PLR0917 (all that reading depends on)
    named: list[_Named],
    reading: Reading,
    defaults: Metadata,
    date: date | None,
    options: Options,
    english: frozenset[str],
) -> Iterator[Document]:
    from kg.read.process import ReaderProcess

    ids = _distinct_ids([file for name in named for file in name.files])
    with closing(ReaderProcess(english=english)) as process:
        for name in named:
            if name.held is not None:
                yield from _noted(process.read(name.held.input(options), defaults, date=date), reading)
            if name.elsewhere:
                for each in _elsewhere(name.shown, options):
                    elsewhere = iter([each]) if isinstance(each, Failure) else process.read(each, defaults, date=date)
                    yield from _noted(elsewhere, reading)
            for file in name.files:
                source = storable_path(str(file.path.absolute()))
                try:
                    with _opened(file.path) as stream:
                        given = Input(
                            file.path.name, buffered(stream), file.shown, source, ids[file.path], options=options
                        )
                        if file.size <= _HARMLESS and is_plain_text(given):
                            found = read_input(given, defaults, date=date, english=english)
                        else:
                            found = process.read(given, defaults, date=date)
                        yield from _noted(found, reading)
                except (OSError, ValueError, ReadError) as error:
                    reading.failures.append(Failure(file.shown, _why(error)))


def _elsewhere(name: str, options: Options) -> Iterator[Input | Failure]:
    """Yield what comes by standard input, or is at an address."""
    if name == STANDARD_INPUT:
        stream = buffered(sys.stdin.buffer)
        yield Input(STANDARD_INPUT, stream, "standard input", STANDARD_INPUT, "stdin", options=options)
        return
    if is_remote(name):
        yield from _remote(name, options)
        return
    from kg.read.web import Site  # what speaks HTTP is loaded where an address is named

    with closing(Site(options)) as site:
        yield from site.read(name)


def _remote(address: str, options: Options) -> Iterator[Input | Failure]:
    """Yield the file at an address, or those in the folder there, in order, except for hidden ones and other formats.

    Raises:
        MissingPackageError: fsspec, or what speaks the protocol, is not installed.
        ReadError: there is nothing there, or nothing of a format that is read.
    """
    from kg.read.web import require_public  # what speaks HTTP is loaded where an address is named

    try:
        from fsspec.core import url_to_fs
        from fsspec.registry import available_protocols
    except ImportError as error:
        raise MissingPackageError(f"{address}: reading it needs fsspec: pip install 'newskg[ray]'") from error
    if (scheme := address.partition("://")[0]) not in available_protocols():
        raise ReadError(f"{address}: unknown protocol {scheme}://")
    require_public(address, allow_private=options.web.allow_private)
    try:
        files, root = url_to_fs(address)
        found = sorted(files.find(root))
    except ImportError as error:
        raise MissingPackageError(f"{address}: {one_line(str(error))}") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{address}: {one_line(str(error)) or type(error).__name__}") from error
    wanted = [
        path
        for path in found
        if path == root or (suffix_of(path) in SUFFIXES and "/." not in f"/{path.removeprefix(root)}")
    ]
    if not wanted:
        raise ReadError(f"{address}: nothing to read: no file of a format that kg reads is there")
    for path in wanted:
        shown = storable_path(str(files.unstrip_protocol(path)))
        try:
            with files.open(path, "rb") as stream:
                name = PurePosixPath(path)
                yield Input(name.name, buffered(stream), shown, shown, storable_path(name.stem), options=options)
        except OSError as error:
            yield Failure(shown, one_line(str(error)) or type(error).__name__)


def _noted(results: Iterator[Read], reading: Reading) -> Iterator[Document]:
    """Yield the documents among the results of an input, and note the others: of failures of a kind the first few."""
    kinds: Counter[tuple[str, str]] = Counter()
    for each in results:
        if isinstance(each, Document):
            yield each
        elif isinstance(each, Failure):
            kind = each.path, _VARIES.sub("…", each.reason)
            kinds[kind] += 1
            if kinds[kind] <= _LISTED:
                reading.failures.append(each)
        elif isinstance(each, Remark):
            reading.remarks.append(each)
    reading.failures.extend(
        Failure(path, f"{number - _LISTED:,} more: {reason}")
        for (path, reason), number in kinds.items()
        if number > _LISTED
    )


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
    """Return a file's text as it is, a query say; ReadError, naming the file, if its encoding could only be guessed."""
    try:
        with path.open("rb") as handle:
            text, assumed = decode_any(Input(path.name, handle, "", "", "").content())
    except (OSError, ValueError, ReadError) as error:
        raise ReadError(f"{_show(path)}: {_why(error)}") from error
    if assumed is not None:
        raise ReadError(f"{_show(path)}: not UTF-8: convert it, e.g. `iconv -f WINDOWS-1252 -t UTF-8`")
    return text


def _distinct_ids(files: list[_File]) -> dict[Path, str]:
    """Return each file's stem if no other has it, else the first longer name: inside its folder, as shown, numbered."""
    ids: dict[Path, str] = {}
    used: set[str] = set()
    stems = Counter(file.stem for file in files)
    insides = Counter(file.inside for file in files)
    for number, file in enumerate(files):
        choices = [
            *([file.stem] if stems[file.stem] == 1 else []),
            *([file.inside] if insides[file.inside] == 1 else []),
            _show(file.path),
            f"{_show(file.path)}#{number}",
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
    if isinstance(error, ReadError):
        return str(error)
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()


def _show(path: Path) -> str:
    """Return the path as the user wrote it, for a message; what of a name cannot be printed becomes U+FFFD."""
    return "".join(char if char.isprintable() else "\ufffd" for char in path.as_posix())
