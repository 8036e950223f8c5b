"""The command line: parse, call, exit code; nothing else."""

import _thread
import io
import os
import signal
import sys
import time
from collections.abc import Sequence

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line of this process and exit with its code.

    Arguments and output are UTF-8 whatever the locale says; on a terminal of another encoding what it cannot show is
    replaced. Ctrl-C ends it with 130 and without a traceback, from the first import to the last flush.
    """
    sys.unraisablehook = _interrupt_again
    try:
        _require_utf8()
        _prepare_streams()
        _load_commands()
        code = run(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is done: what follows is Python's own end
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = 130
    sys.exit(code)


def _interrupt_again(dropped: "sys.UnraisableHookArgs") -> None:
    """Repeat a Ctrl-C that fell into a destructor or a weak reference's callback, where Python drops the exception."""
    if issubclass(dropped.exc_type, KeyboardInterrupt):
        leaving = _thread.allocate_lock()  # within this hook the repetition would be dropped as well
        with leaving:
            _thread.start_new_thread(_interrupt_after, (leaving,))
    else:
        sys.__unraisablehook__(dropped)


def _interrupt_after(leaving: _thread.LockType) -> None:
    """Interrupt the main thread once it has left the hook that holds a lock."""
    with leaving:
        time.sleep(0.01)
    _thread.interrupt_main()


def _require_utf8() -> None:
    """Start again in Python's UTF-8 mode (PEP 540) where file names and arguments were read in another encoding."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 (this very program)


def _prepare_streams() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # it was closed before the start
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 (open to the end)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def _load_commands() -> None:
    """Import the commands; Ctrl-C ends the process at once: nothing is begun, and half a module cleans up badly."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else nobody's Ctrl-C reaches it
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    import kg.cli.app  # noqa: F401 (late: see `run`)

    signal.signal(signal.SIGINT, before)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code: 0 fine, 1 findings, 2 bad usage or bad input, 3 a defect of ours."""
    from kg.cli.app import run as run_command  # late: the workers of `kg serve` import the main module, and no command

    return run_command(arguments)
