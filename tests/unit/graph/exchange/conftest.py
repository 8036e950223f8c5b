"""The seed's graph, from the golden file, and one of hostile texts: every export is loaded by whom it is made for."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, graph_of, harbour

from kg.api import Graph
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on

GOLDEN = Path(__file__).parents[3] / "golden/seed.nq"


@pytest.fixture(scope="package")
def seed() -> Graph:
    store = ox.Store()
    store.bulk_load(path=str(GOLDEN), format=ox.RdfFormat.N_QUADS)
    return Graph(dataset_on(EmbeddedStore(store), union=True))


@pytest.fixture(scope="package")
def hostile() -> Graph:
    return Graph(graph_of(harbour(HOSTILE), harbour("", "two")))


@pytest.fixture(params=["seed", "hostile"])
def graph(request: pytest.FixtureRequest) -> Graph:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Graph)
    return found
