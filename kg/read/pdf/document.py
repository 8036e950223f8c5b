"""A PDF to its article, by pypdf: text in paragraphs, and what the file says of itself."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import ReadError
from kg.read.metadata import one_line
from kg.read.model import Article, Metadata, Remark
from kg.read.pdf.lines import page_lines
from kg.read.pdf.paragraphs import paragraphs, without_running_heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PdfReader

    from kg.model import Moment
    from kg.read.model import Input
    from kg.read.pdf.lines import Line

__all__ = ["is_pdf", "read_pdf"]

_MAX_PDF = 200_000_000
_MAX_PAGES = 2_000
_SIGNATURE = b"%PDF-"
_BROWSER = re.compile(r"Mozilla/|Chrome|Firefox|Safari|Quartz PDFContext")
_NO_TITLE = re.compile(
    r"(?i)untitled.*|microsoft word.*|.*\.(?:docx?|rtf|indd|odt|tex|pdf|html?|qxd|pages|pptx?)|.*://.*"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def is_pdf(head: bytes) -> bool:
    """Whether bytes begin as a PDF does; readers allow for something before it (ISO 32000, annex H)."""
    return _SIGNATURE in head[:1024]


def read_pdf(source: Input) -> Iterator[Article | Remark]:
    """The text of a PDF. Its dates are the file's, and so none of them is when its text was published."""
    reader = _open(source.content(_MAX_PDF))
    if len(reader.pages) > _MAX_PAGES:
        raise ReadError(f"a PDF of {len(reader.pages):,} pages, where at most {_MAX_PAGES:,} are read: split it")
    pages: list[list[Line]] = []
    broken: list[Exception] = []
    for number, page in enumerate(reader.pages):
        try:
            pages.append(page_lines(page, number))
        except Exception as error:  # noqa: BLE001 - a page that trips the library leaves the others to be read
            broken.append(error)
    if broken and not pages:
        raise broken[0]
    if broken:
        yield Remark(source.shown, f"PDF with {len(broken):,} of {len(reader.pages):,} pages that cannot be read")
    if not any(char.isalpha() for page in pages for line in page for char in line.text):
        raise ReadError("PDF without a text layer, such as a scan: recognize its text first, e.g. with `ocrmypdf`")
    if empty := sum(not page for page in pages):
        yield Remark(source.shown, f"PDF with {empty:,} of {len(pages):,} pages without text")
    kept, heads = without_running_heads(pages)
    blocks = paragraphs([line for page in kept for line in page])
    known = _metadata(reader, heads)
    headline = _headline(kept)
    longer = known.title is not None and headline is not None and known.title.casefold().startswith(headline.casefold())
    title = headline if longer else known.title or headline  # a browser puts the site behind it
    if blocks and title and blocks[0].casefold() == title.casefold():
        del blocks[0]
    yield Article("\n\n".join(blocks), Metadata(title=title).or_else(known))


def _open(data: bytes) -> PdfReader:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PdfReadError, PyPdfError
    except ImportError as error:
        raise ReadError("PDF needs more than is installed: pip install 'newskg[read]'") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is not the user's to mend
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("PDF that a password protects: save it without one")
        len(reader.pages)
    except PdfReadError as error:
        raise ReadError(f"broken PDF, cut off perhaps ({one_line(str(error))})") from error
    except PyPdfError as error:
        raise ReadError(
            f"PDF that cannot be decrypted here: save it without encryption ({one_line(str(error))})"
        ) from error
    return reader


def _metadata(reader: PdfReader, heads: Sequence[Line]) -> Metadata:
    """What the file says of itself; of a page that a browser printed, its address and when that was."""
    info = reader.metadata
    title = author = made_by = None
    changed: Moment | None = None
    if info is not None:
        title, author = one_line(info.title), one_line(info.author)
        made_by = f"{info.creator} {info.producer}"
        for given in ("modification_date", "creation_date"):
            with suppress(ValueError, TypeError, AttributeError):
                changed = changed or getattr(info, given)
    addresses = [found[0] for line in heads if (found := _ADDRESS.search(line.text))]
    printed = _BROWSER.search(made_by or "") is not None
    return Metadata(
        title=None if title is None or _NO_TITLE.fullmatch(title) else title,
        url=addresses[0] if addresses else None,
        publisher=(urlsplit(addresses[0]).hostname or "").removeprefix("www.") or None if addresses else None,
        authors=(author,) if author else (),
        modified=None if printed else changed,
        retrieved=changed if printed else None,
    )


def _headline(pages: Sequence[Sequence[Line]]) -> str | None:
    """The lines in the largest type of the first page, where that is larger than the text's."""
    lines = next((page for page in pages if page), [])
    largest = max((line.size for line in lines), default=0)
    first = [line for line in lines if line.size == largest]
    usual = sorted(line.size for line in lines)[len(lines) // 2] if lines else 0
    return one_line(" ".join(line.text for line in first)) if largest > 1.2 * usual and len(first) <= 4 else None
