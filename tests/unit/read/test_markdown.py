from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read.markdown import read_markdown


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
        ("Escape&#27;[31m and &#x202e;hidden&#x9f;", "Escape\ufffd[31m and hidden\ufffd"),
        ("Setext\n===\n\nText\n\n---\n\nEnd.", "Setext\n\nText\n\nEnd."),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(source: str, text: str) -> None:
    assert read_markdown(source).text == text


@pytest.mark.parametrize(
    ("source", "title", "day"),
    [
        ("---\ntitle: 'Port strike'\ndate: 2024-03-02T10:00:00Z\n---\nText.", "Port strike", date(2024, 3, 2)),
        ("# Port *strike*\n\nText.", "Port strike", None),
        ("Text.\n\n# Later heading", None, None),
        ("---\ndate: yesterday\n---\nText.", None, None),
        ("---\n\nA rule, not front matter.", None, None),
    ],
)
def test_title_and_date(source: str, title: str | None, day: date | None) -> None:
    page = read_markdown(source)
    assert (page.title, page.date) == (title, day)


def test_front_matter_is_not_text() -> None:
    assert read_markdown("---\ntitle: A\ntags: [b]\n---\nText.").text == "Text."


def test_an_endless_block_is_refused() -> None:
    with pytest.raises(ReadError, match="a block of more than 100,000 characters"):
        read_markdown("[\n" * 60_000)


@given(st.text(alphabet="[]()<>*_`#>-|!&\\ \nab", max_size=300))
def test_any_text_is_read(source: str) -> None:
    read_markdown(source)
