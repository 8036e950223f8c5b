"""A row of a table as an article: which of its columns hold what.

A row is what JSON has for an object, or a row of CSV with the names of its columns. `fields.toml` lists what columns
are called and the forms in which news services export articles; the user's own names win.
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
from kg.read.feeds.fragments import plain_text
from kg.read.metadata import moment, names, one_line, web_address
from kg.read.model import Article, Link, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Moment

__all__ = ["FIELDS", "SERVICES", "Columns", "columns_for", "lists_of_rows", "read_row"]

_NOT_IN_NAMES = re.compile(r"[\W_]+")
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*\Z")
"""How a service says that it cut a text."""
_CUT_LENGTH = 100
"""Only the end is searched for that."""
_SECONDS_SHORT_OF_MILLISECONDS = 100_000_000_000

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the rows of a table have what: for each field the paths that may hold it, in order.

    An `excerpt` is all of the text that a service gives, beside the address of the whole.
    """

    paths: dict[str, tuple[str, ...]]
    withdrawn: dict[str, tuple[str, ...]]
    excerpt: bool = False

    def of(self, row: Row, field: str) -> list[Any]:
        """The values of a field: those of the first of its paths that the row has."""
        return next(filter(None, (_values(row, path) for path in self.paths.get(field, ()))), [])

    def has(self, row: Row, field: str) -> bool:
        """Whether a row has a column for a field, be it empty."""
        return any(_has(row, path) for path in self.paths.get(field, ()))

    def fit(self, row: Row) -> bool:
        """Whether a row has a column for a text, or is one of a service that gives none."""
        return "text" not in self.paths or self.has(row, "text") or self.has(row, "summary")

    def no_text(self, row: Row) -> str:
        """Why a row without a column for a text cannot be read."""
        listed = ", ".join(filter(None, map(one_line, map(str, row)))) or "none"
        return f"no column is known to hold a text: name it with --column text=NAME (there are: {listed})"


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(files("kg.read.tables").joinpath("fields.toml").read_text("utf-8"))
    return content


FIELDS: tuple[str, ...] = tuple(_content()["fields"])
"""What a column may hold."""
SERVICES: tuple[str, ...] = tuple(_content()["services"])
"""The services whose form of a row is known."""


def lists_of_rows() -> frozenset[str]:
    """Where in a JSON file its rows may be."""
    return frozenset(_content()["lists"])


def columns_for(row: Row, own: Iterable[tuple[str, str]] = (), service: str | None = None) -> Columns:
    """Where a table has what, judged by one of its rows; `own` are the user's (field, column) pairs."""
    content = _content()
    if service not in SERVICES:
        known = content["services"]
        service = next((name for name in SERVICES if any(_has_all(row, marks) for marks in known[name]["marks"])), None)
    table = content["services"][service] if service else content["fields"]
    paths = {field: tuple(table[field]) for field in FIELDS if field in table}
    paths |= {field: (column,) for field, column in own}
    withdrawn = {path: tuple(values) for path, values in table.get("withdrawn", {}).items()}
    return Columns(paths, withdrawn, table.get("excerpt", False))


def read_row(row: Row, columns: Columns) -> Article | Link:
    """The article that a row holds, or the link to it where the row has an excerpt or an address alone.

    Raises:
        ReadError: it holds neither.
    """
    for path, values in columns.withdrawn.items():
        if set(values).intersection(map(str, _values(row, path))):
            raise ReadError(f"withdrawn by its publisher ({path}: {_values(row, path)[0]})")
    url = next(filter(None, map(web_address, _strings(columns.of(row, "url")))), None)
    metadata = Metadata(
        title=_line(columns.of(row, "title")),
        url=url,
        publisher=_line(columns.of(row, "publisher")),
        authors=names(_strings(columns.of(row, "authors"))),
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
    """What is at a path of a row, none where there is nothing: of a list, what is in each of its items."""
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
    """Whether a row has a path, be its value empty."""
    if any(_folded(key) == _folded(path) for key in row):
        return True
    first, _, rest = path.partition(".")
    inner = _named(row, first) if rest else None
    items = inner if isinstance(inner, list) else [inner]
    return any(isinstance(each, dict) and _has(each, rest) for each in items)


def _has_all(row: Row, paths: Iterable[str]) -> bool:
    return all(_has(row, path) for path in paths)


def _strings(values: Iterable[Any]) -> Iterator[str]:
    return (str(value) for value in values)


def _line(values: Iterable[Any]) -> str | None:
    return next(filter(None, map(one_line, _strings(values))), None)


def _text(values: Iterable[Any]) -> str:
    return next((plain_text(text) for text in _strings(values) if text.strip()), "")


def _moment(values: Iterable[Any]) -> Moment | None:
    for value in values:
        if (digits := str(value).strip()).isdecimal() and len(digits) in {10, 13}:
            seconds = int(digits)
            return datetime.fromtimestamp(seconds / (1000 if seconds > _SECONDS_SHORT_OF_MILLISECONDS else 1), UTC)
        if (found := moment(str(value))) is not None:
            return found
    return None
