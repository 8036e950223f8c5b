"""Rows as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import XSD, Graph, Literal

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["ask"]


def ask(graph: Graph, text: str) -> list[tuple[str | None, ...]]:
    """The rows of a query; a number without the zeros in which the stores differ."""

    def plain(term: Node | None) -> str | None:
        if isinstance(term, Literal) and term.datatype == XSD.decimal:
            return f"{float(term):g}"
        return None if term is None else str(term)

    return [tuple(plain(term) for term in row) for row in graph.query(text)]  # type: ignore[union-attr]
