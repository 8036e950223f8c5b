"""Files and folders to documents, one at a time."""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.model import Document
from kg.read.language import require_english
from kg.read.markdown import Page, read_markdown
from kg.read.metadata import day_of
from kg.read.text import MAX_BYTES, clean, decode, require_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

__all__ = ["SUFFIXES", "Failure", "Reading", "read_lines", "read_paths", "read_source"]

_MARKDOWN = frozenset({".md", ".markdown"})
SUFFIXES = frozenset({".txt", *_MARKDOWN})
"""The file name endings that are read, in lower case."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file in a folder that could not be read, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Documents as they are read from their files.

    `documents` reads as it is iterated, so a corpus need not fit in memory; `failures` is complete once it is
    exhausted. `total` counts the files found and `ignored` those passed over because kg has no reader for their kind.
    `folders` are the absolute paths of those that were named.
    """

    documents: Iterator[Document]
    failures: list[Failure]
    total: int
    ignored: int
    folders: tuple[str, ...] = ()

    def covers(self, source: str) -> bool:
        """Whether a file is in one of the folders that were named; both by their absolute paths."""
        return any(source.startswith(f"{folder.rstrip(os.sep)}{os.sep}") for folder in self.folders)


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
    first_failure: Failure | None = None

    def fail(self, path: Path, reason: str) -> None:
        """Note a file that cannot be read."""
        failure = Failure(_show(path), reason)
        self.failures.append(failure)
        self.first_failure = self.first_failure or failure


def read_paths(paths: Sequence[Path], *, date: date | None = None) -> Reading:
    """Read files and folders of plain text (`.txt`) and Markdown (`.md`).

    Folders are read recursively in sorted order, without hidden files; directory links are followed once, and a file
    that is reached twice is read once. `date` is the day of documents that give none of themselves. A document's id is
    its file's stem, or, where two share one, the path inside the folder that was named.

    Raises:
        ReadError: no path was named; a named file cannot be read; or a named folder has nothing readable in it. It
            is raised before the first document is handed out, so nothing has been done by then.
    """
    if not paths:
        raise ReadError("no file or folder was named")
    failures: list[Failure] = []
    taken: set[tuple[int, int]] = set()
    named = [_find(path, taken, failures) for path in paths]
    ids = _distinct_ids([file for name in named for file in name.files])
    streams = []
    for name in named:
        if name.seen_before and not name.files:
            continue
        stream = _documents(name, ids, date)
        first = next(stream, None)
        if first is None:
            raise ReadError(_nothing_readable(name))
        streams.append(chain([first], stream))
    return Reading(
        documents=chain.from_iterable(streams),
        failures=failures,
        total=sum(len(name.files) for name in named),
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
        for file in _walk(path, named):
            if file.suffix.lower() in SUFFIXES:
                _take(named, file, file.relative_to(path).with_suffix(""), taken)
            else:
                named.ignored += 1
    elif not stat.S_ISREG(mode):
        raise ReadError(f"{shown}: neither a file nor a folder")
    elif path.suffix.lower() not in SUFFIXES:
        raise ReadError(f"{shown}: not a kind of file that kg reads ({', '.join(sorted(SUFFIXES))})")
    else:
        _take(named, path, Path(path.stem), taken)
    return named


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
        directories[:] = sorted(name for name in directories if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(where, name)


def _documents(named: _Named, ids: dict[Path, str], date: date | None) -> Iterator[Document]:
    for file in named.files:
        try:
            yield _read(file, ids[file.path], date)
        except ReadError as error:
            if not named.folder:
                raise ReadError(f"{file.shown}: {error}") from error
            named.fail(file.path, str(error))


def _read(file: _File, document_id: str, date: date | None) -> Document:
    text = clean(_decoded(file.path))
    page = read_markdown(text) if file.path.suffix.lower() in _MARKDOWN else Page(text)
    require_words(page.text)
    require_english(page.text)
    return Document(
        document_id,
        page.text,
        path=file.shown,
        date=day_of(page.published) or date,
        title=page.title,
        source=_absolute(file.path),
        url=page.url,
        publisher=page.publisher,
        authors=page.authors,
        published=page.published,
        modified=page.modified,
        language=page.language,
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


def _nothing_readable(named: _Named) -> str:
    first = named.first_failure
    if first is None:
        return f"{named.shown}: nothing to read: no file in it ends in {', '.join(sorted(SUFFIXES))}"
    return f"{named.shown}: nothing readable in it; {first.path}: {first.reason}"


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
