"""Whoever looks for a name, in a graph, by its keys or in an index, finds the same entities."""

import pytest
from graph_examples import HOSTILE, NAMESAKES, graph_of, harbour, namesakes, speakers
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings
from rdflib import Dataset

from kg.errors import NotFoundError
from kg.graph.exchange.writers import embedded_copy
from kg.graph.facts.explain import explain
from kg.graph.facts.names import NameIndex, entities_called, find_entities, find_predicates
from kg.graph.facts.reader import read_contents
from kg.graph.facts.records import EntityRecord, GraphContents
from kg.graph.query.execution import query_named
from kg.graph.rdf.dataset import inner_store
from kg.model import Extraction as Read


@pytest.mark.parametrize("relation", ["leads", "kg:leads", "Leads", "p/share_a_boat", "share a boat", "created on"])
def test_a_relation_is_found_however_it_is_written(relation: str) -> None:
    labels = {"leads": "leads", "p/share_a_boat": "share a boat", "createdOn": "was created on"}
    assert len(find_predicates(labels, relation)) == 1


def entities(*labels: str) -> list[EntityRecord]:
    return [EntityRecord(str(number), label, "Person") for number, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("jose nunez", "José Núñez"), ("JOSÉ NÚÑEZ", "José Núñez"), ("Łódź", "Lodz"), ("U.S.", "US"), ("the US", "US"),
        ("O'Neil", "O\u2019Neil"), ("Núñez", "José Núñez"), ("kirchstrasse", "Kirchstraße"),
        ("Ada Orr", "Ada M. Orr"),
    ],
)  # fmt: skip
def test_names_match_whatever_their_accents(name: str, found: str) -> None:
    known = entities(
        "José Núñez", "Lodz", "US", "O\u2019Neil", "Kirchstraße", "Jon Brae", "Ada M. Orr", "trial of Ada M. Orr"
    )
    assert [entity.label for entity in find_entities(known, name)] == [found]


@pytest.mark.parametrize("name", ["Jon Bray", "Brea", "", "\u200f", "!!!", "x" * 10_000])
def test_an_unknown_name_is_named_in_one_line(name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_entities(entities("Jon Brae", "Brae\nof Salo"), name)
    assert "\n" not in str(caught.value)


def test_a_near_name_is_suggested() -> None:
    with pytest.raises(NotFoundError, match="'Jon Bray'; did you mean Jon Brae"):
        find_entities(entities("Jon Brae", "Marta Oduya"), "Jon Bray")
    with pytest.raises(NotFoundError, match="did you mean Jon Brae, Ann Brae"):
        find_entities(entities("Jon Brae", "Ann Brae"), "Brae")


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
    return {
        form for name in names for form in (name, name.upper(), name.casefold(), f"the  {name}", name.partition(" ")[2])
    }


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


@pytest.fixture(scope="module")
def index() -> NameIndex:
    store = inner_store(embedded_copy(namesakes()))
    assert store is not None
    return NameIndex(store)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Obama", [("Obama", None), ("Michelle Obama", "Obama"), ("Barack Obama", "Obama")]),
        ("barack", [("Barack Obama", None)]),
        ("mich", [("Michelle Obama", None)]),
        ("pres", [("Barack Obama", "President Obama")]),
        ("obama michelle", [("Michelle Obama", None)]),
        ("the ha", [("The Hague", None)]),
        ("washing", [("Washington", None), ("Wáshington", None)]),
        ("€", [("€", None)]),
        ("nobody", []),
        (" . ", []),
        ("", []),
    ],
)
def test_who_is_meant_comes_first(index: NameIndex, typed: str, suggested: list[tuple[str, str | None]]) -> None:
    assert [(each.label, each.alias) for each in index.suggest(typed, 10)] == suggested


def test_no_more_are_suggested_than_are_asked_for(index: NameIndex) -> None:
    assert len(index.suggest("Obama", 2)) == 2
    assert [each.documents for each in index.suggest("michelle", 1)] == [2]
