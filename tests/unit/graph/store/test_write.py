"""A graph is written whole or not at all, and alike in memory and in a directory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from graph_examples import directory_of, graph_of, harbour

from kg.graph.exchange.writers import nquads
from kg.graph.store.directory import open_directory
from kg.graph.store.write import write_graph, write_memory_graph

if TYPE_CHECKING:
    pass


def files(directory: Path) -> dict[str, int]:
    return {str(path.relative_to(directory)): path.stat().st_mtime_ns for path in sorted(directory.rglob("*"))}


def test_a_write_of_the_same_leaves_every_file_of_the_store_alone(tmp_path: Path) -> None:
    directory = tmp_path / "graph"
    directory_of(directory, harbour())
    before = files(directory)
    directory_of(directory, harbour())
    after = files(directory)
    assert {name: when for name, when in after.items() if "records" not in name} == {
        name: when for name, when in before.items() if "records" not in name
    }


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
    results = [run(code, tmp_path / seed, PYTHONHASHSEED=seed, TZ=f"UTC-{seed}") for seed in ("0", "7")]
    assert [result.stderr for result in results] == ["", ""]
    assert results[0].stdout == results[1].stdout != ""
