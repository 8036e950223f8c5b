"""Cataphora of headlines and first sentences, which leave out the name that the story gives later.

"Man held after blaze at hotel" names nobody; "A nurse was jailed on Friday. Inge Dahl, 40, had denied …" opens its
second sentence with the name alone. Whoever else is named there first comes with what he is ("Prosecutor Ola Berg").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import Clusters, only
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists
from kg.text.syntax.dependencies import child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse

__all__ = ["headline_links", "introduction_links"]

_WORDS: Final = word_lists("words/coref/discourse")
_NO_POST: Final = _WORDS["age"] | _WORDS["civil"]
"""Words before a name that are no post: "Dr Amal Sadr", "34-year-old Luc Maes"."""

_LONGEST: Final = 25
"""The most tokens of a headline."""

_SHORTEST: Final = 12
"""How many tokens the first sentence of a story has at least, a headline or a dateline fewer."""

_MANY: Final = frozenset({"Topic", "Event", "People", "Role", "Work", ""})
"""Classes of which a story has many."""

_NAMED_ALONE: Final = frozenset({"Product", "Work", "Program", "Company", "Facility"})
"""Classes that the first sentence may introduce as it does a person: "A ferry sank … The Tarn Star"."""


def headline_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: an unnamed one of the headline alone, and the one of the story that it must be.

    A headline leaves out articles, so that its "hotel" is the hotel that the story is about: the only one there that
    is called by the noun and is of its class.
    """
    end = clusters.headline_end
    if not end or end - parse.blocks[0][0] > _LONGEST or parse.words[end - 1] in (".", "?", "!", "”", '"'):
        return
    for cluster in sorted(clusters.members):
        phrases = list(clusters.phrases_of(cluster))
        if clusters.named[cluster] or clusters.plural[cluster] or clusters.cls[cluster] in _MANY:
            continue
        if any(phrase.head >= end or phrase.kind != "nominal" for phrase in phrases):
            continue
        before = {word for phrase in phrases for word in parse.lowers[phrase.start : phrase.head]}
        fitting = (c for c in clusters.members if c != cluster and _fits(parse, clusters, cluster, c))
        kept = only(fitting, -1) if before.isdisjoint(_WORDS["apart_in_headlines"]) else -1
        if kept >= 0:
            yield cluster, kept


def _fits(parse: Parse, clusters: Clusters, cluster: int, other: int) -> bool:
    """Whether a cluster of the story is called by a noun of one of the headline."""
    nouns = clusters.nouns[cluster]
    if clusters.cls[other] != clusters.cls[cluster] or clusters.plural[other]:
        return False
    ends = {parse.lowers[name.end - 1] for name in clusters.long_names(other) if clusters.cls[other] != "Person"}
    return not nouns.isdisjoint(clusters.nouns[other] | ends)


def introduction_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: somebody whom the first sentence introduces, and whose name opens the next one."""
    long = (number for number, (start, end) in enumerate(parse.sentences[:-1]) if end - start >= _SHORTEST)
    first = next((number for number in long if parse.sentences[number][0] >= clusters.headline_end), -1)
    name = _opening_name(parse, clusters, *parse.sentences[first + 1]) if first >= 0 else -1
    introduced = _introduced(parse, clusters, first, clusters.phrases[name].cls) if name >= 0 else -1
    if introduced < 0:
        return
    heads = [clusters.phrases[mention].head for mention in (introduced, name)]
    says, comments = (parse.lemmas[parse.heads[head]] in _WORDS["saying"] for head in heads)
    if comments and not (says and parse.deps[heads[0]] == "nsubj"):
        return
    cluster, other = clusters.of[introduced], clusters.of[name]
    new = min(clusters.members[other]) >= name and not clusters.named[cluster]
    if new and clusters.may_be(cluster, clusters.gender[other]):
        yield cluster, other


def _opening_name(parse: Parse, clusters: Clusters, start: int, end: int) -> int:
    """The name that opens a sentence as its subject, a person's full, alone and without a post; -1 for none."""
    demonyms = load_places().demonyms
    start += parse.lowers[start] == "the"
    while start < end and (
        parse.lowers[start] in _NO_POST or parse.pos[start] == "NUM" or parse.words[start] in demonyms
    ):
        start += 1
    name = next((m for m, phrase in enumerate(clusters.phrases) if phrase.start == start and phrase.kind == "name"), -1)
    if name < 0:  # there may be no phrase at all
        return -1
    phrase = clusters.phrases[name]
    full = phrase.cls == "Person" and phrase.end - phrase.start > 1
    alone = full and child(parse, phrase.head, "conj") < 0 and parse.heads[phrase.head] < end
    return name if clusters.is_subject(name) and (alone or phrase.cls in _NAMED_ALONE) else -1


def _introduced(parse: Parse, clusters: Clusters, sentence: int, cls: str) -> int:
    """The nominal by which a sentence introduces its subject, else the only one of a class; -1 for none.

    It introduces one without a name, and no other with it: "a retired general".
    """
    found = [
        mention
        for mention, phrase in enumerate(clusters.phrases)
        if parse.sentence_of[phrase.head] == sentence and clusters.of[mention] >= 0
        if phrase.kind == "nominal" and phrase.cls == cls and clusters.is_indefinite(mention)
        if child(parse, phrase.head, "conj") < 0
    ]
    subjects = [mention for mention in found if clusters.is_subject(mention)]
    main = subjects and parse.deps[parse.heads[clusters.phrases[subjects[0]].head]] == "ROOT"
    return only(subjects if main else found, -1)
