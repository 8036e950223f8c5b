"""Facts weighed against the archive: each with a confidence of its own, and a doubt where the rest speaks against it.

A fact is as sure as its independent articles make it together. What has one value (who leads a country leads that one;
a person has one birthplace, one nationality, one death; a town lies in one country) is doubted where articles give
another value four times as often: beside 133 articles that say that he leads one country, one that says that he leads
another was read wrongly, or is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Final

from kg.dates import covered_days
from kg.graph.facts.explain import relation_words
from kg.model import STATED
from kg.ontology import RELATIONS, is_a

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.facts.records import EntityRecord, FactRecord, GraphContents

_ONE_COUNTRY: Final = ("Person", "City")
"""The classes of what has one country: who leads it or is its citizen, and what lies in it."""
_TIMES, _FEWEST = 4, 3
"""A value is doubted where another has so many times its articles, and at least so many."""
_MOST = 0.99
_STEPS = 2
"""The steps from a town over its region to its country."""


def weigh(contents: GraphContents) -> tuple[FactRecord, ...]:
    """Return the facts of a graph, each with its confidence and, where other articles speak against it, its doubt."""
    known = {entity.iri: entity for entity in contents.entities}
    same = {document.iri: document.copy_of or document.replaced_by or document.iri for document in contents.documents}
    sure: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for said in contents.statements:
        if said.factuality in STATED:
            voices = sure[said.fact]
            voice = same[said.document]
            voices[voice] = max(voices.get(voice, 0.0), said.confidence)
    rivals: defaultdict[tuple[str, str], list[FactRecord]] = defaultdict(list)
    for fact in contents.facts:
        if fact.iri in sure and _has_one(fact, known):
            rivals[fact.subject, fact.predicate].append(fact)
    inside = insides(contents.facts)
    doubts: dict[str, tuple[FactRecord, int]] = {}
    for facts in rivals.values():
        doubts.update(_doubted(facts, {fact.iri: len(sure[fact.iri]) for fact in facts}, known, inside))
    labels = contents.labels()
    weighed = []
    for fact in contents.facts:
        confidence = min(_MOST, 1 - prod(1 - each for each in sure[fact.iri].values())) if fact.iri in sure else None
        doubt = None
        if confidence is not None and fact.iri in doubts:
            other, times = doubts[fact.iri]
            own = len(sure[fact.iri])
            confidence *= own / (own + times)
            label = contents.predicate_labels.get(fact.predicate, fact.predicate)
            words = (labels.get(other.subject, other.subject), relation_words(fact.predicate, label))
            instead = f"{times} articles say that {' '.join(words)} {labels.get(other.object, other.object)}"
            doubt = f"{instead}, {own} {'says' if own == 1 else 'say'} this"
        weighed.append(replace(fact, confidence=confidence, doubt=doubt))
    return tuple(weighed)


def _has_one(fact: FactRecord, entities: Mapping[str, EntityRecord]) -> bool:
    relation, subject = RELATIONS.get(fact.predicate), entities.get(fact.subject)
    if relation is None or relation.functional is None or subject is None or is_a(subject.cls, "Event"):
        return False  # of what recurs there are many
    value = entities.get(fact.object)
    if value is None or fact.literal:
        return fact.literal
    if relation.functional == "one country":
        return value.cls == "Country" and any(is_a(subject.cls, each) for each in _ONE_COUNTRY)
    return value.is_named and not is_a(value.cls, "Facility")


def _doubted(
    facts: Sequence[FactRecord],
    support: Mapping[str, int],
    entities: Mapping[str, EntityRecord],
    inside: set[tuple[str, str]],
) -> Iterator[tuple[str, tuple[FactRecord, int]]]:
    """Yield the facts that another of these speaks against, with it and its number of articles."""
    for fact in facts:
        against = [
            other
            for other in facts
            if support[other.iri] >= max(_FEWEST, _TIMES * support[fact.iri])
            and not agree(fact, other, entities, inside)
        ]
        if against:
            most = max(against, key=lambda other: (support[other.iri], other.iri))
            yield fact.iri, (most, support[most.iri])


def insides(facts: Iterable[FactRecord]) -> set[tuple[str, str]]:
    """Return the pairs of places of which articles say that the first lies in the second, in a few steps."""
    around: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.predicate == "locatedIn":
            around[fact.subject].add(fact.object)
    found = {(inner, outer) for inner, outers in around.items() for outer in outers}
    for _ in range(_STEPS):
        found |= {(inner, far) for inner, outer in found for far in around.get(outer, ())}
    return found


def agree(
    one: FactRecord, other: FactRecord, entities: Mapping[str, EntityRecord], inside: set[tuple[str, str]]
) -> bool:
    """Return whether two values can both hold: a day and its year, a town and its country."""
    if one.literal or other.literal:
        first, second = covered_days(one.object), covered_days(other.object)
        return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])
    names = [entities[fact.object].label.lower() for fact in (one, other)]
    ways = {(one.object, other.object), (other.object, one.object)}
    return bool(ways & inside) or names[0] in names[1] or names[1] in names[0]
