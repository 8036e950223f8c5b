"""Answers to SPARQL queries as bytes in W3C's formats, cut at a limit: what an endpoint gives out.

Oxigraph's own serialisers write a whole answer or nothing, so rows are written here, one by one. CSV and TSV are W3C's
to the letter (a formula in a text stays as it is), unlike the CSV that `results` writes for spreadsheets.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
from rdflib.namespace import VOID

from kg.errors import QueryError
from kg.graph.query.results import xml_safe
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.query.safety import Graphs

__all__ = ["GRAPH_TYPES", "ROW_TYPES", "SD", "Answer", "Formats", "Limits", "Question", "answer", "graph_bytes"]

type RowsFormat = Literal["json", "xml", "csv", "tsv"]
type GraphFormat = Literal["turtle", "ntriples", "jsonld", "rdfxml"]
type _GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
type Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

ROW_TYPES: Mapping[RowsFormat, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
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

SD = "http://www.w3.org/ns/sparql-service-description#"
"""The namespace of service descriptions."""

_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_QUOTED = re.compile('[",\r\n]')


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is given: at most so many rows or triples, and about so many bytes."""

    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Formats:
    """What the answer may be written in, by what it turns out to be; None: the client takes none of that kind."""

    rows: RowsFormat | None
    graph: GraphFormat | None


@dataclass(frozen=True, slots=True)
class Question:
    """A query that `kg.graph.query.safety` has checked, the graphs that it is put to (None: all), and its base IRI."""

    text: str
    graphs: Graphs | None
    base: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out: `body` None where no format suits; `cut` where limits left something out."""

    media_type: str
    body: bytes | None
    cut: bool = False


def answer(store: ox.Store, question: Question, formats: Formats, limits: Limits) -> Answer:
    """What `store` answers.

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
            return Answer(media_type, _boolean(bool(found), formats.rows))
        names = [variable.value for variable in found.variables]
        writer = _WRITERS[formats.rows](names)
        return _collected(media_type, writer, (tuple(row) for row in found), limits)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {' '.join(str(error).split())[:300]}") from error


def graph_bytes(triples: Iterable[ox.Triple], form: GraphFormat) -> bytes:
    """Triples in a format; characters that XML forbids become U+FFFD in RDF/XML."""
    if form == "rdfxml":
        triples = [ox.Triple(each.subject, each.predicate, _xml_term(each.object)) for each in triples]
    return ox.serialize(triples, format=_RDF[form], prefixes=_namespaces()) or b""


def _namespaces() -> dict[str, str]:
    """The prefixes that graphs are written with: the graph's own, and those of descriptions."""
    return dict(sorted({**prefixes(), "sd": SD, "void": str(VOID)}.items()))


def _put(store: ox.Store, question: Question) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    asked = partial(ox.Store.query, query=question.text, base_iri=question.base, prefixes=dict(prefixes()))
    if question.graphs is None:
        return asked(store)
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(name) for name in question.graphs.named]
    default: list[_GraphName] = [ox.NamedNode(name) for name in dict.fromkeys(question.graphs.default)]
    if len(default) < 2:
        return asked(store, default_graph=default, named_graphs=named)
    merged = ox.Store()  # Oxigraph would give a triple once for each graph that has it
    for name in default:
        quads = store.quads_for_pattern(None, None, None, name)
        merged.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for name in named:
        merged.bulk_extend(store.quads_for_pattern(None, None, None, name))
    return asked(merged, default_graph=[ox.DefaultGraph()], named_graphs=named)


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


class _Writer:
    """One format for rows: what comes before them, each row, what comes between and after."""

    between = ""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def head(self) -> str:
        raise NotImplementedError

    def row(self, terms: Sequence[Term | None]) -> str:
        raise NotImplementedError

    def tail(self) -> str:
        return ""


def _collected(media_type: str, writer: _Writer, rows: Iterator[Sequence[Term | None]], limits: Limits) -> Answer:
    parts = [writer.head()]
    size = 0
    cut = False
    for count, terms in enumerate(rows):
        if count >= limits.rows or size > limits.size:
            cut = True
            break
        if count:
            parts.append(writer.between)
        parts.append(writer.row(terms))
        size += len(parts[-1])
    parts.append(writer.tail())
    return Answer(media_type, "".join(parts).encode(), cut)


class _Json(_Writer):
    between = ",\n"

    def head(self) -> str:
        return f'{{"head":{{"vars":{json.dumps(self.names)}}},"results":{{"bindings":[\n'

    def row(self, terms: Sequence[Term | None]) -> str:
        bound = {name: _json_term(term) for name, term in zip(self.names, terms, strict=True) if term is not None}
        return json.dumps(bound, ensure_ascii=False, separators=(",", ":"))

    def tail(self) -> str:
        return "\n]}}\n"


class _Xml(_Writer):
    def head(self) -> str:
        names = "".join(f"<variable name={quoteattr(name)}/>" for name in self.names)
        return f"{_XML_START}<head>{names}</head>\n<results>\n"

    def row(self, terms: Sequence[Term | None]) -> str:
        cells = [
            f"<binding name={quoteattr(name)}>{_xml_cell(term)}</binding>"
            for name, term in zip(self.names, terms, strict=True)
            if term is not None
        ]
        return f"<result>{''.join(cells)}</result>\n"

    def tail(self) -> str:
        return "</results>\n</sparql>\n"


class _Csv(_Writer):
    def head(self) -> str:
        return ",".join(self.names) + "\r\n"

    def row(self, terms: Sequence[Term | None]) -> str:
        return ",".join(map(_csv_cell, terms)) + "\r\n"


class _Tsv(_Writer):
    def head(self) -> str:
        return "\t".join(f"?{name}" for name in self.names) + "\n"

    def row(self, terms: Sequence[Term | None]) -> str:
        return "\t".join(_tsv_cell(term) for term in terms) + "\n"


_WRITERS: Mapping[RowsFormat, type[_Writer]] = {"json": _Json, "xml": _Xml, "csv": _Csv, "tsv": _Tsv}
_XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def _boolean(value: bool, form: RowsFormat) -> bytes:
    word = "true" if value else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'.encode()
    if form == "xml":
        return f"{_XML_START}<head/>\n<boolean>{word}</boolean>\n</sparql>\n".encode()
    return f"{word}\n".encode()


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype.value != _STRING:
            found["datatype"] = term.datatype.value
        return found
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    return {"type": "bnode", "value": _name(term)}


def _xml_cell(term: Term) -> str:
    text = escape(xml_safe(_name(term)), {"\r": "&#13;"})
    if isinstance(term, ox.NamedNode):
        return f"<uri>{text}</uri>"
    if not isinstance(term, ox.Literal):
        return f"<bnode>{text}</bnode>"
    attribute = ""
    if term.language:
        attribute = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype.value != _STRING:
        attribute = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{attribute}>{text}</literal>"


def _xml_term(term: Term) -> Term:
    if isinstance(term, ox.Literal) and (safe := xml_safe(term.value)) != term.value:
        return ox.Literal(safe, language=term.language) if term.language else ox.Literal(safe, datatype=term.datatype)
    return term


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = str(term) if isinstance(term, ox.BlankNode) else _name(term)
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv_cell(term: Term | None) -> str:
    """A term as N-Triples writes it, which escapes what would break the line."""
    return "" if term is None else str(term)


def _name(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
