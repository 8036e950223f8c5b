"""A graph directory to serve, and a way to call an ASGI application without a server."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from graph_examples import directory_of, harbour
from starlette.types import ASGIApp, Message


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
    address, _, query = path.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": address,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "server": ("localhost", 80),
    }
    requests = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        if requests:
            return requests.pop()
        await asyncio.Event().wait()  # the client stays connected
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    names = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], names, b"".join(message.get("body", b"") for message in sent[1:]))
