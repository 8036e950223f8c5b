"""A graph as a file for other programs: the same graph gives the same bytes, in whatever order it was built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.display.spreadsheet import csv_text
from kg.graph.facts.explain import explain_statements
from kg.graph.facts.reader import read_contents
from kg.graph.facts.tables import FACT_COLUMNS, fact_rows
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on, inner_store
from kg.graph.rdf.homes import line, naming_in, with_homes
from kg.graph.rdf.terms import prefixes_for
from kg.ontology import prefixes

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.facts.records import GraphContents

__all__ = ["ExportFormat", "embedded_copy", "export", "facts_csv", "nquads"]

type ExportFormat = Literal["trig", "nquads", "ttl", "csv"]


def export(dataset: Dataset, form: ExportFormat, *, raw: bool = False, unnamed: bool = False) -> str:
    """A graph in one format; Turtle (`ttl`) has no named graphs: a statement names its document there too.

    CSV is guarded for spreadsheets (`kg.display.spreadsheet`) unless `raw`, and has facts about participants with
    `unnamed`; RDF always has them.
    """
    if form == "csv":
        contents = read_contents(dataset)
        return facts_csv(contents.with_participants() if unnamed else contents.named(), raw=raw)
    if form == "nquads":
        return nquads(dataset)
    if form == "ttl":
        return _serialize([quad.triple for quad in sorted(inner_store(dataset), key=str)], ox.RdfFormat.TURTLE)
    quads = list(ox.parse(nquads(dataset), format=ox.RdfFormat.N_QUADS))
    quads.sort(key=lambda quad: str(quad.graph_name))  # what is of one graph is nested
    return _serialize(quads, ox.RdfFormat.TRIG)


def nquads(dataset: Dataset) -> str:
    """A graph as sorted canonical N-Quads, each line once: a named graph a document, and those that all share."""
    lines = {f"{line(quad)} <{home}> .\n" for quad, home in with_homes(inner_store(dataset))}
    return "".join(sorted(lines))


def embedded_copy(dataset: Dataset, *, inferred: bool = True) -> Dataset:
    """The same graph, or what its documents state of it, in an Oxigraph store in memory."""
    found, inner = inner_store(dataset), ox.Store()
    beside = ox.NamedNode(naming_in(found).inferred)
    inner.bulk_extend(quad for quad in found if inferred or quad.graph_name != beside)
    return dataset_on(EmbeddedStore(inner), union=True)


def facts_csv(records: GraphContents, *, raw: bool = False) -> str:
    """The statements as a table, one row each, in the order of documents and places."""
    return csv_text(FACT_COLUMNS, fact_rows(explain_statements(records, records.statements)), raw=raw)


def _serialize(statements: list[ox.Quad] | list[ox.Triple], form: ox.RdfFormat) -> str:
    known = prefixes_for(statements, prefixes())
    return (ox.serialize(statements, format=form, prefixes=known) or b"").decode()
