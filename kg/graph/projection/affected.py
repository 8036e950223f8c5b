"""The entities and facts that a change of documents touches, on the disk, since a first build touches all."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Self

from kg.graph.rdf.document import Ends
from kg.graph.rdf.terms import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Affected"]

_SCHEMA = """
CREATE TABLE entities (iri TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX entities_by_name ON entities (name);
CREATE TABLE facts (
    iri TEXT PRIMARY KEY, subject TEXT NOT NULL, predicate TEXT NOT NULL, item TEXT NOT NULL, datatype TEXT
) WITHOUT ROWID;
"""


class Affected:
    """Two sets that are given back in order; a temporary file holds them."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # "": a temporary file, gone when it is closed
        self._database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;" + _SCHEMA)

    def __enter__(self) -> Self:
        """Be closed at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what was noted."""
        self._database.close()

    def note_entities(self, names: Iterable[tuple[str, str]]) -> None:
        """Note entities by their IRIs and normalised names."""
        self._database.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?)", names)

    def note_facts(self, facts: Iterable[tuple[str, Ends]]) -> None:
        """Note facts by their IRIs."""
        self._database.executemany(
            "INSERT OR IGNORE INTO facts VALUES (?, ?, ?, ?, ?)",
            ((iri, ends.subject, ends.predicate, *_columns(ends.item)) for iri, ends in facts),
        )

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

    def facts(self) -> Iterator[tuple[str, Ends]]:
        """The facts in the order of their IRIs."""
        for iri, subject, predicate, item, datatype in self._database.execute("SELECT * FROM facts ORDER BY iri"):
            yield iri, Ends(subject, predicate, item if datatype is None else Value(item, datatype))


def _columns(item: str | Value) -> tuple[str, str | None]:
    return (item, None) if isinstance(item, str) else (item.text, item.datatype)
