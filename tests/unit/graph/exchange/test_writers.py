"""A graph as files for other programs: the same graph, the same bytes."""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from graph_examples import HOSTILE, NAMESAKES, built, directory_of, graph_of, harbour, speakers
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import RDFS

from kg.api import Graph
from kg.display.spreadsheet import csv_text
from kg.graph.exchange.writers import TextFormat, nquads
from kg.graph.facts.explain import explain_statements
from kg.graph.facts.reader import read_contents
from kg.graph.facts.tables import FACT_COLUMNS, fact_rows
from kg.graph.store.directory import open_directory
from kg.model import Extraction

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="module")
def graph() -> Graph:
    return built(harbour(), harbour(HOSTILE, "two"), inferring=True)


def unguarded(text: str) -> str:
    return text.removeprefix("'") if text.startswith(("'=", "'+", "'-", "'@", "'\t", "'\r")) else text


@settings(max_examples=50)
@given(extractions())
def test_the_table_survives_csv(found: Extraction) -> None:
    records = read_contents(built(found).dataset)
    rows = list(fact_rows(explain_statements(records, records.statements)))
    text = built(found).export("csv")
    assert text == csv_text(FACT_COLUMNS, rows)
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert tuple(head) == FACT_COLUMNS
    for line, row in zip(lines, rows, strict=True):
        for cell, value in zip(line, row, strict=True):
            if isinstance(value, str):
                assert cell == value or unguarded(cell) == value
            else:
                assert cell == ("" if value is None else str(value))


def test_pandas_reads_the_csv_as_the_frame() -> None:
    graph = built(harbour(), harbour("", "two"))
    frame = graph.facts(kept_aside=True).to_pandas()
    again = pd.read_csv(io.StringIO(graph.export("csv")))
    assert list(again["statement_iri"]) == list(frame["statement_iri"])
    for column in ("subject", "relation", "object", "factuality", "confidence", "quote", "begin", "end", "rule"):
        assert again[column].tolist() == frame[column].tolist(), column


@pytest.mark.parametrize("form", ["nquads", "trig", "ttl"])
def test_exports_are_read_back_whole(form: str) -> None:
    formats = {
        "nquads": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "ttl": ox.RdfFormat.TURTLE,
    }
    dataset = graph_of(harbour(HOSTILE), harbour("", "two"))
    wanted = set(ox.parse(Graph(dataset).export("nquads"), format=ox.RdfFormat.N_QUADS))
    found = set(ox.parse(Graph(dataset).export(form), format=formats[form]))
    if form == "ttl":
        assert {quad.triple for quad in found} == {quad.triple for quad in wanted}
    else:
        assert found == wanted


FORMS = ("nquads", "trig", "ttl", "ntriples", "rdf12", "jsonld", "csv", "events", "graphml")
OF_EXTRAS = ("ftm",) if find_spec("followthemoney") else ()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_same_records_give_the_same_bytes_however_they_came(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("increments") / "graph"
    drawn = [data.draw(extractions(f"d{number}")) for number in range(2)]
    articles = [*drawn, harbour(HOSTILE), harbour("", "two"), *(speakers(*each) for each in NAMESAKES.items())]
    articles = [replace(each, document=replace(each.document, path=None)) for each in articles]
    kept: dict[str, Extraction] = {}
    for _ in range(data.draw(st.integers(1, 4))):
        some = data.draw(st.lists(st.sampled_from(range(len(articles))), max_size=4))
        gone = data.draw(st.lists(st.sampled_from([each.document.id for each in articles]), max_size=3))
        for source in gone:
            kept.pop(source, None)
        kept |= {articles[place].document.id: articles[place] for place in some}
        directory_of(directory, *(articles[place] for place in some), remove=gone)
    if not (directory / "kg-graph.json").exists():  # nothing was ever kept
        return
    one, other = Graph(open_directory(directory)), Graph(graph_of(*data.draw(st.permutations(list(kept.values())))))
    for form in (*FORMS, *OF_EXTRAS):
        assert one.export(form) == other.export(form), form


@pytest.mark.parametrize("form", ["trig", "ttl"])
def test_a_name_that_ends_in_a_full_stop_is_read_by_rdflib(form: TextFormat) -> None:
    dataset = graph_of(harbour())
    said = URIRef("https://w3id.org/kg/p/U.S.")
    dataset.graph(URIRef("http://x.example/g")).add((said, RDFS.label, Literal("U.S.")))
    read = Dataset(default_union=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parser calls what rdflib deprecates
        read.parse(data=Graph(dataset).export(form), format="trig")
        assert (said, RDFS.label, Literal("U.S.")) in read


REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"


def union(graph: Graph) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(nquads(graph.dataset), format=ox.RdfFormat.N_QUADS)}


def parsed(text: str, form: ox.RdfFormat) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=form)]


def test_the_union_is_read_whole(graph: Graph) -> None:
    text = graph.export("ntriples")
    wanted = union(graph)
    assert set(parsed(text, ox.RdfFormat.N_TRIPLES)) == set(parsed(text, ox.RdfFormat.TURTLE)) == wanted
    assert len(parsed(text, ox.RdfFormat.N_TRIPLES)) == len(wanted)  # each once
    assert len(rdflib.Graph().parse(data=text, format="nt")) == len(wanted)


def test_rdf_1_2_says_what_is_stated(graph: Graph) -> None:
    store = ox.Store()
    store.bulk_load(graph.export("rdf12").encode(), format=ox.RdfFormat.N_TRIPLES)
    held = graph.contents
    found = store.query(
        f"SELECT ?node ?s ?p ?o {{ ?node <{REIFIES}> <<( ?s ?p ?o )>> }}",
    )
    assert isinstance(found, ox.QuerySolutions)
    stated = {row["node"].value: (row["s"].value, row["o"].value) for row in found}
    assert stated == {each.iri: (each.subject, each.object) for each in (*held.facts, *held.statements)}
    parts = {f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}" for name in ("subject", "predicate", "object")}
    others = {triple for triple in union(graph) if triple.predicate.value not in parts}
    assert {quad.triple for quad in store if quad.predicate.value != REIFIES} == others


@settings(max_examples=40)
@given(extractions())
def test_any_graph_survives_json_ld_and_the_union(found: Extraction) -> None:
    graph = Graph(graph_of(found))
    read = ox.parse(graph.export("jsonld"), format=ox.RdfFormat.JSON_LD)
    assert set(read) == set(ox.parse(graph.export("nquads"), format=ox.RdfFormat.N_QUADS))
    assert set(parsed(graph.export("ntriples"), ox.RdfFormat.N_TRIPLES)) == union(graph)


def test_json_ld_is_read_whole_by_rdflib(graph: Graph) -> None:
    text = graph.export("jsonld")
    read = rdflib.Dataset(default_union=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parser calls what rdflib deprecates
        read.parse(data=text, format="json-ld")
        assert len(read) == len(union(graph))
