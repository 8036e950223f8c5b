"""What a tool answers: rows as JSON has them, so many at a time, or a part of a text, and how to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.graph.asking.answers import Answer
    from kg.graph.query.execution import Rows

__all__ = [
    "MOST_CHARACTERS",
    "MOST_ROWS",
    "ArticleText",
    "Cell",
    "EnglishAnswer",
    "Page",
    "Question",
    "as_dicts",
    "english_answer",
    "page_of",
]

MOST_ROWS = 50
"""How many rows a page has at most."""
MOST_CHARACTERS = 600
"""How many characters of a cell are given; a longer one ends in "…" and says where the whole is by its document."""

type Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Page:
    """Some rows of an answer.

    `total` counts the rows of the whole answer; `next_offset` is where the next page begins, None on the last. `more`
    says that the question has further answers, which a larger `limit` among its values gives.
    """

    rows: list[dict[str, Cell]]
    total: int
    next_offset: int | None = None
    more: bool = False


@dataclass(frozen=True)
class Question:
    """A question that comes with kg: its name, what it answers, and its parameters with what each means."""

    name: str
    answers: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class ArticleText:
    """A part of an article: `text` begins at code point `offset` of `length`; `next_offset` is None at its end."""

    document: str
    text: str
    offset: int
    length: int
    next_offset: int | None


@dataclass(frozen=True)
class EnglishAnswer:
    """The answer to a question in plain English.

    `understood` are the relations that were looked for, `verdict` what is said to a question for yes or no. A row is an
    answer with the best of its sentences; `total` counts the answers. `remarks` say what to know of the names and words
    of the question, and why there is no answer where there is none; `query` is the SPARQL that was asked.
    """

    understood: list[str]
    verdict: str | None
    rows: list[dict[str, Cell]]
    total: int
    remarks: list[str]
    query: str


def english_answer(answer: Answer, limit: int) -> EnglishAnswer:
    """Return an answer with so many of its rows."""
    rows: list[dict[str, Cell]] = []
    for each in answer.found[: min(limit, MOST_ROWS)]:
        best = each.evidence[0]
        row = {"answer": each.value, "class": each.cls, "factuality": each.factuality, "documents": each.documents}
        row |= {"fact": best.fact, "quote": best.quote, "source": best.source, "time": best.time}
        row |= {"document": best.document, "publisher": best.publisher, "published": best.published}
        row |= {"statement": best.statement, "iri": each.iri}
        rows.append(_row(row, row.values()))
    return EnglishAnswer(
        list(answer.understood), answer.verdict, rows, len(answer.found), list(answer.remarks), answer.query
    )


def page_of(rows: Sequence[dict[str, Cell]], offset: int, limit: int, *, more: bool = False) -> Page:
    """Return the page of so many rows from `offset`; it is empty past the end."""
    end = offset + min(limit, MOST_ROWS)
    return Page(list(rows[offset:end]), len(rows), end if end < len(rows) else None, more)


def as_dicts(rows: Rows) -> list[dict[str, Cell]]:
    """Return an answer's rows by column, without unbound cells."""
    return [_row(rows.columns, row) for row in rows]


def _row(columns: Iterable[str], row: Iterable[object]) -> dict[str, Cell]:
    return {name: _cell(value) for name, value in zip(columns, row, strict=True) if value is not None}


def _cell(value: object) -> Cell:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
