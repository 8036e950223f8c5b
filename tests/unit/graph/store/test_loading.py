"""Large loads: what they leave is what small ones leave, and they take no longer than Oxigraph needs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from generated import extractions
from graph_examples import directory_of, graph_of, harbour, put

from kg.graph.export import nquads
from kg.graph.rdf.dataset import inner_store, named_graph
from kg.graph.store import loading
from kg.graph.store.directory import open_directory, writing_directory
from kg.graph.store.write import project_directory

SMALL = 500


SLOWER = 4
"""What else there is to do: records are read and written out as triples, and support is counted."""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch is loaded at once, so that a few documents make a large load."""
    monkeypatch.setattr(loading, "_BATCH", 1)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("interpreter", [sys.executable, "/bin/false", ""])
def test_a_large_load_leaves_what_small_ones_leave(
    tmp_path: Path, interpreter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [harbour("", f"number {number}") for number in range(8)]
    for document in documents:
        directory_of(tmp_path / "small", document)
    monkeypatch.setattr("sys.executable", interpreter)
    directory_of(tmp_path / "large", *documents)
    small, large = open_directory(tmp_path / "small"), open_directory(tmp_path / "large")
    assert nquads(large) == nquads(small)
    store = inner_store(large)
    assert store is not None
    assert named_graph(store, ox.DefaultGraph()) == set(), "each triple stands in a named graph"
    assert not list((tmp_path / "large").glob("building-*"))


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE") or os.geteuid() != 0, reason="Linux lets root alone take it back")
@pytest.mark.usefixtures("large")
def test_after_a_large_load_no_thread_is_kept_waiting(tmp_path: Path) -> None:
    directory_of(tmp_path / "graph", *(harbour("", f"number {number}") for number in range(8)))
    assert {os.sched_getscheduler(int(thread.name)) for thread in Path("/proc/self/task").iterdir()} == {os.SCHED_OTHER}


def test_projecting_takes_little_more_than_loading(tmp_path: Path) -> None:
    """In processor time, which a busy machine stretches little, against Oxigraph's own loading right before."""
    directory = tmp_path / "graph"
    found = list(extractions(SMALL))
    quads = nquads(graph_of(*found)).encode()
    begin = time.process_time()
    store = ox.Store(str(tmp_path / "bare"))
    store.bulk_load(quads, ox.RdfFormat.N_QUADS, lenient=True)
    store.optimize()
    bare = time.process_time() - begin
    with writing_directory(directory) as records:
        put(records, found)
        begin = time.process_time()
        project_directory(directory, records)
        took = time.process_time() - begin
    assert took < SLOWER * bare, f"{took:.2f} s of processor time to write what Oxigraph loads in {bare:.2f} s"


def test_many_documents_are_loaded_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.store.loading._BATCH", 50_000)
    found = [harbour("", f"d{number}") for number in range(12)]
    directory_of(tmp_path / "graph", *found)
    dataset = graph_of(*found)
    assert nquads(open_directory(tmp_path / "graph")) == nquads(dataset)
