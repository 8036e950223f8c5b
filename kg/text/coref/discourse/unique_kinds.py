"""Unnamed entities that a text calls by the kind of the one entity of that kind which it names.

"Bank robbed" stands before "Tavel Savings Bank", "the low-cost carrier" after "Danube Air, an Austrian carrier". A
reader who goes through the text once cannot know: the name may come later, and another of the kind may yet be named.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import only
from kg.text.coref.nominals.kinds import head_of_name
from kg.text.lexicon.nouns import class_group
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import KINSHIP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["kind_links", "kinship_links", "police_links"]

_MANY: Final = frozenset({"Topic", "Event", "People", "Role", "Person", "Disaster", "Country", ""})
"""Classes of which a text has many, or none that a name's last word would show."""

_CALLED: Final = frozenset({"Company", "ArmedGroup", "Product", "Work", "PoliticalParty", "Facility"})
"""Classes of what a text calls again by a noun that it has called it by."""

_APART: Final = words("words/coref/nominals", "apart")
_COMMON: Final = words("words/coref/nominals", "common_kinds")

type _ByNoun = defaultdict[tuple[str, str], set[int]]


def kind_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: an unnamed one, and the one named entity that is called by its noun."""
    headed, called = _named_by_noun(parse, clusters)
    for cluster in sorted(clusters.members):
        if clusters.named[cluster] or clusters.plural[cluster] or clusters.cls[cluster] in _MANY:
            continue
        nominals = [m for m in clusters.members[cluster] if clusters.phrases[m].kind == "nominal"]
        if not nominals or any(parse.lower_at(clusters.phrases[m].end) == "of" for m in nominals):
            continue  # "the network of caves"
        group, nouns = class_group(clusters.phrases[nominals[0]].cls), {clusters.head_lemma(m) for m in nominals}
        fitting = {other for noun in nouns - _COMMON for other in headed[group, noun]}
        says_no_more = _says_no_more
        if not fitting:
            group, says_no_more = class_group(clusters.cls[cluster]), _describes_anew
            fitting = {other for noun in clusters.nouns[cluster] for other in called[group, noun]}
        kept = only(fitting, -1)
        if kept >= 0 and all(says_no_more(parse, clusters, mention, kept) for mention in nominals):
            yield cluster, kept


def _named_by_noun(parse: Parse, clusters: Clusters) -> tuple[_ByNoun, _ByNoun]:
    """The single named entities of each kind, by the heads of their names and by the nouns that the text calls them."""
    headed: _ByNoun = defaultdict(set)
    called: _ByNoun = defaultdict(set)
    for cluster in clusters.members:
        if clusters.named[cluster] and not clusters.plural[cluster]:
            group = class_group(clusters.cls[cluster])
            for name in clusters.long_names(cluster):
                headed[group, head_of_name(parse.lowers[name.start : name.end])].add(cluster)
            for noun in clusters.nouns[cluster] if clusters.cls[cluster] in _CALLED else ():
                called[group, noun].add(cluster)
    return headed, called


def _says_no_more(parse: Parse, clusters: Clusters, mention: int, other: int) -> bool:
    """Whether a nominal says no more than the name does: "the bank", "safety bureau"."""
    phrase = clusters.phrases[mention]
    said = parse.lowers[phrase.start : phrase.end]
    if said[0] in ("the", "this"):
        said = said[1:]
    elif parse.deps[phrase.head] == "pobj" and phrase.head >= clusters.headline_end:
        return False  # "in hospital", "at sea"
    known = {word for name in clusters.long_names(other) for word in parse.lowers[name.start : name.end]}
    return known.issuperset(said)


def _describes_anew(parse: Parse, clusters: Clusters, mention: int, other: int) -> bool:
    """Whether a nominal describes anew what the text has named: "the struggling low-cost carrier"."""
    phrase, demonyms = clusters.phrases[mention], load_places().demonyms
    said = parse.words[phrase.start + 1 : phrase.head]
    if parse.lowers[phrase.start] != "the" or min(clusters.members[other]) > mention or not _APART.isdisjoint(said):
        return False
    return all(word[0].islower() or word in demonyms or word == "-" for word in said)


def police_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: "police" alone, and the one police force that the text names."""
    agencies = (c for c in clusters.members if clusters.named[c] and clusters.cls[c] == "GovernmentAgency")
    named = (c for c in agencies for p in clusters.phrases_of(c) if "police" in parse.lowers[p.start : p.end])
    force = only(named, -1)
    for cluster in sorted(clusters.members) if force >= 0 else ():
        phrases = (p for p in clusters.phrases_of(cluster) if p.kind != "pronoun")
        bare = all(parse.lowers[p.start : p.end] in (("police",), ("the", "police")) for p in phrases)
        if bare and clusters.nouns[cluster] == {"police"} and not clusters.named[cluster]:
            yield cluster, force


def kinship_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: "his daughter", and the one daughter of anybody whom the text names."""
    called: defaultdict[str, list[int]] = defaultdict(list)
    for cluster in sorted(clusters.members):
        if clusters.cls[cluster] == "Person" and not clusters.plural[cluster]:
            for noun in clusters.nouns[cluster] & KINSHIP.keys():
                called[noun].append(cluster)
    for noun in sorted(called):
        named = only((cluster for cluster in called[noun] if clusters.named[cluster]), -1)
        unnamed = only((cluster for cluster in called[noun] if not clusters.named[cluster]), -1)
        if named >= 0 <= unnamed:
            owners = _owners(parse, clusters, unnamed, noun)
            if owners and not {"his", "her"} <= owners | _owners(parse, clusters, named, noun):
                yield unnamed, named


def _owners(parse: Parse, clusters: Clusters, cluster: int, noun: str) -> set[str]:
    """The pronouns that say whose kin a cluster is."""
    heads = [clusters.phrases[m].head for m in clusters.members[cluster] if clusters.head_lemma(m) == noun]
    owners = (owner for head in heads for owner in parse.dependents(head, "poss"))
    return {parse.lowers[owner] for owner in owners if parse.pos[owner] == "PRON"}
