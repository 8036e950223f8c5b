"""An extraction is the same after it was kept as bytes."""

import zlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.records.codec import decode, document_hash, encode, made_key

TEXT = "x" * 40
words = st.text(st.characters(codec="utf-8"), max_size=8)
spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(min(ends), max(ends)))


def some(items: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(items, max_size=3).map(tuple)


mentions = st.builds(Mention, spans, st.sampled_from(["name", "nominal", "pronoun", "demonym"]))
facts = st.builds(
    Fact,
    subject=words,
    predicate=words,
    object=words,
    kind=st.sampled_from(["entity", "date", "text"]),
    evidence=st.builds(Evidence, spans, st.none() | spans, st.none() | spans, st.none() | spans),
    rule=words,
    factuality=st.sampled_from(["asserted", "reported", "planned", "hypothetical", "negated"]),
    source=st.none() | words,
    time=st.none() | words,
    qualifiers=some(st.tuples(words, words)),
    confidence=st.floats(0, 1),
)
claims = st.builds(
    Claim, words, words, spans, st.booleans(), st.none() | words, st.none() | words, some(st.integers(0, 9))
)
extractions = st.builds(
    Extraction,
    document=st.builds(Document, st.just("d"), st.just(TEXT), date=st.none() | st.dates()),
    entities=some(st.builds(Entity, words, words, words, some(words), some(mentions))),
    facts=some(facts),
    claims=some(claims),
    sentences=some(spans),
    made_by=some(st.tuples(words, words)),
)


@given(extractions)
def test_an_extraction_comes_back_as_it_was(extraction: Extraction) -> None:
    bare = replace(extraction.document, date=None)
    assert decode(encode(extraction), bare) == extraction
    assert encode(decode(encode(extraction), bare)) == encode(extraction)


@pytest.mark.parametrize("damaged", [b"", b"no", *map(zlib.compress, (b"[]", b"[1,2,3,4,5,6]", b"{"))])
def test_damaged_bytes_are_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (whatever json and zlib say of them)
        decode(damaged, Document("d", TEXT))


def test_documents_are_known_by_text_and_day() -> None:
    days = (None, date(2025, 1, 1), date(2025, 1, 2))
    assert len({document_hash(text, day) for text in ("a", "b", "2025-01-01\na") for day in days}) == 9


def test_what_read_a_document_is_known_by_all_its_parts() -> None:
    assert made_key([("kg", "1"), ("rules", "2")]) != made_key([("kg", "12"), ("rules", "")])
