"""One graph of each kind: in memory, in a directory, on an Oxigraph server, on a Virtuoso server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import servers
from places import Directory, Memory, Place, Remote

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ["memory", "embedded", "oxigraph", "virtuoso"]


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    if servers.oxigraph_program() is None:
        pytest.skip("there is no oxigraph program: uv sync installs it")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    if servers.virtuoso_program() is None:
        pytest.skip("there is no virtuoso-t: apt-get install virtuoso-opensource-7-bin installs it")
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session", autouse=True)
def login() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KG_STORE_USER", servers.USER)
        environment.setenv("KG_STORE_PASSWORD", servers.PASSWORD)
        yield


@pytest.fixture(scope="module", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place for a graph; what an earlier test has left there is gone once it is cleared."""
    if request.param == "memory":
        return Memory()
    if request.param == "embedded":
        return Directory(tmp_path_factory.mktemp("graphs"))
    return Remote(request.getfixturevalue(request.param).url, tmp_path_factory.mktemp("published"))


@pytest.fixture
def empty(place: Place) -> Place:
    """The same place with no graph in it."""
    place.clear()
    return place


@pytest.fixture(scope="module", params=KINDS[2:])
def remote(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Remote:
    """A place on a server."""
    return Remote(request.getfixturevalue(request.param).url, tmp_path_factory.mktemp("published"))
