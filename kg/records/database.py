"""The record store: one SQLite file that holds documents and extractions, written by one process at a time.

    documents  each text with its day, once, by the hash of both; what was found in it (`codec`), and the key of what
               read it
    sources    where documents come from (a path, an address), with what is known there
    entities   the entities of each document by their normalised names (`entities`): what resolution reads
    …          what resolution made of them (`identities`), and what links are made from (`links`)

The same text of the same day under two sources is one document with two sources. Readers see the last commit, whatever
a writer does (write-ahead log); after a crash the file holds what was committed.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from secrets import token_hex
from typing import TYPE_CHECKING, Self

from kg.errors import StoreError
from kg.model import Document
from kg.records.codec import decode, document_hash, encode, made_key, read_day
from kg.records.entities import COLUMNS, as_entity, rows_of_entities
from kg.records.entities import TABLE as ENTITIES
from kg.records.identities import TABLES as IDENTITIES
from kg.records.identities import IdentityTables
from kg.records.links import TABLES as LINKS
from kg.records.links import LinkTables
from kg.records.sources import StoredDocument, as_source, row_of, source_of
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Extraction
    from kg.records.entities import EntityRow

__all__ = ["FORMAT", "Records"]

FORMAT = 2
"""The version of the file's form; another is refused."""
_APPLICATION = 0x6B67_7265
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {FORMAT};
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    hash TEXT PRIMARY KEY, text TEXT NOT NULL, day TEXT, made TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE sources (
    source TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, path TEXT NOT NULL, title TEXT, url TEXT,
    publisher TEXT, authors TEXT NOT NULL, published TEXT, modified TEXT, retrieved TEXT, language TEXT
) WITHOUT ROWID;
CREATE INDEX sources_of_document ON sources (document);
{ENTITIES}{IDENTITIES}{LINKS}"""


class Records:
    """An open record store. What is put and removed counts once it is committed."""

    def __init__(self, path: Path | None = None, *, write: bool = False) -> None:
        """Open a file, and make it where it is to be written and is not there; None: in memory.

        Raises:
            StoreError: there is none, it cannot be opened, or it has another form.
        """
        self._path, self._writable = path, write or path is None
        try:
            self._database = _open(path, write=write)
        except sqlite3.Error as error:
            raise StoreError(f"{path}: the records cannot be read: {error}") from error

    def __enter__(self) -> Self:
        """Be closed at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def __del__(self) -> None:
        """Close the file, unless it could not be opened."""
        if hasattr(self, "_database"):
            self.close()

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self._database.close()

    @property
    def identities(self) -> IdentityTables:
        """What resolution made of the entities."""
        return IdentityTables(self._database)

    @property
    def links(self) -> LinkTables:
        """What links are made from."""
        return LinkTables(self._database, writable=self._writable)

    def commit(self) -> None:
        """See on the disk all that was put and removed."""
        self._database.commit()

    def setting(self, name: str) -> str | None:
        """A setting of the graph ("base"), None where there is none; "id" is the store's random name."""
        row = self._database.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def set(self, name: str, value: str) -> None:
        """Keep a setting of the graph."""
        self._database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # Documents in

    def is_known(self, document: Document, made_by: Sequence[tuple[str, str]]) -> bool:
        """Whether the source gives just this document, and the same model and rules read it.

        When it was retrieved does not count: the first time stays.
        """
        query = "SELECT sources.*, made FROM sources JOIN documents ON hash = document WHERE source = ?"
        row = self._database.execute(query, (source_of(document),)).fetchone()
        if row is None:
            return False
        given = document_hash(document.text, document.date)
        seen_first = replace(document, retrieved=as_source(row[:-1]).retrieved)
        return bool(row == (*row_of(seen_first, given), made_key(made_by)))

    def has_extraction(self, document: Document, made_by: Sequence[tuple[str, str]]) -> bool:
        """Whether the same text of the same day was read by the same model and rules, whatever its source."""
        query = "SELECT 1 FROM documents WHERE hash = ? AND made = ?"
        wanted = (document_hash(document.text, document.date), made_key(made_by))
        return self._database.execute(query, wanted).fetchone() is not None

    def put(self, document: Document, extraction: Extraction | None = None) -> bool:
        """Keep a document in place of what its source gave before, with what was found in it; whether it gave any.

        Without an extraction the one stays that `has_extraction` tells of; sqlite3.IntegrityError where there is none.
        """
        given, source = document_hash(document.text, document.date), source_of(document)
        if extraction is not None:
            self._put_extraction(given, document, extraction)
        before = self._database.execute("SELECT document FROM sources WHERE source = ?", (source,)).fetchone()
        row = row_of(document, given)
        self._database.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        if before is not None and before[0] != given:
            self._forget_unused(before[0])
        return before is not None

    def remove(self, sources: Iterable[str]) -> list[str]:
        """Forget sources, and the documents that no other source gives; those of them that were there."""
        gone = []
        for source in sources:
            row = self._database.execute("SELECT document FROM sources WHERE source = ?", (source,)).fetchone()
            if row is not None:
                self._database.execute("DELETE FROM sources WHERE source = ?", (source,))
                self._forget_unused(row[0])
                gone.append(source)
        return gone

    # Documents out

    def sources(self) -> list[str]:
        """All sources in order."""
        return [row[0] for row in self._database.execute("SELECT source FROM sources ORDER BY source")]

    def documents(self) -> Iterator[StoredDocument]:
        """All documents in the order of their hashes."""
        rows = self._database.execute(
            "SELECT hash, made, day, sources.* FROM documents JOIN sources ON document = hash ORDER BY hash, source"
        )
        for (given, made, day), group in groupby(rows, key=itemgetter(0, 1, 2)):
            found_at = tuple(as_source(row[3:]) for row in group)
            yield StoredDocument(given, made, found_at, date.fromisoformat(day) if day else None)

    def extraction(self, stored: StoredDocument) -> Extraction:
        """What was found in a document, whose id is its hash here.

        Raises:
            StoreError: the record is damaged.
        """
        row = self._database.execute("SELECT text, data FROM documents WHERE hash = ?", (stored.hash,)).fetchone()
        try:
            text, data = row
            return decode(data, Document(stored.hash, text, path=stored.paths[0], date=stored.day, title=stored.title))
        except (TypeError, ValueError) as error:
            raise StoreError(_damaged(stored)) from error

    def text(self, stored: StoredDocument) -> tuple[str, date | None]:
        """The text of a document, and the day that it was read with: the one it gives of itself where none was given.

        Raises:
            StoreError: the record is damaged.
        """
        row = self._database.execute("SELECT text, data FROM documents WHERE hash = ?", (stored.hash,)).fetchone()
        try:
            return row[0], read_day(row[1])
        except (TypeError, ValueError) as error:
            raise StoreError(_damaged(stored)) from error

    def entities(self, keys: Iterable[str] | None = None) -> Iterator[EntityRow]:
        """The entities of all documents, or those with some keys, in the order of key, document and place."""
        query = f"SELECT {COLUMNS} FROM entities"  # noqa: S608 (our own columns)
        if keys is None:
            yield from map(as_entity, self._database.execute(f"{query} ORDER BY key, document, place"))
            return
        for key in sorted(set(keys)):
            found = self._database.execute(f"{query} WHERE key = ? ORDER BY document, place", (key,))
            yield from map(as_entity, found)

    def entities_of(self, document: str) -> list[EntityRow]:
        """The entities of a document in their places."""
        query = f"SELECT {COLUMNS} FROM entities WHERE document = ? ORDER BY place"  # noqa: S608 (our own columns)
        return [as_entity(row) for row in self._database.execute(query, (document,))]

    def damage(self) -> list[str]:
        """What is wrong with the records, a line each; none where they are whole."""
        found = [str(row[0]) for row in self._database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"a row of {row[0]} belongs to no document" for row in self._database.execute("PRAGMA foreign_key_check")
        ]
        for stored in self.documents():
            try:
                text = self.extraction(stored).document.text
            except StoreError as error:
                found.append(str(error))
            else:
                if document_hash(text, stored.day) != stored.hash:
                    found.append(f"the text of {stored.paths[0]} is not the one that was read")
        return found

    def _put_extraction(self, given: str, document: Document, extraction: Extraction) -> None:
        day = document.date.isoformat() if document.date else None
        row = (given, clean(document.text), day, made_key(extraction.made_by), encode(extraction))
        self._database.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (hash) DO UPDATE SET made = excluded.made, data = excluded.data",
            row,
        )
        self._database.execute("DELETE FROM entities WHERE document = ?", (given,))
        marks = ", ".join("?" * len(COLUMNS.split(",")))
        rows = rows_of_entities(given, extraction)
        self._database.executemany(f"INSERT INTO entities ({COLUMNS}) VALUES ({marks})", rows)  # noqa: S608

    def _forget_unused(self, document: str) -> None:
        row = self._database.execute("SELECT 1 FROM sources WHERE document = ?", (document,)).fetchone()
        if row is None:
            self._database.execute("DELETE FROM entities WHERE document = ?", (document,))
            self._database.execute("DELETE FROM documents WHERE hash = ?", (document,))


def _damaged(stored: StoredDocument) -> str:
    return f"the record of {stored.paths[0]} is damaged: kg remove it, then build it again"


def _open(path: Path | None, *, write: bool) -> sqlite3.Connection:
    if path is None:
        return _made(sqlite3.connect(":memory:", check_same_thread=False))
    if not path.exists() and not write:
        raise StoreError(f"{path.parent}: holds no records: make them with kg build")
    # A reader that may write takes its traces (-wal, -shm) away when it is done, and changes nothing else.
    mode = "rwc" if write else "rw" if os.access(path.parent, os.W_OK) else "ro"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(address, uri=True, check_same_thread=False)  # any may be the one that closes it
    try:
        return _prepared(database, path, write=write)
    except BaseException:
        database.close()
        raise


def _prepared(database: sqlite3.Connection, path: Path, *, write: bool) -> sqlite3.Connection:
    """A file's connection, once its form is known to be ours; StoreError where it is not."""
    application, version, tables = database.execute(
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_master)"
    ).fetchone()
    if not write:
        database.execute("PRAGMA query_only = ON")
    else:
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            database.execute(f"PRAGMA {setting}")
    if write and (application, version, tables) == (0, 0, 0):
        return _made(database)
    if application != _APPLICATION:
        raise StoreError(f"{path}: holds no records of kg: name another directory")
    if version != FORMAT:
        raise StoreError(f"{path}: was written by another version of kg: build it again elsewhere")
    return database


def _made(database: sqlite3.Connection) -> sqlite3.Connection:
    """A store with its tables, empty but for its random name."""
    database.executescript(_SCHEMA)
    database.execute("INSERT INTO settings VALUES ('id', ?)", (token_hex(16),))
    database.commit()
    return database
