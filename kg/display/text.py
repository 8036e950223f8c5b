"""Text on one line, cut, counted, in aligned columns, and without characters that would steer a terminal."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def plain(text: str) -> str:
    r"""`text` with each character that would steer a terminal or hide or reorder words replaced by U+FFFD.

    Line feeds and tabs stay.

    >>> plain("\x1b[2Jgone")
    '\ufffd[2Jgone'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)


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


def by_number(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts, the largest first, and of equals in the order of their names."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


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
