"""What goes wrong with a server is told in one line, and leaves no graph half written."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pyoxigraph as ox
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
from kg.graph.query.execution import query
from kg.graph.rdf.dataset import inner_store, named_graph
from kg.graph.store.publish import publish
from kg.graph.store.remote import HASH, MERGED, ORIGIN, open_remote
from kg.namespaces import CONTROL, PUBLISHING, STAGING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from places import Place

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
        for use in (lambda: open_remote(f"{url}/query"), lambda: publish(f"{url}/query", ox.Store(), "mine")):
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
        ("http://127.0.0.1:1/query", "no server answers there"),  # a port that nobody listens on
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
        ["build", str(text), "--update-store", "http://127.0.0.1:9/update"],
    ):
        assert run(arguments) == 2
    assert len(capfd.readouterr().err.splitlines()) == 2


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
    stores = [store_of(place) for place in (before, after)]
    broken = 0
    for number in range(1, 60):
        remote.drop()
        publish(remote.url, stores[0], "mine")
        with failing_at(remote.url, number) as url:
            failure = failure_of(lambda url=url: publish(url, stores[1], "mine"))
        if failure is None:
            assert nquads(remote.read()) == nquads(after.read())
            break
        broken += 1
        assert "broke off" in failure
        assert nquads(remote.read()) in {nquads(before.read()), nquads(after.read())}
        publish(remote.url, stores[1], "mine")
        assert nquads(remote.read()) == nquads(after.read())
        assert same_merged(remote, after)
    assert 5 <= broken < 59


def store_of(place: Place) -> ox.Store:
    """The store in which a place has its graph, or a copy of it."""
    store = inner_store(place.read())
    assert store is not None
    return store


def same_merged(remote: Remote, expected: Memory) -> bool:
    """Whether the merged graph holds what the named graphs do, as far as their number tells."""
    (row,) = query(expected.read(), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return remote.endpoint.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{MERGED}> {{ ?s ?p ?o }} }}") == int(row.n)


def test_a_publication_that_was_cut_short_is_noticed_and_completed(remote: Remote) -> None:
    """Its first part is done, as a server leaves it that does not undo what a failed request has begun."""
    from kg.graph.store import publish

    remote.clear()
    remote.write([harbour(HOSTILE), harbour("", "two")])
    remote.directory.write([corrected()])
    store = store_of(remote.directory)
    old, new = changed_documents(remote, store)
    write = publish._Write(remote.endpoint)  # noqa: SLF001 (to stop in the middle)
    write.stage(old, [], "")
    write.stage(new, sorted(named_graph(store, ox.NamedNode(new))), publish._hashes(store)[new])  # noqa: SLF001
    first = next(publish._moves(*write.staged[0]))  # noqa: SLF001
    noted = f"INSERT DATA {{ GRAPH <{CONTROL}> {{ <{write.run}> <{PUBLISHING}> true }} }}"
    remote.endpoint.update(f"{noted} ;\n{first}")
    with pytest.raises(StoreError, match="what was last written there is incomplete"):
        remote.read()
    assert remote.publish() == 2  # facts and entities, which alone were not staged
    expected = Memory()
    expected.write([harbour(HOSTILE), harbour("", "two")])
    expected.write([corrected()])
    assert nquads(remote.read()) == nquads(expected.read())
    assert same_merged(remote, expected)
    assert not left_over(remote)
    assert remote.publish() == 0


def changed_documents(remote: Remote, store: ox.Store) -> tuple[str, str]:
    """The document that a server has and a store has no longer, and the one that it has not yet."""
    there = {name for name in remote.graphs() if "/document/" in name}
    here = {graph.value for graph in store.named_graphs() if "/document/" in graph.value}
    (old,), (new,) = there - here, here - there
    return old, new


def left_over(remote: Remote) -> list[str]:
    """What a write has left on a server that is no part of the graph: staging graphs and notes."""
    notes = f"SELECT ?s {{ GRAPH <{CONTROL}> {{ ?s ?p ?o FILTER(?p NOT IN (<{HASH}>, <{ORIGIN}>)) }} }}"
    return [name for name in remote.graphs() if "/staging/" in name] + [s for (s,) in remote.endpoint.values(notes)]


def test_what_was_abandoned_long_ago_is_removed(remote: Remote) -> None:
    from kg.graph.store import publish

    remote.clear()
    old = publish._Write(remote.endpoint, f"{STAGING}20200101T000000-0")  # noqa: SLF001
    fresh = publish._Write(remote.endpoint)  # noqa: SLF001
    for write in (old, fresh):
        write.stage("https://w3id.org/kg/document/x", ["<a:b> <a:b> <a:b>"], "hash")
    remote.publish()
    assert [name for name in remote.graphs() if "/staging/" in name] == [fresh.staged[0][0]]
    fresh.abandon()
    assert remote.graphs() == [CONTROL]
    assert not left_over(remote)


def test_a_server_holds_the_graph_of_one_directory(remote: Remote, tmp_path: Path) -> None:
    remote.clear()
    remote.write([harbour()])
    before = nquads(remote.read())
    other = Remote(remote.url, tmp_path)
    with pytest.raises(StoreError, match="holds the graph of another directory: publish to an empty server"):
        other.write([harbour("", "other")])
    assert nquads(remote.read()) == before
    assert not left_over(remote)
    other.clear()  # the server, too
    other.write([harbour("", "other")])
    assert nquads(other.read()) == nquads(other.directory.read())


def test_only_what_differs_is_sent(remote: Remote) -> None:
    remote.clear()
    remote.write([harbour(), harbour("", "two")])
    assert remote.publish() == 0
    remote.directory.write([harbour("", "three")])
    assert remote.publish() == 3  # the document, the facts, the entities
    remote.directory.write([], ["/home/me/three.txt"])
    assert remote.publish() == 3


def test_two_who_write_at_once_both_have_written(remote: Remote) -> None:
    """One publishes what the directory held before, the other what it holds now: the next to publish settles it."""
    remote.clear()
    remote.write([harbour()])
    remote.directory.write([harbour("", "one")])
    stores = [store_of(remote.directory)]
    remote.directory.write([harbour("", "two")])
    stores.append(store_of(remote.directory))

    def write(store: ox.Store) -> None:
        with suppress(StoreError):
            publish(remote.url, store, remote.directory.origin)

    threads = [threading.Thread(target=write, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    remote.publish()
    expected = Memory()
    expected.write([harbour(), harbour("", "one"), harbour("", "two")])
    assert nquads(remote.read()) == nquads(expected.read())
    assert same_merged(remote, expected)
    assert not left_over(remote)


def test_commands_and_python_take_an_address(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    remote.clear()
    (tmp_path / "a.txt").write_text("Marta Oduya runs Port Salo. Port Salo lies in Norland. She met Jon Brae in May.")
    assert run(["build", "a.txt", "--store", remote.url, "--date", "2025-09-22", "--infer"]) == 0
    out, err = capfd.readouterr()
    assert "graph/ holds 1 document" in out
    assert f"named graphs of {remote.url} changed" in err
    assert run(["build", "a.txt", "--store", remote.url, "--date", "2025-09-22", "--infer"]) == 0
    assert f"published: 0 named graphs of {remote.url} changed" in capfd.readouterr().err
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
