"""Coreference of a headline with the story below it: "Man held after blaze at hotel" names nobody, the story does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["headline_links", "police_links"]

_LONGEST = 25
"""The most tokens of a headline."""

_OTHER = word_lists("words/coref/discourse")["apart_in_headlines"]

_OPEN = frozenset({"Topic", "Event", "People", "Role", "Work", ""})
"""Classes of which a story has many."""


def headline_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: an unnamed one of the headline alone, and the one of the story that it must be.

    A headline leaves out articles, so that its "hotel" is the hotel that the story is about: the only one there that
    is called by the noun and is of its class.
    """
    if len(parse.blocks) < 2:
        return
    start, end = parse.blocks[0]
    if end - start > _LONGEST or parse.words[end - 1] in (".", "?", "!", "”", '"'):
        return
    for cluster in sorted(clusters.members):
        members = clusters.members[cluster]
        if clusters.named[cluster] or clusters.plural[cluster] or clusters.cls[cluster] in _OPEN:
            continue
        if any(clusters.phrases[p].head >= end or clusters.phrases[p].kind != "nominal" for p in members):
            continue
        told = {word for p in members for word in parse.lowers[clusters.phrases[p].start : clusters.phrases[p].head]}
        if told & _OTHER:
            continue
        fitting = [other for other in clusters.members if other != cluster and _fits(parse, clusters, cluster, other)]
        if len(fitting) == 1:
            yield cluster, fitting[0]


def _fits(parse: Parse, clusters: Clusters, cluster: int, other: int) -> bool:
    """Whether a cluster of the story is called by a noun of one of the headline."""
    if clusters.cls[other] != clusters.cls[cluster] or clusters.plural[other]:
        return False
    nouns = clusters.nouns[cluster]
    if not nouns.isdisjoint(clusters.nouns[other]):
        return True
    if clusters.cls[other] == "Person":
        return False
    phrases = (clusters.phrases[place] for place in clusters.members[other])
    return any(p.kind == "name" and p.end - p.start > 1 and parse.lowers[p.end - 1] in nouns for p in phrases)


def police_links(_: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: "police" alone, and the one police force that the text names."""
    forces = [cluster for cluster in sorted(clusters.members) if _is_force(clusters, cluster)]
    if len(forces) != 1:
        return
    for cluster in sorted(clusters.members):
        called = clusters.nouns[cluster] == {"police"} and not clusters.named[cluster]
        if called and all(_is_bare(clusters, place) for place in clusters.members[cluster]):
            yield cluster, forces[0]


def _is_force(clusters: Clusters, cluster: int) -> bool:
    """Whether a cluster is a police force that the text names."""
    if not clusters.named[cluster] or clusters.cls[cluster] != "GovernmentAgency":
        return False
    lowers = clusters.parse.lowers
    return any("police" in lowers[p.start : p.end] for p in (clusters.phrases[m] for m in clusters.members[cluster]))


def _is_bare(clusters: Clusters, place: int) -> bool:
    """Whether a phrase is "police" or "the police", or a pronoun."""
    phrase, parse = clusters.phrases[place], clusters.parse
    return phrase.kind == "pronoun" or parse.lowers[phrase.start : phrase.end] in (("police",), ("the", "police"))
