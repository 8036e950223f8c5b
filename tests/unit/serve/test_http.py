from __future__ import annotations

import asyncio
import os
import signal
import socket

import pytest
from starlette.responses import PlainTextResponse

from kg.serve import http
from kg.serve.http import serve_http
from kg.serve.settings import HEADER_BYTES


def served(request: bytes, *, log: bool = False) -> bytes:
    """What a server answers to some bytes before it is ended by a signal."""

    async def exchange() -> bytes:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            started = asyncio.Event()
            app = PlainTextResponse("hello")
            serving = asyncio.create_task(serve_http(app, listening, started.set, log=log))
            await started.wait()
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(request)
            answer = await reader.read()
            writer.close()
            os.kill(os.getpid(), signal.SIGTERM)
            await serving
            return answer

    return asyncio.run(exchange())


@pytest.mark.parametrize("log", [False, True])
def test_a_request_is_answered_and_a_signal_ends_the_server(capfd: pytest.CaptureFixture[str], log: bool) -> None:
    answer = served(b"GET /path HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", log=log)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"hello")
    assert b"\r\nserver:" not in answer
    assert ('"GET /path HTTP/1.1" 200' in capfd.readouterr().err) is log


def test_a_head_that_is_too_large_is_refused() -> None:
    assert served(b"GET / HTTP/1.1\r\nhost: " + b"a" * (HEADER_BYTES + 1)).startswith(b"HTTP/1.1 400")


def test_a_connection_without_a_request_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "RECEIVE_SECONDS", 0.1)
    assert served(b"GET / HTTP/1.1\r\n") == b""
