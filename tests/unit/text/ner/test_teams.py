from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.text.ner.names import find_names

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He was injured in the third Test against Peru.", "Peru"),
        ("Granada drew its last match against Oslo.", "Oslo"),
        ("She scored twice in a 3-0 win over Bolivia.", "Bolivia"),
        ("The trophy went to Chile after a 2-1 loss. Chile striker Marta Quist wept.", "Chile"),
        ("Peru captain Anton Moro was injured. The coach said Peru would recover.", "Peru"),
    ],
)
def test_who_plays_a_match_is_a_team(parse_text: ParseText, text: str, name: str) -> None:
    parse = parse_text(text)
    assert (name, "SportsTeam") in {(parse.words_of(n.start, n.end), n.cls) for n in find_names(parse)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The war against Peru went on.", "Peru"),
        ("A court rejected the claim over Bolivia.", "Bolivia"),
        ("The party has a lead of 3-0 over Oslo.", "Oslo"),
        ("Peru striker Anton Moro flew to Peru.", "Peru"),
        ("The match in Oslo was against the law.", "Oslo"),
    ],
)
def test_a_place_that_plays_nothing_is_no_team(parse_text: ParseText, text: str, name: str) -> None:
    parse = parse_text(text)
    last = [n.cls for n in find_names(parse) if parse.words_of(n.start, n.end) == name][-1]
    assert last != "SportsTeam"
