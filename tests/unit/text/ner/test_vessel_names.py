from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.text.ner.names import find_names

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "name", "vessel"),
    [
        ("Four astronauts travelled to the station aboard Endymion.", "Endymion", True),
        ("The crew on board Tarrow woke up late.", "Tarrow", True),
        ("Rescuers searched for the schooner Tarrow.", "Tarrow", True),
        ("The station hired Tarrow for the board.", "Tarrow", False),
        ("A member of the board told Tarrow to resign.", "Tarrow", False),
    ],
)
def test_what_somebody_is_aboard_is_a_vessel(parse_text: ParseText, text: str, name: str, *, vessel: bool) -> None:
    parse = parse_text(text)
    found = {parse.words_of(n.start, n.end): n.cls for n in find_names(parse)}
    assert (found.get(name) == "Product") == vessel, found
