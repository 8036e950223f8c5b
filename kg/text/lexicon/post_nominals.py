"""Letters behind a person's name that stand for a post, an honour or a degree: "Ann Lee MP", "Tom Hale QC OBE"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.names import FIRST_NAMES
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.titles import COURTESY, MODIFIERS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["POST_LETTERS", "hang_letters", "is_lettered", "is_letters", "letters_after", "without_letters"]

_LISTS: Final = word_lists("words/names/post_nominals")
POST_LETTERS: Final = _LISTS["posts"]
_ALL: Final = POST_LETTERS | _LISTS["honours"]

_NAME: Final = 3
"""The words of a name that are looked at."""


def without_letters(words: Sequence[str], start: int, end: int) -> int:
    """Where the name in [start, end) ends without the letters behind it."""
    last = end
    while last > start and words[last - 1] in _ALL:
        last -= 1
    return last if last > start and is_lettered(words, start, last) else end


def letters_after(words: Sequence[str], start: int, end: int) -> int:
    """The letters for a post behind the name in [start, end), honours aside; -1 where there are none."""
    token = end
    while token < len(words) and words[token] in _ALL and is_lettered(words, start, end):
        if words[token] in POST_LETTERS:
            return token
        token += 1
    return -1


def is_letters(words: Sequence[str], start: int, end: int) -> bool:
    """Whether [start, end) are letters behind a name, or behind the comma after it."""
    if start == 0 or any(word not in _ALL for word in words[start:end]):
        return False
    if words[start - 1] == ",":
        return words[start] in POST_LETTERS - _LISTS["parliaments"]
    first = start
    while first > 0 and start - first < _NAME and words[first - 1][0].isupper():
        first -= 1
    return first < start and is_lettered(words, first, start)


def is_lettered(words: Sequence[str], start: int, end: int) -> bool:
    """Whether letters may follow the words [start, end): a name of two, behind a first name those of a seat.

    "South Wales MP Tom Hale" is no MP called South Wales.
    """
    named = words[end - 1][0].isupper() and words[end - 1].lower() not in MODIFIERS
    if not named or end == len(words) or words[end] not in _ALL or end - start < 1:
        return False
    first = words[end - 2].lower() if end - start > 1 else words[start - 1].lower() if start else ""
    if first in FIRST_NAMES or first in COURTESY:
        return True
    return end - start > 1 and words[end] not in _LISTS["parliaments"] and words[end - 2][0].isupper()


def hang_letters(
    words: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int], sentences: Sequence[tuple[int, int]]
) -> None:
    """Make the last word of a name the head of it where the parser took the letters behind it for that."""
    for start, end in sentences:
        for token in range(start + 2, end):
            if words[token] in _ALL and _heads_name(words, tags, deps, heads, token):
                name = token - 1
                for other in range(start, end):
                    if heads[other] == token and other != token:
                        heads[other] = name
                heads[name] = name if heads[token] == token else heads[token]
                heads[token], deps[name], deps[token] = name, deps[token], "nmod"


def _heads_name(
    words: Sequence[str], tags: Sequence[str], deps: Sequence[str], heads: Sequence[int], token: int
) -> bool:
    """Whether the parser took a token behind a name of two words for the head of it."""
    first, name = token - 2, token - 1
    if deps[name] != "compound" or heads[name] != token or tags[name] != "NNP" or tags[first] != "NNP":
        return False
    return heads[first] in (name, token) and is_lettered(words, first, token)
