"""Whoever looks for a name, in whatever way, finds the same entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graph_examples import HOSTILE, NAMESAKES, graph_of, harbour, namesakes, speakers
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings

from kg.errors import NotFoundError
from kg.graph.export import embedded_copy
from kg.graph.facts.explain import explain
from kg.graph.facts.lookup import entities_called
from kg.graph.facts.name_index import NameIndex
from kg.graph.facts.names import find_entities
from kg.graph.facts.reader import read_contents
from kg.graph.query.execution import query_named
from kg.graph.rdf.dataset import inner_store

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.facts.records import GraphContents
    from kg.model import Extraction as Read


@pytest.fixture(scope="module")
def crowd() -> tuple[Dataset, Dataset]:
    """A graph of people and places with names alike, in memory and embedded."""
    dataset = namesakes()
    return dataset, embedded_copy(dataset)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Obama", [("Obama", "Person")]),
        ("obama", [("Obama", "Person")]),
        ("president obama", [("Barack Obama", "Person")]),
        ("mrs obama", [("Michelle Obama", "Person")]),
        ("barack", [("Barack Obama", "Person")]),
        ("Obama Michelle", [("Michelle Obama", "Person")]),
        ("US", [("US", "Country")]),
        ("üs", [("U.S.", "Company"), ("US", "Country"), ("ÜS", "Topic")]),
        ("ÜS", [("ÜS", "Topic")]),
        ("u.s.", [("U.S.", "Company"), ("US", "Country"), ("ÜS", "Topic")]),
        ("U.S.", [("U.S.", "Company")]),
        ("Washington", [("Washington", "City")]),
        ("washington", [("Washington", "City"), ("Wáshington", "Person")]),
        ("Lodz", [("Lodz", "SportsTeam")]),
        ("LÓDZ", [("Lodz", "SportsTeam"), ("Łódź", "City")]),
        ("€", [("€", "Product")]),
        ("hague", [("The Hague", "City")]),
        ("said so", []),
        ("", []),
        ("!", []),
    ],
)
def test_a_label_to_the_letter_comes_before_one_that_is_alike_and_an_alias(
    crowd: tuple[Dataset, Dataset], name: str, found: list[tuple[str, str]]
) -> None:
    entities = read_contents(crowd[0]).entities
    chosen = find_entities(entities, name) if found else ()
    assert sorted((entity.label, entity.cls) for entity in chosen) == found
    agree(crowd, name)


def agree(places: tuple[Dataset, ...], name: str, index: NameIndex | None = None) -> None:
    """Fail unless a name means the same to records, to the graph's own keys, to the server's index and to a query."""
    records = read_contents(places[0])
    try:
        chosen = [entity.iri for entity in find_entities(records.entities, name)]
    except NotFoundError:
        chosen = []
    for dataset in places:
        assert entities_called(dataset, name) == sorted(chosen)
    store = inner_store(places[-1])
    assert store is not None
    suggested = (index or NameIndex(store)).suggest(name, 10_000)
    assert [each.iri for each in suggested][: len(chosen)] == chosen
    if chosen:
        said = {claim.text for claim in records.claims if claim.source in chosen}
        assert {found.object for found in explained(records, name) if found.predicate == "said"} == said
        for dataset in places:
            assert {row.words for row in query_named(dataset, "said-by", {"name": name})} == said


def explained(records: GraphContents, name: str) -> list:  # type: ignore[type-arg]
    try:
        return explain(records, name, "said")
    except NotFoundError:  # nothing that it said
        return []


def names_of(records: GraphContents) -> set[str]:
    names = {name for entity in records.entities for name in (entity.label, *entity.aliases)}
    return {form for name in names for form in (name, name.upper(), name.casefold(), name.partition(" ")[2])}


@pytest.mark.parametrize("read", [[harbour(HOSTILE)], [speakers(*item) for item in NAMESAKES.items()]])
def test_all_names_of_a_graph_mean_the_same_everywhere(read: list[Read]) -> None:
    dataset = graph_of(*read)
    places = dataset, embedded_copy(dataset)
    store = inner_store(places[1])
    assert store is not None
    for name in sorted(names_of(read_contents(dataset))):
        agree(places, name, NameIndex(store))


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(extractions("one"), extractions("other"))
def test_any_names_mean_the_same_everywhere(one: Read, other: Read) -> None:
    dataset = graph_of(one, other)
    places = dataset, embedded_copy(dataset)
    store = inner_store(places[1])
    assert store is not None
    for name in sorted(names_of(read_contents(dataset)))[:12]:
        agree(places, name, NameIndex(store))


def test_of_several_the_one_in_most_documents_comes_first(crowd: tuple[Dataset, Dataset]) -> None:
    city, person = find_entities(read_contents(crowd[0]).entities, "washington")
    assert (city.cls, person.cls) == ("City", "Person")
