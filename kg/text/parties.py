"""Parties by the words for them before posts: "the Labor leader"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.text.words import load_lists, load_parties, load_titles, singular

if TYPE_CHECKING:
    from kg.text.parse import Parse

__all__ = ["is_labor", "is_party"]

_LISTS: Final = load_lists("posts")
_HOMES: Final = _LISTS["labor_homes"]
_ELSEWHERE: Final = _LISTS["labor_elsewhere"]


def is_party(parse: Parse, token: int) -> bool:
    """Whether a capitalised word before a member's title is a party's: "Labour MP", "Labour leader", no minister's."""
    lower = parse.lowers[token]
    if not parse.words[token][0].isupper() or lower not in load_parties():
        return False
    if lower == "labor" and not is_labor(parse):
        return False
    titles, last = load_titles(), token + 1
    while last + 1 < len(parse) and parse.lowers[last] in titles.widen:
        last += 1  # "Labour deputy leader"
    following = singular(parse.lowers[last])
    return following in titles.members or following in load_lists("phrases")["party_posts"]


def is_labor(parse: Parse) -> bool:
    """Whether "Labor" is a party in a text: not where the text tells of a country that has none, or of unions."""
    return _is_labor(parse.words)


@lru_cache(maxsize=1)
def _is_labor(words: tuple[str, ...]) -> bool:
    return not _HOMES.isdisjoint(words) or _ELSEWHERE.isdisjoint(words)
