"""A graph directory to serve, and a way to call an ASGI application without a server."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from graph_examples import directory_of, harbour
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Reply:
    """A response: its status, its headers by their names in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one article."""
    directory = tmp_path_factory.mktemp("graph") / "graph"
    directory_of(directory, harbour())
    return directory


@pytest.fixture(scope="session")
def call() -> Callable[..., Reply]:
    """Send one request to an application."""

    def send(
        app: ASGIApp,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Reply:
        return asyncio.run(_exchange(app, path, method, {"host": "localhost", **(headers or {})}, body))

    return send


@pytest.fixture(scope="session")
def exchange() -> Callable[..., Awaitable[Reply]]:
    """Send one request of several in one loop to an application."""
    return _exchange


async def _exchange(app: ASGIApp, path: str, method: str, headers: Mapping[str, str], body: bytes) -> Reply:
    transport = httpx.ASGITransport(cast("Any", app))  # the same protocol, in other words
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        reply = await client.request(method, path, headers=headers, content=body)
    return Reply(reply.status_code, reply.headers, reply.content)
