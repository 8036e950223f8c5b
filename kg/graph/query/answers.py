"""Answers to SPARQL queries as bytes in W3C's formats, cut at a limit: what an endpoint gives out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import VOID

from kg.errors import QueryError
from kg.graph.query.results import boolean_text, graph_text, row_writer
from kg.namespaces import SD
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.graph.query.results import GraphFormat, ResultsFormat
    from kg.graph.query.safety import Graphs

__all__ = ["GRAPH_TYPES", "ROW_TYPES", "Answer", "Formats", "Limits", "Question", "answer", "graph_bytes"]

type _GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_PIECE = 1 << 16
"""Bytes of rows that are handed on together."""

ROW_TYPES: Mapping[ResultsFormat, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "csv-raw": "text/csv;formulas=raw",
    "tsv": "text/tab-separated-values",
}
"""The media type of each format for rows and for yes or no."""

GRAPH_TYPES: Mapping[GraphFormat, str] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""The media type of each format for triples."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is given: at most so many rows or triples, and about so many bytes.

    Of a named query, only `most` of what `units`, some of its columns, name together; see `QueryFile.limits`.
    """

    rows: int
    size: int
    units: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Formats:
    """What the answer may be written in, by what it turns out to be; None: the client takes none of that kind."""

    rows: ResultsFormat | None
    graph: GraphFormat | None


@dataclass(frozen=True, slots=True)
class Question:
    """A query that `kg.graph.query.safety` has checked, the graphs that it is put to (None: all), and its base IRI."""

    text: str
    graphs: Graphs | None
    base: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out: `body` None where no format suits; `cut` where limits left something out.

    `guarded` is the number of values that have an apostrophe put before them, in CSV.
    """

    media_type: str
    body: bytes | None
    cut: bool = False
    guarded: int = 0


def answer(
    store: ox.Store,
    question: Question,
    formats: Formats,
    limits: Limits,
    send: Callable[[bytes], object] | None = None,
) -> Answer:
    """What `store` answers; of many rows only the end where `send` is given, which gets all before it in pieces.

    Raises:
        QueryError: the engine cannot answer it.
    """
    try:
        found = _put(store, question)
        if isinstance(found, ox.QueryTriples):
            return _graph_answer(found, formats.graph, limits)
        if formats.rows is None:
            return Answer("", None)
        media_type = ROW_TYPES[formats.rows]
        if isinstance(found, ox.QueryBoolean):
            return Answer(media_type, boolean_text(bool(found), formats.rows).encode())
        return _rows_answer(media_type, found, formats.rows, limits, send)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {' '.join(str(error).split())[:300]}") from error


def graph_bytes(triples: Iterable[ox.Triple], form: GraphFormat) -> bytes:
    """Triples in a format, with the graph's own prefixes and those of descriptions."""
    namespaces = sorted({**prefixes(), "sd": str(SD), "void": str(VOID)}.items())
    return graph_text(triples, form, dict(namespaces)).encode()


def _put(store: ox.Store, question: Question) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    asked = partial(ox.Store.query, query=question.text, base_iri=question.base, prefixes=dict(prefixes()))
    if question.graphs is None:
        return asked(store, use_default_graph_as_union=True)
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(name) for name in question.graphs.named]
    default: list[_GraphName] = [ox.NamedNode(name) for name in dict.fromkeys(question.graphs.default)]
    return asked(store, default_graph=default, named_graphs=named)  # no two graphs have a triple in common


def _graph_answer(found: ox.QueryTriples, form: GraphFormat | None, limits: Limits) -> Answer:
    if form is None:
        return Answer("", None)
    triples: dict[ox.Triple, None] = {}
    size = 0
    cut = False
    for triple in found:
        if len(triples) >= limits.rows or size > limits.size:
            cut = True
            break
        if triple not in triples:
            triples[triple] = None
            size += len(str(triple))
    return Answer(GRAPH_TYPES[form], graph_bytes(triples, form), cut)


def _rows_answer(
    media_type: str,
    found: ox.QuerySolutions,
    form: ResultsFormat,
    limits: Limits,
    send: Callable[[bytes], object] | None,
) -> Answer:
    names = [variable.value for variable in found.variables]
    writer = row_writer(form, names)
    places = [names.index(name) for name in limits.units]
    units: set[tuple[object, ...]] = set()
    piece = bytearray(writer.head().encode())
    size = 0
    cut = False
    for count, solution in enumerate(found):
        if count >= limits.rows or size > limits.size:
            cut = True
            break
        terms = tuple(solution)
        units.add(tuple([terms[place] for place in places]))
        if limits.most is not None and len(units) > limits.most:
            cut = True
            break
        row = writer.row(terms)
        size += len(row)
        piece += f"{writer.between if count else ''}{row}".encode()
        if send is not None and len(piece) >= _PIECE:
            send(bytes(piece))
            piece.clear()
    piece += writer.tail().encode()
    return Answer(media_type, bytes(piece), cut, writer.guarded)
