"""Output of an endpoint: answers to SPARQL queries as bytes, up to a limit, and its description.

Source: SPARQL 1.1 Service Description (W3C, 2013).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF, VOID

from kg.errors import QueryError
from kg.graph.query.results import RowWriter, boolean_text, graph_text
from kg.graph.rdf.dataset import has_named
from kg.namespaces import SD
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.graph.query.results import GraphFormat, ResultsFormat
    from kg.graph.query.safety import Graphs

__all__ = [
    "GRAPH_TYPES",
    "ROW_TYPES",
    "Answer",
    "Formats",
    "Limits",
    "Question",
    "answer",
    "graph_bytes",
    "service_description",
]

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
    """The end of an answer: at most so many rows or triples, and about so many bytes.

    Of a named query, only `most` of what `units`, some of its columns, name together; see `QueryFile.limits`.
    """

    rows: int
    size: int
    units: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats by the kind of the answer; None if the client accepts none for that kind."""

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
    """An answer as it goes out: without a body if no format suits; `cut` if it stops at a limit.

    `guarded` is the number of cells that have an apostrophe put before them, in CSV.
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
    """Return what `store` answers; of many rows only the end if `send` is given, which gets all before it in pieces.

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
    """Return triples in a format, with the graph's own prefixes and those of descriptions."""
    namespaces = sorted({**prefixes(), "sd": str(SD), "void": str(VOID)}.items())
    return graph_text(triples, form, dict(namespaces)).encode()


def _put(store: ox.Store, question: Question) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    asked = partial(ox.Store.query, query=question.text, base_iri=question.base, prefixes=dict(prefixes()))
    if question.graphs is None:
        return asked(store, use_default_graph_as_union=has_named(store))
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
    writer = RowWriter(form, names)
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


_FORMATS = "http://www.w3.org/ns/formats/"
_MEDIA = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_GRAPHS = 1_000
"""The most named graphs that are listed."""


def service_description(store: ox.Store, endpoint: str) -> Iterator[ox.Triple]:
    """Describe the service at `endpoint`, whose default graph is all documents at once."""
    service, dataset, default = ox.NamedNode(endpoint), _node(endpoint, "dataset"), _node(endpoint, "default")
    yield _link(service, str(RDF.type), f"{SD}Service")
    yield _link(service, f"{SD}endpoint", endpoint)
    yield _link(service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query")
    for name in _MEDIA:
        yield _link(service, f"{SD}resultFormat", _FORMATS + name)
    yield _link(service, f"{SD}feature", f"{SD}UnionDefaultGraph")
    yield _link(service, f"{SD}defaultDataset", dataset.value)
    yield _link(dataset, str(RDF.type), f"{SD}Dataset")
    yield _link(dataset, f"{SD}defaultGraph", default.value)
    yield _link(default, str(RDF.type), f"{SD}Graph")
    yield ox.Triple(default, ox.NamedNode(str(VOID.triples)), ox.Literal(len(store)))
    names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    for name in names[:_GRAPHS]:
        graph = _node(endpoint, f"graph-{name.rpartition('/')[2]}")
        yield _link(dataset, f"{SD}namedGraph", graph.value)
        yield _link(graph, str(RDF.type), f"{SD}NamedGraph")
        yield _link(graph, f"{SD}name", name)


def _node(base: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base.partition('#')[0]}#{name}")


def _link(subject: ox.NamedNode, predicate: str, item: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(item))
