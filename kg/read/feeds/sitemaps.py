"""Sitemaps (sitemaps.org) and those of Google News: where a site's articles are, a link each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kg.errors import ReadError
from kg.read.metadata import moment, web_address
from kg.read.model import Link, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Input

__all__ = ["PROLOG", "is_sitemap", "read_sitemap"]

PROLOG = rb"\A\s*+(?>(?:<\?[^>]*+>|<!--.*?-->|<!DOCTYPE[^>]*+>)\s*+)*+"
"""What may stand before the root of a file of XML: a pattern that takes each part whole or not at all."""
_ROOT = re.compile(PROLOG + rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.DOTALL)
_MOST_BYTES = 52_428_800
"""The largest sitemap that the protocol allows."""
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def is_sitemap(head: bytes) -> bool:
    """Whether an input begins as a sitemap or an index of sitemaps does."""
    return _ROOT.match(head) is not None


def read_sitemap(source: Input) -> Iterator[Link]:
    """A link to each page of a sitemap, newest first, or to each sitemap of an index.

    Raises:
        ReadError: it is no sitemap.
    """
    try:
        root = ET.fromstring(source.content(_MOST_BYTES))  # noqa: S314 - expat bounds entities, and fetches nothing
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ReadError(f"no sitemap that can be read ({error})") from error
    found = []
    for place in root:
        address = web_address((place.findtext(f"{_MAP}loc") or place.findtext("loc") or "").strip())
        if address is not None:
            changed = place.findtext(f"{_MAP}lastmod") or place.findtext("lastmod") or ""
            found.append((changed.strip(), Link(address, _known(place, address))))
    yield from (link for _, link in sorted(found, key=lambda pair: pair[0], reverse=True))


def _known(place: ET.Element, address: str) -> Metadata:
    """What a sitemap of news says of an article; of a page that any sitemap has, its address alone."""
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
