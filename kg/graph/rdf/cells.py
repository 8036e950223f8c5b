"""Terms of rdflib and of Oxigraph as one kind of plain record, in which answers are written and sent on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import pyoxigraph as ox
import rdflib
from rdflib.namespace import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

__all__ = ["Cell", "Term", "cell_of", "node_of", "prefixes_for", "to_oxigraph"]

type Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | Node

_STRING = str(XSD.string)


class Cell(NamedTuple):
    """A term of either library: its type in W3C's results, its text, and a literal's language or datatype, if any."""

    type: Literal["uri", "literal", "bnode"]
    text: str
    language: str | None = None
    datatype: str | None = None


def cell_of(term: Term) -> Cell:
    """A term of rdflib or Oxigraph as a cell."""
    match term:
        case ox.NamedNode():
            return Cell("uri", term.value)
        case ox.Literal():
            datatype = None if term.language else term.datatype.value
            return Cell("literal", term.value, term.language, None if datatype == _STRING else datatype)
        case ox.BlankNode():
            return Cell("bnode", term.value)
        case rdflib.Literal():
            return Cell("literal", str(term), term.language, str(term.datatype) if term.datatype else None)
        case rdflib.URIRef():
            return Cell("uri", str(term))
    return Cell("bnode", str(term))


def node_of(cell: Cell) -> Node:
    """A cell as rdflib's term."""
    if cell.type == "uri":
        return rdflib.URIRef(cell.text)
    if cell.type == "literal":
        datatype = None if cell.datatype is None else rdflib.URIRef(cell.datatype)
        return rdflib.Literal(cell.text, lang=cell.language, datatype=datatype)
    return rdflib.BNode(cell.text)


def to_oxigraph(term: Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return rdflib's term as Oxigraph's."""
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return ox.BlankNode(str(term))


def prefixes_for(statements: Iterable[ox.Triple] | Iterable[ox.Quad], namespaces: Mapping[str, str]) -> dict[str, str]:
    r"""The prefixes with which some statements are written: none whose names would end in an escaped full stop.

    "p:U.S\." is Turtle (W3C, 2014, section 6.5), but rdflib cannot read it.
    """
    dotted = {
        term.value
        for each in statements
        for term in (each.subject, each.predicate, each.object)
        if isinstance(term, ox.NamedNode) and term.value.endswith(".")
    }
    return {name: space for name, space in namespaces.items() if not any(iri.startswith(space) for iri in dotted)}
