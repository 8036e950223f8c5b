"""Requests as the protocol has them, the format that a client prefers, and answers piece by piece."""

import asyncio
from io import BytesIO

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from kg.errors import LimitError, NotFoundError, QueryError, RefusedError, StoreError
from kg.graph.query.process import OvertimeError
from kg.serve.pool import BusyError
from kg.serve.protocol import GRAPHS, ROWS, Operation, RequestError, choose, fields_of, prefers_html, read_operation
from kg.serve.responses import EXCEPTION_HANDLERS, DataResponse, error_response
from kg.serve.settings import QUERY_BYTES

FORM = "application/x-www-form-urlencoded"


def operation(query: str = "", media_type: str | None = None, body: bytes = b"") -> Operation:
    headers = [(b"content-type", media_type.encode())] if media_type else []
    scope = {"type": "http", "method": "POST" if media_type else "GET", "headers": headers}
    scope["query_string"] = query.encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return asyncio.run(read_operation(Request(scope, receive)))


@pytest.mark.parametrize(
    ("query", "media_type", "body", "expected"),
    [
        ("query=ASK%7B%7D", None, b"", Operation("ASK{}")),
        ("", None, b"", Operation(None)),
        (
            "query=ASK%7B%7D&default-graph-uri=http://a&named-graph-uri=http://b",
            None,
            b"",
            Operation("ASK{}", default=("http://a",), named=("http://b",)),
        ),
        ("", FORM, b"query=ASK%7B%7D", Operation("ASK{}")),
        ("", "application/sparql-query; charset=UTF-8", b"ASK {}", Operation("ASK {}")),
    ],
)
def test_each_way_to_send_an_operation_is_read(
    query: str, media_type: str | None, body: bytes, expected: Operation
) -> None:
    assert operation(query, media_type, body) == expected


@pytest.mark.parametrize(
    ("query", "media_type", "body", "status"),
    [
        ("update=CLEAR+ALL", None, b"", 403),
        ("", FORM, b"update=CLEAR+ALL&using-graph-uri=http://a", 403),
        ("", "application/sparql-update", b"CLEAR ALL", 403),
        ("query=a&query=b", None, b"", 400),
        ("query=%FF", None, b"", 400),
        ("", "text/plain", b"ASK {}", 415),
        ("", "application/sparql-query; charset=latin-1", b"ASK {}", 415),
        ("", "application/sparql-query", b"\xff", 400),
        ("query=ASK", "application/sparql-query", b"ASK {}", 400),
        ("", FORM, b"query=ASK&update=CLEAR", 403),
        ("", FORM, b"", 400),
        ("", "application/sparql-query", b" " * (QUERY_BYTES + 1), 413),
    ],
)
def test_what_is_no_operation_of_the_protocol_is_refused(
    query: str, media_type: str | None, body: bytes, status: int
) -> None:
    with pytest.raises(RequestError) as refused:
        operation(query, media_type, body)
    assert refused.value.status == status


def test_fields_are_limited_in_number() -> None:
    assert fields_of(b"a=1&a=&b=%C3%A9") == [("a", "1"), ("a", ""), ("b", "é")]
    with pytest.raises(RequestError, match="more than 1000 fields"):
        fields_of(b"&".join([b"a=1"] * 1001))


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        (None, "json", "turtle"),
        ("  ", "json", "turtle"),
        ("*/*", "json", "turtle"),
        ("text/*", "xml", "turtle"),
        ("text/csv", "csv", None),
        ("text/csv; charset=utf-8; header=present", "csv", None),
        ("text/csv; formulas=raw", "csv-raw", None),
        ("text/csv;formulas=raw;q=0.5, text/csv;q=0.4", "csv-raw", None),
        ("text/csv;formulas=raw;q=0.4, text/csv;q=0.5", "csv", None),
        ("text/csv; formulas=other", "csv", None),
        ("application/rdf+xml;q=0.2, text/turtle;q=0.1", None, "rdfxml"),
        ("application/json;q=0, */*;q=0.1", "json", "turtle"),
        ("application/sparql-results+json;q=0, application/json;q=0, */*", "xml", "turtle"),
        ("text/html, application/sparql-results+xml;q=0.9, */*;q=0.1", "xml", "turtle"),
        ("nonsense;;;q=, , text/csv;q=2, application/sparql-results+xml;q=0.001", "xml", None),
        ("image/png", None, None),
        ("text/csv;q=1.5", None, None),
        (", ".join(["image/png"] * 64) + ", text/csv", None, None),
    ],
)
def test_the_preferred_format_is_chosen(accept: str | None, rows: str | None, graph: str | None) -> None:
    chosen = [choose(accept, offered) for offered in (ROWS, GRAPHS)]
    assert [choice and choice.form for choice in chosen] == [rows, graph]


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/turtle, text/html;q=0.5", False),
        ("*/*", False),
        ("", False),
        (None, False),
    ],
)
def test_a_browser_prefers_html(accept: str | None, html: bool) -> None:
    assert prefers_html(accept) is html


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
    response = DataResponse(BytesIO(b"data"), media_type, {"kg-cut": "5"})
    assert response.headers["content-type"] == content_type
    assert (response.headers["vary"], response.headers["kg-cut"]) == ("Accept", "5")
