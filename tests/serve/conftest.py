"""Servers to ask: `kg serve` as a process of its own, on a port of this machine."""

import http.client
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from graph_examples import directory_of, harbour
from rdflib import RDF

from kg.graph.store.write import write_graph

W3C = "http://kasei.us/2009/09/sparql/data/"
"""Where W3C's tests of the protocol have their data."""


@dataclass(frozen=True)
class Reply:
    """An answer: its status, its headers by their names in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        assert self.status == 200, self.text
        return json.loads(self.body)

    def rows(self) -> list[dict[str, str]]:
        """The rows of results in JSON, as plain strings."""
        return [{name: term["value"] for name, term in row.items()} for row in self.json["results"]["bindings"]]


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int
    graph: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        *,
        host: str | None = None,
    ) -> Reply:
        """One request, with no header but those that are named, and `Content-Length`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", f"127.0.0.1:{self.port}" if host is None else host)
            data = body.encode() if isinstance(body, str) else body
            if data is not None:
                connection.putheader("Content-Length", str(len(data)))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders(data)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str | None = None, **fields: str | list[str]) -> Reply:
        """A query by GET."""
        encoded = urlencode({"query": text, **fields}, doseq=True)
        return self.send("GET", f"/sparql?{encoded}", {"Accept": accept} if accept is not None else {})


@contextmanager
def served(graph: Path, *options: str) -> Iterator[Server]:
    """A server on `graph`, which is stopped at the end."""
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(graph), "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    )  # a group of its own, as a shell gives it
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line := process.stdout.readline())
        assert found, line
        yield Server(process, int(found[1]), graph)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles that state the same facts, and the graphs of W3C's tests."""
    directory = tmp_path_factory.mktemp("serve") / "graph"
    directory_of(directory, harbour(), harbour("Early news.", "second"))
    for name in (f"{W3C}data{number}.rdf" for number in (1, 2, 3)):
        write_graph(directory, name, [(name, str(RDF.type), "http://xmlns.com/foaf/0.1/Document")])
    return directory


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[Server]:
    """A server that only reads, with tight limits."""
    with served(graph, "--timeout", "3", "--max-rows", "500", "--max-memory", "1024") as running:
        yield running


@pytest.fixture(scope="module")
def writable(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that takes decisions, on a graph that tests may write."""
    copy = shutil.copytree(graph, tmp_path_factory.mktemp("writable") / "graph")
    with served(copy, "--allow-decisions") as running:
        yield running


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[Server]]:
    """`served`."""
    return served


@pytest.fixture(scope="session")
def wait_until() -> Callable[[Callable[[], bool], float], bool]:
    """Wait until something is so, at most so many seconds; whether it is."""

    def wait(condition: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    return wait
