"""A process that answers questions, and is ended where one takes too much time or memory.

Oxigraph cannot be interrupted, and its parser and optimizer recurse on the thread's stack, whose end no program
survives. So what a user asks is answered by a fork of this process: it sees the graph as it is, in memory or on the
disk, without a copy, and is there in a few milliseconds. The operating system ends it: an alarm that nothing handles
when a question's time is over, the limit on its address space when a join grows too large. Ctrl-C ends it at once, and
this process goes on. The workers of `kg serve` keep to the same limits, and speak in the same messages.

Messages are a JSON object and bytes, preceded by the length of each. Where a system has no fork (Windows), questions
are answered in this process, without limits.
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

__all__ = [
    "LARGEST",
    "LENGTHS",
    "LONGEST",
    "MAX_MEMORY",
    "TIMEOUT",
    "AnsweringProcess",
    "EndedError",
    "Message",
    "Request",
    "address_space",
    "be_silent",
    "check_limits",
    "limit_memory",
    "next_message",
    "pack",
    "too_large",
]

type Request = Mapping[str, Any]
"""What is asked: of JSON's types."""
type Message = tuple[dict[str, Any], bytes]
"""The head and the body of what one process tells another."""

TIMEOUT = 60.0
"""Seconds that a query takes at most, unless told otherwise."""
MAX_MEMORY = 2048
"""Mebibytes that it takes at most, and its answer."""
LONGEST, LARGEST = 86_400, 1 << 20
"""The seconds and the mebibytes that anyone may allow it: a day and a tebibyte."""

LENGTHS = struct.Struct(">II")
"""How a message begins: the lengths of its head and its body."""
_CHUNK = 1 << 20
_OUT_OF_MEMORY = 77
"""The exit code of a process in which Python found no memory."""
_IDLE_SECONDS = 60.0
"""Time after which a process that nobody asks ends: what it shares with this one is copied as this one goes on."""


class EndedError(Exception):
    """The process had ended before it was asked: start another."""


class AnsweringProcess:
    """A fork of this process as it is now, in which `answer` answers one request after another.

    KgError where none can be started.
    """

    def __init__(self, answer: Callable[[Request], Iterator[Message]]) -> None:
        self._socket, theirs = socket.socketpair()
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until it is known whose Ctrl-C it is
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of this process's other threads it needs none
                self._process = os.fork()
            if not self._process:
                self._socket.close()
                _serve(theirs, answer)
        except OSError as error:
            self._socket.close()
            raise KgError(f"no process can be started to answer: {error.strerror}") from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            theirs.close()
        self._end = weakref.finalize(self, _end, self._process, self._socket, os.getpid())
        self._owner = os.getpid()

    @property
    def usable(self) -> bool:
        """Whether it may be asked again, and from here: not from a fork of the process that started it."""
        return self._end.alive and self._owner == os.getpid()

    def ask(self, request: Request, *, seconds: float, memory: int) -> Generator[Message]:
        """The messages that answer a request, in so many seconds, and bytes beyond what this process has.

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
                self._socket.sendall(pack({"request": request, "seconds": seconds, "memory": memory}))
            for head, body in _messages(self._socket, deadline):
                if "end" in head:
                    kept = not head["spent"]
                    if "error" in head:
                        raise _raised(head)
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


def _serve(requests: socket.socket, answer: Callable[[Request], Iterator[Message]]) -> None:
    """What the process does, from its first moment to its end."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGALRM, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        gc.freeze()  # what is shared with the parent stays shared
        faulthandler.disable()
        be_silent()
        begin = address_space()
        requests.settimeout(_IDLE_SECONDS)
        asked, stream = requests.makefile("rb"), requests.makefile("wb")
        while message := next_message(asked):
            head, _ = message
            requests.settimeout(None)
            signal.setitimer(signal.ITIMER_REAL, head["seconds"])
            limit_memory(begin + head["memory"])
            end: dict[str, Any] = {"end": True}
            try:
                for part in answer(head["request"]):
                    stream.write(pack(*part))
            except KgError as error:
                end |= {"error": str(error), "kind": type(error).__name__}
            end["spent"] = address_space() - begin > head["memory"] // 2
            stream.write(pack(end))
            stream.flush()
            signal.setitimer(signal.ITIMER_REAL, 0)
            requests.settimeout(_IDLE_SECONDS)
        code = 0
    except TimeoutError:  # nobody asks any more
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _messages(answers: socket.socket, deadline: float) -> Iterator[Message]:
    """The messages that come until the other end is closed; TimeoutError at the deadline."""
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
    """The exit code of a process, below 0 that of the signal that ended it."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    except ChildProcessError:  # it was waited for already, or whoever runs this has the system do it
        return 0


def _raised(head: dict[str, Any]) -> KgError:
    """The exception that a process reported."""
    kind = getattr(errors, head["kind"], KgError)
    made: KgError = kind(head["error"])
    return made


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


def _too_long(seconds: float) -> LimitError:
    return LimitError(f"the query took longer than {seconds:g} seconds and was stopped: ask for less, or allow it more")


def too_large(memory: int) -> LimitError:
    """What says that a query needed more than `memory` bytes."""
    return LimitError(f"the query needs more than {memory >> 20:,} MB and was stopped: ask for less, or allow it more")


def check_limits(seconds: float, mebibytes: int) -> None:
    """QueryError where a limit is no number by which a process could be ended: NaN, infinity, nothing, a century."""
    if not 0 < seconds <= LONGEST:
        raise QueryError(f"timeout: {seconds} is no number of seconds up to {LONGEST:,}")
    if not (isinstance(mebibytes, int) and 0 < mebibytes <= LARGEST):
        raise QueryError(f"max_memory: {mebibytes} is no number of MB up to {LARGEST:,}")


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """A message."""
    text = json.dumps(head).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def next_message(stream: BinaryIO) -> Message | None:
    """The next message of a stream; None at its end."""
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


def limit_memory(space: int) -> None:
    """Let this process take that much address space in bytes, and leave no core where it takes more."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (space, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def address_space() -> int:
    """The address space of this process in bytes; a gibibyte where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 30
