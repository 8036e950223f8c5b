from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read.markdown import parse_markdown
from kg.read.model import Metadata

DAY = date(2024, 3, 2)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Talks in *Doha*\n\nThe **envoy** left.", "Talks in Doha\n\nThe envoy left."),
        ("Hard\nwrapped  \nlines", "Hard wrapped lines"),
        ("A [link](http://example.org 'title') and <http://example.org>.", "A link and http://example.org."),
        ("- one\n- two\n  - three", "one\n\ntwo\n\nthree"),
        ("> Quoted words.\n\nAfter.", "Quoted words.\n\nAfter."),
        ("![The harbour at dawn](a.png)\n\nText.", "The harbour at dawn\n\nText."),
        ("Before ![icon](a.png) after.", "Before after."),
        ("Text.\n\n```\ncode\n```\n\n<div>html</div>\n\nMore.", "Text.\n\nMore."),
        ("Some <b>bold</b> words &amp; signs.", "Some bold words & signs."),
        ("| Club | Points |\n|---|---|\n| Ajax | 12 |", "Club; Points\n\nAjax; 12"),
        ("Costs 3 * 4 and a_b_c stay.", "Costs 3 * 4 and a_b_c stay."),
        ("Setext\n===\n\nText\n\n---\n\nEnd.", "Setext\n\nText\n\nEnd."),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(source: str, text: str) -> None:
    assert parse_markdown(source).text == text


TEN = datetime(2024, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("title: 'Port strike'\ndate: 2024-03-02T10:00:00Z", Metadata(title="Port strike", published=TEN)),
        ("title: Port strike: day two\ndate: March 2, 2024", Metadata("Port strike: day two", published=DAY)),
        ("date: yesterday", Metadata()),
        ("author: By Ada Marlow and Igor Horak", Metadata(authors=("By Ada Marlow and Igor Horak",))),
        ("authors: [Ada Marlow, 'Igor Horak']", Metadata(authors=("Ada Marlow", "Igor Horak"))),
        (
            "authors:\n  - Ada Marlow\n  - Igor Horak\ntags:\n  - port",
            Metadata(authors=("Ada Marlow", "Igor Horak")),
        ),
        (
            "source: Esk Post\nlink: https://example.org/1",
            Metadata(url="https://example.org/1", publisher="Esk Post"),
        ),
        ("site: Esk Post\npublisher: The Other", Metadata(publisher="Esk Post")),
        ("modified: 2024-03-02\nlang: en-GB", Metadata(modified=DAY, language="en-GB")),
        ("title: '<script>x</script>'", Metadata(title="<script>x</script>")),
        ("url: http://example.org/\ntitle:", Metadata(url="http://example.org/")),
    ],
)
def test_front_matter_gives_what_is_known_of_a_document(source: str, known: Metadata) -> None:
    assert parse_markdown(f"---\n{source}\n---\nText.").metadata == known


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# Port *strike*\n\nText.", "Port strike"),
        ("Text.\n\n# Later heading", None),
        ("---\n\nA rule, not front matter.", None),
    ],
)
def test_a_heading_that_opens_the_text_is_its_title(source: str, title: str | None) -> None:
    assert parse_markdown(source).metadata.title == title


def test_front_matter_is_not_text() -> None:
    assert parse_markdown("---\ntitle: A\ntags: [b]\n---\nText.").text == "Text."


def test_an_endless_block_is_refused() -> None:
    with pytest.raises(ReadError, match="a block of more than 100,000 characters"):
        parse_markdown("[\n" * 60_000)


@given(st.text(alphabet="[]()<>*_`#>-|!&\\ \nab", max_size=300))
def test_any_text_is_read(source: str) -> None:
    parse_markdown(source)
