"""HTTP responses: data in a negotiated format, piece by piece; an error as one line of text for each exception."""

from __future__ import annotations

import asyncio
import tomllib
from collections import Counter
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib.resources import files
from io import SEEK_END
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from kg.errors import KgError, LimitError, NotFoundError, RefusedError, StoreError
from kg.graph.query.files import read_queries
from kg.graph.query.process import OvertimeError
from kg.serve.pool import BusyError
from kg.serve.protocol import RequestError
from kg.serve.settings import CLIENT_UNREAD_BYTES, PIECE_BYTES, UNREAD_BYTES, WRITE_SECONDS
from kg.serve.workers import SpoolError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from starlette.requests import Request
    from starlette.types import Message, Receive, Scope, Send

    from kg.serve.workers import Body

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
    """Data in a negotiated format, handed on piece by piece, as fast as the client reads; sent while it is counted."""

    def __init__(
        self,
        body: Body,
        media_type: str,
        headers: Mapping[str, str] | None = None,
        counted: Callable[[int], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._data, self._size, self._counted = body, body.seek(0, SEEK_END), counted
        if media_type.startswith("text/") or media_type.endswith(("xml", "n-triples")):
            media_type += "; charset=utf-8"
        length = {"content-length": str(self._size)}
        super().__init__(headers={"content-type": media_type, "vary": "Accept", **(headers or {}), **length})

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        head: Message = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        with self._counted(self._size):
            await send(head)
            for begin in range(0, self._size if scope["method"] != "HEAD" else 0, PIECE_BYTES):
                await send({"type": "http.response.body", "body": self._piece(begin), "more_body": True})
                await asyncio.sleep(0)  # so that others are answered, and it is seen that the client has gone
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _piece(self, begin: int) -> bytes:
        self._data.seek(begin)  # others may read the same answer
        return self._data.read(PIECE_BYTES)


def being_written(seconds: float) -> Response:
    """Return a page that says what is being written, for so many seconds by now, and asks again by itself."""
    text = _BEING_WRITTEN.format(seconds=round(seconds))
    return HTMLResponse(text, 202, {"retry-after": str(_AGAIN_SECONDS)})


def error_response(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return one line of plain text that says what is wrong and what to do."""
    return PlainTextResponse(" ".join(message.split()) + "\n", status, dict(headers or {}))


async def _failed(_request: Request, error: Exception) -> Response:
    """Return what a client is told of an error."""
    status, message = 500, "a defect of kg, not of your request"
    headers: Mapping[str, str] | None = None
    match error:
        case RequestError(status=status, message=message):
            headers = {"connection": "close"} if status == 408 else None  # the rest may come
        case BusyError(reason=reason, seconds=seconds):
            status, message = 503, f"{reason}: try again in {seconds} s"
            headers = {"retry-after": str(seconds)}
        case OvertimeError():
            status, message = 504, "the query took too long and was stopped: ask for less, or add a LIMIT"
        case LimitError():
            status, message = 507, "the query needs too much memory, or is too deep or long, and was stopped: "
            message += "ask for less, or add a LIMIT"
        case KgError():
            kinds = ((RefusedError, 403), (NotFoundError, 404), (StoreError, 503))
            status, message = next((code for kind, code in kinds if isinstance(error, kind)), 400), str(error)
        case SpoolError():
            status, message = 507, str(error)
        case HTTPException():
            status, message, headers = error.status_code, error.detail, error.headers
    return error_response(status, message, headers)


EXCEPTION_HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = dict.fromkeys(
    (RequestError, BusyError, KgError, LimitError, SpoolError, HTTPException, Exception), _failed
)
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
