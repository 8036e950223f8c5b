"""Numbers and what befell whom they count, as mentions of people: "killed five", "left 12 dead", "238 others"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["casualty_span", "is_rest"]

_VERBS: Final = words("words/mentions/casualties", "casualty_verbs")
_CROWDS: Final = words("words/mentions/casualties", "crowds")
_OUTCOMES: Final = words("words/mentions/casualties", "outcomes")
_HEADING: Final = frozenset(
    {"oprd", "dobj", "pobj", "nsubj", "nsubjpass", "conj", "attr", "ROOT", "ccomp", "acomp", "appos", "dep"}
)


def casualty_span(parse: Parse, token: int) -> tuple[int, int] | None:
    """The tokens that stand for the people whom a number at `token` counts, None where it counts none.

    What befell them is part of it where it follows the number: "12 dead", "40 injured". It may be the head of it as
    well: "dead" in "left at least 12 dead".
    """
    lower, start = parse.lowers[token], token
    if lower in _OUTCOMES:
        start = token - 1
        modified = start >= 0 and parse.heads[start] == token and parse.deps[start] in ("nummod", "amod")
        return (start, token + 1) if modified and parse.deps[token] in _HEADING and _counts(parse, start) else None
    if _counts(parse, token) and _has_outcome(parse, token):
        return token, token + 2
    if lower in _CROWDS:
        counted = all(parse.lowers[of] != "of" for of in parse.dependents(token, "prep"))
    elif lower == "one":  # "no one"
        start = next((c for c in parse.children[token] if parse.lowers[c] == "no"), -1)
        counted = start >= 0
    else:
        counted = parse.pos[token] == "NUM"
    return (start, token + 1) if counted and _befalls(parse, token) else None


def _counts(parse: Parse, token: int) -> bool:
    return parse.pos[token] == "NUM" or parse.lowers[token] in _CROWDS or parse.lowers[token] in ("several", "many")


def _has_outcome(parse: Parse, number: int) -> bool:
    """Whether the word behind a number says what befell those counted: "40 injured", not "40 injured men"."""
    word = number + 1
    if parse.lower_at(word) not in _OUTCOMES or parse.deps[number] in ("nummod", "quantmod", "compound"):
        return False
    below = parse.heads[word] == number and parse.deps[word] in ("amod", "acl", "advmod")
    beside = parse.heads[word] == parse.heads[number] and parse.deps[word] == "oprd"  # "left 12 dead"
    above = parse.heads[number] == word and parse.deps[number] == "nsubj" and parse.pos[word] == "ADJ"
    return below or beside or above


def _befalls(parse: Parse, token: int) -> bool:
    """Whether a verb of harm or arrest has a word as its object, in headlines too: "Four held", "40 hurt in it"."""
    verb = parse.heads[token]
    if parse.lemmas[verb] in _VERBS:
        bare = parse.deps[token] == "nsubj" and not parse.dependents(verb, "dobj", "aux")
        return bare or parse.deps[token] in ("dobj", "nsubjpass")
    return any(parse.lemmas[c] in _VERBS for c in parse.dependents(token, "acl"))


def is_rest(parse: Parse, token: int) -> bool:
    """Whether "others" are counted people whom a verb of harm or arrest befalls: "injuring 238 others"."""
    if parse.lowers[token] != "others":
        return False
    of = parse.heads[token]
    if parse.lowers[of] == "of" and parse.lowers[parse.heads[of]] in _CROWDS:
        return _befalls(parse, parse.heads[of])  # "dozens of others"
    return _befalls(parse, token) and bool(parse.dependents(token, "nummod", "amod"))
