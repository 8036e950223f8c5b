"""Versions of one article: which documents were published at one address, and in what order.

A correction replaces what stood at the address before; what shares hardly a word with it is another article. Which is
the later version is told by when they were changed, published or retrieved; where that tells nothing, what was read
last is the later one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from kg.records.fingerprints import fingerprints
from kg.records.sources import as_source

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from kg.model import Moment
    from kg.records.sources import Source

__all__ = ["Version", "address_key", "is_earlier", "moment_key", "ordered", "settle", "successors", "version_of"]

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|cmp|ref|ref_src|xtor|smid|ns_\w+|at_\w+", re.IGNORECASE)
"""Parameters that tell whence a reader came and not what is read."""


_LOOKED_AT = 20
"""So many later versions are compared with one: where many articles share an address, it is that of none."""
_SHARED = 0.2
"""The share of an article's runs of words, or of its successor's, from which they are versions of one."""


class Version(NamedTuple):
    """A document as it stood at an address; versions are compared by the order of their fields.

    `changed` and `retrieved` are times as `moment_key` writes them, "" where they are not known; `current` is whether
    its source gave nothing else since.
    """

    changed: str
    retrieved: str
    current: bool
    document: str


def address_key(url: str | None) -> str | None:
    """What addresses of one article share, None for no address or the front page of a site, which changes daily.

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
    """Whether what a source gave is of an earlier time than another version, as far as times are known."""
    return version_of("", one)[:2] < version_of("", other)[:2]


def ordered(versions: Iterable[Version]) -> list[str]:
    """The documents of one address from the first to the last version; one that came twice stands where it came last.

    >>> ordered([Version("2024-03-02", "", True, "b"), Version("2024-03-01", "", True, "a")])
    ['a', 'b']
    """
    last: dict[str, None] = {}
    for version in sorted(versions):
        last.pop(version.document, None)
        last[version.document] = None
    return list(last)


def successors(documents: Sequence[str], prints: Callable[[str], frozenset[int]]) -> dict[str, str]:
    """The next version of each document that has one, of those that stood at one address, in their order.

    `prints` gives the fingerprints of a document's text (`kg.records.fingerprints`).
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
        rows = database.execute("SELECT * FROM sources WHERE address = ?", (address,))
        return successors(ordered(version_of(row[1], as_source(row)) for row in rows), prints)

    for address in addresses:
        query = "SELECT DISTINCT document FROM sources WHERE address = ? ORDER BY document"
        for (document,) in database.execute(query, (address,)).fetchall():
            at = database.execute("SELECT address FROM sources WHERE document = ? ORDER BY source", (document,))
            found = [later(each).get(document) if each else None for (each,) in at]
            replaced = found[0] if all(found) else None
            database.execute("UPDATE documents SET replaced_by = ? WHERE hash = ?", (replaced, document))
