import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from given import read

from kg.model import Document
from kg.read import Failure, Remark

FIRST = "The council of Eskdale voted on Monday to close the old bridge to lorries."
SECOND = "The quarry’s owner said that it would ask the county court for a stay."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: docx.document.Document) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def article() -> docx.document.Document:
    document = docx.Document()
    document.add_heading("Bridge closed", 0)
    document.add_paragraph(FIRST)
    document.add_paragraph(SECOND)
    document.core_properties.author = "Ida Berg"
    document.core_properties.modified = datetime(2024, 3, 4, 18, 5, tzinfo=UTC)
    document.core_properties.language = "en-GB"
    return document


@pytest.mark.parametrize("name", ["a.docx", "a", "a.txt"])
def test_paragraphs_and_what_the_file_says_of_itself(name: str) -> None:
    (found,) = read(saved(article()), name)
    assert isinstance(found, Document)
    assert found.text == f"{FIRST}\n\n{SECOND}"
    assert (found.title, found.authors) == ("Bridge closed", ("Ida Berg",))
    assert (found.modified, found.published) == (datetime(2024, 3, 4, 18, 5, tzinfo=UTC), None)


def test_changes_are_accepted_and_tables_and_boxes_left_out() -> None:
    document = article()
    document.add_paragraph()._p.append(  # noqa: SLF001 - python-docx has no other way to a tracked change
        parse_xml(
            f"<w:ins {_W}><w:r><w:t>It meets</w:t></w:r><w:r><w:tab/><w:t>on Friday.</w:t></w:r></w:ins>",
        )
    )
    document.paragraphs[-1]._p.append(parse_xml(f"<w:del {_W}><w:r><w:delText>It rests.</w:delText></w:r></w:del>"))  # noqa: SLF001
    document.add_table(1, 1).cell(0, 0).text = "Lorries a day: 212"
    document.sections[0].header.paragraphs[0].text = "DRAFT"
    remark, found = read(saved(document), "a.docx")
    assert isinstance(remark, Remark)
    assert remark.what == "DOCX with tables, which were left out"
    assert isinstance(found, Document)
    assert found.text == f"{FIRST}\n\n{SECOND}\n\nIt meets on Friday."


@pytest.mark.parametrize("author", ["python-docx", "Microsoft Office User", ""])
def test_an_author_that_a_program_made_up_is_none(author: str) -> None:
    document = article()
    document.core_properties.author = author
    (found,) = read(saved(document), "a.docx")
    assert isinstance(found, Document)
    assert found.authors == ()


def bomb() -> bytes:
    data = BytesIO(saved(article()))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", b" " * 150_000_000)
    return data.getvalue()


def other() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb, "a DOCX that unpacks to more than any text is"),
        (lambda: saved(article())[:2000], "broken DOCX"),
        (other, "broken DOCX, or no Word document"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "a Word document of before 2007"),
        (lambda: saved(docx.Document()), "empty"),
    ],
)
def test_what_cannot_be_read_is_one_line(data: object, reason: str) -> None:
    assert callable(data)
    (failure,) = read(data(), "a.docx")
    assert isinstance(failure, Failure), failure
    assert failure.reason.startswith(reason)
    assert "\n" not in failure.reason
