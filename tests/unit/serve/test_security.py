from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from starlette.responses import Response

from kg.serve.http import SecurityMiddleware, host_names, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Reply


@pytest.mark.parametrize(
    ("listening", "host", "own"),
    [
        ("127.0.0.1", "localhost:8765", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "[::1]:80", True),
        ("127.0.0.1", "192.168.1.7:80", False),
        ("127.0.0.1", "localhost.evil.example", False),
        ("127.0.0.1", "", False),
        ("::1", "localhost", True),
        ("0.0.0.0", "192.168.1.7:80", True),  # noqa: S104 (as a user may choose)
        ("0.0.0.0", "evil.example", False),  # noqa: S104
        ("0.0.0.0", socket.gethostname(), True),  # noqa: S104
        ("graphs.example", "graphs.example:8765", True),
        ("graphs.example", "evil.example", False),
    ],
)
def test_only_the_servers_own_host_names_are_answered(
    call: Callable[..., Reply], listening: str, host: str, own: bool
) -> None:
    app = SecurityMiddleware(Response(), host=listening, cors=None)
    assert call(app, "/", headers={"host": host}).status == (200 if own else 421)


@pytest.mark.parametrize(
    ("media_type", "cors", "policy", "others"),
    [
        ("text/html", None, "default-src 'none'; script-src 'self'", ["SAMEORIGIN", "same-origin"]),
        ("text/turtle", None, "default-src 'none'; frame-ancestors 'none'; sandbox", ["DENY", "same-origin"]),
        ("text/turtle", "*", "default-src 'none'; frame-ancestors 'none'; sandbox", ["DENY", "cross-origin"]),
    ],
)
def test_a_response_gets_security_headers(
    call: Callable[..., Reply], media_type: str, cors: str | None, policy: str, others: list[str]
) -> None:
    app = SecurityMiddleware(Response(media_type=media_type), host="localhost", cors=cors)
    headers = call(app, "/").headers
    assert headers["content-security-policy"].startswith(policy)
    assert [headers["x-frame-options"], headers["cross-origin-resource-policy"]] == others
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["cache-control"] == "no-cache"


def test_a_policy_that_a_route_sets_stays(call: Callable[..., Reply]) -> None:
    own = Response(media_type="text/html", headers={"content-security-policy": "sandbox"})
    assert (
        call(SecurityMiddleware(own, host="localhost", cors=None), "/").headers["content-security-policy"] == "sandbox"
    )


def test_a_server_on_this_machine_alone_has_no_other_names() -> None:
    assert (is_loopback("127.0.0.2"), is_loopback("localhost"), is_loopback("10.0.0.1")) == (True, True, False)
    assert host_names("127.0.0.1") == {"localhost", "127.0.0.1"}
    assert socket.gethostname().lower() in host_names("10.0.0.1")
