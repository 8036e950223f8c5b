"""A row of a table as an article: which of its columns hold what.

A row is a JSON object, or a row of CSV with the names of its columns. `fields.toml` lists the names of columns and the
formats in which news services export articles; the user's own names win.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.errors import ReadError
from kg.read.fragments import plain_text
from kg.read.metadata import moment, names, one_line, web_address
from kg.read.model import NOTHING, Article, Failure, Link, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Moment
    from kg.read.model import Found, Input

_NOT_IN_NAMES = re.compile(r"[\W_]+")
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*\Z")
"""The mark of a service that it cut a text."""
_CUT_LENGTH = 100
_SECONDS_SHORT_OF_MILLISECONDS = 100_000_000_000

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: for each field the paths that may hold it, in order.

    An `excerpt` is all of the text that a service gives, beside the address of the whole.
    """

    paths: dict[str, tuple[str, ...]]
    withdrawn: dict[str, tuple[str, ...]]
    excerpt: bool = False

    def of(self, row: Row, field: str) -> list[Any]:
        """The values of a field: those of the first of its paths that the row has."""
        return next(filter(None, (_values(row, path) for path in self.paths.get(field, ()))), [])

    def has(self, row: Row, field: str) -> bool:
        """Return whether a row has a column for a field, be it empty."""
        return any(_has(row, path) for path in self.paths.get(field, ()))

    def fit(self, row: Row) -> bool:
        """Return whether a row has a column for a text, or is one of a service that gives none."""
        return "text" not in self.paths or self.has(row, "text") or self.has(row, "summary")

    def no_text(self, row: Row) -> str:
        """Return why a row without a column for a text cannot be read."""
        listed = ", ".join(filter(None, map(one_line, map(str, row)))) or "none"
        return f"no column is known to hold a text: name it with --column text=NAME (columns: {listed})"


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(files("kg.read").joinpath("fields.toml").read_text("utf-8"))
    return content


FIELDS: tuple[str, ...] = tuple(_content()["fields"])
"""The fields that a column may hold."""
SERVICES: tuple[str, ...] = tuple(_content()["services"])
"""The services whose exports are known."""


def lists_of_rows() -> frozenset[str]:
    """Return the places of a JSON file that may hold its rows."""
    return frozenset(_content()["lists"])


def columns_for(row: Row, own: Iterable[tuple[str, str]] = (), service: str | None = None) -> Columns:
    """Return the columns of a table by one of its rows; `own` are the user's (field, column) pairs."""
    content = _content()
    if service not in SERVICES:
        known = content["services"]
        service = next(
            (
                name
                for name in SERVICES
                if any(all(_has(row, path) for path in marks) for marks in known[name]["marks"])
            ),
            None,
        )
    table = content["services"][service] if service else content["fields"]
    paths = {field: tuple(table[field]) for field in FIELDS if field in table}
    paths |= {field: (column,) for field, column in own}
    withdrawn = {path: tuple(values) for path, values in table.get("withdrawn", {}).items()}
    return Columns(paths, withdrawn, table.get("excerpt", False))


def read_row(row: Row, columns: Columns) -> Article | Link:
    """Return the article of a row, or the link to it if the row has an excerpt or an address alone.

    Raises:
        ReadError: it holds neither.
    """
    for path, values in columns.withdrawn.items():
        if set(values).intersection(map(str, _values(row, path))):
            raise ReadError(f"withdrawn by its publisher ({path}: {_values(row, path)[0]})")
    url = next(filter(None, map(web_address, map(str, columns.of(row, "url")))), None)
    metadata = Metadata(
        title=_line(columns.of(row, "title")),
        url=url,
        publisher=_line(columns.of(row, "publisher")),
        authors=names(map(str, columns.of(row, "authors"))),
        published=_moment(columns.of(row, "published")),
        modified=_moment(columns.of(row, "modified")),
        language=_line(columns.of(row, "language")),
    )
    key = _line(columns.of(row, "id")) or url
    text, excerpt = _text(columns.of(row, "text")), columns.excerpt
    if not text:
        text, excerpt = _text(columns.of(row, "summary")), True
    if (cut := _CUT.search(text, max(0, len(text) - _CUT_LENGTH))) is not None:
        text, excerpt = f"{text[: cut.start()]} …", True
    article = Article(text, metadata, key) if text.strip() else None
    if excerpt and url is not None:
        return Link(url, metadata, article)
    if article is None:
        raise ReadError("no text")
    return article


def _values(row: object, path: str) -> list[Any]:
    """Return the values at a path of a row: of a list, those in each of its items."""
    if isinstance(row, list):
        return [value for each in row for value in _values(each, path)]
    if not isinstance(row, dict):
        return []
    value = _named(row, path)
    if value is None and "." in path:
        first, _, rest = path.partition(".")
        return _values(_named(row, first), rest)
    found = value if isinstance(value, list) else [value]
    return [each for each in found if each is not None and not isinstance(each, (dict, list)) and each != ""]


def _named(row: Row, name: str) -> object:
    if name in row:
        return row[name]
    wanted = _folded(name)
    return next((value for key, value in row.items() if _folded(key) == wanted), None)


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return _NOT_IN_NAMES.sub("", name).lower()


def _has(row: Row, path: str) -> bool:
    if any(_folded(key) == _folded(path) for key in row):
        return True
    first, _, rest = path.partition(".")
    inner = _named(row, first) if rest else None
    items = inner if isinstance(inner, list) else [inner]
    return any(isinstance(each, dict) and _has(each, rest) for each in items)


def _line(values: Iterable[Any]) -> str | None:
    return next(filter(None, map(one_line, map(str, values))), None)


def _text(values: Iterable[Any]) -> str:
    return next((plain_text(text) for text in map(str, values) if text.strip()), "")


def _moment(values: Iterable[Any]) -> Moment | None:
    for value in values:
        if (digits := str(value).strip()).isdecimal() and len(digits) in {10, 13}:
            seconds = int(digits)
            return datetime.fromtimestamp(seconds / (1000 if seconds > _SECONDS_SHORT_OF_MILLISECONDS else 1), UTC)
        if (found := moment(str(value))) is not None:
            return found
    return None


class Rows:
    """The rows of one input: its columns are determined once, and each key is given once."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self._columns: Columns | None = None
        self._keys: set[int] = set()

    def read(self, row: object, place: str, known: Metadata = NOTHING) -> Found:
        """Return the article of a row, or why it has none; `place` names the row ("line 3"), `known` is the table's."""
        if not isinstance(row, dict):
            return Failure(self._source.shown, f"{place}: not an object with columns")
        try:
            return self._keyed(self._found(row), place, known)
        except ReadError as error:
            return Failure(self._source.shown, f"{place}: {error}")

    def _found(self, row: dict[str, Any]) -> Article | Link:
        options = self._source.options
        if self._columns is None:
            columns = columns_for(row, options.columns, options.format)
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
