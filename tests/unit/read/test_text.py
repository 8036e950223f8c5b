import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read import text as text_module
from kg.read.text import MAX_LINE, clean, parts_of, require_words


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("one\r\ntwo\rthree\x85four\u2028five\x0csix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("tab\tstays", "tab\tstays"),
        ("\x1b]0;title\x07ring", " ]0;title ring"),
        ("Ana\u00a0Costa\u2009won", "Ana Costa won"),
        ("Co\u00adsta \u202egnitrats\u202c zero\u200bwidth", "Costa gnitrats zerowidth"),
        ("Jose\u0301", "José"),
        ("bad \ufdd0 character", "bad   character"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
    ],
)
def test_cleaning(raw: str, text: str) -> None:
    assert clean(raw) == text


@given(st.text())
def test_cleaning_is_done_once_and_leaves_nothing_hidden(raw: str) -> None:
    text = clean(raw)
    assert clean(text) == text
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert not [
        c
        for c in text
        if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("1984 – 12.5 %", "without words"),
        ("a " * MAX_LINE, "a line of 200,000 characters"),
    ],
)
def test_a_text_with_nothing_to_read_or_an_endless_line_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        require_words(text)


def test_a_long_text_in_paragraphs_is_no_trouble() -> None:
    require_words("The council met.\n\n" * 300_000)


@given(st.lists(st.sampled_from(["a" * 7, "b", "\n", "\n\n", " "]), max_size=40))
def test_parts_are_the_text_and_end_with_paragraphs_or_lines(pieces: list[str]) -> None:
    given_text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "MAX_PART", 10)
        parts = parts_of(given_text)
    assert given_text.startswith("".join(parts))
    assert not given_text[len("".join(parts)) :].strip()
    for part in parts:
        assert len(part) <= 10
    for part in parts[:-1]:
        assert part.endswith("\n") or "\n" not in part
