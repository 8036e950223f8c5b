"""The lines of a page in reading order, with their places: columns one after the other.

A PDF says which glyphs stand where, in the order in which they were painted. That is nearly always the order of reading
inside a column; where a page was painted row by row across its columns, they are taken apart here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pypdf import PageObject

__all__ = ["Line", "page_lines"]

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"})
_GAP = 1.8
"""A space of so many times the size of the type parts what stands in two columns."""
_WIDTH = 0.45
"""About how wide a glyph is, in sizes of the type, where the page does not tell."""
_FEWEST_ROWS = 4
"""So many rows with something at the same place in them make columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, where it begins and ends, the height of its baseline, the size of its type."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int


@dataclass(frozen=True, slots=True)
class _Run:
    """What was painted at once: a word, a line, or nothing at the place where a line ends."""

    text: str
    x: float
    y: float
    size: float


def page_lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order of reading."""
    runs: list[_Run] = []

    def note(text: str, matrix: Sequence[float], placed: Sequence[float], _font: object, size: float) -> None:
        x = placed[4] * matrix[0] + placed[5] * matrix[2] + matrix[4]
        y = placed[4] * matrix[1] + placed[5] * matrix[3] + matrix[5]
        scale = abs(placed[3] * matrix[3]) or abs(placed[1] * matrix[2]) or 1.0
        runs.append(_Run(text, x, y, size * scale))

    page.extract_text(visitor_text=note)
    return _in_columns(_lines(runs, number))


def _lines(runs: Iterable[_Run], page: int) -> list[Line]:
    """Runs as lines: one ends with a line feed, where the baseline changes, or before a wide space."""
    lines: list[Line] = []
    held: list[_Run] = []

    def end() -> None:
        words = " ".join("".join(run.text for run in held).translate(_LIGATURES).split())
        if words:  # else nothing that shows
            inked = [run for run in held if run.text.strip()]
            size = Counter(round(run.size, 1) for run in inked for _ in run.text).most_common(1)[0][0]
            right = max([*(run.x for run in held), _end(inked[-1])])
            lines.append(Line(words, inked[0].x, right, inked[0].y, size, page))
        held.clear()

    for run in runs:
        inked = [each for each in held if each.text.strip()]
        if run.text.strip() and inked and _apart(inked[-1], run, held[-1]):
            end()
        for number, words in enumerate(run.text.split("\n")):
            if number:
                end()
            held.append(replace(run, text=words))
    end()
    return lines


def _apart(last: _Run, run: _Run, held: _Run) -> bool:
    if abs(run.y - last.y) > max(last.size, run.size) * 0.6:
        return True
    return run.x - max(_end(last), held.x if held is not last else 0) > _GAP * run.size


def _end(run: _Run) -> float:
    return run.x + len(run.text.rstrip()) * run.size * _WIDTH


def _in_columns(lines: list[Line]) -> list[Line]:
    """Lines that were painted row by row across columns, column by column; all others as they are.

    Columns begin where lines of several rows begin, each right of another on the same baseline.
    """
    beside = [right for left, right in pairwise(lines) if _same_row(left, right)]
    starts = Counter(round(line.left / 10) for line in beside)
    edges = sorted(place * 10 - 5 for place, count in starts.items() if count >= _FEWEST_ROWS)
    if not edges:
        return lines
    rows = {round(line.base) for line in beside if any(line.left >= edge for edge in edges)}
    inside = [place for place, line in enumerate(lines) if round(line.base) in rows]
    first, last = inside[0], inside[-1] + 1
    while last < len(lines) and 0 < lines[last - 1].base - lines[last].base < 2 * lines[last].size:
        last += 1  # a column that is longer than those right of it
    columns: dict[int, list[Line]] = {}
    for line in lines[first:last]:
        columns.setdefault(sum(line.left >= edge for edge in edges), []).append(line)
    return [*lines[:first], *(line for _, column in sorted(columns.items()) for line in column), *lines[last:]]


def _same_row(left: Line, right: Line) -> bool:
    return abs(left.base - right.base) < left.size * 0.3 and right.left > left.left
