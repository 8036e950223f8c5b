"""The tasks of a worker: each takes a request and returns the head and the body of its answer."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.api.graph import CurrentGraph, Graph
from kg.errors import NotFoundError
from kg.graph.facts.reader import read_open_predicates
from kg.graph.query.execution import named_query, one_more, with_values
from kg.graph.query.results import (
    GRAPH_TYPES,
    Answer,
    Formats,
    Limits,
    Question,
    answer,
    graph_bytes,
    service_description,
)
from kg.graph.query.safety import Graphs, check_graphs, check_query_with_graphs
from kg.graph.rdf.dataset import EmbeddedStore
from kg.graph.store.directory import current_store
from kg.ontology import prefixes, terms
from kg.resolve.decisions import read_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyoxigraph as ox
    from rdflib import Dataset

    from kg.graph.query.process import Message

    type Task = Callable[[State, Mapping[str, Any], bytes], Message]


class State(CurrentGraph):
    """A worker's graph."""

    send: Callable[[bytes], object] | None = None
    """Takes the beginning of a long answer, piece by piece; the answer is what remains."""

    def dataset(self) -> Dataset:
        """Return the graph as it is now; StoreError where it cannot be read."""
        return self.graph().dataset

    def store(self) -> ox.Store:
        """Return the store of the graph as it is now."""
        store = self.dataset().store
        if not isinstance(store, EmbeddedStore):
            raise TypeError(type(store).__name__)
        return store.inner


def _query(state: State, request: Mapping[str, Any], body: bytes) -> Message:
    text, base = body.decode(), request["base"]
    own = _checked(text, base)
    requested = Graphs(tuple(request["default"]), tuple(request["named"]))
    graphs = check_graphs(requested) if any(requested) else own
    return _results(state, request, Question(text, graphs, base))


def _named(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    chosen = named_query(request["name"])
    text = with_values(state.dataset(), chosen, one_more(chosen, request["values"]))
    _checked(text, request["base"])
    limits = replace(_limits(request), units=chosen.limits, most=chosen.limit(request["values"]))
    return _results(state, request, Question(text, None, request["base"]), limits)


def _describe(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    (iri,) = check_graphs(Graphs((request["iri"],), ())).default
    question = Question(f"DESCRIBE <{iri}>", None, request["base"])
    found = answer(state.store(), question, Formats(None, "ntriples"), _limits(request))
    if not found.body:
        raise NotFoundError(f"the graph says nothing about {iri}")
    return _results(state, {**request, "rows": None}, question)


def _results(state: State, request: Mapping[str, Any], question: Question, limits: Limits | None = None) -> Message:
    """Return the results of a query, in the format that the request wants for its kind of result."""
    formats = Formats(request["rows"], request["graph"])
    limits = limits or _limits(request)
    head, body = _message(answer(state.store(), question, formats, limits, state.send))
    return {**head, "most": limits.rows if limits.most is None else limits.most}, body


def _limits(request: Mapping[str, Any]) -> Limits:
    return Limits(request["max_rows"], request["max_bytes"])


@lru_cache(maxsize=256)
def _checked(text: str, base: str) -> Graphs | None:
    """Return the graphs that a query names; RefusedError or a syntax error where it cannot be answered."""
    return check_query_with_graphs(text, prefixes(), base=base)


def _message(found: Answer) -> Message:
    if found.body is None:
        return {"unacceptable": True}, b""
    return {"media": found.media_type, "cut": found.cut, "guarded": found.guarded}, found.body


def _service(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    triples = service_description(state.store(), request["base"])
    return {"media": GRAPH_TYPES[request["graph"]]}, graph_bytes(triples, request["graph"])


def _store(state: State, _request: Mapping[str, Any], _body: bytes) -> Message:
    return {"store": current_store(state.directory)}, b""


def _terms(state: State, _request: Mapping[str, Any], _body: bytes) -> Message:
    known = [*terms(), *read_open_predicates(state.dataset())]
    return _json({"prefixes": dict(prefixes()), "terms": [term._asdict() for term in known]})


def _names(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    found = state.names().suggest(request["q"], request["limit"])
    return _json({"names": [each._asdict() for each in found]})


def _page(state: State, _request: Mapping[str, Any], _body: bytes) -> Message:
    from kg.graph.conflicts import find_conflicts
    from kg.graph.facts.reader import read_contents
    from kg.views.page import render_page  # late: networkx and NumPy, which no other task needs

    contents = read_contents(state.dataset())
    page = render_page(contents, conflicts=find_conflicts(contents))
    return {"media": "text/html"}, page.encode()


def _stories(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    graph = Graph(state.dataset(), directory=state.directory)  # the worker's own would hold what it reads
    return _json({"stories": graph.told(since=request["since"], disputed=True)})


def _feed(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    from kg.verdicts.following import feed, followed_names

    address = request["base"].removesuffix("/sparql") + "/feed.atom"
    found = feed(state.dataset(), followed_names(state.directory), address)
    return {"media": "application/atom+xml"}, found.encode()


def _facts(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    from kg.verdicts.review import fact_review_data

    return _json(fact_review_data(state.graph().review_facts(limit=request["limit"])))


def _ask(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    limits = {"timeout": request["seconds"], "max_memory": request["memory"] >> 20}  # from bytes to MB
    return _json(state.graph().ask(request["q"], **limits).as_dict())


def _search(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    found = state.graph().search(request["q"], limit=request["limit"])
    return _json({"articles": [asdict(each) for each in found]})


def _review(state: State, request: Mapping[str, Any], _body: bytes) -> Message:
    from kg.entities.review import review_data  # late: resolution, which no other task needs

    review = state.graph().review(limit=request["limit"])
    return _json({"cases": review_data(review), "left": review.total})


def _note(state: State, _request: Mapping[str, Any], body: bytes) -> Message:
    from kg.entities.editing import note

    given = read_entry("the decision", body.decode("utf-8", "replace"))
    note(state.directory, [given])
    return _json({"id": given.id})


def _undo(state: State, _request: Mapping[str, Any], body: bytes) -> Message:
    from kg.entities.editing import take_back

    return _json({"undone": len(take_back(state.directory, {body.decode("utf-8", "replace").strip('"')}))})


def _apply(state: State, _request: Mapping[str, Any], _body: bytes) -> Message:
    from kg.entities.editing import apply

    apply(state.directory)
    return _json({})


def _json(value: object) -> Message:
    return {"media": "application/json"}, json.dumps(value, ensure_ascii=False).encode()


_TASKS: tuple[Task, ...] = (
    *(_query, _named, _describe, _service, _store, _terms, _names, _page, _stories),
    *(_ask, _search, _feed, _facts, _review, _note, _undo, _apply),
)
TASKS = {task.__name__.removeprefix("_"): task for task in _TASKS}
"""The tasks by the names that requests give them: each takes the graph, a request and its body."""
