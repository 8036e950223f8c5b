"""Bare numbers that stand for people: "killed five", "left 12 dead", "40 injured", "238 others"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["fate_span", "is_rest", "toll_span"]

_LISTS = word_lists("words/mentions/casualties")
_CROWDS = _LISTS["crowds"]
_FATES = word_lists("words/casualties")["outcomes"]
_VAGUE = frozenset({"several", "many"})
_PLACED = frozenset(
    {"oprd", "dobj", "pobj", "nsubj", "nsubjpass", "conj", "attr", "ROOT", "ccomp", "acomp", "appos", "dep"}
)


def toll_span(parse: Parse, token: int) -> tuple[int, int] | None:
    """The tokens of a number that stands for people, with its head; None where no person is counted.

    What befell them is part of it where it follows the number: "12 dead", "40 injured".
    """
    counts = _counts(parse, token)
    if not counts and parse.lowers[token] != "one":
        return None
    if counts and token + 1 < len(parse) and _is_fate(parse, token, token + 1):
        return token, token + 2
    if not _is_toll(parse, token):
        return None
    if parse.lowers[token] == "one":  # "no one", "not one"
        return next(c for c in parse.children[token] if parse.lowers[c] == "no"), token + 1
    return token, token + 1


def fate_span(parse: Parse, token: int) -> tuple[int, int] | None:
    """The tokens of a fate that a number counts: "12 dead" in "left at least 12 dead"; None for any other word."""
    if not token or parse.lowers[token] not in _FATES or parse.deps[token] not in _PLACED:
        return None
    counted = parse.heads[token - 1] == token and parse.deps[token - 1] in ("nummod", "amod")
    return (token - 1, token + 1) if counted and _counts(parse, token - 1) else None


def _counts(parse: Parse, token: int) -> bool:
    return parse.pos[token] == "NUM" or parse.lowers[token] in _CROWDS or parse.lowers[token] in _VAGUE


def _is_fate(parse: Parse, number: int, word: int) -> bool:
    """Whether a word behind a number says what befell those counted: "40 injured", not "40 injured men"."""
    if parse.lowers[word] not in _FATES or parse.deps[number] in ("nummod", "quantmod", "compound"):
        return False
    told = parse.heads[word] == number and parse.deps[word] in ("amod", "acl", "advmod")
    told = told or (parse.heads[word] == parse.heads[number] and parse.deps[word] == "oprd")  # "left 12 dead"
    return told or (parse.heads[number] == word and parse.deps[number] == "nsubj" and parse.pos[word] == "ADJ")


def _is_toll(parse: Parse, token: int) -> bool:
    """Whether a bare number stands for the people whom a verb of harm or arrest befalls: "killed dozens"."""
    lower = parse.lowers[token]
    if lower in _CROWDS:
        counted = all(parse.deps[c] != "prep" or parse.lowers[c] != "of" for c in parse.children[token])
    elif lower == "one":
        counted = any(parse.lowers[child] == "no" for child in parse.children[token])
    else:
        counted = parse.pos[token] == "NUM"
    return counted and _befalls(parse, token)


def _befalls(parse: Parse, token: int) -> bool:
    """Whether a verb of harm or arrest has a word as its object, in headlines too: "Four held", "40 hurt in it"."""
    verb = parse.heads[token]
    if parse.lemmas[verb] in _LISTS["casualty_verbs"]:
        bare = not any(parse.deps[child] in ("dobj", "aux") for child in parse.children[verb])
        return parse.deps[token] in ("dobj", "nsubjpass") or (bare and parse.deps[token] == "nsubj")
    return any(parse.deps[c] == "acl" and parse.lemmas[c] in _LISTS["casualty_verbs"] for c in parse.children[token])


def is_rest(parse: Parse, token: int) -> bool:
    """Whether "others" are counted people whom a verb of harm or arrest befalls: "injuring 238 others"."""
    of = parse.heads[token]
    if parse.lowers[token] != "others":
        return False
    if parse.lowers[of] == "of" and parse.lowers[parse.heads[of]] in _CROWDS:
        return _befalls(parse, parse.heads[of])  # "dozens of others"
    return _befalls(parse, token) and any(parse.deps[c] in ("nummod", "amod") for c in parse.children[token])
