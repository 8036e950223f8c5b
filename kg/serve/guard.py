"""What stands before every request: the Host header is checked, and answers get the headers that browsers heed."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from kg.serve.replies import PAGE_POLICY, error

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "is_loopback", "own_names"]

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]@/\s]+)(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Data is never a document: RDF/XML of a hostile text could otherwise name itself XHTML, and run."""


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def own_names(host: str) -> frozenset[str]:
    """The names under which a server on `host` is asked, besides IP addresses."""
    names = {"localhost", host.lower()}
    if not is_loopback(host):
        names |= {socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}
    return frozenset(names)


class Guard:
    """Refuse what a server on this machine must not answer; add to each answer what browsers are to know.

    A page on the internet can have its own name resolve to 127.0.0.1 and then read what a local server says to that
    name (DNS rebinding). It cannot have an IP address for a name: so names other than the server's own are refused.
    """

    def __init__(self, app: ASGIApp, *, host: str, cors: str | None) -> None:
        self._app = app
        self._names = own_names(host)
        self._only_loopback = is_loopback(host)
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._head(MutableHeaders(scope=message))
            await send(message)

        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            refusal = error(421, "this server is not asked under that name: use its address")
            await refusal(scope, receive, headed)
            return
        await self._app(scope, receive, headed)

    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        if not found:
            return False
        name = found["name"].lower()
        try:
            address = ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name in self._names
        return address.is_loopback or not self._only_loopback

    def _head(self, headers: MutableHeaders) -> None:
        page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("content-security-policy", PAGE_POLICY if page else _DATA_POLICY)
        headers.setdefault("cache-control", "no-cache")
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "no-referrer"
        headers["x-frame-options"] = "SAMEORIGIN" if page else "DENY"
        headers["cross-origin-resource-policy"] = "cross-origin" if self._cors else "same-origin"
