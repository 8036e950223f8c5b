"""The main text of a page, by trafilatura: its paragraphs, without menus, notices, galleries and tables.

Source: A. Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and Extraction",
ACL 2021, https://aclanthology.org/2021.acl-demo.15/.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.metadata import moment
from kg.read.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement
    from trafilatura.settings import Document

__all__ = ["Body", "load", "main_text", "visible_text"]

_BLOCKS = frozenset({"body", "p", "head", "item", "quote", "list", "div", "ab", "cell", "row", "table", "code"})
"""The elements of the text's tree that are blocks of their own (https://trafilatura.readthedocs.io, TEI)."""
_SHOWN_BLOCKS = frozenset(
    [
        "p",
        "div",
        "td",
        "th",
        "tr",
        "table",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "article",
        "hr",
    ]
)
_WHITE = re.compile(r"\s+")
_BLANK = re.compile(r"\n\s*\n")
_LAST_DAY = "2100-01-01"
"""Any later date is none; without it today would be the last, and the same page give another date tomorrow."""
_FEWEST_WORDS = 8
"""A page with fewer words of main text is a stub."""


@dataclass(frozen=True, slots=True)
class Body:
    """The main text of a page, and what its looks tell of it: a guess, where the page does not say."""

    text: str
    guess: Metadata


def load(text: str) -> HtmlElement:
    """A page's tree; ReadError where there is none in it."""
    try:
        from trafilatura import load_html
    except ImportError as error:
        raise ReadError("HTML needs more than is installed: pip install 'newskg[read]'") from error
    for library in ("trafilatura", "htmldate"):  # what they cannot read is ours to tell
        logging.getLogger(library).setLevel(logging.CRITICAL)
    tree = load_html(text)
    if tree is None:  # the inside of a page: a paragraph by itself, say
        tree = load_html(f"<html><body><div>{text}</div></body></html>")
    if tree is None:
        raise ReadError("HTML without text: there is nothing to read in it")
    return tree


def main_text(tree: HtmlElement, address: str | None) -> Body:
    """The main text of a page, one paragraph a block; ReadError where there is none, or hardly any."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Extracted

    found = bare_extraction(
        tree,
        url=address,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _LAST_DAY},
    )
    text = "\n\n".join(_paragraphs(found.body)) if isinstance(found, Extracted) and found.body is not None else ""
    if not isinstance(found, Extracted) or not text:
        raise ReadError("HTML without an article: no more than menus, notices and links in it")
    if len(text.split()) < _FEWEST_WORDS:
        raise ReadError("HTML without an article: a stub of a few words")
    return Body(text, _guess(found, tree))


def _guess(found: Document, tree: HtmlElement) -> Metadata:
    """What trafilatura tells from a page's looks, without what is rather the name of an account, a title or a word."""
    accounts = {(meta.get("content") or "").strip(" @").casefold() for meta in tree.iter("meta")}
    site = (found.sitename or "").strip()
    return Metadata(
        title=found.title,
        publisher=None if site.casefold() in accounts or site == found.title else site,
        authors=tuple(name for name in (found.author or "").split("; ") if " " in name),
        published=moment(found.date),
    )


def _paragraphs(body: HtmlElement) -> Iterator[str]:
    """The blocks of a text in their order; a break inside one is a line of its own, two breaks part it."""
    pieces: list[str] = []
    for text in _pieces(body):
        if text is not None:
            pieces.append(text)
            continue
        for paragraph in _BLANK.split("".join(pieces)):
            lines = (" ".join(line.split()) for line in paragraph.split("\n"))
            if block := "\n".join(filter(None, lines)):
                yield block
        pieces.clear()


def _pieces(element: HtmlElement) -> Iterator[str | None]:
    """The words of an element and its breaks, None where a block begins or ends."""
    block = element.tag in _BLOCKS
    if block:
        yield None
    yield _WHITE.sub(" ", element.text or "")
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif child.tag != "graphic":
            yield from _pieces(child)
        yield _WHITE.sub(" ", child.tail or "")
    if block:
        yield None


def visible_text(markup: str) -> str:
    """All words of a page that show, in paragraphs: for what is no article but a letter."""
    tree = load(markup)
    for element in tree.xpath("//script | //style | //head | //noscript | //*[contains(@style, 'display:none')]"):
        element.drop_tree()
    for quoted in tree.xpath("//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote')]"):
        quoted.drop_tree()
    pieces: list[str] = []
    for event, element in _events(tree):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "br" and event == "start":
            pieces.append("\n")
        elif tag in _SHOWN_BLOCKS:
            pieces.append("\n\n")
        if tag or event == "end":
            pieces.append(_WHITE.sub(" ", (element.text if event == "start" else element.tail) or ""))
    paragraphs = (re.sub(r" *\n *", "\n", paragraph).strip() for paragraph in _BLANK.split("".join(pieces)))
    return "\n\n".join(filter(None, paragraphs))


def _events(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    from lxml import etree

    yield from etree.iterwalk(tree, events=("start", "end"))
