"""What links are made from, beside the documents: the gazetteers that the user gave, and the places of each document.

gazetteers  each file's entries as bytes, by its name, in the order given
places      what the names of a document mean (`kg.links.places` writes and reads it), and what it was made from; gone
            with the document's extraction, of which it is a function
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

__all__ = ["TABLES", "KeptGazetteer", "LinkTables"]

TABLES = """
CREATE TABLE gazetteers (place INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, entries BLOB NOT NULL);
CREATE TABLE places (document TEXT PRIMARY KEY, made_from TEXT NOT NULL, found TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER places_read_anew AFTER UPDATE OF data ON documents
BEGIN DELETE FROM places WHERE document = new.hash; END;
CREATE TRIGGER places_removed AFTER DELETE ON documents
BEGIN DELETE FROM places WHERE document = old.hash; END;
"""


class KeptGazetteer(NamedTuple):
    """A gazetteer as it is kept: the name of its file, a hash of its entries, and these as bytes."""

    name: str
    digest: str
    entries: bytes


class LinkTables:
    """The two tables of an open record store. What is kept counts once the store is committed."""

    def __init__(self, database: sqlite3.Connection, *, writable: bool) -> None:
        self._database, self._writable = database, writable

    def gazetteers(self) -> list[KeptGazetteer]:
        """The gazetteers in the order given."""
        rows = self._database.execute("SELECT name, digest, entries FROM gazetteers ORDER BY place")
        return [KeptGazetteer(name, digest, zlib.decompress(entries)) for name, digest, entries in rows]

    def gazetteer_digests(self) -> list[tuple[str, str]]:
        """The name and hash of each gazetteer in the order given."""
        return list(self._database.execute("SELECT name, digest FROM gazetteers ORDER BY place"))

    def replace_gazetteers(self, gazetteers: Iterable[KeptGazetteer]) -> None:
        """Keep gazetteers in place of those that were kept."""
        self._database.execute("DELETE FROM gazetteers")
        rows = ((name, digest, zlib.compress(entries)) for name, digest, entries in gazetteers)
        self._database.executemany("INSERT INTO gazetteers (name, digest, entries) VALUES (?, ?, ?)", rows)

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Of each document whose places are known its hash, what they were made from, and the places."""
        return iter(self._database.execute("SELECT document, made_from, found FROM places ORDER BY document"))

    def keep_places(self, document: str, made_from: str, found: str) -> None:
        """Keep the places of a document, unless the store is open to be read alone."""
        if self._writable:
            row = (document, made_from, found)
            self._database.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", row)
