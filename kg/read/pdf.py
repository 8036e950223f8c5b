"""PDF, by pypdf: the text of its pages in reading order, in paragraphs, and what the file says of itself.

A PDF says which glyphs stand where, in the order in which they were painted. That is nearly always the order of reading
inside a column; pages that were painted row by row across their columns are put in order here. Running heads and page
numbers are left out, and words that lines part made whole.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import ReadError
from kg.read.metadata import one_line
from kg.read.model import Article, Metadata, Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pypdf import PageObject, PdfReader

    from kg.model import Moment
    from kg.read.model import Input

_MAX_PDF = 200_000_000
_MAX_PAGES = 2_000
_SIGNATURE = b"%PDF-"
_BROWSER = re.compile(r"Mozilla/|Chrome|Firefox|Safari|Quartz PDFContext")
_NO_TITLE = re.compile(
    r"(?i)untitled.*|microsoft word.*|.*\.(?:docx?|rtf|indd|odt|tex|pdf|html?|qxd|pages|pptx?)|.*://.*"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def is_pdf(head: bytes) -> bool:
    """Return whether bytes begin as a PDF does; readers allow for something before it (ISO 32000, annex H)."""
    return _SIGNATURE in head[:1024]


def read_pdf(source: Input) -> Iterator[Article | Remark]:
    """The text of a PDF. Its dates are the file's, and so none of them is when its text was published."""
    reader = _open(source.content(_MAX_PDF))
    if len(reader.pages) > _MAX_PAGES:
        raise ReadError(f"a PDF of {len(reader.pages):,} pages, where at most {_MAX_PAGES:,} are read: split it")
    pages: list[list[_Line]] = []
    broken: list[Exception] = []
    for number, page in enumerate(reader.pages):
        try:
            pages.append(_page_lines(page, number))
        except Exception as error:  # noqa: BLE001 - a page that trips the library leaves the others to be read
            broken.append(error)
    if broken and not pages:
        raise broken[0]
    if broken:
        yield Remark(source.shown, f"PDF with {len(broken):,} of {len(reader.pages):,} pages that cannot be read")
    if not any(char.isalpha() for page in pages for line in page for char in line.text):
        raise ReadError("PDF without a text layer, such as a scan: recognize its text first, e.g. with `ocrmypdf`")
    if empty := sum(not page for page in pages):
        yield Remark(source.shown, f"PDF with {empty:,} of {len(pages):,} pages without text")
    kept, heads = _without_running_heads(pages)
    blocks = _paragraphs([line for page in kept for line in page])
    known = _metadata(reader, heads)
    headline = _headline(kept)
    longer = known.title is not None and headline is not None and known.title.casefold().startswith(headline.casefold())
    title = headline if longer else known.title or headline  # a browser puts the site behind it
    if blocks and title and blocks[0].casefold() == title.casefold():
        del blocks[0]
    yield Article("\n\n".join(blocks), Metadata(title=title).or_else(known))


def _open(data: bytes) -> PdfReader:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PdfReadError, PyPdfError
    except ImportError as error:
        raise ReadError("PDF needs more than is installed: pip install 'newskg[read]'") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is not the user's to mend
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("PDF that a password protects: save it without one")
        len(reader.pages)
    except PdfReadError as error:
        raise ReadError(f"broken PDF, cut off perhaps ({one_line(str(error))})") from error
    except PyPdfError as error:
        raise ReadError(
            f"PDF that cannot be decrypted here: save it without encryption ({one_line(str(error))})"
        ) from error
    return reader


def _metadata(reader: PdfReader, heads: Sequence[_Line]) -> Metadata:
    """Return the file's metadata; of a page that a browser printed, its address and the day of printing."""
    info = reader.metadata
    title = author = made_by = None
    changed: Moment | None = None
    if info is not None:
        title, author = one_line(info.title), one_line(info.author)
        made_by = f"{info.creator} {info.producer}"
        for given in ("modification_date", "creation_date"):
            with suppress(ValueError, TypeError, AttributeError):
                changed = changed or getattr(info, given)
    addresses = [found[0] for line in heads if (found := _ADDRESS.search(line.text))]
    printed = _BROWSER.search(made_by or "") is not None
    return Metadata(
        title=None if title is None or _NO_TITLE.fullmatch(title) else title,
        url=addresses[0] if addresses else None,
        publisher=(urlsplit(addresses[0]).hostname or "").removeprefix("www.") or None if addresses else None,
        authors=(author,) if author else (),
        modified=None if printed else changed,
        retrieved=changed if printed else None,
    )


def _headline(pages: Sequence[Sequence[_Line]]) -> str | None:
    """The lines in the largest type of the first page, where that is larger than the text's."""
    lines = next((page for page in pages if page), [])
    largest = max((line.size for line in lines), default=0)
    first = [line for line in lines if line.size == largest]
    usual = sorted(line.size for line in lines)[len(lines) // 2] if lines else 0
    return one_line(" ".join(line.text for line in first)) if largest > 1.2 * usual and len(first) <= 4 else None


_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"})
_GAP = 1.8
"""The space between two columns, in sizes of the type."""
_WIDTH = 0.45
"""About how wide a glyph is, in sizes of the type, where the page does not tell."""
_FEWEST_ROWS = 4
"""The fewest rows with something at the same place that make columns."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its words, where it begins and ends, the height of its baseline, the size of its type."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A text that was painted at once: a word, a line, or nothing at the place where a line ends."""

    text: str
    x: float
    y: float
    size: float


def _page_lines(page: PageObject, number: int) -> list[_Line]:
    runs: list[_Run] = []

    def note(text: str, matrix: Sequence[float], placed: Sequence[float], _font: object, size: float) -> None:
        x = placed[4] * matrix[0] + placed[5] * matrix[2] + matrix[4]
        y = placed[4] * matrix[1] + placed[5] * matrix[3] + matrix[5]
        scale = abs(placed[3] * matrix[3]) or abs(placed[1] * matrix[2]) or 1.0
        runs.append(_Run(text, x, y, size * scale))

    page.extract_text(visitor_text=note)
    return _in_columns(_lines(runs, number))


def _lines(runs: Iterable[_Run], page: int) -> list[_Line]:
    """Runs as lines: one ends with a line feed, where the baseline changes, or before a wide space."""
    lines: list[_Line] = []
    held: list[_Run] = []

    def end() -> None:
        words = " ".join("".join(run.text for run in held).translate(_LIGATURES).split())
        if words:  # else nothing that shows
            inked = [run for run in held if run.text.strip()]
            size = Counter(round(run.size, 1) for run in inked for _ in run.text).most_common(1)[0][0]
            right = max([*(run.x for run in held), _end(inked[-1])])
            lines.append(_Line(words, inked[0].x, right, inked[0].y, size, page))
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


def _in_columns(lines: list[_Line]) -> list[_Line]:
    """Lines that were painted row by row across columns, column by column; all others as they are.

    Columns begin where lines of several rows begin, each right of another on the same baseline.
    """
    beside = [
        right
        for left, right in pairwise(lines)
        if abs(left.base - right.base) < left.size * 0.3 and right.left > left.left
    ]
    starts = Counter(round(line.left / 10) for line in beside)
    edges = sorted(place * 10 - 5 for place, count in starts.items() if count >= _FEWEST_ROWS)
    if not edges:
        return lines
    rows = {round(line.base) for line in beside if any(line.left >= edge for edge in edges)}
    inside = [place for place, line in enumerate(lines) if round(line.base) in rows]
    first, last = inside[0], inside[-1] + 1
    while last < len(lines) and 0 < lines[last - 1].base - lines[last].base < 2 * lines[last].size:
        last += 1  # a column that is longer than those right of it
    columns: dict[int, list[_Line]] = {}
    for line in lines[first:last]:
        columns.setdefault(sum(line.left >= edge for edge in edges), []).append(line)
    return [*lines[:first], *(line for _, column in sorted(columns.items()) for line in column), *lines[last:]]


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


def _without_running_heads(pages: Sequence[Sequence[_Line]]) -> tuple[list[list[_Line]], list[_Line]]:
    """The lines of pages without those that stand at the top or foot of several, or number them; and those lines."""
    by_height = [sorted(page, key=lambda line: line.base) for page in pages]
    edges = [[*page[:_HEAD_LINES], *page[_HEAD_LINES:][-_HEAD_LINES:]] for page in by_height]
    counts = Counter(key for page in edges for key in {_key(line) for line in page})
    often = max(2, len(pages) // 3)
    kept: list[list[_Line]] = []
    heads: list[_Line] = []
    for page, edge in zip(pages, edges, strict=True):
        running = {id(line) for line in edge if counts[_key(line)] >= often or _NUMBER.fullmatch(line.text)}
        running |= {id(line) for line in _lone_heads(page)}
        kept.append([line for line in page if id(line) not in running])
        heads += [line for line in page if id(line) in running]
    return kept, heads


def _lone_heads(page: Sequence[_Line]) -> list[_Line]:
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


def _key(line: _Line) -> tuple[str, int]:
    """Return what the running heads of all pages share: the words, whatever their numbers, and the height."""
    return _DIGITS.sub("0", line.text.casefold()), round(line.base / 5)


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """The paragraphs of lines that are in the order of reading.

    One begins where the type changes its size, where more space than between lines is left, at an indented line and
    after a short one that ends a sentence; not at the top of a page or a column, unless the one before was at its end.
    """
    if not lines:
        return []
    known = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    compounds = {word.casefold().replace("\u2010", "-") for line in lines for word in _COMPOUND.findall(line.text)}
    gaps = [(above.base - below.base) / below.size for above, below in pairwise(lines) if _follows(above, below)]
    usual = median(gaps) if gaps else 1.2  # between two lines, in sizes of their type
    edges = _edges_of_columns(lines)
    blocks: list[list[_Line]] = [[lines[0]]]
    for line, (above, below) in zip(lines[1:], pairwise(lines), strict=True):
        if _begins(above, below, usual, edges):
            blocks.append([])
        blocks[-1].append(line)
    return [_joined([line.text for line in block], known, compounds) for block in blocks]


def _follows(above: _Line, below: _Line) -> bool:
    """Return whether a line stands right below another, in the same column."""
    return above.page == below.page and 0 < above.base - below.base < 4 * below.size


def _edges_of_columns(lines: Sequence[_Line]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the edges of most lines of each column, by page and the number of the column in it."""
    columns: dict[tuple[int, int], list[_Line]] = {}
    for page, group in groupby(lines, key=lambda line: line.page):
        number, last = 0, None
        for line in group:
            number += last is not None and line.base > last.base + line.size
            columns.setdefault((page, number), []).append(line)
            last = line
    return {
        key: (
            float(Counter(round(line.left) for line in column).most_common(1)[0][0]),
            max(line.right for line in column),
        )
        for key, column in columns.items()
    }


def _begins(above: _Line, below: _Line, usual: float, edges: dict[tuple[int, int], tuple[float, float]]) -> bool:
    opens = not below.text[:1].islower()
    if abs(above.size - below.size) > 0.1 * below.size or _BULLET.match(below.text):
        return True
    if not _follows(above, below):  # the top of a column
        return bool(_ENDS.search(above.text)) and opens
    if (above.base - below.base) / below.size > usual * 1.35:
        return True
    if _PARTED.search(above.text):
        return False
    near = [edge for (page, _), edge in edges.items() if page == below.page and edge[0] <= below.left + 2]
    left, right = max(near, default=(below.left, below.right))  # of the column in which the line begins
    short = above.right < left + 0.8 * (right - left)
    indent = left + 0.5 * below.size
    if indent < below.left < left + 5 * below.size and (above.left <= indent or short):
        return True
    return short and (bool(_ENDS.search(above.text)) or (above.right < left + 0.6 * (right - left) and opens))


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
