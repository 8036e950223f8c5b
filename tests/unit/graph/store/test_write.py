"""A graph is written whole or not at all, and alike in memory and in a directory."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, harbour
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings
from kg.graph.rdf.statements import triples

from kg.errors import StoreError
from kg.graph.export import nquads
from kg.graph.facts.reader import read_contents
from kg.graph.rdf.dataset import EmbeddedStore, memory, named_graph
from kg.graph.rdf.iris import document_iri
from kg.graph.rdf.terms import ntriple
from kg.graph.store.directory import open_directory
from kg.graph.store.write import write_directory, write_memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Place
    from rdflib import Dataset

    from kg.model import Extraction


def graph_of(text: str, document_id: str) -> list[str]:
    """The lines of one document's named graph."""
    end = f" <{document_iri(document_id)}> ."
    return [line for line in text.split("\n") if line.endswith(end)]


def default_graph(dataset: Dataset) -> set[str]:
    assert isinstance(dataset.store, EmbeddedStore)
    return named_graph(dataset.store.inner, ox.DefaultGraph())


def files(directory: Path) -> dict[str, int]:
    return {str(path.relative_to(directory)): path.stat().st_mtime_ns for path in sorted(directory.rglob("*"))}


def test_what_is_written_is_read(place: Place) -> None:
    written = place.write([harbour(HOSTILE), harbour("", "two")])
    assert (written.added, written.changed, written.unchanged) == (["harbour", "two"], [], [])
    iri, found = triples(harbour(HOSTILE))
    assert set(graph_of(nquads(place.read()), "harbour")) == {f"{ntriple(triple)} <{iri}> ." for triple in found}


def test_the_same_input_again_changes_nothing(place: Place) -> None:
    place.write([harbour(HOSTILE), harbour("", "two")])
    before = nquads(place.read())
    written = place.write([harbour("", "two"), harbour(HOSTILE)])
    assert (written.added, written.changed, written.unchanged) == ([], [], ["two", "harbour"])
    assert nquads(place.read()) == before


def test_a_changed_document_replaces_its_own_graph_exactly(place: Place) -> None:
    place.write([harbour(), harbour("", "two")])
    before = nquads(place.read())
    base = harbour("Corrected.")
    changed = replace(base, facts=base.facts[:2], claims=(), entities=base.entities)
    written = place.write([changed])
    after = nquads(place.read())
    assert (written.added, written.changed, written.unchanged) == ([], ["harbour"], [])
    iri, found = triples(changed)
    assert set(graph_of(after, "harbour")) == {f"{ntriple(triple)} <{iri}> ." for triple in found}
    assert graph_of(after, "two") == graph_of(before, "two")
    assert {entity.label for entity in read_contents(place.read()).entities} >= {"Jon Brae", "Norland"}


def test_two_documents_of_one_id_are_refused(place: Place) -> None:
    with pytest.raises(StoreError, match="two documents have the id 'two'"):
        place.write([harbour("", "two"), harbour("x", "two")])


@given(found=extractions("a"), other=extractions("b"))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_memory_and_directory_hold_the_same(
    found: Extraction, other: Extraction, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("graphs") / "graph"
    dataset = memory()
    for batch in ([found, other], [replace(other, document=replace(other.document, id="a"))]):
        assert write_memory(dataset, batch) == write_directory(directory, batch)
        embedded = open_directory(directory)
        assert nquads(dataset) == nquads(embedded)
        assert read_contents(dataset) == read_contents(embedded)
        assert default_graph(embedded) == {line.rpartition(" <")[0] for line in nquads(dataset).split("\n")[:-1]}
        again = write_directory(directory, batch)
        assert (again.added, again.changed) == ([], [])


def test_a_write_of_the_same_leaves_every_file_of_the_store_alone(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    write_directory(directory, [harbour()])
    before = files(directory)
    write_directory(directory, [harbour()])
    assert files(directory) == before


def failing() -> Iterator[Extraction]:
    yield harbour("Changed.")
    raise RuntimeError("in the middle")


def test_a_failure_in_the_middle_leaves_the_old_graph(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    write_directory(directory, [harbour()])
    before = nquads(open_directory(directory))
    with pytest.raises(RuntimeError):
        write_directory(directory, failing())
    assert nquads(open_directory(directory)) == before
    assert write_directory(directory, [harbour("Changed.")]).changed == ["harbour"]
    assert not list(directory.glob("building-*"))


def test_a_failure_of_the_first_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        write_directory(tmp_path / "graph", failing())
    assert not (tmp_path / "graph").exists()


def run(code: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    here = str(Path(__file__).parent)
    return subprocess.run(
        [sys.executable, "-c", dedent(code), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([here, *sys.path]), **environment},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("moment", ["extracting", "loading", "publishing"])
def test_a_killed_writer_leaves_the_old_graph(tmp_path: Path, moment: str) -> None:
    directory = tmp_path / "graph"
    write_directory(directory, [harbour()])
    before = nquads(open_directory(directory))
    result = run(
        """
        import os, signal, sys
        from pathlib import Path
        from graph_examples import harbour
        from kg.graph.store import directory, loading
        from kg.graph.store.write import write_directory
        die = lambda *rest: os.kill(os.getpid(), signal.SIGKILL)
        def found():
            yield harbour("Changed.")
            if sys.argv[2] == "extracting":
                die()
        if sys.argv[2] == "loading":
            load = loading._load
            loading._load = lambda *rest: (load(*rest), die())
        if sys.argv[2] == "publishing":
            directory._write_marker = die
        write_directory(Path(sys.argv[1]), found())
        """,
        directory, moment,
    )  # fmt: skip
    assert result.returncode == -9, result.stderr
    assert nquads(open_directory(directory)) == before
    assert write_directory(directory, [harbour("Changed.")]).changed == ["harbour"]
    assert read_contents(open_directory(directory)).documents[0].text.startswith("Changed.")


def test_a_writer_killed_before_the_first_publication_does_not_make_the_directory_foreign(tmp_path: Path) -> None:
    result = run(
        """
        import os, signal, sys
        from pathlib import Path
        from kg.graph.store.write import write_directory
        def found():
            os.kill(os.getpid(), signal.SIGKILL)
            yield
        write_directory(Path(sys.argv[1]), found())
        """,
        tmp_path / "graph",
    )
    assert result.returncode == -9, result.stderr
    assert nquads(open_directory(tmp_path / "graph")) == ""
    assert write_directory(tmp_path / "graph", [harbour()]).added == ["harbour"]


def test_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from graph_examples import HOSTILE, harbour
        from kg.graph.export import export
        from kg.graph.rdf.dataset import memory
        from kg.graph.store.directory import open_directory
        from kg.graph.store.write import write_directory
        from kg.graph.store.write import write_memory
        found = [harbour(HOSTILE), harbour("", "two")]
        write_directory(Path(sys.argv[1]), found)
        dataset = memory()
        write_memory(dataset, reversed(found))
        for form in ("nquads", "trig", "ttl", "jsonld", "csv"):
            one, other = export(open_directory(Path(sys.argv[1])), form), export(dataset, form)
            assert one == other, form
            sys.stdout.buffer.write(one.encode())
        """
    results = [run(code, tmp_path / seed, PYTHONHASHSEED=seed, TZ=f"UTC-{seed}") for seed in ("0", "1", "7")]
    assert [result.stderr for result in results] == ["", "", ""]
    assert results[0].stdout == results[1].stdout == results[2].stdout != ""
