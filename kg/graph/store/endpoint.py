"""A client of SPARQL servers: queries by SPARQL 1.1 Protocol, graphs by SPARQL 1.1 Graph Store HTTP Protocol.

Both are W3C's (2013), and nothing here is for one product. No redirect is followed and no proxy is taken from the
environment: only the addresses that the user has named are opened, and user and password are sent there alone, once
the server has asked for them.
"""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import httpx
import pyoxigraph as ox

from kg.errors import QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

__all__ = ["Endpoint", "Found", "Table"]


class Table(NamedTuple):
    """The variables and the rows of a SELECT query."""

    columns: tuple[str, ...]
    rows: list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...]]


type Found = Table | bool | list[ox.Triple]
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
                return Table(tuple([variable.value for variable in found.variables]), list(map(tuple, found)))
            if kind in {_TRIPLES, "text/plain"}:
                return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES, lenient=True)]
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.shown}: its answer is malformed: {_line(str(error))}") from error
        raise StoreError(f"{self.shown}: answers with {kind}, which is no answer to such a query: is it an endpoint?")

    def values(self, text: str) -> list[tuple[str, ...]]:
        """Return the rows of a SELECT query in which everything is bound, as IRIs and lexical forms."""
        found = self.query(text)
        if not isinstance(found, Table):
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
