"""Metadata of documents as they are kept: lines, names, addresses, dates.

News is hostile input: what comes out of here is a single line without control characters, and an address is one of
http or https or none at all. HTML in a title stays the characters that it is.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.read.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Moment

MAX_METADATA = 2_000
"""The longest title, name or address, in code points; what is longer is none."""

_UNSAFE = re.compile(r"[\s<>\"`{}|\\^]")
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s+(?:and|&)\s+|\s*,\s+(?=\S+\s)")
_SPOKEN = tuple(
    f"{day_and_month}{time}"
    for day_and_month in ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%Y.%m.%d")
    for time in ("", " %H:%M", " %H:%M:%S")
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})(Z?))?", re.ASCII)


def one_line(text: str | None) -> str | None:
    r"""A title or a name as a single cleaned line; None where nothing is left or it is longer than `MAX_METADATA`.

    >>> one_line(" Port\n strike \x1b[31m ")
    'Port strike [31m'
    """
    line = " ".join(clean(text).split()) if text else ""
    return line if line and len(line) <= MAX_METADATA else None


def is_address(text: str) -> bool:
    """Return whether a text names an address of http or https, and no file."""
    return text.lower().startswith(("http://", "https://"))


def is_remote(text: str) -> bool:
    """Return whether a text is the address of a file or folder elsewhere, and none of the web.

    >>> is_remote("s3://news/2025"), is_remote("https://example.org/"), is_remote("news/2025")
    (True, False, False)
    """
    scheme, mark, _ = text.partition("://")
    return bool(mark) and scheme.isalnum() and not is_address(text)


def web_address(text: str | None) -> str | None:
    """An address of http or https with a host and without user and password; None for any other.

    >>> web_address(" https://example.org/a?b=1 "), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', None)
    """
    address = (text or "").strip()
    if len(address) > MAX_METADATA or _UNSAFE.search(address) or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        known = parts.scheme.lower() in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return address if known and "@" not in parts.netloc else None


def names(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """The names of authors, each once in their order; one line may hold several, and "by" before them is dropped.

    >>> names("By Ada Marlow, Igor Horak and Wei Chen")
    ('Ada Marlow', 'Igor Horak', 'Wei Chen')
    >>> names(["Marlow, Ada"])
    ('Marlow, Ada',)
    """
    if given is None:
        return ()
    lines = [given] if isinstance(given, str) else list(given)
    found = []
    for line in filter(None, map(one_line, lines)):
        words = _BY.sub("", line, count=1) if _BY.match(line) else line
        found += [part.strip(" ,;") for part in _BETWEEN_NAMES.split(words)]
    return tuple(dict.fromkeys(filter(None, found)))


def moment(text: str | date | None) -> Moment | None:
    """A day, or the moment where a time is given: ISO 8601, RFC 5322 or as news writes it; None for anything else.

    >>> moment("2024-03-02"), moment("2 March 2024"), moment("yesterday")
    (datetime.date(2024, 3, 2), datetime.date(2024, 3, 2), None)
    >>> moment("Sat, 02 Mar 2024 10:00:00 +0100").isoformat(), moment("20240302T100000Z").isoformat()
    ('2024-03-02T10:00:00+01:00', '2024-03-02T10:00:00+00:00')
    """
    if text is None or isinstance(text, date):
        return text
    words = " ".join(text.split())
    if not words or len(words) > MAX_METADATA:
        return None
    if compact := _DIGITS.fullmatch(words):
        year, month, day, *time = compact.groups()
        words = f"{year}-{month}-{day}" + (f"T{time[0]}:{time[1]}:{time[2]}{time[3]}" if time[0] else "")
    try:
        return date.fromisoformat(words) if len(words) <= len("2024-03-02") else datetime.fromisoformat(words)
    except ValueError:
        pass
    for form in _SPOKEN:
        try:
            found = datetime.strptime(words, form)
        except ValueError:
            continue
        return found if "%H" in form else found.date()
    try:
        return parsedate_to_datetime(words)
    except ValueError:
        return None


def day_of(given: Moment | None) -> date | None:
    """The day of a moment, in the zone in which it is given."""
    return given.date() if isinstance(given, datetime) else given
