"""Pages as browsers and their extensions save them: where a page was saved from, and when; MHTML.

Sources: "saved from url" is the Mark of the Web that Chromium and Internet Explorer write; SingleFile's comment,
https://github.com/gildas-lormeau/SingleFile; MHTML is RFC 2557.
"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.metadata import moment
from kg.read.model import Metadata, buffered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Input

__all__ = ["is_mhtml", "read_mhtml", "saved_metadata"]

_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url: (\S+)\s+saved date: (.*?)\s*(?:\(.*?)?-->", re.DOTALL
)
_HEAD = 4_000
_SPOKEN = re.compile(r"(\w{3}) (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")
_MHTML = re.compile(rb"(?i)^(?:snapshot-content-location:|x-mimeole:|from: <saved by )", re.MULTILINE)
_MAX_ARCHIVE = 100_000_000


def saved_metadata(text: str) -> Metadata:
    """What the comment at the top of a saved page says: its address, and when it was saved.

    >>> saved_metadata("<!-- saved from url=(0026)https://example.org/report -->").url
    'https://example.org/report'
    """
    head = text[:_HEAD]
    if found := _SAVED_FROM.search(head):
        return Metadata(url=found[1])
    if found := _SINGLE_FILE.search(head):
        # JavaScript's form of a date, in that of e-mail: "Sat Nov 29 2026 10:00:00 GMT+0100"
        return Metadata(url=found[1], retrieved=moment(_SPOKEN.sub(r"\1, \3 \2 \4 \5 \6", found[2])))
    return Metadata()


def is_mhtml(head: bytes) -> bool:
    """Whether bytes begin as a browser's MHTML does."""
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
        stream=buffered(BytesIO(content if isinstance(content, bytes) else b"")),
        media_type="text/html",
        charset=page.get_content_charset(),
        known=Metadata(url=str(location).strip() or None, retrieved=moment(message.get("Date"))).or_else(source.known),
    )
