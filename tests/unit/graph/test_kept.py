"""What is computed of a whole graph is read back, and nothing but records is made of what is read."""

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from graph_examples import directory_of, harbour

import kg
from kg.graph.kept import kept
from kg.graph.store.directory import current_store, open_directory


class Hostile:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, ("hostile",)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    directory_of(tmp_path / "graph", harbour())
    return tmp_path / "graph"


def files(graph: Path) -> list[Path]:
    return sorted((graph / str(current_store(graph))).glob("kept-*"))


def test_a_result_is_computed_once_for_a_graph(graph: Path) -> None:
    found = kg.open(graph).stats()
    assert [each.name.split("-")[1] for each in files(graph)] == ["stats"]
    assert kept(open_directory(graph), "stats", lambda: pytest.fail("it is there")) == found
    directory_of(graph, harbour("Changed."))
    assert files(graph) == []
    assert kept(open_directory(graph), "number", lambda: 1) == kept(open_directory(graph), "number", lambda: 2) == 1


def test_a_result_of_another_ontology_is_computed_again(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(open_directory(graph), "number", lambda: 1) == 1
    monkeypatch.setattr("kg.graph.kept.ontology_hash", lambda: "0" * 16)
    assert kept(open_directory(graph), "number", lambda: 2) == 2


@pytest.mark.parametrize("method", ["counts", "stats", "conflicts", "stories", "told"])
def test_what_is_read_back_is_what_was_computed(graph: Path, method: str) -> None:
    assert getattr(kg.open(graph), method)() == getattr(kg.open(graph), method)()


def test_counts_are_those_of_the_records_that_were_read(graph: Path) -> None:
    read, other = kg.open(graph), kg.open(graph)
    assert read.contents.documents
    found = read.counts()
    (file,) = files(graph)
    file.unlink()
    assert found == other.counts()


@pytest.mark.parametrize("content", [b"", b"nonsense", pickle.dumps(Hostile()), pickle.dumps(Path("x"))])
def test_what_is_no_record_is_neither_made_nor_run(
    graph: Path, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = kg.open(graph).stats()
    (file,) = files(graph)
    file.write_bytes(content)
    assert kg.open(graph).stats() == found
    assert not Path("hostile").exists()
    assert file.read_bytes() != content
