"""Names that every reader knows, first names, what words of a name say of its class, and letters behind a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import table, word_labels, word_lists, words
from kg.text.lexicon.titles import COURTESY, MODIFIERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KNOWN_NAMES: Final = word_labels("words/names/organizations")
"""The class of each well-known name of an organization, a place, a product, a work or a person, as it is written."""

WORDNET_NAMES: Final = word_labels("words/names/gazetteer")
"""The same of the names in WordNet."""

OPENINGS: Final = word_labels("words/names/openings")
"""The class that the first word of a longer name says it has, in lower case."""

ENDINGS: Final = word_labels("words/names/endings")
"""The class that the last word of a longer name says it has, in lower case."""

SURNAMES: Final = words("words/names/parts", "surnames")
"""Nouns that are also common surnames, in lower case."""

PARTIES: Final[Mapping[str, str]] = {
    word.replace("_", " "): party
    for party, listed in table("words/parties")["names"].items()
    for word in listed.split()
}
"""The name of a party by each word that stands for it, its members or what is its own, all in lower case."""


FIRST_NAMES: Final[Mapping[str, str]] = {
    word.lower(): gender.removeprefix("either")
    for name in ("words/names/first_names_world", "words/names/first_names")
    for gender in ("either", "male", "female")
    for word in words(name, gender)
}
"""Each first name, in lower case, with "male", "female", or "" where both bear it."""

_LISTS: Final = word_lists("words/names/post_nominals")
_POSTS: Final = _LISTS["posts"]
LETTERS: Final = _POSTS | _LISTS["honours"]
"""Letters behind a person's name for a post, an honour or a degree: "Ann Lee MP", "Tom Hale QC OBE"."""

_NAME: Final = 3
"""The words of a name that are looked at."""


def without_letters(words: Sequence[str], start: int, end: int) -> int:
    """Where the name in [start, end) ends without the letters behind it."""
    last = end
    while last > start and words[last - 1] in LETTERS:
        last -= 1
    return last if last > start and letters_may_follow(words, start, last) else end


def letters_after(words: Sequence[str], start: int, end: int) -> int:
    """The letters for a post behind the name in [start, end), honours aside; -1 where there are none."""
    token = end
    while token < len(words) and words[token] in LETTERS and letters_may_follow(words, start, end):
        if words[token] in _POSTS:
            return token
        token += 1
    return -1


def is_letters(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the words [start, end) are letters behind a name, or behind the comma after it."""
    if start == 0 or any(word not in LETTERS for word in words[start:end]):
        return False
    if words[start - 1] == ",":
        return words[start] in _POSTS - _LISTS["parliaments"]
    first = start
    while first > 0 and start - first < _NAME and words[first - 1][0].isupper():
        first -= 1
    return first < start and letters_may_follow(words, first, start)


def letters_may_follow(words: Sequence[str], start: int, end: int) -> bool:
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
