"""Parties by the words for them before posts: "the Labor leader"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_parties, load_titles, singular

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["is_labor", "is_party", "is_party_word"]

_LISTS: Final = word_lists("words/parties")
_HOMES: Final = _LISTS["labor"]
_ELSEWHERE: Final = _LISTS["no_labor"]


def is_party(parse: Parse, token: int) -> bool:
    """Whether a capitalised word before a member's title is a party's: "Labour MP", "Labour leader", no minister's."""
    if not parse.words[token][0].isupper() or not is_party_word(parse, parse.lowers[token]):
        return False
    titles, last = load_titles(), token + 1
    while last + 1 < len(parse) and parse.lowers[last] in titles.widen:
        last += 1  # "Labour deputy leader"
    following = singular(parse.lowers[last])
    return following in titles.members or following in _LISTS["posts"]


def is_party_word(parse: Parse, word: str) -> bool:
    """Whether a word in small letters is one for a party, or its members, in a text."""
    return word in load_parties() and (word != "labor" or is_labor(parse))


def is_labor(parse: Parse) -> bool:
    """Whether "Labor" is a party in a text: not where the text tells of a country that has none, or of unions."""
    return _is_labor(parse.words)


@lru_cache(maxsize=1)
def _is_labor(words: tuple[str, ...]) -> bool:
    return not _HOMES.isdisjoint(words) or _ELSEWHERE.isdisjoint(words)
