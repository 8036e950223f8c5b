"""Lines of pages to paragraphs: without running heads and page numbers, words that lines part made whole."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.read.pdf.lines import Line

__all__ = ["paragraphs", "without_running_heads"]

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"(?:page\s+)?[-–—|\s]*\d{1,4}[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_HEAD_LINES = 3
"""So many lines at the top and at the foot of a page may be running heads."""
_PARTED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_CONTINUED = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+[-\u2010][^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.!?:…][\"'”’)\]]*$")
_BULLET = re.compile(r"[•▪‣◦■●–—*-]\s")


def without_running_heads(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """The lines of pages without those that stand at the top or foot of several, or number them; and those lines."""
    edges = [_edges(page) for page in pages]
    counts = Counter(key for page in edges for key in {_key(line) for line in page})
    often = max(2, len(pages) // 3)
    kept: list[list[Line]] = []
    heads: list[Line] = []
    for page, edge in zip(pages, edges, strict=True):
        running = {id(line) for line in edge if counts[_key(line)] >= often or _NUMBER.fullmatch(line.text)}
        running |= {id(line) for line in _apart(page)}
        kept.append([line for line in page if id(line) not in running])
        heads += [line for line in page if id(line) in running]
    return kept, heads


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.base)
    return [*by_height[:_HEAD_LINES], *by_height[_HEAD_LINES:][-_HEAD_LINES:]]


def _apart(page: Sequence[Line]) -> list[Line]:
    """Of the highest and the lowest row, those in smaller type and far from the others: a head of one page."""
    if len(page) < _HEAD_LINES:
        return []
    usual = median(line.size for line in page)
    found = []
    for end in (min(line.base for line in page), max(line.base for line in page)):
        row = [line for line in page if abs(line.base - end) < usual / 2]
        rest = [abs(line.base - end) for line in page if abs(line.base - end) >= usual / 2]
        if rest and min(rest) > 2.5 * usual and all(line.size < 0.8 * usual for line in row):
            found += row
    return found


def _key(line: Line) -> tuple[str, int]:
    """What is the same for the running heads of all pages: the words, whatever their numbers, and the height."""
    return _DIGITS.sub("0", line.text.casefold()), round(line.base / 5)


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of lines that are in the order of reading.

    One begins where the type changes its size, where more space than between lines is left, at an indented line and
    after a short one that ends a sentence; not at the top of a page or a column, unless the one before was at its end.
    """
    if not lines:
        return []
    known = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    compounds = {word.casefold().replace("\u2010", "-") for line in lines for word in _COMPOUND.findall(line.text)}
    usual = _usual_gap(lines)
    edges = _edges_of_columns(lines)
    blocks: list[list[Line]] = [[lines[0]]]
    for line, (above, below) in zip(lines[1:], pairwise(lines), strict=True):
        if _begins(above, below, usual, edges):
            blocks.append([])
        blocks[-1].append(line)
    return [_joined([line.text for line in block], known, compounds) for block in blocks]


def _usual_gap(lines: Sequence[Line]) -> float:
    """The commonest distance of two lines, in sizes of their type."""
    gaps = [(above.base - below.base) / below.size for above, below in pairwise(lines) if _follows(above, below)]
    return median(gaps) if gaps else 1.2


def _follows(above: Line, below: Line) -> bool:
    """Whether a line stands right below another, in the same column."""
    return above.page == below.page and 0 < above.base - below.base < 4 * below.size


def _edges_of_columns(lines: Sequence[Line]) -> dict[tuple[int, int], tuple[float, float]]:
    """Where the lines of each column begin and end, most of them; by page and the number of the column in it."""
    found = {}
    for key, column in _columns(lines).items():
        left = Counter(round(line.left) for line in column).most_common(1)[0][0]
        found[key] = (float(left), max(line.right for line in column))
    return found


def _columns(lines: Sequence[Line]) -> dict[tuple[int, int], list[Line]]:
    columns: dict[tuple[int, int], list[Line]] = {}
    for page, group in groupby(lines, key=lambda line: line.page):
        number, last = 0, None
        for line in group:
            number += last is not None and line.base > last.base + line.size
            columns.setdefault((page, number), []).append(line)
            last = line
    return columns


def _begins(above: Line, below: Line, usual: float, edges: dict[tuple[int, int], tuple[float, float]]) -> bool:
    """Whether a paragraph begins with the lower of two lines."""
    if abs(above.size - below.size) > 0.1 * below.size or _BULLET.match(below.text):
        return True
    if not _follows(above, below):  # the top of a column
        return bool(_ENDS.search(above.text)) and _opens(below)
    if (above.base - below.base) / below.size > usual * 1.35:
        return True
    if _PARTED.search(above.text):
        return False
    left, right = _column_of(below, edges)
    short = above.right < left + 0.8 * (right - left)
    indent = left + 0.5 * below.size
    if indent < below.left < left + 5 * below.size and (above.left <= indent or short):
        return True
    return short and (bool(_ENDS.search(above.text)) or (above.right < left + 0.6 * (right - left) and _opens(below)))


def _opens(line: Line) -> bool:
    return not line.text[:1].islower()


def _column_of(line: Line, edges: dict[tuple[int, int], tuple[float, float]]) -> tuple[float, float]:
    """The edges of the column in which a line begins: those of its page that begin last before it."""
    near = [(left, right) for (page, _), (left, right) in edges.items() if page == line.page and left <= line.left + 2]
    return max(near, default=(line.left, line.right))


def _joined(texts: Iterable[str], known: Counter[str], compounds: set[str]) -> str:
    """The lines of a paragraph as one; a word that was parted at a line's end is whole again.

    The hyphen stays where the word is written with one elsewhere, or what follows is no lower-case word.
    """
    text = ""
    for line in texts:
        parted, continued = _PARTED.search(text), _CONTINUED.match(line)
        if parted and continued:
            before, after = parted[1], continued[0]
            whole, compound = f"{before}{after}".casefold(), f"{before}-{after}".casefold()
            written = compound in compounds and not known[whole]
            keep = written or not after[:1].islower()
            text = f"{text[: parted.end() - 1]}{'-' if keep and text[-1] != '\u00ad' else ''}{line}"
        elif text:
            text = f"{text} {line}"
        else:
            text = line
    return text
