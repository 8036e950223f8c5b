"""SPARQL updates to a graph directory: the graph is copied, changed and published whole, or not at all.

A directory's store has each triple in the named graphs that state it and, merged, in the default graph. An update may
change either, so what it did to one is done to the other: a triple that it puts into a named graph is put into the
default graph too; one that it takes out of the default graph leaves all named graphs; one that it takes out of the last
named graph that had it leaves the default graph. A triple that it puts into the default graph alone stays there alone.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.errors import QueryError
from kg.graph.query.safety import blanked, check_graphs, check_update
from kg.graph.rdf.iris import INFERRED
from kg.graph.rdf.statements import GRAPH_HASH
from kg.graph.store.directory import change_store
from kg.graph.store.update_scope import UpdateScope, update_scope
from kg.namespaces import KG
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.graph.query.safety import Graphs
    from kg.graph.store.loading import StoreWriter

__all__ = ["update_directory", "with_using"]

_INFERRED = ox.NamedNode(INFERRED)
_TYPE, _DOCUMENT = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(KG.Document))
_HASH = ox.NamedNode(GRAPH_HASH)
_NOT_MERGED = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
_INSERT_DATA = re.compile(
    r"(?P<prologue>(?:\s|#[^\r\n]*[\r\n]|(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\"{}|^`\\\x00-\x20]*>)*)"
    r"INSERT\s+DATA\s*\{(?P<data>.*)\}\s*",
    re.IGNORECASE | re.DOTALL,
)
_GRAPH = re.compile(r"(?<![\w:?$@.-])GRAPH\s+(?:[\w.-]*:[^\s{]*\s*)?\{", re.IGNORECASE)
_DECLARATION = re.compile(r"@\s*(?:prefix|base)|(?<![\w:?$@.-])(?:PREFIX|BASE)(?![\w:-])", re.IGNORECASE)
_EMPTYING = re.compile(r"(?<![\w:?$@.-])(CLEAR|DROP)(?=\s+GRAPH(?![\w:-]))", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<![\w:?$@.-])(WHERE|USING|WITH|DELETE)(?![\w:-])|[{}]", re.IGNORECASE)


def update_directory(directory: Path, text: str, *, base: str, using: Graphs | None = None) -> None:
    """Carry out an update; with `using`, its WHERE clauses ask those graphs instead of the whole graph.

    Which documents' graphs it changed is noted by taking their hash out, so that a build reads those documents anew.
    Where it takes anything from a document, what was inferred goes, since it may follow no longer.

    Raises:
        QueryError: the update is malformed, would read anything but the graph, or cannot be carried out.
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    quads = _inserted(text, base)
    if quads is not None:
        _change(directory, _scope_of(quads), lambda store: store.extend(quads))
        return
    if using is not None:
        text = with_using(text, using)
    text = _quiet(text)
    scope = update_scope(check_update(text, prefixes(), base=base), prefixes())

    def carry_out(store: ox.Store) -> None:
        try:
            store.update(text, base_iri=base, prefixes=dict(prefixes()))
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"the update cannot be carried out: {' '.join(str(error).split())[:300]}") from error

    _change(directory, scope, carry_out)


def _change(directory: Path, scope: UpdateScope, carry_out: Callable[[ox.Store], None]) -> None:
    """Publish the graph as an update leaves it, with its default graph and its named graphs in agreement."""

    def change(before: ox.Store, copy: Callable[[], StoreWriter]) -> None:
        after = copy().store
        carry_out(after)
        _reconcile(before, after, scope)

    change_store(directory, change)


def _scope_of(quads: list[ox.Quad]) -> UpdateScope:
    """What an insertion of these quads may change."""
    names = frozenset(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode))
    adds = any(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)
    return UpdateScope(names, adds_to_default=adds, removes_from_default=False)


def _inserted(text: str, base: str) -> list[ox.Quad] | None:
    """The quads of a single INSERT DATA, if its data can be read as TriG; None: it is to be read as an update.

    TriG has no way to ask for anything, so that no other check is needed, and it is read in a thousandth of the time.
    """
    found = _INSERT_DATA.fullmatch(text)
    if found is None or "\x00" in text:
        return None
    words = blanked(found["data"])
    graphs = words.count("{")
    if len(_GRAPH.findall(words)) != graphs or _DECLARATION.search(words):  # what TriG would read, and SPARQL not
        return None
    declared = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in prefixes().items()) + found["prologue"]
    whole = [] if graphs else [f"{{{found['data']}}}"]  # triples outside GRAPH need no full stop at their end
    for data in (found["data"], *whole):
        with suppress(SyntaxError, ValueError):
            quads = list(ox.parse(declared + data, format=ox.RdfFormat.TRIG, base_iri=base, rename_blank_nodes=True))
            if not any(isinstance(quad.object, ox.Triple) for quad in quads):
                return quads
    return None


def with_using(text: str, graphs: Graphs) -> str:
    """An update whose WHERE clauses ask `graphs` (SPARQL 1.1 Protocol, section 2.2.3).

    >>> from kg.graph.query.safety import Graphs
    >>> with_using("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", Graphs(("http://a",), ()))
    'INSERT { ?s ?p 1 } USING <http://a> WHERE { ?s ?p 2 }'

    Raises:
        QueryError: it says itself which graphs it asks, or has no place to say it.
    """
    check_graphs(graphs)
    clauses = [f"USING <{name}>" for name in graphs.default] + [f"USING NAMED <{name}>" for name in graphs.named]
    parts: list[str] = []
    depth = begin = 0
    word = ""
    for found in _CLAUSE.finditer(blanked(text)):
        before, word = word, found[0].upper()
        if word in "{}":
            depth += 1 if word == "{" else -1
        elif depth == 0 and word in {"USING", "WITH"}:
            raise QueryError(f"the update has {word} beside the graphs that the request names: leave one out")
        elif depth == 0 and word == "WHERE":
            if before == "DELETE":
                raise QueryError("DELETE WHERE takes no graphs from the request: write DELETE { … } WHERE { … }")
            parts += [text[begin : found.start()], *(f"{clause} " for clause in clauses)]
            begin = found.start()
    return "".join([*parts, text[begin:]])


def _quiet(text: str) -> str:
    """An update that may clear or drop a graph that is not there: an empty graph is none."""
    parts, begin = [], 0
    for found in _EMPTYING.finditer(blanked(text)):
        parts += [text[begin : found.end()], " SILENT"]
        begin = found.end()
    return "".join([*parts, text[begin:]])


def _reconcile(before: ox.Store, after: ox.Store, scope: UpdateScope) -> None:
    """Bring default graph and named graphs into agreement after an update."""
    changed: set[ox.NamedNode] = set()
    shrunk: set[ox.NamedNode] = set()
    for graph in _graphs(before, after, scope.named):
        old, new = _quads(before, graph), _quads(after, graph)
        if old != new:
            changed.add(graph)
            after.extend(_merged(quad) for quad in new - old)
        if old - new:
            shrunk.add(graph)
            _remove_merged(after, old - new)
    if scope.removes_from_default:
        for quad in _not_merged(after):
            after.remove(quad)
            changed.add(cast("ox.NamedNode", quad.graph_name))
    for graph in changed:
        hashes = after.quads_for_pattern(None, _HASH, None, graph)
        _remove(after, [quad for quad in hashes if quad in before])  # one that came with the update is right
    if scope.removes_from_default or any(ox.Quad(graph, _TYPE, _DOCUMENT, graph) in before for graph in shrunk):
        _remove(after, list(after.quads_for_pattern(None, None, None, _INFERRED)))
        after.remove_graph(_INFERRED)


def _graphs(before: ox.Store, after: ox.Store, names: frozenset[str] | None) -> Iterator[ox.NamedNode]:
    if names is not None:
        yield from (ox.NamedNode(name) for name in sorted(names))
        return
    found = {graph for store in (before, after) for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    yield from sorted(found, key=str)


def _not_merged(store: ox.Store) -> list[ox.Quad]:
    """The quads of named graphs that the default graph lacks."""
    rows = cast("ox.QuerySolutions", store.query(_NOT_MERGED))
    return [ox.Quad(*row) for row in rows]


def _quads(store: ox.Store, graph: ox.NamedNode) -> set[ox.Quad]:
    return set(store.quads_for_pattern(None, None, None, graph))


def _merged(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def _remove(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    for quad in quads:
        store.remove(quad)
    _remove_merged(store, quads)


def _remove_merged(store: ox.Store, gone: Iterable[ox.Quad]) -> None:
    """Take out of the default graph what was in a named graph and is in none now."""
    for quad in gone:
        places = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if all(isinstance(place.graph_name, ox.DefaultGraph) for place in places):
            store.remove(_merged(quad))
