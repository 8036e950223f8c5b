from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, StoreError
from kg.serve.server import serve
from kg.serve.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_an_address_that_cannot_be_listened_on_is_an_error(tmp_path: Path) -> None:
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} is in use"):
            serve(Settings(tmp_path, port=port), said.append)
    with pytest.raises(InputError, match=r"cannot listen on no\.such\.host\.invalid"):
        serve(Settings(tmp_path, host="no.such.host.invalid"), said.append)
    assert not said


def test_a_directory_without_a_graph_is_an_error(tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(StoreError, match="holds no graph"):
        serve(Settings(tmp_path / "none", port=0), said.append)
    assert not said
