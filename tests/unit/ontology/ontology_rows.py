"""Rows as plain values."""

from rdflib import XSD, Graph, Literal
from rdflib.term import Node


def ask(graph: Graph, text: str) -> list[tuple[str | None, ...]]:
    """The rows of a query; a number without the zeros in which the stores differ."""

    def plain(term: Node | None) -> str | None:
        if isinstance(term, Literal) and term.datatype == XSD.decimal:
            return f"{float(term):g}"
        return None if term is None else str(term)

    return [tuple(plain(term) for term in row) for row in graph.query(text)]  # type: ignore[union-attr]
