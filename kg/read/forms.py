"""The forms that articles come in: one table, and which form an input is of."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.containers.archives import is_tar, is_zip, read_tar, read_zip
from kg.read.containers.compressed import (
    is_bzip2,
    is_gzip,
    is_xz,
    is_zstandard,
    read_bzip2,
    read_gzip,
    read_xz,
    read_zstandard,
)
from kg.read.containers.warc import is_warc, read_warc
from kg.read.docx import is_docx, read_docx
from kg.read.encoding import read_text
from kg.read.feeds.feeds import is_feed, read_feed
from kg.read.feeds.sitemaps import is_sitemap, read_sitemap
from kg.read.html import is_fragment, is_html, is_mhtml, read_html, read_mhtml
from kg.read.mail import is_mailbox, is_message, read_mailbox, read_message
from kg.read.markdown import read_markdown
from kg.read.model import Form
from kg.read.pdf import is_pdf, read_pdf
from kg.read.tables.csv_rows import read_csv
from kg.read.tables.fields import SERVICES
from kg.read.tables.json_rows import is_json, is_json_lines, read_json, read_json_lines
from kg.read.tables.parquet_rows import is_parquet, read_parquet

if TYPE_CHECKING:
    from kg.read.model import Input, Options

__all__ = ["FORMS", "SUFFIXES", "form_of", "may_hold_many", "require_format", "suffix_of"]

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML = Form("page", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), read_html, is_html)
_TEXT = Form("plain text", (".txt",), ("text/plain",), read_text)

_JSON_LINES = ("application/jsonl", "application/x-ndjson")
_JSON = Form("JSON", (".json",), ("application/json", "application/feed+json"), read_json, is_json, many=True)


FORMS: tuple[Form, ...] = (
    Form("Markdown", (".md", ".markdown"), ("text/markdown",), read_markdown),
    Form("PDF", (".pdf",), ("application/pdf",), read_pdf, is_pdf),
    Form("Word document", (".docx",), (_DOCX,), read_docx, is_docx),
    _HTML,
    Form("saved page", (".mht", ".mhtml"), ("multipart/related", "application/x-mimearchive"), read_mhtml, is_mhtml),
    Form("mailbox", (".mbox",), ("application/mbox",), read_mailbox, is_mailbox, many=True),
    Form("e-mail", (".eml",), ("message/rfc822",), read_message, is_message),
    Form("JSON Lines", (".jsonl", ".ndjson"), _JSON_LINES, read_json_lines, is_json_lines, many=True),
    _JSON,
    Form("table", (".csv", ".tsv"), ("text/csv", "text/tab-separated-values"), read_csv, many=True),
    Form("Parquet table", (".parquet",), ("application/vnd.apache.parquet",), read_parquet, is_parquet, many=True),
    Form("feed", (".rss", ".atom"), ("application/rss+xml", "application/atom+xml"), read_feed, is_feed, many=True),
    Form("sitemap", (), (), read_sitemap, is_sitemap, many=True),
    Form("web archive", (".warc",), ("application/warc",), read_warc, is_warc, holds=True),
    Form("gzip file", (".gz", ".tgz"), ("application/gzip", "application/x-gzip"), read_gzip, is_gzip, holds=True),
    Form("bzip2 file", (".bz2", ".tbz2", ".tbz"), ("application/x-bzip2",), read_bzip2, is_bzip2, holds=True),
    Form("xz file", (".xz", ".txz"), ("application/x-xz",), read_xz, is_xz, holds=True),
    Form("Zstandard file", (".zst", ".tzst"), ("application/zstd",), read_zstandard, is_zstandard, holds=True),
    Form("zip archive", (".zip",), ("application/zip",), read_zip, is_zip, holds=True),
    Form("tar archive", (".tar",), ("application/x-tar",), read_tar, is_tar, holds=True),
    _TEXT,
)
"""Every form; where the first bytes could be of several, the first of them."""

SUFFIXES: frozenset[str] = frozenset(suffix for form in FORMS for suffix in form.suffixes)
"""The file name endings that are read, in lower case."""

_TABLES = tuple(form for form in FORMS if form.read in {read_csv, read_json, read_json_lines, read_parquet})
_BY_SUFFIX = {suffix: form for form in FORMS for suffix in form.suffixes}
_BY_MEDIA_TYPE = {media_type: form for form in FORMS for media_type in form.media_types}
_UNSAID = re.compile("text/plain|(application|binary)/octet-stream")
"""What servers call anything: the name's suffix says more."""


def suffix_of(name: str) -> str:
    """The ending of a file's name, in lower case; "" where it has none.

    >>> suffix_of("Report.TXT"), suffix_of("README")
    ('.txt', '')
    """
    return PurePosixPath(name).suffix.lower()


def form_of(source: Input) -> Form | None:
    """The form of an input; None where it is of none that is known.

    What the first bytes surely are comes first (a page saved as .txt is a page), then what a server or a message says
    of them, then the suffix; before all that what the user says, but for what only holds others.
    """
    found = _told(source)
    if source.options.form is None or (found is not None and found.holds):
        return found
    return _BY_SUFFIX.get(f".{source.options.form}") or (found if found in _TABLES else _JSON)


def may_hold_many(name: str, options: Options) -> bool:
    """Whether a file of this name may hold any number of articles."""
    form = _BY_SUFFIX.get(suffix_of(name))
    return options.form is not None or form is None or form.holds or form.many


def require_format(name: str | None) -> None:
    """Refuse the name of a form that is none: ReadError."""
    if name is not None and f".{name}" not in SUFFIXES and name not in SERVICES:
        known = sorted(suffix.removeprefix(".") for suffix in SUFFIXES)
        raise ReadError(f"no form is called {name!r}: --format takes {', '.join((*known, *SERVICES))}")


def _told(source: Input) -> Form | None:
    """The form of an input by its bytes, by what is said of it, and by its name."""
    head = _plain(source.head())
    media_type = (source.media_type or "").partition(";")[0].strip().lower()
    said = None if _UNSAID.fullmatch(media_type) else _BY_MEDIA_TYPE.get(media_type)
    said = said or _BY_SUFFIX.get(suffix_of(source.name)) or _BY_MEDIA_TYPE.get(media_type)
    if said is not None and said.sniff is not None and said.sniff(head):
        return said
    found = next((form for form in FORMS if form.sniff is not None and form.sniff(head)), said)
    return _HTML if found is _TEXT and is_fragment(head) else found


def _plain(head: bytes) -> bytes:
    """The first bytes without a byte order mark; of UTF-16, in UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)
