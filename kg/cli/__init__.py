"""The command line: parse, call, exit code; nothing else."""

import io
import os
import signal
import sys
from collections.abc import Sequence

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line of this process and exit with its code.

    Arguments and output are UTF-8 whatever the locale says; on a terminal of another encoding what it cannot show is
    replaced. Ctrl-C ends it with 130 and without a traceback, from the first import to the last flush.
    """
    try:
        _require_utf8()
        _prepare_streams()
        code = run(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is done: what follows is Python's own end
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = 130
    sys.exit(code)


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


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code: 0 fine, 1 findings, 2 bad usage or bad input, 3 a defect of ours."""
    from kg.cli.app import run as run_command  # late: the workers of `kg serve` import the main module, and no command

    return run_command(arguments)
