"""Graphs of both kinds, memory and embedded: the same behaviour is expected of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kg.graph.rdf.dataset import memory
from kg.graph.store.directory import open_directory
from kg.graph.store.write import write_directory, write_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.store.write import Written
    from kg.model import Extraction


@dataclass(frozen=True)
class Place:
    """A graph of one kind: how it is written, and what is read of it then."""

    write: Callable[[Iterable[Extraction]], Written]
    read: Callable[[], Dataset]


@pytest.fixture(params=["memory", "embedded"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty graph of each kind."""
    if request.param == "memory":
        dataset = memory()
        return Place(lambda extractions: write_memory(dataset, extractions), lambda: dataset)
    directory = tmp_path / "graph"
    write_directory(directory, [])
    return Place(lambda extractions: write_directory(directory, extractions), lambda: open_directory(directory))
