"""CSV and TSV: a row an article, by the names in the first row.

What separates the columns is told from the first row. A row with a quotation mark that is never closed would take all
that follows for its own: it fails, and reading goes on with the line after the one that it began on.
"""

from __future__ import annotations

import codecs
import csv
from collections import deque
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from kg.errors import ReadError
from kg.read.encoding import decode_any
from kg.read.model import Failure, Remark
from kg.read.tables.fields import columns_for
from kg.read.tables.json_rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Found, Input

__all__ = ["read_csv"]

_SEPARATORS = ",;\t|"
_LONGEST_ROW = 1_000_000
"""So many characters may a row have; without a bound, one open quotation mark would hold the whole file in memory."""


class _Lines:
    """The lines of a file, of which those of the row being read can be taken back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self.number = 0
        """The number of the last line."""
        self.row: list[str] = []
        """The lines of the row that is being read."""
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._stream.readline(_LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.row.append(line)
        self._size += len(line)
        if self._size > _LONGEST_ROW:
            raise csv.Error(f"more than {_LONGEST_ROW:,} characters")
        return line

    def begin(self) -> int:
        """Begin a row: the number of its first line."""
        self.row, self._size = [], 0
        return self.number + 1

    def take_back(self) -> None:
        """Have the lines of the row come again, but for the first."""
        self._back.extendleft(reversed(self.row[1:]))
        self.number -= len(self.row) - 1


def read_csv(source: Input) -> Iterator[Found]:
    """An article a row; a row that is not in form is a failure of its own.

    Raises:
        ReadError: the first row names no column that holds a text.
    """
    csv.field_size_limit(_LONGEST_ROW)
    wide = source.head().startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = TextIOWrapper(source.stream, "utf-16" if wide else "utf-8-sig", "surrogateescape", newline="")
    try:
        yield from _rows(_Lines(text), source)
    finally:
        text.detach()  # the stream is closed by whoever opened it


def _rows(lines: _Lines, source: Input) -> Iterator[Found]:
    separator, header = _header(lines, source)
    rows = Rows(source)
    assumed: set[str] = set()  # how bytes that are not UTF-8 were read
    said: set[str] = set()
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        first = lines.begin()
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Failure(source.shown, f"line {first}: {error}{_open_quote(lines)}")
            lines.take_back()
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if row is None:
            return
        if len(row) != len(header) and any(row):
            yield Failure(
                source.shown,
                f"line {first}: {len(row)} columns, where the first row has {len(header)}{_open_quote(lines)}",
            )
            lines.take_back()
            reader = csv.reader(lines, delimiter=separator, strict=True)
        elif any(row):
            values = [_decoded(value, source, assumed) for value in row]
            yield rows.read(dict(zip(header, values, strict=True)), f"line {first}")
        yield from (Remark(source.shown, how) for how in sorted(assumed - said))
        said |= assumed


def _header(lines: _Lines, source: Input) -> tuple[str, list[str]]:
    """What separates columns, and their names; ReadError where none of them can be a text."""
    lines.begin()
    first = next(lines, "").removeprefix("\ufeff")
    if not first.strip():
        raise ReadError("no row with the columns' names")
    found = {separator: next(csv.reader([first], delimiter=separator)) for separator in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda each: len(found[each]))
    if len(found[separator]) == 1:
        separator = "\t"  # of the signs that may separate columns the one that texts have least
    header = [name.strip() for name in found[separator]]
    empty = dict.fromkeys(header, "")
    options = source.options
    columns = columns_for(empty, options.columns, options.form)
    for field, column in options.columns:
        if not columns.has(empty, field):
            raise ReadError(f"no column {column!r} (there are: {', '.join(header)})")
    if not columns.fit(empty):
        raise ReadError(columns.no_text(empty))
    return separator, header


def _open_quote(lines: _Lines) -> str:
    return ": is a quotation mark never closed?" if len(lines.row) > 1 else ""


def _decoded(value: str, source: Input, assumed: set[str]) -> str:
    """A value of which not all was UTF-8 as what it else may be; how, is noted."""
    if value.isascii() or not any("\udc80" <= char <= "\udcff" for char in value):
        return value
    text, how = decode_any(value.encode("utf-8", "surrogateescape"), source.charset)
    if how is not None:
        assumed.add(how)
    return text
