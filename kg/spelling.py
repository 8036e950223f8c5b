"""Names as they are compared: without accents, and without all that people leave out when they type one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["clean", "fold", "normalise", "without_accents"]

_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
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
    r"""What is left of a name when case, accents, punctuation and a leading article are gone; "" if nothing is.

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
