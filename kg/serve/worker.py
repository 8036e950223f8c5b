"""A process that answers for the server, one request at a time, with the graph's store open to read.

Oxigraph cannot be interrupted, so the operating system does it: an alarm that nothing handles ends the process when a
request is over its time, and the limit on the address space ends it when a join grows too large. Whoever asked then
sees the end of the pipe; the next request goes to another process. So does the one after a request that has left less
than half of the memory to use: Oxigraph's caches fill, and what a query has freed may stay with the process.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import KgError, NotFoundError, RefusedError, StoreError
from kg.serve import tasks, wire

try:
    import resource
except ImportError:  # Windows sets no such limits
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import socket

    from kg.serve.tasks import Task

__all__ = ["work"]

_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (RefusedError, 403),
    (NotFoundError, 404),
    (StoreError, 503),
    (KgError, 400),
)


def work(channel: socket.socket, directory: Path, memory: int) -> None:
    """Answer the requests that come through a channel until it is closed, with so many bytes of memory to use."""
    requests, answers = channel.makefile("rb"), channel.makefile("wb")
    state = tasks.State(directory)
    try:
        state.store()
    except KgError as error:
        _write(answers, {"error": str(error), "status": 503})
        return
    begin = _address_space()
    if resource is not None:
        space = begin + memory
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _write(answers, {"ready": True})
    while frame := wire.read(requests):
        request, body = frame
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        head, answer = _answer(state, request, body)
        signal.setitimer(signal.ITIMER_REAL, 0)
        head["spent"] = _address_space() - begin > memory // 2
        _write(answers, head, answer)


def _answer(state: tasks.State, request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    task: Task = tasks.TASKS[request["task"]]
    try:
        return task(state, request, body)
    except MemoryError:
        raise SystemExit(1) from None
    except Exception as error:  # noqa: BLE001 (the last stop: the server says that it is a defect)
        for kind, status in _STATUS:
            if isinstance(error, kind):
                return {"error": " ".join(str(error).split()), "status": status}, b""
        return {"error": f"{type(error).__name__}: {error}", "status": 500}, b""


def _address_space() -> int:
    """The address space that this process has taken, in bytes; a gibibyte where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 30


def _write(out: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    out.write(wire.pack(head, body))
    out.flush()
