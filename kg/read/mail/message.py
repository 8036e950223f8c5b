"""A message of e-mail to its article: its plain text, else that of its page, with what its header says.

Nothing of a message is run or fetched; attachments are left out, but for messages that are attached.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.encoding import decoded
from kg.read.html import parse_page
from kg.read.html.body import visible_text
from kg.read.mail.quoting import unflowed, without_repetition
from kg.read.metadata import moment
from kg.read.model import Article, Metadata, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import MIMEPart

    from kg.read.model import Found, Input

__all__ = ["MAX_MESSAGE", "is_message", "read_message"]

MAX_MESSAGE = 50_000_000
_FIELD = re.compile(rb"([!-9;-~]+):[ \t]?[^\n]*\n(?:[ \t][^\n]*\n)*")
_SURE = frozenset({b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to", b"dkim-signature"})
_ANSWER = re.compile(r"(?:(?:re|fwd?|aw|tr)(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_LIST = re.compile(r"\s*\"?(.*?)\"?\s*<[^<>]*>\s*", re.DOTALL)
_FEWEST_WORDS = 20
"""A plain part of fewer words, beside a page, only says that the page is to be read."""


def is_message(head: bytes) -> bool:
    """Whether bytes begin as a message does: fields of a header, some of which no other text has."""
    names, place = set(), 0
    while field := _FIELD.match(head, place):
        names.add(field[1].lower())
        place = field.end()
    return bool(names & _SURE) and bool(names & {b"from", b"date", b"subject"})


def read_message(source: Input) -> Iterator[Found]:
    """What the writer of a message wrote, and messages that are attached to it."""
    import email  # only mail needs the parser: start-up
    from email import policy

    message = email.message_from_bytes(source.content(MAX_MESSAGE), policy=policy.default)
    if not message.keys():
        raise ReadError("no e-mail: it has no header")
    parts = [*_parts(message)]
    attached = [part for part in parts if part.get_content_type() == "message/rfc822"]
    if any(part.is_attachment() for part in parts if part not in attached):
        yield Remark(source.shown, "e-mail with attachments, which were left out")
    text, known, remarks = _written(source, message)
    yield from remarks
    text, left_out = without_repetition(text)
    for what in left_out:
        yield Remark(source.shown, f"e-mail with {what}, which were left out")
    if text.strip() or not attached:
        if not text.strip() and left_out:
            raise ReadError("e-mail that only repeats others: there is nothing to read in it")
        yield Article(text, _metadata(message).or_else(known))
    for number, part in enumerate(attached, 1):
        for inner in part.iter_parts():
            yield source.member(f"{number}.eml", inner.as_bytes())


def _parts(part: MIMEPart) -> Iterator[MIMEPart]:
    """All parts of a message but those of a message that is attached to it."""
    yield part
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for each in part.iter_parts():
            yield from _parts(each)


def _written(source: Input, message: MIMEPart) -> tuple[str, Metadata, list[Remark]]:
    """The text of a message, what its page says of itself, and what was assumed of its encoding."""
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    if plain is not None:
        text, remarks = _content(source, plain)
        if page is None or len(text.split()) >= _FEWEST_WORDS:
            if str(plain.get_param("format", "")).lower() == "flowed":
                text = unflowed(text, delete_space=str(plain.get_param("delsp", "")).lower() == "yes")
            return text, Metadata(), remarks
    if page is None:
        broken = message.get_content_maintype() == "multipart" and not message.is_multipart()
        text, remarks = _content(source, message) if broken else ("", [])  # the parts are not told apart
        return text, Metadata(), remarks
    markup, remarks = _content(source, page)
    text = visible_text(markup)
    try:
        article = parse_page(markup, Metadata())
    except ReadError:
        return text, Metadata(), remarks
    # A newsletter is laid out in tables, of which the reader of pages leaves most out or makes one paragraph
    enough = 2 * len(article.text.split()) > len(text.split()) and 3 * article.text.count("\n\n") >= text.count("\n\n")
    return article.text if enough else text, article.metadata, remarks


def _content(source: Input, part: MIMEPart) -> tuple[str, list[Remark]]:
    data = part.get_payload(decode=True)
    text, remarks = decoded(source, data if isinstance(data, bytes) else b"", part.get_content_charset())
    return text.replace("\r\n", "\n"), remarks


def _metadata(message: MIMEPart) -> Metadata:
    sender = _header(message, "From")
    name = (_LIST.fullmatch(sender) or ["", sender])[1] if sender else None
    listed = _LIST.fullmatch(_header(message, "List-Id") or "")
    return Metadata(
        title=_ANSWER.sub("", _header(message, "Subject") or "", count=1) or None,
        url=(_header(message, "Archived-At") or "").strip(" <>") or None,
        publisher=(listed[1] or None) if listed else None,
        authors=(name,) if name and "@" not in name else (),
        published=moment(_header(message, "Date")),
        language=_header(message, "Content-Language"),
    )


def _header(message: MIMEPart, name: str) -> str | None:
    """A field of the header; None where there is none or it is broken beyond reading."""
    try:
        value = message.get(name)
        return None if value is None else " ".join(str(value).split())
    except (HeaderParseError, LookupError, ValueError, TypeError, AttributeError):
        return None
