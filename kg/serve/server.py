"""Start and stop of the server."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import InputError
from kg.serve.app import make_app
from kg.serve.pool import Pool
from kg.serve.settings import RECEIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.serve.settings import Settings

__all__ = ["serve"]

_CONNECTIONS = 200
_HEADERS = 65_536
_KEEP = 5
"""Seconds that an idle connection stays open."""
_STOP = 2
"""Seconds that answers under way get when the server is stopped."""


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve a graph until SIGINT or SIGTERM; `say` is told the address as soon as requests are answered.

    Raises:
        InputError: the address cannot be listened on, or the system is Windows.
        StoreError: there is no graph, or it cannot be read.
    """
    if os.name == "nt":
        raise InputError("kg serve needs what Windows lacks to end a query: run it under Linux, macOS or WSL")
    asyncio.run(_serve(settings, say))


async def _serve(settings: Settings, say: Callable[[str], None]) -> None:
    pool = Pool(settings)
    with _listening(settings.host, settings.port) as listening:
        host, port = listening.getsockname()[:2]
        address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        config = uvicorn.Config(
            make_app(settings, pool),
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=_logging(requests=settings.log),
            access_log=settings.log,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=_KEEP,
            timeout_graceful_shutdown=_STOP,
            h11_max_incomplete_event_size=_HEADERS,
        )
        server = _Server(
            config, lambda: say(f"{settings.graph} is at {address} (SPARQL: {address}sparql); Ctrl-C stops")
        )
        try:
            await pool.start()
            await server.serve(sockets=[listening])
        finally:
            await pool.stop()


class _Protocol(H11Protocol):
    """A connection, which is closed where its first request does not come: uvicorn would wait for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self.loop.call_later(RECEIVE, self._close_unasked)

    def _close_unasked(self) -> None:
        if self.cycle is None:
            self.transport.close()


class _Server(uvicorn.Server):
    """uvicorn, stopped by a signal without passing it on: that is how this server is meant to end."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started = started

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
        self._say_started()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen()
        except OSError:
            listening.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(f"port {port} is in use: choose another with --port, or 0 for any") from error
        raise InputError(f"cannot listen on {host}, port {port}: {error.strerror}") from error
    return listening


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
