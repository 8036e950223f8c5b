"""HTTP by uvicorn: limits, log, end by a signal; the check of each request's Host, and headers that browsers obey."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.responses import error_response
from kg.serve.settings import (
    CLIENT_CONNECTIONS,
    CONNECTIONS,
    HEAD_SECONDS,
    HEADER_BYTES,
    IDLE_SECONDS,
    STOP_SECONDS,
    WATCH_SECONDS,
    WRITE_SECONDS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def serve_http(
    app: ASGIApp, listening: socket.socket, started: Callable[[], None], *, log: bool, proxy: bool = False
) -> None:
    """Answer the requests that come to a socket until SIGINT or SIGTERM; `log` prints each to stderr.

    With `proxy`, all connections may come from one address.
    """
    config = uvicorn.Config(
        app,
        http=_ProxyProtocol if proxy else _Protocol,
        ws="none",
        lifespan="off",
        log_config=_logging(requests=log),
        access_log=log,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        h11_max_incomplete_event_size=HEADER_BYTES,
    )
    await _Server(config, started).serve(sockets=[listening])


class _Protocol(H11Protocol):
    """A connection that ends where the head of a request does not come, or an answer is not read, in time.

    uvicorn would wait for either for ever. One beyond the limits of connections is told so.
    """

    client_connections = CLIENT_CONNECTIONS
    """The connections that one address may have."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._answered: object = None
        self._read = self._written = self.loop.time()
        same = [each for each in self.connections if isinstance(each, _Protocol) and each.address == self.address]
        if len(self.connections) > CONNECTIONS:
            self.app = _busy(f"{CONNECTIONS} connections are open")
        elif len(same) > self.client_connections:
            self.app = _busy(f"{self.client_connections} connections of yours are open")
        if len(self.connections) > 2 * CONNECTIONS:  # nobody reads what they are told
            transport.abort()
        self._watch()

    @property
    def address(self) -> str:
        """The client's address."""
        return self.client[0] if self.client else ""

    def resume_writing(self) -> None:
        """See asyncio: the client has read."""
        super().resume_writing()
        self._written = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        super().connection_lost(exc)
        self._timer.cancel()

    def _watch(self) -> None:
        """End the connection where its client is too slow; else look again later."""
        now = self.loop.time()
        if not self.transport.get_write_buffer_size():
            self._written = now
        elif now - self._written > WRITE_SECONDS:
            self.transport.abort()
        waits = self.cycle is None or self.cycle.response_complete
        if not waits or self.cycle is not self._answered:
            self._answered = self.cycle
            self._read = now
        elif now - self._read > HEAD_SECONDS:
            self.transport.close()
        self._timer = self.loop.call_later(WATCH_SECONDS, self._watch)


class _ProxyProtocol(_Protocol):
    """A connection that may be a proxy's."""

    client_connections = CONNECTIONS


def _busy(reason: str) -> ASGIApp:
    """Return an application that refuses everything."""
    headers = {"retry-after": str(IDLE_SECONDS), "connection": "close"}
    return error_response(503, f"{reason}: try again in {IDLE_SECONDS} s", headers)


class _Server(uvicorn.Server):
    """uvicorn that ends by a signal as it should, and does not raise the signal again."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM)
        for number in numbers:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()


def _logging(*, requests: bool) -> dict[str, Any]:
    """Python's logging: defects to stderr always, requests only where asked for."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "loggers": {
            "uvicorn.error": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "uvicorn.access": {"handlers": ["stderr"], "level": "INFO" if requests else "CRITICAL", "propagate": False},
        },
    }


_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]@/\s]+)(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""What the explorer's pages may load: this server's files and answers, and nothing else."""
EMBEDDED_POLICY = "frame-ancestors 'self'"
"""For the page of the graph, which brings a stricter policy of its own: its scripts and styles by their hashes."""
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Data is never a document: RDF/XML of a hostile text could otherwise name itself XHTML, and run."""


def is_loopback(host: str) -> bool:
    """Return whether an address to listen on is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def host_names(host: str) -> frozenset[str]:
    """Return the host names of a server that listens on `host`, besides IP addresses."""
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
