"""Unnamed things that a text calls by the kind of the one thing of that kind which it names.

"Bank robbed" stands before "Tavel Savings Bank", "the low-cost carrier" after "Danube Air, an Austrian carrier". A
reader who goes through the text once cannot tell: the name may come later, and another of the kind may yet be named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.name_classes import completed_words
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import class_group
from kg.text.lexicon.words import load_places, load_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["capital_links", "kin_links", "kind_links"]

_DEFINITE: Final = frozenset({"the", "this"})
_OPEN: Final = frozenset({"Topic", "Event", "People", "Role", "Person", "Disaster", "Country", ""})
"""Classes of which a text has many, or none that a name's last word would tell."""

_CALLED: Final = frozenset({"Company", "ArmedGroup", "Product", "Work", "PoliticalParty", "Facility"})
_LISTS: Final = word_lists("words/coref/nominals")
_APART: Final = _LISTS["apart"]
_MANY: Final = _LISTS["common_kinds"]


def kind_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: an unnamed one, and the one named thing that is called by its noun."""
    headed, called = _named_by_noun(parse, clusters)
    for cluster in sorted(clusters.members):
        if clusters.named[cluster] or clusters.plural[cluster] or clusters.cls[cluster] in _OPEN:
            continue
        nominals = [p for p in clusters.members[cluster] if clusters.phrases[p].kind == "nominal"]
        if not nominals or any(_goes_on(parse, clusters.phrases[place]) for place in nominals):
            continue
        kind, nouns = class_group(clusters.phrases[nominals[0]].cls), {clusters.head_lemma(p) for p in nominals}
        fitting = {other for noun in nouns - _MANY for other in headed.get((kind, noun), ())}
        if len(fitting) == 1 and all(_is_plain(parse, clusters, place, min(fitting)) for place in nominals):
            yield cluster, min(fitting)
        elif not fitting:
            kind, nouns = class_group(clusters.cls[cluster]), clusters.nouns[cluster]
            fitting = {other for noun in nouns for other in called.get((kind, noun), ())}
            if len(fitting) == 1 and all(_takes_up(parse, clusters, place, min(fitting)) for place in nominals):
                yield cluster, min(fitting)


type _ByNoun = dict[tuple[str, str], set[int]]


def _named_by_noun(parse: Parse, clusters: Clusters) -> tuple[_ByNoun, _ByNoun]:
    """The single named things of each kind, by the nouns in their names and by those that the text calls them by."""
    headed: _ByNoun = {}
    called: _ByNoun = {}
    for cluster in clusters.members:
        if clusters.named[cluster] and not clusters.plural[cluster]:
            kind = class_group(clusters.cls[cluster])
            for name in _long_names(clusters, cluster):
                headed.setdefault((kind, _head_of(parse, name)), set()).add(cluster)
            for noun in clusters.nouns[cluster] if clusters.cls[cluster] in _CALLED else ():
                called.setdefault((kind, noun), set()).add(cluster)
    return headed, called


def _goes_on(parse: Parse, phrase: Phrase) -> bool:
    """Whether what follows a nominal is part of what it means: "the network of caves"."""
    return parse.lowers[phrase.end : phrase.end + 1] == ("of",)


def _takes_up(parse: Parse, clusters: Clusters, place: int, other: int) -> bool:
    """Whether a nominal describes anew what the text has named: "the struggling low-cost carrier"."""
    phrase, demonyms = clusters.phrases[place], load_places().demonyms
    words = parse.words[phrase.start + 1 : phrase.head]
    if parse.lowers[phrase.start] != "the" or min(clusters.members[other]) > place or set(words) & _APART:
        return False
    return all(word[0].islower() or word in demonyms or word == "-" for word in words)


def _head_of(parse: Parse, name: Phrase) -> str:
    """The word of a name that says what it is: the one before "of" or "for", else the last."""
    words = parse.lowers[name.start : name.end]
    return next(completed_words(words), words[-1])


def _long_names(clusters: Clusters, cluster: int) -> Iterator[Phrase]:
    for place in clusters.members[cluster]:
        phrase = clusters.phrases[place]
        if phrase.kind == "name" and phrase.end - phrase.start > 1:
            yield phrase


def _is_plain(parse: Parse, clusters: Clusters, place: int, other: int) -> bool:
    """Whether a nominal says no more than the name does: "the bank", "safety bureau"."""
    phrase = clusters.phrases[place]
    words = parse.lowers[phrase.start : phrase.end]
    if words[0] in _DEFINITE:
        words = words[1:]
    elif parse.deps[phrase.head] == "pobj" and (len(parse.blocks) == 1 or phrase.head >= parse.blocks[0][1]):
        return False  # "in hospital", "at sea"
    told = {word for name in _long_names(clusters, other) for word in parse.lowers[name.start : name.end]}
    return set(words) <= told


def kin_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: "his daughter", and the one daughter of anybody whom the text names."""
    called: dict[str, list[int]] = {}
    for cluster in sorted(clusters.members):
        if clusters.cls[cluster] == "Person" and not clusters.plural[cluster]:
            for noun in clusters.nouns[cluster] & load_titles().kin.keys():
                called.setdefault(noun, []).append(cluster)
    for noun in sorted(called):
        named = [cluster for cluster in called[noun] if clusters.named[cluster]]
        unnamed = [cluster for cluster in called[noun] if not clusters.named[cluster]]
        if len(named) == 1 == len(unnamed) and _is_owned(parse, clusters, unnamed[0], named[0], noun):
            yield unnamed[0], named[0]


def _is_owned(parse: Parse, clusters: Clusters, cluster: int, other: int, noun: str) -> bool:
    """Whether a pronoun says whose kin somebody is, and no other that it is not the named one."""
    mine, theirs = _owners(parse, clusters, cluster, noun), _owners(parse, clusters, other, noun)
    return bool(mine) and len((mine | theirs) & {"his", "her"}) < 2


def _owners(parse: Parse, clusters: Clusters, cluster: int, noun: str) -> set[str]:
    """The pronouns that say whose kin a cluster is."""
    heads = [clusters.phrases[p].head for p in clusters.members[cluster] if clusters.head_lemma(p) == noun]
    tokens = [child for head in heads for child in parse.children[head] if parse.deps[child] == "poss"]
    return {parse.lowers[token] for token in tokens if parse.pos[token] == "PRON"}


def capital_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of clusters: "the Haitian capital", and the capital of the country where the text names it."""
    places = load_places()
    cities = {places.capitals[name]: c for c in sorted(clusters.members) for name in _city_names(clusters, c)}
    for cluster in sorted(clusters.members):
        if clusters.named[cluster] or clusters.cls[cluster] != "City" or "capital" not in clusters.nouns[cluster]:
            continue
        countries = {
            places.demonyms.get(word, word)
            for place in clusters.members[cluster]
            for word in parse.words[clusters.phrases[place].start : clusters.phrases[place].head]
        } & cities.keys()
        if len(countries) == 1:
            yield cluster, cities[countries.pop()]


def _city_names(clusters: Clusters, cluster: int) -> set[str]:
    """The names of a city by which it is some country's capital."""
    if not clusters.named[cluster] or clusters.cls[cluster] != "City":
        return set()
    names = {clusters.text(p) for p in clusters.members[cluster] if clusters.phrases[p].kind == "name"}
    return names & load_places().capitals.keys()
