"""Queries of the SPARQL 1.1 Protocol (W3C, 2013, section 2.1), and the formats of answers.

Updates (section 2.2) are refused: a graph is written by `kg build`, and changed by what people decide.
Formats are chosen by proactive content negotiation (RFC 9110, section 12.5.1).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect

from kg.serve.settings import ACCEPT_RANGES, FIELDS, QUERY_BYTES, RECEIVE_RATE, RECEIVE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from starlette.requests import Request

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "the endpoint takes queries, not updates: kg build writes the graph, decisions (kg merge …) change it"


class RequestError(Exception):
    """A request that cannot be answered, with an HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Operation:
    """A query with the graphs that it is put to, or (without a text) a request for the service description."""

    text: str | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def fields_of(encoded: bytes) -> list[tuple[str, str]]:
    """Return the fields of a query string or a form; RequestError where they are not URL-encoded UTF-8."""
    try:
        text = encoded.decode()
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=FIELDS)
    except UnicodeDecodeError as error:
        raise RequestError(400, "the request is not in UTF-8: encode it so") from error
    except ValueError as error:
        raise RequestError(400, f"more than {FIELDS} fields") from error


async def read_operation(request: Request) -> Operation:
    """Return the operation that a request to the endpoint asks for.

    Raises:
        RequestError: it is not one of the protocol, or an update.
    """
    fields = fields_of(request.scope["query_string"])
    if request.method != "POST":
        return _operation(fields, _values_of(fields, "query"))
    media_type, charset = _content_type(request)
    if media_type == _UPDATE:
        raise RequestError(403, _READ_ONLY)
    if media_type not in {_FORM, _QUERY}:
        raise RequestError(415, f"send a query as {_QUERY}, or as a field of {_FORM}")
    if charset not in {"utf-8", "utf8"}:
        raise RequestError(415, "send it in UTF-8")
    body = await _read_body(request)
    if media_type == _QUERY:
        if _values_of(fields, "query"):
            raise RequestError(400, "the address has a query beside the one in the body")
        try:
            return _operation(fields, [body.decode()])
        except UnicodeDecodeError as error:
            raise RequestError(400, "the query is not in UTF-8: encode it so") from error
    fields += fields_of(body)
    queries = _values_of(fields, "query")
    if not queries and not _values_of(fields, "update"):
        raise RequestError(400, "the form has no query")
    return _operation(fields, queries)


async def read_json(request: Request) -> bytes:
    """Return the body of a request that sends JSON, which no form of another page can; else RequestError."""
    media_type, charset = _content_type(request)
    if media_type != _JSON or charset not in {"utf-8", "utf8"}:
        raise RequestError(415, f"send it as {_JSON} in UTF-8")
    return await _read_body(request)


def _operation(fields: Sequence[tuple[str, str]], queries: Sequence[str]) -> Operation:
    if _values_of(fields, "update"):
        raise RequestError(403, _READ_ONLY)
    if len(queries) > 1:
        raise RequestError(400, "more than one query: send one at a time")
    default, named = _values_of(fields, "default-graph-uri"), _values_of(fields, "named-graph-uri")
    return Operation(queries[0] if queries else None, tuple(default), tuple(named))


def _values_of(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _content_type(request: Request) -> tuple[str, str]:
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    charset = header.get_param("charset", "utf-8")
    return request.headers.get("content-type", "").partition(";")[0].strip().lower(), str(charset).lower()


async def _read_body(request: Request) -> bytes:
    """Return the body; RequestError if it is larger than the limit, of which no more is ever held."""
    too_large = RequestError(413, f"the request is larger than {QUERY_BYTES:,} bytes")
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > QUERY_BYTES:
        raise too_large
    body = bytearray()
    end = asyncio.get_running_loop().time() + RECEIVE_SECONDS
    try:
        async with asyncio.timeout_at(end) as timeout:
            async for chunk in request.stream():
                body += chunk
                if len(body) > QUERY_BYTES:
                    raise too_large
                timeout.reschedule(end + len(body) / RECEIVE_RATE)
    except ClientDisconnect as error:
        raise RequestError(499, "the client disconnected") from error
    except TimeoutError as error:
        raise RequestError(408, "the request did not come to its end in time") from error
    return bytes(body)


_RAW = "text/csv;formulas=raw"
"""The only media type of which a parameter counts: values as they are, where others are guarded for spreadsheets."""

ROWS: Mapping[str, Sequence[str]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "csv-raw": (_RAW,),
}
"""Formats for rows and for yes or no, the preferred one first, each with its media types."""

GRAPHS: Mapping[str, Sequence[str]] = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "ntriples": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
}
"""Formats for triples, likewise."""

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)


class Choice(NamedTuple):
    """A format, and the media type under which the client asked for it."""

    form: str
    media_type: str


def choose(accept: str | None, offered: Mapping[str, Sequence[str]]) -> Choice | None:
    """Return the format that the client prefers, of equals the first offered; None where it accepts none.

    >>> choose("text/csv;q=0.5, application/xml", ROWS)
    Choice(form='xml', media_type='application/xml')
    """
    ranges = list(_ranges(accept)) if accept and accept.strip() else [("*/*", 1.0)]
    best: Choice | None = None
    best_quality = 0.0
    for form, media_types in offered.items():
        for media_type in media_types:
            quality = _quality(media_type, ranges)
            if quality > best_quality:
                best, best_quality = Choice(form, media_type), quality
    return best


def prefers_html(accept: str | None) -> bool:
    """Return whether a page is preferred to data, as by a browser's address bar, not by clients without a wish."""
    ranges = list(_ranges(accept or ""))
    page = _quality("text/html", [each for each in ranges if each[0] != "*/*"])
    return page > 0 and all(
        page >= _quality(media_type, ranges) for media_types in GRAPHS.values() for media_type in media_types
    )


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges of an Accept header in lower case, each with its quality from 0 to 1."""
    for part in accept.split(",")[:ACCEPT_RANGES]:
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
            elif f"{media_range};{name.strip()}={value.strip()}" == _RAW:
                media_range = _RAW
        if media_range:
            yield media_range, quality


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the quality that the most specific range that covers a media type gives it; 0 where none does."""
    for wanted in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == wanted]
        if found:
            return max(found)
    return 0.0
