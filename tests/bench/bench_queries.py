"""Times every named query on a generated graph: `python tests/bench/bench_queries.py [STATEMENTS]`.

Each is asked with entities of middling frequency, as the bench's graph has them; the better of two runs counts.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from generated import extractions, name

from kg.graph.queries import query_named
from kg.graph.store import open_directory, write_directory
from kg.queryfile import QueryFile, read_queries

ASKED = {
    "about-entity": {"name": name("Person", 20)},
    "agreements": {"name": name("Agreement", 6)},
    "attacks": {"name": name("City", 12)},
    "between": {"one": name("Person", 20), "other": name("Person", 3)},
    "in-common": {"one": name("Person", 20), "other": name("Person", 30)},
    "happened-at": {"name": name("City", 12)},
    "located-in": {"name": name("Country", 2)},
    "low-confidence": {"below": "0.31"},
    "where-from": {"subject": name("Person", 20), "relation": "metWith"},
    "who-owns-what": {"name": name("Company", 8)},
    "who-took-part": {"name": name("Meeting", 7)},
}
"""What is asked where a person of middling frequency will not do."""


def values_of(query: QueryFile) -> dict[str, str]:
    """The values that a query is timed with."""
    if query.name in ASKED:
        return ASKED[query.name]
    values = {"day": "2024-05-17"} if any(parameter.kind == "day" for parameter in query.parameters) else {}
    return values | {parameter.name: name("Person", 25) for parameter in query.parameters if parameter.kind == "name"}


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(statements: int) -> None:
    """Build the graph, ask every query, print the times."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        write_directory(Path(folder) / "graph", extractions(statements))
        took = time.perf_counter() - begin
        say(f"{statements:,} statements written in {took:.0f} s ({statements / took:,.0f} a second)")
        dataset = open_directory(Path(folder) / "graph")
        times = []
        for query in read_queries("answer").values():
            best, rows = float("inf"), 0
            for _ in range(2):
                begin = time.perf_counter()
                rows = len(query_named(dataset, query.name, values_of(query)))
                best = min(best, time.perf_counter() - begin)
            times.append(best)
            say(f"{query.name:20} {rows:6,} rows {best * 1000:9.1f} ms")
        low, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        say(f"median {low * 1000:.0f} ms, 95th percentile {high * 1000:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
