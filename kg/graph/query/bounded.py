"""What users ask, within limits: a query is answered by a process of its own, which is kept for the next one.

A query that hangs, that wants more memory than it may have, or that the engine does not survive ends that process and
not the one that asked. A graph that was changed since is asked in a new one. Of a graph on a server only the check of
the query runs there: the server has its own limits.
"""

from __future__ import annotations

import os
from array import array
from contextlib import closing
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from rdflib.plugins.stores.memory import Memory

from kg.graph.query.execution import (
    Rows,
    answering,
    named_query,
    one_more,
    query_named,
    rows_of,
    with_values,
    within_limit,
)
from kg.graph.query.process import MAX_MEMORY, TIMEOUT, AnsweringProcess, EndedError, check_limits, too_large
from kg.graph.query.safety import check_query
from kg.graph.rdf.cells import Cell, cell_of, node_of
from kg.graph.rdf.dataset import EmbeddedStore
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import Dataset
    from rdflib.store import Store
    from rdflib.term import Node

    from kg.graph.query.process import Message, Request, Send

__all__ = ["bounded_query", "bounded_query_named"]

_PROCESSES: WeakKeyDictionary[Store, tuple[int, AnsweringProcess]] = WeakKeyDictionary()
"""The process that last answered for a store, with the version of the store that it sees; none while it is asked."""

_ROWS = 5_000
"""How many rows one message holds."""
_ROW_BYTES, _CELL_BYTES, _TERM_BYTES = 64, 8, 300
"""What a row, each of its cells and each term beside its text take in this process."""


def bounded_query(dataset: Dataset, text: str, *, timeout: float = TIMEOUT, max_memory: int = MAX_MEMORY) -> Rows:
    """The answer of `kg.graph.query.execution.query`, in at most `timeout` seconds and `max_memory` mebibytes.

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
    """The answer of `kg.graph.query.execution.query_named`, within the same limits as `bounded_query`.

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
    """The rows that answer a request, by the process that answers for the graph or else by a new one."""

    def answer(asked: Request, _body: bytes, send: Send) -> None:
        for part in _answer(dataset, asked):
            send(*part)

    check_limits(timeout, max_memory)
    if not hasattr(os, "fork"):
        return _received(_answer(dataset, request), max_memory)
    store = dataset.store
    version = store.version if isinstance(store, EmbeddedStore) else None
    known, process = _PROCESSES.pop(store, (None, None))
    while True:
        if process is None or version is None or known != version or not process.usable:
            process = AnsweringProcess(answer)
        try:
            with closing(process.ask(request, seconds=timeout, memory=max_memory << 20)) as messages:
                return _received(messages, max_memory)
        except EndedError:
            continue
        finally:
            if version is not None and process.usable:
                _PROCESSES[store] = version, process


def _answer(dataset: Dataset, request: Request) -> Iterator[Message]:
    """What answers a request; of a graph on a server, that the query is sound."""
    if "name" in request:
        yield from _sent(dataset, with_values(dataset, named_query(request["name"]), request["values"]))
        return
    check_query(request["query"], prefixes())
    if _is_here(dataset):
        yield from _sent(dataset, request["query"])
    else:
        yield {"columns": (), "kind": "select"}, b""


def _is_here(dataset: Dataset) -> bool:
    """Whether this machine answers for a graph, and no server."""
    return isinstance(dataset.store, EmbeddedStore | Memory)


def _sent(dataset: Dataset, text: str) -> Iterator[Message]:
    """An answer as messages: its columns; then, for some rows each, the terms that are new, and all terms by number.

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
    """The rows of messages; LimitError where they take more mebibytes than that in this process."""
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
