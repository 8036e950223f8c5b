"""The format of an answer: proactive content negotiation (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.serve.settings import ACCEPT_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["GRAPHS", "ROWS", "Choice", "choose", "prefers_html"]

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
    """The format that the client prefers, of equals the first offered; None where it accepts none.

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
    """Whether a page is preferred to data, as by a browser's address bar; not where a client accepts anything."""
    ranges = list(_ranges(accept or ""))
    page = _quality("text/html", [each for each in ranges if each[0] != "*/*"])
    return page > 0 and all(
        page >= _quality(media_type, ranges) for media_types in GRAPHS.values() for media_type in media_types
    )


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """The media ranges of an Accept header in lower case, each with its quality from 0 to 1."""
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
    """The quality that the most specific range that covers a media type gives it; 0 where none does."""
    for wanted in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == wanted]
        if found:
            return max(found)
    return 0.0
