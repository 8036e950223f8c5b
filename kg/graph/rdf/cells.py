"""Terms of rdflib and of Oxigraph as one kind of plain record, in which answers are written and sent on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import pyoxigraph as ox
import rdflib
from rdflib.namespace import XSD

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["Cell", "Term", "cell_of", "node_of"]

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
