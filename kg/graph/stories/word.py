"""Briefs to hand on as Word documents."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.display.text import plain
from kg.errors import MissingPackageError

if TYPE_CHECKING:
    from kg.display.handouts import Handout

__all__ = ["docx_of"]

_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
"""What XML cannot hold, and so no DOCX."""


def docx_of(brief: Handout) -> bytes:
    """A brief as a Word document, the same bytes for the same brief.

    Raises:
        MissingPackageError: python-docx is not installed.
    """
    try:
        from docx import Document  # an extra
    except ImportError as error:
        raise MissingPackageError("python-docx is not installed: pip install 'newskg[read]'") from error
    document = Document()
    document.add_heading(_xml(brief.title), 0)
    for line in brief.lead:
        document.add_paragraph(_xml(line))
    for section in brief.sections:
        document.add_heading(_xml(section.heading), 1)
        for item in section.items:
            document.add_paragraph(_xml(item.line), style="List Bullet")
            if item.quote:
                document.add_paragraph(_xml(f"“{item.quote}”"), style="Quote")
            if item.where:
                document.add_paragraph(_xml(item.where), style="Caption")
    written = BytesIO()
    document.save(written)
    return _undated(written)


def _undated(written: BytesIO) -> bytes:
    """An archive without the times at which its files were written."""
    fresh = BytesIO()
    with ZipFile(written) as given, ZipFile(fresh, "w") as archive:
        for each in given.infolist():
            archive.writestr(ZipInfo(each.filename), given.read(each), ZIP_DEFLATED)
    return fresh.getvalue()


def _xml(text: str) -> str:
    return plain(text).translate(_NOT_XML)
