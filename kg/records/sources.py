"""Sources of documents, and versions of one article at one address.

A correction replaces what stood at the address before; what shares hardly a word with it is another article. The later
version is the one changed, published or retrieved later; where no time is known, the one read last.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from kg.model import NOTHING_STATED, Document, Stated
from kg.records.codec import fingerprints
from kg.spelling import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from kg.model import Moment

SELECT_SOURCES = (
    "SELECT source, document, path, title, url, publisher, authors, published, modified, retrieved, language,"
    " address, current FROM sources"
)
"""A query of whole rows of sources, as `as_source` reads them."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place where a document was found, with what that gives of it; see `kg.model.Document`.

    `source` is its key, `path` is shown; it is `current` unless the source gave a later version since.
    """

    source: str
    path: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    retrieved: Moment | None = None
    language: str | None = None
    current: bool = True


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its sources, in their order.

    `hash` is that of text and day, `made` the key of what read it. `stated` is what its text gives of it, which holds
    where no source does. `replaced_by` is the hash of the version that took its place where it was published, None for
    one that stands.
    """

    hash: str
    made: str
    found_at: tuple[Source, ...]
    day: date | None = None
    stated: Stated = NOTHING_STATED
    replaced_by: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The key of each source."""
        return tuple(each.source for each in self.found_at)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of each source, as it is shown."""
        return tuple(each.path for each in self.found_at)

    @property
    def title(self) -> str | None:
        """The first title that a source gives, else the headline in the text."""
        return next((each.title for each in self.found_at if each.title), self.stated.title)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses at which it was published."""
        return tuple(dict.fromkeys(each.url for each in self.found_at if each.url))

    @property
    def publishers(self) -> tuple[str, ...]:
        """Its publishers: the same text may be in several papers."""
        given = tuple(dict.fromkeys(each.publisher for each in self.found_at if each.publisher))
        return given or ((self.stated.publisher,) if self.stated.publisher else ())

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors that the first source with any gives, else those in the text."""
        return next((each.authors for each in self.found_at if each.authors), self.stated.authors)

    @property
    def published(self) -> Moment | None:
        """The first time of publication that a source gives."""
        return next((each.published for each in self.found_at if each.published), None)

    @property
    def modified(self) -> Moment | None:
        """The first time of the last change that a source gives."""
        return next((each.modified for each in self.found_at if each.modified), None)

    @property
    def retrieved(self) -> Moment | None:
        """The first time of retrieval that a source gives."""
        return next((each.retrieved for each in self.found_at if each.retrieved), None)

    @property
    def language(self) -> str | None:
        """The first language that a source gives."""
        return next((each.language for each in self.found_at if each.language), None)


def source_of(document: Document) -> str:
    """Return the key of a document's source."""
    return clean(document.source or document.path or document.id)


def row_of(document: Document, given: str) -> tuple[str | None, ...]:
    """Return the row of a document's source, without its address's key and whether it is current.

    `given` is the document's hash.
    """
    named = (document.path or document.id, document.title, document.url, document.publisher)
    authors = json.dumps([clean(author) for author in document.authors], ensure_ascii=False)
    moments = (document.published, document.modified, document.retrieved)
    return (
        source_of(document), given, *(each and clean(each) for each in named), authors,
        *(each.isoformat() if each else None for each in moments), document.language and clean(document.language),
    )  # fmt: skip


def document_of(source: Source, text: str, day: date | None) -> Document:
    """Return a document as its source gave it."""
    given = {each.name: getattr(source, each.name) for each in fields(Source) if each.name != "current"}
    return Document(id=source.source, text=text, date=day, **given)


def as_source(row: Sequence[Any]) -> Source:
    """A source from its row, in the order of the table's columns."""
    source, _, path, title, url, publisher, authors, *moments, language, _, current = row
    names = tuple(json.loads(authors))
    published, modified, retrieved = map(_moment, moments)
    return Source(source, path, title, url, publisher, names, published, modified, retrieved, language, bool(current))


def _moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def stated_column(stated: Stated) -> str:
    """Return what a text states of itself, as a column."""
    values = (stated.title, stated.publisher, stated.authors)
    return clean(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def as_stated(column: str) -> Stated:
    """Return what a text states of itself, from its column."""
    title, publisher, authors = json.loads(column)
    return Stated(title, publisher, tuple(authors))


_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|cmp|ref|ref_src|xtor|smid|ns_\w+|at_\w+", re.IGNORECASE)
"""Parameters that say where a reader came from, not what is read."""


_LOOKED_AT = 20
"""Later versions that one is compared with, at most: an address that many articles share is that of none."""
_SHARED = 0.2
"""The share of an article's runs of words, or of its successor's, from which they are versions of one."""


class Version(NamedTuple):
    """A document as it was at an address; versions are compared by the order of their fields.

    `changed` and `retrieved` are times as `moment_key` writes them, "" where they are not known; `current` is whether
    its source gave nothing else since.
    """

    changed: str
    retrieved: str
    current: bool
    document: str


def address_key(url: str | None) -> str | None:
    """Return what addresses of one article share, None for no address or a front page, which changes daily.

    >>> address_key("http://www.Example.org/a/?utm_source=x&id=2#xtor=RSS"), address_key("https://example.org/a?id=2")
    ('example.org/a?id=2', 'example.org/a?id=2')
    >>> address_key("https://example.org/"), address_key("https://example.org/live#post-2")
    (None, 'example.org/live#post-2')
    """
    parts = urlsplit(url or "")
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/")
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])])
    fragment = "" if "=" in parts.fragment or parts.fragment.startswith(":~:") else parts.fragment
    if not host or not (path or query):
        return None
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    return f"{host}{port}{path}{f'?{query}' if query else ''}{f'#{fragment}' if fragment else ''}"


def moment_key(moment: Moment | None) -> str:
    """A day or a moment so that times sort as text, in UTC where the zone is known; "" for none.

    >>> from datetime import date
    >>> moment_key(date(2024, 3, 2)) < moment_key(datetime(2024, 3, 2, 10))
    True
    """
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat() if moment else ""


def version_of(document: str, source: Source) -> Version:
    """A document as a source gave it."""
    changed = moment_key(source.modified or source.published)
    return Version(changed, moment_key(source.retrieved), source.current, document)


def is_earlier(one: Source, other: Source) -> bool:
    """Return whether a version is earlier than another, as far as times are known."""
    return version_of("", one)[:2] < version_of("", other)[:2]


def ordered(versions: Iterable[Version]) -> list[str]:
    """Return the documents of one address from the first version to the last; one that came twice has its last place.

    >>> ordered([Version("2024-03-02", "", True, "b"), Version("2024-03-01", "", True, "a")])
    ['a', 'b']
    """
    last: dict[str, None] = {}
    for version in sorted(versions):
        last.pop(version.document, None)
        last[version.document] = None
    return list(last)


def successors(documents: Sequence[str], prints: Callable[[str], frozenset[int]]) -> dict[str, str]:
    """Return the next version of each document that has one, of those at one address, in their order.

    `prints` gives the fingerprints of a document's text (`kg.records.duplicates`).
    """
    found: dict[str, str] = {}
    for place, document in enumerate(documents):
        own = prints(document)
        for later in documents[place + 1 : place + 1 + _LOOKED_AT]:
            other = prints(later)
            fewer = min(len(own), len(other))
            if len(own & other) >= _SHARED * fewer:
                found[document] = later
                break
    return found


def settle(database: sqlite3.Connection, addresses: Iterable[str]) -> None:
    """Note in the records which documents were replaced where these addresses published them.

    A document was replaced where each of its sources gives a later version of it.
    """

    @cache
    def prints(document: str) -> frozenset[int]:
        row = database.execute("SELECT prints FROM documents WHERE hash = ?", (document,)).fetchone()
        return frozenset(fingerprints(row[0]))

    @cache
    def later(address: str) -> dict[str, str]:
        rows = database.execute(f"{SELECT_SOURCES} WHERE address = ?", (address,))
        return successors(ordered(version_of(row[1], as_source(row)) for row in rows), prints)

    for address in addresses:
        query = "SELECT DISTINCT document FROM sources WHERE address = ? ORDER BY document"
        for (document,) in database.execute(query, (address,)).fetchall():
            at = database.execute("SELECT address FROM sources WHERE document = ? ORDER BY source", (document,))
            found = [later(each).get(document) if each else None for (each,) in at]
            replaced = found[0] if all(found) else None
            database.execute("UPDATE documents SET replaced_by = ? WHERE hash = ?", (replaced, document))
