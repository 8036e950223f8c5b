"""Answers as text: CSV, JSON, XML and Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
import rdflib

from kg.errors import QueryError
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rdflib.term import Node

    from kg.graph.query.execution import Rows

__all__ = ["RowsFormat", "csv_text", "format_rows", "xml_safe"]

type RowsFormat = Literal["csv", "json", "xml", "ttl"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GRAPH_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML}


def format_rows(rows: Rows, form: RowsFormat) -> str:
    """An answer in one of W3C's formats for results, or, of a graph, as Turtle, JSON-LD (json) or RDF/XML (xml).

    CSV is guarded against formulas, and characters that XML forbids become U+FFFD in it.

    Raises:
        QueryError: Turtle was asked for, of a query that does not give a graph.
    """
    if form == "csv":
        return csv_text(rows.columns, ([_csv_value(term) for term in row] for row in rows.terms))
    if rows.kind == "graph":
        return _format_graph(rows, form)
    if form == "ttl":
        raise QueryError("only CONSTRUCT and DESCRIBE give Turtle: ask for csv, json or xml")
    return _json(rows) if form == "json" else _xml(rows)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> str:
    r"""A table as CSV; words that a spreadsheet would run as a formula are preceded by an apostrophe.

    >>> csv_text(["a"], [["=1+1"], [-1]])
    "a\n'=1+1\n-1\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guard(value) if isinstance(value, str) else value for value in row])
    return out.getvalue()


def xml_safe(text: str) -> str:
    """`text` with each character that XML 1.0 forbids (section 2.2) replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv_value(term: Node | None) -> str | int | float | None:
    if isinstance(term, rdflib.Literal):
        value = term.toPython()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
    return None if term is None else str(term)


def _json(rows: Rows) -> str:
    if rows.kind == "ask":
        return json.dumps({"head": {}, "boolean": rows[0][0]}) + "\n"
    bindings = [
        {name: _json_term(term) for name, term in zip(rows.columns, row, strict=True) if term is not None}
        for row in rows.terms
    ]
    answer = {"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Node) -> dict[str, str]:
    found = {"type": _type(term), "value": str(term)}
    if isinstance(term, rdflib.Literal):
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype:
            found["datatype"] = str(term.datatype)
    return found


def _xml(rows: Rows) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<sparql xmlns="http://www.w3.org/2005/sparql-results#">']
    if rows.kind == "ask":
        return "\n".join([*lines, "<head/>", f"<boolean>{str(rows[0][0]).lower()}</boolean>", "</sparql>", ""])
    lines += ["<head>", *(f"<variable name={quoteattr(name)}/>" for name in rows.columns), "</head>", "<results>"]
    for row in rows.terms:
        bound = [(name, term) for name, term in zip(rows.columns, row, strict=True) if term is not None]
        cells = "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in bound)
        lines.append(f"<result>{cells}</result>")
    return "\n".join([*lines, "</results>", "</sparql>", ""])


def _xml_term(term: Node) -> str:
    attribute = ""
    if isinstance(term, rdflib.Literal):
        if term.language:
            attribute = f" xml:lang={quoteattr(term.language)}"
        elif term.datatype:
            attribute = f" datatype={quoteattr(str(term.datatype))}"
    text = escape(xml_safe(str(term)), {"\r": "&#13;"})
    return f"<{_type(term)}{attribute}>{text}</{_type(term)}>"


def _type(term: Node) -> str:
    if isinstance(term, rdflib.URIRef):
        return "uri"
    return "literal" if isinstance(term, rdflib.Literal) else "bnode"


def _format_graph(rows: Rows, form: RowsFormat) -> str:
    triples = [ox.Triple(*(_oxigraph(term, xml=form == "xml") for term in row)) for row in rows.terms]  # type: ignore[arg-type]  # a result's triples are well formed
    data = ox.serialize(triples, format=_GRAPH_FORMATS[form], prefixes=dict(prefixes()))
    return (data or b"").decode()


def _oxigraph(term: Node | None, *, xml: bool) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        text = xml_safe(str(term)) if xml else str(term)
        if term.language:
            return ox.Literal(text, language=term.language)
        return ox.Literal(text, datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return ox.BlankNode(str(term))
