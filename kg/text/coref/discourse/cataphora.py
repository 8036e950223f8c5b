"""Cataphora of headlines and first sentences, which leave out the name that the story gives later.

"Man held after blaze at hotel" names nobody; "A nurse was jailed on Friday. Inge Dahl, 40, had denied …" opens its
second sentence with the name alone. Whoever else is named there first comes with what he is ("Prosecutor Ola Berg").
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["headline_end", "headline_links", "introduction_links"]

_words = partial(words, "words/coref/discourse")
_APART: Final = _words("apart_in_headlines")
_SAYING: Final = _words("saying")
_NO_POST: Final = _words("age") | _words("civil")
_SUBJECTS: Final = ("nsubj", "nsubjpass")

_LONGEST: Final = 25
"""The most tokens of a headline."""

_SHORTEST: Final = 12
"""How many tokens the first sentence of a story has at least, a headline or a dateline fewer."""

_MANY: Final = frozenset({"Topic", "Event", "People", "Role", "Work", ""})
"""Classes of which a story has many."""

_NAMED_ALONE: Final = frozenset({"Product", "Work", "Program", "Company", "Facility"})
"""Classes that the first sentence may introduce as it does a person: "A ferry sank … The Tarn Star"."""


def headline_end(parse: Parse) -> int:
    """The token after the headline, 0 where the text has none."""
    return parse.blocks[0][1] if len(parse.blocks) > 1 else 0


def headline_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: an unnamed one of the headline alone, and the one of the story that it must be.

    A headline leaves out articles, so that its "hotel" is the hotel that the story is about: the only one there that
    is called by the noun and is of its class.
    """
    end, phrases = headline_end(parse), clusters.phrases
    if not end or end - parse.blocks[0][0] > _LONGEST or parse.words[end - 1] in (".", "?", "!", "”", '"'):
        return
    for cluster in sorted(clusters.members):
        members = [phrases[m] for m in clusters.members[cluster]]
        if clusters.named[cluster] or clusters.plural[cluster] or clusters.cls[cluster] in _MANY:
            continue
        if any(phrase.head >= end or phrase.kind != "nominal" for phrase in members):
            continue
        if any(not _APART.isdisjoint(parse.lowers[phrase.start : phrase.head]) for phrase in members):
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
    return clusters.cls[other] != "Person" and any(parse.lowers[p.end - 1] in nouns for p in clusters.long_names(other))


def introduction_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: somebody whom the first sentence introduces, and whose name opens the next one."""
    first = next((n for n, span in enumerate(parse.sentences) if _is_of_story(parse, *span)), -1)
    if first < 0 or first + 1 >= len(parse.sentences):
        return
    start, end = parse.sentences[first + 1]
    start += parse.lowers[start] == "the"
    while start < end and _tells_no_post(parse, start):
        start += 1
    name = next((m for m, phrase in enumerate(clusters.phrases) if phrase.start == start and phrase.kind == "name"), -1)
    if name < 0 or not _is_subject_alone(parse, clusters, name, end):
        return
    introduced = _introduced(parse, clusters, parse.sentences[first], clusters.phrases[name].cls)
    comments = parse.lemmas[parse.heads[clusters.phrases[name].head]] in _SAYING
    if introduced < 0 or (comments and not _says(parse, clusters, introduced)):
        return
    cluster, other = clusters.of[introduced], clusters.of[name]
    new = min(clusters.members[other]) >= name and not clusters.named[cluster]
    if new and clusters.may_share_gender(cluster, other):
        yield cluster, other


def _is_of_story(parse: Parse, start: int, end: int) -> bool:
    """Whether a sentence is long enough for one of the story, and no headline."""
    return start >= headline_end(parse) and end - start >= _SHORTEST


def _says(parse: Parse, clusters: Clusters, mention: int) -> bool:
    """Whether somebody is the one who speaks in a sentence."""
    head = clusters.phrases[mention].head
    return parse.deps[head] == "nsubj" and parse.lemmas[parse.heads[head]] in _SAYING


def _tells_no_post(parse: Parse, token: int) -> bool:
    """Whether a word before a name tells no post: "Dr Amal Sadr", "34-year-old Luc Maes", "Belgian Luc Maes"."""
    numeral = parse.pos[token] == "NUM"
    return parse.lowers[token] in _NO_POST or numeral or parse.words[token] in load_places().demonyms


def _is_subject_alone(parse: Parse, clusters: Clusters, name: int, end: int) -> bool:
    """Whether a name is the subject of the sentence that ends there, a person's full and joined with no other."""
    phrase = clusters.phrases[name]
    if parse.deps[phrase.head] not in _SUBJECTS or phrase.cls in _NAMED_ALONE:
        return parse.deps[phrase.head] in _SUBJECTS
    full = phrase.cls == "Person" and phrase.end - phrase.start > 1
    return full and child(parse, phrase.head, "conj") < 0 and parse.heads[phrase.head] < end


def _introduced(parse: Parse, clusters: Clusters, sentence: tuple[int, int], cls: str) -> int:
    """The nominal by which a sentence introduces its subject, else the only one of a class; -1 for none."""
    heads = [clusters.phrases[m].head for m in range(len(clusters.phrases))]
    found = [
        mention
        for mention, head in enumerate(heads)
        if sentence[0] <= head < sentence[1]
        and clusters.of[mention] >= 0
        and _introduces(parse, clusters, mention, cls)
    ]
    subjects = [mention for mention in found if parse.deps[heads[mention]] in _SUBJECTS]
    main = subjects and parse.deps[parse.heads[heads[subjects[0]]]] == "ROOT"
    chosen = subjects if main else found
    return chosen[0] if len(chosen) == 1 else -1


def _introduces(parse: Parse, clusters: Clusters, mention: int, cls: str) -> bool:
    """Whether a mention introduces one of a class without a name: "a retired general"."""
    phrase = clusters.phrases[mention]
    single = phrase.kind == "nominal" and phrase.cls == cls and clusters.is_indefinite(mention)
    return single and child(parse, phrase.head, "conj") < 0
