"""The sandbox of queries: a process that answers requests, and is ended if one takes too much time or memory.

Oxigraph cannot be interrupted, and its parser and optimizer recurse on the thread's stack, whose end no program
survives. So `answer_requests` runs in a process of its own: an alarm that nothing handles ends it when a request's time
is over, the limit on its address space when a join grows too large. Commands and Python start it as a fork of their own
process (`AnsweringProcess`), which sees the graph as it is, in memory or on the disk, without a copy, in a few
milliseconds; the workers of `kg serve` are forks of a process that has only the imports.

Messages are a JSON object and bytes, preceded by the length of each. Those that answer a request end with one whose
head has `end`, with the error if there is one, and `spent` if half of the memory is used up: caches fill, and what a
query has freed may stay with the process, so that another one should answer next.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import signal
import socket
import struct
import time
import warnings
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import errors
from kg.errors import KgError, LimitError, QueryError

try:
    import resource
except ImportError:  # Windows sets no such limits
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from typing import BinaryIO

    type Answer = Callable[[Request, bytes, Send], None]

type Request = Mapping[str, Any]
"""A request, of JSON's types."""
type Message = tuple[dict[str, Any], bytes]
"""The head and the body of a message."""
type Send = Callable[[dict[str, Any], bytes], object]
"""Sends the head and body of a part of an answer."""

TIMEOUT = 60.0
"""Seconds that a query takes at most unless the caller sets another limit."""
MAX_MEMORY = 2048
"""Mebibytes that it and its answer take at most, likewise."""
LONGEST, LARGEST = 86_400, 1 << 20
"""The highest limits: a day and a tebibyte."""

LENGTHS = struct.Struct(">II")
"""How a message begins: the lengths of its head and its body."""
_CHUNK = 1 << 20
_BUFFER = 1 << 18
"""So many bytes go out at once: whoever waits is woken once by a small answer, with its end."""
_OUT_OF_MEMORY = 77
"""The exit code of a process in which Python found no memory."""
_IDLE_SECONDS = 60.0
"""Time after which a process that nobody asks ends: what it shares with this one is copied as this one goes on."""


class EndedError(Exception):
    """The process had ended before the request came: start another."""


class OvertimeError(LimitError):
    """A query that took more time than it was allowed."""


class AnsweringProcess:
    """A fork of this process as it is now, in which `answer` answers one request after another.

    KgError where none can be started.
    """

    def __init__(self, answer: Answer) -> None:
        from kg.forks import without_ctrl_c  # late: start-up

        self._socket, theirs = socket.socketpair()
        try:
            with without_ctrl_c(), warnings.catch_warnings():  # until it is known whose Ctrl-C it is
                warnings.simplefilter("ignore", DeprecationWarning)  # of this process's other threads it needs none
                self._process = os.fork()
                if not self._process:
                    self._socket.close()
                    _serve(theirs, answer)
        except OSError as error:
            self._socket.close()
            raise KgError(f"no process can be started to answer: {error.strerror}") from error
        finally:
            theirs.close()
        self._end = weakref.finalize(self, _end, self._process, self._socket, os.getpid())
        self._owner = os.getpid()

    @property
    def usable(self) -> bool:
        """True if it may be asked again, and from here: not from a fork of the process that started it."""
        return self._end.alive and self._owner == os.getpid()

    def ask(self, request: Request, *, seconds: float, memory: int) -> Generator[Message]:
        """Yield the messages that answer a request, in so many seconds, and bytes beyond what this process has.

        Whoever does not read them all ends the process.

        Raises:
            EndedError: there is no process any more.
            LimitError: it took more than that, or its recursion more than the stack.
            KgError: `answer` raised it.
        """
        deadline = time.monotonic() + seconds
        kept = False
        try:
            with suppress(ConnectionError):
                self._socket.settimeout(seconds)
                self._socket.sendall(pack({**request, "seconds": seconds, "memory": memory}))
            for head, body in _messages(self._socket, deadline):
                if "end" in head:
                    kept = not head["spent"]
                    if "error" in head:
                        raise raised(head)
                    return
                yield head, body
            raise _ended(_wait(self._process), seconds, memory)
        except TimeoutError:
            raise _too_long(seconds) from None
        finally:
            if not kept:
                self.end()

    def end(self) -> None:
        """End the process."""
        self._end()


def _end(process: int, ours: socket.socket, owner: int) -> None:
    ours.close()
    if os.getpid() != owner:  # a fork of the owner, which has this object too
        return
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    _wait(process)


_answering = False


def is_answering() -> bool:
    """Return whether this process is one that answers requests, and may be ended: its queries need no other."""
    return _answering


def answer_requests(connection: socket.socket, answer: Answer, *, idle: float | None = None) -> None:
    """Answer the requests that come through a connection until it is closed, or silent for `idle` seconds.

    Each has its limits with it: `seconds`, and `memory` in bytes beyond what this process has now.
    """
    global _answering  # noqa: PLW0603 (for good: the process ends with this function)
    _answering = True
    gc.freeze()  # what is shared with the parent stays shared
    faulthandler.disable()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    begin = _address_space()
    connection.settimeout(idle)
    requests, answers = connection.makefile("rb"), connection.makefile("wb", buffering=_BUFFER)

    def send(head: dict[str, Any], body: bytes) -> None:
        answers.write(pack(head, body))

    with suppress(TimeoutError, ConnectionError):
        while message := next_message(requests):
            request, body = message
            connection.settimeout(None)
            signal.setitimer(signal.ITIMER_REAL, request["seconds"])
            _limit_memory(begin + request["memory"])
            end: dict[str, Any] = {"end": True}
            try:
                answer(request, body, send)
            except (MemoryError, ConnectionError):
                raise
            except Exception as error:  # noqa: BLE001 (the last resort: whoever asked reports a defect)
                end |= {"error": " ".join(str(error).split()), "kind": type(error).__name__}
            end["spent"] = _address_space() - begin > request["memory"] // 2
            send(end, b"")
            answers.flush()
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.settimeout(idle)


def _serve(connection: socket.socket, answer: Answer) -> None:
    """Run the forked process from its first moment to its end."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        be_silent()
        answer_requests(connection, answer, idle=_IDLE_SECONDS)
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _messages(answers: socket.socket, deadline: float) -> Iterator[Message]:
    """Yield the messages that come until the other end is closed; TimeoutError at the deadline."""
    buffer = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        answers.settimeout(left)
        try:
            received = answers.recv(_CHUNK)
        except ConnectionError:
            return
        if not received:
            return
        buffer += received
        while len(buffer) >= LENGTHS.size:
            head, body = LENGTHS.unpack_from(buffer)
            size = LENGTHS.size + head + body
            if len(buffer) < size:
                break
            begin = LENGTHS.size + head
            yield json.loads(buffer[LENGTHS.size : begin]), bytes(buffer[begin:size])
            del buffer[:size]


def _wait(process: int) -> int:
    """Return the exit code of a process, below 0 that of the signal that ended it."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    except ChildProcessError:  # it was waited for already, or whoever runs this has the system do it
        return 0


def raised(head: dict[str, Any]) -> Exception:
    """Return the exception that a message reports: a KgError, or RuntimeError for a defect."""
    kind = OvertimeError if head["kind"] == OvertimeError.__name__ else getattr(errors, head["kind"], None)
    return RuntimeError(f"{head['kind']}: {head['error']}") if kind is None else kind(head["error"])


def _ended(status: int, seconds: float, memory: int) -> Exception:
    """Why a process ended before it was done."""
    if status == 0:
        return EndedError()
    if status == -signal.SIGALRM:
        return _too_long(seconds)
    if status in {-signal.SIGSEGV, -signal.SIGBUS}:
        return LimitError("the query is nested too deeply or too long for the engine: simplify it")
    if status in {-signal.SIGABRT, -signal.SIGKILL, _OUT_OF_MEMORY}:
        return too_large(memory)
    return RuntimeError(f"the process that answers ended with {status}")


def _too_long(seconds: float) -> OvertimeError:
    return OvertimeError(
        f"the query took longer than {seconds:g} seconds and was stopped: ask for less, or allow it more"
    )


def too_large(memory: int) -> LimitError:
    """Return the error of a query that needed more than `memory` bytes."""
    return LimitError(f"the query needs more than {memory >> 20:,} MB and was stopped: ask for less, or allow it more")


def check_limits(seconds: float, mebibytes: int) -> None:
    """Raise QueryError if a process could not be ended by these limits."""
    if not 0 < seconds <= LONGEST:  # which NaN is not either
        raise QueryError(f"timeout must be between 0 and {LONGEST:,} seconds, not {seconds}")
    if not (isinstance(mebibytes, int) and 0 < mebibytes <= LARGEST):
        raise QueryError(f"max_memory must be a whole number of MB from 1 to {LARGEST:,}, not {mebibytes}")


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return the bytes of a message."""
    text = json.dumps(head).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def next_message(stream: BinaryIO) -> Message | None:
    """Read the next message of a stream; None at its end."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    return json.loads(stream.read(head)), stream.read(body)


def be_silent() -> None:
    """Discard what this process prints, as Oxigraph does when its memory is used up, unless KG_DEBUG is set."""
    if not os.environ.get("KG_DEBUG"):
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)


def _limit_memory(space: int) -> None:
    """Limit the address space of this process in bytes, and let it leave no core."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (space, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Return the address space of this process in bytes; a gibibyte if the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 30
