"""A client of SPARQL 1.1 Protocol: questions to a server and updates of it, over HTTP.

rdflib's own connector knows no time limit and no digest authentication, which Virtuoso asks for, and takes most
failures for a wrong query. Nothing here follows a redirect or takes a proxy from the environment: only the addresses
that the user has named are opened, and user and password go to them alone, where the server asks for them.
"""

from __future__ import annotations

import os
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx
import pyoxigraph as ox

from kg.errors import KgError, QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["Endpoint", "Row"]

type Row = tuple[NamedNode | BlankNode | Literal | Triple | None, ...]

USER, PASSWORD = "KG_STORE_USER", "KG_STORE_PASSWORD"

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_FORM, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-update; charset=utf-8"
_CUT = ("X-SPARQL-MaxRows", "X-SQL-State")
"""Headers that Virtuoso adds where it has answered in part: by its limit of rows, or of time."""
_QUICK, _LONG = 20.0, 600.0
"""Seconds that a server may be silent: where it need not think, and in all other cases."""
_MOST = 1 << 30
"""How many bytes of an answer are read: the whole answer is kept in memory."""
_WORDS = 300
"""How many characters of a server's own message are quoted."""


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes
    kind: str
    cut: bool


class _FaultError(Exception):
    """A server says, in these words, that it cannot do what a request asks for, or failed to."""


class _WhenAsked(httpx.DigestAuth):
    """User and password in the way in which a server has asked for them, once it has."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._asked_for_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._asked_for_basic:
            yield from self._basic.auth_flow(request)
            return
        flow = super().auth_flow(request)
        answer = yield next(flow)
        schemes = {line.partition(" ")[0].lower() for line in answer.headers.get_list("WWW-Authenticate")}
        if answer.status_code == 401 and "basic" in schemes and "digest" not in schemes:
            self._asked_for_basic = True
            yield next(self._basic.auth_flow(request))
            return
        with suppress(StopIteration):
            while True:
                answer = yield flow.send(answer)


class Endpoint:
    """The two addresses of a server, for queries and for updates, with the user's name and password if it asks.

    Every method raises StoreError where no server answers, it refuses access, breaks off, or answers with what is not
    SPARQL; the message names the address, and neither user nor password.
    """

    def __init__(self, query_url: str, update_url: str | None = None) -> None:
        """Name the addresses; the one for updates follows from the other where servers have a custom.

        Raises:
            StoreError: an address is none of HTTP, or holds a user or password, which the environment is for.
        """
        self.query_url = _checked(query_url)
        self.update_url = _checked(update_url or _for_updates(query_url))
        user = os.environ.get(USER)
        self._named = user is not None
        self._client = httpx.Client(
            auth=None if user is None else _WhenAsked(user, os.environ.get(PASSWORD, "")),
            headers={"User-Agent": "kg", "Accept-Encoding": "identity"},
            verify=ssl.create_default_context(),  # the system's certificates, and not those of a package
            limits=httpx.Limits(max_keepalive_connections=0),  # one that waits may be closed, unseen until it is used
            follow_redirects=False,
            trust_env=False,
        )

    @property
    def shown(self) -> str:
        """The address for queries as messages name it: without its parameters, which may be secret."""
        return _shown(self.query_url)

    def ask(self, text: str, *, default: Iterable[str] = (), named: Iterable[str] = (), quick: bool = False) -> bool:
        """The answer to an ASK query over these graphs, or over what the server takes where none is named."""
        found = self._parse(self._query(text, default, named, quick=quick), self.query_url)
        if not isinstance(found, ox.QueryBoolean):
            raise self._not_sparql(self.query_url, _ROWS)
        return bool(found)

    def rows(
        self, text: str, *, default: Iterable[str] = (), named: Iterable[str] = ()
    ) -> tuple[tuple[str, ...], list[Row], bool]:
        """The variables and rows of a SELECT query, and whether the server has cut them off."""
        answer = self._query(text, default, named)
        found = self._parse(answer, self.query_url)
        if not isinstance(found, ox.QuerySolutions):
            raise self._not_sparql(self.query_url, _ROWS)
        try:
            rows = [tuple(solution) for solution in found]
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.shown}: its answer is malformed: {_line(str(error))}") from error
        return tuple(variable.value for variable in found.variables), rows, answer.cut

    def values(self, text: str, *, default: Iterable[str] = ()) -> list[tuple[str, ...]]:
        """The rows of a SELECT query in which everything is bound, as IRIs and lexical forms."""
        return [tuple(_value(term) for term in row) for row in self.rows(text, default=default)[1]]

    def number(self, text: str, *, default: Iterable[str] = ()) -> int:
        """The one number that a SELECT query counts."""
        return int(self.values(text, default=default)[0][0])

    def triples(self, text: str, *, default: Iterable[str] = (), named: Iterable[str] = ()) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        answer = self._query(text, default, named, accept=_TRIPLES)
        if answer.kind not in {_TRIPLES, "text/plain", "text/ntriples"}:
            raise self._not_sparql(self.query_url, answer.kind)
        try:
            quads = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES, lenient=True)
            return [quad.triple for quad in quads]
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.shown}: its answer is malformed: {_line(str(error))}") from error

    def update(self, text: str) -> None:
        """Have the server carry out an update.

        Raises:
            StoreError: also where the server cannot carry it out.
        """
        try:
            self._post(self.update_url, text.encode(), _UPDATE, "*/*", _LONG)
        except _FaultError as error:
            raise StoreError(f"{_shown(self.update_url)}: cannot be written: {error}") from error

    def _query(
        self,
        text: str,
        default: Iterable[str],
        named: Iterable[str],
        *,
        accept: str = _ROWS,
        quick: bool = False,
    ) -> _Answer:
        fields = [("query", text)]
        fields += [("default-graph-uri", iri) for iri in default]
        fields += [("named-graph-uri", iri) for iri in named]
        try:
            return self._post(self.query_url, urlencode(fields).encode(), _FORM, accept, _QUICK if quick else _LONG)
        except _FaultError as error:
            raise QueryError(f"{self.shown}: cannot answer the query: {error}") from error

    def _post(self, url: str, body: bytes, kind: str, accept: str, wait: float) -> _Answer:
        """The server's answer to a POST; _FaultError where it says that this is at fault, or that it is."""
        shown, headers = _shown(url), {"Content-Type": kind, "Accept": accept}
        try:
            with self._client.stream("POST", url, content=body, headers=headers, timeout=wait) as reply:
                if reply.is_success:
                    found = _read(reply, _MOST)
                    if len(found) > _MOST:
                        raise StoreError(f"{shown}: answers with more than {_MOST >> 20} MB: ask for less")
                    return _Answer(found, _media_type(reply), any(name in reply.headers for name in _CUT))
                failure = _failure(reply.status_code, named=self._named)
                if failure is None:
                    raise _FaultError(_said(reply))
        except httpx.ConnectTimeout as error:
            raise StoreError(f"{shown}: no server answers there in time") from error
        except httpx.TimeoutException as error:
            raise StoreError(f"{shown}: no answer within {wait:.0f} seconds") from error
        except httpx.ConnectError as error:
            raise StoreError(f"{shown}: no server answers there ({_line(_cause(error))})") from error
        except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError, NotImplementedError) as error:
            # What httpx raises besides its own is of a demand for user and password that is malformed or unknown.
            reason = _line(str(error)) or type(error).__name__
            raise StoreError(f"{shown}: the connection broke off ({reason})") from error
        raise StoreError(f"{shown}: {failure}")

    def _parse(self, answer: _Answer, url: str) -> ox.QuerySolutions | ox.QueryBoolean:
        if answer.kind not in {_ROWS, "application/json"}:
            raise self._not_sparql(url, answer.kind)
        try:
            return ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{_shown(url)}: its answer is malformed: {_line(str(error))}") from error

    @staticmethod
    def _not_sparql(url: str, kind: str) -> KgError:
        return StoreError(f"{_shown(url)}: answers with {kind}, which is no answer to such a query: is it an endpoint?")


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        named = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        named = False
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise StoreError(f"a store's address holds no user and password: set {USER} and {PASSWORD}")
    if not named or not url.isprintable() or not url.isascii() or " " in url:
        raise StoreError(f"{url!r} is no address of a store, such as http://127.0.0.1:7878/query")
    return urlunsplit(parts._replace(fragment=""))


def _for_updates(url: str) -> str:
    """Where servers take updates: Oxigraph and Fuseki at /update beside /query, RDF4J at /statements, others at one."""
    parts = urlsplit(url)
    path = parts.path
    if path.endswith("/query"):
        path = f"{path.removesuffix('/query')}/update"
    elif "/repositories/" in path and not path.endswith("/statements"):
        path = f"{path.rstrip('/')}/statements"
    return urlunsplit(parts._replace(path=path))


def _shown(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(query="", fragment=""))


def _value(term: object) -> str:
    if isinstance(term, (ox.NamedNode, ox.Literal)):
        return term.value
    raise StoreError(f"the server's answer holds {term}, where kg writes an IRI or a literal")


def _failure(status: int, *, named: bool) -> str | None:
    """What an HTTP status means that says nothing of our request's content; None for another."""
    if status == 401:
        if named:
            return f"does not accept the user and password of {USER} and {PASSWORD}"
        return f"asks for a user and password: set {USER} and {PASSWORD}"
    if status == 403:
        return f"refuses this to {'this user' if named else f'who has no name: set {USER} and {PASSWORD}'}"
    if status in {404, 405, 406, 410, 415, 501}:
        return f"is no SPARQL endpoint, or not for this (HTTP {status})"
    if 300 <= status < 400:
        return "sends elsewhere: name the address that it sends to"
    return None


def _read(reply: httpx.Response, most: int) -> bytes:
    """The body of an answer, or a beginning of it that is longer than `most` bytes."""
    found = bytearray()
    for part in reply.iter_bytes():
        found += part
        if len(found) > most:
            break
    return bytes(found)


def _media_type(reply: httpx.Response) -> str:
    return str(reply.headers.get("Content-Type", "text/plain")).partition(";")[0].strip().lower()


def _said(reply: httpx.Response) -> str:
    """A server's own words on what went wrong, in one line."""
    try:
        said = _read(reply, 10_000).decode("utf-8", "replace")
    except httpx.HTTPError:
        said = ""
    if _media_type(reply) == "text/html":
        said = ""
    words = _line(said.partition("SPARQL query:")[0])  # Virtuoso repeats the whole query
    return words or f"HTTP {reply.status_code}"


def _line(text: str) -> str:
    words = " ".join("".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text).split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS]} …"


def _cause(error: BaseException) -> str:
    """Why there is no connection, in the system's words where it has some."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, OSError) and at.strerror:
            return at.strerror
        at = at.__cause__ or at.__context__
    return str(error)
