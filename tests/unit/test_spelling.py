"""Names as they are compared."""

from __future__ import annotations

from kg.spelling import fold


def test_folding_leaves_no_empty_match() -> None:
    assert fold("\u200f!") == ""
    assert fold("The") == "the"
