"""A worker: a process that answers one request at a time, with the graph's store open to read.

Oxigraph cannot be interrupted, so the operating system does it: an alarm that nothing handles ends the process when a
request is over its time, and the limit on the address space ends it when a join grows too large. The pool then sees
the end of the connection and starts another worker. It also replaces one whose request has left less than half of its
memory: Oxigraph's caches fill, and memory that a query has freed may stay with the process.

Requests and answers are messages: a JSON object and bytes, preceded by the length of each.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import struct
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, NotFoundError, RefusedError, StoreError

try:
    import resource
except ImportError:  # Windows sets no such limits
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import socket
    from asyncio import StreamReader
    from typing import BinaryIO

    from kg.serve.tasks import Message, State, Task

__all__ = ["PRELOADED", "pack", "receive", "work"]

PRELOADED = [__name__, "kg.serve.tasks"]
"""What the fork server imports once for all workers."""

_LENGTHS = struct.Struct(">II")
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (RefusedError, 403),
    (NotFoundError, 404),
    (StoreError, 503),
    (KgError, 400),
)


def work(connection: socket.socket, directory: Path, memory: int) -> None:
    """Answer the requests that come through a connection until it is closed, with `memory` bytes to use.

    The first message sent has the process id, or the error where the graph cannot be opened.
    """
    gc.freeze()  # what is shared with the fork server stays shared
    _be_silent()
    from kg.serve.tasks import TASKS, State  # late: the server itself does without

    requests, answers = connection.makefile("rb"), connection.makefile("wb")
    state = State(directory)
    try:
        state.store()
    except KgError as error:
        _send(answers, {"error": str(error), "status": 503})
        return
    begin = _address_space()
    if resource is not None:
        space = begin + memory
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _send(answers, {"pid": os.getpid()})
    with suppress(ConnectionError):  # the server is gone
        while message := _next(requests):
            request, body = message
            signal.setitimer(signal.ITIMER_REAL, request["seconds"])
            head, answer = _answer(TASKS[request["task"]], state, request, body)
            signal.setitimer(signal.ITIMER_REAL, 0)
            head["spent"] = _address_space() - begin > memory // 2
            _send(answers, head, answer)


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """A message."""
    text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


async def receive(stream: StreamReader) -> Message:
    """The next message; asyncio.IncompleteReadError where the stream ends before it does."""
    head, body = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    return json.loads(await stream.readexactly(head)), await stream.readexactly(body)


def _next(stream: BinaryIO) -> Message | None:
    """The next message of a stream; None at its end."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    return json.loads(stream.read(head)), stream.read(body)


def _send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    stream.write(pack(head, body))
    stream.flush()


def _be_silent() -> None:
    """Discard what is printed, as by Oxigraph when its memory is used up, unless KG_DEBUG is set."""
    if not os.environ.get("KG_DEBUG"):
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)


def _answer(task: Task, state: State, request: dict[str, Any], body: bytes) -> Message:
    try:
        return task(state, request, body)
    except MemoryError:
        raise SystemExit(1) from None
    except Exception as error:  # noqa: BLE001 (the last resort: the server reports a defect)
        for kind, status in _STATUS:
            if isinstance(error, kind):
                return {"error": " ".join(str(error).split()), "status": status}, b""
        return {"error": f"{type(error).__name__}: {error}", "status": 500}, b""


def _address_space() -> int:
    """The address space of this process in bytes; a gibibyte where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 30
