import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from drawn_pdf import column, drawn
from given import read
from pypdf import PdfWriter

from kg.model import Document
from kg.read import Failure, Remark
from kg.read.pdf import is_pdf

FIRST = [
    "The council of Eskdale voted on Monday to close the old",
    "bridge to lorries until the spring, after engineers had found",
    "cracks in two of its piers.",
]
SECOND = [
    "The quarry's owner said that it would ask the county court",
    "for a stay, and that ninety people worked there.",
]
THIRD = ["The court meets on Friday, and the council expects to win it,", "said Ada Marlow, who leads it."]


def document(data: bytes) -> Document:
    (found,) = read(data, "a.pdf")
    assert isinstance(found, Document), found
    return found


def whole(*paragraphs: list[str]) -> str:
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


@pytest.mark.parametrize(("indent", "gap"), [(12, 0), (0, 8), (0, 0)])
def test_lines_become_paragraphs(indent: float, gap: float) -> None:
    page = column(70, 700, FIRST, SECOND, THIRD, indent=indent, gap=gap)
    assert document(drawn([page])).text == whole(FIRST, SECOND, THIRD)


def narrow(text: str, width: int = 34) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@pytest.mark.parametrize("row_by_row", [False, True])
def test_columns_are_read_one_after_the_other(row_by_row: bool) -> None:
    left = column(60, 700, narrow(whole(FIRST)), narrow(whole(SECOND)), indent=10)
    right = column(320, 700, narrow(whole(THIRD)), narrow(whole(FIRST)), indent=10)
    head = [(60.0, 740.0, 22.0, "Bridge closed")]
    words = left + right
    if row_by_row:
        words = sorted(words, key=lambda each: (-each[1], each[0]))
    found = document(drawn([head + words]))
    assert found.text == whole(FIRST, SECOND, THIRD, FIRST)
    assert found.title == "Bridge closed"


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    text = whole(FIRST, SECOND).replace("\n\n", " ")
    lines = narrow(text)
    pages = [[*column(60, 700, lines[:3]), *column(320, 700, lines[3:5])], column(60, 700, lines[5:])]
    assert document(drawn(pages)).text == text


def test_running_heads_and_page_numbers_are_no_text() -> None:
    pages = [
        [(60.0, 800.0, 8.0, f"The Esk Post - Monday 4 March 2024, p. {number}"), (290.0, 30.0, 9.0, f"{number}"),
         *column(70, 700, paragraph)]
        for number, paragraph in enumerate((FIRST, SECOND, THIRD), 11)
    ]  # fmt: skip
    assert document(drawn(pages)).text == whole(FIRST, SECOND, THIRD)
    alone = [
        (60.0, 800.0, 8.0, "The Esk Post, 4 March 2024"),
        (290.0, 30.0, 9.0, "Page 1 of 1"),
        *column(70, 700, FIRST),
    ]
    assert document(drawn([alone])).text == whole(FIRST)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The trans-", "portation authority met."], "The transportation authority met."),
        (
            ["The well-", "known plan is well-known to the council."],
            "The well-known plan is well-known to the council.",
        ),
        (["The Anglo-", "Irish council met on Monday."], "The Anglo-Irish council met on Monday."),
        (["It lasted from 1914-", "1918 and the council met."], "It lasted from 1914- 1918 and the council met."),
        (["The co\u00ad", "operative of farmers met."], "The cooperative of farmers met."),
        (["The council - which met -", "voted on Monday."], "The council - which met - voted on Monday."),
    ],
)
def test_words_that_a_line_parts_are_whole(lines: list[str], text: str) -> None:
    assert document(drawn([column(70, 700, lines)])).text == text


def test_what_the_file_says_of_itself() -> None:
    info = {"Title": "Bridge closed to lorries", "Author": "Ida Berg", "CreationDate": "D:20240304180500Z"}
    found = document(drawn([column(70, 700, FIRST)], **info))
    assert (found.title, found.authors) == ("Bridge closed to lorries", ("Ida Berg",))
    assert (found.modified, found.published, found.date) == (datetime(2024, 3, 4, 18, 5, tzinfo=UTC), None, None)


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.doc", "bridge_final.indd", "Untitled-1", ""])
def test_a_title_that_a_program_made_up_is_none(title: str) -> None:
    assert document(drawn([column(70, 700, FIRST)], Title=title)).title is None


def test_a_page_that_a_browser_printed_tells_where_it_is_from_and_when_it_was_printed() -> None:
    pages = [
        [(20.0, 820.0, 8.0, "3/5/24, 9:10 AM"), (20.0, 20.0, 8.0, f"https://www.esk.example/bridge {number}/2"),
         *column(70, 700, paragraph)]
        for number, paragraph in enumerate((FIRST, SECOND), 1)
    ]  # fmt: skip
    found = document(
        drawn(pages, Producer="Skia/PDF m120", Creator="Mozilla/5.0 Chrome/120", ModDate="D:20240305091000Z")
    )
    assert (found.url, found.publisher) == ("https://www.esk.example/bridge", "esk.example")
    assert (found.retrieved, found.modified) == (datetime(2024, 3, 5, 9, 10, tzinfo=UTC), None)
    assert found.text == whole(FIRST, SECOND)


def written(password: str | None = None) -> bytes:
    writer = PdfWriter()
    if password is not None:
        writer.append(BytesIO(drawn([column(70, 700, FIRST)])))
        writer.encrypt(password, algorithm="RC4-128")
    else:
        writer.add_blank_page(595, 842)
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (written(), "PDF without a text layer"),
        (written("secret"), "PDF that a password protects"),
        (drawn([column(70, 700, FIRST)])[:300], "broken PDF"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, "broken PDF"),
        (drawn([[]]), "PDF without a text layer"),
        (drawn([[(70.0, 700.0, 11.0, "12 - 34")]]), "PDF without a text layer"),
    ],
)
def test_what_cannot_be_read_is_one_line(data: bytes, reason: str) -> None:
    (failure,) = read(data, "a.pdf")
    assert isinstance(failure, Failure), failure
    assert failure.reason.startswith(reason)
    assert "\n" not in failure.reason


def test_a_password_for_changes_alone_keeps_nobody_from_reading() -> None:
    assert document(written("")).text == whole(FIRST)


def test_pages_without_text_are_told() -> None:
    remark, found = read(drawn([column(70, 700, FIRST), []]), "a.pdf")
    assert isinstance(remark, Remark)
    assert remark.what == "PDF with 1 of 2 pages without text"
    assert isinstance(found, Document)


def test_a_page_that_cannot_be_read_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second page unpacks to more than pypdf takes."""
    pack = zlib.compress
    monkeypatch.setattr(
        zlib, "compress", lambda data: pack(data + b" " * 80_000_000 if b"court meets" in data else data)
    )
    remark, found = read(drawn([column(70, 700, FIRST), column(70, 700, THIRD)]), "a.pdf")
    assert isinstance(remark, Remark)
    assert remark.what == "PDF with 1 of 2 pages that cannot be read"
    assert isinstance(found, Document)
    assert found.text == whole(FIRST)


@pytest.mark.parametrize(
    ("head", "known"), [(b"%PDF-1.4", True), (b"junk\n%PDF-1.7\n", True), (b"# On %PDF", False), (b"", False)]
)
def test_what_begins_as_a_pdf(head: bytes, known: bool) -> None:
    assert is_pdf(head) == known
