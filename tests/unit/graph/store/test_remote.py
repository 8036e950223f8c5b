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


def test_a_password_goes_out_only_once_it_has_been_asked_for() -> None:
    seen: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> None:
        signed = request.headers["Authorization"]
        seen.append(signed and signed.partition(" ")[0])
        demand = reply(401, "text/plain", b"", WWW_Authenticate='Basic realm="x"')
        (YES if signed else demand)(request, body)

    with serving(answer) as url:
        endpoint = Endpoint(url)
        assert endpoint.query("ASK {}")
        assert endpoint.query("ASK {}")
    assert seen == [None, "Basic", "Basic"]


@pytest.mark.parametrize("demand", ['Digest realm="x", nonce="1"', "nonsense", ""])
def test_a_demand_for_a_password_of_another_kind_is_an_error_of_one_line(demand: str) -> None:
    with serving(reply(401, "text/plain", b"", WWW_Authenticate=demand)) as url:
        with pytest.raises(StoreError, match="does not accept the user and password") as caught:
            Endpoint(url).query("ASK {}")
        assert len(str(caught.value).splitlines()) == 1


def test_an_answer_that_no_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.store.remote._MOST", 1 << 20)
    with serving(reply(200, JSON, b" " * ((1 << 20) + 1))) as url, pytest.raises(StoreError, match="more than 1 MB"):
        Endpoint(url).query("ASK {}")


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(YES) as url:
        assert Endpoint(url).query("ASK {}")
