"""Graphs on SPARQL servers: published there by kg, and read back.

A server gets a graph in named graphs (`kg.graph.rdf.homes`), each by one PUT of the Graph Store Protocol, which
replaces all of it. So a reader sees every document as it was or as it is, and never a part of it. Between two graphs of
one publication it may see some that are new beside others that are not yet: the protocols have no transaction over
several graphs. What was cut short stays so until it is published again, which sends only what differs.

A graph of a few triples, `PUBLISHED`, says whose graph it is and under which base. Queries are put to the server's own
default graph if that holds the documents (as a union of all named graphs does), else to kg's graphs by name. On a
server that kg has not written they see its default graph, whatever that is.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from rdflib import BNode
from rdflib.namespace import DCTERMS, VOID

from kg.errors import StoreError
from kg.graph.rdf.dataset import AnsweringStore, dataset_on, inner_store, record_hashes
from kg.graph.rdf.homes import document_quads, line, shared_lines
from kg.graph.rdf.naming import Naming
from kg.graph.rdf.terms import Value, cell_of, node_of, ntriple, to_oxigraph
from kg.graph.store.directory import open_directory, read_directory
from kg.graph.store.endpoint import Endpoint
from kg.namespaces import KG
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.store.endpoint import Found

__all__ = ["PUBLISHED", "RemoteStore", "open_remote", "publish"]

PUBLISHED: Final = "https://w3id.org/kg/graph/published"
"""The graph that names the directory whose graph a server holds, and the base of its IRIs."""
_NOTE = f"?s <{DCTERMS.identifier}> ?origin ; <{VOID.uriSpace}> ?base"
_OWNER = f"SELECT ?origin ?base {{ GRAPH <{PUBLISHED}> {{ {_NOTE} }} }}"
_HASHES = f"SELECT ?graph ?hash {{ GRAPH ?graph {{ ?graph <{KG.recordHash}> ?hash }} }}"


class RemoteStore(AnsweringStore):
    """rdflib's view of a graph on a server, to read; `inner` is a copy of all that is in it.

    Raises StoreError wherever the server is gone, and QueryError where it cannot answer.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        """Look what the server holds; StoreError if none answers, or it refuses access."""
        super().__init__()
        self.endpoint = endpoint
        self.graphs: list[str] | None = None
        """The names of kg's graphs; None on a server that kg has not written."""
        self._queried: list[str] = []
        self._inferred: str | None = None
        for _, base in endpoint.values(_OWNER):
            self._inferred = Naming(base).inferred
            self.graphs = _graphs(endpoint, base)
            if endpoint.query(f"ASK {{ ?document <{KG.recordHash}> ?hash }}") is not True:
                self._queried = self.graphs or [Naming(base).facts]  # which is not there either

    @cached_property
    def inner(self) -> ox.Store:  # type: ignore[override]  # read when it is first needed
        """All triples in memory as a directory has them: in one graph, with inferences beside it."""
        store = ox.Store()
        for graph in [None] if self.graphs is None else self.graphs:
            home = ox.NamedNode(graph) if graph is not None and graph == self._inferred else ox.DefaultGraph()
            found = _triples(self.endpoint, graph)
            store.bulk_extend(ox.Quad(each.subject, each.predicate, each.object, home) for each in found)
        return store

    @property
    def _inner(self) -> ox.Store:  # what rdflib reads
        return self.inner

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[tuple[Any, Iterator[Any]]]:
        """Yield the triples that match: the server's, unless there is a copy by now."""
        if "inner" in vars(self) or context is not None or any(isinstance(term, BNode) for term in triple_pattern):
            return super().triples(triple_pattern, context)
        terms = zip("spo", triple_pattern, strict=True)
        pattern = " ".join(f"?{name}" if term is None else str(to_oxigraph(term)) for name, term in terms)
        found = self.answer(f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }}")
        triples = found if isinstance(found, list) else []
        return ((tuple(map(node_of, map(cell_of, triple))), iter(())) for triple in triples)

    def answer(self, text: str) -> Found:
        """Return what the server answers to a query; QueryError if it cannot."""
        return self.endpoint.query(_with_prefixes(text), self._queried)


def open_remote(url: str) -> Dataset:
    """Open the graph on a server; queries are answered by it, and its records read when they are first needed.

    Raises:
        StoreError: no SPARQL server answers at `url`, or it refuses access.
    """
    return dataset_on(RemoteStore(Endpoint(url)))


def publish(directory: Path, url: str, graph_store_url: str | None = None) -> int:
    """Let a server hold the graph of a directory, and nothing else of kg's; return how many named graphs changed.

    Documents are sent first, then what they have in common; last go the graphs that the directory has no more.

    Raises:
        StoreError: no SPARQL server answers, it cannot be written, or it holds another directory's graph.
    """
    endpoint = Endpoint(url, graph_store_url)
    store = inner_store(open_directory(directory))
    with read_directory(directory) as records:
        origin, base = records.setting("id") or "", Naming.of(records).base
    owner = endpoint.values(_OWNER)
    if owner and owner[0][0] != origin:
        raise StoreError(f"{endpoint.shown}: holds the graph of another directory: publish to an empty server")
    if not owner:
        note = [(PUBLISHED, str(DCTERMS.identifier), Value(origin)), (PUBLISHED, str(VOID.uriSpace), Value(base))]
        endpoint.put(PUBLISHED, _document(map(ntriple, note)))
    naming, here = Naming(base), record_hashes(store)
    there = {row[0]: row[1] for row in endpoint.values(_HASHES)}
    shared = shared_lines(store, naming)
    known = _graphs(endpoint, base)
    changed = 0
    for name in sorted(name for name, digest in here.items() if there.get(name) != digest):
        endpoint.put(name, _document(map(line, document_quads(store, name))))
        changed += 1
    for name, lines in sorted(shared.items()):
        if lines != set(map(line, _triples(endpoint, name))):
            endpoint.put(name, _document(lines))
            changed += 1
    gone = sorted(set(known) - here.keys() - shared.keys())
    for name in gone:
        endpoint.delete(name)
    return changed + len(gone)


def _graphs(endpoint: Endpoint, base: str) -> list[str]:
    """Return the names of kg's graphs on a server, sorted."""
    ours = f'FILTER(STRSTARTS(STR(?g), "{base}") && ?g != <{PUBLISHED}>)'
    return sorted(name for (name,) in endpoint.values(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}"))


def _triples(endpoint: Endpoint, graph: str | None = None) -> list[ox.Triple]:
    """Return all triples of a named graph, or of the default graph; StoreError if the server gives only some."""
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    found = endpoint.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    triples = found if isinstance(found, list) else []
    ((number,),) = endpoint.values(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    if len(triples) < int(number):
        raise StoreError(
            f"{endpoint.shown}: gives {len(triples):,} of {int(number):,} triples: raise its limit of rows"
        )
    return triples


def _document(lines: Iterable[str]) -> bytes:
    """Return triples in N-Triples, in order."""
    return "".join(f"{each} .\n" for each in sorted(lines)).encode()


def _with_prefixes(query: str) -> str:
    """Return a query with the prefixes that it uses and does not declare, in its first line, so that its lines stay."""
    used = set(re.findall(r"(?<![\w.-])([A-Za-z][\w.-]*|):", query))
    declared = set(re.findall(r"\bPREFIX\s+([\w.-]*):", query, re.IGNORECASE))
    needed = sorted((used - declared) & prefixes().keys())
    return "".join(f"PREFIX {prefix}: <{prefixes()[prefix]}> " for prefix in needed) + query
