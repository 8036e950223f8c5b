"""A graph is written whole or not at all, and alike in memory and in a directory."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from graph_examples import HOSTILE, contents_of, directory_of, graph_of, harbour, put
from graph_strategies import extractions
from hypothesis import HealthCheck, given, settings

from kg.graph.exchange.writers import nquads
from kg.graph.facts.reader import read_contents
from kg.graph.rdf.dataset import inner_store
from kg.graph.rdf.naming import DEFAULT
from kg.graph.store.directory import open_directory, writing_directory
from kg.graph.store.write import project_directory, write_graph, write_memory_graph
from kg.model import Extraction
from kg.records.codec import document_hash

if TYPE_CHECKING:
    from conftest import Place


def lines_of(text: str, extraction: Extraction) -> list[str]:
    """The lines of one document's named graph."""
    iri = DEFAULT.document(document_hash(extraction.document.text, extraction.document.date))
    return [line for line in text.split("\n") if line.endswith(f" <{iri}> .")]


def files(directory: Path) -> dict[str, int]:
    return {str(path.relative_to(directory)): path.stat().st_mtime_ns for path in sorted(directory.rglob("*"))}


def test_what_is_written_is_read(place: Place) -> None:
    text = nquads(place.write(harbour(HOSTILE), harbour("", "two")))
    alone = nquads(graph_of(harbour(HOSTILE)))
    assert lines_of(text, harbour(HOSTILE)) == lines_of(alone, harbour(HOSTILE)) != []


def test_the_same_input_again_changes_nothing(place: Place) -> None:
    before = nquads(place.write(harbour(HOSTILE), harbour("", "two")))
    assert nquads(place.write(harbour("", "two"), harbour(HOSTILE))) == before


def test_a_changed_document_replaces_its_own_graph_exactly(place: Place) -> None:
    before = nquads(place.write(harbour(), harbour("", "two")))
    base = harbour("Corrected.")
    changed = replace(base, facts=base.facts[:2], claims=(), entities=base.entities)
    after = nquads(place.write(changed))
    assert lines_of(after, changed) == lines_of(nquads(graph_of(changed)), changed)
    assert lines_of(after, harbour()) == []
    assert lines_of(after, harbour("", "two")) == lines_of(before, harbour("", "two"))
    assert {entity.label for entity in contents_of(changed, harbour("", "two")).entities} >= {"Jon Brae", "Norland"}


def test_two_documents_of_one_id_are_told_apart_by_their_paths(place: Place) -> None:
    other = harbour("x", "two")
    other = replace(other, document=replace(other.document, path="/else/two.txt"))
    found = read_contents(place.write(harbour("", "two"), other))
    assert [document.id for document in found.documents] == ["else/two", "me/two"]


@given(found=extractions("a"), other=extractions("b"))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_memory_and_directory_hold_the_same(
    found: Extraction, other: Extraction, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("graphs") / "graph"
    moved = replace(other, document=replace(other.document, id="a"))
    for batch, held in (([found, other], [found, other]), ([moved], [moved, other])):
        directory_of(directory, *batch)
        embedded, dataset = open_directory(directory), graph_of(*held)
        if found.document.id == other.document.id:
            continue
        assert nquads(dataset) == nquads(embedded)
        assert read_contents(dataset) == read_contents(embedded)
        store = inner_store(embedded)
        assert store is not None
        assert not list(store.named_graphs())
        assert not directory_of(directory, *batch).anything


def test_a_write_of_the_same_leaves_every_file_of_the_store_alone(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    before = files(directory)
    directory_of(directory, harbour())
    after = files(directory)
    assert {name: when for name, when in after.items() if "records" not in name} == {
        name: when for name, when in before.items() if "records" not in name
    }


def test_a_failure_in_the_middle_leaves_the_old_graph(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    before = nquads(open_directory(directory))
    with writing_directory(directory) as records:
        put(records, [harbour("Changed.")])
        with pytest.raises(RuntimeError):
            project_directory(directory, records, watch=failing)
    assert nquads(open_directory(directory)) == before
    assert directory_of(directory).added == ["harbour"], "the records are there, and the graph follows"
    assert not list(directory.glob("building-*"))


def failing(_documents: list[object]) -> list[object]:
    raise RuntimeError("in the middle")


def test_a_failure_of_the_first_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writing_directory(tmp_path / "graph"):
        raise RuntimeError("in the middle")
    assert not (tmp_path / "graph").exists()


def test_another_graph_is_replaced_whole_in_memory_and_in_a_directory(tmp_path: Path) -> None:
    directory_of(tmp_path / "graph", harbour())
    dataset = graph_of(harbour())
    for names in ("ab", "bc", "bc", ""):
        triples = [("http://s", "http://p", f"http://{name}") for name in names]
        write_graph(tmp_path / "graph", "http://g", list(triples))
        write_memory_graph(dataset, "http://g", list(triples))
        assert nquads(open_directory(tmp_path / "graph")) == nquads(dataset)
        assert nquads(dataset).count(" <http://g> .") == len(names)


def run(code: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    here = str(Path(__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-c", dedent(code), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([here, *sys.path]), **environment},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("moment", ["recording", "loading", "publishing"])
def test_a_killed_writer_leaves_the_old_graph(tmp_path: Path, moment: str) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    before = nquads(open_directory(directory))
    result = run(
        """
        import os, signal, sys
        from pathlib import Path
        from graph_examples import harbour, put
        from kg.graph.store import directory
        from kg.graph.store.directory import writing_directory
        from kg.graph.store.write import project_directory
        die = lambda *rest: os.kill(os.getpid(), signal.SIGKILL)
        if sys.argv[2] == "loading":
            load = directory._load
            directory._load = lambda *rest: (load(*rest), die())
        if sys.argv[2] == "publishing":
            directory._write_marker = die
        with writing_directory(Path(sys.argv[1])) as records:
            changed = harbour("Changed.")
            if sys.argv[2] == "recording":
                records.put(changed.document, changed)
                die()
            put(records, [changed])
            project_directory(Path(sys.argv[1]), records)
        """,
        directory, moment,
    )  # fmt: skip
    assert result.returncode == -9, result.stderr
    assert nquads(open_directory(directory)) == before
    finished = directory_of(directory, harbour("Changed.")).added == []
    assert finished == (moment == "publishing"), "what the records hold already is finished by the next writer"
    assert nquads(open_directory(directory)) == nquads(graph_of(harbour("Changed.")))


def test_a_writer_killed_before_the_first_publication_does_not_make_the_directory_foreign(tmp_path: Path) -> None:
    result = run(
        """
        import os, signal, sys
        from pathlib import Path
        from kg.graph.store.directory import writing_directory
        with writing_directory(Path(sys.argv[1])):
            os.kill(os.getpid(), signal.SIGKILL)
        """,
        tmp_path / "graph",
    )
    assert result.returncode == -9, result.stderr
    assert nquads(open_directory(tmp_path / "graph")) == ""
    assert directory_of(tmp_path / "graph", harbour()).added == ["harbour"]


def test_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from graph_examples import HOSTILE, directory_of, graph_of, harbour
        from kg.api import Graph
        from kg.graph.store.directory import open_directory
        found = [harbour(HOSTILE), harbour("", "two")]
        directory_of(Path(sys.argv[1]), *found)
        dataset = graph_of(*reversed(found))
        for form in ("nquads", "trig", "ttl", "csv"):
            one, other = (Graph(each).export(form) for each in (open_directory(Path(sys.argv[1])), dataset))
            assert one == other, form
            sys.stdout.buffer.write(one.encode())
        """
    results = [run(code, tmp_path / seed, PYTHONHASHSEED=seed, TZ=f"UTC-{seed}") for seed in ("0", "1", "7")]
    assert [result.stderr for result in results] == ["", "", ""]
    assert results[0].stdout == results[1].stdout == results[2].stdout != ""
