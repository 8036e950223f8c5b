"""A client of SPARQL 1.1 Protocol: questions to a server and updates of it, over HTTP.

rdflib's own connector knows no time limit and no digest authentication, which Virtuoso asks for, and takes most
failures for a wrong query. Nothing here follows a redirect: only the addresses that the user has named are opened, and
user and password go to them alone, where the server asks for them.
"""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

import pyoxigraph as ox

from kg.errors import KgError, QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["Endpoint", "Row"]

type Row = tuple[NamedNode | BlankNode | Literal | Triple | None, ...]

USER, PASSWORD = "KG_STORE_USER", "KG_STORE_PASSWORD"

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_FORM, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-update; charset=utf-8"
_CUT = ("X-SPARQL-MaxRows", "X-SQL-State")
"""Headers by which Virtuoso tells that it has answered in part: by its limit of rows, or of time."""
_QUICK, _LONG = 20.0, 600.0
"""Seconds that a server may be silent: where it need not think, and in all other cases."""
_WORDS = 300
"""How many characters of a server's own words a message tells."""


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes
    kind: str
    cut: bool


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Refuse: the other address is none that the user has named."""


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
        self._opener = build_opener(_NoRedirect)
        self._user, self._password = os.environ.get(USER), os.environ.get(PASSWORD, "")
        passwords = HTTPPasswordMgrWithDefaultRealm()
        if self._user is not None:
            passwords.add_password(None, [self.query_url, self.update_url], self._user, self._password)
        self._digest = HTTPDigestAuthHandler(passwords)
        self._demand: tuple[str, dict[str, str]] | None = None
        """How the server asked for user and password: the scheme, and what a digest is made with."""

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
        except HTTPError as error:
            reason = f"cannot be written: {_words(error)}"
            raise StoreError(f"{_shown(self.update_url)}: {reason}") from error

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
        except HTTPError as error:
            raise QueryError(f"{self.shown}: cannot answer the query: {_words(error)}") from error

    def _post(self, url: str, body: bytes, kind: str, accept: str, wait: float) -> _Answer:
        """The server's answer to a POST; HTTPError where it says that this is at fault, or that it is."""
        headers = {"Content-Type": kind, "Accept": accept, "User-Agent": "kg"}
        shown = _shown(url)
        for attempt in (1, 2):
            request = Request(url, data=body, headers=headers)  # noqa: S310 (the scheme has been checked)
            self._sign(request)
            try:
                with self._opener.open(request, timeout=wait) as reply:
                    found = reply.read()
                    cut = any(name in reply.headers for name in _CUT)
                    return _Answer(found, reply.headers.get_content_type(), cut)
            except HTTPError as error:
                again = error.code == 401 and attempt == 1 and self._user is not None and self._asked(error)
                failure = _failure(error, known=self._user is not None)
                if again or failure:
                    error.close()
                if again:
                    continue
                if failure is None:
                    raise
                raise StoreError(f"{shown}: {failure}") from error
            except TimeoutError as error:
                raise StoreError(f"{shown}: no answer within {wait:.0f} seconds") from error
            except (HTTPException, OSError, ValueError) as error:
                raise StoreError(f"{shown}: {_broken(error)}") from error
        raise AssertionError("the second attempt returns or raises")

    def _asked(self, error: HTTPError) -> bool:
        """Take up the way in which a server asks for user and password; whether it is one that we know."""
        demands = {}
        for line in error.headers.get_all("WWW-Authenticate", ()):
            scheme, _, rest = line.partition(" ")
            demands[scheme.lower()] = parse_keqv_list([pair for pair in parse_http_list(rest) if "=" in pair])
        for scheme in ("digest", "basic"):
            if scheme in demands:
                self._demand = scheme, demands[scheme]
                return True
        return False

    def _sign(self, request: Request) -> None:
        """Add user and password, in the way in which the server has asked for them, if it has."""
        if self._demand is None:
            return
        scheme, demand = self._demand
        if scheme == "basic":
            pair = b64encode(f"{self._user}:{self._password}".encode()).decode()
            request.add_header("Authorization", f"Basic {pair}")
        else:
            signed = self._digest.get_authorization(request, demand)
            if signed:
                request.add_header("Authorization", f"Digest {signed}")

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


def _failure(error: HTTPError, *, known: bool) -> str | None:
    """What to tell of an HTTP status that says nothing of our request's content; None of another."""
    if error.code == 401:
        if known:
            return f"does not accept the user and password of {USER} and {PASSWORD}"
        return f"asks for a user and password: set {USER} and {PASSWORD}"
    if error.code == 403:
        return f"refuses this to {'this user' if known else f'who has no name: set {USER} and {PASSWORD}'}"
    if error.code in {404, 405, 406, 410, 415, 501}:
        return f"is no SPARQL endpoint, or not for this (HTTP {error.code})"
    if 300 <= error.code < 400:
        return "sends elsewhere: name the address that it sends to"
    return None


def _words(error: HTTPError) -> str:
    """A server's own words on what went wrong, in one line."""
    with error:
        try:
            said = error.read(10_000).decode("utf-8", "replace")
        except (HTTPException, OSError):
            said = ""
    if error.headers.get_content_type() == "text/html":
        said = ""
    words = _line(said.partition("SPARQL query:")[0])  # Virtuoso repeats the whole query
    return words or f"HTTP {error.code}"


def _line(text: str) -> str:
    words = " ".join("".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text).split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS]} …"


def _broken(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return "no server answers there in time"
    if isinstance(error, URLError):
        words = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
        return f"no server answers there ({_line(words)})"
    return f"the connection broke off ({_line(str(error)) or type(error).__name__})"
