"""A graph as a file for other programs: the same graph gives the same bytes, in whatever order it was built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.display.spreadsheet import csv_text
from kg.graph.facts.explain import explain_statements
from kg.graph.facts.reader import read_contents
from kg.graph.facts.tables import FACT_COLUMNS, fact_rows
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on, inner_store, named_graph
from kg.graph.rdf.terms import prefixes_for
from kg.namespaces import KG
from kg.ontology import prefixes

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.facts.records import GraphContents

__all__ = ["ExportFormat", "embedded_copy", "export", "facts_csv", "nquads"]

type ExportFormat = Literal["trig", "nquads", "ttl", "csv"]


def export(dataset: Dataset, form: ExportFormat, *, raw: bool = False, unnamed: bool = False) -> str:
    """A graph in one format; Turtle (`ttl`) has no named graphs, so it says all at once and not in which document.

    CSV is guarded for spreadsheets (`kg.display.spreadsheet`) unless `raw`, and has facts about participants with
    `unnamed`; RDF always has them.
    """
    if form == "csv":
        contents = read_contents(dataset)
        return facts_csv(contents.with_participants() if unnamed else contents.named(), raw=raw)
    if form == "nquads":
        return nquads(dataset)
    quads = list(ox.parse(nquads(dataset), format=ox.RdfFormat.N_QUADS))
    if form == "ttl":
        return _serialize(list(dict.fromkeys(quad.triple for quad in quads)), ox.RdfFormat.TURTLE)
    quads.sort(key=lambda quad: str(quad.graph_name))  # what is of one graph is nested
    return _serialize(quads, ox.RdfFormat.TRIG)


def nquads(dataset: Dataset) -> str:
    """A graph as sorted canonical N-Quads, each line once."""
    inner = inner_store(dataset)
    lines = [f"{line} <{graph.value}> ." for graph in inner.named_graphs() for line in named_graph(inner, graph)]
    return "".join(f"{line}\n" for line in sorted(set(lines)))


def embedded_copy(dataset: Dataset, *, inferred: bool = True) -> Dataset:
    """The same graph, or what its documents state of it, in an Oxigraph store in memory."""
    inner = ox.Store()
    inner.bulk_load(nquads(dataset).encode(), ox.RdfFormat.N_QUADS, lenient=True)
    if not inferred:
        inferences = inner.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(KG.Inference)))
        for graph in {quad.graph_name for quad in inferences}:
            inner.remove_graph(graph)
    return dataset_on(EmbeddedStore(inner), union=True)


def facts_csv(records: GraphContents, *, raw: bool = False) -> str:
    """The statements as a table, one row each, in the order of documents and places."""
    return csv_text(FACT_COLUMNS, fact_rows(explain_statements(records, records.statements)), raw=raw)


def _serialize(statements: list[ox.Quad] | list[ox.Triple], form: ox.RdfFormat) -> str:
    known = prefixes_for(statements, prefixes())
    return (ox.serialize(statements, format=form, prefixes=known) or b"").decode()
