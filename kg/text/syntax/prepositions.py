"""Prepositional phrases: what a preposition governs, and whom a noun means together with the phrase after it.

"Dozens of villagers", "one of the villagers", "banks such as X", "X, together with Y".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists, words
from kg.text.syntax.dependencies import NOMINAL, child, conjuncts, is_predicate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse

__all__ = ["WITH_ADVERBS", "comitatives", "examples", "partitive_noun", "partitive_one", "prepositional"]

WITH_ADVERBS = words("words/syntax/prepositions", "with_adverbs")
"""Adverbs and prepositions that are read as one, "because_of"."""
_WITH_NOUNS = words("words/syntax/prepositions", "with_nouns")
_NOUNS = word_lists("words/syntax/nouns")
_GOVERNED = frozenset({"pobj", "pcomp", "dobj", "npadvmod"})


def prepositional(parse: Parse, preposition: int) -> Iterator[tuple[str, int, bool]]:
    """What a preposition governs, as (preposition, head, whether that is a clause).

    Coordinated phrases come one by one; "out of X", "because of X", "on behalf of X" give "out_of", "because_of",
    "on_behalf_of".
    """
    stack = [(parse.lowers[preposition], preposition)]
    while stack:
        name, node = stack.pop()
        name = _with_bare(parse, name, node)
        for c in parse.children[node]:
            if _is_nested(parse, c):
                joined = f"{name}_{parse.lowers[c]}"
                stack.append((joined if joined in WITH_ADVERBS or not _governs(parse, node) else parse.lowers[c], c))
            elif parse.deps[c] == "conj" and parse.pos[c] in {"ADP", "SCONJ", "PART"}:
                stack.append((parse.lowers[c], c))
            elif name.endswith(f"_{parse.lowers[c]}") and not parse.children[c]:
                continue
            elif parse.deps[c] in _GOVERNED or (parse.deps[c] == "attr" and parse.pos[c] in NOMINAL):
                if is_predicate(parse, c):
                    yield name, c, True
                    continue
                for item in conjuncts(parse, c):
                    compound = _noun_preposition(parse, name, node, item)
                    stack += compound
                    if not compound:
                        yield name, item, is_predicate(parse, item)


def _with_bare(parse: Parse, name: str, preposition: int) -> str:
    """The name of a preposition with a word of its own that governs nothing: "because of X", "together with X"."""
    for c in parse.children[preposition]:
        if c == preposition - 1 and parse.deps[c] == "advmod" and f"{parse.lowers[c]}_{name}" in WITH_ADVERBS:
            return f"{parse.lowers[c]}_{name}"
        if parse.deps[c] in {"pcomp", "prep"} and parse.pos[c] == "ADP" and not parse.children[c]:
            joined = f"{name}_{parse.lowers[c]}"
            if joined in WITH_ADVERBS:
                return joined
    return name


def _is_nested(parse: Parse, token: int) -> bool:
    """Whether what a preposition governs is a preposition again: "out of X", "because of X"."""
    if parse.deps[token] == "prep":
        return True
    return parse.deps[token] in {"pobj", "pcomp"} and parse.pos[token] == "ADP" and bool(parse.children[token])


def _governs(parse: Parse, preposition: int) -> bool:
    """Whether a preposition governs something that is no preposition."""
    return any(not _is_nested(parse, c) for c in parse.dependents(preposition, "pobj", "pcomp"))


def _noun_preposition(parse: Parse, name: str, preposition: int, noun: int) -> list[tuple[str, int]]:
    """The compound prepositions that a noun between two prepositions makes: "in front of"."""
    near = (inner for inner in parse.dependents(noun, "prep") if inner - preposition <= 4)
    found = (("_".join(parse.lowers[preposition : inner + 1]), inner) for inner in near)
    return [(joined, inner) for joined, inner in found if joined in _WITH_NOUNS and joined.startswith(name)]


def partitive_noun(parse: Parse, token: int) -> int:
    """The noun that a word of quantity measures: "villagers" for "dozens" in "dozens of villagers"; else -1.

    Of a number only what is possessed or pointed at, "two of its planes": "three of clubs" is no part of clubs.
    """
    counted = parse.pos[token] == "NUM"
    if parse.lowers[token] not in _NOUNS["partitives"] and not counted:
        return -1
    of = next((node for node in parse.dependents(token, "prep") if node > token and parse.lowers[node] == "of"), -1)
    noun = child(parse, of, "pobj") if of >= 0 else -1
    return noun if not counted or child(parse, noun, "poss", "det") >= 0 else -1


def examples(parse: Parse, noun: int) -> list[int]:
    """What a plural is said to include: "banks, including X and Y", "banks such as X", "two banks, X and Y".

    The parser may attach "including" to a singular between: "members of the club including X".
    """
    if parse.tags[noun] not in {"NNS", "NNPS"} and parse.lowers[noun] != "people":
        return []
    found: list[int] = []
    for node in parse.dependents(noun, "prep", "appos"):
        if node < noun:
            continue
        if parse.deps[node] == "prep":
            found += _included(parse, node)
            inner = child(parse, node, "pobj")
            if inner >= 0 and parse.tags[inner] in {"NN", "NNP"}:
                including = (p for p in parse.children[inner] if parse.lowers[p] == "including")
                found += [c for p in including for c in _included(parse, p)]
        elif parse.pos[node] == "PROPN" and len(named := list(conjuncts(parse, node))) > 1:
            found += named
    return found


def comitatives(parse: Parse, noun: int) -> list[int]:
    """Who is named along with somebody: Y in "X, together with Y, …"."""
    return [
        head
        for node in parse.dependents(noun, "prep")
        for name, head, clause in prepositional(parse, node)
        if name in _NOUNS["comitative"] and not clause and node > noun
    ]


def _included(parse: Parse, preposition: int) -> list[int]:
    """What a preposition brings as examples."""
    word = parse.lowers[preposition]
    if word == "as" and parse.lowers[preposition - 1] == "such":
        word = "such_as"
    if word not in _NOUNS["exemplifying"]:
        return []
    return [c for p in parse.dependents(preposition, "pobj") for c in conjuncts(parse, p)]


def partitive_one(parse: Parse, noun: int) -> int:
    """The "one" of those whom a plural means: in "one of the administrators"; -1 for none."""
    of = parse.heads[noun]
    one = parse.heads[of]
    return one if parse.deps[noun] == "pobj" and parse.lowers[of] == "of" and parse.lowers[one] == "one" else -1
