"""From one input to its documents: the format's reader, the inputs inside it, and what every document must be."""

from __future__ import annotations

import logging
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.model import Document
from kg.read.formats import format_of
from kg.read.language import english_tag, found_language, require_english
from kg.read.metadata import day_of, names, one_line, web_address
from kg.read.model import IN_MEMORY, NOTHING, STANDARD_INPUT, Failure, Input, Link, Metadata, Remark
from kg.read.text import MAX_LINE, MAX_PART, clean, longest_line, parts_of, require_words
from kg.records.codec import document_hash

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import date

    from kg.read.model import Article, Format

_log = logging.getLogger(__name__)
TOO_LARGE = "takes too much memory to be read: a file that is made for it, or broken"
UNKNOWN_FORMAT = "not a format that kg reads: kg build --help lists them"
_DEEPEST = 4
"""The most inputs that may lie one in another: a message in a mailbox in a folder of an archive."""

_TEXT = "text"
"""The name of a text in memory that has no id."""

type Read = Document | Failure | Remark | Link
"""The results of an input: documents, and a line for each that could not be read, or not surely or wholly.

Links are among them if `Input.follow` hands them on: another process may follow them."""

type _Piece = tuple[Article, Input] | Failure | Remark | Link


def read_input(
    source: Input, defaults: Metadata = NOTHING, *, date: date | None = None, english: Container[str] = ()
) -> Iterator[Read]:
    """Yield the documents of an input, and a line for whatever in it could not be read.

    `defaults` stand in for what a document does not say of itself, and `date` is the day from which relative dates are
    counted if it does not say when it was published. `english` has the hashes of texts known to be in English. Nothing
    is raised for what an input holds: a broken one is a `Failure`, and so is one in which nothing is found.
    """
    found = False
    for each in _read(source, 0):
        if isinstance(each, tuple):
            article, origin = each
            yield from _documents(article, origin, defaults, date, english)
            found = True
        else:
            yield each
            found = found or isinstance(each, (Failure, Link))
    if not found:
        yield Failure(source.shown, "empty: there is nothing to read in it")


def _read(source: Input, depth: int, *, inside: bool = False) -> Iterator[_Piece]:
    if depth > _DEEPEST:
        yield Failure(source.shown, f"more than {_DEEPEST} files one in another: unpack it")
        return
    found_format: Format | None = None
    try:
        found_format = source.format or format_of(source)
        if found_format is None:
            yield (
                Remark(source.shown, "skipped: not of a format that kg reads")
                if inside
                else Failure(source.shown, UNKNOWN_FORMAT)
            )
            return
        for each in found_format.read(source):
            if isinstance(each, Input):
                yield from _read(each, depth + 1, inside=each.shown != source.shown)
            elif isinstance(each, Link):
                yield from _linked(each, source, depth)
            elif isinstance(each, (Failure, Remark)):
                yield each
            else:
                yield each, source
    except Exception as error:  # noqa: BLE001 - a broken file may trip a library anywhere; the others are read
        yield Failure(source.shown, _reason(error, found_format))


def _reason(error: Exception, found: Format | None) -> str:
    if isinstance(error, ReadError):
        return str(error)
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    if isinstance(error, MemoryError):
        return TOO_LARGE
    _log.debug("cannot be read", exc_info=error)
    what = f"cannot be read as {found.name}" if found else "cannot be read"
    return f"{what} ({type(error).__name__}: {one_line(str(error)) or 'no reason given'})"


def _linked(link: Link, source: Input, depth: int) -> Iterator[_Piece]:
    """Yield what is at a link if links are followed, else what the input itself has of it."""
    if source.follow is not None:
        for each in source.follow(link):
            if isinstance(each, Input):
                yield from _read(each, depth + 1)
            else:
                yield each
    elif link.teaser is not None:
        yield link.teaser, source
        yield Remark(_marked(source.shown, link.teaser.key), "a teaser is all that there is of the article")
    else:
        yield Remark(f"{source.shown}: {link.url}", "left out: an address without a text")


def _documents(
    article: Article, origin: Input, defaults: Metadata, day: date | None, english: Container[str]
) -> Iterator[Read]:
    """Yield the document of an article; of one longer than a document may be, its parts."""
    text = clean(article.text)
    parts = [text] if len(text) <= MAX_PART or longest_line(text) > MAX_LINE else parts_of(text)
    if len(parts) > 1:
        what = f"longer than {MAX_PART:,} characters: read in parts, each a document"
        yield Remark(_marked(origin.shown, article.key), what)
    for number, words in enumerate(parts, 1):
        part = replace(article, text=words)
        if len(parts) > 1:
            part = replace(
                part,
                key=str(number) if article.key is None else f"{article.key}.{number}",
                source=article.source and f"{article.source}#{number}",
                numbered=article.numbered or article.key is None,
            )
        try:
            require_words(words)
            yield _document(part, origin, defaults, day, english)
        except ReadError as error:
            yield Failure(_marked(origin.shown, part.key), str(error))


def _document(
    article: Article, origin: Input, defaults: Metadata, day: date | None, english: Container[str]
) -> Document:
    """Return the document of an article with a clean text; ReadError if it is not English where it must be."""
    text = article.text
    known = article.metadata.or_else(origin.known).or_else(replace(defaults, language=None))
    published = known.published
    dated = day_of(published) or day
    if defaults.language is not None:
        language = found_language(text, known.language, defaults.language)
    elif document_hash(text, dated) in english:
        language = english_tag(known.language)
    else:
        language = require_english(text, known.language)
    # On standard input and in memory a place says nothing: what has no id is identified by its words.
    in_memory = origin.source == IN_MEMORY
    nameless = (in_memory or origin.source == STANDARD_INPUT) and (article.key is None or article.numbered)
    path = _TEXT if nameless or article.key is None else article.key
    key = sha256(text.encode()).hexdigest()[:16] if nameless else article.key
    return Document(
        id=_marked(origin.id or (_TEXT if nameless else ""), article.key),
        text=text,
        path=path if in_memory else _marked(origin.shown, None if nameless else article.key),
        date=dated,
        title=one_line(known.title),
        source=article.source or _marked(origin.source, key),
        url=web_address(known.url),
        publisher=one_line(known.publisher),
        authors=names(known.authors),
        published=published,
        modified=known.modified,
        retrieved=known.retrieved,
        language=language,
    )


def _marked(name: str, key: str | None) -> str:
    return name if key is None else f"{name}#{key}" if name else key
