"""Records of an earlier version or a damaged file: reading what is left, and bringing a file up to date.

In: the path of a file. Out: documents with what was found in them (`readable`), or a new file in its place (`upgrade`).
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.model import Extraction
from kg.records.codec import decode, document_hash
from kg.records.database import APPLICATION, FORMAT, Records, define_sum, row_sum, unpacked
from kg.records.sources import as_source, as_stated, document_of
from kg.records.tables import LinkTables
from kg.writing import written_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import Document

_OWN = ("resolution", "decided", "under way")
"""Settings that are about what is made anew."""
_SOURCE = {
    "source": "", "document": "", "path": "", "title": None, "url": None, "publisher": None, "authors": "[]",
    "published": None, "modified": None, "retrieved": None, "language": None, "address": "", "current": 1,
}  # fmt: skip
"""The columns of a source, with the values of those that an earlier version did not have."""


def upgrade(path: Path) -> None:
    """Bring a file of an earlier version up to this one, in its place; another file is left as it is.

    Texts, their sources and gazetteers stay. What was found in a text stays if it can be read; else the document counts
    as not read yet (`Records.unread`).

    Raises:
        StoreError: a text cannot be read, or the file cannot be written.
    """
    with closing(_opened(path)) as old:
        (version,) = old.execute("PRAGMA user_version").fetchone()
        (application,) = old.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION or version >= FORMAT:
            return
        with written_beside(path) as fresh, Records(fresh, write=True) as records:
            for name, value in old.execute("SELECT name, value FROM settings"):
                records.set(name, None if name in _OWN else value)
            try:
                records.links.replace_gazetteers(LinkTables(old, writable=False).gazetteers())
            except sqlite3.OperationalError:  # the first versions had none
                pass
            except zlib.error as error:
                raise StoreError(f"{path}: a gazetteer is damaged: kg recover saves the documents") from error
            wanted = old.execute("SELECT count(*) FROM sources").fetchone()[0]
            for document, extraction in _readable(old, checked=False):
                records.put(document, extraction)
                wanted -= 1
            if wanted:
                raise StoreError(f"{path}: {wanted:,} documents cannot be read: kg recover saves the others")
            records.commit()
            records.close()
            old.close()  # which takes its log away, before the other is in its place


def readable(path: Path) -> Iterator[tuple[Document, Extraction]]:
    """Yield each document whose rows are as they were written, once a source, as far as a damaged file can be read."""
    with suppress(sqlite3.Error, StoreError), closing(_opened(path)) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        yield from _readable(database, checked=version == FORMAT)


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    define_sum(database)
    database.row_factory = sqlite3.Row
    return database


def _readable(database: sqlite3.Connection, *, checked: bool) -> Iterator[tuple[Document, Extraction]]:
    """Earlier versions first, so that the current one of a source is put last."""
    for row in database.execute("SELECT * FROM sources ORDER BY current, source, document"):
        with suppress(sqlite3.Error, zlib.error, ValueError, TypeError, KeyError):
            given = dict(row)
            found = dict(database.execute("SELECT * FROM documents WHERE hash = ?", (given["document"],)).fetchone())
            if checked and not (_is_whole(given) and _is_whole(found)):
                continue
            source, day = as_source([given.get(name, missing) for name, missing in _SOURCE.items()]), found["day"]
            document = document_of(source, unpacked(found["text"]), date.fromisoformat(day) if day else None)
            if document_hash(document.text, document.date) == given["document"]:
                yield document, _extraction(document, found)


def _is_whole(row: dict[str, Any]) -> bool:
    return bool(row_sum(*(value for name, value in row.items() if name != "sum")) == row["sum"])


def _extraction(document: Document, found: dict[str, Any]) -> Extraction:
    """Return the extraction of a document; an empty one, read by nothing, if it cannot be decoded."""
    try:
        read = decode(found["data"], document)
        return replace(read, stated=as_stated(found["stated"])) if "stated" in found else read
    except (ValueError, TypeError, KeyError):
        return Extraction(document, (), (), (), (), ())
