"""Answers in W3C's formats: rows as CSV, TSV, JSON and XML, triples as RDF, and what an endpoint says of itself.

Oxigraph's serialisers write triples. Rows are written here, one by one: Oxigraph writes a whole answer or nothing, and
answers stop at a limit, go out in pieces, and are guarded for spreadsheets.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, VOID

from kg.display.spreadsheet import FORMULA, csv_line, csv_text
from kg.errors import QueryError
from kg.graph.rdf.dataset import has_named
from kg.graph.rdf.terms import cell_of, prefixes_for, to_oxigraph
from kg.namespaces import SD
from kg.ontology import prefixes
from kg.spelling import for_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rdflib.term import Node

    from kg.graph.query.execution import Rows
    from kg.graph.query.safety import Graphs
    from kg.graph.rdf.terms import AnyTerm, Cell

type ResultsFormat = Literal["json", "xml", "csv", "csv-raw", "tsv"]
"""W3C's formats for rows; its CSV is "csv-raw", and "csv" the one that is guarded (`kg.display.spreadsheet`)."""
type GraphFormat = Literal["turtle", "ntriples", "jsonld", "rdfxml"]
type RowsFormat = Literal["csv", "json", "xml", "ttl"]
"""The formats of the command line: rows as CSV, JSON or XML; a graph as Turtle, JSON-LD (json) or RDF/XML (xml)."""

_GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_TEXT_GRAPHS: Mapping[RowsFormat, GraphFormat] = {"ttl": "turtle", "json": "jsonld", "xml": "rdfxml"}
_XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


class RowWriter:
    """Writes rows of these columns in a format: the head, each row, `between` two of them, and the tail.

    In CSV, `guarded` cells have an apostrophe put before them.
    """

    def __init__(self, form: ResultsFormat, names: Sequence[str]) -> None:
        self.form, self.names = form, names
        self.between = ",\n" if form == "json" else ""
        self.guarded = 0

    def head(self) -> str:
        """Return what comes before the rows."""
        if self.form == "json":
            return f'{{"head":{{"vars":{json.dumps(self.names)}}},"results":{{"bindings":[\n'
        if self.form == "xml":
            names = "".join(f"<variable name={quoteattr(name)}/>" for name in self.names)
            return f"{_XML_START}<head>{names}</head>\n<results>\n"
        if self.form == "tsv":
            return "\t".join(f"?{name}" for name in self.names) + "\n"
        return csv_line(self.names, "\r\n")

    def row(self, terms: Sequence[AnyTerm | None]) -> str:
        """Return one row."""
        if self.form == "tsv":
            return "\t".join("" if term is None else _tsv_cell(cell_of(term)) for term in terms) + "\n"
        if self.form in {"csv", "csv-raw"}:
            cells = [None if term is None else cell_of(term) for term in terms]
            texts = [cell and (_node(cell) if cell.type == "bnode" else cell.text) for cell in cells]
            if self.form == "csv":
                self.guarded += sum(text is not None and FORMULA.match(text) is not None for text in texts)
            return csv_line(texts, "\r\n", raw=self.form == "csv-raw")
        bound = ((name, cell_of(term)) for name, term in zip(self.names, terms, strict=True) if term is not None)
        if self.form == "json":
            found = {name: _json_cell(cell) for name, cell in bound}
            return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        bindings = (f"<binding name={quoteattr(name)}>{_xml_cell(cell)}</binding>" for name, cell in bound)
        return f"<result>{''.join(bindings)}</result>\n"

    def tail(self) -> str:
        """Return what comes after the rows."""
        return {"json": "\n]}}\n", "xml": "</results>\n</sparql>\n"}.get(self.form, "")


def boolean_text(value: bool, form: ResultsFormat) -> str:
    """Return a yes or no in a format for rows; in CSV and TSV, for which W3C defines none, the word alone."""
    word = "true" if value else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'
    if form == "xml":
        return f"{_XML_START}<head/>\n<boolean>{word}</boolean>\n</sparql>\n"
    return f"{word}\n"


def graph_text(triples: Iterable[ox.Triple], form: GraphFormat, namespaces: Mapping[str, str]) -> str:
    """Return triples in a format; in RDF/XML, characters that XML forbids become U+FFFD."""
    if form == "rdfxml":
        triples = [ox.Triple(each.subject, each.predicate, _without_forbidden(each.object)) for each in triples]
    triples = list(triples)
    known = prefixes_for(triples, namespaces)
    return (ox.serialize(triples, format=_GRAPH_FORMATS[form], prefixes=known) or b"").decode()


def format_rows(rows: Rows, form: RowsFormat, *, raw: bool = False) -> str:
    """Return rows as CSV, JSON or XML in W3C's formats, or a graph as Turtle, JSON-LD (json) or RDF/XML (xml).

    CSV is guarded against formulas (`kg.display.spreadsheet`) unless `raw`.

    Raises:
        QueryError: Turtle was asked for, of a query that does not give a graph.
    """
    if form == "csv":
        return csv_text(rows.columns, ([_value(term) for term in row] for row in rows.terms), raw=raw)
    if rows.kind == "graph":
        triples = [ox.Triple(*map(to_oxigraph, row)) for row in rows.terms]  # type: ignore[arg-type]  # a graph has no gaps
        return graph_text(triples, _TEXT_GRAPHS[form], prefixes())
    if form == "ttl":
        raise QueryError("only CONSTRUCT and DESCRIBE give Turtle: choose csv, json or xml")
    if rows.kind == "ask":
        return boolean_text(rows[0][0], form)
    writer = RowWriter(form, rows.columns)
    return writer.head() + writer.between.join(map(writer.row, rows.terms)) + writer.tail()


def _json_cell(cell: Cell) -> dict[str, str]:
    found = {"type": cell.type, "value": cell.text}
    if cell.language:
        found["xml:lang"] = cell.language
    elif cell.datatype:
        found["datatype"] = cell.datatype
    return found


def _xml_cell(cell: Cell) -> str:
    attribute = ""
    if cell.language:
        attribute = f" xml:lang={quoteattr(cell.language)}"
    elif cell.datatype:
        attribute = f" datatype={quoteattr(cell.datatype)}"
    text = escape(for_xml(cell.text), {"\r": "&#13;"})
    return f"<{cell.type}{attribute}>{text}</{cell.type}>"


def _tsv_cell(cell: Cell) -> str:
    """Return a term as N-Triples writes it, which escapes what would break the line."""
    if cell.type == "literal":
        datatype = ox.NamedNode(cell.datatype) if cell.datatype else None
        return str(ox.Literal(cell.text, language=cell.language, datatype=datatype))
    return f"<{cell.text}>" if cell.type == "uri" else _node(cell)


def _node(cell: Cell) -> str:
    """Return a blank node, or a triple in a triple, as N-Triples writes it."""
    return cell.text if cell.text.startswith("<<") else f"_:{cell.text}"


def _value(term: Node | None) -> str | int | float | None:
    """Return a term as a cell: numbers as numbers."""
    if isinstance(term, rdflib.Literal):
        value = term.toPython()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
    return None if term is None else str(term)


def _without_forbidden[T](term: T) -> T | ox.Literal:
    if isinstance(term, ox.Literal) and (safe := for_xml(term.value)) != term.value:
        return ox.Literal(safe, language=term.language) if term.language else ox.Literal(safe, datatype=term.datatype)
    return term


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
    service, dataset, default = ox.NamedNode(endpoint), _part_of(endpoint, "dataset"), _part_of(endpoint, "default")
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
        graph = _part_of(endpoint, f"graph-{name.rpartition('/')[2]}")
        yield _link(dataset, f"{SD}namedGraph", graph.value)
        yield _link(graph, str(RDF.type), f"{SD}NamedGraph")
        yield _link(graph, f"{SD}name", name)


def _part_of(base: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base.partition('#')[0]}#{name}")


def _link(subject: ox.NamedNode, predicate: str, item: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(item))
