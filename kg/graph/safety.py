"""What a query may do: read this graph, and nothing else.

Oxigraph follows SERVICE to the network, and rdflib FROM. So a query runs only where two readings of it agree that it
asks for neither: its words outside strings, IRIs and comments, and rdflib's parse. Both engines are in compiled or
recursive code that deep nesting overflows; what could is refused before they see it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyparsing import ParseResults
from pyparsing.exceptions import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["check_query"]

_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|\#[^\r\n]*",
    re.DOTALL,
)
"""Strings, IRIs and comments (SPARQL 1.1, section 19.8), in which no word is a keyword."""

_WORD = r"(?<![\w:?$@.-]){}(?![\w:-])"
_SERVICE = re.compile(_WORD.format("SERVICE"), re.IGNORECASE)
_UPDATE = re.compile(_WORD.format("(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)"), re.IGNORECASE)
_QUERY = re.compile(_WORD.format("(SELECT|ASK|CONSTRUCT|DESCRIBE)"), re.IGNORECASE)
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")
_OPERATOR = re.compile(r"[-+*/|&!^]")
_MAX_DEPTH = 60
_MAX_OPERATORS = 1_000
_POSITION = re.compile(r"error at (\d+):(\d+)")

_NO_NETWORK = "is refused: a query reads this graph alone, and opens neither the network nor files"


def check_query(text: str, prefixes: Mapping[str, str]) -> None:
    """Return if `text` is a SPARQL query that only reads the graph that it is put to.

    Raises:
        QueryError: it is malformed (the message tells the line and column), an update, or reads anything else.
    """
    words = _OPAQUE.sub(lambda found: " " * len(found[0]), text)
    _check_words(text, words)
    try:
        parsed = parseQuery(text)
    except RecursionError as error:
        raise QueryError("the query is nested too deeply: simplify it") from error
    except ParseBaseException as error:
        if "service" not in text.lower():
            _check_syntax(text, prefixes)
        raise QueryError(f"the query is malformed at line {error.lineno}, column {error.column}") from error
    names = {node.name for node in _nodes(parsed)}
    if "ServiceGraphPattern" in names:
        raise QueryError(f"SERVICE {_NO_NETWORK}")
    if "DatasetClause" in names:
        raise QueryError("FROM is refused: a query is put to the whole graph; kg:document tells a statement's document")
    _check_syntax(text, prefixes)


def _check_words(text: str, words: str) -> None:
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise QueryError("the query holds characters that no text has")
    if _ESCAPE.search(text):
        raise QueryError(r"the query has \u escapes, which engines read differently: write the characters themselves")
    if _SERVICE.search(words):
        raise QueryError(f"SERVICE {_NO_NETWORK}")
    first, update = _QUERY.search(words), _UPDATE.search(words)
    if update and (first is None or update.start() < first.start()):
        raise QueryError(f"{update[0].upper()} is refused: a query only reads; kg build writes the graph")
    if _depth(words) > _MAX_DEPTH or len(_OPERATOR.findall(words)) > _MAX_OPERATORS:
        raise QueryError("the query is nested too deeply or too long: simplify it")


def _check_syntax(text: str, prefixes: Mapping[str, str]) -> None:
    """Put a query to an empty store: only its syntax can be wrong."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError as error:
        message = str(error)
        if "Prefix not found" in message:
            reason = "a prefix that is not declared"
        elif "variable that is unbound" in message:
            reason = "a selected variable that is neither grouped nor aggregated"
        else:
            reason = "malformed"
        position = _POSITION.search(message)
        where = f" at line {position[1]}, column {position[2]}" if position else ""
        raise QueryError(f"the query is not SPARQL{where}: {reason}") from error


def _depth(words: str) -> int:
    depth = deepest = 0
    for char in words:
        if char in "({[":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")}]":
            depth -= 1
    return deepest


def _nodes(parsed: object) -> Iterator[CompValue]:
    """Every named node of rdflib's parse."""
    waiting = [parsed]
    while waiting:
        at = waiting.pop()
        if isinstance(at, CompValue):
            yield at
            waiting.extend(at.values())
        elif isinstance(at, (ParseResults, list, tuple)):
            waiting.extend(at)
