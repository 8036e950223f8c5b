"""Tables a row at a time: CSV and TSV, JSON Lines, JSON and Parquet; each row is an article (`kg.read.rows`).

The separator of CSV columns is taken from the first row. A row with a quotation mark that is never closed would take
all that follows for its own: it fails, and reading goes on with the line after the one that it began on. A Parquet file
is read from its end, so one that comes by a stream that cannot go back is held whole, if it is small.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections import deque
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

from kg.errors import ReadError
from kg.read.metadata import one_line
from kg.read.model import MAX_BYTES, NOTHING, Failure, Metadata, Remark
from kg.read.rows import Rows, columns_for, lists_of_rows
from kg.read.text import decode_any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from kg.read.model import Found, Input

_SEPARATORS = ",;\t|"
_LONGEST_ROW = 1_000_000
"""The longest row, in characters; without a bound, one open quotation mark would hold the file in memory."""


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
    """Yield an article for each row; a malformed row is a failure of its own.

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
    """Return the separator of columns, and their names; ReadError if none of them can be a text."""
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
    own = source.options.columns
    columns = columns_for(empty, own, source.options.format)
    for field, column in own:
        if not columns.has(empty, field):
            raise ReadError(f"no column {column!r} (columns: {', '.join(header)})")
    if not columns.fit(empty):
        raise ReadError(columns.no_text(empty))
    return separator, header


def _open_quote(lines: _Lines) -> str:
    return ": is a quotation mark never closed?" if len(lines.row) > 1 else ""


def _decoded(value: str, source: Input, assumed: set[str]) -> str:
    """Return a value that is not all UTF-8 in the encoding that it may be in, which is added to `assumed`."""
    if value.isascii() or not any("\udc80" <= char <= "\udcff" for char in value):
        return value
    text, how = decode_any(value.encode("utf-8", "surrogateescape"), source.charset)
    if how is not None:
        assumed.add(how)
    return text


def is_json(head: bytes) -> bool:
    """Return whether an input begins as one object does, or a list of objects."""
    start = head.lstrip()
    if start[:1] == b"[":
        return start[1:].lstrip()[:1] == b"{"
    first, end, _ = start.partition(b"\n")
    return start[:1] == b"{" and bool(end) and first.rstrip().endswith((b"{", b"[", b","))


def is_json_lines(head: bytes) -> bool:
    """Return whether an input begins with a line that is an object, and the next begins as one."""
    first, end, rest = head.lstrip().partition(b"\n")
    if not end or rest.lstrip()[:1] != b"{":
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def read_json_lines(source: Input) -> Iterator[Found]:
    """Yield an article for each line; a line that is not an object with a text is a failure of its own."""
    rows = Rows(source)
    assumed: set[str] = set()  # how bytes that are not UTF-8 were read
    number = 0
    while line := source.stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            yield Failure(source.shown, f"line {number}: larger than {MAX_BYTES // 1_000_000} MB")
            while line and not line.endswith(b"\n"):
                line = source.stream.readline(MAX_BYTES)
            continue
        if line.strip():
            try:
                text, how = decode_any(line, source.charset)
                row = json.loads(text)
            except (ValueError, RecursionError, ReadError) as error:
                yield Failure(source.shown, f"line {number}: not JSON ({_reason(error)})")
                continue
            yield rows.read(row, f"line {number}")
            if how is not None and how not in assumed:
                assumed.add(how)
                yield Remark(source.shown, how)


def read_json(source: Input) -> Iterator[Found]:
    """Yield an article for each object of the list in a JSON file, or the one that the file is."""
    import ijson

    rows = Rows(source)
    number, lists = 0, lists_of_rows()
    stream = _Watched(source.stream)
    builder: ijson.ObjectBuilder | None = None  # of the row that is being read
    top = ijson.ObjectBuilder()  # of what stands around the rows
    depth, before = 0, 0
    try:
        for prefix, event, value in ijson.parse(stream, use_float=True, multiple_values=True):
            if builder is None and event == "start_map" and prefix in lists:
                builder, depth = ijson.ObjectBuilder(), 0
            if builder is None:
                if not prefix and event in {"start_map", "start_array"}:
                    top, before = ijson.ObjectBuilder(), number
                top.event(event, value)
                if not prefix and event == "end_map" and number == before:
                    stream.pause()
                    number += 1
                    yield rows.read(top.value, f"object {number}")
                continue
            builder.event(event, value)
            depth += (event in {"start_map", "start_array"}) - (event in {"end_map", "end_array"})
            if depth == 0:
                number += 1
                row, builder = builder.value, None
                stream.pause()
                yield rows.read(row, f"object {number}", _of_table(getattr(top, "value", None)))
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        yield Failure(source.shown, f"after object {number}: not JSON ({_reason(error)})")


class _Watched:
    """A stream that ends with a ReadError where too much is read without a row."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        """Some bytes."""
        data: bytes = self._stream.read1(size)  # so that what comes before a cut is handed on
        self._since += len(data)
        if self._since > MAX_BYTES:
            raise ReadError(f"an object larger than {MAX_BYTES // 1_000_000} MB")
        return data

    def pause(self) -> None:
        """Begin a new row."""
        self._since = 0


def _of_table(top: object) -> Metadata:
    """Return what a table says of all its rows: the title of a JSON Feed is its publisher."""
    if not isinstance(top, dict) or not str(top.get("version", "")).startswith("https://jsonfeed.org/"):
        return NOTHING
    return Metadata(publisher=one_line(str(top.get("title") or "")), language=one_line(str(top.get("language") or "")))


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return one_line(text.partition("\n")[0]) or type(error).__name__


_ROWS = 64
"""The number of rows that are held at once."""


def read_parquet(source: Input) -> Iterator[Found]:
    """Yield an article for each row; a row without a text is a failure of its own.

    Raises:
        ReadError: pyarrow is not installed, or the file is damaged.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise ReadError("reading Parquet needs pyarrow: pip install 'newskg[ray]'") from error
    stream: Any = source.stream if source.stream.seekable() else BytesIO(source.content())
    rows, number = Rows(source), 0
    try:
        for batch in parquet.ParquetFile(pa.PythonFile(stream, "r")).iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                plain = {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in row.items()}
                yield rows.read(plain, f"row {number}")
    except pa.ArrowException as error:
        raise ReadError(f"after row {number}: not Parquet ({str(error).partition('\n')[0]})") from error
