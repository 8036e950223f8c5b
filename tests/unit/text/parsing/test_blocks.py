"""Blocks: paragraphs, headlines and captions, each once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.parsing.parser import MAX_BLOCK, find_blocks, plain

WRAPPED = """The council of the town met on Monday evening to talk about
the bridge over the river, which has been closed to all
traffic since a lorry hit one of its pillars in the spring
of last year. Nobody was hurt. A report is to follow.
The mayor said that work would begin before the winter."""


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        (" \n\n ", []),
        ("A headline\n\nThe text below.", ["A headline", "The text below."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("The line goes\non below.", ["The line goes\non below."]),
        (
            "A crowd waits in the square at noon.\nA crowd waits in the square at noon. (Photo: A. Berg)",
            ["A crowd waits in the square at noon. (Photo: A. Berg)"],
        ),
        (
            "A crowd waits in the square at noon. Photo\nA crowd waits in the square at noon.",
            ["A crowd waits in the square at noon. Photo"],
        ),
        ("Yes.\nYes.", ["Yes.", "Yes."]),
        (WRAPPED, [WRAPPED]),
        (
            "A new plant. Ida Berg / For Esk Daily   In May it opened.  It has",
            ["A new plant. Ida Berg / For Esk Daily", "In May it opened.  It has"],
        ),
        ("The plant opened in  May. A  bus came by.", ["The plant opened in  May. A  bus came by."]),
        ("The plant was opened by  Ida Berg.", ["The plant was opened by  Ida Berg."]),
    ],
)
def test_blocks(text: str, blocks: list[str]) -> None:
    assert [block.slice(text) for block in find_blocks(text)] == blocks


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("He’s “here”", 'He\'s "here"'),
        ('"We sold it to (the group) for nothing," she said.', '"We sold it to  the group  for nothing," she said.'),
        ("The union (founded in 1901) struck.", "The union (founded in 1901) struck."),
        ("a\tb\u00a0c", "a b c"),
        ("A WHO envoy who left", "A IMF envoy who left"),
        ("MAN WHO FLED", "MAN WHO FLED"),
        (
            '"It isn"t over,"?he said.-Then all left,-but U.S.-led.',
            '"It isn\'t over," he said. Then all left, but U.S.-led.',
        ),
    ],
)
def test_plain(text: str, read: str) -> None:
    assert plain(text) == read


@given(st.text(max_size=300))
def test_plain_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.text(alphabet='ab .!\n"“”', max_size=400))
def test_blocks_are_ordered_and_apart(text: str) -> None:
    blocks = find_blocks(text)
    assert all(a.end <= b.begin for a, b in pairwise(blocks))
    assert all(block.slice(text).strip() == block.slice(text) != "" for block in blocks)


@pytest.mark.parametrize("unit", ["word ", "A sentence of five words. ", "x"])
def test_a_long_line_is_cut_without_loss(unit: str) -> None:
    text = unit * (3 * MAX_BLOCK // len(unit))
    blocks = find_blocks(text)
    assert all(block.end - block.begin <= MAX_BLOCK for block in blocks)
    assert "".join(block.slice(text) for block in blocks).replace(" ", "") == text.replace(" ", "")
