"""A graph made by hand, in a directory, for the commands to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graph_examples import directory_of, harbour

from kg.graph.infer import infer_directory

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the harbour's graph, with what follows from it."""
    out = tmp_path_factory.mktemp("cli") / "graph"
    directory_of(out, harbour())
    infer_directory(out)
    return out
