"""The record store: one SQLite file that holds documents and extractions, written by one process at a time.

    documents  each text, compressed, with its day, once, by the hash of both; what was found in it (`codec`), and the
               key of what read it
    sources    where documents come from (a path, an address), with what is known there
    entities   the entities of each document by their normalised names (`tables`): what resolution reads
    …          identities and links (`tables`)

The column `sum` of each table is a checksum of the row, by which `Records.damage` finds rows that changed on the disk;
the keys of names, which are most of the rows, stand in two tables instead, one of them without.
The same text of the same day under two sources is one document with two sources. Readers see the last commit, whatever
a writer does (write-ahead log); after a crash the file holds what was committed.
"""

from __future__ import annotations

import os
import re
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Self

from kg.errors import StoreError
from kg.model import Document
from kg.records.codec import decode, document_hash, encode, fingerprint, made_key, read_day
from kg.records.search import Hit, search, update
from kg.records.sources import (
    SELECT_SOURCES,
    StoredDocument,
    address_key,
    as_source,
    as_stated,
    document_of,
    is_earlier,
    row_of,
    settle,
    source_of,
    stated_column,
    version_of,
)
from kg.records.tables import (
    COLUMNS,
    TABLES,
    IdentityTables,
    LinkTables,
    as_entity,
    rows_of_entities,
    rows_with,
)
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Extraction
    from kg.records.tables import EntityRow

FORMAT = 4
"""The version of the file's format; an earlier one is brought up by `kg.records.salvage`, a later one refused."""
APPLICATION = 0x6B67_7265
UNREAD = made_key(())
"""The key of what read a document whose extraction an earlier version wrote in another format: nothing yet."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {FORMAT};
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text BLOB NOT NULL, day TEXT, made TEXT NOT NULL,
    data BLOB NOT NULL, stated TEXT NOT NULL, prints BLOB NOT NULL, replaced_by TEXT
);
CREATE INDEX documents_replaced ON documents (hash) WHERE replaced_by IS NOT NULL;
CREATE TABLE sources (
    source TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (hash), path TEXT NOT NULL, title TEXT, url TEXT,
    publisher TEXT, authors TEXT NOT NULL, published TEXT, modified TEXT, retrieved TEXT, language TEXT,
    address TEXT NOT NULL, current INTEGER NOT NULL, PRIMARY KEY (source, document)
) WITHOUT ROWID;
CREATE INDEX sources_of_document ON sources (document);
CREATE INDEX sources_at_address ON sources (address);
{TABLES}"""
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\)( WITHOUT ROWID)?;", re.DOTALL)
_COLUMN = re.compile(r"(\w+) (?:TEXT|INTEGER|BLOB)\b")
_UNSUMMED = frozenset({"block_keys"})
_TABLE_COLUMNS = {
    name: tuple(_COLUMN.findall(columns)) for name, columns, _ in _TABLE.findall(_SCHEMA) if name not in _UNSUMMED
}
"""The columns of each table with checksums but for these."""
_REPLACED = "SELECT hash FROM documents WHERE replaced_by IS NOT NULL"
_ENTITIES = f"SELECT {COLUMNS} FROM entities JOIN documents ON documents.id = document"  # noqa: S608 (our own columns)
_CURRENT = f"{_ENTITIES} WHERE replaced_by IS NULL"


class Records:
    """An open record store. What is put and removed counts once it is committed."""

    def __init__(self, path: Path | None = None, *, write: bool = False) -> None:
        """Open a file, and make it if it is to be written and does not exist; None: in memory.

        Raises:
            StoreError: there is none, it cannot be opened, or it has another format.
        """
        self._path, self._writable = path, write or path is None
        self._touched: set[str] = set()
        """Addresses at which documents came or went since the last version of each was determined."""
        self._unsearched: set[str] = set()
        """Documents that came, went or changed since the last commit."""
        try:
            self._database = _open(path, write=write)
        except sqlite3.Error as error:
            raise StoreError(_failure(path, error)) from error

    def __enter__(self) -> Self:
        """Be closed at the end of a `with`."""
        return self

    def __exit__(self, _: object, error: object, __: object) -> None:
        """Close the file; StoreError for what SQLite could not do."""
        self.close()
        if isinstance(error, sqlite3.Error):
            raise StoreError(_failure(self._path, error)) from error

    def __del__(self) -> None:
        """Close the file, unless it could not be opened."""
        if hasattr(self, "_database"):
            self.close()

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self._database.close()

    @property
    def identities(self) -> IdentityTables:
        """Return the tables of identities."""
        self._settle()
        return IdentityTables(self._database)

    @property
    def links(self) -> LinkTables:
        """Return the tables that links are made from."""
        return LinkTables(self._database, writable=self._writable)

    def commit(self) -> None:
        """Write to the disk all that was put and removed."""
        self._settle()
        update(self._database, sorted(self._unsearched))
        self._unsearched.clear()
        self._database.commit()

    def setting(self, name: str) -> str | None:
        """Return a setting of the graph ("base"), None if it is not set; "id" is the records' random name."""
        row = self._database.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def set(self, name: str, value: str | None) -> None:
        """Keep a setting of the graph; None removes it."""
        if value is None:
            self._database.execute("DELETE FROM settings WHERE name = ?", (name,))
        else:
            self._database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # Documents in

    def is_known(self, document: Document, made_by: Sequence[tuple[str, str]]) -> bool:
        """Return whether the source gives just this document, now or as an earlier version, and this reader read it.

        The time of retrieval does not count: the first one stays.
        """
        given = document_hash(document.text, document.date)
        query = f"{SELECT_SOURCES} WHERE source = ? AND document = ?"
        row = self._database.execute(query, (source_of(document), given)).fetchone()
        if row is None or not self.has_extraction(document, made_by):
            return False
        seen_first = replace(document, retrieved=as_source(row).retrieved)
        if row[:-2] != row_of(seen_first, given):
            return False
        if row[-1]:
            return True
        before = self._current(source_of(document))
        return before is not None and is_earlier(as_source(row), as_source(before))

    def holds(self, document: Document) -> bool:
        """Return whether the same text of the same day was read, whatever read it."""
        return self._made(document) is not None

    def has_extraction(self, document: Document, made_by: Sequence[tuple[str, str]]) -> bool:
        """Return whether this reader read the same text of the same day, whatever its source."""
        return self._made(document) == made_key(made_by)

    def _made(self, document: Document) -> str | None:
        given = document_hash(document.text, document.date)
        row = self._database.execute("SELECT made FROM documents WHERE hash = ?", (given,)).fetchone()
        return None if row is None else row[0]

    def put(self, document: Document, extraction: Extraction | None = None) -> bool:
        """Keep a document in place of the one its source gave before, and return whether there was one.

        Earlier versions at a web address stay, as history. Without an extraction the one that `has_extraction` found
        stays; sqlite3.IntegrityError if there is none.
        """
        given, source = document_hash(document.text, document.date), source_of(document)
        if extraction is not None:
            self._put_extraction(given, document, extraction)
        address = address_key(document.url) or ""
        before, row = self._current(source), (*row_of(document, given), address, 1)
        if before is not None and before[1] != given:
            if not self._is_version(before, row):
                self._forget(source, before[1])
            elif is_earlier(as_source(row), as_source(before)):
                row = (*row[:-1], 0)
            else:
                self._database.execute("UPDATE sources SET current = 0 WHERE source = ?", (source,))
        marks = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
        self._database.execute(f"INSERT OR REPLACE INTO sources VALUES ({marks})", row)  # noqa: S608 (marks alone)
        self._unsearched.add(given)
        self._touched.add(address)
        return before is not None

    def remove(self, sources: Iterable[str], *, document: str | None = None) -> list[str]:
        """Remove sources, and the documents that no other source gives, and return those that were there.

        With the hash of a `document`, remove only this version of each source.
        """
        gone = []
        for source in sources:
            rows = self._database.execute("SELECT document FROM sources WHERE source = ?", (source,)).fetchall()
            versions = [found for (found,) in rows if document in {None, found}]
            for each in versions:
                self._forget(source, each)
            gone += [source] if versions else []
        return gone

    def copy_to(self, path: Path) -> None:
        """Write what is committed to a new file."""
        with closing(sqlite3.connect(path)) as fresh:
            define_sum(fresh)
            self._database.backup(fresh)

    # Documents out

    def is_empty(self) -> bool:
        """Return whether there is no document."""
        return self._database.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None

    def sources(self) -> list[str]:
        """Return all sources in order."""
        return [row[0] for row in self._database.execute("SELECT DISTINCT source FROM sources ORDER BY source")]

    def english(self) -> frozenset[str]:
        """Return the hashes of the documents that a source gave in English."""
        query = "SELECT document FROM sources WHERE language = 'en' OR language LIKE 'en-%'"
        return frozenset(row[0] for row in self._database.execute(query))

    def documents(self) -> Iterator[StoredDocument]:
        """Yield all documents in the order of their hashes."""
        self._settle()
        sources = self._database.execute(f"{SELECT_SOURCES} ORDER BY document, source")
        found_at = {given: tuple(map(as_source, rows)) for given, rows in groupby(sources, key=itemgetter(1))}
        rows = self._database.execute("SELECT hash, made, day, stated, replaced_by FROM documents ORDER BY hash")
        for given, made, day, stated, later in rows:
            if given in found_at:
                known = date.fromisoformat(day) if day else None
                yield StoredDocument(given, made, found_at[given], known, as_stated(stated), later)

    def reread(self, stored: StoredDocument, extraction: Extraction) -> None:
        """Keep what was found in a document in place of what was found before, with its sources as they are."""
        document = document_of(stored.found_at[0], extraction.document.text, stored.day)
        self._put_extraction(stored.hash, document, extraction)

    def document(self, stored: StoredDocument) -> Document:
        """Return a document as its first source gave it; StoreError if its record is damaged."""
        return document_of(stored.found_at[0], self.text(stored)[0], stored.day)

    def prints(self) -> Iterator[tuple[str, bytes]]:
        """Yield hash and fingerprint (`kg.records.codec`) of each document that is not replaced, in order."""
        self._settle()
        yield from self._database.execute("SELECT hash, prints FROM documents WHERE replaced_by IS NULL ORDER BY hash")

    def extraction(self, stored: StoredDocument) -> Extraction:
        """Return the extraction of a document, whose id is its hash here.

        Raises:
            StoreError: the record is damaged.
        """
        row = self._database.execute("SELECT text, data FROM documents WHERE hash = ?", (stored.hash,)).fetchone()
        known: dict[str, Any] = {
            "path": stored.paths[0],
            "date": stored.day,
            "title": stored.title,
            "language": stored.language,
        }
        try:
            packed, data = row
            found = decode(data, Document(stored.hash, unpacked(packed), **known))
        except (TypeError, ValueError, zlib.error) as error:
            raise StoreError(_damaged(stored)) from error
        return replace(found, stated=stored.stated)

    def text(self, stored: StoredDocument) -> tuple[str, date | None]:
        """Return the text of a document, and the day that it was read with: its own if the source gave none.

        Raises:
            StoreError: the record is damaged.
        """
        row = self._database.execute("SELECT text, data FROM documents WHERE hash = ?", (stored.hash,)).fetchone()
        try:
            return unpacked(row[0]), read_day(row[1])
        except (TypeError, ValueError, zlib.error) as error:
            raise StoreError(_damaged(stored)) from error

    def search(self, words: str) -> list[Hit]:
        """Return the documents that have some words, those that fit best first (`kg.records.search`)."""
        self._settle()
        replaced = {row[0] for row in self._database.execute(_REPLACED)}
        return [hit for hit in search(self._database, words) if hit.document not in replaced]

    def entities(self, keys: Iterable[str] | None = None) -> Iterator[EntityRow]:
        """Yield the entities of documents that are not replaced, all or by keys, by key, document and place."""
        self._settle()
        if keys is None:
            yield from map(as_entity, self._database.execute(f"{_CURRENT} ORDER BY key, hash, place"))
            return
        query = f"{_CURRENT} AND key IN ({{}}) ORDER BY key, hash, place"
        yield from map(as_entity, rows_with(self._database, query, keys))

    def unnamed_entities(self, key: str | None = None) -> Iterator[EntityRow]:
        """Yield the entities, all or of a key, that their documents mention and never name, by key, document, place."""
        self._settle()
        unnamed, values = f"{_CURRENT} AND names = 0 AND mentioned", () if key is None else (key,)
        of_key = "" if key is None else " AND key = ?"
        yield from map(as_entity, self._database.execute(f"{unnamed}{of_key} ORDER BY key, hash, place", values))

    def entities_of(self, document: str) -> list[EntityRow]:
        """Return the entities of a document in their places."""
        query = f"{_ENTITIES} WHERE hash = ? ORDER BY place"
        return [as_entity(row) for row in self._database.execute(query, (document,))]

    def damage(self) -> list[str]:
        """Return what is wrong with the records, a line each; nothing if they are whole."""
        try:
            found = [str(row[0]) for row in self._database.execute("PRAGMA integrity_check") if row[0] != "ok"]
            foreign = self._database.execute("PRAGMA foreign_key_check")
            found += [f"a row of {row[0]} belongs to no document" for row in foreign]
            found += [
                f"{self._path or 'records'}: {counted} of {name} changed on the disk: kg recover makes them anew"
                for name, counted in self._changed_rows()
            ]
        except (sqlite3.Error, ValueError) as error:
            return [_failure(self._path, error)]
        if not found and self.identities.damaged_blocks():
            found.append(
                f"{self._path or 'records'}: the keys of names changed on the disk: kg recover makes them anew"
            )
        if not found:
            for stored in self.documents():
                try:
                    text = self.extraction(stored).document.text
                except StoreError as error:
                    found.append(str(error))
                else:
                    if document_hash(text, stored.day) != stored.hash:
                        found.append(f"the text of {stored.paths[0]} is not the one that was read")
        return found

    def _changed_rows(self) -> Iterator[tuple[str, str]]:
        """Yield each table with rows that are not as they were written, and how many there are."""
        for name, columns in _TABLE_COLUMNS.items():
            query = f"SELECT count(*) FROM {name} WHERE sum IS NOT kg_sum({', '.join(columns)})"  # noqa: S608 (our own)
            (number,) = self._database.execute(query).fetchone()
            if number:
                yield name, "a row" if number == 1 else f"{number:,} rows"

    def _put_extraction(self, given: str, document: Document, extraction: Extraction) -> None:
        day = document.date.isoformat() if document.date else None
        text = clean(document.text)
        packed, made = zlib.compress(text.encode("utf-8", "surrogatepass")), made_key(extraction.made_by)
        row = (given, packed, day, made, encode(extraction), stated_column(extraction.stated), fingerprint(text))
        self._unsearched.add(given)
        query = "INSERT INTO documents (hash, text, day, made, data, stated, prints)"
        query += " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE"
        query += " SET made = excluded.made, data = excluded.data, stated = excluded.stated RETURNING id"
        ((number,),) = self._database.execute(query, row).fetchall()
        self._database.execute("DELETE FROM entities WHERE document = ?", (number,))
        marks = ", ".join("?" * len(COLUMNS.split(",")))
        columns = COLUMNS.replace("hash", "document")
        rows = ((key, number, *rest) for key, *rest in rows_of_entities(extraction))
        self._database.executemany(f"INSERT INTO entities ({columns}) VALUES ({marks})", rows)  # noqa: S608

    def _current(self, source: str) -> tuple[Any, ...] | None:
        query = f"{SELECT_SOURCES} WHERE source = ? AND current"
        found: tuple[Any, ...] | None = self._database.execute(query, (source,)).fetchone()
        return found

    def _is_version(self, before: tuple[Any, ...], row: tuple[Any, ...]) -> bool:
        """Return whether two rows of a source are of one address, and not one text with two days."""
        query = "SELECT count(DISTINCT text) FROM documents WHERE hash IN (?, ?)"
        (texts,) = self._database.execute(query, (before[1], row[1])).fetchone()
        return bool(row[-2]) and row[-2] == before[-2] and texts > 1

    def _settle(self) -> None:
        if self._touched:
            settle(self._database, sorted(self._touched - {""}))
            self._touched.clear()

    def _forget(self, source: str, document: str) -> None:
        """Remove a document of a source; if it was the current version, the latest of the others becomes it."""
        query = "DELETE FROM sources WHERE source = ? AND document = ? RETURNING address, current"
        address, current = self._database.execute(query, (source, document)).fetchone()
        self._touched.add(address)
        rows = self._database.execute(f"{SELECT_SOURCES} WHERE source = ?", (source,)).fetchall()
        if current and rows:
            latest = max(rows, key=lambda row: version_of(row[1], as_source(row)))
            query = "UPDATE sources SET current = 1 WHERE source = ? AND document = ?"
            self._database.execute(query, (source, latest[1]))
        self._forget_unused(document)

    def _forget_unused(self, document: str) -> None:
        self._unsearched.add(document)
        row = self._database.execute("SELECT 1 FROM sources WHERE document = ?", (document,)).fetchone()
        if row is None:
            query = "SELECT id FROM documents WHERE hash = ?"
            self._database.execute(f"DELETE FROM entities WHERE document = ({query})", (document,))  # noqa: S608
            self._database.execute("DELETE FROM documents WHERE hash = ?", (document,))


def unpacked(text: bytes | str) -> str:
    """Return the text of a document's row; the rows of earlier versions have it as it is."""
    return text if isinstance(text, str) else zlib.decompress(text).decode("utf-8", "surrogatepass")


def _failure(path: Path | None, error: Exception) -> str:
    """Return what is wrong with a file of records, and what to do, on a line."""
    said = f"{path}: {error}"
    if isinstance(error, sqlite3.DatabaseError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
        return f"{said}: kg recover saves what can be saved"
    return f"{said}: nothing was changed; try again when the disk has room and can be written"


def _damaged(stored: StoredDocument) -> str:
    return f"the record of {stored.paths[0]} is damaged: kg remove it, then build it again"


def _open(path: Path | None, *, write: bool) -> sqlite3.Connection:
    if path is None:
        database = sqlite3.connect(":memory:", check_same_thread=False)
        define_sum(database)
        return _made(database)
    if not path.exists() and not write:
        raise StoreError(f"{path.parent}: holds no records: make them with kg build")
    # A reader that may write removes its traces (-wal, -shm) when it is done, and changes nothing else.
    mode = "rwc" if write else "rw" if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK) else "ro"
    log = path.with_name(f"{path.name}-wal")
    if mode == "ro" and not (log.exists() and log.stat().st_size):  # nobody writes it
        mode = "ro&immutable=1"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(address, uri=True, check_same_thread=False)  # any may be the one that closes it
    define_sum(database)
    try:
        return _prepared(database, path, write=write)
    except BaseException:
        database.close()
        raise


def _prepared(database: sqlite3.Connection, path: Path, *, write: bool) -> sqlite3.Connection:
    """Return the connection of a file that has our format; else StoreError."""
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
    if application != APPLICATION:
        raise StoreError(f"{path}: holds no records of kg: name another directory")
    if version != FORMAT:
        if version < FORMAT:
            raise StoreError(f"{path}: was written by an earlier version of kg: kg rebuild brings it up to date")
        raise StoreError(f"{path}: was written by a later version of kg: use that one")
    return database


def _made(database: sqlite3.Connection) -> sqlite3.Connection:
    """Make the tables and the random name, all at once or, if the process is killed, none."""
    database.executescript(f"BEGIN;{_TABLE.sub(_summed, _SCHEMA)}")
    database.execute("INSERT INTO settings VALUES ('id', ?)", (token_hex(16),))
    database.commit()
    return database


def _summed(table: re.Match[str]) -> str:
    """Return a table's statement with the column of checksums."""
    name, columns, rest = table[1], table[2].rstrip(), table[3] or ""
    if name in _UNSUMMED:
        return table[0]
    column = f"sum INTEGER AS (kg_sum({', '.join(_TABLE_COLUMNS[name])})) STORED"
    named, key, constraint = columns.partition(", PRIMARY KEY (")
    return f"CREATE TABLE {name} ({named.rstrip()}, {column}{key}{constraint}){rest};"


def define_sum(database: sqlite3.Connection) -> None:
    """Give a connection the functions that compute the checksums of rows and unpack texts."""
    database.execute("PRAGMA trusted_schema = ON")
    database.create_function("kg_sum", -1, row_sum, deterministic=True)
    database.create_function("kg_text", 1, unpacked, deterministic=True)


def row_sum(*values: object) -> int:
    """Return the checksum of a row: CRC-32 of its values, each after its kind and length."""
    parts: list[bytes] = []
    for value in values:
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        parts += (f"{type(value).__name__}{len(data)}:".encode(), data)
    return zlib.crc32(b"".join(parts))
