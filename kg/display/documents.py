"""Documents as people read them: on one line, as a card, in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.display.html import Html, card, escaped, faint, html_table
from kg.display.text import brief, counted, text_table

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ShownDocument", "documents_html", "documents_table"]

_SHOWN = 20
"""How many documents a notebook shows."""
_TITLE = 80
_COLUMNS = ("id", "published", "publisher", "title")


class ShownDocument:
    """What a document must have to be shown, and how it shows itself.

    `id` is its short id, `day` (ISO 8601) the one on which it was published, where that is known.
    """

    __slots__ = ()

    id: str
    text: str
    title: str | None
    publishers: tuple[str, ...]
    authors: tuple[str, ...]
    urls: tuple[str, ...]

    @property
    def day(self) -> str | None:
        """The day on which it was published."""
        raise NotImplementedError

    @property
    def cited(self) -> str:
        """By what it is cited, on one line: headline, authors, publisher, day; its id where nothing is known."""
        title = f"“{self.title}”" if self.title else None
        return ", ".join(filter(None, (title, *self.authors, *self.publishers, self.day))) or self.id

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.id} ({brief(self.cited, _TITLE)}, {counted(len(self.text), 'character')})"

    def _repr_html_(self) -> str:
        words = len(self.text.split())
        return card(
            Html(f"<div><b>{escaped(self.title or self.id)}</b></div>"),
            faint("; ".join((self.cited, *self.urls, counted(words, "word")))),
        )


def documents_table(documents: Sequence[ShownDocument]) -> str:
    """The first documents as aligned columns."""
    return text_table(_COLUMNS, list(map(_row, documents))) if documents else "no documents"


def documents_html(documents: Sequence[ShownDocument]) -> Html:
    """The first documents as a table."""
    count = counted(len(documents), "document")
    note = count if len(documents) <= _SHOWN else f"the first {_SHOWN} of {count}"
    return html_table(_COLUMNS, list(map(_row, documents[:_SHOWN])), note=note)


def _row(document: ShownDocument) -> tuple[str, str, str, str]:
    return document.id, document.day or "", ", ".join(document.publishers), document.title or ""
