"""A graph answers alike wherever it is kept: every query, record, finding and export is what memory gives."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, harbour
from ontology_articles import bulletin, echo, gazette, herald, ledger, mail, treaty, visit, voyage
from places import Memory, Place, Remote
from rdflib import Dataset, Literal
from rdflib.term import Node

from kg.api import Graph
from kg.graph.exchange.writers import TextFormat, nquads
from kg.graph.facts.explain import explain
from kg.graph.facts.reader import read_contents
from kg.graph.query.execution import query, query_named
from kg.graph.query.files import read_queries
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on
from kg.graph.validate import validate

ANSWERS, CHECKS = read_queries("answer"), read_queries("check")


type Rows = Callable[[str], list[tuple[object, ...]]]


def fill(place: Place) -> Dataset:
    place.clear()
    articles = [treaty(), visit(), herald(), echo(), gazette(), mail(), voyage(), ledger(), bulletin()]
    place.write([*articles, harbour(HOSTILE)])
    place.infer()
    return place.read()


@pytest.fixture(scope="module")
def expected() -> Dataset:
    return fill(Memory())


@pytest.fixture(scope="module")
def graph(place: Place) -> Iterator[Dataset]:
    yield fill(place)
    place.clear()


def value(term: Node | None) -> object:
    """What a term says: stores write the same number in more than one way."""
    if isinstance(term, Literal):
        found = term.toPython()
        return (
            Decimal(str(found)) if isinstance(found, (int, float, Decimal)) and not isinstance(found, bool) else found
        )
    return term


def rows(dataset: Dataset, text: str) -> list[tuple[object, ...]]:
    return [tuple(map(value, row)) for row in query(dataset, text).terms]


@pytest.fixture(scope="module")
def expected_rows(expected: Dataset) -> Rows:
    """The rows in memory, each query put once: rdflib's own engine is the slowest of all."""
    return cache(lambda text: rows(expected, text))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_named_query_has_the_same_rows(graph: Dataset, expected_rows: Rows, name: str) -> None:
    found = rows(graph, ANSWERS[name].text)
    assert found == expected_rows(ANSWERS[name].text)
    assert found or name == "single-source"


@pytest.mark.parametrize("name", [name for name, each in ANSWERS.items() if any(p.optional for p in each.parameters)])
def test_what_may_be_left_out_may_be(graph: Dataset, expected_rows: Rows, name: str) -> None:
    asked = ANSWERS[name]
    needed = {parameter.name for parameter in asked.parameters if not parameter.optional}
    text = asked.bind({key: given for key, given in asked.example if key in needed})
    assert rows(graph, text) == expected_rows(text)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_has_the_same_rows(graph: Dataset, expected_rows: Rows, name: str) -> None:
    assert rows(graph, CHECKS[name].text) == expected_rows(CHECKS[name].text)


def test_records_findings_and_explanations_are_the_same(graph: Dataset, expected: Dataset) -> None:
    records = read_contents(graph)
    assert records == read_contents(expected)
    assert validate(graph) == validate(expected)
    assert explain(records, "lena orsk") == explain(read_contents(expected), "Lena Orsk")


@pytest.mark.parametrize("form", ["nquads", "trig", "ttl", "csv"])
def test_an_export_has_the_same_bytes(graph: Dataset, expected: Dataset, form: TextFormat) -> None:
    assert Graph(graph).export(form) == Graph(expected).export(form)


def test_a_name_is_found_in_any_case_without_accents(graph: Dataset, expected: Dataset) -> None:
    found = query_named(graph, "who-met-whom", {"person": "jon BRAE"})
    assert found.terms == query_named(expected, "who-met-whom", {"person": "Jon Brae"}).terms
    assert len(found)


@pytest.mark.parametrize(
    "name", ['"', "\\", "\u202e\U0001f600", "a\nb\tc\rd", "'; DROP ALL #", "\x07\x7f", "é" * 5_000]
)
def test_a_value_stays_a_value(graph: Dataset, name: str) -> None:
    assert not len(query_named(graph, "about-entity", {"name": name}))


def test_odd_words_are_found_by_themselves(graph: Dataset, expected: Dataset) -> None:
    quotes = {str(text) for (text,) in rows(expected, "SELECT ?q { ?s kg:quote|dcterms:title ?q }")}
    assert len(quotes) > 10
    for text in quotes:
        written = f"SELECT (COUNT(*) AS ?n) {{ ?s kg:quote|dcterms:title ?q VALUES ?q {{ {Literal(text).n3()} }} }}"
        assert query(graph, written)[0].n >= 1


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?a kg:leads ?b }",
        "ASK { ?a kg:leads ?a }",
        "CONSTRUCT { ?b kg:ledBy ?a } WHERE { ?a kg:leads ?b }",
        "SELECT ?s ?c { ?s kg:confidence ?c FILTER(?c < 0.9) } ORDER BY ?s",
        "SELECT ?s ?t (DATATYPE(?t) AS ?type) { ?s kg:time ?t } ORDER BY ?s ?t",
        "SELECT ?s { ?s kg:direct true } ORDER BY ?s",
        "SELECT ?s { ?s oa:start 0 } ORDER BY ?s",
        "SELECT ?f ?n { ?f kg:statements ?n FILTER(?n > 1) } ORDER BY ?f",
        'SELECT ?f { ?f kg:firstPublished ?d FILTER(?d < "2020-01-01"^^xsd:date) } ORDER BY ?f',
        'SELECT ?s { ?s kg:time "2019-05"^^xsd:gYearMonth } ORDER BY ?s',
        'SELECT ?s ?t { ?s kg:time ?t FILTER(?t = "2019-03-04"^^xsd:date) } ORDER BY ?s',
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?none { ?a kg:leads ?b OPTIONAL { ?a kg:none ?none } }",
        "SELECT ?x { VALUES ?x { 1 2.5 true } } ORDER BY STR(?x)",
    ],
)
def test_a_query_of_ones_own_has_the_same_answer(graph: Dataset, expected_rows: Rows, text: str) -> None:
    found = rows(graph, text)
    assert found == expected_rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s kg:fact ?f } }",
        "SELECT ?g (COUNT(*) AS ?n) { ?d a kg:Document . GRAPH ?g { ?d kg:text ?t } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s kg:premise ?fact } } GROUP BY ?g ORDER BY ?g",
    ],
)
def test_a_server_alone_has_the_named_graphs_of_an_export(
    place: Place, graph: Dataset, expected: Dataset, text: str
) -> None:
    exported = ox.Store()
    exported.load(nquads(expected).encode(), format=ox.RdfFormat.N_QUADS)
    held = dataset_on(EmbeddedStore(exported), union=True) if isinstance(place, Remote) else expected
    assert rows(graph, text) == rows(held, text)
