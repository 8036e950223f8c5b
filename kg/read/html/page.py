"""A page of HTML to its article: the main text, and what is known of it.

Of what a page says of itself JSON-LD is the surest, then its `meta` elements; what trafilatura guesses from its looks
fills the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import ReadError
from kg.read.encoding import decoded
from kg.read.html.body import load, main_text
from kg.read.html.furniture import without_furniture
from kg.read.html.head import head_metadata, is_front_page, page_address, without_site
from kg.read.html.linked_data import find_article, linked_metadata
from kg.read.html.saved import saved_metadata
from kg.read.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kg.read.model import Input, Metadata, Remark

__all__ = ["is_fragment", "is_html", "parse_page", "read_html"]

_MAX_PAGE, _MAX_MARKUP = 100_000_000, 10_000_000
"""The largest page in bytes, and in characters without the images that some tools save inside it."""

_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAGS = re.compile(rb"</(?:p|div|span|a|h[1-6]|li|ul|strong|em)>|<br\s*/?>|<p>", re.IGNORECASE)
_FEWEST_TAGS = 3
_DATA = re.compile(r"data:[\w/+.-]+;base64,[\w/+=\s]{100,}")
_CHARSET = re.compile(rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def is_html(head: bytes) -> bool:
    """Whether bytes begin as a page does."""
    return _START.match(head) is not None


def is_fragment(head: bytes) -> bool:
    """Whether bytes that could be a text are the inside of a page: full of tags.

    >>> is_fragment(b"<p>The council met.</p><p>It voted.</p>"), is_fragment(b"a < b, and <em>so</em> on")
    (True, False)
    """
    return len(_TAGS.findall(head)) >= _FEWEST_TAGS


def read_html(source: Input) -> Iterator[Article | Remark]:
    """The article of a page."""
    data = source.content(_MAX_PAGE)
    said = _CHARSET.search(data[:4096])
    text, remarks = decoded(source, data, source.charset or (said[1].decode("ascii") if said else None))
    yield from remarks
    yield parse_page(text, source.known)


def parse_page(text: str, known: Metadata) -> Article:
    """The article of a page; `known` is what is known of the page from elsewhere, its address above all.

    Raises:
        ReadError: there is no article in it.
    """
    markup = _DATA.sub("", text)
    if len(markup) > _MAX_MARKUP:
        raise ReadError(f"a page of more than {_MAX_MARKUP // 1_000_000} MB of markup, which no article has")
    tree = load(markup)
    known = known.or_else(saved_metadata(text))
    address = page_address(tree, known.url)
    article = find_article(tree, address)
    if article is None and is_front_page(tree, known.url):
        raise ReadError("HTML without an article: the front page of a site")
    said = linked_metadata(article).or_else(head_metadata(tree))
    body = main_text(tree, address)
    metadata = replace(said.or_else(known).or_else(body.guess), url=address or said.url or known.url)
    if metadata.publisher is None:
        metadata = replace(metadata, publisher=_host(metadata.url))
    title = _headline(without_site(metadata.title, metadata.publisher), tree)
    metadata = replace(metadata, title=title)
    paragraphs = without_furniture(body.text.split("\n\n"), metadata)
    if not paragraphs:
        raise ReadError("HTML without an article: no more than its headline and who wrote it")
    return Article("\n\n".join(paragraphs), metadata)


def _headline(title: str | None, tree: HtmlElement) -> str | None:
    """A title without the name of a section behind it, where the page's first heading is the title without it."""
    for heading in tree.iter("h1"):
        words = " ".join(heading.text_content().split())
        if title and words and title.startswith(f"{words} ") and not title[len(words) + 1].isalnum():
            return words
    return title


def _host(address: str | None) -> str | None:
    """The site of an address, by which a page goes whose publisher is not named."""
    return (urlsplit(address).hostname or "").removeprefix("www.") or None if address else None
