"""A mailbox in the mbox form to its messages, one at a time (RFC 4155; ">From " is read as mboxrd writes it)."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from kg.read.mail.message import MAX_MESSAGE
from kg.read.model import Failure, buffered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Input

__all__ = ["is_mailbox", "read_mailbox"]

_START = re.compile(rb"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d")
_QUOTED = re.compile(rb">+From ")
_ID = re.compile(rb"^message-id:\s*<?([^<>\s]{1,250})>?\s*$", re.IGNORECASE | re.MULTILINE)
_LONGEST_LINE = 1_000_000


def is_mailbox(head: bytes) -> bool:
    """Whether bytes begin as a mailbox does."""
    return _START.match(head) is not None


def read_mailbox(source: Input) -> Iterator[Input | Failure]:
    """The messages of a mailbox; each is known again by its Message-ID, where it has one."""
    for number, message in enumerate(_messages(source), 1):
        if message is None:
            yield Failure(f"{source.shown}#{number}", f"a message larger than {MAX_MESSAGE // 1_000_000} MB")
            continue
        found = _ID.search(message.partition(b"\n\n")[0])
        key = found[1].decode("ascii", "replace") if found else f"{number}"
        yield replace(
            source,
            name=f"{number}.eml",
            stream=buffered(BytesIO(message)),
            shown=f"{source.shown}#{number}",
            source=f"{source.source}#{key}",
            id=f"{source.id}#{number}",
            media_type="message/rfc822",
        )


def _messages(source: Input) -> Iterator[bytes | None]:
    """The bytes of each message; None for one that is too large to be held."""
    lines: list[bytes] = []
    size, blank, started = 0, True, False
    while line := source.stream.readline(_LONGEST_LINE):
        if blank and _START.match(line):
            if started:
                yield b"".join(lines) if size <= MAX_MESSAGE else None
            lines.clear()
            size, started = 0, True
        elif started:
            size += len(line)
            if size <= MAX_MESSAGE:
                lines.append(line[1:] if _QUOTED.match(line) else line.replace(b"\r\n", b"\n"))
            else:
                lines.clear()
        blank = not line.strip()
    if started:
        yield b"".join(lines) if size <= MAX_MESSAGE else None
