"""RSS and Atom feeds, by feedparser, and sitemaps: a whole article if the feed has it, else its teaser and address."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from kg.errors import ReadError
from kg.read.fragments import plain_line, plain_text
from kg.read.metadata import moment, web_address
from kg.read.model import Article, Failure, Link, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Moment
    from kg.read.model import Found, Input

_PROLOG = rb"\A\s*+(?>(?:<\?[^>]*+>|<!--.*?-->|<!DOCTYPE[^>]*+>)\s*+)*+"
"""What may stand before the root of an XML file: a pattern that takes each part whole or not at all."""
_ROOT = re.compile(_PROLOG + rb"<(?:\w+:)?(rss|feed|RDF)[\s>]", re.DOTALL)
_SITEMAP_ROOT = re.compile(_PROLOG + rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.DOTALL)
_MOST_BYTES = 52_428_800
"""The largest sitemap that the protocol allows."""
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>")
_TAIL = 2_000
_KNOWN_AGAIN = re.compile(r"(?:https?|urn|tag):", re.IGNORECASE)
"""An id of these schemes is unique, whichever feed has it."""
_WHOLE = 1_500
"""A summary of this many characters is an article: publishers without another field for it give it there."""
_APPENDED = re.compile(
    r"\s*(?:The post\s.{1,300}?\sappeared first on\s.{1,200}?\.|\[(?:…|\.\.\.|&#8230;)\])\s*\Z", re.DOTALL
)
"""What programs that make feeds append to an entry: the line of WordPress, its mark of a cut."""
_APPENDIX_LENGTH = 600
"""The length of the end that is searched for that."""


def is_feed(head: bytes) -> bool:
    """Return whether an input begins as a feed does: RSS, Atom, or RSS 1.0 in RDF."""
    found = _ROOT.match(head)
    return found is not None and (found[1] != b"RDF" or b"purl.org/rss" in head)


def read_feed(source: Input) -> Iterator[Found]:
    """Yield an article for each entry, or a link if the entry has a teaser alone.

    Raises:
        ReadError: it is not a feed.
    """
    import feedparser

    content = source.content()
    charset = f"{source.media_type or 'text/xml'}; charset={source.charset}"
    headers = {"content-type": charset} if source.charset else {}
    # A stream, and no text: of that feedparser would take an address or a file's name for what they are.
    feed = feedparser.parse(BytesIO(content), response_headers=headers, resolve_relative_uris=False)
    if not feed.version and not feed.entries:
        raise ReadError("neither an RSS nor an Atom feed")
    whole = _whole_entries(content, len(feed.entries))
    known = Metadata(publisher=plain_line(feed.feed.get("title", "")) or None, language=feed.feed.get("language"))
    for number, entry in enumerate(feed.entries[:whole], 1):
        try:
            yield _entry(entry, known, urljoin(feed.feed.get("link", ""), entry.get("link", "")), str(number))
        except ReadError as error:
            yield Failure(source.shown, f"entry {number}: {error}")
    if whole is not None:
        yield Failure(source.shown, f"cut off in or after entry {whole + 1}")


def _whole_entries(content: bytes, entries: int) -> int | None:
    """Return the number of whole entries of a feed that is cut off; None for a feed that is not."""
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
    text = whole or summary
    if appended := _APPENDED.search(text, max(0, len(text) - _APPENDIX_LENGTH)):
        text = text[: appended.start()]
    given = entry.get("id")
    source = given if given and _KNOWN_AGAIN.match(given) else None
    article = Article(text, metadata, given or url or number, source, numbered=not (given or url))
    if url is not None and not whole and len(summary) < _WHOLE:
        return Link(url, metadata, article if text.strip() else None)
    if not text.strip():
        raise ReadError("neither text nor address")
    return article


def _moment(entry: Any, name: str) -> Moment | None:
    """Return when an entry was published or updated: as it says, else as feedparser parses it, in UTC."""
    if name not in entry:  # of which feedparser would give another
        return None
    if (found := moment(entry[name])) is not None:
        return found
    parsed = entry.get(f"{name}_parsed")
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


def is_sitemap(head: bytes) -> bool:
    """Return whether an input begins as a sitemap or an index of sitemaps does."""
    return _SITEMAP_ROOT.match(head) is not None


def read_sitemap(source: Input) -> Iterator[Link]:
    """Yield a link to each page of a sitemap, newest first, or to each sitemap of an index.

    Raises:
        ReadError: it is not a sitemap.
    """
    try:
        root = ET.fromstring(source.content(_MOST_BYTES))  # noqa: S314 - expat bounds entities, and fetches nothing
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ReadError(f"broken sitemap ({error})") from error
    found = []
    for place in root:
        address = web_address((place.findtext(f"{_MAP}loc") or place.findtext("loc") or "").strip())
        if address is not None:
            changed = place.findtext(f"{_MAP}lastmod") or place.findtext("lastmod") or ""
            found.append((changed.strip(), Link(address, _known(place, address))))
    yield from (link for _, link in sorted(found, key=lambda pair: pair[0], reverse=True))


def _known(place: ET.Element, address: str) -> Metadata:
    """Return what a news sitemap says of an article; of a page of any other, its address alone."""
    news = place.find(f"{_NEWS}news")
    if news is None:
        return Metadata(url=address)
    return Metadata(
        title=news.findtext(f"{_NEWS}title"),
        url=address,
        publisher=news.findtext(f"{_NEWS}publication/{_NEWS}name"),
        published=moment(news.findtext(f"{_NEWS}publication_date")),
        language=news.findtext(f"{_NEWS}publication/{_NEWS}language"),
    )
