"""Births and deaths in brackets after names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.ner.names import find_names
from kg.text.relations.finding import find_lifespans
from kg.text.temporal.expressions import find_times

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "James Holm (born April 22, 1978 in Oslo) is a player.",
            {("bornOn", "1978-04-22"), ("bornIn", "Oslo")},
        ),
        (
            "James Holm (26 January 1854 – 14 November 1918) was a botanist.",
            {("bornOn", "1854-01-26"), ("diedOn", "1918-11-14")},
        ),
        ("Anna Berg (1900–1980) was a painter.", {("bornOn", "1900"), ("diedOn", "1980")}),
        (
            "James Holm (born 25 March 1957, London, England) is an economist.",
            {("bornOn", "1957-03-25"), ("bornIn", "London")},
        ),
        (
            "Anna Berg (born 1955 in Oslo; died 3 May 2001) was a poet.",
            {("bornOn", "1955"), ("bornIn", "Oslo"), ("diedOn", "2001-05-03")},
        ),
        ("President Anna Berg (1999-2004) was a lawyer.", set()),
        ("Anna Berg (in 1999) was a lawyer.", set()),
        ("Oslo (born 1950) is large.", set()),
        ("Anna Berg (", set()),
        ("Anna Berg () left.", set()),
    ],
)
def test_brackets_after_a_name(parse_text: ParseText, text: str, expected: set[tuple[str, str]]) -> None:
    parse = parse_text(text)
    referents = resolve(parse, find_phrases(parse, find_names(parse)))
    found = find_lifespans(parse, referents, find_times(parse, None))
    assert {
        (m.predicate, m.value or parse.words_of(referents.phrases[m.object].start, referents.phrases[m.object].end))
        for m in found
    } == expected
