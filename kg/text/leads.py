"""Whom the first sentence of a story speaks of, and the next one names: "A farmer was killed. Tom Hale, 52, fell."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.clusters import Clusters
    from kg.text.parse import Parse

__all__ = ["lead_links"]

_LEADS = 5
"""Among how many of its sentences a story speaks of somebody first, the headline and dateline counted."""

_NEXT = 3
"""How many sentences after it may name him or her."""

_BEFORE = 2
"""How many tokens may stand before what opens a sentence."""

_OPENINGS = frozenset({"a", "an"})


def lead_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The pair of clusters of somebody whom the first sentence does not name, and whom the next one names."""
    for first in range(min(_LEADS, len(parse.sentences))):
        nominal = _newcomer(parse, clusters, first)
        if nominal < 0:
            continue
        for sentence in range(first + 1, min(first + 1 + _NEXT, len(parse.sentences))):
            name = _subject(parse, clusters, sentence)
            if name >= 0 and _is_named_first(clusters, name) and _agree(parse, clusters, nominal, name):
                yield clusters.of[nominal], clusters.of[name]
            if _persons(parse, clusters, sentence):
                break
        return


def _subject(parse: Parse, clusters: Clusters, sentence: int) -> int:
    """The phrase for a person that opens a sentence as a subject, -1 for none."""
    start, end = parse.sentences[sentence]
    for token in range(start, end):
        place = clusters.headed_by(token)
        if parse.deps[token] in ("nsubj", "nsubjpass") and place >= 0:
            phrase = clusters.phrases[place]
            person = phrase.cls == "Person" and not phrase.plural
            return place if person and phrase.start <= start + _BEFORE else -1
    return -1


def _newcomer(parse: Parse, clusters: Clusters, sentence: int) -> int:
    """The nominal for somebody new, the subject or the only one in a sentence that names nobody; -1 for none."""
    if _persons(parse, clusters, sentence):
        return -1
    start, end = parse.sentences[sentence]
    new = [
        place
        for place, phrase in enumerate(clusters.phrases)
        if start <= phrase.head < end and _is_new(parse, clusters, place)
    ]
    subject = _subject(parse, clusters, sentence)
    return subject if subject in new else new[0] if len(new) == 1 else -1


def _is_new(parse: Parse, clusters: Clusters, place: int) -> bool:
    """Whether a nominal speaks of somebody for the first time: "a farmer"."""
    phrase, cluster = clusters.phrases[place], clusters.of[place]
    if phrase.kind != "nominal" or phrase.cls != "Person" or phrase.plural or cluster < 0 or clusters.named[cluster]:
        return False
    return parse.lowers[phrase.start] in _OPENINGS


def _persons(parse: Parse, clusters: Clusters, sentence: int) -> set[int]:
    """The clusters of the persons whom a sentence names."""
    start, end = parse.sentences[sentence]
    return {
        clusters.of[place]
        for place, phrase in enumerate(clusters.phrases)
        if phrase.kind == "name" and phrase.cls == "Person" and start <= phrase.head < end
    }


def _is_named_first(clusters: Clusters, place: int) -> bool:
    """Whether a name of several words stands for somebody the first time in a text."""
    phrase = clusters.phrases[place]
    if phrase.kind != "name" or phrase.end - phrase.start < 2:
        return False
    named = [p for p in clusters.members[clusters.of[place]] if clusters.phrases[p].kind == "name"]
    return min(named) == place


def _agree(parse: Parse, clusters: Clusters, nominal: int, name: int) -> bool:
    """Whether a nominal may mean whom a name does: both speak or both do something else, neither is of another sex."""
    first, second = clusters.phrases[nominal], clusters.phrases[name]
    genders = {clusters.gender[clusters.of[nominal]], clusters.gender[clusters.of[name]]} - {""}
    if len(genders) > 1:
        return False
    says, said = _speaks(parse, first.head), _speaks(parse, second.head)
    if says:
        return said and first.head - first.start > 1  # "A spokesman" is anybody
    aged = (
        parse.words[second.end : second.end + 1] == (",",) and parse.words_of(second.end + 1, second.end + 2).isdigit()
    )
    acting = parse.lowers[parse.heads[first.head]] not in ("to", "by")  # "according to a farmer"
    return not said and acting and (parse.deps[first.head] in ("nsubj", "nsubjpass") or aged)


def _speaks(parse: Parse, head: int) -> bool:
    """Whether somebody is the subject of a verb of saying."""
    return parse.deps[head] == "nsubj" and parse.lemmas[parse.heads[head]] in words("attitudes", "report", "verbs")
