"""Records as Parquet: a folder, here or on any file system that fsspec knows, of files that are each written once.

Documents are cut into partitions where their hashes say so, and a partition's name is the hash of all that its
documents are and of what reads them. So the same documents give the same files whoever reads them, a partition that is
there need not be read again, and a document more or less changes only the partition that it falls into.

    PATHS-PARTITION.parquet    PATHS is a hash of the paths that were named, whose other files a whole run removes

A row is a document at a source: its columns are those of the record store (`kg.records.database`), `data` what was
found in it (`kg.records.codec`), or `error` why it could not be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import MissingPackageError, ReadError, StoreError
from kg.model import Document, Extraction
from kg.records.codec import content_hash, decode, document_hash, encode, made_key
from kg.records.sources import Source, as_source, as_stated, document_of, row_of, stated_column
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FORM = b"1"
"""The version of the files' format; another is refused."""
_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{32}\.parquet")
_DIGITS = 8
"""Digits of a document's hash that decide where partitions end."""
_MEAN = 512
"""Documents in a partition, on average; four times as many at most."""
_LARGEST = 16_000_000
"""Code points of text that end a partition too, since one is held in memory."""
_SOURCE = ("source", "hash", *(field.name for field in fields(Source)[1:-1]))
_COLUMNS = {
    **dict.fromkeys(_SOURCE, "string"), "day": "string", "text": "string",
    "made": "string", "stated": "string", "data": "binary", "error": "string",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """An extraction as the records keep it: the key of its reader, what the text states of itself, the rest."""

    made: str
    stated: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Partition:
    """Documents whose records are one file; `name` is the hash of what they and their sources are, and what reads."""

    name: str
    documents: tuple[Document, ...]


def pack(result: Extraction | Exception) -> Packed | str:
    """An extraction without its document, or what the defect was that was met in one, on a line."""
    if isinstance(result, Exception):
        return f"{type(result).__name__}: {_line(result)}"
    return Packed(made_key(result.made_by), stated_column(result.stated), encode(result))


def scope_of(paths: Iterable[str]) -> str:
    """A hash of the paths that were named, in whatever order."""
    return content_hash(sorted(set(paths)))[:8]


def cut(documents: Iterable[Document], made_by: Sequence[tuple[str, str]]) -> Iterator[Partition]:
    """Documents as partitions, in their order: one ends with each document whose hash is a multiple of `_MEAN`."""
    made, held, rows, size = made_key(made_by), list[Document](), [""], 0
    for document in documents:
        given = document_hash(document.text, document.date)
        held.append(document)
        rows += [value or "" for value in row_of(document, given)]
        size += len(document.text)
        if int(given[:_DIGITS], 16) % _MEAN == 0 or len(held) == 4 * _MEAN or size > _LARGEST:
            yield Partition(content_hash([made, *rows])[:32], tuple(held))
            held, rows, size = [], [""], 0
    if held:
        yield Partition(content_hash([made, *rows])[:32], tuple(held))


class Folder:
    """A folder of records as Parquet, by its path or its address (s3://bucket/records)."""

    def __init__(self, path: str) -> None:
        """Name a folder, which need not be there yet.

        Raises:
            MissingPackageError: pyarrow and fsspec are not installed.
            StoreError: the address is of no kind that is known.
        """
        try:
            import fsspec
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError as error:
            raise MissingPackageError(
                "records as Parquet need pyarrow and fsspec: pip install 'newskg[ray]'"
            ) from error
        self.path = path
        self._arrow, self._parquet = pa, parquet
        try:
            self._files, self._root = fsspec.core.url_to_fs(path)
        except (ImportError, ValueError) as error:
            raise StoreError(f"{path}: {_line(error)}") from error

    def names(self) -> list[str]:
        """Return the names of all files of records in order, none if the folder does not exist.

        Raises:
            StoreError: it cannot be looked at.
        """
        try:
            found = self._files.ls(self._root, detail=False) if self._files.exists(self._root) else []
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be read: {_line(error)}") from error
        return sorted(name for name in (str(each).rpartition("/")[2] for each in found) if _NAME.fullmatch(name))

    def is_finished(self, name: str) -> bool:
        """Return whether a file exists, whole, and none of its documents failed."""
        try:
            with self._files.open(f"{self._root}/{name}") as file:
                told = self._parquet.read_metadata(file).metadata or {}
        except (OSError, self._arrow.ArrowException):
            return False
        return told.get(b"kg.records") == _FORM and told.get(b"kg.failed") == b"0"

    def write(self, name: str, documents: Sequence[Document], found: Sequence[Packed | str]) -> None:
        """Write a file whole: of each document what was found in it, or why it could not be read.

        Raises:
            StoreError: it cannot be written; what was there before is as it was.
        """
        failed = sum(isinstance(each, str) for each in found)
        rows = [_row(document, each) for document, each in zip(documents, found, strict=True)]
        pa = self._arrow
        schema = pa.schema(
            [(column, getattr(pa, kind)()) for column, kind in _COLUMNS.items()],
            metadata={"kg.records": _FORM, "kg.failed": str(failed)},
        )
        table = pa.Table.from_pylist(rows, schema=schema)
        fresh = f"{self._root}/.{name}.part"
        try:
            self._files.makedirs(self._root, exist_ok=True)
            with self._files.open(fresh, "wb") as file:
                self._parquet.write_table(table, file, compression="zstd", use_dictionary=False)
            self._files.mv(fresh, f"{self._root}/{name}")
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {_line(error)}") from error

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; StoreError where that cannot be."""
        try:
            for name in names:
                self._files.rm_file(f"{self._root}/{name}")
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {_line(error)}") from error

    def require_records(self) -> None:
        """Refuse a folder without records: ReadError."""
        if not self.names():
            raise ReadError(f"{self.path}: holds no records: make them with kg extract --out {self.path}")

    def read(self) -> Iterator[tuple[Document, Extraction | str]]:
        """Each document with what was found in it, or why it could not be read, file by file.

        Raises:
            ReadError: a file is damaged or of another form.
        """
        for name in self.names():
            yield from self._documents(name)

    def _documents(self, name: str) -> Iterator[tuple[Document, Extraction | str]]:
        where = f"{self.path}/{name}"
        try:
            with self._files.open(f"{self._root}/{name}") as file:
                whole = self._parquet.ParquetFile(file)
                if (whole.schema_arrow.metadata or {}).get(b"kg.records") != _FORM:
                    raise ReadError(f"{where}: was written by another version of kg: extract it again")
                for batch in whole.iter_batches(batch_size=64):
                    yield from map(_as_document, batch.to_pylist())
        except (OSError, self._arrow.ArrowException, KeyError, ValueError) as error:
            raise ReadError(f"{where}: is damaged: remove it, then extract again ({_line(error)})") from error


def _row(document: Document, found: Packed | str) -> dict[str, Any]:
    text, day = clean(document.text), document.date
    row: dict[str, Any] = dict(zip(_SOURCE, row_of(document, document_hash(text, day)), strict=True))
    row |= {"day": day.isoformat() if day else None, "text": text}
    if isinstance(found, str):
        return {**row, "error": clean(found)}
    return {**row, "made": found.made, "stated": found.stated, "data": found.data}


def _as_document(row: dict[str, Any]) -> tuple[Document, Extraction | str]:
    known = as_source((*(row[column] for column in _SOURCE), "", 1))
    document = document_of(known, row["text"], date.fromisoformat(row["day"]) if row["day"] else None)
    if document_hash(document.text, document.date) != row["hash"]:
        raise ValueError("a text is not the one that was read")
    if row["error"] is not None:
        return document, str(row["error"])
    return document, replace(decode(row["data"], document), stated=as_stated(row["stated"]))


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
