"""What a page says of its article beside JSON-LD: Open Graph and other `meta` elements, microdata, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from kg.read.metadata import moment, one_line
from kg.read.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from kg.model import Moment

__all__ = ["head_metadata", "is_front_page", "page_address", "without_site"]

_META = {
    "title": (
        "og:title", "citation_title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "twitter:title",
        "headline", "hdl",
    ),
    "publisher": (
        "og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher", "cre",
    ),
    "authors": (
        "citation_author", "parsely-author", "sailthru.author", "byl", "author", "dc.creator", "dcterms.creator",
        "article:author", "article:author_name", "og:article:author",
    ),
    "published": (
        "article:published_time", "og:article:published_time", "article:published", "parsely-pub-date",
        "datepublished", "sailthru.date", "dc.date.issued", "dcterms.issued", "citation_publication_date",
        "citation_date", "pubdate", "publishdate", "publish-date", "ptime", "dc.date", "dcterms.created",
        "dcterms.date", "date",
    ),
    "modified": (
        "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified",
        "dcterms.modified", "dc.date.modified", "lastmod", "last-modified",
    ),
}  # fmt: skip
"""The names and properties of `meta` elements, the surest first."""
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?:)")
"""What the Internet Archive puts before every address of a page."""
_SEPARATORS = " | ", " - ", " -- ", " – ", " — ", " :: ", " · ", " • ", " » "


def head_metadata(tree: HtmlElement) -> Metadata:
    """What `meta` elements, microdata and marked times say."""
    given: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := meta.get(key)):
                given.setdefault(name.strip().lower(), []).append(content)
    found = {field: [given[name] for name in names if name in given] for field, names in _META.items()}
    first = {field: values[0][0] if values else None for field, values in found.items()}
    authors = next((kept for values in found["authors"] if (kept := _persons(values))), ())
    site = one_line(first["publisher"] or _property(tree, "publisher"))
    return Metadata(
        title=without_site(first["title"] or _property(tree, "headline"), site),
        publisher=site,
        authors=authors or _persons(_properties(tree, "author")),
        published=_first_moment([*found["published"], [_property(tree, "datePublished") or ""]]),
        modified=_first_moment([*found["modified"], [_property(tree, "dateModified") or ""]]),
        language=(tree.get("lang") or "").strip() or None,
    )


def without_site(title: str | None, site: str | None) -> str | None:
    """A title without the name of the site that pages put behind it.

    >>> without_site("Port strike ends | Esk Post", "Esk Post")
    'Port strike ends'
    """
    if title and site:
        for separator in _SEPARATORS:
            before, found, after = title.rpartition(separator)
            if found and before.strip() and after.strip().casefold() == site.casefold():
                return before.strip()
    return title


def page_address(tree: HtmlElement, known: str | None = None) -> str | None:
    """Where the page says that it is published; not where it names its site alone. `known` is where it was found."""
    inner = next((address for address in _addresses(tree, known) if _is_inner(address)), None)
    return inner or (_ARCHIVED.sub("", known) if known else None)


def is_front_page(tree: HtmlElement, known: str | None = None) -> bool:
    """Whether a page says that it is a site's own, and of no article."""
    kinds = {(meta.get("content") or "").lower() for meta in tree.iter("meta") if meta.get("property") == "og:type"}
    addresses = [*_addresses(tree, known), *([known] if known else [])]
    return bool(addresses) and not any(map(_is_inner, addresses)) and "article" not in kinds


def _addresses(tree: HtmlElement, known: str | None) -> Iterator[str]:
    """The addresses of http and https that a page gives as its own, the surest first."""
    canonical = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower()]
    graph = [meta.get("content") for meta in tree.iter("meta") if (meta.get("property") or "").lower() == "og:url"]
    for given in filter(None, (*canonical, *graph)):
        try:
            address = _ARCHIVED.sub("", urljoin(known or "", given.strip()))
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.netloc:
            yield address


def _is_inner(address: str) -> bool:
    """Whether an address is of a page inside a site, and not of the site."""
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


def _persons(values: Iterable[str]) -> tuple[str, ...]:
    """Names of authors, without the addresses of their profiles that some pages give instead."""
    return tuple(value for value in values if "://" not in value and not value.startswith(("@", "www.")))


def _first_moment(values: Iterable[list[str]]) -> Moment | None:
    return next((found for each in values for value in each if (found := moment(value))), None)


def _properties(tree: HtmlElement, name: str) -> list[str]:
    """The values of a microdata property: its content, its time, else its words."""
    found = []
    for element in tree.xpath("//*[@itemprop=$name][not(self::meta)]", name=name):
        inner = element.xpath(".//*[@itemprop='name']") if element.get("itemscope") is not None else []
        chosen = inner[0] if inner else element
        found.append(chosen.get("content") or chosen.get("datetime") or " ".join(chosen.text_content().split()))
    return [value for value in found if value]


def _property(tree: HtmlElement, name: str) -> str | None:
    return next(iter(_properties(tree, name)), None)
