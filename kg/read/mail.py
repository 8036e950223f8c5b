"""E-mail: what its writer wrote of a message, with what its header says; a mailbox is a stream of messages (RFC 4155).

A message is read as its plain text, else as its page, without what it repeats: quoted replies, signatures, footers of
lists (RFC 3676 for "> ", "-- " and flowed lines; the lines with which Outlook, Gmail and Apple Mail introduce quotes).
Nothing of a message is run or fetched; attachments are left out, except for messages that are attached.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email.errors import HeaderParseError
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.fragments import visible_text
from kg.read.html import parse_page
from kg.read.metadata import moment
from kg.read.model import NOTHING, Article, Failure, Metadata, Remark, buffered
from kg.read.text import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import MIMEPart

    from kg.read.model import Found, Input

_MAX_MESSAGE = 50_000_000
_FIELD = re.compile(rb"([!-9;-~]+):[ \t]?[^\n]*\n(?:[ \t][^\n]*\n)*")
_SURE = frozenset({b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to", b"dkim-signature"})
_ANSWER = re.compile(r"(?:(?:re|fwd?|aw|tr)(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_LIST = re.compile(r"\s*\"?(.*?)\"?\s*<[^<>]*>\s*", re.DOTALL)
_FEWEST_WORDS = 20
"""A plain part of fewer words, beside a page, only says that the page is to be read."""


def is_message(head: bytes) -> bool:
    """Return whether bytes begin as a message does: fields of a header, some of which no other text has."""
    names, place = set(), 0
    while field := _FIELD.match(head, place):
        names.add(field[1].lower())
        place = field.end()
    return bool(names & _SURE) and bool(names & {b"from", b"date", b"subject"})


def read_message(source: Input) -> Iterator[Found]:
    """Yield what the writer of a message wrote, and the messages that are attached to it."""
    import email  # only mail needs the parser: start-up
    from email import policy

    message = email.message_from_bytes(source.content(_MAX_MESSAGE), policy=policy.default)
    if not message.keys():
        raise ReadError("not an e-mail: it has no header")
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
    """Return the text of a message, the metadata of its page, and remarks on its encoding."""
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    if plain is not None:
        text, remarks = _content(source, plain)
        if page is None or len(text.split()) >= _FEWEST_WORDS:
            if str(plain.get_param("format", "")).lower() == "flowed":
                text = unflowed(text, delete_space=str(plain.get_param("delsp", "")).lower() == "yes")
            return text, NOTHING, remarks
    if page is None:
        broken = message.get_content_maintype() == "multipart" and not message.is_multipart()
        text, remarks = _content(source, message) if broken else ("", [])  # its parts cannot be separated
        return text, NOTHING, remarks
    markup, remarks = _content(source, page)
    text = visible_text(markup)
    try:
        article = parse_page(markup, NOTHING)
    except ReadError:
        return text, NOTHING, remarks
    # Newsletters are laid out in tables, most of which the reader of pages leaves out or makes one paragraph
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


_MAILBOX = re.compile(rb"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d")
_QUOTED = re.compile(rb">+From ")
_ID = re.compile(rb"^message-id:\s*<?([^<>\s]{1,250})>?\s*$", re.IGNORECASE | re.MULTILINE)
_LONGEST_LINE = 1_000_000


def is_mailbox(head: bytes) -> bool:
    """Return whether bytes begin as a mailbox does."""
    return _MAILBOX.match(head) is not None


def read_mailbox(source: Input) -> Iterator[Input | Failure]:
    """Yield the messages of a mailbox; each is identified by its Message-ID, if it has one."""
    for number, message in enumerate(_messages(source), 1):
        if message is None:
            yield Failure(f"{source.shown}#{number}", f"a message larger than {_MAX_MESSAGE // 1_000_000} MB")
            continue
        found = _ID.search(message.partition(b"\n\n")[0])
        key = found[1].decode("ascii", "replace") if found else f"{number}"
        yield replace(
            source,
            name=f"{number}.eml",
            stream=buffered(message),
            shown=f"{source.shown}#{number}",
            source=f"{source.source}#{key}",
            id=f"{source.id}#{number}",
            media_type="message/rfc822",
        )


def _messages(source: Input) -> Iterator[bytes | None]:
    lines: list[bytes] = []
    size, blank, started = 0, True, False
    while line := source.stream.readline(_LONGEST_LINE):
        if blank and _MAILBOX.match(line):
            if started:
                yield b"".join(lines) if size <= _MAX_MESSAGE else None
            lines.clear()
            size, started = 0, True
        elif started:
            size += len(line)
            if size <= _MAX_MESSAGE:
                lines.append(line[1:] if _QUOTED.match(line) else line.replace(b"\r\n", b"\n"))
            else:
                lines.clear()
        blank = not line.strip()
    if started:
        yield b"".join(lines) if size <= _MAX_MESSAGE else None


_QUOTE = re.compile(r"\s{0,3}>")
_WROTE = re.compile(r"\s*On\s.{6,300}?\swrote:\s*", re.DOTALL)
_LONGEST_INTRODUCTION = 3
"""The most lines that introduce a quotation: "On Mon, 4 Mar 2024 at 10:00, Ada Marlow <…> wrote:"."""
_ORIGINAL = re.compile(r"\s*-{2,}\s*Original Message\s*-{2,}\s*", re.IGNORECASE)
_FORWARDED = re.compile(r"\s*(?:-{2,}\s*Forwarded message\s*-{2,}|Begin forwarded message:)\s*", re.IGNORECASE)
_RULE = re.compile(r"\s*_{10,}\s*")
_HEADER = re.compile(r"\s*\*?(?:From|Sent|Date|To|Cc|Subject|Reply-To):\*?\s.*", re.IGNORECASE)
_SIGNATURE = re.compile(r"--\s*")
_LONGEST_SIGNATURE = 15
_DEVICE = re.compile(r"\s*(?:Sent from my \w+.*|Get Outlook for \w+.*)", re.IGNORECASE)
_SERVICE = re.compile(r"\bunsubscribe\b|\bview (?:it |this )?(?:e-?mail )?in (?:a |your )?browser\b", re.IGNORECASE)
_MOST_WORDS = 15
"""The most words of a line of service."""
_LIST_FOOTER = re.compile(r"mailing list|unsubscribe", re.IGNORECASE)


def without_repetition(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return what its writer wrote of a message, and what was left out of it.

    >>> without_repetition("It is closed.\n\nOn Monday, Ida Berg wrote:\n> Is it closed?\n-- \nAda Marlow")
    ('It is closed.', ('quoted replies', 'signatures'))
    """
    lines, left_out = text.split("\n"), []
    for what, cut in (
        ("footers of lists", _without_footer),
        ("quoted replies", _without_quotes),
        ("signatures", _without_signature),
    ):
        kept = cut(lines)
        if [line for line in kept if line.strip()] != [line for line in lines if line.strip()]:
            left_out.append(what)
        lines = kept
    return "\n".join(lines).strip("\n"), tuple(left_out)


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """The paragraphs of flowed text (RFC 3676): a line that ends in a space goes on in the next."""
    found: list[str] = []
    flowing = False
    for line in text.split("\n"):
        words = line.removeprefix(" ") if not line.startswith(">") else line
        quoted = words.startswith(">")
        if flowing and not quoted:
            found[-1] = f"{found[-1][:-1] if delete_space else found[-1]}{words}"
        else:
            found.append(words)
        flowing = words.endswith(" ") and words != "-- " and not quoted
    return "\n".join(found)


def _without_footer(lines: list[str]) -> list[str]:
    for place in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_SIGNATURE), -1):
        if _RULE.fullmatch(lines[place]) and _LIST_FOOTER.search("\n".join(lines[place:])):
            lines = lines[:place]
            break
    return [line for line in lines if len(line.split()) > _MOST_WORDS or not _SERVICE.search(line)]


def _without_signature(lines: list[str]) -> list[str]:
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - _LONGEST_SIGNATURE), -1):
        if _SIGNATURE.fullmatch(lines[place]):
            return lines[:place]
    return [line for line in lines if not _DEVICE.fullmatch(line)]


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        if _FORWARDED.fullmatch(lines[place]):  # what is forwarded is what the message is for; its header is known
            place += 1
            while place < len(lines) and (not lines[place].strip() or _HEADER.fullmatch(lines[place])):
                place += 1
        elif _ORIGINAL.fullmatch(lines[place]) or _is_header_block(lines, place):
            break
        elif introduction := _introduction(lines, place):
            place += introduction
        elif _QUOTE.match(lines[place]):
            place += 1
        else:
            kept.append(lines[place])
            place += 1
    return kept


def _introduction(lines: list[str], place: int) -> int:
    """Return the number of lines that introduce a quotation that follows; 0 if none does."""
    if not lines[place].lstrip().startswith("On "):
        return 0
    for count in range(1, _LONGEST_INTRODUCTION + 1):
        if _WROTE.fullmatch("\n".join(lines[place : place + count])):
            rest = [line for line in lines[place + count :] if line.strip()]
            return count if rest and _QUOTE.match(rest[0]) else 0
    return 0


def _is_header_block(lines: list[str], place: int) -> bool:
    """Return whether the header of a message that Outlook quotes begins here, perhaps after a rule."""
    if _RULE.fullmatch(lines[place]):
        place += 1
    block = [line for line in lines[place : place + 5] if line.strip()][:4]
    return len(block) >= 3 and "from:" in block[0].lower() and all(_HEADER.fullmatch(line) for line in block[:3])
