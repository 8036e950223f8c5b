from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.cli import run

if TYPE_CHECKING:
    from conftest import Server


def serve(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "serve", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("number", "options", "printed"),
    [
        (signal.SIGINT, ["--log"], r'\S+ \S+ 127\.0\.0\.1:\d+ - "GET /api/nothing HTTP/1\.1" 404\n'),
        (signal.SIGTERM, [], ""),
    ],
)
def test_a_signal_stops_it(
    graph: Path,
    serving: Callable[..., AbstractContextManager[Server]],
    number: signal.Signals,
    options: list[str],
    printed: str,
) -> None:
    with serving(graph, *options) as server:
        assert server.send("GET", "/api/nothing").status == 404
        begin = time.monotonic()
        server.process.send_signal(number)
        out, err = server.process.communicate(timeout=60)
        assert time.monotonic() - begin < 15
        assert server.process.returncode == 0
    assert out == ""
    assert re.fullmatch(printed, err)


def test_ctrl_c_ends_all_its_processes_without_a_word(
    graph: Path, serving: Callable[..., AbstractContextManager[Server]]
) -> None:
    """A terminal sends the signal to each process of its group."""
    with serving(graph) as server:
        assert server.send("GET", "/sparql?query=ASK%7B%7D").status == 200
        os.killpg(server.process.pid, signal.SIGINT)
        out, err = server.process.communicate(timeout=60)
        assert (server.process.returncode, out, err) == (0, "", "")


def test_a_port_in_use_is_named(graph: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve("--graph", str(graph), "--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kg: port {port} is in use: choose another with --port, or 0 for any\n"


def test_a_graph_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = serve("--graph", str(tmp_path / "none"), "--port", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kg: {tmp_path / 'none'}: holds no graph: make one with kg build\n"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--cors", "example.org"], "name an origin"),
        (["--timeout", "0"], "timeout"),
        (["--max-rows", "0"], "max-rows"),
        (["--port", "99999"], "port"),
        (["--host", "no.such.host.invalid", "--port", "0"], "cannot listen on no.such.host.invalid"),
    ],
)
def test_bad_options_are_named_in_one_line(
    options: list[str], reason: str, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--graph", str(graph), *options]) == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
