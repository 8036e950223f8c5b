"""What of a text is no prose, and what it states of the document."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Stated
from kg.text.parsing.parser import find_blocks
from kg.text.parsing.zones import APART, UNREAD, find_zones, read_zones

REPORT = "A fire destroyed the old mill in Varna on Tuesday.\nNobody was hurt.\nThe owner, Ada Marlow, wept."


def zones_of(text: str) -> list[tuple[str, str]]:
    return [(zone.kind, zone.span.slice(text)) for zone in find_zones(text)]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("byline", "By Ada Marlow"),
        ("byline", "BY ADA MARLOW AND IGOR HORAK"),
        ("byline", "By Ada Marlow, Associated Press Writer"),
        ("byline", "By Ada van der Marlow | Reuters"),
        ("byline", "Ada Marlow, Reuters"),
        ("byline", "Associated Press"),
        ("byline", "From staff reports"),
        ("publication", "Published: 2012.08.08 09:01 AM"),
        ("date", "Tuesday, May 3, 2012"),
        ("publication", "Last updated at 10:39 GMT, Tuesday, 20 December 2005"),
        ("date", "3 May 2012 at 7:12pm BST"),
        ("credit", "(Reporting by Ada Marlow in Varna; Editing by Igor Horak)"),
        ("credit", "The Associated Press contributed to this report."),
        ("credit", "Photo: Ada Marlow/Reuters"),
        ("credit", "© 2012 The Esk Post. All rights reserved."),
        ("update", "This story was updated at 10:05 GMT with a statement of the owner."),
        ("update", "(Updates with statement of the owner, paragraph 3)"),
        ("update", "An earlier version of this article misstated the age of the mill."),
    ],
)
def test_a_line_around_a_report_is_known(kind: str, line: str) -> None:
    text = f"Mill burns down\n{line}\n{REPORT}"
    assert (kind, line) in zones_of(text)
    apart = [line] if kind in APART else []
    assert [span.slice(text) for span in find_blocks(text)] == ["Mill burns down", *apart, *REPORT.split("\n")]


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the fire was out.",
        "By the time firemen came, the mill was gone.",
        "By Monday, May 7, the owner had left.",
        "Reporting by the newspaper showed that the mill was insured.",
        "On May 3, 2012 the owner sold it.",
        "May 3, 2012, was the day on which it burnt.",
        "The story was published by the Esk Post in 1904.",
        "The mill in Varna, burning at dawn",
        "Reuters said that the mill was insured.",
        "Editing the film took a year.",
    ],
)
def test_prose_is_read(line: str) -> None:
    text = f"{REPORT}\n{line}\n{REPORT}"
    assert not [zone for zone in find_zones(text) if zone.kind in UNREAD]


@pytest.mark.parametrize(
    ("before", "prose"),
    [
        ("Published: May 3, 2012", "A fire destroyed the mill."),
        ("Jan 5, 2011 – 4: 35 PM", "Ada Marlow left."),
        ("POSTED: 05 / 02 / 07, 9: 00 PM PDT |", "A judge ruled."),
        ("Posted: Apr 02, 2009 11: 06 PM CEST Updated: Apr 02, 2009 11: 06 PM CEST", "The attorney was heard."),
        ("VARNA, Bulgaria, Sept 25 (Reuters) -", "A bridge fell."),
        ("By Ada Marlow, Associated Press Writer", "A bridge fell."),
    ],
)
def test_what_opens_a_paragraph_is_parted_from_it(before: str, prose: str) -> None:
    text = f"{before} {prose}\n{REPORT}"
    blocks = [span.slice(text) for span in find_blocks(text)]
    assert prose in blocks
    assert blocks.index(prose) == (before in blocks)


def test_buttons_in_a_row_are_not_read() -> None:
    buttons = "Send Facebook Twitter Google+ Whatsapp Digg Newsvine Permalink http://esk.example/p/2Yt"
    text = f"The mill burned down. {buttons} It was old.\n{REPORT}\nIt is on Facebook, Twitter, Reddit and Telegram."
    assert [span.slice(text) for span in find_blocks(text)][:2] == ["The mill burned down.", "It was old."]
    assert [zone.span.slice(text) for zone in find_zones(text) if zone.kind == "credit"] == [buttons]


def test_a_date_after_an_introduction_is_parted_from_both() -> None:
    text = f"Owner asks for help UPDATED 3:09 AM EST May 3, 2012 A fire destroyed the mill.\n{REPORT}"
    assert [span.slice(text) for span in find_blocks(text)][:2] == ["Owner asks for help", "A fire destroyed the mill."]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (f"Mill burns down\nBy Ada Marlow and Igor Horak, Reuters\n{REPORT}", ("Mill burns down", "Reuters", 2)),
        (
            f"Mill burns down\nBY ADA MARLOW, Associated Press Writer\n{REPORT}",
            ("Mill burns down", "Associated Press", 1),
        ),
        (f"VARNA, Bulgaria (AP) — {REPORT}", (None, "AP", 0)),
        (REPORT, (None, None, 0)),
        ("A headline alone", (None, None, 0)),
    ],
)
def test_what_a_text_states_of_itself(text: str, stated: tuple[str | None, str | None, int]) -> None:
    found = read_zones(text, find_zones(text))
    assert (found.title, found.publisher, len(found.authors)) == stated


def test_authors_are_named_as_the_byline_has_them() -> None:
    text = f"By Ada Marlow & Igor Horak\n{REPORT}"
    assert read_zones(text, find_zones(text)) == Stated(authors=("Ada Marlow", "Igor Horak"))


@given(st.text(alphabet="By AMarlow,.()©:|0123 \n–", max_size=200))
def test_zones_lie_in_the_text_apart_from_each_other(text: str) -> None:
    zones = find_zones(text)
    for zone, after in pairwise(zones):
        assert zone.span.end <= after.span.begin
    for block in find_blocks(text):
        assert block.slice(text).strip() == block.slice(text)
        assert not any(zone.span.overlaps(block) for zone in zones if zone.kind in UNREAD)
