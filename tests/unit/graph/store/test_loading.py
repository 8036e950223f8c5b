"""Large loads: what they leave is what small ones leave, and they take no longer than Oxigraph needs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from generated import extractions
from graph_examples import graph_of, harbour
from kg.graph.rdf.statements import graph_lines

from kg.graph.export import nquads
from kg.graph.rdf.dataset import EmbeddedStore, named_graph
from kg.graph.store import loading
from kg.graph.store.directory import open_directory
from kg.graph.store.write import write_directory

SMALL = 500


SLOWER = 2


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
        write_directory(tmp_path / "small", [document])
    monkeypatch.setattr("sys.executable", interpreter)
    write_directory(tmp_path / "large", documents)
    small, large = open_directory(tmp_path / "small"), open_directory(tmp_path / "large")
    assert nquads(large) == nquads(small)
    assert isinstance(small.store, EmbeddedStore)
    assert isinstance(large.store, EmbeddedStore)
    merged = ox.DefaultGraph()
    assert named_graph(large.store.inner, merged) == named_graph(small.store.inner, merged) != set()
    assert not list((tmp_path / "large").glob("building-*"))


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE") or os.geteuid() != 0, reason="Linux lets root alone take it back")
@pytest.mark.usefixtures("large")
def test_after_a_large_load_no_thread_is_kept_waiting(tmp_path: Path) -> None:
    write_directory(tmp_path / "graph", [harbour("", f"number {number}") for number in range(8)])
    assert {os.sched_getscheduler(int(thread.name)) for thread in Path("/proc/self/task").iterdir()} == {os.SCHED_OTHER}


def test_writing_takes_little_more_than_loading(tmp_path: Path) -> None:
    """In processor time, which a busy machine stretches little, against Oxigraph's own loading right before."""
    found = list(extractions(SMALL))
    lines = [(graph.iri, line) for graph in map(graph_lines, found) for line in graph.lines]
    quads = "".join([f"{line} <{iri}> .\n{line} .\n" for iri, line in lines]).encode()
    begin = time.process_time()
    store = ox.Store(str(tmp_path / "bare"))
    store.bulk_load(quads, ox.RdfFormat.N_QUADS, lenient=True)
    store.optimize()
    bare = time.process_time() - begin
    begin = time.process_time()
    write_directory(tmp_path / "graph", found)
    took = time.process_time() - begin
    assert took < SLOWER * bare, f"{took:.2f} s of processor time to write what Oxigraph loads in {bare:.2f} s"


def test_many_documents_are_loaded_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.store.loading._BATCH", 50_000)
    found = [harbour("", f"d{number}") for number in range(12)]
    write_directory(tmp_path / "graph", found)
    dataset = graph_of(*found)
    assert nquads(open_directory(tmp_path / "graph")) == nquads(dataset)
