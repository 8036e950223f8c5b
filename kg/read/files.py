"""Files and folders to documents, one at a time."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.model import Document
from kg.read.forms import SUFFIXES, form_of, suffix_of
from kg.read.model import MAX_BYTES, Failure, Input, Metadata, Remark, buffered
from kg.read.reading import not_a_form, read_input
from kg.read.text import decode, require_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

__all__ = ["Reading", "read_lines", "read_paths", "read_source"]

_MARK = re.compile(r"[#!]")
"""What parts a file's name from that of a document in it."""
_FILES_OF_PAGE = ("_files", ".files", "-Dateien", "_fichiers")
"""How browsers name the folder beside a page that they save; what is in it belongs to the page."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Documents as they are read from their files.

    `documents` reads as it is iterated, so a corpus need not fit in memory; `failures` is complete once it is
    exhausted, and so is `remarks`, on what was read with a proviso. `total` counts the files found and `ignored` those
    passed over because kg has no reader for their kind. `folders` are the absolute paths of those that were named.
    """

    documents: Iterator[Document]
    failures: list[Failure]
    remarks: list[Remark]
    total: int
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

    @property
    def stem(self) -> str:
        return self.inside.rpartition("/")[2]


@dataclass(slots=True)
class _Named:
    """One path that the user named, and what was found there."""

    shown: str
    folder: bool
    failures: list[Failure]
    """Those of every named path: shared."""
    files: list[_File] = field(default_factory=list)
    ignored: int = 0
    seen_before: int = 0

    def fail(self, path: Path, reason: str) -> None:
        """Note a file that cannot be read."""
        self.failures.append(Failure(_show(path), reason))


def read_paths(paths: Sequence[Path], *, date: date | None = None, publisher: str | None = None) -> Reading:
    """Read files and folders of the forms that `kg.read.forms` lists.

    Folders are read recursively in sorted order, without hidden files and without the folders that browsers save beside
    a page; directory links are followed once, and a file that is reached twice is read once. `date` and `publisher`
    are those of documents that give none of themselves. A document's id is its file's stem, or, where two share one,
    the path inside the folder that was named; of several documents in one file, with what tells them apart.

    Raises:
        ReadError: no path was named; a named path is not there or of no form that is read; a named folder has no file
            of one; or nothing at all can be read. It is raised before the first document is handed out, so nothing has
            been done by then. Any other file that cannot be read is among `failures`.
    """
    if not paths:
        raise ReadError("no file or folder was named")
    failures: list[Failure] = []
    remarks: list[Remark] = []
    taken: set[tuple[int, int]] = set()
    named = [_find(path, taken, failures) for path in paths]
    files = [file for name in named for file in name.files]
    documents = _documents(files, failures, remarks, Metadata(publisher=publisher), date)
    first = next(documents, None)
    if first is None:
        raise ReadError(_nothing_readable(named, failures))
    return Reading(
        documents=chain([first], documents),
        failures=failures,
        remarks=remarks,
        total=len(files),
        ignored=sum(name.ignored for name in named),
        folders=tuple(_absolute(path) for path, name in zip(paths, named, strict=True) if name.folder),
    )


def _find(path: Path, taken: set[tuple[int, int]], failures: list[Failure]) -> _Named:
    """What a named path leads to; each real file once, which `taken` remembers by device and inode."""
    shown = _show(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ReadError(f"{shown}: {_why(error)}") from error
    named = _Named(shown, stat.S_ISDIR(mode), failures)
    if named.folder:
        before = len(failures)
        for file in _walk(path, named):
            if suffix_of(file.name) in SUFFIXES or (not file.suffix and _has_form(file)):
                _take(named, file, file.relative_to(path).with_suffix(""), taken)
            else:
                named.ignored += 1
        if not named.files and not named.seen_before and len(failures) == before:
            raise ReadError(f"{shown}: nothing to read: no file in it ends in {', '.join(sorted(SUFFIXES))}")
    elif not stat.S_ISREG(mode):
        raise ReadError(f"{shown}: neither a file nor a folder")
    elif suffix_of(path.name) not in SUFFIXES and not _has_form(path):
        raise ReadError(f"{shown}: {not_a_form()}")
    else:
        _take(named, path, Path(path.stem), taken)
    return named


def _has_form(path: Path) -> bool:
    """Whether a file is of a form that is read, whatever its name says; a file that cannot be opened is of none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            return form_of(Input(path.name, buffered(stream), "", "", "")) is not None
    except OSError:
        return False


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
    named.files.append(_File(path, _show(path), _show(inside)))


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
    files: list[_File], failures: list[Failure], remarks: list[Remark], defaults: Metadata, date: date | None
) -> Iterator[Document]:
    ids = _distinct_ids(files)
    for file in files:
        try:
            with file.path.open("rb") as stream:
                source = Input(file.path.name, buffered(stream), file.shown, _absolute(file.path), ids[file.path])
                for each in read_input(source, defaults, date=date):
                    if isinstance(each, Document):
                        yield each
                    elif isinstance(each, Failure):
                        failures.append(each)
                    else:
                        remarks.append(each)
        except (OSError, ValueError) as error:
            failures.append(Failure(file.shown, _why(error)))


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
    first, more = failures[0], len(failures) - 1
    why = f"{first.path}: {first.reason}"
    if len(named) == 1 and named[0].folder:
        return f"{named[0].shown}: nothing readable in it; {why}"
    return f"{why}; and {more:,} more that cannot be read" if more else why


def _why(error: OSError | ValueError) -> str:
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
