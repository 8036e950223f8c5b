"""Graphs in a directory and on a server, which are compared with those in memory."""

from collections.abc import Iterator

import pytest
import servers
from places import Directory, Place, Remote

KINDS = ["embedded", "oxigraph"]


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    if servers.oxigraph_program() is None:
        pytest.skip("there is no oxigraph program: uv sync installs it")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def union(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A server whose default graph is the union of all named ones."""
    if servers.oxigraph_program() is None:
        pytest.skip("there is no oxigraph program: uv sync installs it")
    with servers.oxigraph(tmp_path_factory.mktemp("union"), "--union-default-graph") as server:
        yield server


@pytest.fixture(scope="module", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place for a graph; what an earlier test has left there is gone once it is cleared."""
    if request.param == "embedded":
        return Directory(tmp_path_factory.mktemp("graphs"))
    return Remote(request.getfixturevalue(request.param), tmp_path_factory.mktemp("published"))


@pytest.fixture
def empty(place: Place) -> Place:
    """The same place with no graph in it."""
    place.clear()
    return place


@pytest.fixture(scope="module", params=["oxigraph", "union"])
def remote(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Remote:
    """A place on a server."""
    return Remote(request.getfixturevalue(request.param), tmp_path_factory.mktemp("published"))
