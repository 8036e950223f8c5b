from __future__ import annotations

from typing import TYPE_CHECKING

from fuzzing import defects, requests

if TYPE_CHECKING:
    from conftest import Server


def test_no_request_leads_to_a_defect(server: Server) -> None:
    """A thousand requests; `tests/bench/fuzz_endpoint.py` sends twenty thousand."""
    counts, bad = defects(server.port, requests(1_000, 4), threads=8)
    assert bad == []
    assert sum(counts.values()) >= 1_000
    assert counts[200] > 50
    assert counts[400] > 100
    assert counts[403] > 10
    assert server.query("ASK {}").json["boolean"] is True
