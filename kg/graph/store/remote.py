"""Graphs on SPARQL servers: published there by kg, and read back.

A server gets a graph in named graphs (`kg.graph.rdf.homes`), each by one PUT of the Graph Store Protocol, which
replaces all of it. So a reader sees every document as it was or as it is, and never a part of it. Between two graphs of
one publication it may see some that are new beside others that are not yet: the protocols have no transaction over
several graphs. What was cut short stays so until it is published again, which sends only what differs.

A graph of a few triples, `PUBLISHED`, says whose graph it is and under which base. Queries are put to the server's own
default graph if that holds the documents (as a union of all named graphs does), else to kg's graphs by name. On a
server that kg has not written they see its default graph, whatever that is.

The protocols are W3C's SPARQL 1.1 Protocol and Graph Store HTTP Protocol (2013), and nothing here is for one product.
No redirect is followed and no proxy is taken from the environment: only the addresses that the user has named are
opened, and user and password are sent there alone, once the server has asked for them.
"""

from __future__ import annotations

import os
import re
import ssl
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import httpx
import pyoxigraph as ox
from rdflib import BNode
from rdflib.namespace import DCTERMS, VOID

from kg.errors import QueryError, StoreError
from kg.graph.rdf.dataset import AnsweringStore, dataset_on, inner_store, record_hashes, written
from kg.graph.rdf.homes import document_quads, line, shared_lines
from kg.graph.rdf.naming import Naming
from kg.graph.rdf.terms import Value, cell_of, node_of, ntriple, to_oxigraph
from kg.graph.store.directory import open_directory, read_directory
from kg.namespaces import KG
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from rdflib import Dataset


class Solutions(NamedTuple):
    """The variables and the rows of a SELECT query."""

    columns: tuple[str, ...]
    rows: list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...]]


type Found = Solutions | bool | list[ox.Triple]
"""The answer to a SELECT; to an ASK; to a CONSTRUCT or DESCRIBE."""

_USER, _PASSWORD = "KG_STORE_USER", "KG_STORE_PASSWORD"

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_FORM = "application/x-www-form-urlencoded"
_SECONDS = 600.0
"""How long a server may be silent."""
_MOST = 1 << 30
"""How many bytes of an answer are read: the whole answer is kept in memory."""
_WORDS = 300
"""How many characters of a server's own message are quoted."""


class _FaultError(Exception):
    """A server says, in these words, that it cannot do what a request asks for, or failed to."""


class _WhenAsked(httpx.BasicAuth):
    """User and password, once the server has asked for them."""

    _asked = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._asked:
            answer = yield request
            self._asked = answer.status_code == 401 and "basic" in answer.headers.get("WWW-Authenticate", "").lower()
        if self._asked:
            yield from super().auth_flow(request)


class Endpoint:
    """A server's addresses for queries and for graphs, with the user and password of the environment.

    Every method raises StoreError where no server answers, it refuses access, breaks off, or answers with what is not
    SPARQL; the message names the address, and neither user nor password.
    """

    def __init__(self, query_url: str, graph_store_url: str | None = None) -> None:
        """Name the addresses; without the second, the first is for both.

        Raises:
            StoreError: an address is not HTTP's, or holds a user or password.
        """
        self._query_url = _checked(query_url)
        self._graph_store_url = _checked(graph_store_url or query_url)
        user = os.environ.get(_USER)
        self._named = user is not None
        self._client = httpx.Client(
            auth=None if user is None else _WhenAsked(user, os.environ.get(_PASSWORD, "")),
            headers={"User-Agent": "kg", "Accept-Encoding": "identity"},
            verify=ssl.create_default_context(),  # the system's certificates, and not those of a package
            limits=httpx.Limits(max_keepalive_connections=0),  # one that waits may be closed, unseen until it is used
            timeout=_SECONDS,
            follow_redirects=False,
            trust_env=False,
        )

    @property
    def shown(self) -> str:
        """The address for queries as messages name it: without its parameters, which may be secret."""
        return _shown(self._query_url)

    def query(self, text: str, graphs: Iterable[str] = ()) -> Found:
        """Return the answer to a query over these graphs, or over the server's own default graph if none are named.

        Raises:
            QueryError: the server cannot answer it.
        """
        named = list(graphs)
        fields = [("query", text), *(("default-graph-uri", iri) for iri in named)]
        fields += [("named-graph-uri", iri) for iri in named]
        try:
            kind, body = self._send("POST", self._query_url, urlencode(fields).encode(), _FORM)
        except _FaultError as error:
            raise QueryError(f"{self.shown}: cannot answer the query: {error}") from error
        try:
            if kind in {_ROWS, "application/json"}:
                found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
                if isinstance(found, ox.QueryBoolean):
                    return bool(found)
                return Solutions(tuple([variable.value for variable in found.variables]), list(map(tuple, found)))
            if kind in {_TRIPLES, "text/plain"}:
                return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES, lenient=True)]
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.shown}: its answer is malformed: {_line(str(error))}") from error
        raise StoreError(f"{self.shown}: answers with {kind}, which is no answer to such a query: is it an endpoint?")

    def values(self, text: str) -> list[tuple[str, ...]]:
        """Return the rows of a SELECT query in which everything is bound, as IRIs and lexical forms."""
        found = self.query(text)
        if not isinstance(found, Solutions):
            raise StoreError(f"{self.shown}: its answer is that to another query")
        return [
            tuple([each.value for each in row if isinstance(each, ox.NamedNode | ox.Literal)]) for row in found.rows
        ]

    def put(self, graph: str, triples: bytes) -> None:
        """Let a named graph hold these triples, in N-Triples, and no others."""
        self._change("PUT", graph, triples)

    def delete(self, graph: str) -> None:
        """Remove a named graph."""
        self._change("DELETE", graph)

    def _change(self, method: str, graph: str, triples: bytes = b"") -> None:
        url = f"{self._graph_store_url}{'&' if '?' in self._graph_store_url else '?'}graph={quote(graph, safe='')}"
        try:
            self._send(method, url, triples, _TRIPLES)
        except _FaultError as error:
            raise StoreError(f"{_shown(url)}: cannot be written: {error}") from error

    def _send(self, method: str, url: str, body: bytes, kind: str) -> tuple[str, bytes]:
        """Return the media type and body of an answer; _FaultError where the server says that it cannot."""
        shown, headers = _shown(url), {"Content-Type": kind, "Accept": f"{_ROWS}, {_TRIPLES}"}
        try:
            with self._client.stream(method, url, content=body, headers=headers) as reply:
                if reply.is_success:
                    found = _read(reply, _MOST)
                    if len(found) > _MOST:
                        raise StoreError(f"{shown}: answers with more than {_MOST >> 20} MB: ask for less")
                    return _media_type(reply), found
                failure = _failure(reply.status_code, named=self._named)
                if failure is None:
                    raise _FaultError(_message(reply))
        except httpx.ConnectTimeout as error:
            raise StoreError(f"{shown}: no server answers there in time") from error
        except httpx.TimeoutException as error:
            raise StoreError(f"{shown}: no answer within {_SECONDS:.0f} seconds") from error
        except httpx.ConnectError as error:
            raise StoreError(f"{shown}: no server answers there ({_line(_cause(error))})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = _line(str(error)) or type(error).__name__
            raise StoreError(f"{shown}: the connection broke off ({reason})") from error
        raise StoreError(f"{shown}: {failure}")


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        named = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        named = False
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise StoreError(f"a store's address holds no user and password: set {_USER} and {_PASSWORD}")
    if not named or not url.isprintable() or not url.isascii() or " " in url:
        raise StoreError(f"{url!r} is no address of a store, such as http://127.0.0.1:7878/query")
    return urlunsplit(parts._replace(fragment=""))


def _shown(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(query="", fragment=""))


def _failure(status: int, *, named: bool) -> str | None:
    """Return what an HTTP status means that says nothing of the request's content; None for another."""
    if status == 401:
        if named:
            return f"does not accept the user and password of {_USER} and {_PASSWORD}"
        return f"asks for a user and password: set {_USER} and {_PASSWORD}"
    if status == 403:
        return f"refuses this to {'this user' if named else f'unnamed users: set {_USER} and {_PASSWORD}'}"
    if status in {404, 405, 406, 410, 415, 501}:
        return f"is no SPARQL endpoint, or not for this (HTTP {status})"
    if 300 <= status < 400:
        return "sends elsewhere: name the address that it sends to"
    return None


def _read(reply: httpx.Response, most: int) -> bytes:
    """Return the body of an answer, or a beginning of it that is longer than `most` bytes."""
    found = bytearray()
    for part in reply.iter_bytes():
        found += part
        if len(found) > most:
            break
    return bytes(found)


def _media_type(reply: httpx.Response) -> str:
    return str(reply.headers.get("Content-Type", "text/plain")).partition(";")[0].strip().lower()


def _message(reply: httpx.Response) -> str:
    """Return a server's own message on one line."""
    try:
        said = _read(reply, 10_000).decode("utf-8", "replace")
    except httpx.HTTPError:
        said = ""
    return ("" if _media_type(reply) == "text/html" else _line(said)) or f"HTTP {reply.status_code}"


def _line(text: str) -> str:
    words = " ".join("".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text).split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS]} …"


def _cause(error: BaseException) -> str:
    """Return why there is no connection, in the system's words where it has some."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, OSError) and at.strerror:
            return at.strerror
        at = at.__cause__ or at.__context__
    return str(error)


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
            self._inferred = Naming(base).graph("inferred")
            self.graphs = _graphs(endpoint, base)
            if endpoint.query(f"ASK {{ ?document <{KG.recordHash}> ?hash }}") is not True:
                self._queried = self.graphs or [Naming(base).graph("facts")]  # which is not there either

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
        endpoint.put(PUBLISHED, written(sorted(map(ntriple, note))))
    naming, here = Naming(base), record_hashes(store)
    there = {row[0]: row[1] for row in endpoint.values(_HASHES)}
    shared = shared_lines(store, naming)
    known = _graphs(endpoint, base)
    changed = 0
    for name in sorted(name for name, digest in here.items() if there.get(name) != digest):
        endpoint.put(name, written(sorted(map(line, document_quads(store, name)))))
        changed += 1
    for name, lines in sorted(shared.items()):
        if lines != set(map(line, _triples(endpoint, name))):
            endpoint.put(name, written(sorted(lines)))
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


def _with_prefixes(query: str) -> str:
    """Return a query with the prefixes that it uses and does not declare, in its first line, so that its lines stay."""
    used = set(re.findall(r"(?<![\w.-])([A-Za-z][\w.-]*|):", query))
    declared = set(re.findall(r"\bPREFIX\s+([\w.-]*):", query, re.IGNORECASE))
    needed = sorted((used - declared) & prefixes().keys())
    return "".join(f"PREFIX {prefix}: <{prefixes()[prefix]}> " for prefix in needed) + query
