"""What a page says of its article in schema.org's vocabulary, as JSON-LD.

Sources: https://schema.org/NewsArticle, https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from kg.read.metadata import moment
from kg.read.model import NOTHING, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

__all__ = ["find_article", "linked_metadata"]

_ARTICLE = re.compile(r"(?:.*[/:])?(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review)")
_COMMENT = re.compile(r"^[\s/*]*(?:<!--|<!\[CDATA\[)[\s/*]*|[\s/*]*(?:-->|\]\]>)[\s/*]*$")
_LISTS = ("itemListElement", "hasPart", "mentions", "isRelatedTo", "relatedLink", "citation", "comment", "isPartOf")
"""Where the articles that a node names are other ones than the page's."""
_DEEPEST = 30

type _Node = Mapping[str, Any]


def find_article(tree: HtmlElement, address: str | None = None) -> _Node | None:
    """The node of the page's article; of several the one that is said to be at the page's address, else the first."""
    nodes = [node for script in _scripts(tree) for node in _nodes(script)]
    articles = [node for node in nodes if any(_ARTICLE.fullmatch(kind) for kind in _strings(node.get("@type")))]
    if not articles:
        return None
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    here = [node for node in articles if address and _address(node) == address]
    return _resolved((here or articles)[0], by_id)


def linked_metadata(article: _Node | None) -> Metadata:
    """What a node of an article says of it."""
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


def _strings(value: object) -> list[str]:
    return [each for each in _list(value) if isinstance(each, str)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
