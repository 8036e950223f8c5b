"""Ranked full-text search over documents: SQLite's FTS5 over headline, text and names.

The index has no text of its own (`content=''`): it follows from documents, sources and entities, is brought up to date
with each commit, and costs a tenth of the text. A file whose index is missing is searched through one in memory.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_TABLES = (
    "CREATE TABLE searched (id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE)",
    """CREATE VIRTUAL TABLE search USING fts5(
        title, text, names, content='', contentless_delete=1, detail=column,
        tokenize='porter unicode61 remove_diacritics 2'
    )""",
)
_WEIGHTS = "8.0, 1.0, 4.0"
"""What a word counts in the headline, in the text, and among the names."""
_FOUND = f"""
SELECT searched.document, -bm25(search, {_WEIGHTS}) FROM search JOIN searched ON id = search.rowid
WHERE search MATCH ? ORDER BY bm25(search, {_WEIGHTS}), searched.document
"""  # noqa: S608 (our own weights)
_CONTENT = """
SELECT hash, (SELECT group_concat(DISTINCT title) FROM sources WHERE document = hash), kg_text(text),
       (SELECT group_concat(name || ' ' || aliases, ' ') FROM entities WHERE document = documents.id AND names > 0)
FROM documents"""
_WORD = re.compile(r"\w+")
_PHRASE = re.compile(r'"([^"]+)"')
_WIDTH = 120
"""Characters of a snippet on either side of the first word that is found."""


class Hit(NamedTuple):
    """A document that has the words, with how well it does, the higher the better."""

    document: str
    score: float


def update(database: sqlite3.Connection, changed: Collection[str]) -> None:
    """Bring the index up to date with the documents that came, went or changed; all of them where there is none."""
    if not _has_index(database):
        _make(database)
        _add(database, database.execute(_CONTENT))
        return
    for document in changed:
        row = database.execute("DELETE FROM searched WHERE document = ? RETURNING id", (document,)).fetchone()
        if row is not None:
            database.execute("DELETE FROM search WHERE rowid = ?", row)
        _add(database, database.execute(f"{_CONTENT} WHERE hash = ?", (document,)))


def search(database: sqlite3.Connection, words: str) -> list[Hit]:
    """Return the documents that have all the words, or if none has, any; those that fit best first."""
    if _has_index(database):
        return _search(database, words)
    return search_texts(database.execute(_CONTENT), words)


def search_texts(rows: Iterable[tuple[str, str | None, str, str | None]], words: str) -> list[Hit]:
    """Search documents that are no records: of each what names it, its headline, its text and its names."""
    with closing(sqlite3.connect(":memory:")) as database:
        _make(database)
        _add(database, rows)
        return _search(database, words)


def snippet(text: str, words: str) -> str:
    """Return the part of a text around the first of some words, on one line, "…" where it is cut.

    >>> snippet("The harbour reopened on Monday.", "harbour")
    'The harbour reopened on Monday.'
    """
    stems = "|".join(sorted({re.escape(word[: max(4, len(word) - 3)]) for word in _WORD.findall(words)}))
    found = re.search(rf"\b(?:{stems})", text, re.IGNORECASE) if stems else None
    at = found.start() if found else 0
    begin, end = max(0, at - _WIDTH), min(len(text), at + _WIDTH)
    begin = text.rfind(" ", 0, begin + 1) + 1 if begin else 0
    end = text.find(" ", end) if " " in text[end:] else len(text)
    return f"{'…' * (begin > 0)}{' '.join(text[begin:end].split())}{'…' * (end < len(text))}"


def _make(database: sqlite3.Connection) -> None:
    for table in _TABLES:  # `executescript` would commit first
        database.execute(table)


def _has_index(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master WHERE name = 'search'").fetchone() is not None


def _add(database: sqlite3.Connection, rows: Iterable[tuple[str, str | None, str, str | None]]) -> None:
    for document, *content in list(rows):
        query = "INSERT INTO searched (document) VALUES (?) RETURNING id"
        (place,) = database.execute(query, (document,)).fetchone()
        database.execute("INSERT INTO search (rowid, title, text, names) VALUES (?, ?, ?, ?)", (place, *content))


def _search(database: sqlite3.Connection, words: str) -> list[Hit]:
    wanted = [f'"{word}"' for word in _WORD.findall(words)]
    for joined in (" ".join(wanted), " OR ".join(wanted)) if wanted else ():
        if found := [Hit(*row) for row in database.execute(_FOUND, (joined,))]:
            return found
    return []


def has_phrases(text: str, words: str) -> bool:
    """Return whether a text has, word for word, all that stands in quotation marks."""
    plain = " ".join(text.lower().split())
    return all(phrase.lower() in plain for phrase in _PHRASE.findall(words))
