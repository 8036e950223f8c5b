from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Server


def test_ctrl_c_ends_all_its_processes_without_a_word(
    graph: Path, serving: Callable[..., AbstractContextManager[Server]]
) -> None:
    """A terminal sends the signal to each process of its group."""
    with serving(graph) as server:
        assert server.send("GET", "/sparql?query=ASK%7B%7D").status == 200
        os.killpg(server.process.pid, signal.SIGINT)
        out, err = server.process.communicate(timeout=60)
        assert (server.process.returncode, out, err) == (0, "", "")
