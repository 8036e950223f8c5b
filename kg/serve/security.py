"""Security: the Host header of each request is checked, and each response gets the headers that browsers obey."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from kg.serve.responses import error_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["EMBEDDED_POLICY", "SecurityMiddleware", "host_names", "is_loopback"]

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]@/\s]+)(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""What the explorer's pages may load: this server's files and answers, and nothing else."""
EMBEDDED_POLICY = "frame-ancestors 'self'"
"""For the page of the graph, which brings a stricter policy of its own: its scripts and styles by their hashes."""
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Data is never a document: RDF/XML of a hostile text could otherwise name itself XHTML, and run."""


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def host_names(host: str) -> frozenset[str]:
    """The host names of a server that listens on `host`, besides IP addresses."""
    names = {"localhost", host.lower()}
    if not is_loopback(host):
        names |= {socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}
    return frozenset(names)


class SecurityMiddleware:
    """Refuses requests under other names than the server's; adds security headers to each response.

    A page on the internet can have its own name resolve to 127.0.0.1 and then read what a local server says to that
    name (DNS rebinding). It cannot have an IP address for a name: so names other than the server's own are refused.
    """

    def __init__(self, app: ASGIApp, *, host: str, cors: str | None) -> None:
        self._app = app
        self._names = host_names(host)
        self._only_loopback = is_loopback(host)
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message))
            await send(message)

        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_own_host(hosts[0]):
            refusal = error_response(421, "this server does not answer to that host name: use its address")
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _is_own_host(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        if not found:
            return False
        name = found["name"].lower()
        try:
            address = ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name in self._names
        return address.is_loopback or not self._only_loopback

    def _add_headers(self, headers: MutableHeaders) -> None:
        page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("content-security-policy", _PAGE_POLICY if page else _DATA_POLICY)
        headers.setdefault("cache-control", "no-cache")
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "no-referrer"
        headers["x-frame-options"] = "SAMEORIGIN" if page else "DENY"
        headers["cross-origin-resource-policy"] = "cross-origin" if self._cors else "same-origin"
