from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.read import formats
from kg.read.model import NOTHING, Article, Failure, Format, Found, Input, Metadata, Remark, buffered
from kg.read.reading import Read, read_input
from kg.read.text import MAX_PART

TEXT = "The council met on Monday."
EMPTY = "Failure(path='a.shelf', reason='empty: there is nothing to read in it')"


def given(name: str, data: bytes = b"", known: Metadata = NOTHING) -> Input:
    return Input(name, buffered(BytesIO(data)), name, f"/news/{name}", name.partition(".")[0], known)


def shelf(source: Input) -> Iterator[Found]:
    """A container for these tests: a line is an article, `NAME:CONTENT` a file, and some words do what they say."""
    for number, line in enumerate(source.content().decode().splitlines(), 1):
        name, colon, content = line.partition(":")
        if colon:
            yield source.member(name, content.replace("|", "\n").encode())
        elif line == "raise":
            raise ReadError("cut off")
        elif line == "trip":
            raise KeyError("shelf")
        elif line == "fail":
            yield Failure(f"{source.shown}#{number}", "torn")
        elif line == "remark":
            yield Remark(source.shown, "dusty")
        else:
            yield Article(line, Metadata(title=f"Line {number}", published=datetime(2024, 3, 2, 10)), key=f"{number}")


@pytest.fixture(autouse=True)
def a_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    form = Format("a shelf", (".shelf",), ("text/x-shelf",), shelf, lambda head: head.startswith(b"SHELF"))
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, form))
    monkeypatch.setitem(formats._BY_SUFFIX, ".shelf", form)  # noqa: SLF001


def told(read: Iterator[Read]) -> list[str]:
    return [each.id if isinstance(each, Document) else f"{each}" for each in read]


def test_articles_of_one_input_are_told_apart_by_their_keys() -> None:
    first, second = read_input(given("a.shelf", f"{TEXT}\n{TEXT}".encode()))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.path, first.source) == ("a#1", "a.shelf#1", "/news/a.shelf#1")
    assert (second.id, second.title, second.date) == ("a#2", "Line 2", date(2024, 3, 2))


def test_what_lies_in_an_input_is_read_by_its_own_form() -> None:
    (found,) = read_input(given("a.shelf", b"b.md:# Port *strike*||The council met."))
    assert isinstance(found, Document)
    assert (found.id, found.text) == ("a!b.md", "Port strike\n\nThe council met.")
    assert (found.path, found.source) == ("a.shelf!b.md", "/news/a.shelf!b.md")


def test_what_an_article_says_wins_over_its_container_and_that_over_the_default() -> None:
    known = Metadata(title="Container", published=date(2023, 1, 1))
    defaults = Metadata(title="Default", published=date(2022, 1, 1))
    for source, data, title, day in (
        ("a.shelf", TEXT.encode(), "Line 1", date(2024, 3, 2)),
        ("a.txt", TEXT.encode(), "Container", date(2023, 1, 1)),
    ):
        (found,) = read_input(given(source, data, known), defaults)
        assert isinstance(found, Document)
        assert (found.title, found.date) == (title, day)
    (found,) = read_input(given("a.txt", TEXT.encode()), defaults)
    assert isinstance(found, Document)
    assert (found.title, found.date) == ("Default", date(2022, 1, 1))


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (f"{TEXT}\nraise\n{TEXT}", ["a#1", "Failure(path='a.shelf', reason='cut off')"]),
        (
            f"{TEXT}\ntrip",
            ["a#1", "Failure(path='a.shelf', reason=\"cannot be read as a shelf (KeyError: 'shelf')\")"],
        ),
        (f"fail\n{TEXT}", ["Failure(path='a.shelf#1', reason='torn')", "a#2"]),
        (f"12\n{TEXT}", ["Failure(path='a.shelf#1', reason='without words: there is nothing to read in it')", "a#2"]),
        (f"remark\n{TEXT}", ["Remark(path='a.shelf', what='dusty')", "a#2"]),
        (
            f"b.png:x\n{TEXT}",
            ["Remark(path='a.shelf!b.png', what='skipped: not of a format that kg reads')", "a#2"],
        ),
        ("", [EMPTY]),
        ("remark", ["Remark(path='a.shelf', what='dusty')", EMPTY]),
    ],
)
def test_what_cannot_be_read_is_a_line_and_the_rest_is_read(data: str, lines: list[str]) -> None:
    assert told(read_input(given("a.shelf", data.encode()))) == lines


def test_inputs_one_in_another_end() -> None:
    content = "a.txt:x"
    for _ in range(10):
        content = f"b.shelf:{content}"
    (failure,) = read_input(given("a.shelf", content.encode()))
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("more than 4 files one in another")


def test_metadata_is_lines_names_and_addresses_whatever_a_form_gives() -> None:
    hostile = Metadata(
        title=" Port\n\x1b[31mstrike\u202e ",
        url="javascript:alert(1)",
        authors=("By Ada Marlow and Igor Horak",),
        publisher="\n",
    )
    (found,) = read_input(given("a.txt", TEXT.encode(), hostile))
    assert isinstance(found, Document)
    assert (found.title, found.url, found.publisher) == ("Port [31mstrike", None, None)
    assert found.authors == ("Ada Marlow", "Igor Horak")
    (found,) = read_input(given("a.txt", TEXT.encode(), Metadata(url="https://me:secret@example.org/")))
    assert isinstance(found, Document)
    assert found.url is None


def test_a_text_that_is_too_long_for_one_document_is_read_in_parts() -> None:
    paragraph = "The council of Varna met on Monday.\n\n"
    remark, *documents = read_input(given("long.txt", (paragraph * 30_000).encode()))
    assert isinstance(remark, Remark)
    assert str(remark.what) == "longer than 500,000 characters: read in parts, each a document"
    found = [each for each in documents if isinstance(each, Document)]
    assert [each.id for each in found] == ["long#1", "long#2", "long#3"]
    assert [each.source for each in found] == [f"/news/long.txt#{number}" for number in (1, 2, 3)]
    assert "".join(each.text for each in found) == paragraph * 30_000
    assert all(each.text.startswith("The council") and len(each.text) <= MAX_PART for each in found)
