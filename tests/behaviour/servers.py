"""Real servers on this machine, Oxigraph's and Virtuoso's, each on a free port, its files in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sysconfig
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

USER, PASSWORD = "kg_writer", "s3cret:pass word/42"
"""Whom Virtuoso lets write; Oxigraph asks nobody."""

_PATIENCE = 60.0
_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 10
CheckpointInterval = 0
CaseMode = 2
AllowOSCalls = 0
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
MaxMemPoolSize = 200000000
MaxQueryMem = 1G
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 4
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
Charset = UTF-8
EnabledGzipContent = 1
[SPARQL]
ResultSetMaxRows = 2000
MaxConstructTriples = 10000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""
"""As Debian sets it up, but for places, memory, and rows: a small graph is to exceed what it gives at once."""


@dataclass(frozen=True)
class Server:
    """Where a server takes queries, and the process that it is."""

    url: str
    process: subprocess.Popen[bytes]


def oxigraph_program() -> str | None:
    """The program of PyPI's `oxigraph`, or another that is installed."""
    ours = Path(sysconfig.get_path("scripts")) / "oxigraph"
    return str(ours) if ours.exists() else shutil.which("oxigraph")


def virtuoso_program() -> str | None:
    """The program of Debian's virtuoso-opensource-7-bin, whose `isql-vt` is needed too."""
    return shutil.which("virtuoso-t") if shutil.which("isql-vt") else None


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """An Oxigraph server with an empty store."""
    program, port = oxigraph_program(), free_port()
    assert program is not None
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"http://127.0.0.1:{port}/") as process:
        yield Server(f"http://127.0.0.1:{port}/query", process)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """A Virtuoso server with an empty store, in which the user may write."""
    program, http, sql = virtuoso_program(), free_port(), free_port()
    assert program is not None
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, http=http, sql=sql))
    command = [program, "+foreground", "+wait", "+configfile", str(settings)]
    with _running(command, folder, f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D") as process:
        for statement in (
            f"DB.DBA.USER_CREATE('{USER}', '{PASSWORD}')",
            f'GRANT SPARQL_UPDATE TO "{USER}"',
            f"DB.DBA.RDF_DEFAULT_USER_PERMS_SET('{USER}', 7)",
        ):
            subprocess.run(
                ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={statement}"],
                check=True, capture_output=True, timeout=60,
            )  # fmt: skip
        yield Server(f"http://127.0.0.1:{http}/sparql-auth", process)


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
