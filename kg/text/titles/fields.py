"""Fields of learning and work behind posts, in capital letters and no names: "director of Microbiology"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["is_fields"]

_LISTS: Final = word_lists("words/titles/posts")
_FIELDS: Final = _LISTS["fields"]
_HEADS: Final = _LISTS["heads_of_fields"]
_LEARNED: Final = ("ology", "omics", "atrics", "graphy", "onomy", "istry", "matics", "ophysics", "ronics")
"""How words for fields of learning end."""
_LONGEST: Final = 6
"""How many tokens of a row of fields may stand before one of them."""


def is_fields(parse: Parse, start: int, end: int) -> bool:
    """Whether [start, end) is a field that a post is for, or the last of a row: "Microbiology and Rare Diseases"."""
    first = start
    while first > max(1, start - _LONGEST) and parse.lowers[first - 1] not in ("of", "in"):
        first -= 1
    if first < 2 or parse.lowers[first - 1] not in ("of", "in") or parse.lowers[first - 2] not in _HEADS:
        return False
    row = range(first, end)
    if any(parse.words[token].islower() and parse.lowers[token] != "and" for token in row):
        return False
    return _is_field(parse.lowers[first]) and all(
        _is_field(parse.lowers[token]) or parse.words[token] in (",", "and", "&") or _is_kind(parse, token, end)
        for token in row
    )


def _is_field(word: str) -> bool:
    """Whether a word is one for a field."""
    return word in _FIELDS or word.endswith(_LEARNED)


def _is_kind(parse: Parse, token: int, end: int) -> bool:
    """Whether a word tells which field the next one is: "Infectious" in "Infectious Diseases"."""
    return token + 1 < end and parse.deps[token] in ("amod", "compound") and _is_field(parse.lowers[token + 1])
