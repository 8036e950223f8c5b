"""What a post is for: portfolios and fields of work behind or before its noun.

"Secretary of State", "head of house production", "Emergency Services Minister", "director of Microbiology".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES, class_of_noun
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.titles import (
    BEFORE_NAMES,
    COMPLETIONS,
    HEADS,
    IN_CHARGE,
    MODIFIERS,
    PORTFOLIOS,
    WITH_PORTFOLIO,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse

__all__ = ["MEASURES", "is_fields", "is_portfolio_word", "portfolio_end", "post_before_portfolio"]

MEASURES: Final = words("words/nouns/measures")
_LISTS: Final = word_lists("words/titles/posts")
_PREPOSITIONS: Final = words("words/titles/posts", "portfolio_prepositions")
_LEARNED: Final = tuple(words("words/nouns/endings", "fields"))
_NO_PORTFOLIO: Final = ORGANIZATIONS | PLACES | {"Person", "People"}
_LONGEST: Final = 7
"""How many tokens a portfolio has at most, with its preposition; a row of fields has one less."""
_REACH: Final = 4
"""How far behind the preposition the noun of a portfolio may stand."""
_JOINT: Final = 3
"""How many tokens may stand between two such nouns."""


def post_before_portfolio(parse: Parse, end: int, name_of: Sequence[int] = ()) -> int:
    """The token after the noun of a post that ends before `end` with its portfolio, 0 for none: "Secretary of State".

    Words of portfolios may be capitalised or not; a name among them, by `name_of`, is the name of an organization.
    """
    for token in range(end - 1, max(0, end - _LONGEST), -1):
        word = parse.lowers[token]
        if name_of and max(name_of[token], name_of[token - 1]) >= 0:
            return 0
        if word in _PREPOSITIONS and token < end - 1:
            head = parse.lowers[token - 1]
            return token if head in BEFORE_NAMES or head in HEADS or head in WITH_PORTFOLIO else 0
        joining = word in ("and", "the", "-") and token < end - 1
        if not joining and word not in PORTFOLIOS and word not in COMPLETIONS:
            return 0
    return 0


def is_portfolio_word(parse: Parse, token: int, head: int) -> bool:
    """Whether a word before the noun `head` of a post is of its portfolio: "Youth and Sports Minister"."""
    if parse.lowers[head] not in IN_CHARGE:
        return False
    if parse.lowers[token] == "and" and token:
        around = (parse.lowers[token - 1], parse.lowers[token + 1])
        return all(word in PORTFOLIOS or word in MODIFIERS for word in around)
    return parse.lowers[token] in PORTFOLIOS


def portfolio_end(parse: Parse, name_of: Sequence[int], token: int) -> int:
    """Where a post with the noun `token` ends that "of" or "for" completes: "head of house production"."""
    end, noun = token + 1, parse.lowers[token]
    if end + 1 >= len(parse) or parse.deps[end] != "prep" or parse.heads[end] != token:
        return end
    before = parse.lowers[end]
    if before != "of" and not (before == "for" and noun in WITH_PORTFOLIO):
        return end
    for child in parse.dependents(end, "pobj"):
        if child - end > _REACH:
            continue
        inside = range(end + 1, child + 1)
        if any(name_of[t] >= 0 or parse.deps[t] == "poss" for t in inside):
            return end
        if any(parse.deps[t] == "det" for t in inside):
            return child + 1 if _is_definite_portfolio(parse, token, child) else end
        if _is_portfolio(parse, before, child):
            return _joint_end(parse, name_of, child)
    return end


def _is_portfolio(parse: Parse, before: str, noun: int) -> bool:
    """Whether a noun behind a post and a preposition is what the post is in charge of, no organization or person."""
    if parse.lowers[noun] in PORTFOLIOS:
        return True
    return before == "of" and class_of_noun(parse.lemmas[noun].lower(), parse.lowers[noun - 1]) not in _NO_PORTFOLIO


def _is_definite_portfolio(parse: Parse, post: int, noun: int) -> bool:
    """Whether a noun with "the" is what a post is in charge of: "Minister for the Environment"."""
    if parse.lowers[noun - 1] != "the" or parse.lowers[post] not in IN_CHARGE:
        return False
    if parse.lowers[noun] in PORTFOLIOS:
        return True
    lemma = parse.lemmas[noun].lower()
    return parse.lowers[post] == "minister" and class_of_noun(lemma) not in _NO_PORTFOLIO and lemma not in MEASURES


def _joint_end(parse: Parse, name_of: Sequence[int], noun: int) -> int:
    """Where a portfolio ends that starts with a noun: "trade and industry"."""
    end = noun + 1
    for child in parse.dependents(noun, "conj"):
        if child - end > _JOINT:
            continue
        inside = range(end, child + 1)
        plain = all(parse.deps[t] in ("cc", "compound", "amod", "conj", "punct") for t in inside)
        named = any(name_of[t] >= 0 and parse.lowers[t] not in PORTFOLIOS for t in inside)
        if plain and not named and _is_portfolio(parse, "of", child):
            return _joint_end(parse, name_of, child)
    return end


def is_fields(parse: Parse, start: int, end: int) -> bool:
    """Whether capitalised words are fields of work behind a post and no name: "director of Microbiology".

    [start, end) may be the last of a row: "head of Microbiology and Rare Diseases".
    """
    lowers, first = parse.lowers, start
    while first > max(1, start - _LONGEST + 1) and lowers[first - 1] not in ("of", "in"):
        first -= 1
    if first < 2 or lowers[first - 1] not in ("of", "in") or lowers[first - 2] not in _LISTS["heads_of_fields"]:
        return False
    row = range(first, end)
    if any(parse.words[token].islower() and lowers[token] != "and" for token in row):
        return False
    return _is_field(lowers[first]) and all(
        _is_field(lowers[token]) or parse.words[token] in (",", "and", "&") or _is_kind_of_field(parse, token, end)
        for token in row
    )


def _is_field(word: str) -> bool:
    return word in _LISTS["fields"] or word.endswith(_LEARNED)


def _is_kind_of_field(parse: Parse, token: int, end: int) -> bool:
    """Whether a word says which field the next one is: "Infectious" in "Infectious Diseases"."""
    return token + 1 < end and parse.deps[token] in ("amod", "compound") and _is_field(parse.lowers[token + 1])
