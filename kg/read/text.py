r"""Bytes to text: decoding, and the cleaning that every offset is counted after.

News text is hostile input. What `clean` changes, once, before anything else sees the text:

- line ends (CRLF, CR, NEL, vertical tab, form feed, U+2028, U+2029) become one `\n` each;
- the other control characters (terminal escapes among them) and Unicode's noncharacters become a space each;
- spaces of any width become a plain space, so that a name is the same name whatever stands between its words;
- characters that show nothing but could hide or reorder words go: soft hyphens, zero-width spaces, byte order marks,
  bidirectional controls, tag characters;
- the rest is put in Unicode's composed form (NFC).

So a document's text has no control character but tab and line feed, and can be written in RDF, XML and JSON as it is.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from kg.errors import ReadError

__all__ = [
    "MAX_LINE",
    "MAX_PART",
    "clean",
    "decode",
    "longest_line",
    "parts_of",
    "refuse_controls",
    "refuse_nul",
    "require_words",
]

MAX_LINE = 100_000
"""The longest line, in code points. Texts are read a paragraph at a time, so this bounds the memory that one takes."""

MAX_PART = 500_000
"""The longest text that is one document, in code points, some 300 pages: it bounds the memory that a document takes."""

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_BINARY_SHARE = 0.05
"""The share of control characters from which a file is taken for binary data."""


def decode(data: bytes) -> str:
    """The text of a file's bytes, which must be UTF-8; a byte order mark is accepted and dropped.

    Raises:
        ReadError: the bytes are another encoding or binary data; the message names the offset of the first bad byte.
    """
    encoding = next((name for mark, name in _BOMS.items() if data.startswith(mark)), None)
    if encoding:
        raise ReadError(f"{encoding}, not UTF-8: convert it, e.g. `iconv -f {encoding} -t UTF-8`")
    refuse_nul(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}; "
            "convert it, e.g. `iconv -f WINDOWS-1252 -t UTF-8`"
        ) from error
    refuse_controls(text)
    return text.removeprefix("\ufeff")


def refuse_nul(data: bytes) -> None:
    """Refuse bytes that no text has: ReadError."""
    if (nul := data.find(b"\0")) >= 0:
        raise ReadError(f"binary, not text: NUL byte at offset {nul}")


def refuse_controls(text: str) -> None:
    """Refuse what is no text, although it can be decoded: ReadError."""
    if len(_CONTROL.findall(text)) > _BINARY_SHARE * len(text):
        raise ReadError("binary, not text: full of control characters")


def clean(text: str) -> str:
    r"""The text as every later stage sees it; see the module's docstring for what changes.

    >>> clean("Kabul\r\n\x1b[31mred\u202e alert")
    'Kabul\n [31mred alert'
    """
    text = _LINE_END.sub("\n", text)
    text = _CONTROL.sub(" ", text)
    text = _SPACE.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", text)


def parts_of(text: str) -> list[str]:
    """A clean text in parts of at most `MAX_PART`, each of which ends with a paragraph, else with a line, if it can."""
    parts = []
    begin = 0
    while len(text) - begin > MAX_PART:
        last = begin + MAX_PART
        ends = (text.rfind(mark, begin, last) + len(mark) for mark in ("\n\n", "\n") if mark in text[begin:last])
        end = next(ends, last)
        parts.append(text[begin:end])
        begin = end
    rest = text[begin:]
    return [*parts, rest] if rest.strip() or not parts else parts


def longest_line(text: str) -> int:
    """The length of the longest line, in code points."""
    return max(map(len, text.split("\n")))


def require_words(text: str) -> None:
    """Refuse a text that has nothing to read, or a line too long to be read in bounded memory: ReadError."""
    if not text.strip():
        raise ReadError("empty: there is nothing to read in it")
    if not any(map(str.isalpha, text)):
        raise ReadError("without words: there is nothing to read in it")
    longest = longest_line(text)
    if longest > MAX_LINE:
        raise ReadError(
            f"a line of {longest:,} characters, where at most {MAX_LINE:,} are read: break it into paragraphs"
        )
