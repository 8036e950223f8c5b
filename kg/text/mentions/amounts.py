"""Sums of money that somebody gives, gets or wants ("$3 million", "Rs 7 lakh"), and how many a noun counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["counted", "sum_span"]

_CURRENCIES: Final = words("words/mentions/amounts", "currencies")
_SCALES: Final = words("words/mentions/amounts", "scales")
_NUMBERS: Final[dict[str, int]] = table("words/numbers")["numbers"]
_SYMBOLS: Final = frozenset("$€£¥₹₦₽₩₺")
_BEFORE: Final = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "punct"})
_OBJECTS: Final = frozenset({"dobj", "nsubjpass"})


def sum_span(parse: Parse, token: int) -> tuple[int, int] | None:
    """The tokens of the sum that a token heads as something given, got or asked for, None where it heads none.

    What only rounds it ("about", "more than") is no part of it.
    """
    if not _is_object(parse, token) or not _is_part(parse, token):
        return None
    start = token
    while start and token in (parse.heads[start - 1], parse.heads[parse.heads[start - 1]]):
        if parse.deps[start - 1] not in _BEFORE or not _is_part(parse, start - 1):
            break
        start -= 1
    if start and _is_symbol(parse, start - 1):
        start -= 1
    number = any(parse.pos[t] == "NUM" for t in range(start, token + 1))
    currency = _is_currency(parse, token) or any(_is_symbol(parse, t) for t in range(start, token + 1))
    return (start, token + 1) if number and currency else None


def _is_object(parse: Parse, token: int) -> bool:
    label, head = parse.deps[token], parse.heads[token]
    if label == "conj":
        return parse.deps[head] in _OBJECTS
    return label in _OBJECTS or (label == "pobj" and parse.lowers[head] == "for")


def _is_part(parse: Parse, token: int) -> bool:
    """Whether a word belongs to a sum: a number, a power of ten, a symbol, a currency."""
    if parse.pos[token] == "NUM" or parse.lowers[token] in _SCALES:
        return True
    return _is_symbol(parse, token) or _is_currency(parse, token)


def _is_symbol(parse: Parse, token: int) -> bool:
    return parse.words[token][-1] in _SYMBOLS


def _is_currency(parse: Parse, token: int) -> bool:
    return not _CURRENCIES.isdisjoint((parse.lowers[token], parse.lemmas[token].lower()))


def counted(parse: Parse, start: int, head: int) -> str:
    """How many a phrase counts ("76 people", "two soldiers", "65 of the 90 people"), "" where it does not say."""
    if parse.pos[start] == "NUM" and parse.lower_at(start + 1) == "of":
        head = start
    own = [head] if parse.pos[head] == "NUM" else parse.dependents(head, "nummod")
    number = next((parse.lowers[token].replace(",", "") for token in own if parse.pos[token] == "NUM"), "")
    value = int(number) if re.fullmatch(r"\d{1,9}", number) else _NUMBERS.get(number, 0)
    return str(value) if value else ""
