"""Entities and relations by the names that people type: whatever the case, the accents and the punctuation.

There is one order of choice, whoever asks and wherever the graph is: the entities that have the name for their label,
else those whose label it is but for case, accents and punctuation, else those that have it for an alias, else the
entity whose label has all its words, if one has, or is part of all others that do. `entities_called` reads the keys
that the graph's writer left, and `NameIndex` keeps labels and aliases alone: neither reads a whole graph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pyoxigraph as ox
from rdflib import Literal
from rdflib.namespace import RDF, RDFS, SKOS

from kg.errors import NotFoundError
from kg.graph.facts.records import EntityRecord
from kg.graph.rdf.dataset import AnsweringStore
from kg.namespaces import KG
from kg.ontology import CLASSES, NAMESPACE
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rdflib import Dataset

_LEAST_WORD = 4
"""The fewest letters of a word of a name whose spelling is compared alone."""
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TYPE, _LABEL, _ALIAS, _MENTIONS = (
    ox.NamedNode(str(iri)) for iri in (RDF.type, RDFS.label, SKOS.altLabel, KG.mentions)
)
_CLASSES = frozenset(NAMESPACE + name for name in CLASSES)
_PARTICIPANT = str(KG.Participant)


class Named(Protocol):
    """Anything found by name and listed with the documents that speak of it."""

    @property
    def iri(self) -> str:
        """Its identifier."""

    @property
    def label(self) -> str:
        """The name that stands for it."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that speak of it."""


def choose[E: Named](entities: Iterable[E], name: str, folded: Callable[[str], str] = fold) -> tuple[E, ...]:
    """Return the entities that `name` may mean, in the order given.

    `folded` gives each entity's names as `kg.spelling.fold` does.
    """
    wanted, among = fold(name), tuple(entities)
    words = wanted.split()
    return (
        tuple(each for each in among if each.label == name)
        or tuple(each for each in among if wanted and folded(each.label) == wanted)
        or tuple(each for each in among if wanted and wanted in map(folded, each.aliases))
        or _shortest([each for each in among if words and _has_words(folded(each.label), words)], folded)
    )


def _shortest[E: Named](found: Sequence[E], folded: Callable[[str], str]) -> tuple[E, ...]:
    """Return the entity whose label the labels of all the others have in them: "Ada Marlow", "trial of Ada Marlow"."""
    least = min(found, key=lambda each: len(each.label), default=None)
    others = [each for each in found if each is not least]
    if least is None or not all(folded(least.label) in folded(each.label) for each in others):
        return ()
    return () if any(folded(each.label) == folded(least.label) for each in others) else (least,)


def _has_words(label: str, words: Sequence[str]) -> bool:
    return all(word in label for word in words) and set(words) <= set(label.split())


def find_entities[E: Named](entities: Sequence[E], name: str) -> tuple[E, ...]:
    """Return the entities that `name` may mean, those in most documents first.

    Raises:
        NotFoundError: no entity is called so; the message names those that are called something near.
    """
    found = choose(entities, name)
    if found:
        return most_told(found)
    wanted = fold(name)
    words = wanted.split()
    near = [entity.label for entity in entities if words and _has_words(fold(entity.label), words)]
    spellings: dict[str, str] = {}
    for entity in sorted(entities, key=lambda each: (-len(each.documents), each.label)):
        for other in (entity.label, *entity.aliases):
            spellings.setdefault(fold(other), entity.label)
            for word in fold(other).split():  # "Muttaki" is near a word of a name
                if len(word) >= _LEAST_WORD:
                    spellings.setdefault(word, entity.label)
    raise NotFoundError(f"nothing in the graph is called {name!r}" + _suggest(near or _near(wanted, spellings)))


def most_told[E: Named](entities: Iterable[E]) -> tuple[E, ...]:
    """Return entities in the order in which a name means them: those in most documents first."""
    return tuple(sorted(entities, key=lambda entity: (-len(entity.documents), entity.label, entity.iri)))


def find_predicates(labels: Mapping[str, str], name: str) -> frozenset[str]:
    """The predicates that `name` may mean, of those in `labels` (how each reads, by its name).

    "locatedIn", "kg:locatedIn", "located in", "is located in" and "p/cut_off", "cut off" all do.

    Raises:
        NotFoundError: none does; the message names the nearest.
    """
    spellings: dict[str, set[str]] = {}
    for predicate, label in labels.items():
        for spelling in (_CAPITAL.sub(" ", predicate.removeprefix("p/")), predicate.removeprefix("p/"), label):
            spellings.setdefault(fold(spelling), set()).add(predicate)
    plain = name.removeprefix("kg:").removeprefix("p:").removeprefix("p/")
    for spelling in (fold(plain), fold(_CAPITAL.sub(" ", plain))):
        if spelling in spellings:
            return frozenset(spellings[spelling])
    near = _near(fold(plain), {spelling: min(found) for spelling, found in spellings.items()})
    raise NotFoundError(f"unknown relation {name!r}" + _suggest(near))


def _near(wanted: str, spellings: Mapping[str, str]) -> list[str]:
    close = get_close_matches(wanted, sorted(spellings), n=5, cutoff=0.6)
    return [spellings[spelling] for spelling in close]


def _suggest(names: Iterable[str]) -> str:
    """The ending of a message that offers at most five names, each on the one line."""
    shown = [" ".join(name.split()) for name in dict.fromkeys(names)][:5]
    return f"; did you mean {', '.join(shown)}?" if shown else ""


def entities_called(dataset: Dataset, name: str, *, named: bool = False) -> list[str]:
    """Return the IRIs of the entities that `name` may mean, sorted; see `called`."""
    return sorted(entity.iri for entity in called(dataset, name, named=named))


def called(dataset: Dataset, name: str, *, named: bool = False) -> tuple[EntityRecord, ...]:
    """Return the entities that `name` may mean, those that `choose` chooses of all, without mentions and documents.

    If `named`, participants ("two men") are none of them. Only where nothing is called so is every name of the graph
    looked at, for the one label that has all the words.
    """
    wanted = fold(name)
    own = f"{{ ?iri rdfs:label {Literal(name).n3()} }} UNION {{ ?iri kg:nameKey {Literal(wanted).n3()} }}"
    found = choose(_entities(dataset, own, named), name)
    if not found and wanted:
        tests = (f'CONTAINS(CONCAT(" ", ?key, " "), {Literal(f" {word} ").n3()})' for word in wanted.split())
        found = choose(_entities(dataset, f"?iri kg:nameKey ?key FILTER({' && '.join(tests)})", named), name)
    return found


def _entities(dataset: Dataset, pattern: str, named: bool) -> list[EntityRecord]:
    """Return the entities that a pattern of SPARQL finds as `?iri`, with their names; a participant's class is ""."""
    iris = " ".join(str(iri) for (iri,) in _rows(dataset, f"SELECT DISTINCT ?iri {{ {pattern} FILTER(isIRI(?iri)) }}"))
    every: defaultdict[str, list[set[str]]] = defaultdict(lambda: [set(), set(), set(), set()])
    said = (
        f"SELECT ?iri ?type ?class ?label ?alias {{ VALUES ?iri {{ {iris} }} OPTIONAL {{ ?iri a ?type }} OPTIONAL "
        "{ ?iri kg:class ?class } OPTIONAL { ?iri rdfs:label ?label } OPTIONAL { ?iri skos:altLabel ?alias } }"
    )
    for iri, *values in _rows(dataset, said) if iris else ():
        for known, value in zip(every[iri.value], values, strict=True):
            known.update([value.value] if value else [])
    return [
        EntityRecord(
            iri,
            label := min(labels, default=""),
            min(classes & _CLASSES, default="").removeprefix(NAMESPACE),
            tuple((labels | aliases) - {label}),
        )
        for iri, (types, classes, labels, aliases) in every.items()
        if types & _CLASSES and not (named and _PARTICIPANT in types)
    ]


def _rows(dataset: Dataset, text: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a SELECT: a server is asked, and not read whole."""
    store = dataset.store
    assert isinstance(store, AnsweringStore)  # noqa: S101 - all graphs of kg are on one
    found = store.answer(text)
    yield from map(tuple, getattr(found, "rows", found))  # a server's answer has its rows in a list


class Suggestion(NamedTuple):
    """An entity that a beginning of a name may mean, and the alias that has it where the label does not."""

    iri: str
    label: str
    cls: str
    documents: int
    alias: str | None


class NameIndex:
    """The names of a store's entities."""

    def __init__(self, store: ox.Store) -> None:
        classes = {
            subject: name for name in CLASSES for subject, _ in _named_pairs(store, _TYPE, ox.NamedNode(str(KG[name])))
        }
        labels: dict[str, str] = {}
        aliases: dict[str, set[str]] = defaultdict(set)
        for iri, label in _named_pairs(store, _LABEL):
            if iri in classes:
                aliases[iri].add(label)
                labels[iri] = min(label, labels.get(iri, label))
        for iri, alias in _named_pairs(store, _ALIAS):
            if iri in labels:
                aliases[iri].add(alias)
        documents = Counter(entity for _, entity in _named_pairs(store, _MENTIONS))
        self._entities = [
            EntityRecord(iri, label, classes[iri], tuple(sorted(aliases[iri] - {label})))
            for iri, label in labels.items()
        ]
        self._entities.sort(key=lambda entity: (-documents[entity.iri], entity.label, entity.iri))
        self._documents = documents
        self._folded = {name: fold(name) for entity in self._entities for name in (entity.label, *entity.aliases)}

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """At most `limit` entities that may be meant.

        First come those that `choose` chooses, then those a name of which begins with what is
        typed, then those with a word that does; within each, those in most documents.
        """
        wanted = fold(typed)
        chosen = choose(self._entities, typed, self._folded.__getitem__)
        found = {entity.iri: self._suggestion(entity, wanted) for entity in chosen}
        inside: list[EntityRecord] = []
        for entity in self._entities if wanted else ():
            if len(found) >= limit:
                break
            place = _place(wanted, [self._folded[name] for name in (entity.label, *entity.aliases)])
            if place == 0:
                found.setdefault(entity.iri, self._suggestion(entity, wanted))
            elif place is not None:
                inside.append(entity)
        for entity in inside:
            found.setdefault(entity.iri, self._suggestion(entity, wanted))
        return list(found.values())[:limit]

    def _suggestion(self, entity: EntityRecord, wanted: str) -> Suggestion:
        names = (entity.label, *entity.aliases)
        places = [_place(wanted, [self._folded[name]]) for name in names]
        best = min((place for place in places if place is not None), default=None)
        alias = None if best is None or places[0] == best else names[places.index(best)]
        return Suggestion(entity.iri, entity.label, entity.cls, self._documents[entity.iri], alias)


def _place(wanted: str, keys: Iterable[str]) -> int | None:
    """0 where one of the names begins with the words, 1 where one has them inside, None elsewhere."""
    inside = None
    for key in keys:
        if key.startswith(wanted):
            return 0
        if f" {wanted}" in key:
            inside = 1
    return inside


def _named_pairs(
    store: ox.Store, predicate: ox.NamedNode, item: ox.NamedNode | None = None
) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, item, None):
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            yield quad.subject.value, quad.object.value
