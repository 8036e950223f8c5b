"""Triples as plain values, and how they are written as N-Quads and as rdflib terms.

A subject or predicate is an IRI as a string; an object an IRI as a string, or a `Value`. Plain values are several
times as fast to make and to write as a library's terms, and a graph has some twenty triples for each statement.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.dates import precision
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Identifier, Node

    from kg.dates import Precision
    from kg.model import Moment

__all__ = [
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "DECIMAL",
    "INTEGER",
    "MONTH",
    "STRING",
    "YEAR",
    "Triple",
    "Value",
    "date_value",
    "moment_value",
    "ntriple",
    "plain_string",
    "term",
    "to_rdflib",
]

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
    """An ISO 8601 date as a typed literal; a week, an interval or anything else as words.

    >>> date_value("2021-09").datatype, date_value("2021/2023").datatype
    ('http://www.w3.org/2001/XMLSchema#gYearMonth', '')
    """
    known = precision(text)
    return Value(text, _DATE_TYPES[known]) if known else Value(clean(text))


def moment_value(moment: Moment) -> Value:
    """A day as xsd:date, a moment as xsd:dateTime, which keeps the zone in which it is given.

    >>> from datetime import UTC, datetime
    >>> moment_value(datetime(2024, 3, 2, 10, tzinfo=UTC)).text
    '2024-03-02T10:00:00Z'
    """
    text = moment.isoformat()
    return Value(f"{text[:-6]}Z" if text.endswith("+00:00") else text, DATE_TIME if "T" in text else DATE)


def term(item: str | Value) -> str:
    """An IRI or value in canonical N-Quads (W3C RDF Dataset Canonicalization, section 5), as Oxigraph too writes it.

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
    """A triple in canonical N-Quads without the graph and the full stop that end the line.

    " <graph> ." makes a quad of it, " ." a triple.
    """
    subject, predicate, item = triple
    return f"<{subject}> <{predicate}> {term(item)}"


def plain_string[T: Node | None](term: T) -> T | Literal:
    """A term of rdflib without the datatype xsd:string, which one store writes and the other leaves out."""
    if isinstance(term, Literal) and term.datatype == XSD.string:
        return Literal(str(term))
    return term


def to_rdflib(item: str | Value) -> Identifier:
    """An IRI or value as rdflib's term; the lexical form is kept as it is."""
    if isinstance(item, str):
        return URIRef(item)
    return Literal(item.text, datatype=URIRef(item.datatype) if item.datatype else None, normalize=False)
