"""How answers are written: one writer a format, for rows CSV, TSV, JSON and XML, for triples W3C's formats of RDF.

Oxigraph's own serialisers write a whole answer or nothing, so rows are written here, one by one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
import rdflib

from kg.display.spreadsheet import FORMULA, csv_line, csv_text
from kg.errors import QueryError
from kg.graph.rdf.cells import cell_of, prefixes_for, to_oxigraph
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rdflib.term import Node

    from kg.graph.query.execution import Rows
    from kg.graph.rdf.cells import Cell, Term

__all__ = [
    "GraphFormat",
    "ResultsFormat",
    "RowsFormat",
    "boolean_text",
    "format_rows",
    "graph_text",
    "row_writer",
]

type ResultsFormat = Literal["json", "xml", "csv", "csv-raw", "tsv"]
"""W3C's formats for rows; its CSV is "csv-raw", and "csv" the one that is guarded (`kg.display.spreadsheet`)."""
type GraphFormat = Literal["turtle", "ntriples", "jsonld", "rdfxml"]
type RowsFormat = Literal["csv", "json", "xml", "ttl"]
"""What the command line writes: rows as CSV, JSON or XML; a graph as Turtle, JSON-LD (json) or RDF/XML (xml)."""

_GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_TEXT_GRAPHS: Mapping[RowsFormat, GraphFormat] = {"ttl": "turtle", "json": "jsonld", "xml": "rdfxml"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


class _Writer:
    """One format for rows: what comes before them, each row, what comes between and after."""

    between = ""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.guarded = 0

    def head(self) -> str:
        raise NotImplementedError

    def row(self, terms: Sequence[Term | None]) -> str:
        raise NotImplementedError

    def tail(self) -> str:
        return ""


class _Json(_Writer):
    between = ",\n"

    def head(self) -> str:
        return f'{{"head":{{"vars":{json.dumps(self.names)}}},"results":{{"bindings":[\n'

    def row(self, terms: Sequence[Term | None]) -> str:
        bound = {name: _json_cell(cell_of(term)) for name, term in _bound(self.names, terms)}
        return json.dumps(bound, ensure_ascii=False, separators=(",", ":"))

    def tail(self) -> str:
        return "\n]}}\n"


class _Xml(_Writer):
    def head(self) -> str:
        names = "".join(f"<variable name={quoteattr(name)}/>" for name in self.names)
        return f"{_XML_START}<head>{names}</head>\n<results>\n"

    def row(self, terms: Sequence[Term | None]) -> str:
        cells = (
            f"<binding name={quoteattr(name)}>{_xml_cell(cell_of(term))}</binding>"
            for name, term in _bound(self.names, terms)
        )
        return f"<result>{''.join(cells)}</result>\n"

    def tail(self) -> str:
        return "</results>\n</sparql>\n"


class _Csv(_Writer):
    """For spreadsheets: `guarded` of its values have an apostrophe put before them."""

    def head(self) -> str:
        return csv_line(self.names, "\r\n")

    def row(self, terms: Sequence[Term | None]) -> str:
        texts = [None if term is None else _csv_cell(cell_of(term)) for term in terms]
        self.guarded += sum(text is not None and FORMULA.match(text) is not None for text in texts)
        return csv_line(texts, "\r\n")


class _RawCsv(_Csv):
    """W3C's CSV to the letter, for programs: a formula in a text stays as it is."""

    def row(self, terms: Sequence[Term | None]) -> str:
        return csv_line([None if term is None else _csv_cell(cell_of(term)) for term in terms], "\r\n", raw=True)


class _Tsv(_Writer):
    def head(self) -> str:
        return "\t".join(f"?{name}" for name in self.names) + "\n"

    def row(self, terms: Sequence[Term | None]) -> str:
        return "\t".join("" if term is None else _tsv_cell(cell_of(term)) for term in terms) + "\n"


_WRITERS: Mapping[ResultsFormat, type[_Writer]] = {
    "json": _Json,
    "xml": _Xml,
    "csv": _Csv,
    "csv-raw": _RawCsv,
    "tsv": _Tsv,
}


def row_writer(form: ResultsFormat, names: Sequence[str]) -> _Writer:
    """What writes rows of these columns, head, each row and tail."""
    return _WRITERS[form](names)


def boolean_text(value: bool, form: ResultsFormat) -> str:
    """A yes or no in a format for rows; in CSV and TSV, for which W3C names none, the word alone."""
    word = "true" if value else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'
    if form == "xml":
        return f"{_XML_START}<head/>\n<boolean>{word}</boolean>\n</sparql>\n"
    return f"{word}\n"


def graph_text(triples: Iterable[ox.Triple], form: GraphFormat, namespaces: Mapping[str, str]) -> str:
    """Triples in a format; characters that XML forbids become U+FFFD in RDF/XML."""
    if form == "rdfxml":
        triples = [ox.Triple(each.subject, each.predicate, _without_forbidden(each.object)) for each in triples]
    triples = list(triples)
    known = prefixes_for(triples, namespaces)
    return (ox.serialize(triples, format=_GRAPH_FORMATS[form], prefixes=known) or b"").decode()


def format_rows(rows: Rows, form: RowsFormat, *, raw: bool = False) -> str:
    """An answer in one of W3C's formats for results, or, of a graph, as Turtle, JSON-LD (json) or RDF/XML (xml).

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
        raise QueryError("only CONSTRUCT and DESCRIBE give Turtle: ask for csv, json or xml")
    if rows.kind == "ask":
        return boolean_text(rows[0][0], form)
    writer = row_writer(form, rows.columns)
    return writer.head() + writer.between.join(map(writer.row, rows.terms)) + writer.tail()


def _bound(names: Sequence[str], terms: Sequence[Term | None]) -> Iterable[tuple[str, Term]]:
    return ((name, term) for name, term in zip(names, terms, strict=True) if term is not None)


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
    text = escape(_xml_safe(cell.text), {"\r": "&#13;"})
    return f"<{cell.type}{attribute}>{text}</{cell.type}>"


def _csv_cell(cell: Cell) -> str:
    return _node(cell) if cell.type == "bnode" else cell.text


def _tsv_cell(cell: Cell) -> str:
    """A term as N-Triples writes it, which escapes what would break the line."""
    if cell.type == "literal":
        datatype = ox.NamedNode(cell.datatype) if cell.datatype else None
        return str(ox.Literal(cell.text, language=cell.language, datatype=datatype))
    return f"<{cell.text}>" if cell.type == "uri" else _node(cell)


def _node(cell: Cell) -> str:
    """A blank node, or a triple in a triple, as N-Triples writes it."""
    return cell.text if cell.text.startswith("<<") else f"_:{cell.text}"


def _value(term: Node | None) -> str | int | float | None:
    """A term as a spreadsheet takes it: numbers as numbers."""
    if isinstance(term, rdflib.Literal):
        value = term.toPython()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
    return None if term is None else str(term)


def _xml_safe(text: str) -> str:
    """`text` with each character that XML 1.0 forbids (section 2.2) replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def _without_forbidden[T](term: T) -> T | ox.Literal:
    if isinstance(term, ox.Literal) and (safe := _xml_safe(term.value)) != term.value:
        return ox.Literal(safe, language=term.language) if term.language else ox.Literal(safe, datatype=term.datatype)
    return term
