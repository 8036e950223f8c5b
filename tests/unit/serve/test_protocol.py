from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request

from kg.serve.protocol import Operation, RequestError, fields_of, read_operation
from kg.serve.settings import QUERY_BYTES

if TYPE_CHECKING:
    from starlette.types import Message

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
