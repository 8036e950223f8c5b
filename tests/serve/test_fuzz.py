from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from fuzzing import defects, requests
from hostile_requests import REQUESTS

if TYPE_CHECKING:
    from conftest import Server


def test_no_request_leads_to_a_defect(server: Server) -> None:
    counts, bad = defects(server.port, requests(1_000, 4), threads=8)
    assert bad == []
    assert sum(counts.values()) >= 1_000
    assert counts[200] > 50
    assert counts[400] > 100
    assert counts[403] > 10
    assert server.query("ASK {}").json["boolean"] is True


def test_no_hostile_request_leads_to_a_defect(
    graph: Path, serving: Callable[..., AbstractContextManager[Server]]
) -> None:
    """Queries that are deep, long or endless, and HTTP that is bent; the server prints nothing, and goes on."""
    with serving(graph, "--timeout", "1", "--max-memory", "512") as server:
        counts, bad = defects(server.port, REQUESTS, threads=8, wrong={500})
        assert bad == []
        assert sum(counts.values()) == len(REQUESTS)
        assert server.query("ASK {}").json["boolean"] is True
        server.process.terminate()
        out, err = server.process.communicate(timeout=60)
        assert (server.process.returncode, out, err) == (0, "", "")
