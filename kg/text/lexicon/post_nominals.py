"""Letters behind a person's name that stand for a post, an honour or a degree: "Ann Lee MP", "Tom Hale QC OBE"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.names import FIRST_NAMES
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.titles import COURTESY, MODIFIERS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LETTERS", "is_letters", "letters_after", "may_follow", "without_letters"]

_LISTS: Final = word_lists("words/names/post_nominals")
_POSTS: Final = _LISTS["posts"]
LETTERS: Final = _POSTS | _LISTS["honours"]

_NAME: Final = 3
"""The words of a name that are looked at."""


def without_letters(words: Sequence[str], start: int, end: int) -> int:
    """Where the name in [start, end) ends without the letters behind it."""
    last = end
    while last > start and words[last - 1] in LETTERS:
        last -= 1
    return last if last > start and may_follow(words, start, last) else end


def letters_after(words: Sequence[str], start: int, end: int) -> int:
    """The letters for a post behind the name in [start, end), honours aside; -1 where there are none."""
    token = end
    while token < len(words) and words[token] in LETTERS and may_follow(words, start, end):
        if words[token] in _POSTS:
            return token
        token += 1
    return -1


def is_letters(words: Sequence[str], start: int, end: int) -> bool:
    """Whether [start, end) are letters behind a name, or behind the comma after it."""
    if start == 0 or any(word not in LETTERS for word in words[start:end]):
        return False
    if words[start - 1] == ",":
        return words[start] in _POSTS - _LISTS["parliaments"]
    first = start
    while first > 0 and start - first < _NAME and words[first - 1][0].isupper():
        first -= 1
    return first < start and may_follow(words, first, start)


def may_follow(words: Sequence[str], start: int, end: int) -> bool:
    """Whether letters may follow the name [start, end): any behind a first name, else behind two words most.

    "South Wales MP Tom Hale" is no MP called South Wales.
    """
    named = words[end - 1][0].isupper() and words[end - 1].lower() not in MODIFIERS
    if not named or end == len(words) or words[end] not in LETTERS or end - start < 1:
        return False
    first = words[end - 2].lower() if end - start > 1 else words[start - 1].lower() if start else ""
    if first in FIRST_NAMES or first in COURTESY:
        return True
    return end - start > 1 and words[end] not in _LISTS["parliaments"] and words[end - 2][0].isupper()
