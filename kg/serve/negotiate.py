"""Which format a client gets: proactive content negotiation (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["GRAPHS", "ROWS", "Choice", "choose", "prefers_html"]

ROWS: Mapping[str, Sequence[str]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
"""Formats for rows and for yes or no, the preferred one first, each with the media types that it goes by."""

GRAPHS: Mapping[str, Sequence[str]] = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "ntriples": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
}
"""Formats for triples, in the same way."""

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_RANGES = 64
"""More ranges than any client sends are not looked at."""


class Choice(NamedTuple):
    """A format, and the media type under which the client asked for it."""

    form: str
    media_type: str


def choose(accept: str | None, offered: Mapping[str, Sequence[str]]) -> Choice | None:
    """The format that the client likes best, of equals the first offered; None where it takes none.

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
    """Whether a page is wanted rather than data: a browser's address line, not a client that takes anything."""
    ranges = list(_ranges(accept or ""))
    page = _quality("text/html", [each for each in ranges if each[0] != "*/*"])
    return page > 0 and all(
        page >= _quality(media_type, ranges) for media_types in GRAPHS.values() for media_type in media_types
    )


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(",")[:_RANGES]:
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
        if media_range:
            yield media_range, quality


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """What the most specific range that covers a media type gives it."""
    for wanted in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == wanted]
        if found:
            return max(found)
    return 0.0
