"""What goes wrong with a server is told in one line, and leaves no graph half written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from graph_examples import HOSTILE, directory_of, empty_directory, harbour
from places import Place, Remote
from pyoxigraph import NamedNode
from test_writing import corrected
from web_server import JSON, drop, reply, serving

import kg
from kg.cli import run
from kg.errors import KgError, StoreError
from kg.graph.exchange.writers import nquads
from kg.graph.facts.names import entities_called
from kg.graph.facts.reader import read_contents
from kg.graph.query.execution import query
from kg.graph.rdf.dataset import inner_store, named_graph
from kg.graph.rdf.naming import DEFAULT
from kg.graph.store.remote import PUBLISHED, open_remote, publish
from kg.model import Extraction

USER, PASSWORD = "kg_writer", "s3cret:pass word/42"
SECRETS = (USER, PASSWORD, PASSWORD.split(":", maxsplit=1)[0])


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", USER)
    monkeypatch.setenv("KG_STORE_PASSWORD", PASSWORD)


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
    answer: Callable[[BaseHTTPRequestHandler, bytes], None],
    message: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    empty_directory(empty := tmp_path / "graph")
    with serving(answer) as url:
        for use in (lambda: open_remote(f"{url}/query"), lambda: publish(empty, f"{url}/query")):
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


@contextmanager
def failing_at(remote: Remote, number: int) -> Iterator[str]:
    """The address of a server's graphs, where the connection breaks off from the write with this number on."""
    host = "{0.scheme}://{0.netloc}".format(urlsplit(remote.graph_store))
    writes = 0

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> None:
        nonlocal writes
        writes += 1
        if writes >= number:
            drop(request, body)
            return
        passed = {name: value for name, value in request.headers.items() if name not in {"Host", "Connection"}}
        with urlopen(Request(host + request.path, body, passed, method=request.command), timeout=60) as found:  # noqa: S310 (our own server)
            reply(found.status, "text/plain", found.read())(request, b"")

    with serving(answer) as ours:
        yield ours + urlsplit(remote.graph_store).path


def failure_of(act: Callable[[], object]) -> str | None:
    """The message of the StoreError that an act ends in, if it does."""
    try:
        act()
    except StoreError as error:
        return str(error)
    return None


def graphs_of(place: Place) -> dict[str, set[str]]:
    """The triples of each named graph."""
    store = inner_store(place.read())
    assert store is not None
    return {graph.value: named_graph(store, graph) for graph in store.named_graphs() if isinstance(graph, NamedNode)}


def test_a_publication_that_breaks_off_anywhere_leaves_whole_documents_and_is_completed(remote: Remote) -> None:
    broken = 0
    for number in range(1, 20):
        remote.clear()
        remote.write([harbour(HOSTILE), harbour("", "two")])
        before = graphs_of(remote)
        remote.directory.write([corrected(), harbour("", "three")])
        after = graphs_of(remote.directory)
        with failing_at(remote, number) as graph_store:
            failure = failure_of(lambda url=graph_store: remote.publish(url))
        broken += failure is not None
        assert failure is None or "broke off" in failure
        for name, lines in graphs_of(remote).items():
            assert lines in (before.get(name), after.get(name))
        remote.publish()
        assert graphs_of(remote) == after
        assert nquads(remote.read()) == nquads(remote.directory.read())
        assert remote.publish() == 0
        if broken < number:
            break
    assert 4 <= broken < 19


def test_a_server_holds_the_graph_of_one_directory(remote: Remote, tmp_path: Path) -> None:
    remote.clear()
    remote.write([harbour()])
    before = nquads(remote.read())
    with pytest.raises(StoreError, match="holds the graph of another directory: publish to an empty server"):
        publish(directory_with(tmp_path, harbour("", "other")), remote.url, remote.graph_store)
    assert nquads(remote.read()) == before
    remote.drop()
    assert publish(tmp_path / "graph", remote.url, remote.graph_store) == 4
    names = [DEFAULT.graph("entities"), DEFAULT.graph("facts"), DEFAULT.graph("ontology")]
    assert [name for name in remote.graphs() if not name.startswith(DEFAULT.space("document"))] == [*names, PUBLISHED]


def directory_with(folder: Path, found: Extraction) -> Path:
    directory_of(folder / "graph", found)
    return folder / "graph"


def test_only_what_differs_is_sent(remote: Remote) -> None:
    remote.clear()
    remote.write([harbour(), harbour("", "two")])
    assert remote.publish() == 0
    remote.directory.write([harbour("", "three")])
    assert remote.publish() == 3  # the document, the facts, the entities
    remote.directory.write([], ["/home/me/three.txt"])
    assert remote.publish() == 3
    remote.directory.infer()
    assert remote.publish() == 1


def test_a_graph_that_was_changed_on_the_server_is_made_anew(remote: Remote) -> None:
    remote.clear()
    remote.write([harbour()])
    remote.endpoint.put(DEFAULT.graph("facts"), b"<http://a> <http://a> <http://a> .")
    assert remote.publish() == 1
    assert nquads(remote.read()) == nquads(remote.directory.read())


def test_a_graph_of_no_document_is_empty_and_a_server_without_one_is_asked_as_it_is(remote: Remote) -> None:
    remote.clear()
    remote.publish()
    assert len(query(remote.read(), "SELECT * { ?d a kg:Document }")) == 0
    assert not read_contents(remote.read()).documents
    remote.drop()
    assert not query(remote.read(), "ASK { ?s ?p ?o }")[0].answer


def test_a_query_does_not_read_the_whole_graph(remote: Remote) -> None:
    remote.clear()
    remote.write([harbour()])
    dataset = remote.read()
    assert entities_called(dataset, "MARTA ODUYA") == entities_called(remote.directory.read(), "Marta Oduya") != []
    assert len(query(dataset, 'SELECT ?e { ?e rdfs:label "Norland" }')) == 1
    assert "inner" not in vars(dataset.store)
    assert read_contents(dataset) == read_contents(remote.directory.read())


def test_user_and_password_are_sent_once_they_are_asked_for(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append(request.headers["Authorization"])
        if seen[-1] is None:
            reply(401, "text/plain", b"", WWW_Authenticate='Basic realm="x"')(request, body)
            return
        passed = {name: request.headers[name] for name in ("Content-Type", "Accept")}
        with urlopen(Request(remote.url, body, passed), timeout=60) as found:  # noqa: S310 (our own server)
            reply(200, found.headers["Content-Type"], found.read())(request, b"")

    remote.clear()
    remote.write([harbour()])
    with serving(answer) as url:
        monkeypatch.delenv("KG_STORE_USER")
        with pytest.raises(StoreError, match="asks for a user and password"):
            open_remote(url)
        monkeypatch.setenv("KG_STORE_USER", USER)
        assert nquads(open_remote(url)) == nquads(remote.read())
    assert seen[:2] == [None, None]
    assert len(set(seen[2:])) == 1


def test_commands_and_python_take_an_address(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    remote.clear()
    graphs = ["--graph-store", remote.graph_store]
    (tmp_path / "a.txt").write_text("Marta Oduya runs Port Salo. Port Salo lies in Norland. She met Jon Brae in May.")
    assert run(["build", "a.txt", "--store", remote.url, *graphs, "--date", "2025-09-22", "--infer"]) == 0
    out, err = capfd.readouterr()
    assert "graph/ holds 1 document" in out
    assert f"named graphs of {remote.url} changed" in err
    assert run(["build", "a.txt", "--store", remote.url, *graphs, "--date", "2025-09-22", "--infer"]) == 0
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
