"""The forms that articles come in: one table, and which form an input is of."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.read.docx import is_docx, read_docx
from kg.read.encoding import read_text
from kg.read.html import is_fragment, is_html, is_mhtml, read_html, read_mhtml
from kg.read.mail import is_mailbox, is_message, read_mailbox, read_message
from kg.read.markdown import read_markdown
from kg.read.model import Form
from kg.read.pdf import is_pdf, read_pdf

if TYPE_CHECKING:
    from kg.read.model import Input

__all__ = ["FORMS", "SUFFIXES", "form_of", "suffix_of"]

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML = Form("page", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), read_html, is_html)
_TEXT = Form("plain text", (".txt",), ("text/plain",), read_text)

FORMS: tuple[Form, ...] = (
    Form("Markdown", (".md", ".markdown"), ("text/markdown",), read_markdown),
    Form("PDF", (".pdf",), ("application/pdf",), read_pdf, is_pdf),
    Form("Word document", (".docx",), (_DOCX,), read_docx, is_docx),
    _HTML,
    Form("saved page", (".mht", ".mhtml"), ("multipart/related", "application/x-mimearchive"), read_mhtml, is_mhtml),
    Form("mailbox", (".mbox",), ("application/mbox",), read_mailbox, is_mailbox),
    Form("e-mail", (".eml",), ("message/rfc822",), read_message, is_message),
    _TEXT,
)
"""Every form; where the first bytes could be of several, the first of them."""

SUFFIXES: frozenset[str] = frozenset(suffix for form in FORMS for suffix in form.suffixes)
"""The file name endings that are read, in lower case."""

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
    of them, then the suffix.
    """
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
