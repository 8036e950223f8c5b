"""Pages of HTML: the main text, without menus, notices, galleries and tables, and what is known of it; MHTML.

The main text is trafilatura's (A. Barbaresi, ACL 2021, https://aclanthology.org/2021.acl-demo.15/). Of a page's
metadata JSON-LD is the surest, then its `meta` elements (`kg.read.page_metadata`); trafilatura's guesses fill the rest.
Browsers say in a comment where a page was saved from ("saved from url", the Mark of the Web of Chromium and Internet
Explorer; SingleFile, https://github.com/gildas-lormeau/SingleFile); MHTML is RFC 2557.
"""

from __future__ import annotations

import logging
import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import ReadError
from kg.read.metadata import moment, names
from kg.read.model import NOTHING, Article, Metadata, buffered
from kg.read.page_metadata import (
    find_article,
    head_metadata,
    is_front_page,
    linked_metadata,
    page_address,
    without_site,
)
from kg.read.text import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement
    from trafilatura.settings import Document

    from kg.read.model import Input, Remark

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
    """Return whether bytes begin as a page does."""
    return _START.match(head) is not None


def is_fragment(head: bytes) -> bool:
    """Return whether bytes that could be a text are the inside of a page: full of tags.

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
    tree = _load(markup)
    known = known.or_else(_saved_metadata(text))
    address = page_address(tree, known.url)
    article = find_article(tree, address)
    if article is None and is_front_page(tree, known.url):
        raise ReadError("HTML without an article: the front page of a site")
    said = linked_metadata(article).or_else(head_metadata(tree))
    body, guess = _main_text(tree, address)
    metadata = replace(said.or_else(known).or_else(guess), url=address or said.url or known.url)
    site = metadata.publisher or (urlsplit(metadata.url or "").hostname or "").removeprefix("www.") or None
    metadata = replace(metadata, publisher=site, title=_headline(without_site(metadata.title, site), tree))
    paragraphs = _without_furniture(body, metadata)
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


_BLOCKS = frozenset({"body", "p", "head", "item", "quote", "list", "div", "ab", "cell", "row", "table", "code"})
"""The elements of the text's tree that are blocks of their own (https://trafilatura.readthedocs.io, TEI)."""
_WHITE = re.compile(r"\s+")
_BLANK = re.compile(r"\n\s*\n")
_LAST_DAY = "2100-01-01"
"""Any later date is none; without it today would be the last, and the same page give another date tomorrow."""
_FEWEST_WORDS = 8
"""A page with fewer words of main text is a stub."""


def _load(text: str) -> HtmlElement:
    """Return a page's tree; ReadError if it has none."""
    try:
        from trafilatura import load_html
    except ImportError as error:
        raise ReadError("HTML needs more than is installed: pip install 'newskg[read]'") from error
    for library in ("trafilatura", "htmldate"):  # kg says itself what they cannot read
        logging.getLogger(library).setLevel(logging.CRITICAL)
    tree = load_html(text)
    if tree is None:  # the inside of a page: a paragraph by itself, say
        tree = load_html(f"<html><body><div>{text}</div></body></html>")
    if tree is None:
        raise ReadError("HTML without text: there is nothing to read in it")
    return tree


def _main_text(tree: HtmlElement, address: str | None) -> tuple[list[str], Metadata]:
    """Return the paragraphs of a page's main text, and guesses from its looks; ReadError if there is hardly any."""
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
    paragraphs = [*_paragraphs(found.body)] if isinstance(found, Extracted) and found.body is not None else []
    if not isinstance(found, Extracted) or not paragraphs:
        raise ReadError("HTML without an article: no more than menus, notices and links in it")
    if sum(len(paragraph.split()) for paragraph in paragraphs) < _FEWEST_WORDS:
        raise ReadError("HTML without an article: a stub of a few words")
    return paragraphs, _guess(found, tree)


def _guess(found: Document, tree: HtmlElement) -> Metadata:
    """Return trafilatura's guesses, except for names of accounts, titles and single words."""
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
    """Yield the words of an element and its breaks, None where a block begins or ends."""
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


_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])?")
_TOP = 6
"""The number of paragraphs at the top that may stand around the headline."""
_LONGEST_LABEL = 8
"""A paragraph of more words above the headline is text."""
_ENDING = re.compile(r"©|\ball rights reserved\b|\S@\S+\.\w|:$", re.IGNORECASE)
_LONGEST_ENDING, _LONGEST_LINK, _FEWEST_LINKS = 30, 20, 3
_SENTENCE = re.compile(r"[.!…。][\"'”’)\]]*$")
"""The end of a sentence; a headline may end in a question mark."""
_TEXT = re.compile(rf"{_SENTENCE.pattern}|:$")
"""The end of what is no headline: a sentence, or what announces a list."""


def _without_furniture(paragraphs: Iterable[str], metadata: Metadata) -> list[str]:
    """The paragraphs of an article without labels, without the headline and what stands above it, and bylines."""
    kept = [paragraph for paragraph in paragraphs if not _is_label(paragraph)]
    title = _bare(metadata.title or "")
    above = next((place for place, paragraph in enumerate(kept[:_TOP]) if title and _bare(paragraph) == title), None)
    if above is not None and all(len(paragraph.split()) <= _LONGEST_LABEL for paragraph in kept[:above]):
        del kept[: above + 1]
    known = {word for name in (*names(metadata.authors), metadata.publisher or "") for word in _bare(name).split()}
    top = [paragraph for paragraph in kept[:_TOP] if not _is_byline(paragraph, known)]
    return _without_end([*top, *kept[_TOP:]])


def _is_label(paragraph: str) -> bool:
    """Return whether a paragraph is a label, or one with what it leads to: "Read more: Storm nears the coast"."""
    before, colon, after = paragraph.partition(":")
    leads = bool(colon and after) and len(after.split()) <= _LONGEST_LINK and _bare(before) in _words()["leads"]
    return leads or _bare(paragraph) in _words()["labels"]


def _without_end(paragraphs: list[str]) -> list[str]:
    """Paragraphs without what pages put below the last: who owns it, whom to write to, links to other articles."""
    kept = paragraphs[:]
    while len(kept) > 1 and _ENDING.search(kept[-1]) and len(kept[-1].split()) <= _LONGEST_ENDING:
        kept.pop()
    place = len(kept)
    while place > 0 and not _TEXT.search(kept[place - 1]) and len(kept[place - 1].split()) <= _LONGEST_LINK:
        place -= 1
    sentences = [paragraph for paragraph in kept[:place] if _SENTENCE.search(paragraph)]
    links = len(kept) - place >= _FEWEST_LINKS and len(sentences) >= _FEWEST_LINKS and not kept[place - 1].endswith(":")
    return kept[:place] if links else kept


def _is_byline(paragraph: str, known: set[str]) -> bool:
    """Return whether a paragraph has no words but names that are known, and what stands beside them."""
    together = {one + other for one in known for other in known}  # without a space between them: "HaddadLedger"
    allowed = known | together | _words()["byline"]
    return all(each in allowed for each in _WORD.findall(paragraph.casefold()))


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())


@cache
def _words() -> Mapping[str, frozenset[str]]:
    content = tomllib.loads(files("kg.read").joinpath("labels.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in content.items()}


_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url: (\S+)\s+saved date: (.*?)\s*(?:\(.*?)?-->", re.DOTALL
)
_HEAD = 4_000
_SPOKEN = re.compile(r"(\w{3}) (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")
_MHTML = re.compile(rb"(?i)^(?:snapshot-content-location:|x-mimeole:|from: <saved by )", re.MULTILINE)
_MAX_ARCHIVE = 100_000_000


def _saved_metadata(text: str) -> Metadata:
    """Return what the comment at the top of a saved page says: its address, and when it was saved.

    >>> _saved_metadata("<!-- saved from url=(0026)https://example.org/report -->").url
    'https://example.org/report'
    """
    head = text[:_HEAD]
    if found := _SAVED_FROM.search(head):
        return Metadata(url=found[1])
    if found := _SINGLE_FILE.search(head):
        # JavaScript's form of a date, in that of e-mail: "Sat Nov 29 2026 10:00:00 GMT+0100"
        return Metadata(url=found[1], retrieved=moment(_SPOKEN.sub(r"\1, \3 \2 \4 \5 \6", found[2])))
    return NOTHING


def is_mhtml(head: bytes) -> bool:
    """Return whether bytes begin as a browser's MHTML does."""
    return b"multipart/related" in head.lower() and _MHTML.search(head) is not None


def read_mhtml(source: Input) -> Iterator[Input]:
    """The page of an MHTML file: the part that it starts with, else its first page."""
    import email  # only MHTML and mail need the parser: start-up
    from email import policy

    message = email.message_from_bytes(source.content(_MAX_ARCHIVE), policy=policy.default)
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    start = str(message.get_param("start", "")) if message.is_multipart() else ""
    page = next((part for part in pages if start and part.get("Content-ID") == start), pages[0] if pages else None)
    if page is None:
        raise ReadError("MHTML without a page: there is nothing to read in it")
    location = message.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
    content = page.get_payload(decode=True)
    yield replace(
        source,
        name="page.html",
        stream=buffered(content if isinstance(content, bytes) else b""),
        media_type="text/html",
        charset=page.get_content_charset(),
        known=Metadata(url=str(location).strip() or None, retrieved=moment(message.get("Date"))).or_else(source.known),
    )
