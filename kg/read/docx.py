"""A Word document to its article, by python-docx: its paragraphs as they stand, with all changes accepted.

Tables, headers, footers, notes and comments are left out.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.model import Article, Metadata, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument

    from kg.read.model import Input

_MAX_PACKED, _MAX_UNPACKED = 100_000_000, 400_000_000
_MAX_TEXT = 100_000_000
"""The largest part that holds text, unpacked: some fifteen million words with their marks."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = (b"word/", b"[Content_Types].xml", b"_rels/.rels")
_TITLES = frozenset({"Title", "Heading1"})
_GONE = frozenset(f"{_WORD}{name}" for name in ("del", "moveFrom", "txbxContent"))


def is_docx(head: bytes) -> bool:
    """Return whether bytes begin as an Office document does: a zip archive with certain files first (ECMA-376-2)."""
    return head.startswith(_ZIP) and any(part in head for part in _PARTS)


def read_docx(source: Input) -> Iterator[Article | Remark]:
    """The text of a Word document. Its dates are the file's, and so none of them is when its text was published."""
    document = _open(source.content(_MAX_PACKED))
    body = document.element.body
    blocks: list[str] = []
    title = None
    for paragraph in body.iter(f"{_WORD}p"):
        if any(parent.tag in {f"{_WORD}tbl", f"{_WORD}txbxContent"} for parent in paragraph.iterancestors()):
            continue
        lines = (" ".join(line.split()) for line in "".join(_pieces(paragraph)).split("\n"))
        if words := "\n".join(filter(None, lines)):
            if not blocks and (paragraph.style or "").replace(" ", "") in _TITLES:
                title = title or words
            blocks.append(words)
    if next(body.iter(f"{_WORD}tbl"), None) is not None:
        yield Remark(source.shown, "DOCX with tables, which were left out")
    known = _metadata(document)
    title = title or known.title
    if blocks and title and blocks[0].casefold() == title.casefold():
        del blocks[0]
    yield Article("\n\n".join(blocks), Metadata(title=title).or_else(known))


def _open(data: bytes) -> WordDocument:
    try:
        import docx
    except ImportError as error:
        raise ReadError("DOCX needs more than is installed: pip install 'newskg[read]'") from error
    if data.startswith(_OLE):
        raise ReadError("a Word document of before 2007, or one that a password protects: save it as .docx without one")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise ReadError("broken DOCX, cut off perhaps") from error
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if text > _MAX_TEXT or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise ReadError("a DOCX that unpacks to more than any text is: it is not opened")
    try:
        return docx.Document(BytesIO(data))
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise ReadError("broken DOCX, or no Word document") from error


def _pieces(paragraph: object) -> Iterator[str]:
    """The words of a paragraph; what a tracked change deleted or moved away is not among them."""
    for element in paragraph.iter():  # type: ignore[attr-defined]  # an element of lxml
        name = element.tag.removeprefix(_WORD) if isinstance(element.tag, str) else ""
        if name == "t" and not any(parent.tag in _GONE for parent in element.iterancestors()):
            yield element.text or ""
        elif name in {"tab", "cr", "br"} and element.getparent().tag == f"{_WORD}r":
            yield "\n" if name != "tab" else " "
        elif name == "noBreakHyphen":
            yield "-"


def _metadata(document: WordDocument) -> Metadata:
    """The core properties: what the program that made the file noted."""
    noted = document.core_properties
    author = noted.author.strip()
    return Metadata(
        title=noted.title.strip() or None,
        authors=(author,) if " " in author and "office" not in author.lower() else (),
        modified=noted.modified or noted.created,
        language=noted.language.strip() or None,
    )
