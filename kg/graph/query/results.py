"""Answers in W3C's formats: rows as CSV, TSV, JSON and XML, triples as RDF.

Oxigraph's serialisers write triples. Rows are written here, one by one: Oxigraph writes a whole answer or nothing, and
answers stop at a limit, go out in pieces, and are guarded for spreadsheets.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
import rdflib

from kg.display.spreadsheet import FORMULA, csv_line, csv_text
from kg.errors import QueryError
from kg.graph.rdf.terms import cell_of, prefixes_for, to_oxigraph
from kg.ontology import prefixes
from kg.spelling import for_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rdflib.term import Node

    from kg.graph.query.execution import Rows
    from kg.graph.rdf.terms import AnyTerm, Cell

__all__ = [
    "GraphFormat",
    "ResultsFormat",
    "RowWriter",
    "RowsFormat",
    "boolean_text",
    "format_rows",
    "graph_text",
]

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
            texts = [None if term is None else _csv_cell(cell_of(term)) for term in terms]
            if self.form == "csv":
                self.guarded += sum(text is not None and FORMULA.match(text) is not None for text in texts)
            return csv_line(texts, "\r\n", raw=self.form == "csv-raw")
        bound = ((name, cell_of(term)) for name, term in zip(self.names, terms, strict=True) if term is not None)
        if self.form == "json":
            found = {name: _json_cell(cell) for name, cell in bound}
            return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        cells = (f"<binding name={quoteattr(name)}>{_xml_cell(cell)}</binding>" for name, cell in bound)
        return f"<result>{''.join(cells)}</result>\n"

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


def _csv_cell(cell: Cell) -> str:
    return _node(cell) if cell.type == "bnode" else cell.text


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
