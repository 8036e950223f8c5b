"""The formats that articles come in: one table, and the detection of an input's format."""

from __future__ import annotations

import codecs
import re
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.archives import is_tar, is_zip, read_compressed, read_tar, read_warc, read_zip
from kg.read.docx import is_docx, read_docx
from kg.read.feeds import is_feed, is_sitemap, read_feed, read_sitemap
from kg.read.html import is_fragment, is_html, is_mhtml, read_html, read_mhtml
from kg.read.mail import is_mailbox, is_message, read_mailbox, read_message
from kg.read.markdown import read_markdown
from kg.read.model import Format
from kg.read.pdf import is_pdf, read_pdf
from kg.read.rows import SERVICES
from kg.read.tables import is_json, is_json_lines, read_csv, read_json, read_json_lines, read_parquet
from kg.read.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.read.model import Input, Options


def _begins(mark: bytes, then: bytes = b"", place: int = 0) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(mark) and head[place:].startswith(then)


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML = Format("page", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), read_html, is_html)
_TEXT = Format("plain text", (".txt",), ("text/plain",), read_text)
_JSON = Format("JSON", (".json",), ("application/json", "application/feed+json"), read_json, is_json, many=True)
_JSON_LINES = ("application/jsonl", "application/x-ndjson")
_FEED = ("application/rss+xml", "application/atom+xml")

FORMATS: tuple[Format, ...] = (
    Format("Markdown", (".md", ".markdown"), ("text/markdown",), read_markdown),
    Format("PDF", (".pdf",), ("application/pdf",), read_pdf, is_pdf),
    Format("Word document", (".docx",), (_DOCX,), read_docx, is_docx),
    _HTML,
    Format("saved page", (".mht", ".mhtml"), ("multipart/related", "application/x-mimearchive"), read_mhtml, is_mhtml),
    Format("mailbox", (".mbox",), ("application/mbox",), read_mailbox, is_mailbox, many=True),
    Format("e-mail", (".eml",), ("message/rfc822",), read_message, is_message),
    Format("JSON Lines", (".jsonl", ".ndjson"), _JSON_LINES, read_json_lines, is_json_lines, many=True),
    _JSON,
    Format("table", (".csv", ".tsv"), ("text/csv", "text/tab-separated-values"), read_csv, many=True),
    Format(
        "Parquet table", (".parquet",), ("application/vnd.apache.parquet",), read_parquet, _begins(b"PAR1"), many=True
    ),
    Format("feed", (".rss", ".atom"), _FEED, read_feed, is_feed, many=True),
    Format("sitemap", (), (), read_sitemap, is_sitemap, many=True),
    Format("web archive", (".warc",), ("application/warc",), read_warc, _begins(b"WARC/"), holds=True),
    *(
        Format(f"{name} file", suffixes, types, partial(read_compressed, name=name), sniff, holds=True)
        for name, suffixes, types, sniff in (
            ("gzip", (".gz", ".tgz"), ("application/gzip", "application/x-gzip"), _begins(b"\x1f\x8b\x08")),
            ("bzip2", (".bz2", ".tbz2", ".tbz"), ("application/x-bzip2",), _begins(b"BZh", b"1AY&SY", 4)),
            ("xz", (".xz", ".txz"), ("application/x-xz",), _begins(b"\xfd7zXZ\x00")),
            ("Zstandard", (".zst", ".tzst"), ("application/zstd",), _begins(b"\x28\xb5\x2f\xfd")),
        )
    ),
    Format("zip archive", (".zip",), ("application/zip",), read_zip, is_zip, holds=True),
    Format("tar archive", (".tar",), ("application/x-tar",), read_tar, is_tar, holds=True),
    _TEXT,
)
"""Every format; of several that the first bytes fit, the first."""

SUFFIXES: frozenset[str] = frozenset(suffix for each in FORMATS for suffix in each.suffixes)
"""The suffixes of the files that are read, in lower case."""

_TABLES = tuple(each for each in FORMATS if each.read in {read_csv, read_json, read_json_lines, read_parquet})
_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}
_BY_MEDIA_TYPE = {media_type: each for each in FORMATS for media_type in each.media_types}
_UNSAID = re.compile("text/plain|(application|binary)/octet-stream")
"""The media types that servers give anything: the name's suffix says more."""


def suffix_of(name: str) -> str:
    """Return the suffix of a file's name, in lower case; "" if it has none.

    >>> suffix_of("Report.TXT"), suffix_of("README")
    ('.txt', '')
    """
    return PurePosixPath(name).suffix.lower()


def format_of(source: Input) -> Format | None:
    """Return the format of an input; None if it is of no known one.

    Its first bytes come first, if they are of one format alone (a page saved as .txt is a page), then the media type
    that a server or a message gives, then the suffix. The user's word comes before all that, except for containers.
    """
    found = _detected(source)
    if source.options.format is None or (found is not None and found.holds):
        return found
    return _BY_SUFFIX.get(f".{source.options.format}") or (found if found in _TABLES else _JSON)


def may_hold_many(name: str, options: Options) -> bool:
    """Return whether a file of this name may hold any number of articles."""
    found = _BY_SUFFIX.get(suffix_of(name))
    return options.format is not None or found is None or found.holds or found.many


def is_plain_text(source: Input) -> bool:
    """Return whether an input is a text as it stands."""
    return format_of(source) is _TEXT


def require_format(name: str | None) -> None:
    """Refuse the name of a format that kg does not know: ReadError."""
    if name is not None and f".{name}" not in SUFFIXES and name not in SERVICES:
        known = sorted(suffix.removeprefix(".") for suffix in SUFFIXES)
        raise ReadError(f"unknown format {name!r}: --format accepts {', '.join((*known, *SERVICES))}")


def _detected(source: Input) -> Format | None:
    head = _plain(source.head())
    media_type = (source.media_type or "").partition(";")[0].strip().lower()
    said = None if _UNSAID.fullmatch(media_type) else _BY_MEDIA_TYPE.get(media_type)
    said = said or _BY_SUFFIX.get(suffix_of(source.name)) or _BY_MEDIA_TYPE.get(media_type)
    if said is not None and said.sniff is not None and said.sniff(head):
        return said
    found = next((each for each in FORMATS if each.sniff is not None and each.sniff(head)), said)
    return _HTML if found is _TEXT and is_fragment(head) else found


def _plain(head: bytes) -> bytes:
    """Return the first bytes without a byte order mark; of UTF-16, in UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)
