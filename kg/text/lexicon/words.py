"""Former names of what `titles`, `names`, `nouns` and `places` hold; callers move to those, and this goes.

`load_words()`: `.nouns` is nouns.NOUN_CLASSES, `.suffixes` names.ENDINGS, `.names` names.KNOWN_NAMES, `.gender`
names.FIRST_NAMES. `load_titles()`: its fields are the constants of titles (civil: COURTESY, before: BEFORE_NAMES,
widen: MODIFIERS, double: PAIRS, completing: COMPLETIONS, aside: STATUS, leads: HEADS, callings: TRADES,
no_post: NOT_POSTS, sports: TEAM_POSTS, charged: WITH_PORTFOLIO, kin: KINSHIP).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon import names, nouns, titles
from kg.text.lexicon.nouns import singular
from kg.text.lexicon.places import load_places

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "load_openings",
    "load_parties",
    "load_places",
    "load_titles",
    "load_words",
    "singular",
    "words_of_posts",
]


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of nouns and names."""

    nouns: Mapping[str, str] = field(default_factory=lambda: nouns.NOUN_CLASSES)
    suffixes: Mapping[str, str] = field(default_factory=lambda: names.ENDINGS)
    names: Mapping[str, str] = field(default_factory=lambda: names.KNOWN_NAMES)
    gender: Mapping[str, str] = field(default_factory=lambda: names.FIRST_NAMES)


@dataclass(frozen=True, slots=True)
class Titles:
    """The lists of titles and posts."""

    civil: frozenset[str] = titles.COURTESY
    before: frozenset[str] = titles.BEFORE_NAMES
    widen: frozenset[str] = titles.MODIFIERS
    kinds: frozenset[str] = titles.KINDS
    double: frozenset[str] = titles.PAIRS
    completing: frozenset[str] = titles.COMPLETIONS
    aside: frozenset[str] = titles.STATUS
    leads: frozenset[str] = titles.HEADS
    posts: frozenset[str] = titles.POSTS
    members: frozenset[str] = titles.MEMBERS
    occupations: frozenset[str] = titles.OCCUPATIONS
    callings: frozenset[str] = titles.TRADES
    no_post: frozenset[str] = titles.NOT_POSTS
    sports: frozenset[str] = titles.TEAM_POSTS
    portfolios: frozenset[str] = titles.PORTFOLIOS
    charged: frozenset[str] = titles.WITH_PORTFOLIO
    kin: Mapping[str, str] = field(default_factory=lambda: titles.KINSHIP)
    gender: Mapping[str, str] = field(default_factory=lambda: titles.GENDER)


@cache
def load_words() -> Words:
    """The lists of nouns and names."""
    return Words()


@cache
def load_titles() -> Titles:
    """The lists of titles and posts."""
    return Titles()


@cache
def load_openings() -> Mapping[str, str]:
    """names.OPENINGS."""
    return names.OPENINGS


@cache
def load_parties() -> Mapping[str, str]:
    """names.PARTIES."""
    return names.PARTIES


@cache
def words_of_posts() -> frozenset[str]:
    """The words of posts and occupations."""
    return titles.POST_WORDS - {"first"}
