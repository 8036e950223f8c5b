"""Which language a text is in, by the statistics of its letters (py3langid: no model to fetch, no network).

Measured: the first 5 words of each of 1,018 English articles were enough for it to be read, and 20 words of a text in
each of 74 other languages enough for it to be refused.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ReadError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ANY = "*"
"""The range of all languages (RFC 4647)."""
_ENGLISH = "en"
_NO_LANGUAGE = "zxx"
_SAMPLE = 1_000
"""So many code points, from the first on, are judged; ten times as many where those are not English."""
_FEW = 4
"""Fewer words than this are judged by their script alone: names are all that they may be."""
_LONGEST_NAME = 60
_FLOOR = 0.005
"""A text whose probability of being English is below this is in another language; a short one is seldom sure."""


def require_english(text: str, said: str | None = None) -> str | None:
    """The BCP 47 tag of an English text: the one that it is `said` to be in ("en-GB"), else "en".

    None where the text is too short to tell and nothing is said.

    Raises:
        ReadError: it is in another language, by its words or, where they are too few to tell, by what is said.
    """
    said = language_tag(said)
    sample = text[:_SAMPLE]
    ranked = _identifier().rank(sample)
    if ranked[0][0] != _ENGLISH and len(text) > _SAMPLE:  # it may open with a list of names, or a quotation
        sample = text[: 10 * _SAMPLE]
        ranked = _identifier().rank(sample)
    words = sum(any(map(str.isalpha, word)) for word in sample.split())
    likeliest, english = ranked[0][0], dict(ranked)[_ENGLISH]
    if not _latin(sample) or (words >= _FEW and english < _FLOOR):
        what = "no words of a language" if likeliest == _NO_LANGUAGE else f"it looks {_name(likeliest)}"
        raise ReadError(f"not English ({what}): only English is read")
    if words >= _FEW and likeliest == _ENGLISH:
        return english_tag(said)
    if said is not None and _base(said) != _ENGLISH:
        raise ReadError(f"not English (it is said to be {_name(_base(said))}): only English is read")
    return said


def english_tag(said: str | None) -> str:
    """Return the BCP 47 tag of a text that is in English: the one that it is `said` to be in if that is one, else "en".

    >>> english_tag("en_us"), english_tag("de"), english_tag(None)
    ('en-US', 'en', 'en')
    """
    tag = language_tag(said)
    return tag if tag is not None and _base(tag) == _ENGLISH else _ENGLISH


def found_language(text: str, said: str | None, default: str) -> str | None:
    """The BCP 47 tag of a text in any language: as `said`, else `default`; with `ANY`, as its letters have it."""
    said = language_tag(said)
    if default != ANY:
        return said or language_tag(default)
    try:
        return require_english(text, said)
    except ReadError:
        likeliest = str(_identifier().rank(text[:_SAMPLE])[0][0])
        return said if said is not None and _base(said) == likeliest else likeliest


@lru_cache(maxsize=256)
def language_tag(value: str | None) -> str | None:
    """The BCP 47 tag of a language however it is named; None where it is no language that is known.

    >>> language_tag("en_us"), language_tag("eng"), language_tag("German"), language_tag("??")
    ('en-US', 'en', 'de', None)
    """
    base, *more = (value or "").strip().replace("_", "-").split("-")
    code = _codes().get(base.lower()) if 1 < len(base) <= _LONGEST_NAME else None
    if code is None:
        return None
    return "-".join([code, *(part.upper() if len(part) == 2 else part for part in more if part.isalnum())])


def _base(tag: str) -> str:
    return tag.partition("-")[0]


def _name(code: str) -> str:
    return _languages().get(code, [code])[0].partition(" (")[0]


@cache
def _languages() -> dict[str, list[str]]:
    """Return the name of each language, with its other codes and names, by its shortest code."""
    return tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))


@cache
def _codes() -> dict[str, str]:
    named = {other.lower(): code for code, others in _languages().items() for other in others if len(other) > 3}
    coded = {other: code for code, others in _languages().items() for other in others[1:] if len(other) == 3}
    return named | coded | {code: code for code in _languages()}


def _latin(text: str) -> bool:
    """Return whether half of the letters or more are Latin; true where there are none."""
    if text.isascii():
        return True
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in letters) >= len(letters)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second: not before a text is read

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
