r"""Bytes to text: decoding, and the cleaning that every offset is counted after.

News text is hostile input. What `clean` changes, once, before anything else sees the text:

- line ends (CRLF, CR, NEL, vertical tab, form feed, U+2028, U+2029) become one `\n` each;
- the other control characters (terminal escapes among them) and Unicode's noncharacters become a space each;
- spaces of any width become a plain space, so that a name is the same name whatever stands between its words;
- characters that show nothing but could hide or reorder words go: soft hyphens, zero-width spaces, byte order marks,
  bidirectional controls, tag characters;
- the rest is put in Unicode's composed form (NFC).

So a document's text has no control character but tab and line feed, and can be written in RDF, XML and JSON as it is.

Bytes are decoded as UTF-8 first, since no text in another encoding is UTF-8 by chance; then as the file or its server
declares. Of English that is neither, nearly all is Windows-1252, and the rest Mac Roman: the one that leaves fewer
signs where English has none. charset-normalizer judges UTF-16 without a mark, and other scripts.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.model import Article, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Input

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
_UNCLEAN = re.compile(
    "|".join(each.pattern.removeprefix("\r\n|") for each in (_LINE_END, _CONTROL, _SPACE, _INVISIBLE))
)
"""One set of characters to the engine: "\\r\\n" would make it several, and is found by its first letter."""
_BINARY_SHARE = 0.05
"""The share of control characters from which a file is taken for binary data."""


def _refuse_controls(text: str) -> None:
    """Refuse what is no text, although it can be decoded: ReadError."""
    if len(_CONTROL.findall(text)) > _BINARY_SHARE * len(text):
        raise ReadError("binary, not text: full of control characters")


def clean(text: str) -> str:
    r"""The text as every later stage sees it; see the module's docstring for what changes.

    >>> clean("Kabul\r\n\x1b[31mred\u202e alert")
    'Kabul\n [31mred alert'
    """
    if _UNCLEAN.search(text):  # most texts are clean, and the four take six times as long
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


_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks; that of UTF-32 begins as that of UTF-16, and so stands before it."""
_AS_BROWSERS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""Declared encodings, and those that are meant (https://encoding.spec.whatwg.org/#names-and-labels)."""
_WESTERN = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
_ODD = re.compile(
    r"(?<=[a-zß-ÿ])[À-ÖØ-ÞŠŒŽŸ]"  # a capital amid a word
    r"|(?<=[A-Za-zÀ-ÿ])[^\x00-\x7f\w’‑–—…·“”‘®™©°](?=[a-z])"  # a sign amid a word
    r"|(?<![^\W\d_])[À-ÖØ-ßà-ÿŒ](?![^\W\d_])"  # a letter by itself
    r"|[\x80-\x9f¤¬¦¸¨∂∆∫≈≠ƒΩ√◊˛ˇˆ˜¯˘˙˚˝]"
)
"""Signs of text in one encoding that is read as another: English has none of them."""
_MOST_FOREIGN = 1 / 3
"""With more letters than this beyond ASCII a text is in another script."""
_MOST_BROKEN = 0.1
"""The share of the characters beyond ASCII that may be broken in a text that is UTF-8 all the same."""
_SAMPLE = 200_000


def read_text(source: Input) -> Iterator[Article | Remark]:
    """Yield a plain text, whole."""
    text, remarks = decoded(source, source.content())
    yield from remarks
    yield Article(text)


def decoded(source: Input, data: bytes, declared: str | None = None) -> tuple[str, list[Remark]]:
    """Return the text of an input's bytes, and a remark if its encoding was assumed; see `decode_any`."""
    text, assumed = decode_any(data, declared or source.charset)
    return text, [Remark(source.shown, assumed)] if assumed else []


def decode_any(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text of bytes, and, if it is less than sure, what was assumed.

    Raises:
        ReadError: they are binary data, or in no encoding that can be detected.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), None)
    if mark is not None:
        text = data.decode(_MARKS[mark], "replace")
        _refuse_controls(text)
        return text, None
    if not _is_utf16(data):
        if (nul := data.find(b"\0")) >= 0:
            raise ReadError(f"binary, not text: NUL byte at offset {nul}")
        if (text_ := _utf8(data)) is not None:
            return text_
        if (text_ := _as_declared(data, declared)) is not None:
            return text_
        if (text_ := _western(data)) is not None:
            return text_
    return _detected(data)


def _is_utf16(data: bytes) -> bool:
    """Return whether bytes without a mark are UTF-16 of Latin letters: every other byte is NUL, or nearly so."""
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
    _refuse_controls(text)
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
    _refuse_controls(text)
    return None if foreign > _MOST_FOREIGN * len(text) else (text, f"not UTF-8: read as {_WESTERN[encoding]}")


def _detected(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # only what is left needs it: start-up

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise ReadError("neither UTF-8 nor any encoding that can be detected: convert it to UTF-8")
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"neither UTF-8 nor wholly {best.encoding}, which it looks: convert it to UTF-8") from error
    _refuse_controls(text)
    if "\0" in text:
        raise ReadError("binary, not text: NUL characters in it")
    return text.removeprefix("\ufeff"), f"not UTF-8: read as {best.encoding.replace('_', '-').upper()}"
