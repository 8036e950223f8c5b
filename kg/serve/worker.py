"""A worker: a process that answers one request at a time, with the graph's store open to read.

Oxigraph cannot be interrupted, so the operating system does it: an alarm that nothing handles ends the process when a
request is over its time, and the limit on the address space ends it when a join grows too large. The pool then sees
the end of the connection and starts another worker. It also replaces one whose request has left less than half of its
memory: Oxigraph's caches fill, and memory that a query has freed may stay with the process.

Requests and answers are the messages of `kg.graph.query.process`, which holds the limits too. Before a long answer come
pieces of it, whose head says `piece`.
"""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, NotFoundError, RefusedError, StoreError
from kg.graph.query.process import address_space, be_silent, limit_memory, next_message, pack

if TYPE_CHECKING:
    import socket
    from pathlib import Path
    from typing import BinaryIO

    from kg.graph.query.process import Message
    from kg.serve.tasks import State, Task

__all__ = ["PRELOADED", "work"]

PRELOADED = [__name__, "kg.serve.tasks"]
"""What the fork server imports once for all workers."""

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
    be_silent()
    from kg.serve.tasks import TASKS, State  # late: the server itself does without

    requests, answers = connection.makefile("rb"), connection.makefile("wb")
    state = State(directory, lambda piece: _send(answers, {"piece": True}, piece))
    try:
        state.store()
    except KgError as error:
        _send(answers, {"error": str(error), "status": 503})
        return
    begin = address_space()
    limit_memory(begin + memory)
    _send(answers, {"pid": os.getpid()})
    with suppress(ConnectionError):  # the server is gone
        while message := next_message(requests):
            request, body = message
            signal.setitimer(signal.ITIMER_REAL, request["seconds"])
            head, answer = _answer(TASKS[request["task"]], state, request, body)
            signal.setitimer(signal.ITIMER_REAL, 0)
            head["spent"] = address_space() - begin > memory // 2
            _send(answers, head, answer)


def _send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    stream.write(pack(head, body))
    stream.flush()


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
