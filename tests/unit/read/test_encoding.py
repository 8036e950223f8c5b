import re
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read.model import Input, Remark, buffered
from kg.read.text import decode_any, decoded

ENGLISH = (
    "“It’s a café – not a bistro,” said Zoë Müller, who paid €3 (£2.60) at the Žižkov inn. "
    "The naïve plan of Señor Nuñez, she added, was Ångström’s all along: he’d been to São Paulo’s Sé…"
)


@pytest.mark.parametrize(
    ("encoding", "assumed"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-32", None),
        ("cp1252", "not UTF-8: read as Windows-1252"),
        ("mac_roman", "not UTF-8: read as Mac Roman"),
        ("utf-16-le", "not UTF-8: read as UTF-16-LE"),
        ("utf-16-be", "not UTF-8: read as UTF-16-BE"),
    ],
)
def test_english_in_any_encoding(encoding: str, assumed: str | None) -> None:
    text = ENGLISH.encode(encoding, "ignore").decode(encoding)
    assert decode_any(text.encode(encoding)) == (text, assumed)


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("Škoda’s plant".encode("cp1250"), "windows-1250", "Škoda’s plant"),
        ("“Oui”".encode("cp1252"), "iso-8859-1", "“Oui”"),
        ("“Evet”, İzmir".encode("cp1254"), "ISO-8859-9", "“Evet”, İzmir"),
        ("Straße".encode(), "iso-8859-1", "Straße"),
        ("Straße".encode("latin-1"), "utf-8", "Straße"),
        ("Straße".encode("latin-1"), "x-no-such-encoding", "Straße"),
        ("Straße".encode("latin-1"), "hex", "Straße"),
        ("東京で会談した".encode("shift_jis"), "Shift_JIS", "東京で会談した"),
    ],
)
def test_what_is_declared_is_tried_where_the_bytes_are_no_utf8(data: bytes, declared: str, text: str) -> None:
    assert decode_any(data, declared)[0] == text


def test_one_broken_character_does_not_make_a_text_another_encoding() -> None:
    data = ENGLISH.encode() + b" cut \xe2\x80"
    assert decode_any(data) == (f"{ENGLISH} cut \ufffd", "UTF-8 with broken characters, which became U+FFFD")


def test_another_script_is_told() -> None:
    russian = "Министр сообщил в понедельник, что закон об этом не изменится до конца года. " * 4
    text, assumed = decode_any(russian.encode("cp1251"))
    assert (text, assumed) == (russian, "not UTF-8: read as CP1251")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04\x00\x00" + b"x" * 40, "binary, not text: NUL byte at offset 4"),
        (b"\x01\x02\x03abc", "full of control characters"),
        (b"\xff\xfe" + b"\x01\x00\x02\x00\x03\x00", "full of control characters"),
        (b"\xff\x00\xd8\x00" * 20 + b"\x00", "neither UTF-8 nor any encoding that can be detected"),
        (b"\x7fELF\0\0\0\0\0\0\0\0", "binary, not text: NUL byte at offset 4"),
        (b"\0" * 100, "binary, not text: NUL byte at offset 0"),
    ],
)
def test_binary_data_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=re.escape(reason)):
        decode_any(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(ReadError):
        assert "\0" not in decode_any(data)[0]


def test_what_was_assumed_is_a_remark_on_the_input() -> None:
    source = Input("a.txt", buffered(BytesIO()), "news/a.txt", "/news/a.txt", "a")
    assert decoded(source, b"caf\xe9 ol\xe9") == (
        "café olé",
        [Remark("news/a.txt", "not UTF-8: read as Windows-1252")],
    )
    assert decoded(source, "café".encode()) == ("café", [])
