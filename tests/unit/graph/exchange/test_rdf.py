"""RDF for other stores holds the same triples when rdflib and Oxigraph read it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from graph_examples import graph_of
from graph_strategies import extractions
from hypothesis import given, settings

from kg.api import Graph
from kg.graph.export import nquads

if TYPE_CHECKING:
    from kg.model import Extraction

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


def test_json_ld_is_read_whole(graph: Graph) -> None:
    text = graph.export("jsonld")
    assert set(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == set(
        ox.parse(graph.export("nquads"), format=ox.RdfFormat.N_QUADS)
    )
    read = rdflib.Dataset(default_union=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parser calls what rdflib deprecates
        read.parse(data=text, format="json-ld")
        assert len(read) == len(union(graph))
