"""Graphs of both kinds, memory and embedded: the same behaviour is expected of either."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from graph_examples import directory_of, graph_of
from rdflib import Dataset

from kg.graph.store.directory import open_directory
from kg.model import Extraction


@dataclass(frozen=True)
class Place:
    """A graph of one kind: what was found in documents goes in, and the graph of all that went in comes out."""

    write: Callable[..., Dataset]


@pytest.fixture(params=["memory", "embedded"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty graph of each kind."""
    kept: list[Extraction] = []

    def in_memory(*found: Extraction) -> Dataset:
        kept.extend(found)
        return graph_of(*kept)

    def embedded(*found: Extraction) -> Dataset:
        directory_of(tmp_path / "graph", *found)
        return open_directory(tmp_path / "graph")

    return Place(in_memory if request.param == "memory" else embedded)
