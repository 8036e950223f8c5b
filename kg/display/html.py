"""HTML that fits a light and a dark notebook: escaped text, tables, cards, and a page in a frame of its own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kg.display.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_CELL = "padding: 0.2em 0.7em; text-align: {}; vertical-align: top; border-bottom: 1px solid #8884"
_HEAD = _CELL + "; font-weight: 600"
_TABLE = "border-collapse: collapse; margin: 0.3em 0"
_FAINT = "opacity: 0.75; font-size: 0.9em"
_CARD = "border-left: 3px solid #8888; padding: 0.1em 0.8em; margin: 0.4em 0; max-width: 60em"


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """`text` as HTML that shows it and does nothing else; `Html` as it is.

    >>> escaped('<script>"&"')
    '&lt;script&gt;&quot;&amp;&quot;'
    """
    return text if isinstance(text, Html) else Html(escape(plain(text)))


def faint(text: str, tag: str = "div") -> Html:
    """Return faint text as an element."""
    return Html(f'<{tag} style="{_FAINT}">{escaped(text)}</{tag}>')


def card(*parts: Html) -> Html:
    """Return parts below one another, with a line at their left."""
    return Html(f'<div style="{_CARD}">{"".join(parts)}</div>')


def html_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Collection[str] = (), note: str = ""
) -> Html:
    """A table whose columns in `numbers` are aligned to the right; `note` stands below.

    Cells are text, which is escaped, unless they are `Html`.
    """
    sides = ["right" if column in numbers else "left" for column in columns]

    def row(tag: str, style: str, cells: Iterable[str]) -> str:
        inner = (
            f'<{tag} style="{style.format(side)}">{escaped(cell)}</{tag}>'
            for side, cell in zip(sides, cells, strict=True)
        )
        return f"<tr>{''.join(inner)}</tr>"

    head = row("th", _HEAD, columns)
    body = "\n".join(row("td", _CELL, cells) for cells in rows)
    below = f"\n{faint(note, 'p')}" if note else ""
    return Html(f'<table style="{_TABLE}">\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>{below}')


def framed(page: str, *, height: int = 640, title: str = "Knowledge graph") -> Html:
    """`page`, a whole HTML document, as an iframe that carries it in its `srcdoc`.

    Each frame is a document of its own, so that several on one page share neither names nor styles. It is sandboxed
    without the notebook's origin: what is in the page can run its scripts and save a file, but not reach the notebook.
    `height` is in CSS pixels.

    >>> framed("<p>“&”</p>", height=200)[:88]
    '<iframe title="Knowledge graph" sandbox="allow-scripts allow-downloads" height="200" sty'
    """
    return Html(
        f'<iframe title="{escape(title)}" sandbox="allow-scripts allow-downloads" height="{height}" '
        f'style="width: 100%; border: 1px solid #8886; border-radius: 8px" srcdoc="{escape(page)}"></iframe>'
    )
