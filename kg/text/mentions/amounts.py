"""Sums of money that somebody gives, gets or wants ("$3 million", "Rs 7 lakh"), and how many a noun counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, word_lists

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["counted", "sum_span"]

_SYMBOLS = frozenset("$€£¥₹₦₽₩₺")
_NUMBERS: dict[str, int] = table("words/numbers")["numbers"]
_UNITS = word_lists("words/mentions/amounts")["scales"]
_BEFORE = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "punct"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})


def sum_span(parse: Parse, token: int) -> tuple[int, int] | None:
    """The tokens of the sum that a token heads as something given, got or asked for, None where it heads none.

    What only rounds it ("about", "more than") is no part of it.
    """
    if not _is_object(parse, token) or not (_counts(parse, token) or parse.lowers[token] in _UNITS):
        return None
    start, end = token, token + 1
    while start and (parse.heads[start - 1] == token or parse.heads[parse.heads[start - 1]] == token):
        if parse.deps[start - 1] not in _BEFORE or not (_counts(parse, start - 1) or parse.lowers[start - 1] in _UNITS):
            break
        start -= 1
    if start and _is_symbol(parse, start - 1):
        start -= 1
    numbers = any(parse.pos[t] == "NUM" for t in range(start, end))
    currency = any(_is_symbol(parse, t) for t in range(start, end)) or _is_currency(parse, token)
    return (start, end) if numbers and currency else None


def _is_object(parse: Parse, token: int) -> bool:
    label, head = parse.deps[token], parse.heads[token]
    if label == "conj":
        return parse.deps[head] in _OBJECTS
    return label in _OBJECTS or (label == "pobj" and parse.lowers[head] == "for")


def _counts(parse: Parse, token: int) -> bool:
    """Whether a word belongs to a sum: a number, a symbol, a currency."""
    return parse.pos[token] == "NUM" or _is_symbol(parse, token) or _is_currency(parse, token)


def _is_symbol(parse: Parse, token: int) -> bool:
    return parse.words[token][-1] in _SYMBOLS


def _is_currency(parse: Parse, token: int) -> bool:
    return not word_lists("words/mentions/amounts")["currencies"].isdisjoint(
        (parse.lowers[token], parse.lemmas[token].lower())
    )


def counted(parse: Parse, start: int, head: int) -> str:
    """How many a phrase counts ("76 people", "two soldiers", "65 of the 90 people"), "" where it does not say."""
    if parse.pos[start] == "NUM" and parse.lowers[start + 1 : start + 2] == ("of",):
        head = start
    for token in [head] if parse.pos[head] == "NUM" else parse.children[head]:
        if parse.pos[token] == "NUM" and (token == head or parse.deps[token] == "nummod"):
            word = parse.lowers[token].replace(",", "")
            number: int = int(word) if re.fullmatch(r"\d{1,9}", word) else _NUMBERS.get(word, 0)
            return str(number) if number else ""
    return ""
