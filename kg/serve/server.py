"""Start and end of the server: its address, its workers, and what it says when it answers."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import os
import socket
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.serve.pool import Pool
from kg.serve.workers import forks

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.serve.settings import Settings


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve a graph until SIGINT or SIGTERM; `say` is given the address as soon as requests are answered.

    Raises:
        InputError: the address cannot be listened on, or the system is Windows.
        StoreError: there is no graph, or it cannot be read.
    """
    if os.name == "nt":
        raise InputError("kg serve needs what Windows lacks to end a query: run it under Linux, macOS or WSL")
    with _listening(settings.host, settings.port) as listening:
        forks().start()
        asyncio.run(_serve(settings, listening, say))


async def _serve(settings: Settings, listening: socket.socket, say: Callable[[str], None]) -> None:
    from kg.serve.app import make_app  # uvicorn and Starlette are imported while the fork server is at its own imports
    from kg.serve.http import serve_http

    address, others = _shown(*listening.getsockname()[:2])
    pool = Pool(settings)
    try:
        await pool.start()
        await serve_http(
            make_app(settings, pool),
            listening,
            lambda: say(f"{settings.graph} is at {address} (SPARQL: {address}sparql){others}; Ctrl-C stops"),
            log=settings.log,
            proxy=settings.client_header is not None,
        )
    finally:
        await pool.stop()


def _shown(host: str, port: int) -> tuple[str, str]:
    """Return the address by which this machine reaches the server, and words for those of others, if any."""
    others = ""
    if ipaddress.ip_address(host.partition("%")[0]).is_unspecified:  # no address to open
        host, others = "::1" if ":" in host else "127.0.0.1", f", and others reach port {port} of this machine"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/", others


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; InputError where the address is unknown, forbidden or in use."""
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
        reason = f"cannot listen on {host or 'no address'}, port {port}: {error.strerror}"
        raise InputError(f"{reason} (name an address of this machine, as 127.0.0.1, ::1 or 0.0.0.0)") from error
    return listening
