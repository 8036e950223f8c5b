"""JSON Lines and JSON: an object an article, read one at a time however large the file is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.errors import ReadError
from kg.read.encoding import decode_any
from kg.read.metadata import one_line
from kg.read.model import MAX_BYTES, NOTHING, Article, Failure, Link, Metadata, Remark
from kg.read.tables.fields import columns_for, lists_of_rows, read_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from kg.read.model import Found, Input
    from kg.read.tables.fields import Columns

__all__ = ["Rows", "is_json", "is_json_lines", "read_json", "read_json_lines"]


class Rows:
    """The rows of one input: which columns it has is judged once, and each key is given once."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self._columns: Columns | None = None
        self._keys: set[int] = set()

    def read(self, row: object, place: str, known: Metadata = NOTHING) -> Found:
        """The article of a row, or why it has none; `place` is where the row is ("line 3"), `known` the table's own."""
        if not isinstance(row, dict):
            return Failure(self._source.shown, f"{place}: no object with columns")
        try:
            return self._keyed(self._found(row), place, known)
        except ReadError as error:
            return Failure(self._source.shown, f"{place}: {error}")

    def _found(self, row: dict[str, Any]) -> Article | Link:
        options = self._source.options
        if self._columns is None:
            columns = columns_for(row, options.columns, options.form)
            if not columns.fit(row):
                raise ReadError(columns.no_text(row))
            self._columns = columns
        return read_row(row, self._columns)

    def _keyed(self, found: Article | Link, place: str, known: Metadata) -> Article | Link:
        number = place.rpartition(" ")[2]
        if isinstance(found, Link):
            teaser = found.teaser and self._keyed(found.teaser, place, known)
            return Link(found.url, found.metadata.or_else(known), teaser if isinstance(teaser, Article) else None)
        if found.key is not None:
            if hash(found.key) in self._keys:
                raise ReadError(f"the id of an earlier row ({found.key})")
            self._keys.add(hash(found.key))
        return Article(found.text, found.metadata.or_else(known), found.key or number, numbered=found.key is None)


def is_json(head: bytes) -> bool:
    """Whether an input begins as one object does, or a list of objects."""
    start = head.lstrip()
    if start[:1] == b"[":
        return start[1:].lstrip()[:1] == b"{"
    first, end, _ = start.partition(b"\n")
    return start[:1] == b"{" and bool(end) and first.rstrip().endswith((b"{", b"[", b","))


def is_json_lines(head: bytes) -> bool:
    """Whether an input begins with a line that is an object, and the next begins as one."""
    first, end, rest = head.lstrip().partition(b"\n")
    if not end or rest.lstrip()[:1] != b"{":
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def read_json_lines(source: Input) -> Iterator[Found]:
    """An article a line; a line that is no object with a text is a failure of its own."""
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
    """An article an object of the list in a JSON file, or the one that the file is."""
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
    """What a table says of all its rows: the title of a JSON Feed is its publisher."""
    if not isinstance(top, dict) or not str(top.get("version", "")).startswith("https://jsonfeed.org/"):
        return NOTHING
    return Metadata(publisher=one_line(str(top.get("title") or "")), language=one_line(str(top.get("language") or "")))


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return one_line(text.partition("\n")[0]) or type(error).__name__
