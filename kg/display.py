"""How text is shown: nothing in it steers a terminal, and nothing in it is read as HTML. Standard library only.

News text is hostile input, the names in a graph too.
"""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["Html", "brief", "counted", "escaped", "html_table", "plain", "relation_words", "text_table"]

_CELL = "padding: 0.2em 0.7em; text-align: {}; vertical-align: top; border-bottom: 1px solid #8884"
_HEAD = _CELL + "; font-weight: 600"
_TABLE = "border-collapse: collapse; margin: 0.3em 0"
_NOTE = "opacity: 0.75; font-size: 0.9em"


class Html(str):
    """Text that is HTML already: `html_table` takes it as it is."""

    __slots__ = ()


def plain(text: str) -> str:
    r"""`text` with each character that would steer a terminal or hide or reorder words replaced by U+FFFD.

    Line feeds and tabs stay.

    >>> plain("\x1b[2Jgone")
    '\ufffd[2Jgone'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)


def escaped(text: str) -> Html:
    """`text` as HTML that shows it and does nothing else.

    >>> escaped('<script>"&"')
    '&lt;script&gt;&quot;&amp;&quot;'
    """
    return Html(escape(plain(text)))


def relation_words(predicate: str, label: str) -> str:
    """A predicate as it reads: its label; of an open predicate that has none, its words."""
    return label if label != predicate else predicate.removeprefix("p/").replace("_", " ")


def brief(text: str, width: int) -> str:
    r"""`text` on one line of at most `width` characters, of which the last is an ellipsis where it is cut.

    >>> brief("one\n two  three", 8)
    'one two…'
    """
    line = " ".join(plain(text).split())
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "entity"), counted(2000, "entity")
    ('1 entity', '2,000 entities')
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def html_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Collection[str] = (), note: str = ""
) -> Html:
    """A table that fits a light and a dark notebook; the columns in `numbers` are aligned to the right.

    Cells are text, which is escaped, unless they are `Html`. `note` stands below.
    """
    sides = ["right" if column in numbers else "left" for column in columns]

    def row(tag: str, style: str, cells: Iterable[str]) -> str:
        inner = (
            f'<{tag} style="{style.format(side)}">{cell if isinstance(cell, Html) else escaped(cell)}</{tag}>'
            for side, cell in zip(sides, cells, strict=True)
        )
        return f"<tr>{''.join(inner)}</tr>"

    head = row("th", _HEAD, columns)
    body = "\n".join(row("td", _CELL, cells) for cells in rows)
    below = f'\n<p style="{_NOTE}">{escaped(note)}</p>' if note else ""
    return Html(f'<table style="{_TABLE}">\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>{below}')


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, most: int = 10, width: int = 40) -> str:
    """The first `most` rows as aligned columns of at most `width` characters.

    >>> print(text_table(["who", "age"], [["Ana", "7"], ["Bo", "70"]]))
    who  age
    Ana  7
    Bo   70
    """
    lines = [
        [brief(column, width) for column in columns],
        *([brief(cell, width) for cell in row] for row in islice(rows, most)),
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    shown = ["  ".join(cell.ljust(size) for cell, size in zip(line, widths, strict=True)).rstrip() for line in lines]
    if len(rows) > most:
        shown.append(f"… {len(rows):,} rows in all")
    return "\n".join(shown)
