"""Names as they are compared, without accents and what people leave out in typing; texts and paths to be stored."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""A letter of the scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
_BYTE = 0xEF00
"""A byte of a file's name that is not UTF-8 is stored as the private-use character U+EF80 … U+EFFF of its value."""
_NOT_STORABLE = re.compile("[\udc80-\udcff\uef80-\uefff]+")
_STORED = re.compile("[\uef80-\uefff]+")
_WORD = re.compile("[^\\W_]+(?:[\u0300-\u036f]+[^\\W_]*)*")
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
"""Letters that Unicode does not decompose into a plain one and a mark."""
_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2011": "-"})
_ASCII = {code: None if chr(code) in ".'" else " " for code in range(128) if not chr(code).isalnum()}
_ARTICLES = frozenset({"the", "a", "an"})


def without_accents(name: str) -> str:
    """`name` in compatibility decomposition (NFKD) without its combining marks.

    >>> without_accents("Cádiz"), without_accents("Łódź")
    ('Cadiz', 'Łodz')
    """
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    r"""Return a name without case, accents, punctuation and a leading article; "" if nothing is left.

    >>> fold("The U.S."), fold("Gdańsk–Łódź"), fold("  Bagram\tAir Base ")
    ('us', 'gdansk lodz', 'bagram air base')
    """
    if name.isascii():  # most are, and are done in a tenth of the time
        return _without_article(name.lower().translate(_ASCII).split())
    kept = []
    for char in unicodedata.normalize("NFKD", name).casefold().translate(_STROKES):
        if char.isalnum():
            kept.append(char)
        elif char not in ".'\u2019" and unicodedata.category(char) not in {"Mn", "Cf"}:
            kept.append(" ")
    return _without_article("".join(kept).split())


def words_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a text without case and accents, each with its place."""
    for found in _WORD.finditer(text):
        for word in fold(found[0]).split():
            yield word, found.start(), found.end()


def _without_article(words: list[str]) -> str:
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


@lru_cache(maxsize=1 << 16)
def normalise(name: str) -> str:
    r"""A name without what does not distinguish two entities: case, spacing, typographic signs, a leading "the".

    >>> normalise("The  Bagram Air Base") == normalise("bagram air\nbase")
    True
    """
    plain = unicodedata.normalize("NFKC", name).translate(_PLAIN).casefold()
    seen = "".join(char for char in plain if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"})
    words = seen.split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words) or name


def clean(text: str) -> str:
    """`text` as every store can hold it: a lone surrogate, which is no character, or a NUL becomes U+FFFD.

    No offset moves. XML, and with it xsd:string, has no NUL; Virtuoso loses it at the end of a text.
    """
    return text if text.isascii() and "\0" not in text else _NO_CHARACTER.sub("\ufffd", text)


def storable_path(path: str) -> str:
    r"""Return a path as every store can hold it, from which `path_in` returns it exactly: no two become one.

    >>> storable_path("a\udcff.txt"), storable_path("a\u202fb.txt")
    ('a\uefff.txt', 'a\u202fb.txt')
    """

    def stored(found: re.Match[str]) -> str:
        return "".join(chr(_BYTE + byte) for byte in found[0].encode("utf-8", "surrogateescape"))

    return path if path.isascii() else _NOT_STORABLE.sub(stored, path)


def for_xml(text: str) -> str:
    """Return a text with U+FFFD for each character that XML 1.0 forbids (section 2.2)."""
    return _NOT_XML.sub("\ufffd", text)


def path_in(stored: str) -> str:
    """Return the path that was stored."""

    def path(found: re.Match[str]) -> str:
        return bytes(ord(char) - _BYTE for char in found[0]).decode("utf-8", "surrogateescape")

    return stored if stored.isascii() else _STORED.sub(path, stored)
