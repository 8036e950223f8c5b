"""A graph made by hand, in a directory, for the commands to ask."""

from pathlib import Path

import pytest
from graph_examples import directory_of, harbour

from kg.graph.infer import infer_directory


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the harbour's graph, with what follows from it."""
    out = tmp_path_factory.mktemp("cli") / "graph"
    directory_of(out, harbour())
    infer_directory(out)
    return out
