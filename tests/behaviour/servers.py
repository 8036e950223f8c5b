"""Real SPARQL servers on this machine, each on a free port, its files in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """Where a server takes queries and graphs, and the process that it is."""

    url: str
    graph_store: str
    process: subprocess.Popen[bytes]


def oxigraph_program() -> str | None:
    """The program of PyPI's `oxigraph`, or another that is installed."""
    ours = Path(sysconfig.get_path("scripts")) / "oxigraph"
    return str(ours) if ours.exists() else shutil.which("oxigraph")


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """An Oxigraph server with an empty store."""
    program, port = oxigraph_program(), free_port()
    assert program is not None
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder, f"http://127.0.0.1:{port}/") as process:
        yield Server(f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/store", process)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], folder: Path, url: str) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env={**os.environ, "LANG": "C"})
    try:
        _wait(process, url, folder / "output")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, output: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 (our own server)
                return
        except HTTPError:
            return  # it answers
        except (URLError, OSError):
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{url} does not start: {output.read_text(errors='replace')}") from None
            time.sleep(0.1)
