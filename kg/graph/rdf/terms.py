"""Terms: plain values, as N-Quads writes them, and those of rdflib and Oxigraph.

A subject or predicate is an IRI as a string; an object an IRI as a string, or a `Value`. Plain values are several
times as fast to make and to write as a library's terms, and a graph has some twenty triples for each statement.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from typing import Literal as LiteralType
from urllib.parse import quote, unquote

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD

from kg.dates import precision
from kg.namespaces import OPEN
from kg.ontology import NAMESPACE, is_own
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

    from kg.dates import Precision
    from kg.model import Moment

STRING = ""
"""The datatype of words: xsd:string, which both N-Quads and rdflib leave out."""
BOOLEAN, DATE, DECIMAL, INTEGER = str(XSD.boolean), str(XSD.date), str(XSD.decimal), str(XSD.integer)
DATE_TIME = str(XSD.dateTime)
MONTH, YEAR = str(XSD.gYearMonth), str(XSD.gYear)
_DATE_TYPES: Mapping[Precision, str] = {"year": YEAR, "month": MONTH, "day": DATE}

_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)} | {
    ord(char): escape
    for char, escape in {
        "\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\",
    }.items()
}  # fmt: skip
_NEEDS_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')


class Value(NamedTuple):
    """A literal: its lexical form and its datatype's IRI."""

    text: str
    datatype: str = STRING


type Triple = tuple[str, str, str | Value]
"""Subject, predicate, object."""


def date_value(text: str) -> Value:
    """Return an ISO 8601 date as a typed literal; a week, an interval or anything else as words.

    >>> date_value("2021-09").datatype, date_value("2021/2023").datatype
    ('http://www.w3.org/2001/XMLSchema#gYearMonth', '')
    """
    known = precision(text)
    return Value(text, _DATE_TYPES[known]) if known else Value(clean(text))


def moment_value(moment: Moment) -> Value:
    """Return a day as xsd:date, a moment as xsd:dateTime, which keeps the zone in which it is given.

    >>> from datetime import UTC, datetime
    >>> moment_value(datetime(2024, 3, 2, 10, tzinfo=UTC)).text
    '2024-03-02T10:00:00Z'
    """
    text = moment.isoformat()
    return Value(f"{text[:-6]}Z" if text.endswith("+00:00") else text, DATE_TIME if "T" in text else DATE)


def term(item: str | Value) -> str:
    """Return an IRI or value in canonical N-Quads (W3C RDF Dataset Canonicalization, section 5), as Oxigraph does.

    >>> term("http://a"), term(Value("1", INTEGER))
    ('<http://a>', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    """
    if isinstance(item, str):
        return f"<{item}>"
    text, datatype = item
    if _NEEDS_ESCAPE.search(text):
        text = text.translate(_ESCAPES)
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def ntriple(triple: Triple) -> str:
    """Return a triple in canonical N-Quads without the graph and the full stop that end the line.

    " <graph> ." makes a quad of it, " ." a triple.
    """
    subject, predicate, item = triple
    return f"<{subject}> <{predicate}> {term(item)}"


type AnyTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | Node


class Cell(NamedTuple):
    """A term of either library: its type in W3C's results, its text, and a literal's language or datatype, if any."""

    type: LiteralType["uri", "literal", "bnode"]
    text: str
    language: str | None = None
    datatype: str | None = None


def cell_of(term: AnyTerm) -> Cell:
    """Return a term of rdflib or Oxigraph as a cell."""
    match term:
        case ox.NamedNode():
            return Cell("uri", term.value)
        case ox.Literal():
            datatype = None if term.language else term.datatype.value
            return Cell("literal", term.value, term.language, None if datatype == str(XSD.string) else datatype)
        case ox.BlankNode():
            return Cell("bnode", term.value)
        case Literal():
            return Cell("literal", str(term), term.language, str(term.datatype) if term.datatype else None)
        case URIRef():
            return Cell("uri", str(term))
    return Cell("bnode", str(term))


def node_of(cell: Cell) -> Node:
    """Return a cell as rdflib's term."""
    if cell.type == "uri":
        return URIRef(cell.text)
    if cell.type == "literal":
        datatype = None if cell.datatype is None else URIRef(cell.datatype)
        return Literal(cell.text, lang=cell.language, datatype=datatype)
    return BNode(cell.text)


def named_node(iri: object) -> ox.NamedNode:
    """Return an IRI as Oxigraph's term."""
    return ox.NamedNode(str(iri))


def to_oxigraph(term: Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return rdflib's term as Oxigraph's."""
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return ox.BlankNode(str(term))


def prefixes_for(statements: Iterable[ox.Triple] | Iterable[ox.Quad], namespaces: Mapping[str, str]) -> dict[str, str]:
    r"""Return the prefixes to write statements with: none whose names would end in an escaped full stop.

    "p:U.S\." is Turtle (W3C, 2014, section 6.5), but rdflib cannot read it.
    """
    dotted = {
        term.value
        for each in statements
        for term in (each.subject, each.predicate, each.object)
        if isinstance(term, ox.NamedNode) and term.value.endswith(".")
    }
    return {name: space for name, space in namespaces.items() if not any(iri.startswith(space) for iri in dotted)}


_OPEN = str(OPEN)


@lru_cache(maxsize=1 << 12)
def predicate_iri(name: str) -> str:
    """Return the IRI of a relation ("locatedIn") or an open predicate ("p/cut_off"); a user's own is one already.

    >>> predicate_iri("p/cut_off")
    'https://w3id.org/kg/p/cut_off'
    """
    if is_own(name):
        return name
    return _OPEN + quote(name[2:], safe="") if name.startswith("p/") else NAMESPACE + name


def predicate_name(iri: str) -> str:
    """Return the name of a predicate from its IRI: the inverse of `predicate_iri`.

    >>> predicate_name("https://w3id.org/kg/ontology#locatedIn")
    'locatedIn'
    """
    if iri.startswith(_OPEN):
        return "p/" + unquote(iri.removeprefix(_OPEN))
    return iri.removeprefix(NAMESPACE)
