"""Whom a story names after it has told what befell somebody: "A woman was killed … Ann Lee, 47, was struck and killed".

The first sentences of news leave names out. The one whom the text names later as having met the same fate is the one
whom they mean, where just one did.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words
from kg.text.lexicon.words import load_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["fate_links", "part_links"]

_BARE: Final = frozenset({"a", "an"})
_PARTS: Final = {"suspects": {"caught"}, "victims": {"harmed", "taken"}}
"""The lists of nouns by which a text calls those whom a fate befell."""

_FURTHER: Final = words("words/coref/discourse", "further")

_LEAD: Final = 3
"""The last of the first sentences, which leave names out, the headline's among them."""

_LATER: Final = 4
"""How many sentences later the name comes at most."""

_FATES: Final = ("harmed", "caught", "taken", "ousted", "chosen")
"""The lists of verbs of which each tells one fate."""


@cache
def _fate_of_verb() -> dict[str, str]:
    return {verb: fate for fate in _FATES for verb in words("words/coref/discourse", "events", fate)}


def fate_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: somebody unnamed, and the one named person whom the same befell."""
    persons = [c for c in sorted(clusters.members) if clusters.cls[c] in ("Person", "People")]
    fates = {cluster: _fates(parse, clusters, cluster) for cluster in persons}
    told = {fate for cluster in persons for fate in fates[cluster]}
    for fate in sorted(told, key=lambda fate: (fate in _FATES, fate)):  # the same verb tells more
        met = [cluster for cluster in persons if fate in fates[cluster]]
        unnamed = [cluster for cluster in met if not clusters.named[cluster] and not clusters.plural[cluster]]
        if len(unnamed) == 1:
            first = min(clusters.members[unnamed[0]])
            named = [c for c in met if clusters.named[c] and min(clusters.members[c]) > first]
            if len(named) == 1 and _may_be(parse, clusters, unnamed[0], named[0]):
                yield unnamed[0], named[0]


def part_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: "the suspect" or "the victim", and the one named person who was caught or harmed."""
    fates = {c: _fates(parse, clusters, c) for c in sorted(clusters.members) if clusters.cls[c] == "Person"}
    for part, befell in _PARTS.items():
        nouns = words("words/coref/discourse", part)
        called = [
            c
            for c in fates
            if not clusters.named[c] and not clusters.nouns[c].isdisjoint(nouns) and not _is_further(parse, clusters, c)
        ]
        met = [c for c in fates if c not in called and not fates[c].isdisjoint(befell)]
        if len(called) == len(met) == 1 and clusters.named[met[0]] and _is_one(clusters, called[0], met[0]):
            yield called[0], met[0]


def _is_further(parse: Parse, clusters: Clusters, cluster: int) -> bool:
    """Whether a text speaks of one more of a kind: "a second suspect", "another victim"."""
    first = clusters.phrases[min(clusters.members[cluster])]
    return not _FURTHER.isdisjoint(parse.lowers[first.start : first.head])


def _is_one(clusters: Clusters, cluster: int, other: int) -> bool:
    """Whether clusters are each of one person, and of no different gender."""
    plural = clusters.plural[cluster] or clusters.plural[other]
    return not plural and clusters.may_share_gender(cluster, other)


def _may_be(parse: Parse, clusters: Clusters, cluster: int, other: int) -> bool:
    """Whether the text introduces somebody without a name, and a person of that gender by name later."""
    if clusters.cls[cluster] != clusters.cls[other] or not _is_one(clusters, cluster, other):
        return False
    first = clusters.phrases[min(clusters.members[cluster])]
    nations = _nations(parse, clusters, cluster), _nations(parse, clusters, other)
    if all(nations) and nations[0].isdisjoint(nations[1]):
        return False
    opened = parse.lowers[first.start] in _BARE or _is_bare(parse, first)
    told = parse.sentence_of[first.head]
    later = parse.sentence_of[clusters.phrases[min(clusters.members[other])].head] - told
    return opened and told <= _LEAD and later <= _LATER


def _nations(parse: Parse, clusters: Clusters, cluster: int) -> set[str]:
    """The nations that stand in the nominals for somebody and before the name: "an Italian miner", "Dane Ole Berg"."""
    phrases = [clusters.phrases[place] for place in clusters.members[cluster]]
    words = {word for p in phrases if p.kind == "nominal" for word in parse.words[p.start : p.end]}
    words |= {parse.words[p.start - 1] for p in phrases if p.kind == "name" and p.start}
    return words & load_places().demonyms.keys()


def _is_bare(parse: Parse, phrase: Phrase) -> bool:
    """Whether a phrase of a headline has no determiner."""
    in_headline = len(parse.blocks) > 1 and phrase.head < parse.blocks[0][1]
    return in_headline and all(parse.deps[c] not in ("det", "poss", "nummod") for c in parse.children[phrase.head])


def _fates(parse: Parse, clusters: Clusters, cluster: int) -> set[str]:
    """The verbs of what befell those whom a cluster means, and their fates."""
    found = {_verb(parse, clusters.phrases[place].head) for place in clusters.members[cluster]}
    fates = _fate_of_verb()
    return (found | {fates[verb] for verb in found if verb}) - {""}


def _verb(parse: Parse, head: int) -> str:
    """The verb of what befell whom a noun or pronoun means, "" for none."""
    fates = _fate_of_verb()
    for child in parse.children[head]:
        if parse.deps[child] == "acl" and parse.tags[child] == "VBN" and parse.lemmas[child] in fates:
            return parse.lemmas[child]
    while parse.deps[head] == "conj":
        head = parse.heads[head]
    verb = parse.heads[head]
    if any(parse.deps[child] == "neg" for child in parse.children[verb]):
        return ""
    passive = parse.deps[head] == "nsubjpass" or (parse.deps[head] == "nsubj" and parse.tags[verb] == "VBN")
    if passive or parse.deps[head] == "dobj" or (parse.deps[head] == "nsubj" and parse.lemmas[verb] == "die"):
        return parse.lemmas[verb] if parse.lemmas[verb] in fates else ""
    return ""
