"""Graphs on a SPARQL 1.1 server: rdflib's view of one, and what is read of it.

A server holds what a graph directory's store holds, all of it in the same named graphs. What a query without GRAPH sees
differs between servers: with Oxigraph none of them, with Virtuoso all at once. So two graphs stand beside them:

    https://w3id.org/kg/graph/merged      each triple of all of these once: queries are put to this graph, which the
                                          protocol's `default-graph-uri` makes their default graph
    https://w3id.org/kg/graph/control     whose graph it is, the hash of each graph, and what `kg.graph.store.publish`
                                          notes

On a server that kg has not written, queries see its default graph, whatever that is.
"""

from __future__ import annotations

import re
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from rdflib.query import Result

from kg.errors import QueryError, StoreError
from kg.graph.rdf.dataset import dataset_on
from kg.graph.rdf.terms import BOOLEAN, DECIMAL
from kg.graph.store.endpoint import Endpoint
from kg.namespaces import CONTROL, KG, PUBLISHING, WGS84

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rdflib import Dataset
    from rdflib.term import Identifier, Node

    from kg.graph.store.endpoint import Row

__all__ = ["HASH", "MERGED", "ORIGIN", "RemoteStore", "open_remote"]

MERGED = "https://w3id.org/kg/graph/merged"
HASH = f"{CONTROL}#hash"
"""By which the control graph tells what each named graph holds."""
ORIGIN = f"{CONTROL}#origin"
"""By which it tells whose graph the server holds: the random name of a directory's records."""

_UNDER_WAY = f"ASK {{ GRAPH <{CONTROL}> {{ ?run <{PUBLISHING}> ?since }} }}"
_WAITS = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds from one look to the next at whether a write is complete."""
_GRAPHS = 100
_ROWS = 8_000
"""How many graphs and how many rows are asked for at once; Virtuoso gives 10,000 rows unless it is set up otherwise."""
_DECIMALS = [ox.NamedNode(str(each)) for each in (KG.confidence, KG.linkConfidence, WGS84.lat, WGS84.long)]
"""The properties whose values are xsd:decimal, whole numbers too."""
_TRUTH = {"1": "true", "0": "false"}


class RemoteStore(SPARQLUpdateStore):
    """rdflib's view of a SPARQL server, over connections of ours; `inner` is a copy of all that is in it.

    Raises StoreError wherever the server is gone, and QueryError where it cannot answer.
    """

    def __init__(self, endpoint: Endpoint, *, merged: bool) -> None:
        super().__init__(
            endpoint.query_url, endpoint.update_url, node_to_sparql=_to_sparql, context_aware=True, autocommit=True
        )
        self.endpoint = endpoint
        self.merged = merged

    @cached_property
    def inner(self) -> ox.Store:
        """All triples, in memory, read when they are first needed: in their named graphs.

        Of a graph that is not kg's, it is the default graph alone.
        """
        wait_until_complete(self.endpoint)
        store = ox.Store()
        graphs = self._graphs()
        for graph, rows in self._of_graphs(graphs):
            name = ox.NamedNode(graph)
            store.bulk_extend(ox.Quad(*_restored(row), name) for row in rows)
        if not self.merged:
            default = ox.DefaultGraph()
            store.bulk_extend(ox.Quad(*_restored(row), default) for row in self._whole("{ ?s ?p ?o }"))
        return store

    def query(  # type: ignore[override]  # rdflib's own store too overrides its base class with another signature
        self,
        query: str,
        initNs: Mapping[str, Any] | None = None,  # noqa: N803 (rdflib's name)
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803
        queryGraph: str | None = None,  # noqa: N803
        **options: Any,
    ) -> Result:
        """The answer to a query; QueryError where the server cannot give it, or not all of it."""
        if initBindings or options:
            raise QueryError("a query to a server carries its values in its text")
        text = _with_prefixes(query, initNs or {})
        graph = queryGraph if isinstance(queryGraph, URIRef) and queryGraph != DATASET_DEFAULT_GRAPH_ID else None
        return self._answer(text, parseQuery(text)[1].name, graph)

    def _query(self, query: str, default_graph: str | None = None, named_graph: str | None = None) -> Result:  # noqa: ARG002
        """The answer to what rdflib itself asks a store: a SELECT or an ASK, of which it needs every row."""
        return self._answer(query, "AskQuery" if query.startswith("ASK") else "SelectQuery", default_graph)

    def _answer(self, text: str, form: str, graph: str | None) -> Result:
        default, named = self._dataset(text, graph)
        if form == "AskQuery":
            result = Result("ASK")
            result.askAnswer = self.endpoint.ask(text, default=default, named=named)
        elif form == "SelectQuery":
            variables, rows, cut = self.endpoint.rows(text, default=default, named=named)
            if cut:
                rest = "ask for fewer, with LIMIT, or raise its limit"
                raise QueryError(f"{self.endpoint.shown}: the server stops at {len(rows):,} rows: {rest}")
            result = Result("SELECT")
            result.vars = [Variable(name) for name in variables]
            result.bindings = [
                {name: _node(term) for name, term in zip(result.vars, row, strict=True) if term is not None}
                for row in rows
            ]
        else:
            result = Result("CONSTRUCT")
            result.graph = Graph()
            for triple in self.endpoint.triples(text, default=default, named=named):
                result.graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
        return result

    def add_graph(self, graph: Graph) -> None:
        """Nothing: rdflib asks for it whenever a graph is named, and a named graph comes with its first triple."""

    def remove_graph(self, graph: Graph) -> None:
        """Remove a named graph, whether or not it is there."""
        self.endpoint.update(f"DROP SILENT GRAPH {_to_sparql(graph.identifier)}")

    def _update(self, update: str) -> None:
        self.endpoint.update(update)

    def _dataset(self, text: str, graph: str | None) -> tuple[list[str], list[str]]:
        """The graphs that a query's default graph is made of, and those that its GRAPH sees; none: what the server has.

        Who names a default graph to a server must name the others too, or GRAPH finds none.
        """
        if graph is not None:
            return [graph], []
        if not self.merged:
            return [], []
        if re.search("GRAPH", text, re.IGNORECASE):
            return [MERGED], self._graphs()
        return [MERGED], []

    def _graphs(self) -> list[str]:
        """The IRIs of kg's named graphs on the server, sorted."""
        found: list[str] = []
        while True:  # until there are no more: a server may give fewer rows than it is asked for
            after = f"FILTER(STR(?g) > {ox.Literal(found[-1])})" if found else ""
            pattern = f"GRAPH <{CONTROL}> {{ ?g <{HASH}> ?hash }} {after}"
            page = self.endpoint.values(f"SELECT DISTINCT ?g {{ {pattern} }} ORDER BY ?g LIMIT {_ROWS}")
            if not page:
                return found
            found += [iri for (iri,) in page]

    def _of_graphs(self, graphs: Sequence[str]) -> Iterator[tuple[str, list[Row]]]:
        """The triples of each named graph; graphs that are small are asked for together."""
        for start in range(0, len(graphs), _GRAPHS):
            sizes = self._sizes(graphs[start : start + _GRAPHS])
            together: list[str] = []
            for graph, size in sizes.items():
                if size > _ROWS:
                    yield graph, self._whole(f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", size)
                    continue
                if together and sum(map(sizes.__getitem__, together)) + size > _ROWS:
                    yield from self._together(together, sizes)
                    together = []
                together.append(graph)
            if together:
                yield from self._together(together, sizes)

    def _sizes(self, graphs: Sequence[str]) -> dict[str, int]:
        text = f"SELECT ?g (COUNT(*) AS ?n) {{ {_values(graphs)} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        return {graph: int(number) for graph, number in self.endpoint.values(text)}

    def _together(self, graphs: list[str], sizes: Mapping[str, int]) -> Iterator[tuple[str, list[Row]]]:
        text = f"SELECT ?g ?s ?p ?o {{ {_values(graphs)} GRAPH ?g {{ ?s ?p ?o }} }}"
        found: dict[str, list[Row]] = {graph: [] for graph in graphs}
        for name, *triple in self.endpoint.rows(text)[1]:
            found[name.value].append(tuple(triple))  # type: ignore[union-attr]  # a graph has a name
        for graph, rows in found.items():
            if len(rows) == sizes[graph]:
                yield graph, rows
            else:  # the server gives fewer rows at once
                yield graph, self._whole(f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", sizes[graph])

    def _whole(self, pattern: str, size: int | None = None) -> list[Row]:
        """All rows of a pattern with ?s, ?p and ?o, of which there are `size`, a page of subjects after another."""
        default = [MERGED] if self.merged and "GRAPH" not in pattern else []
        if size is None:
            size = self.endpoint.number(f"SELECT (COUNT(*) AS ?n) {pattern}", default=default)
        found: dict[Row, None] = {}
        last = ""
        while len(found) < size:
            after = f"FILTER(STR(?s) >= {ox.Literal(last)})" if last else ""
            text = f"SELECT ?s ?p ?o {{ {pattern} {after} }} ORDER BY ?s LIMIT {_ROWS}"
            rows = self.endpoint.rows(text, default=default)[1]
            before = len(found)
            found.update(dict.fromkeys(rows))
            if len(found) == before:
                raise StoreError(
                    f"{self.endpoint.shown}: gives {len(found):,} of {size:,} triples: raise its limit of rows"
                )
            last = rows[-1][0].value  # type: ignore[union-attr]  # a subject is an IRI or a blank node
        return list(found)


def open_remote(url: str, update_url: str | None = None) -> Dataset:
    """The graph on a server; queries are answered by it, and its records read as they are when first needed.

    Raises:
        StoreError: no SPARQL server answers at `url`, it refuses access, or a write to it was cut short.
    """
    endpoint = Endpoint(url, update_url)
    wait_until_complete(endpoint)
    merged = endpoint.ask(f"ASK {{ GRAPH <{CONTROL}> {{ <{CONTROL}> <{ORIGIN}> ?origin }} }}", quick=True)
    return dataset_on(RemoteStore(endpoint, merged=merged))


def wait_until_complete(endpoint: Endpoint) -> None:
    """Return when no write to a server is being published; StoreError where one stays so, and so was cut short."""
    for pause in _WAITS:
        time.sleep(pause)
        if not endpoint.ask(_UNDER_WAY, quick=True):
            return
    raise StoreError(f"{endpoint.shown}: what was last written there is incomplete: kg build --store completes it")


def _values(graphs: Sequence[str]) -> str:
    return f"VALUES ?g {{ {' '.join(f'<{graph}>' for graph in graphs)} }}"


def _with_prefixes(query: str, namespaces: Mapping[str, Any]) -> str:
    """A query with those prefixes that it uses and does not declare, in its first line, so that its lines stay."""
    used = set(re.findall(r"(?<![\w.-])([A-Za-z][\w.-]*|):", query))
    declared = set(re.findall(r"\bPREFIX\s+([\w.-]*):", query, re.IGNORECASE))
    needed = sorted((used - declared) & namespaces.keys())
    return "".join(f"PREFIX {prefix}: <{namespaces[prefix]}> " for prefix in needed) + query


def _to_sparql(node: Node) -> str:
    """A term as SPARQL writes it; Oxigraph's own writing escapes every control character."""
    if isinstance(node, Variable):
        return node.n3()
    if isinstance(node, Literal):
        if node.language:
            return str(ox.Literal(str(node), language=node.language))
        return str(ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None))
    if isinstance(node, BNode):
        raise QueryError("a blank node cannot be asked for: it is a variable in SPARQL")
    return str(ox.NamedNode(str(node)))


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Identifier:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        term = _restored_literal(term)
        return Literal(term.value, lang=term.language, datatype=None if term.language else URIRef(term.datatype.value))
    raise QueryError("the answer holds triples in triples, which are of RDF 1.2")


def _restored(row: Row) -> tuple[ox.NamedNode, ox.NamedNode, Any]:
    """A triple as it was written: Virtuoso keeps xsd:boolean as 1 and 0, and a whole decimal as an integer."""
    subject, predicate, item = row
    if isinstance(item, ox.Literal):
        item = _restored_literal(item)
        if predicate in _DECIMALS:
            item = ox.Literal(item.value, datatype=ox.NamedNode(DECIMAL))
    return subject, predicate, item  # type: ignore[return-value]  # a triple's parts


def _restored_literal(literal: ox.Literal) -> ox.Literal:
    if literal.datatype.value == BOOLEAN and literal.value in _TRUTH:
        return ox.Literal(_TRUTH[literal.value], datatype=literal.datatype)
    return literal
