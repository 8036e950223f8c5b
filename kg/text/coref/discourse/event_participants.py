"""Participants of events who are named after the event: "A woman was killed … Ann Lee, 47, was struck and killed".

The first sentences of news leave names out. The one whom the text names later as having met with such an event is the
one whom they mean, where just one did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import Clusters, only
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse

__all__ = ["participant_links", "suspect_and_victim_links"]

_WORDS: Final = "words/coref/discourse"
_KIND_OF_EVENT: Final = {verb: kind for kind in table(_WORDS)["events"] for verb in words(_WORDS, "events", kind)}
"""The kind of event that each verb names."""

_FURTHER: Final = words(_WORDS, "further")
_EVENTS_OF: Final = {"suspects": ("caught",), "victims": ("harmed", "taken")}
"""The kinds of events that those met with whom a list of nouns means."""

_FIRST_SENTENCES: Final = 3
"""The last of the first sentences, which leave names out, the headline's among them."""

_LATER: Final = 4
"""How many sentences later the name comes at most."""


def participant_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: somebody unnamed, and the one named person who met with the same."""
    persons = [c for c in sorted(clusters.members) if clusters.cls[c] in ("Person", "People")]
    events = {cluster: _events(parse, clusters, cluster) for cluster in persons}
    kinds = set(_KIND_OF_EVENT.values())
    for event in sorted(set().union(*events.values()), key=lambda event: (event in kinds, event)):  # a verb says more
        met = [cluster for cluster in persons if event in events[cluster]]
        unnamed = only((cluster for cluster in met if not clusters.named[cluster] and not clusters.plural[cluster]), -1)
        if unnamed >= 0:
            first = min(clusters.members[unnamed])
            named = only((c for c in met if clusters.named[c] and min(clusters.members[c]) > first), -1)
            if named >= 0 and _may_be_named(parse, clusters, unnamed, named):
                yield unnamed, named


def suspect_and_victim_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: "the suspect" or "the victim", and the one named person who was caught or harmed."""
    events = {c: _events(parse, clusters, c) for c in sorted(clusters.members) if clusters.cls[c] == "Person"}
    for nouns, kinds in _EVENTS_OF.items():
        unnamed = (c for c in events if not clusters.named[c] and clusters.nouns[c] & words(_WORDS, nouns))
        firsts = ((c, clusters.phrases[min(clusters.members[c])]) for c in unnamed)
        called = [c for c, phrase in firsts if _FURTHER.isdisjoint(parse.lowers[phrase.start : phrase.head])]
        met = only((c for c in events if c not in called and not events[c].isdisjoint(kinds)), -1)
        if len(called) == 1 and met >= 0 and clusters.named[met] and _agree(clusters, called[0], met):
            yield called[0], met


def _agree(clusters: Clusters, cluster: int, other: int) -> bool:
    """Whether clusters are each of one person, and of no different gender."""
    plural = clusters.plural[cluster] or clusters.plural[other]
    return not plural and clusters.may_be(cluster, clusters.gender[other])


def _may_be_named(parse: Parse, clusters: Clusters, cluster: int, other: int) -> bool:
    """Whether the text introduces somebody without a name, and a person of that gender and nation by name later."""
    nations, others = _nations(parse, clusters, cluster), _nations(parse, clusters, other)
    if clusters.cls[cluster] != clusters.cls[other] or (nations and others and nations.isdisjoint(others)):
        return False
    first, named = (clusters.phrases[min(clusters.members[c])] for c in (cluster, other))
    bare = first.head < clusters.headline_end and not parse.dependents(first.head, "det", "poss", "nummod")
    sentence, later = parse.sentence_of[first.head], parse.sentence_of[named.head]
    near = sentence <= _FIRST_SENTENCES and later - sentence <= _LATER
    return near and (bare or parse.lowers[first.start] in ("a", "an")) and _agree(clusters, cluster, other)


def _nations(parse: Parse, clusters: Clusters, cluster: int) -> set[str]:
    """The nations that stand in the nominals for somebody and before the name: "an Italian miner", "Dane Ole Berg"."""
    phrases = list(clusters.phrases_of(cluster))
    said = {word for p in phrases if p.kind == "nominal" for word in parse.words[p.start : p.end]}
    said |= {parse.words[p.start - 1] for p in phrases if p.kind == "name" and p.start}
    return said & load_places().demonyms.keys()


def _events(parse: Parse, clusters: Clusters, cluster: int) -> set[str]:
    """The verbs of the events that those met with whom a cluster means, and the kinds of these events."""
    found = {_verb(parse, phrase.head) for phrase in clusters.phrases_of(cluster)} - {""}
    return found | {_KIND_OF_EVENT[verb] for verb in found}


def _verb(parse: Parse, head: int) -> str:
    """The verb of an event that befell whom a noun or pronoun means, "" for none."""
    for participle in parse.dependents(head, "acl"):
        if parse.tags[participle] == "VBN" and parse.lemmas[participle] in _KIND_OF_EVENT:
            return parse.lemmas[participle]
    while parse.deps[head] == "conj":
        head = parse.heads[head]
    verb, lemma = parse.heads[head], parse.lemmas[parse.heads[head]]
    if lemma not in _KIND_OF_EVENT or parse.dependents(verb, "neg"):
        return ""
    subject = parse.deps[head] == "nsubj" and (parse.tags[verb] == "VBN" or lemma == "die")
    return lemma if subject or parse.deps[head] in ("nsubjpass", "dobj") else ""
