"""A store that is open stays; one process writes."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from graph_examples import empty_directory

from kg.graph.rdf.dataset import EmbeddedStore
from kg.graph.store.directory import current_store, open_directory
from kg.graph.store.locks import ReadLock, remove_unread
from kg.graph.store.write import write_graph

if TYPE_CHECKING:
    from pathlib import Path


def write(directory: Path, number: int) -> None:
    write_graph(directory, "http://g", [("http://a", "http://b", f"http://c/{number}")])


def test_a_store_that_is_open_stays_through_any_number_of_writes(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    empty_directory(directory)
    write(directory, 1)
    first = current_store(directory)
    assert first is not None
    store = open_directory(directory).store
    assert isinstance(store, EmbeddedStore)
    for number in range(2, 5):
        write(directory, number)
    assert (directory / first).is_dir()
    answer = store.inner.query("ASK { GRAPH <http://g> { <http://a> <http://b> <http://c/1> } }")
    assert bool(answer)
    del store, answer
    gc.collect()
    write(directory, 5)
    assert not (directory / first).exists()
    assert len([path for path in directory.iterdir() if path.is_dir()]) == 2


def test_a_directory_is_removed_once_it_is_unlocked(tmp_path: Path) -> None:
    store = tmp_path / "store-1"
    store.mkdir()
    lock = ReadLock(store)
    remove_unread(store)
    assert store.is_dir()
    del lock
    remove_unread(store)
    assert not store.exists()
    remove_unread(store)
    with pytest.raises(FileNotFoundError):
        ReadLock(store)
