"""SPARQL queries of a graph, and the rows that answer them.

Users' queries run within limits (`bounded_query`), in a process of its own (`kg.graph.query.process`), which is kept
for the next one: a query that hangs, needs too much memory, or kills the engine ends that process alone. A graph in
memory, which may change, gets a new one each time. Of a graph on a server only the check of the query runs there.
"""

from __future__ import annotations

import os
import re
from array import array
from collections import namedtuple
from collections.abc import Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload
from weakref import WeakKeyDictionary

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDFS, SKOS

from kg.display.html import escaped, html_table
from kg.display.text import counted, text_table
from kg.errors import KgError, NotFoundError, QueryError
from kg.graph.facts.names import entities_called, find_entities
from kg.graph.facts.records import EntityRecord
from kg.graph.facts.tables import data_frame
from kg.graph.query.files import read_queries
from kg.graph.query.process import (
    MAX_MEMORY,
    TIMEOUT,
    AnsweringProcess,
    EndedError,
    check_limits,
    is_answering,
    too_large,
)
from kg.graph.query.safety import blanked, check_query
from kg.graph.rdf.dataset import AnsweringStore, EmbeddedStore, damage, read_pairs
from kg.graph.rdf.terms import Cell, cell_of, node_of
from kg.namespaces import KG
from kg.ontology import NAMES, NAMESPACE, labels, prefixes, shorten
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types
    from rdflib import Dataset
    from rdflib.store import Store
    from rdflib.term import Node

    from kg.graph.query.files import QueryFile
    from kg.graph.query.process import Message, Request, Send

type Kind = Literal["select", "ask", "graph"]
"""The kind of a query: rows, yes or no, or a graph (CONSTRUCT and DESCRIBE), whose triples are its rows."""

MORE = "there are more: a larger limit gives them"
"""The message where an answer ends at its limit."""
_SHOWN = 20
"""The rows that a notebook shows."""
_LARGEST = 900_000_000
"""Above this limit no further row is requested."""


@dataclass(frozen=True, repr=False)
class Rows(Sequence[Any]):
    """The answer to a query: named tuples of plain values, in the order that the query gives.

    IRIs and words are `str`, numbers `int`, `float` or `Decimal`, days `date`, what is not bound None. `terms` holds
    the same as rdflib terms. A notebook shows the first rows as a table. `more` is true where a named query has further
    answers than its `limit`: these rows are the first in its order.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Node | None, ...], ...]
    kind: Kind = "select"
    more: bool = False

    @cached_property
    def _rows(self) -> list[Any]:
        row = namedtuple("Row", self.columns, rename=True)  # type: ignore[misc]  # known only now
        return [row(*map(_plain, terms)) for terms in self.terms]

    def __len__(self) -> int:
        return len(self.terms)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self._rows[index]

    def links(self) -> tuple[str, ...]:
        """Return the last columns, whose values are all IRIs of the graph: the nodes that a row leads to."""
        found: list[str] = []
        for place in reversed(range(len(self.columns))):
            if not self.terms or any(isinstance(row[place], rdflib.Literal) for row in self.terms):
                break
            if all(row[place] is None for row in self.terms):
                break
            found.insert(0, self.columns[place])
        return tuple(found)

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame with the query's columns; MissingPackageError without pandas."""
        return data_frame(self.columns, self)

    def __repr__(self) -> str:
        if self.kind == "ask":
            return _shown(self[0][0])
        if not self.terms:
            return "no rows"
        table = text_table(self.columns, [list(map(_shown, row)) for row in self])
        return f"{table}\n{MORE}" if self.more else table

    def _repr_html_(self) -> str:
        if self.kind == "ask":
            return escaped(_shown(self[0][0]))
        first = self[:_SHOWN]
        numbers = [
            column
            for place, column in enumerate(self.columns)
            if first and all(isinstance(row[place], int | float | Decimal) for row in first)
        ]
        count = counted(len(self), "row")
        note = count if len(self) <= _SHOWN else f"the first {_SHOWN} of {count}"
        note = f"{note}; {MORE}" if self.more else note
        return html_table(self.columns, [list(map(_shown, row)) for row in first], numbers=numbers, note=note)


def _shown(value: object) -> str:
    """Return a value as a cell: of an IRI the prefixed name."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else shorten(str(value))


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer being read: its columns, and its rows as they come, of rdflib's or Oxigraph's terms."""

    columns: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    kind: Kind = "select"


def query(dataset: Dataset, text: str) -> Rows:
    """Run a SPARQL query on a graph; the prefixes of `ontology/prefixes.ttl` are declared.

    It runs in this process, without limits; users' queries go through `bounded_query`.

    Raises:
        QueryError: the query is malformed, or would change anything or read anything but the graph.
        StoreError: the graph is on a server, which cannot be reached.
    """
    check_query(text, prefixes())
    return rows_of(dataset, text)


def rows_of(dataset: Dataset, text: str) -> Rows:
    """Return the answer to a sound query: one that was checked, or is shipped with kg; errors as `query`."""
    with answering(dataset, text) as found:
        rows = list(map(Terms(), found.rows))
    return Rows(found.columns, tuple(rows), found.kind)


@contextmanager
def answering(dataset: Dataset, text: str) -> Iterator[Answering]:
    """Give the answer to a query that is known to be sound.

    Raises:
        QueryError: it cannot be answered; also while its rows are read.
        StoreError: the graph is on a server, which cannot be reached.
    """
    store = dataset.store
    assert isinstance(store, AnsweringStore)  # noqa: S101 - all graphs of kg are on one
    try:
        found = store.answer(text)
        if isinstance(found, ox.QuerySolutions):
            yield Answering(tuple([variable.value for variable in found.variables]), map(tuple, found))
        elif isinstance(found, tuple):
            yield Answering(*found)
        elif isinstance(found, bool | ox.QueryBoolean):
            yield Answering(("answer",), [(rdflib.Literal(bool(found)),)], "ask")
        else:
            triples = sorted({tuple(map(node_of, map(cell_of, triple))) for triple in found})
            yield Answering(("subject", "predicate", "object"), triples, "graph")
    except (KgError, MemoryError):
        raise
    except Exception as error:  # Oxigraph raises SyntaxError, ValueError and OSError
        if (damaged := damage(error)) is not None:
            raise damaged from error
        raise QueryError(f"the query cannot be answered: {' '.join(str(error).split())[:300]}") from error


class Terms:
    """Rows of either library's terms as rdflib's, each term made once: an answer repeats few terms in many rows."""

    def __init__(self) -> None:
        self._made: dict[Any, Node | None] = {None: None}

    def __call__(self, row: Sequence[Any]) -> tuple[Node | None, ...]:
        """Return a row of rdflib's terms."""
        for term in row:
            if term not in self._made:
                self._made[term] = node_of(cell_of(term))
        return tuple([self._made[term] for term in row])


def named_query(name: str) -> QueryFile:
    """Return the shipped query of this name; QueryError, listing the names, if there is none."""
    known = read_queries("answer")
    if name not in known:
        raise QueryError(f"there is no query {name!r}: choose one of {', '.join(known)}")
    return known[name]


def query_named(dataset: Dataset, name: str, values: Mapping[str, str] | None = None) -> Rows:
    """Run a named query with these values for its parameters.

    Raises:
        QueryError: there is no such query, or it lacks a value, or takes no such parameter.
    """
    chosen, given = named_query(name), values or {}
    return within_limit(chosen, given, rows_of(dataset, with_values(dataset, chosen, one_more(chosen, given))))


def one_more(chosen: QueryFile, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return the values of a named query with a limit that is one higher, so that it shows whether there is more."""
    limit = chosen.limit(values)
    return values if limit is None or limit > _LARGEST else {**values, "limit": str(limit + 1)}


def within_limit(chosen: QueryFile, values: Mapping[str, str], rows: Rows) -> Rows:
    """Return the rows of an answer to `one_more` that are within the limit itself; `more` where it had others."""
    limit = chosen.limit(values)
    if limit is None:
        return rows
    places = [rows.columns.index(name) for name in chosen.limits]
    units: dict[tuple[Node | None, ...], int] = {}
    kept = [row for row in rows.terms if units.setdefault(tuple(row[at] for at in places), len(units)) < limit]
    return replace(rows, terms=tuple(kept), more=len(units) > limit)


def with_values(dataset: Dataset, chosen: QueryFile, values: Mapping[str, str]) -> str:
    """Return the text of a named query with these values, of which a name stands for the entities that it means.

    A name by which nothing is called stays as it is: it may be the words of a literal.

    Raises:
        QueryError: the query lacks a value, or takes no such parameter.
    """
    names = [parameter.name for parameter in chosen.parameters if parameter.kind == "name"]
    return chosen.bind(values, {name: entities_called(dataset, values[name]) for name in names if name in values})


_PROCESSES: WeakKeyDictionary[Store, AnsweringProcess] = WeakKeyDictionary()
"""The process that last answered for a store in a directory; none while it answers."""

_ROWS = 5_000
"""The most rows of one message."""
_ROW_BYTES, _CELL_BYTES, _TERM_BYTES = 64, 8, 300
"""Bytes in this process of a row, each of its cells, and each term beside its text."""


def bounded_query(dataset: Dataset, text: str, *, timeout: float = TIMEOUT, max_memory: int = MAX_MEMORY) -> Rows:
    """Return the answer of `query`, in at most `timeout` seconds and `max_memory` mebibytes.

    Raises:
        LimitError: it takes more than that.
        QueryError: as there.
        StoreError: as there.
    """
    rows = _asked(dataset, {"query": text}, timeout, max_memory)
    return rows if _is_here(dataset) else rows_of(dataset, text)


def bounded_query_named(
    dataset: Dataset,
    name: str,
    values: Mapping[str, str],
    *,
    timeout: float = TIMEOUT,
    max_memory: int = MAX_MEMORY,
) -> Rows:
    """Return the answer of `query_named`, within the same limits as `bounded_query`.

    Raises:
        LimitError: it takes more than that.
        QueryError: as there.
    """
    if not _is_here(dataset):
        return query_named(dataset, name, values)
    chosen = named_query(name)
    rows = _asked(dataset, {"name": name, "values": dict(one_more(chosen, values))}, timeout, max_memory)
    return within_limit(chosen, values, rows)


def _asked(dataset: Dataset, request: Request, timeout: float, max_memory: int) -> Rows:
    """Return the rows that answer a request, by the process that answers for the graph or else by a new one."""

    def answer(asked: Request, _body: bytes, send: Send) -> None:
        for part in _answer(dataset, asked):
            send(*part)

    check_limits(timeout, max_memory)
    if is_answering() or not hasattr(os, "fork"):
        return _received(_answer(dataset, request), max_memory)
    store = dataset.store
    stays = isinstance(store, EmbeddedStore) and store.lock is not None  # as it is, since it is read from a directory
    process = _PROCESSES.pop(store, None)
    while True:
        if process is None or not process.usable:
            process = AnsweringProcess(answer)
        try:
            with closing(process.ask(request, seconds=timeout, memory=max_memory << 20)) as messages:
                return _received(messages, max_memory)
        except EndedError:
            continue
        finally:
            if stays and process.usable:
                _PROCESSES[store] = process


def _answer(dataset: Dataset, request: Request) -> Iterator[Message]:
    """Yield the answer to a request; of a graph on a server, only check that the query is sound."""
    if "name" in request:
        yield from _sent(dataset, with_values(dataset, named_query(request["name"]), request["values"]))
        return
    check_query(request["query"], prefixes())
    if _is_here(dataset):
        yield from _sent(dataset, request["query"])
    else:
        yield {"columns": (), "kind": "select"}, b""


def _is_here(dataset: Dataset) -> bool:
    """Return whether this machine answers for a graph, and no server."""
    return isinstance(dataset.store, EmbeddedStore)


def _sent(dataset: Dataset, text: str) -> Iterator[Message]:
    """Yield an answer as messages: its columns; then for some rows each the new terms, and all terms by number.

    Number 0 stands for no value.
    """
    with answering(dataset, text) as found:
        yield {"columns": found.columns, "kind": found.kind}, b""
        numbers: dict[Any, int] = {None: 0}
        new: list[Cell] = []
        rows = array("I")
        count = 0
        for row in found.rows:
            for term in row:
                number = numbers.get(term)
                if number is None:
                    number = numbers[term] = len(numbers)
                    new.append(cell_of(term))
                rows.append(number)
            count += 1
            if count == _ROWS:
                yield {"terms": new, "rows": count}, rows.tobytes()
                new, rows, count = [], array("I"), 0
        yield {"terms": new, "rows": count}, rows.tobytes()


def _received(messages: Iterator[Message], max_memory: int) -> Rows:
    """Return the rows of messages; LimitError if they take more mebibytes than that in this process."""
    memory = max_memory << 20
    terms: list[Node | None] = [None]
    rows: list[tuple[Node | None, ...]] = []
    size = 0
    first, _ = next(messages)
    columns = tuple(first["columns"])
    for head, body in messages:
        new = [Cell(*cell) for cell in head["terms"]]
        size += sum(len(cell.text) for cell in new) + len(new) * _TERM_BYTES
        size += head["rows"] * (_ROW_BYTES + _CELL_BYTES * len(columns))
        if size > memory:
            raise too_large(memory)
        terms += map(node_of, new)
        cells = iter([terms[number] for number in array("I", body)])
        rows += zip(*[cells] * len(columns), strict=True) if columns else [()] * head["rows"]
    return Rows(columns, tuple(rows), first["kind"])


def _plain(term: Node | None) -> object:
    if isinstance(term, rdflib.Literal):
        value = term.toPython()
        if isinstance(value, (bool, int, float, Decimal, date, datetime)):
            return value
    return None if term is None else str(term)


_TERM = re.compile(r"(?<![\w:-])kg:([\w-]+)")
_IRI = re.compile(rf"<{re.escape(NAMESPACE)}([^<>\s]+)>")
_NOT_NAMES = frozenset({"object"})
"""Parameters whose value may be a date or words too."""


def hints(dataset: Dataset, question: str, values: Mapping[str, object]) -> list[str]:
    """Return hints about a shipped query, given by its name, or about SPARQL: names or terms that are unknown."""
    known = read_queries("answer").get(question)
    if known is None:
        return list(hints_on_terms(question))
    return list(hints_on_names(dataset, known, {name: str(value) for name, value in values.items()}))


def hints_on_names(dataset: Dataset, chosen: QueryFile, values: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each name among a named query's values that nothing in the graph has, with the nearest names."""
    for each in chosen.parameters:
        name = values.get(each.name)
        if each.kind != "name" or name is None or each.name in _NOT_NAMES or entities_called(dataset, name):
            continue
        try:
            find_entities(list(_all(dataset)), name)
        except NotFoundError as error:
            yield str(error)


def hints_on_terms(text: str) -> Iterator[str]:
    """Yield a line for each term of the ontology's namespace that the ontology lacks, with the nearest.

    >>> list(hints_on_terms("SELECT ?a { ?a kg:meetsWith ?b }"))
    ['the ontology has no kg:meetsWith; did you mean kg:metWith or kg:competesWith or kg:agreedWith?']
    """
    used = [*_TERM.findall(blanked(text)), *_IRI.findall(text)]
    spellings: dict[str, str] = {}
    for name in NAMES:
        spellings.setdefault(name.lower(), name)
        spellings.setdefault(fold(labels().get(name, name)).replace(" ", ""), name)
    for name in dict.fromkeys(used):
        if name not in NAMES:
            near = get_close_matches(name.lower(), sorted(spellings), n=3, cutoff=0.6)
            meant = " or ".join(dict.fromkeys(f"kg:{spellings[each]}" for each in near))
            yield f"the ontology has no kg:{name}" + (f"; did you mean {meant}?" if meant else "")


def _all(dataset: Dataset) -> Iterator[EntityRecord]:
    """Every entity of the graph with its names."""
    keyed = {iri for iri, _, _ in read_pairs(dataset, KG.nameKey)}
    aliases: dict[str, list[str]] = {}
    for iri, alias, _ in read_pairs(dataset, SKOS.altLabel):
        aliases.setdefault(iri, []).append(alias)
    for iri, label in sorted((iri, label) for iri, label, _ in read_pairs(dataset, RDFS.label) if iri in keyed):
        yield EntityRecord(iri, label, "", tuple(sorted(aliases.get(iri, ()))))
