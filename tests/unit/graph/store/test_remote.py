"""How a SPARQL server is spoken to, and what it never learns."""

from http.server import BaseHTTPRequestHandler

import pytest
from web_server import JSON, YES, reply, serving

from kg.errors import StoreError
from kg.graph.store.remote import Endpoint


@pytest.fixture(autouse=True)
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom the environment names."""
    monkeypatch.setenv("KG_STORE_USER", "kg_writer")
    monkeypatch.setenv("KG_STORE_PASSWORD", "s3cret:pass word/42")


def test_a_graph_is_put_and_deleted_by_its_name() -> None:
    seen: list[tuple[str, str, bytes]] = []

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append((request.command, request.path, body))
        reply(204, "text/plain", b"")(request, body)

    with serving(answer) as url:
        endpoint = Endpoint(url, f"{url}/graphs?a=b")
        endpoint.put("http://g/é", b"<http://a> <http://a> <http://a> .")
        endpoint.delete("http://g/1")
    assert seen == [
        ("PUT", "/graphs?a=b&graph=http%3A%2F%2Fg%2F%C3%A9", b"<http://a> <http://a> <http://a> ."),
        ("DELETE", "/graphs?a=b&graph=http%3A%2F%2Fg%2F1", b""),
    ]


def test_an_answer_that_no_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.store.remote._MOST", 1 << 20)
    with serving(reply(200, JSON, b" " * ((1 << 20) + 1))) as url, pytest.raises(StoreError, match="more than 1 MB"):
        Endpoint(url).query("ASK {}")


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(YES) as url:
        assert Endpoint(url).query("ASK {}")
