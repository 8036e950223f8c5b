"""HTTP responses: data in a negotiated format, piece by piece; an error as one line of text for each exception."""

from __future__ import annotations

import asyncio
import tomllib
from collections import Counter
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from kg.errors import KgError, LimitError, NotFoundError, RefusedError, StoreError
from kg.graph.query.files import read_queries
from kg.graph.query.process import OvertimeError
from kg.serve.pool import BusyError
from kg.serve.protocol import RequestError
from kg.serve.settings import CLIENT_UNREAD_BYTES, PIECE_BYTES, UNREAD_BYTES, WRITE_SECONDS
from kg.serve.workers import Spool, SpoolError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from starlette.requests import Request
    from starlette.types import Message, Receive, Scope, Send

    from kg.serve.workers import Body

__all__ = ["EXCEPTION_HANDLERS", "Unread", "being_written", "data_response", "error_response", "questions"]

_BEING_WRITTEN = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The page is being written</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/explorer/colours.css">
<link rel="stylesheet" href="/explorer/explorer.css">
<script src="/explorer/theme.js"></script>
<script src="/explorer/waiting.js"></script>
</head>
<body class="waiting">
<main>
<h1>The page of this graph is being written</h1>
<p role="status">{seconds} s so far. It is shown here as soon as it is done, and kept until the graph changes.</p>
<p>Questions and SPARQL are answered meanwhile.</p>
</main>
</body>
</html>
"""
_AGAIN_SECONDS = 2


class Unread:
    """Counts of bytes that clients have not read yet."""

    def __init__(self) -> None:
        self._bytes: Counter[str] = Counter()

    def check(self, client: str) -> None:
        """BusyError where a client, or all together, may not have another answer kept for them."""
        if self._bytes[client] >= CLIENT_UNREAD_BYTES:
            raise BusyError("earlier answers to you have not been read", WRITE_SECONDS)
        if self._bytes.total() >= UNREAD_BYTES:
            raise BusyError("too many answers have not been read", WRITE_SECONDS)

    @contextmanager
    def counted(self, client: str, size: int) -> Iterator[None]:
        """Count so many bytes as not read yet."""
        self._bytes[client] += size
        try:
            yield
        finally:
            self._bytes[client] -= size
            if not self._bytes[client]:
                del self._bytes[client]


class DataResponse(Response):
    """Data in a negotiated format, handed on piece by piece, as fast as the client reads."""

    def __init__(self, body: Body, headers: Mapping[str, str], counted: AbstractContextManager[None]) -> None:
        super().__init__(headers=headers)
        self._data = body
        self._counted = counted
        self.headers["content-length"] = str(len(body))

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        head: Message = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        with self._counted:
            await send(head)
            for begin in range(0, len(self._data) if scope["method"] != "HEAD" else 0, PIECE_BYTES):
                await send({"type": "http.response.body", "body": self._piece(begin), "more_body": True})
                await asyncio.sleep(0)  # so that others are answered, and it is seen that the client has gone
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _piece(self, begin: int) -> bytes:
        if isinstance(self._data, Spool):
            return self._data.read(begin, PIECE_BYTES)
        return self._data[begin : begin + PIECE_BYTES]


def data_response(
    body: Body,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    counted: AbstractContextManager[None] | None = None,
) -> Response:
    """Return data in a negotiated format; it is sent under `counted`."""
    if media_type.startswith("text/") or media_type.endswith(("xml", "n-triples")):
        media_type += "; charset=utf-8"
    headers = {"content-type": media_type, "vary": "Accept", **(headers or {})}
    return DataResponse(body, headers, counted or nullcontext())


def being_written(seconds: float) -> Response:
    """Return a page that says what is being written, for so many seconds by now, and asks again by itself."""
    text = _BEING_WRITTEN.format(seconds=round(seconds))
    return HTMLResponse(text, 202, {"retry-after": str(_AGAIN_SECONDS)})


def error_response(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return one line of plain text that says what is wrong and what to do."""
    return PlainTextResponse(" ".join(message.split()) + "\n", status, dict(headers or {}))


async def _bad_request(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestError):
        return _defect()
    rest_may_come = error.status == 408
    return error_response(error.status, error.message, {"connection": "close"} if rest_may_come else None)


async def _busy(_request: Request, error: Exception) -> Response:
    if not isinstance(error, BusyError):
        return _defect()
    return error_response(503, f"{error.reason}: try again in {error.seconds} s", {"retry-after": str(error.seconds)})


async def _bad_input(_request: Request, error: Exception) -> Response:
    kinds = ((RefusedError, 403), (NotFoundError, 404), (StoreError, 503))
    return error_response(next((status for kind, status in kinds if isinstance(error, kind)), 400), str(error))


async def _over_limit(_request: Request, error: Exception) -> Response:
    if isinstance(error, OvertimeError):
        return error_response(504, "the query took too long and was stopped: ask for less, or add a LIMIT")
    return error_response(
        507, "the query needs too much memory, or is too deep or long, and was stopped: ask for less, or add a LIMIT"
    )


async def _no_room(_request: Request, error: Exception) -> Response:
    return error_response(507, str(error))


async def _http_error(_request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return error_response(error.status_code, error.detail, error.headers)
    return _defect()


async def _unexpected(_request: Request, _error: Exception) -> Response:
    return _defect()


def _defect() -> Response:
    return error_response(500, "a defect of kg, not of your request")


EXCEPTION_HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    RequestError: _bad_request,
    BusyError: _busy,
    KgError: _bad_input,
    LimitError: _over_limit,
    SpoolError: _no_room,
    HTTPException: _http_error,
    Exception: _unexpected,
}
"""The handler of each exception that a route raises."""


def questions() -> list[dict[str, Any]]:
    """Return the named queries for the forms of the explorer, by the group that each is in."""
    known = {name: title for title, names in _groups() for name in names}
    names = [*known, *(name for name in read_queries("answer") if name not in known)]
    return [{**_query_documentation(name), "group": known.get(name, "Other questions")} for name in names]


@cache
def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the groups of named queries, in the order of the explorer's list."""
    table = tomllib.loads(files("kg.serve").joinpath("questions.toml").read_text("utf-8"))
    return tuple((group["title"], tuple(group["queries"])) for group in table["group"])


def _query_documentation(name: str) -> dict[str, Any]:
    """Return the data of the explorer's form for a named query."""
    query = read_queries("answer")[name]
    examples = dict(query.example)
    return {
        "name": name,
        "title": query.title,
        "answers": query.says,
        "parameters": [
            {
                "name": each.name,
                "type": each.kind,
                "optional": each.optional,
                "says": each.says,
                "example": examples.get(each.name),
            }
            for each in query.parameters
        ],
        "query": query.text,
    }
