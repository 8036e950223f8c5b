"""What goes wrong with a server is told in one line, and leaves no graph half written."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import servers
from graph_examples import HOSTILE, harbour
from places import Memory, Remote
from test_writing import corrected
from web_server import JSON, drop, reply, serving

import kg
from kg.cli import run
from kg.errors import KgError, StoreError
from kg.graph.export import nquads
from kg.graph.store.publish import write_remote
from kg.graph.store.remote import open_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

SECRETS = (servers.USER, servers.PASSWORD, servers.PASSWORD.split(":")[0])


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (reply(200, "text/html", b"<html>Welcome</html>"), "answers with text/html"),
        (reply(200, JSON, b"<html>"), "malformed"),
        (reply(200, JSON, b'{"head": {}}'), "malformed"),
        (reply(200, JSON, b'{"head": {}, "boolean": true', Content_Length="900"), "broke off"),
        (reply(404, "text/html", b"<html>lost</html>"), "is no SPARQL endpoint"),
        (reply(302, "text/plain", b"", Location="http://127.0.0.1:9/"), "sends elsewhere"),
        (reply(403, "text/plain", b"no"), "refuses this"),
        (reply(401, "text/plain", b"", WWW_Authenticate='Basic realm="x"'), "does not accept the user and password"),
        (reply(401, "text/plain", b"", WWW_Authenticate="Bearer"), "does not accept the user and password"),
        (reply(500, "text/plain", b"a \x1b[2Jfault\nof mine"), "\ufffd[2Jfault of mine"),
        (reply(500, "text/html", b"<html>"), "HTTP 500"),
        (drop, "broke off"),
    ],
)
def test_a_server_that_is_none_is_told_in_one_line(
    answer: Callable[[BaseHTTPRequestHandler, bytes], None], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(answer) as url:
        for use in (lambda: open_remote(f"{url}/query"), lambda: write_remote(f"{url}/query", [harbour()])):
            with pytest.raises(KgError) as caught:
                use()
            said = str(caught.value)
            assert said.startswith(url)
            assert message in said
            assert len(said.splitlines()) == 1
            assert not any(secret in said for secret in SECRETS)
        assert run(["stats", "--store", f"{url}/query"]) == 2
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://127.0.0.1/x", "is no address of a store"),
        ("http:///query", "is no address of a store"),
        ("http://127.0.0.1:99999/", "is no address of a store"),
        ("http://127.0.0.1/a b", "is no address of a store"),
        ("http://kg_writer:s3cret@127.0.0.1/", "holds no user and password"),
        (f"http://127.0.0.1:{servers.free_port()}/query", "no server answers there"),
        ("http://nowhere.invalid/query", "no server answers there"),
    ],
)
def test_an_address_that_is_none_is_bad_usage(url: str, message: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "--store", url, "ASK {}"]) == 2
    _, err = capfd.readouterr()
    assert message in err
    assert len(err.splitlines()) == 1
    assert "s3cret" not in err


def test_options_that_exclude_each_other_do(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Marta Oduya runs Port Salo.")
    for arguments in (
        ["stats", "--graph", str(tmp_path), "--store", "http://127.0.0.1:9/query"],
        ["build", str(text), "--out", str(tmp_path), "--store", "http://127.0.0.1:9/query"],
        ["build", str(text), "--update-store", "http://127.0.0.1:9/update"],
    ):
        assert run(arguments) == 2
    assert len(capfd.readouterr().err.splitlines()) == 3


@pytest.mark.parametrize(("user", "password"), [(None, None), ("kg_writer", "wrong"), ("nobody", "")])
def test_who_may_not_is_refused(
    virtuoso: servers.Server, monkeypatch: pytest.MonkeyPatch, user: str | None, password: str | None
) -> None:
    for name, value in (("KG_STORE_USER", user), ("KG_STORE_PASSWORD", password)):
        monkeypatch.delenv(name)
        if value is not None:
            monkeypatch.setenv(name, value)
    words = "asks for a user and password" if user is None else "does not accept the user and password"
    for _ in range(3):
        with pytest.raises(StoreError, match=words):
            open_remote(virtuoso.url)


@contextmanager
def failing_at(url: str, number: int) -> Iterator[str]:
    """The server at `url`, whose connection breaks off at the update with this number, and at all after it."""
    host = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    updates = 0

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> None:
        nonlocal updates
        passed = {name: value for name, value in request.headers.items() if name not in {"Host", "Connection"}}
        signed = "Digest" in passed.get("Authorization", "") or "sparql-auth" not in url
        if "sparql-update" in passed["Content-Type"] and signed:
            updates += 1
            if updates >= number:
                drop(request, body)
                return
        try:
            with urlopen(Request(host + request.path, body, passed), timeout=60) as found:  # noqa: S310 (our own server)
                reply(found.status, found.headers["Content-Type"], found.read())(request, b"")
        except HTTPError as error:
            demand = error.headers.get("WWW-Authenticate")
            more = {"WWW_Authenticate": demand} if demand else {}
            reply(error.code, "text/plain", error.read(), **more)(request, b"")
            error.close()

    with serving(answer) as ours:
        yield ours + urlsplit(url).path


def failure_of(act: Callable[[], object]) -> str | None:
    """The message of the StoreError that an act ends in, if it does."""
    try:
        act()
    except StoreError as error:
        return str(error)
    return None


def test_a_write_that_breaks_off_anywhere_is_whole_or_not_there(remote: Remote) -> None:
    before, after = Memory(), Memory()
    first, then = [harbour(HOSTILE), harbour("", "two")], [corrected(), harbour("", "three")]
    for place, writes in ((before, [first]), (after, [first, then])):
        for write in writes:
            place.write(write)
    broken = 0
    for number in range(1, 30):
        remote.clear()
        remote.write(first)
        with failing_at(remote.url, number) as url:
            failure = failure_of(lambda url=url: write_remote(url, then))
        if failure is None:
            assert nquads(remote.read()) == nquads(after.read())
            break
        broken += 1
        assert "broke off" in failure
        assert nquads(remote.read()) in {nquads(before.read()), nquads(after.read())}
        remote.write(then)
        assert nquads(remote.read()) == nquads(after.read())
    assert broken >= 5


def test_a_publication_that_was_cut_short_is_told_and_completed(remote: Remote) -> None:
    """Its first part is done, as a server leaves it that does not undo what a failed request has begun."""
    from kg.graph.store import publish

    remote.clear()
    remote.write([harbour(HOSTILE), harbour("", "two")])
    write = publish._Write(remote.endpoint)  # noqa: SLF001 (to stop in the middle)
    found = publish.graph_lines(corrected())
    write.stage(found.iri, found.lines)
    first = next(publish._moves(*write.staged[0]))  # noqa: SLF001
    noted = f"INSERT DATA {{ GRAPH <{publish.CONTROL}> {{ <{write.run}> <{publish.PUBLISHING}> true }} }}"
    remote.endpoint.update(f"{noted} ;\n{first}")
    with pytest.raises(StoreError, match="what was last written there is incomplete"):
        remote.read()
    assert remote.write([]).added == []
    expected = Memory()
    expected.write([harbour(HOSTILE), harbour("", "two")])
    expected.write([corrected()])
    assert nquads(remote.read()) == nquads(expected.read())
    assert not [name for name in remote.graphs() if "/staging/" in name or "/control" in name]


def test_what_was_abandoned_long_ago_is_removed(remote: Remote) -> None:
    from kg.graph.store import publish

    remote.clear()
    old = publish._Write(remote.endpoint, f"{publish._STAGING}20200101T000000-0")  # noqa: SLF001
    fresh = publish._Write(remote.endpoint)  # noqa: SLF001
    for write in (old, fresh):
        write.stage("https://w3id.org/kg/document/x", ["<a:b> <a:b> <a:b>"])
    remote.write([])
    assert [name for name in remote.graphs() if "/staging/" in name] == [fresh.staged[0][0]]
    fresh.abandon()
    assert remote.graphs() == []


def test_two_who_write_at_once_both_have_written(remote: Remote) -> None:
    remote.clear()
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            remote.write([harbour("", name)])
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in ("one", "two"):
        remote.write([harbour("", name)])
    expected = Memory()
    expected.write([harbour("", "one"), harbour("", "two")])
    assert nquads(remote.read()) == nquads(expected.read())


def test_commands_and_python_take_an_address(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    remote.clear()
    (tmp_path / "a.txt").write_text("Marta Oduya runs Port Salo. Port Salo lies in Norland. She met Jon Brae in May.")
    assert run(["build", "a.txt", "--store", remote.url, "--date", "2025-09-22", "--infer"]) == 0
    out = capfd.readouterr().out
    assert f"{remote.url} holds 1 document" in out
    assert f"kg view --store {remote.url}" in out
    assert run(["build", "a.txt", "--date", "2025-09-22", "--infer"]) == 0
    capfd.readouterr()
    for command in (
        ["query", "SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }"],
        ["explain", "marta oduya"],
        ["path", "Marta Oduya", "Norland"],
        ["stats"],
        ["validate"],
        ["export", "--format", "nquads"],
        ["view", "--out", "page.html"],
    ):
        assert run(command) == 0
        local = capfd.readouterr().out
        assert run([*command, "--store", remote.url]) == 0
        assert capfd.readouterr().out == local
    graph = kg.open(remote.url)
    assert graph.query("ASK { ?a kg:locatedIn ?b }")[0].answer
    assert graph.export("nquads") == kg.open(tmp_path / "graph").export("nquads")
    assert not (tmp_path / "graph.html").exists()
