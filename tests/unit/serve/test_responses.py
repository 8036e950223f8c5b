from __future__ import annotations

import asyncio

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.errors import LimitError, NotFoundError, QueryError, RefusedError, StoreError
from kg.graph.query.process import OvertimeError
from kg.serve.pool import BusyError
from kg.serve.protocol import RequestError
from kg.serve.responses import EXCEPTION_HANDLERS, data_response, error_response

STOPPED = " and was stopped: ask for less, or add a LIMIT\n"


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (RequestError(400, "no query"), 400, "no query\n"),
        (BusyError("many wait", 1.2), 503, "many wait: try again in 2 s\n"),
        (OvertimeError("longer than 10 seconds"), 504, f"the query took too long{STOPPED}"),
        (
            LimitError("more than 2 MB"),
            507,
            f"the query needs too much memory, or is too deep or long,{STOPPED}",
        ),
        (QueryError("malformed"), 400, "malformed\n"),
        (RefusedError("no network"), 403, "no network\n"),
        (NotFoundError("nothing"), 404, "nothing\n"),
        (StoreError("gone"), 503, "gone\n"),
        (HTTPException(405), 405, "Method Not Allowed\n"),
        (ValueError("secret"), 500, "a defect of kg, not of your request\n"),
    ],
)
def test_each_exception_has_a_status_and_one_line(error: Exception, status: int, message: str) -> None:
    handler = next(EXCEPTION_HANDLERS[kind] for kind in type(error).__mro__ if kind in EXCEPTION_HANDLERS)
    response = asyncio.run(handler(Request({"type": "http", "headers": []}), error))
    assert (response.status_code, response.body) == (status, message.encode())
    assert ("retry-after" in response.headers) is isinstance(error, BusyError)


def test_a_message_is_one_line() -> None:
    assert error_response(400, "two\n  lines").body == b"two lines\n"


@pytest.mark.parametrize(
    ("media_type", "content_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/sparql-results+xml", "application/sparql-results+xml; charset=utf-8"),
        ("application/json", "application/json"),
    ],
)
def test_text_says_that_it_is_utf_8(media_type: str, content_type: str) -> None:
    response = data_response(b"data", media_type, {"kg-cut": "5"})
    assert response.headers["content-type"] == content_type
    assert (response.headers["vary"], response.headers["kg-cut"]) == ("Accept", "5")
