"""Bytes to text, whatever the encoding: what is declared is tried, else it is told from the bytes.

UTF-8 is tried first, since no other encoding's text is UTF-8 by chance; then what the file or its server declares. Of
English that is neither, nearly all is Windows-1252, and Mac Roman of the rest: the one that leaves fewer signs where
English has none is taken. charset-normalizer judges UTF-16 without a mark, and other scripts.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.model import Article, Remark
from kg.read.text import refuse_controls, refuse_nul

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Input

__all__ = ["decode_any", "decoded", "read_text"]

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks; that of UTF-32 begins as that of UTF-16, and so stands before it."""
_AS_BROWSERS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""What is declared, and what it is taken for (https://encoding.spec.whatwg.org/#names-and-labels)."""
_WESTERN = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
_ODD = re.compile(
    r"(?<=[a-zß-ÿ])[À-ÖØ-ÞŠŒŽŸ]"  # a capital amid a word
    r"|(?<=[A-Za-zÀ-ÿ])[^\x00-\x7f\w’‑–—…·“”‘®™©°](?=[a-z])"  # a sign amid a word
    r"|(?<![^\W\d_])[À-ÖØ-ßà-ÿŒ](?![^\W\d_])"  # a letter by itself
    r"|[\x80-\x9f¤¬¦¸¨∂∆∫≈≠ƒΩ√◊˛ˇˆ˜¯˘˙˚˝]"
)
"""What is not in English text, but in the text of one encoding that is read as another."""
_MOST_FOREIGN = 1 / 3
"""With more letters than this beyond ASCII a text is in another script."""
_MOST_BROKEN = 0.1
"""The share of the characters beyond ASCII that may be broken in a text that is UTF-8 all the same."""
_SAMPLE = 200_000


def read_text(source: Input) -> Iterator[Article | Remark]:
    """A plain text, whole."""
    text, remarks = decoded(source, source.content())
    yield from remarks
    yield Article(text)


def decoded(source: Input, data: bytes, declared: str | None = None) -> tuple[str, list[Remark]]:
    """The text of an input's bytes, and a remark where its encoding was assumed; see `decode_any`."""
    text, assumed = decode_any(data, declared or source.charset)
    return text, [Remark(source.shown, assumed)] if assumed else []


def decode_any(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of bytes, and, where it is less than sure, what was assumed.

    Raises:
        ReadError: they are binary data, or in no encoding that can be told.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), None)
    if mark is not None:
        text = data.decode(_MARKS[mark], "replace")
        refuse_controls(text)
        return text, None
    if not _is_utf16(data):
        refuse_nul(data)
        if (text_ := _utf8(data)) is not None:
            return text_
        if (text_ := _as_declared(data, declared)) is not None:
            return text_
        if (text_ := _western(data)) is not None:
            return text_
    return _detected(data)


def _is_utf16(data: bytes) -> bool:
    """Whether bytes without a mark are UTF-16 of Latin letters: every other byte is NUL, or nearly so."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) > len(sample) / 4 and min(even, odd) < len(sample) / 50


def _utf8(data: bytes) -> tuple[str, str | None] | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        if broken > _MOST_BROKEN * sum(not char.isascii() for char in text):
            return None
        return text, "UTF-8 with broken characters, which became U+FFFD"
    refuse_controls(text)
    return text, None


def _as_declared(data: bytes, declared: str | None) -> tuple[str, None] | None:
    try:
        name = codecs.lookup(declared or "").name
        text = data.decode(_AS_BROWSERS.get(name, name))
    except (LookupError, ValueError):  # not an encoding, not of text, or not this one
        return None
    return text, None


def _western(data: bytes) -> tuple[str, str] | None:
    """The text in whichever Western encoding leaves less that is odd; None where it is in another script."""
    read = []
    for place, encoding in enumerate(_WESTERN):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        read.append((len(_ODD.findall(text)), place, text, encoding))
    if not read:
        return None
    _, _, text, encoding = min(read)
    foreign = sum(not char.isascii() for char in text)
    refuse_controls(text)
    return None if foreign > _MOST_FOREIGN * len(text) else (text, f"not UTF-8: read as {_WESTERN[encoding]}")


def _detected(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # only what is left needs it: start-up

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise ReadError("neither UTF-8 nor any encoding that can be told: convert it to UTF-8")
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"neither UTF-8 nor wholly {best.encoding}, which it looks: convert it to UTF-8") from error
    refuse_controls(text)
    if "\0" in text:
        raise ReadError("binary, not text: NUL characters in it")
    return text.removeprefix("\ufeff"), f"not UTF-8: read as {best.encoding.replace('_', '-').upper()}"
