"""Queries are put to a graph, by their text or by name."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from graph_examples import HOSTILE, directory_of, graph_of, harbour

from kg.errors import QueryError
from kg.graph.query.execution import query, query_named
from kg.graph.query.files import read_queries
from kg.graph.store.directory import open_directory

if TYPE_CHECKING:
    from conftest import Place
    from rdflib import Dataset


def test_a_query_of_a_literal_still_finds_it() -> None:
    (row,) = query_named(graph_of(harbour()), "where-from", {"subject": "Salo Trust", "object": "2019"})
    assert row.fact == "Salo Trust was created on 2019"
    assert not query_named(graph_of(harbour()), "where-from", {"subject": "Salo Trust", "object": "Port Salo"})


def test_a_query_joins_the_entities_that_two_names_mean() -> None:
    given_names = {"subject": "MARTA ODUYA", "object": "jon bráe"}
    assert {row.fact for row in query_named(graph_of(harbour()), "where-from", given_names)} == {
        "Marta Oduya met with Jon Brae"
    }


@pytest.fixture
def harbours(place: Place) -> Dataset:
    return place.write(harbour(HOSTILE), harbour("", "two"))


def test_rows_are_named_tuples_of_plain_values(harbours: Dataset) -> None:
    rows = query(
        harbours,
        "SELECT ?label ?confidence ?time ?class { ?fact rdf:predicate kg:metWith ; rdf:subject ?who . "
        "?s kg:fact ?fact ; kg:confidence ?confidence ; kg:time ?time . ?who rdfs:label ?label }",
    )
    assert rows.columns == ("label", "confidence", "time", "class")
    assert len(rows) == 2
    assert rows[0].label == "Marta Oduya"
    assert (rows[0].confidence, str(rows[0].time), rows[0][3]) == (Decimal("0.8"), "2025-09-12", None)


def test_rows_are_what_pandas_takes(harbours: Dataset) -> None:
    rows = query(harbours, "SELECT ?s ?n { ?s oa:start ?n } ORDER BY ?s ?n")
    for frame in (pd.DataFrame(rows), rows.to_pandas()):
        assert list(frame.columns) == ["s", "n"]
        assert frame["n"].tolist() == [row.n for row in rows]
    assert list(query(harbours, "SELECT ?a ?b { ?a kg:none ?b }").to_pandas().columns) == ["a", "b"]


def test_the_default_graph_is_all_documents_without_repeats(harbours: Dataset) -> None:
    assert query(harbours, 'SELECT (COUNT(*) AS ?n) { ?e rdfs:label "Norland" }')[0].n == 1
    assert query(harbours, "ASK { ?a kg:leads ?b }")[:] == [(True,)]
    assert query(harbours, "ASK { ?a kg:signed ?b }")[:] == [(False,)]


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s rdfs:label "SERVICE <http://127.0.0.1:1/> {" }',
        "SELECT ?service { ?service kg:service ?load } # SERVICE LOAD",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT ?insert { ?insert ?p <http://example.org/INSERT> }",
        "SELECT * { ?s kg:locatedIn+ ?o OPTIONAL { ?o rdfs:label ?l } MINUS { ?o a kg:City } }",
        "SELECT (SUM(?n) AS ?total) { ?s oa:start ?n } GROUP BY ?s HAVING (SUM(?n) > 1) ORDER BY DESC(?total)",
        "DESCRIBE <https://w3id.org/kg/ontology#Unknown>",
    ],
)
def test_what_only_looks_like_it_is_answered(harbours: Dataset, text: str) -> None:
    query(harbours, text)


@pytest.mark.parametrize("name", ["Port Salo", "PORT SALO", "pórt salo", " the Port  Salo "])
def test_a_name_is_found_in_any_case_and_with_any_accents(harbours: Dataset, name: str) -> None:
    assert {row.leader for row in query_named(harbours, "who-leads", {"name": name})} == {"Marta Oduya"}


@pytest.mark.parametrize("name", ["oduya", "Mayor Marta Oduya", "MAYOR  MARTA  ODUYA"])
def test_an_entity_is_found_by_any_of_its_names(harbours: Dataset, name: str) -> None:
    assert {row.led for row in query_named(harbours, "who-leads", {"name": name})} == {"Port Salo"}


def test_every_row_names_its_document(harbours: Dataset) -> None:
    rows = query_named(harbours, "who-leads", {"name": "Port Salo"})
    assert sorted((row.document, str(row.published), row.quote) for row in rows) == [
        (document, "2025-09-13", "Mayor Marta Oduya runs Port Salo.") for document in ("harbour", "two")
    ]


def test_a_name_that_nothing_has_gives_no_rows(harbours: Dataset) -> None:
    assert len(query_named(harbours, "who-leads", {"name": 'nobody" } SERVICE <http://a> {'})) == 0


def test_unknown_queries_and_parameters_are_errors(harbours: Dataset) -> None:
    with pytest.raises(QueryError, match=r"there is no query 'who-knows': choose one of .*who-leads"):
        query_named(harbours, "who-knows")
    with pytest.raises(QueryError, match="no parameter 'colour'"):
        query_named(harbours, "who-leads", {"colour": "red"})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Dataset]:
    """One document in memory and in a directory."""
    directory = tmp_path_factory.mktemp("both") / "graph"
    directory_of(directory, harbour())
    return graph_of(harbour()), open_directory(directory)


@pytest.mark.parametrize("name", sorted(read_queries("answer")))
def test_every_named_query_answers_alike_on_both_stores(name: str, both: tuple[Dataset, Dataset]) -> None:
    chosen = read_queries("answer")[name]
    given = {parameter.name: "Marta Oduya" if parameter.kind == "name" else "2025" for parameter in chosen.parameters}
    values = {**dict(chosen.example), **{key: text for key, text in given.items() if key == "name"}}
    one, other = (sorted(map(str, query_named(dataset, name, values))) for dataset in both)
    assert one == other


def test_no_heavy_library_is_loaded_to_ask() -> None:
    code = "import sys, kg.graph.query.execution, kg.graph.query.results; print(sorted(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = {name.strip(" '[]").partition(".")[0] for name in result.stdout.split(",")}
    assert loaded.isdisjoint({"spacy", "networkx", "pandas", "numpy", "jinja2"})
