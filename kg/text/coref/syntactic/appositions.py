"""Appositions: the phrases that stand beside a name and call the same, whatever the parser hangs them on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.word_classes import class_group
from kg.text.lexicon.words import load_titles
from kg.text.syntax.dependencies import carried, is_between_commas

if TYPE_CHECKING:
    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["agree", "apposed", "is_one_of_many", "is_post", "titled"]

_DEPTH: Final = 3
"""How many nouns stand at most between the one that introduces a name and the name."""
_OPENING: Final = frozenset({"det", "poss"})
_SIDE_BY_SIDE: Final = frozenset({"dobj", "npadvmod", "appos", "dative", "oprd"})


def apposed(parse: Parse, clusters: Clusters, place: int) -> int:
    """The phrase to which a phrase stands in apposition."""
    phrase = clusters.phrases[place]
    if parse.deps[phrase.head] != "appos":
        row = _apposed_in_row(parse, clusters, place)
        return row if row >= 0 else _run_on(parse, clusters, place)
    above = parse.heads[phrase.head]
    other = clusters.headed_by(above)
    if other < 0 and parse.lowers[above] == "one":  # "one of the victims, X"
        other = clusters.headed_by(carried(parse, above))
    if phrase.kind == "nominal" and _is_next_of_kin(parse, phrase.head):
        return -1
    if phrase.kind == "name" and phrase.cls == "Person":
        other = _introduced(parse, clusters, place, other)
    return other if other >= 0 and _is_apposition(parse, clusters, place, other) else -1


def _is_next_of_kin(parse: Parse, token: int) -> bool:
    """Whether a noun for kin goes on with a row of kin, and says nothing of the name before: "a son, A, a brother"."""
    kin, name = load_titles().kin, parse.heads[token]
    if parse.lemmas[token] not in kin or parse.deps[name] != "appos":
        return False
    return parse.lemmas[parse.heads[name]] in kin


def _apposed_in_row(parse: Parse, clusters: Clusters, place: int) -> int:
    """The name that the second of two nominals in apposition calls too: "X, a lawyer and a member of Y"."""
    phrase = clusters.phrases[place]
    if not is_post(clusters, place) or not (is_one_of_many(parse, phrase) or phrase.start == phrase.head):
        return -1
    head = phrase.head
    while parse.deps[head] == "conj":
        head = parse.heads[head]
    apposed = head != phrase.head and parse.deps[head] == "appos" and parse.tags[head] in ("NN", "NNP")
    if not apposed or _is_next_of_kin(parse, head):
        return -1
    other = clusters.headed_by(parse.heads[head])
    if other < 0 or clusters.phrases[other].kind != "name" or clusters.phrases[other].end > phrase.start:
        return -1
    return other if agree(clusters, place, other) else -1


def _run_on(parse: Parse, clusters: Clusters, place: int) -> int:
    """The name just before a bare post without a comma: "Jane Doe deputy director of Acme says"."""
    phrase = clusters.phrases[place]
    if not is_post(clusters, place) or parse.deps[phrase.start] in _OPENING:
        return -1
    for child in (phrase.start - 1, *parse.children[phrase.head]):
        other = clusters.headed_by(child) if 0 <= child < phrase.head else -1
        if other < 0 or clusters.phrases[other].kind != "name" or clusters.phrases[other].cls != "Person":
            continue
        if parse.deps[child] == parse.deps[phrase.head] == "nsubj" and parse.heads[child] == parse.heads[phrase.head]:
            return other
        if parse.deps[child] == "compound" and _has_officer(parse, clusters.phrases[other], phrase.head):
            return other
    return -1


def _has_officer(parse: Parse, name: Phrase, post: int) -> bool:
    """Whether a post behind a full name, which the parser makes a part of it, has a body of its own behind it."""
    titles = load_titles()
    if name.end - name.start < 2 or parse.lemmas[post] not in titles.leads | titles.posts:
        return False
    if any(parse.lowers[token] not in titles.widen for token in range(name.end, post)):
        return False
    return (
        parse.lowers[post + 1 : post + 2] in (("of",), ("at",), ("with",), ("for",)) and parse.heads[post + 1] == post
    )


def titled(parse: Parse, clusters: Clusters, place: int) -> int:
    """The bare nominal just before a person's name that the parser makes an object of its own: "signed striker X"."""
    phrase = clusters.phrases[place]
    other = clusters.headed_by(phrase.start - 1) if phrase.start else -1
    if other < 0 or parse.deps[phrase.head] not in _SIDE_BY_SIDE:
        return -1
    before = clusters.phrases[other]
    beside = parse.heads[phrase.head] in (before.head, parse.heads[before.head]) and parse.deps[before.head] == "dobj"
    return other if beside and before.kind == "nominal" and before.cls == "Person" and not before.plural else -1


def _introduced(parse: Parse, clusters: Clusters, place: int, other: int) -> int:
    """The nominal for a person that introduces a name, where the parser hangs the name on its complement.

    In "a spokesman for the court in Leeds, X" it is two nouns above Leeds, in "a spokesman for Governor Y, X" one
    above Y.
    """
    if other < 0:
        return -1
    phrase, beside = clusters.phrases[place], clusters.phrases[other]
    if beside.cls == "Person" and (beside.kind != "name" or not is_between_commas(parse, phrase.start, phrase.end)):
        return other
    if beside.cls == "Person" and any(parse.deps[child] == "conj" for child in parse.children[beside.head]):
        return -1  # "a lawyer for Y, X and Z"
    noun = parse.heads[phrase.head]
    for _ in range(_DEPTH):
        prep = parse.heads[noun]
        if parse.deps[noun] != "appos" and parse.deps[prep] != "prep":
            return -1
        noun = prep if parse.deps[noun] == "appos" else parse.heads[prep]
        at = clusters.phrase_at[noun]
        if at >= 0 and clusters.phrases[at].cls == "Person" and clusters.phrases[at].kind == "nominal":
            return at
    return -1


def _is_apposition(parse: Parse, clusters: Clusters, place: int, other: int) -> bool:
    mine, theirs = clusters.phrases[place], clusters.phrases[other]
    if "name" not in (mine.kind, theirs.kind) and mine.kind != "nominal":
        return False
    if mine.kind == theirs.kind == "name":
        return False
    introduced = mine.kind == "name" and theirs.kind == "nominal" and theirs.end == mine.start
    joined = [c for c in parse.children[mine.head] if c > mine.head and parse.deps[c] in ("cc", "conj")]
    if not introduced and joined and not _is_all_one(parse, clusters, mine, joined):
        return False  # "her teachers, X and Y", but "the model X and the actress Y"
    for token in range(theirs.end, mine.start):
        if parse.lowers[token] in ("and", "or") and parse.heads[token] in (theirs.head, mine.head):
            return False  # not the "and" of "the head of Food and Water, X"
    return agree(clusters, place, other)


def _is_all_one(parse: Parse, clusters: Clusters, mine: Phrase, joined: list[int]) -> bool:
    """Whether nominals joined in apposition are all of one person: "a lawyer and a member of the board"."""
    others = [clusters.headed_by(token) for token in joined if parse.deps[token] == "conj"]
    phrases = [mine, *(clusters.phrases[other] for other in others if other >= 0)]
    if any(other < 0 for other in others) or len(phrases) < 2:
        return False
    if any(p.kind != "nominal" or p.cls != "Person" or p.plural for p in phrases):
        return False
    described = parse.words[mine.start - 1] == ","  # "X, the director of Acme, and chairman of Beta"
    return described or all(is_one_of_many(parse, p) for p in phrases)


def is_one_of_many(parse: Parse, phrase: Phrase) -> bool:
    """Whether a phrase calls somebody one of a kind: "a member of Y", "vice-president"; no "the", "his", "two"."""
    return parse.lowers[phrase.start] in ("a", "an") and not phrase.plural


def is_post(clusters: Clusters, place: int) -> bool:
    """Whether a phrase is a noun for one person."""
    phrase = clusters.phrases[place]
    return phrase.kind == "nominal" and phrase.cls == "Person" and not phrase.plural


def agree(clusters: Clusters, place: int, other: int) -> bool:
    """Whether two phrases may call the same by their class and number."""
    mine, theirs = clusters.phrases[place], clusters.phrases[other]
    if theirs.kind == "pronoun":  # a relative one, whose antecedent is known
        known = clusters.of[other]
        return known >= 0 and clusters.cls[known] == mine.cls == "Person" and clusters.plural[known] == mine.plural
    if mine.plural != theirs.plural or mine.kind == "pronoun":
        return False
    first, second = class_group(mine.cls), class_group(theirs.cls)
    if first == second:
        return first != "Topic" or "name" not in (mine.kind, theirs.kind)
    return {first, second} <= {"Product", "Work", "Topic"} and "name" in (mine.kind, theirs.kind)
