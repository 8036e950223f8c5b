"""Whom the first sentence of a story means: "A nurse was jailed on Friday. Inge Dahl, 40, had denied …".

News tells who it is about without a name, then opens the next sentence with the name alone. Whoever else is named
there first comes with what he is ("Prosecutor Ola Berg said").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["lead_links"]

_SHORTEST: Final = 12
"""How many tokens the first sentence of a story has at least, a headline or a dateline fewer."""

_THINGS: Final = frozenset({"Product", "Work", "Program", "Company", "Facility"})
"""Classes of things that the first sentence may introduce as it does a person: "A ferry sank … The Tarn Star"."""

_SUBJECTS: Final = ("nsubj", "nsubjpass")
_LISTS: Final = word_lists("words/coref/discourse")
_SAYING: Final = _LISTS["saying"]
_AGE: Final = _LISTS["age"]
_CIVIL: Final = _LISTS["civil"]


def lead_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: somebody whom the first sentence introduces, and whose name opens the next one."""
    lead = _lead(parse)
    if lead < 0 or lead + 1 >= len(parse.sentences):
        return
    start, end = parse.sentences[lead + 1]
    start += parse.lowers[start] == "the"
    while start < end and _is_aside(parse, start):
        start += 1
    place = next(
        (p for p, phrase in enumerate(clusters.phrases) if phrase.start == start and phrase.kind == "name"), -1
    )
    if place < 0 or not _is_alone(parse, clusters, place, end):
        return
    says = parse.lemmas[parse.heads[clusters.phrases[place].head]] in _SAYING
    introduced = _introduced(parse, clusters, *parse.sentences[lead], clusters.phrases[place].cls)
    if introduced < 0 or (says and not _says(parse, clusters.phrases[introduced].head)):
        return
    cluster, other = clusters.of[introduced], clusters.of[place]
    new = min(clusters.members[other]) >= place and not clusters.named[cluster]
    if new and clusters.may_share_gender(cluster, other):
        yield cluster, other


def _says(parse: Parse, head: int) -> bool:
    """Whether somebody is the one who speaks in a sentence."""
    return parse.deps[head] == "nsubj" and parse.lemmas[parse.heads[head]] in _SAYING


def _lead(parse: Parse) -> int:
    """The first sentence of the story, -1 where there is none."""
    headline = parse.blocks[0][1] if len(parse.blocks) > 1 else 0
    found = (n for n, (start, end) in enumerate(parse.sentences) if start >= headline and end - start >= _SHORTEST)
    return next(found, -1)


def _is_aside(parse: Parse, token: int) -> bool:
    """Whether a word before a name tells no post: "Dr Amal Sadr", "34-year-old Luc Maes", "Belgian Luc Maes"."""
    word = parse.lowers[token]
    return word in _CIVIL or word in _AGE or parse.pos[token] == "NUM" or parse.words[token] in load_places().demonyms


def _is_alone(parse: Parse, clusters: Clusters, place: int, end: int) -> bool:
    """Whether a thing, or a person with nobody beside him, is the subject of a sentence."""
    phrase = clusters.phrases[place]
    if phrase.cls in _THINGS:
        return parse.deps[phrase.head] in _SUBJECTS
    if phrase.cls != "Person" or phrase.end - phrase.start < 2 or parse.deps[phrase.head] not in _SUBJECTS:
        return False
    verb = parse.heads[phrase.head]
    joined = any(parse.deps[child] == "conj" for child in parse.children[phrase.head])
    return not joined and verb < end


def _introduced(parse: Parse, clusters: Clusters, start: int, end: int, cls: str) -> int:
    """The nominal by which a sentence introduces its subject, else the only one of a class; -1 for none."""
    found = [
        place
        for place, phrase in enumerate(clusters.phrases)
        if start <= phrase.head < end and _is_introduction(parse, phrase, cls) and clusters.of[place] >= 0
    ]
    subjects = [place for place in found if parse.deps[clusters.phrases[place].head] in _SUBJECTS]
    chosen = subjects if subjects and parse.deps[parse.heads[clusters.phrases[subjects[0]].head]] == "ROOT" else found
    return chosen[0] if len(chosen) == 1 else -1


def _is_introduction(parse: Parse, phrase: Phrase, cls: str) -> bool:
    """Whether a phrase introduces one of a class without a name: "a retired general"."""
    single = phrase.kind == "nominal" and phrase.cls == cls and not phrase.plural
    joined = any(parse.deps[child] == "conj" for child in parse.children[phrase.head])
    return single and not joined and parse.lowers[phrase.start] in ("a", "an")
