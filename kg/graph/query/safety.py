"""Checks that a query reads this graph, and nothing else.

Oxigraph follows SERVICE to the network, and rdflib FROM. So a query runs only where neither word is anywhere in it, or
two readings of it agree that it asks for neither: its words outside strings, IRIs and comments, and rdflib's parse.
Both engines are in compiled or recursive code that deep nesting overflows; what could is refused before they see it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from pyparsing import ParseResults
from pyparsing.exceptions import ParseBaseException
from rdflib.plugins.sparql.algebra import translatePName, translatePrologue
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import QueryError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OPAQUE = re.compile(
    r"\\[_~.\-!$&'()*+,;=/?#@%]"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|\#[^\r\n]*",
    re.DOTALL,
)
"""Strings, IRIs, comments and escapes in names (SPARQL 1.1, section 19.8), in which no word is a keyword."""

_BEGINNING = re.compile(r"(?:#[^\r\n]*[\r\n]|[ \t\r\n])*")
_WORD = r"(?<![\w:?$@.-]){}(?![\w:-])"
_OUTWARD = re.compile(r"service|(?<![a-z])from", re.ASCII | re.IGNORECASE)
_SERVICE = re.compile(_WORD.format("SERVICE"), re.IGNORECASE)
_UPDATE = re.compile(_WORD.format("(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)"), re.IGNORECASE)
_QUERY = re.compile(_WORD.format("(SELECT|ASK|CONSTRUCT|DESCRIBE)"), re.IGNORECASE)
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")
_OPERATOR = re.compile(r"[-+*/|&!^]")
_MAX_DEPTH = 60
_FLAT = 20
"""The depth of nesting up to which rdflib's parser is certain not to overflow."""
_MAX_OPERATORS = 1_000
_CLAUSE = re.compile(
    _WORD.format("(?:OPTIONAL|UNION|MINUS|BIND|FILTER|EXISTS|SELECT|GRAPH|VALUES|HAVING|AS)"), re.IGNORECASE
)
_MAX_CLAUSES = 1_000
"""Half of what Oxigraph's recursion over clauses is certain to survive on a stack of 8 MB."""
_POSITION = re.compile(r"error at (\d+):(\d+)")

_NO_NETWORK = "is refused: a query reads this graph alone, and opens neither the network nor files"


class Graphs(NamedTuple):
    """The graphs that a query reads: those that make up its default graph, and those that GRAPH may name."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def check_query(text: str, prefixes: Mapping[str, str]) -> None:
    """Return if `text` is a SPARQL query that only reads its graph.

    Raises:
        QueryError: it is malformed (the message has the line and column), an update, or reads anything else.
    """
    if any(check_query_with_graphs(text, prefixes) or ()):
        raise RefusedError("FROM is refused: a query reads the whole graph; kg:document names a statement's document")


def check_query_with_graphs(text: str, prefixes: Mapping[str, str], *, base: str | None = None) -> Graphs | None:
    """Return the graphs that a query names with FROM, None without it; only for an engine that never fetches them.

    Raises:
        QueryError: as `check_query`, or FROM names a file.
    """
    words = blanked(text)
    _check_words(text, words)
    if _needs_one_reading(text, words):
        with suppress(QueryError):  # the second reading knows better what is wrong
            _check_syntax(text, prefixes, base)
            return None
    try:
        parsed = parseQuery(text)
    except RecursionError as error:
        raise QueryError("the query is nested too deeply: simplify it") from error
    except ParseBaseException as error:
        if "service" not in text.lower():
            _check_syntax(text, prefixes, base)
        raise QueryError(f"the query is malformed at line {error.lineno}, column {error.column}") from error
    names = {node.name for node in _nodes(parsed)}
    if "ServiceGraphPattern" in names:
        raise RefusedError(f"SERVICE {_NO_NETWORK}")
    _check_prefixes(parsed, prefixes)
    _check_syntax(text, prefixes, base)
    clauses = [node for node in _nodes(parsed) if node.name == "DatasetClause"]
    if not clauses:
        return None
    prologue = translatePrologue(parsed[0], base, dict(prefixes))
    graphs: dict[str, list[str]] = {"default": [], "named": []}
    for clause in clauses:
        for kind, graph in clause.items():
            name = translatePName(graph, prologue) if isinstance(graph, CompValue) else prologue.absolutize(graph)
            graphs[kind].append(str(name))
    return check_graphs(Graphs(tuple(graphs["default"]), tuple(graphs["named"])))


def _needs_one_reading(text: str, words: str) -> bool:
    """Return whether a query has no SERVICE and no FROM, however it is read: neither is in it, even in a string.

    The comments with which it begins do not count: nothing before them could make them anything else. For a long query
    rdflib's parse takes a tenth of a second, Oxigraph's a thousandth.
    """
    begin = _BEGINNING.match(text)
    outward = _OUTWARD.search(text, begin.end() if begin else 0)
    return outward is None and "<<" not in words and _depth(words) <= _FLAT


def blanked(text: str) -> str:
    """Return a query with spaces for strings, IRIs, comments and escapes, so that all words left are keywords."""
    return _OPAQUE.sub(lambda found: " " * len(found[0]), text)


def check_graphs(graphs: Graphs) -> Graphs:
    """Return the graphs, unless one is a file's or no IRI."""
    for name in (*graphs.default, *graphs.named):
        if name.lower().startswith("file:"):
            raise RefusedError("FROM is refused where it names a file: a query opens neither the network nor files")
        try:
            ox.NamedNode(name)
        except ValueError as error:
            raise QueryError(f"a graph's name is no absolute IRI: {name[:100]!r}") from error
    return graphs


def _check_words(text: str, words: str) -> None:
    _check_characters(text, words)
    if _SERVICE.search(words):
        raise RefusedError(f"SERVICE {_NO_NETWORK}")
    first, update = _QUERY.search(words), _UPDATE.search(words)
    if update and (first is None or update.start() < first.start()):
        raise RefusedError(f"{update[0].upper()} is refused: a query only reads; kg build writes the graph")


def _check_characters(text: str, words: str) -> None:
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise QueryError("the query holds characters that no text has")
    if _ESCAPE.search(text):
        raise QueryError(r"the query has \u escapes, which engines read differently: write the characters themselves")
    if _depth(words) > _MAX_DEPTH or len(_OPERATOR.findall(words)) > _MAX_OPERATORS:
        raise QueryError("the query is nested too deeply or too long: simplify it")
    if len(_CLAUSE.findall(words)) > _MAX_CLAUSES:
        raise QueryError(
            f"the query has more than {_MAX_CLAUSES:,} clauses: simplify it, or put values into one VALUES"
        )


def _check_prefixes(parsed: object, prefixes: Mapping[str, str]) -> None:
    declared = {node.prefix or "" for node in _nodes(parsed) if node.name == "PrefixDecl"}
    for node in _nodes(parsed):
        if node.name == "pname" and (node.prefix or "") not in declared | prefixes.keys():
            raise QueryError(f"the query uses a prefix that is not declared: {node.prefix or ''}:")


def _check_syntax(text: str, prefixes: Mapping[str, str], base: str | None = None) -> None:
    """Put a query to an empty store: only its syntax can be wrong."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes), base_iri=base)
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
