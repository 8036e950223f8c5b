"""Processes forked from a server of our own, which has imported once what they need, and never a user's main program.

A process that multiprocessing starts first runs the program that started it again, as a module, for what that defines.
Nothing of it is needed here, and a user's script that calls `kg.build` must not build once more in each process.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from io import BytesIO
from multiprocessing import forkserver, popen_forkserver, reduction, spawn, util
from multiprocessing.context import ForkServerContext, ForkServerProcess, set_spawning_popen
from typing import TYPE_CHECKING, Any, override

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextmanager
def without_ctrl_c() -> Iterator[None]:
    """Block SIGINT in this thread, and in what is started meanwhile: Ctrl-C is for the process that starts others."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Forks(ForkServerContext):
    """A context of multiprocessing with a fork server of its own, which imports `preload` first, and once.

    Other processes of the program share nothing with it, and do not end with it. It inherits that Ctrl-C is blocked,
    and so do its processes.
    """

    def __init__(self, preload: Sequence[str]) -> None:
        super().__init__()
        self._server: Any = forkserver.ForkServer()
        self._server.set_forkserver_preload(list(preload))

    @property
    def server(self) -> int | None:
        """The id of the server's process, None if it is not running."""
        pid: int | None = self._server._forkserver_pid  # noqa: SLF001 (there is no other way)
        return pid

    def start(self) -> None:
        """Start the server unless it runs, and do not wait until it has its imports."""
        with without_ctrl_c():
            self._server.ensure_running()

    def Process(self, *arguments: Any, **options: Any) -> _Process:  # type: ignore[override]  # noqa: N802
        """Return a process that is not started yet."""
        process = _Process(*arguments, **options)
        process.forks = self
        return process

    def connect(self, handles: list[int]) -> tuple[int, int]:
        """Fork a process that gets file handles: return those to read its id from, and to write its task to."""
        self.start()
        found: tuple[int, int] = self._server.connect_to_new_process(handles)
        return found

    def close(self) -> None:
        """End the server, which holds its imports or is still at them; its processes have ended."""
        if self.server is not None:
            os.kill(self.server, signal.SIGTERM)
            self._server._stop()  # noqa: SLF001 (there is no other way)


class _Process(ForkServerProcess):
    forks: Forks

    @staticmethod
    @override
    def _Popen(process: Any) -> Any:
        return _Popen(process, process.__dict__.pop("forks"))  # which is not sent along


class _Popen(popen_forkserver.Popen):
    """A started process: as its base, but for its server and the main program."""

    _fds: list[int]

    def __init__(self, process: Any, forks: Forks) -> None:
        self._forks = forks
        super().__init__(process)

    def _launch(self, process: Any) -> None:
        known = spawn.get_preparation_data(process.name)
        task = BytesIO()
        set_spawning_popen(self)
        try:
            reduction.dump({key: value for key, value in known.items() if not key.startswith("init_main")}, task)
            reduction.dump(process, task)
        finally:
            set_spawning_popen(None)
        self.sentinel, write = self._forks.connect(self._fds)
        self.finalizer = util.Finalize(self, _close, (os.dup(write), self.sentinel))
        with os.fdopen(write, "wb") as stream:
            stream.write(task.getbuffer())
        self.pid = forkserver.read_signed(self.sentinel)


def _close(*handles: int) -> None:
    for each in handles:
        os.close(each)
