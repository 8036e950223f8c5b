"""The answers that a server gives: data, or an error in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EMBEDDED_POLICY", "PAGE_POLICY", "data", "error"]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""What the explorer's pages may load: this server's files and answers, and nothing else."""

EMBEDDED_POLICY = "frame-ancestors 'self'"
"""For the page of the graph, which brings a stricter policy of its own: its scripts and styles by their hashes."""


def error(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """One line of plain text that says what is wrong and what to do."""
    return PlainTextResponse(" ".join(message.split()) + "\n", status, dict(headers or {}))


def data(body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Data in a format that was negotiated."""
    if media_type.startswith("text/") or media_type.endswith(("xml", "n-triples")):
        media_type += "; charset=utf-8"
    return Response(body, headers={"content-type": media_type, "vary": "Accept", **(headers or {})})
