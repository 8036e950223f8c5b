"""The entities and facts that a change of documents touches, on the disk, since a first build touches all."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Self

from kg.graph.rdf.document import Ends, Said
from kg.graph.rdf.terms import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Affected", "AffectedFact"]

_SCHEMA = """
CREATE TABLE entities (iri TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX entities_by_name ON entities (name);
CREATE TABLE classes (iri TEXT PRIMARY KEY, class TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (
    iri TEXT NOT NULL, subject TEXT NOT NULL, predicate TEXT NOT NULL, item TEXT NOT NULL, datatype TEXT,
    document TEXT, stated INTEGER, denied INTEGER
);
"""
_CACHE = 32_000
"""How many KB of the file are held in memory, at most."""
_FACTS = """
SELECT facts.*, subjects.class, items.class FROM facts
LEFT JOIN classes subjects ON subjects.iri = subject
LEFT JOIN classes items ON items.iri = item AND datatype IS NULL
ORDER BY facts.iri, document
"""


class AffectedFact(NamedTuple):
    """A fact with what the documents that were noted say of it, and the classes of its ends.

    A class is None where it was not noted, and "" where there is none.
    """

    iri: str
    ends: Ends
    said: list[tuple[str, Said]]
    subject: str | None
    item: str | None


class Affected:
    """Two sets that are given back in order; a temporary file holds them."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # "": a temporary file, gone when it is closed
        settings = f"PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -{_CACHE};"
        # One transaction that never ends: each commit would go through all pages that are held.
        self._database.executescript(settings + _SCHEMA + "BEGIN;")

    def __enter__(self) -> Self:
        """Be closed at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what was noted."""
        self._database.close()

    def note_entities(self, names: Iterable[tuple[str, str]]) -> None:
        """Note entities by their IRIs and normalised names."""
        self._database.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?)", names)

    def note_classes(self, classes: Iterable[tuple[str, str]]) -> None:
        """Note what entities are, by their IRIs."""
        self._database.executemany("INSERT OR REPLACE INTO classes VALUES (?, ?)", classes)

    def note_facts(self, facts: Iterable[tuple[str, Ends]]) -> None:
        """Note facts by their IRIs."""
        rows = ((iri, ends.subject, ends.predicate, *_columns(ends.item)) for iri, ends in facts)
        self._database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)", rows)

    def note_said(self, document: str, facts: Iterable[tuple[str, Ends, Said]]) -> None:
        """Note facts by their IRIs, with what a document says of each."""
        rows = ((iri, ends.subject, ends.predicate, *_columns(ends.item), document, *said) for iri, ends, said in facts)
        self._database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def names(self) -> Iterator[str]:
        """The names of the entities, each once, in order."""
        return (name for (name,) in self._database.execute("SELECT DISTINCT name FROM entities ORDER BY name"))

    def iris(self) -> list[str]:
        """The IRIs of all entities, in order."""
        return [iri for (iri,) in self._database.execute("SELECT iri FROM entities ORDER BY iri")]

    def entities(self, name: str) -> list[str]:
        """The IRIs of the entities of a name, in order."""
        return [
            iri for (iri,) in self._database.execute("SELECT iri FROM entities WHERE name = ? ORDER BY iri", (name,))
        ]

    def facts(self) -> Iterator[AffectedFact]:
        """The facts in the order of their IRIs, each once."""
        for iri, group in groupby(self._database.execute(_FACTS), key=itemgetter(0)):
            rows = list(group)
            _, subject, predicate, item, datatype, *_, of_subject, of_item = rows[0]
            ends = Ends(subject, predicate, item if datatype is None else Value(item, datatype))
            said = [(row[5], Said(row[6], row[7])) for row in rows if row[5] is not None]
            yield AffectedFact(iri, ends, said, of_subject, of_item)


def _columns(item: str | Value) -> tuple[str, str | None]:
    return (item, None) if isinstance(item, str) else (item.text, item.datatype)
