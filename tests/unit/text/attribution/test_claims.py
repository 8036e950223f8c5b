"""What people are quoted and cited as saying."""

import pytest

from kg.text.attribution.quotes import find_claims, find_quotes
from kg.text.syntax.clauses import find_clauses


def claims(parse) -> list[tuple[str, str, bool]]:
    clauses = find_clauses(parse)
    return [
        (parse.words[c.source], c.span.slice(parse.text), c.direct)
        for c in find_claims(parse, clauses, find_quotes(parse, clauses))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana said that rebels burned the mill.", [("Ana", "rebels burned the mill", False)]),
        ("Ana told the Herald in a statement that rebels burned the mill.", [("Ana", "rebels burned the mill", False)]),
        ("Rebels burned the mill, Ana said.", [("Ana", "Rebels burned the mill", False)]),
        ("According to Ana, rebels burned the mill.", [("Ana", "rebels burned the mill", False)]),
        ("“Rebels burned it,” Ana said.", [("Ana", "Rebels burned it,", True)]),
        (
            'Ana said the mill was "burned by the rebels".',
            [("Ana", 'the mill was "burned by the rebels', False), ("Ana", "burned by the rebels", True)],
        ),
        ("Ana did not say that rebels burned the mill.", []),
        ("Ana told Omar to leave.", [("Ana", "to leave", False)]),
        ("The mill, Ana said, was burned.", [("Ana", "The mill", False), ("Ana", "was burned", False)]),
        (
            "Ana said that the mill burned, and the bridge fell.",
            [("Ana", "the mill burned, and the bridge fell", False)],
        ),
        (
            "''The mill burned,'' Ana said. ''It is gone.''",
            [("Ana", "The mill burned,", True), ("Ana", "It is gone.", True)],
        ),
        ("“Who burned the mill?” asked Ana.", [("Ana", "Who burned the mill?", True)]),
        ("Police: Rebels burned the mill", [("Police", "Rebels burned the mill", False)]),
        ("Ana called the fire a crime.", [("Ana", "the fire a crime", False)]),
        ("Ana confirmed the deaths of two men.", [("Ana", "the deaths of two men", False)]),
        ("Ana reviewed the film “The Mill”.", []),
    ],
)
def test_words_and_sources(parse_text, text, expected):
    assert claims(parse_text(text)) == expected


def test_the_clauses_inside_and_the_hearer(parse_text):
    parse = parse_text("Ana told the Herald that rebels burned the mill and fled.")
    clauses = find_clauses(parse)
    (claim,) = find_claims(parse, clauses, ())
    assert [clauses[place].lemma for place in claim.clauses] == ["burn", "flee"]
    assert parse.words[claim.to] == "Herald"
    assert clauses[claim.clause].lemma == "tell"
