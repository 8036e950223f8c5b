"""Which verb or noun a time expression dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.text.model import Parse

__all__ = ["governor"]

_BETWEEN = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
"""Labels of names that a time only stands beside."""


def governor(parse: Parse, names: Mapping[int, str], start: int, end: int, *, single: bool) -> int:
    """The verb or noun that a time expression modifies, over its preposition; -1 where it stands by itself.

    `names` gives the label of the model's name at a token, `single` tells a day, month or year from a span of them.
    """
    inside = range(start, end)
    token = next((t for t in inside if parse.heads[t] not in inside or parse.heads[t] == t), start)
    if parse.deps[token] == "poss" and parse.heads[token] not in inside:
        return parse.heads[token]  # "Sunday's Turkish Grand Prix"
    if single and (noun := _described(parse, start)) >= 0:
        return noun
    while parse.heads[token] != token:
        token = parse.heads[token]
        if token in inside or parse.pos[token] in ("ADP", "SCONJ", "ADV", "NUM", "PUNCT", "PART"):
            continue
        if names.get(token) in _BETWEEN:
            continue  # "in Kabul, Afghanistan, September 13" dates the verb, not the country
        return token
    return -1 if token in inside or parse.pos[token] in ("ADP", "NUM", "PUNCT") else token


def _described(parse: Parse, start: int) -> int:
    """The noun just before "from" and a time: "a memo from 2007"; -1 where there is none."""
    noun = start - 2
    if noun < 0 or parse.lowers[noun + 1] != "from" or parse.pos[noun] != "NOUN":
        return -1
    return noun if parse.deps[noun] in ("dobj", "pobj", "nsubj", "nsubjpass", "attr") else -1
