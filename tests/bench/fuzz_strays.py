"""Random triples put into a graph, after which every command and every build must answer; run as a program.

python tests/bench/fuzz_strays.py [EXAMPLES [SEED]]
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings

sys.path[:0] = [str(Path(__file__).parents[1] / "unit/graph"), str(Path(__file__).parents[1] / "unit/graph/facts")]


def main() -> None:
    from graph_examples import directory_of, harbour
    from stray_triples import strays
    from test_columns import try_strays

    from kg.graph.infer import infer_directory
    from kg.graph.rdf.dataset import inner_store
    from kg.graph.store.directory import open_directory

    examples, start = (*map(int, sys.argv[1:]), 100, 0)[:2] if len(sys.argv) < 3 else map(int, sys.argv[1:3])
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder, "graph")
        directory_of(base, harbour(), harbour("", "two"))
        infer_directory(base)
        store = inner_store(open_directory(base))
        assert store is not None

        @seed(start)
        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(strays(store))
        def attempt(quads: list[object]) -> None:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                try_strays(base, quads)  # type: ignore[arg-type]  # quads

        attempt()
    print(f"{examples} graphs with strays: every command and build answered; {time.monotonic() - begun:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
