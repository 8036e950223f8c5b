"""A process of its own that reads files, within bounds of memory and time, and stays warm for the next file.

A file that is made to exhaust the machine, or that trips a library written in C, ends this process and no other: it is
one line, and the next file is read by a new process. The kernel keeps both bounds: the address space, and the processor
time from one result to the next, which grows with the file. What is not a file of the system (a text in memory, a
stream of fsspec) is read in the process of whoever called, and so is all where the system has no such bounds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from multiprocessing import reduction
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING, cast

from kg.read.model import Bounds, Failure, Input, Link, buffered
from kg.read.reading import TOO_LARGE, read_input

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from io import BufferedReader

    from kg.read.model import Metadata
    from kg.read.reading import Read

_MEMORY = 1_400_000_000
"""The address space of the process in bytes, libraries included."""
_SECONDS, _BYTES_A_SECOND = 10.0, 100_000
"""The processor time from one result to the next, and how much of a file each further second is for."""
_OUT_OF_MEMORY = 77
"""The exit status of a process whose memory is used up."""


class ReaderProcess:
    """Reads inputs in a process of its own, which is started when it is first needed; to be closed."""

    def __init__(self, seconds: float = _SECONDS, english: frozenset[str] = frozenset()) -> None:
        self._seconds, self._english = seconds, english
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def read(self, source: Input, defaults: Metadata, *, date: date | None = None) -> Iterator[Read]:
        """Yield what `read_input` does; of an input that ends the process, a line that says why."""
        handle = _handle(source)
        if handle is None:
            yield from read_input(source, defaults, date=date, english=self._english)
            return
        found = self._results(source, handle, defaults, date)
        for each in found if source.follow is None else [*found]:  # the process is needed for what a link leads to
            if not isinstance(each, Link):
                yield each
                continue
            for inner in source.follow(each) if source.follow is not None else ():
                if isinstance(inner, Input):
                    yield from self.read(inner, defaults, date=date)
                elif isinstance(inner, Failure):
                    yield inner

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._connection is not None:
            self._connection.close()
            self._process.kill()
            self._process.wait()
        self._process = self._connection = None

    def _results(self, source: Input, handle: int, defaults: Metadata, date: date | None) -> Iterator[Read | Link]:
        process, connection = self._started()
        follows = source.follow is not None
        whole = False
        try:
            given = replace(source, stream=cast("BufferedReader", None), bounds=Bounds(), follow=None)
            connection.send((given, defaults, date, follows, self._seconds))
            reduction.send_handle(connection, handle, process.pid)
            while (each := connection.recv()) is not None:
                yield each
            whole = True
        except (EOFError, OSError):
            connection.close()  # so that a process which still waits for something ends
            yield Failure(source.shown, _why(process.wait()))
        finally:
            if not whole:
                self.close()

    def _started(self) -> tuple[subprocess.Popen[bytes], Connection]:
        if self._process is None or self._connection is None:
            ours, theirs = Pipe()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 (our own module)
                    [
                        sys.executable,
                        "-c",
                        (
                            f"import sys; sys.path[:] = {sys.path!r}\n"
                            f"from kg.read.process import serve\nserve({theirs.fileno()})"
                        ),
                    ],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=None if os.environ.get("KG_DEBUG") else subprocess.DEVNULL,
                    env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                )
            self._connection = ours
            with suppress(OSError):  # of one that ended already its first input tells
                ours.send(self._english)
        return self._process, self._connection


def _handle(source: Input) -> int | None:
    """Return the handle of an input's file, which is at its beginning; None if it cannot be read elsewhere."""
    if sys.platform == "win32" or not sys.executable or source.format is not None:
        return None
    try:
        handle = source.stream.fileno()
        if source.stream.seekable():
            os.lseek(handle, source.stream.tell(), os.SEEK_SET)  # whatever was peeked at
    except OSError:
        return None
    return handle


def _why(status: int) -> str:
    if status == -signal.SIGPROF:
        return "takes too long to be read: a file that is made for it, or broken"
    if status in {_OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGKILL, -signal.SIGSEGV}:
        return TOO_LARGE
    return f"the process that reads it ended with status {status}"


def serve(handle: int) -> None:
    """Read what a `ReaderProcess` asks for, until it is closed."""
    import resource  # which Windows lacks

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the process that started this one
    for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
    try:
        with Connection(handle) as connection:
            english = connection.recv()
            while True:
                _answer(connection, english)
    except EOFError:
        return
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)


def _answer(connection: Connection, english: frozenset[str]) -> None:
    given, defaults, date, follows, seconds = connection.recv()
    with os.fdopen(reduction.recv_handle(connection), "rb") as file:
        seconds += os.fstat(file.fileno()).st_size / _BYTES_A_SECOND
        follow = (lambda link: iter([link])) if follows else None  # hands it back to whoever may follow it
        source = replace(given, stream=buffered(file), follow=follow)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        for each in read_input(source, defaults, date=date, english=english):
            connection.send(each)
            signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_PROF, 0)
    connection.send(None)
