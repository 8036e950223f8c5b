"""RSS and Atom feeds, by feedparser: the whole article where the feed has it, else its teaser and address."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from kg.errors import ReadError
from kg.read.feeds.fragments import plain_line, plain_text
from kg.read.feeds.sitemaps import PROLOG
from kg.read.metadata import moment, web_address
from kg.read.model import Article, Failure, Link, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Moment
    from kg.read.model import Found, Input

__all__ = ["is_feed", "read_feed"]

_ROOT = re.compile(PROLOG + rb"<(?:\w+:)?(rss|feed|RDF)[\s>]", re.DOTALL)
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>")
_TAIL = 2_000
_KNOWN_AGAIN = re.compile(r"(?:https?|urn|tag):", re.IGNORECASE)
"""An id of these is nobody else's, whichever feed has it."""
_WHOLE = 1_500
"""A summary of so many characters is no teaser: publishers that have no other field for it give the article there."""
_APPENDED = re.compile(
    r"\s*(?:The post\s.{1,300}?\sappeared first on\s.{1,200}?\.|\[(?:…|\.\.\.|&#8230;)\])\s*\Z", re.DOTALL
)
"""What programs that make feeds append to an entry: the line of WordPress, its mark of a cut."""
_APPENDIX_LENGTH = 600
"""Only the end is searched for that."""


def is_feed(head: bytes) -> bool:
    """Whether an input begins as a feed does: RSS, Atom, or RSS 1.0 in RDF."""
    found = _ROOT.match(head)
    return found is not None and (found[1] != b"RDF" or b"purl.org/rss" in head)


def read_feed(source: Input) -> Iterator[Found]:
    """An article an entry, or a link where the entry has a teaser alone.

    Raises:
        ReadError: it is no feed.
    """
    import feedparser

    content = source.content()
    # A stream, and no text: of that feedparser would take an address or a file's name for what they are.
    feed = feedparser.parse(BytesIO(content), response_headers=_headers(source), resolve_relative_uris=False)
    if not feed.version and not feed.entries:
        raise ReadError("no feed of RSS or Atom that can be read")
    whole = _whole_entries(content, len(feed.entries))
    known = Metadata(publisher=plain_line(feed.feed.get("title", "")) or None, language=feed.feed.get("language"))
    for number, entry in enumerate(feed.entries[:whole], 1):
        try:
            yield _entry(entry, known, urljoin(feed.feed.get("link", ""), entry.get("link", "")), str(number))
        except ReadError as error:
            yield Failure(source.shown, f"entry {number}: {error}")
    if whole is not None:
        yield Failure(source.shown, f"cut off in or after entry {whole + 1}")


def _headers(source: Input) -> dict[str, str]:
    return {"content-type": f"{source.media_type or 'text/xml'}; charset={source.charset}"} if source.charset else {}


def _whole_entries(content: bytes, entries: int) -> int | None:
    """How many entries are whole of a feed that is cut off; None of one that is not."""
    if _END.search(content[-_TAIL:]) is not None:
        return None
    opened = max(content.rfind(b"<item"), content.rfind(b"<entry"))
    closed = max(content.rfind(b"</item>"), content.rfind(b"</entry>"))
    return entries - (opened > closed and entries > 0)


def _entry(entry: Any, feed: Metadata, link: str, number: str) -> Article | Link:  # feedparser has no types
    url = web_address(link)
    published, updated = (_moment(entry, name) for name in ("published", "updated"))
    metadata = Metadata(
        title=plain_line(entry.get("title", "")) or None,
        url=url,
        publisher=plain_line(entry.get("source", {}).get("title", "")) or None,
        authors=tuple(filter(None, (each.get("name") for each in entry.get("authors", ())))),
        published=published or updated,
        modified=updated if published else None,
    ).or_else(feed)
    whole = max((plain_text(each.get("value", "")) for each in entry.get("content", ())), key=len, default="")
    summary = plain_text(entry.get("summary", ""))
    text = _without_appendix(whole or summary)
    given = entry.get("id")
    source = given if given and _KNOWN_AGAIN.match(given) else None
    article = Article(text, metadata, given or url or number, source, numbered=not (given or url))
    if url is not None and not whole and len(summary) < _WHOLE:
        return Link(url, metadata, article if text.strip() else None)
    if not text.strip():
        raise ReadError("neither text nor address")
    return article


def _without_appendix(text: str) -> str:
    found = _APPENDED.search(text, max(0, len(text) - _APPENDIX_LENGTH))
    return text if found is None else text[: found.start()]


def _moment(entry: Any, name: str) -> Moment | None:
    """When an entry was published or updated: as it says, or as feedparser understands it, which is in UTC."""
    if name not in entry:  # of which feedparser would give another
        return None
    if (found := moment(entry[name])) is not None:
        return found
    parsed = entry.get(f"{name}_parsed")
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
