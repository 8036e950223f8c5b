from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, StoreError
from kg.serve.server import _shown, serve
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


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:9/"),
        ("::1", "http://[::1]:9/"),
        ("0.0.0.0", "http://127.0.0.1:9/"),  # noqa: S104 (shown, not listened on)
        ("::", "http://[::1]:9/"),
        ("fe80::1%eth0", "http://[fe80::1%eth0]:9/"),
    ],
)
def test_the_address_that_is_shown_can_be_opened(host: str, address: str) -> None:
    shown, others = _shown(host, 9)
    assert shown == address
    assert ("others reach port 9" in others) is (host in {"0.0.0.0", "::"})  # noqa: S104 (shown, not listened on)


@pytest.mark.parametrize("host", ["", "http://localhost", "127.0.0.1:8000", "no.such.host.invalid"])
def test_what_is_no_address_is_named_with_what_is(tmp_path: Path, host: str) -> None:
    with pytest.raises(InputError, match=r"cannot listen on .*name an address of this machine"):
        serve(Settings(tmp_path, host=host, port=0), print)


def test_a_directory_without_a_graph_is_an_error(tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(StoreError, match="holds no graph"):
        serve(Settings(tmp_path / "none", port=0), said.append)
    assert not said
