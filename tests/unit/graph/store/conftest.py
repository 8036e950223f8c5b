"""Servers that are stores of this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from local_endpoint import LocalEndpoint

from kg.graph.store import publish, remote

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Callable[..., LocalEndpoint]:
    """A function that puts an endpoint in the place of the one that speaks HTTP."""

    def put(store: ox.Store, left: int = 10_000) -> LocalEndpoint:
        endpoint = LocalEndpoint(store, left)
        for module in (publish, remote):
            monkeypatch.setattr(module, "Endpoint", lambda *_: endpoint)
        monkeypatch.setattr(remote, "_WAITS", (0.0,))
        return endpoint

    return put
