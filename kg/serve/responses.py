"""HTTP responses: data in a negotiated format, and an error as one line of text for each exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from kg.serve.pool import BusyError
from kg.serve.process import LimitError
from kg.serve.protocol import RequestError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

__all__ = ["EXCEPTION_HANDLERS", "data_response", "error_response"]


def data_response(body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Data in a negotiated format."""
    if media_type.startswith("text/") or media_type.endswith(("xml", "n-triples")):
        media_type += "; charset=utf-8"
    return Response(body, headers={"content-type": media_type, "vary": "Accept", **(headers or {})})


def error_response(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """One line of plain text that says what is wrong and what to do."""
    return PlainTextResponse(" ".join(message.split()) + "\n", status, dict(headers or {}))


async def _bad_request(_request: Request, error: Exception) -> Response:
    return error_response(error.status, error.message) if isinstance(error, RequestError) else _defect()


async def _busy(_request: Request, error: Exception) -> Response:
    if not isinstance(error, BusyError):
        return _defect()
    return error_response(503, f"{error.reason}: ask again in {error.seconds} s", {"retry-after": str(error.seconds)})


async def _over_limit(_request: Request, error: Exception) -> Response:
    if isinstance(error, LimitError) and error.time:
        return error_response(504, "the query took too long and was stopped: ask for less, or add a LIMIT")
    return error_response(507, "the query needs too much memory and was stopped: ask for less, or add a LIMIT")


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
    LimitError: _over_limit,
    HTTPException: _http_error,
    Exception: _unexpected,
}
"""What answers each exception that a route raises."""
