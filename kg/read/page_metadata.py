"""What a page says of its article: schema.org's vocabulary as JSON-LD, Open Graph and other `meta` elements, microdata.

Sources: https://schema.org/NewsArticle, https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from kg.read.metadata import moment, one_line
from kg.read.model import NOTHING, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

    from kg.model import Moment

_ARTICLE = re.compile(r"(?:.*[/:])?(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review)")
_COMMENT = re.compile(r"^[\s/*]*(?:<!--|<!\[CDATA\[)[\s/*]*|[\s/*]*(?:-->|\]\]>)[\s/*]*$")
_LISTS = ("itemListElement", "hasPart", "mentions", "isRelatedTo", "relatedLink", "citation", "comment", "isPartOf")
"""The properties whose articles are other ones than the page's."""
_DEEPEST = 30

type _Node = Mapping[str, Any]


def find_article(tree: HtmlElement, address: str | None = None) -> _Node | None:
    """The node of the page's article; of several the one that is said to be at the page's address, else the first."""
    nodes = [node for script in _scripts(tree) for node in _nodes(script)]
    articles = [node for node in nodes if any(_ARTICLE.fullmatch(str(kind)) for kind in _list(node.get("@type")))]
    if not articles:
        return None
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    here = [node for node in articles if address and _address(node) == address]
    return _resolved((here or articles)[0], by_id)


def linked_metadata(article: _Node | None) -> Metadata:
    """Return what a node of an article says of it."""
    if article is None:
        return NOTHING
    authors = [_name(author) for key in ("author", "creator") for author in _list(article.get(key))]
    return Metadata(
        title=_text(article.get("headline")) or _text(article.get("name")),
        url=_address(article),
        publisher=next(filter(None, map(_name, _list(article.get("publisher")))), None),
        authors=tuple(dict.fromkeys(author for author in authors if author and "://" not in author)),
        published=moment(_text(article.get("datePublished")) or _text(article.get("dateCreated"))),
        modified=moment(_text(article.get("dateModified"))),
        language=_text(article.get("inLanguage")),
    )


def _scripts(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            content = _COMMENT.sub("", script.text or "").strip()
            try:
                yield json.loads(content, strict=False)
            except (ValueError, RecursionError):  # what a page's author got wrong is as if it were not there
                continue


def _nodes(value: object, depth: int = 0) -> Iterator[_Node]:
    """Every node in the order of the page, but for those that stand for other articles."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for key, each in value.items():
            if key not in _LISTS and isinstance(each, (dict, list)):
                yield from _nodes(each, depth + 1)


def _resolved(article: _Node, by_id: Mapping[str, _Node]) -> _Node:
    """The article, with the persons and organizations that it names by their ids."""

    def known(value: object) -> object:
        if isinstance(value, list):
            return [known(each) for each in value]
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
            return by_id.get(value["@id"], value)
        return value

    return {key: known(value) if key in {"author", "creator", "publisher"} else value for key, value in article.items()}


def _address(article: _Node) -> str | None:
    for value in (article.get("mainEntityOfPage"), article.get("url"), article.get("@id")):
        address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(address, str) and address.startswith(("http://", "https://")):
            return address.partition("#")[0]
    return None


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        return next(filter(None, (_text(value.get(key)) for key in ("name", "legalName", "alternateName"))), None)
    return _text(value)


def _text(value: object) -> str | None:
    """The first text of a value; HTML's entities in it, which pages often leave, are resolved."""
    for each in _list(value):
        text = each.get("@value") or each.get("name") if isinstance(each, dict) else each
        if isinstance(text, str) and text.strip():
            return unescape(text)
    return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


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
"""The prefix that the Internet Archive gives every address of a page."""
_SEPARATORS = " | ", " - ", " -- ", " – ", " — ", " :: ", " · ", " • ", " » "


def head_metadata(tree: HtmlElement) -> Metadata:
    """Return what `meta` elements, microdata and marked times say."""
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
    """Return the address that a page gives as its own, unless it is its site's; `known` is where it was found."""
    inner = next((address for address in _addresses(tree, known) if _is_inner(address)), None)
    return inner or (_ARCHIVED.sub("", known) if known else None)


def is_front_page(tree: HtmlElement, known: str | None = None) -> bool:
    """Return whether a page says that it is a site's own, and of no article."""
    kinds = {(meta.get("content") or "").lower() for meta in tree.iter("meta") if meta.get("property") == "og:type"}
    addresses = [*_addresses(tree, known), *([known] if known else [])]
    return bool(addresses) and not any(map(_is_inner, addresses)) and "article" not in kinds


def _addresses(tree: HtmlElement, known: str | None) -> Iterator[str]:
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
