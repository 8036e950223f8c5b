"""Times every named query on a generated graph: `python tests/bench/bench_queries.py [STATEMENTS] [--graph DIR]`.

Each is asked about a frequent, a middling and a rare entity, and about nobody in particular where it may be, three
times each; then the whole command `kg query` is run, each time in a new process. With --graph, a directory that an
earlier run wrote with as many statements is asked, or written if it is not there. Times are of the clock; beside them
stands what the questions took of the processor, which tells more where other programs are busy.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from generated import frequency, name, write

from kg.graph.query.execution import query_named
from kg.graph.query.files import QueryFile, read_queries
from kg.graph.store.directory import open_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMES = 3
COLD = 5
CLASSES = {
    "agreements": "Agreement",
    "attacks": "City",
    "happened-at": "City",
    "located-in": "Country",
    "who-owns-what": "Company",
    "who-took-part": "Meeting",
}
"""What is asked about where a person will not do."""


def asked(query: QueryFile, statements: int) -> Iterator[tuple[str, dict[str, str]]]:
    """The values that a query is timed with, and whom they ask about."""
    others = {}
    if any(parameter.kind == "day" for parameter in query.parameters):
        others["day"] = "2024-05-17"
    if query.name == "low-confidence":
        others["below"] = "0.31"
    if query.name == "where-from":
        others["relation"] = "metWith"
    names = [parameter for parameter in query.parameters if parameter.kind == "name"]
    if query.name == "where-from":
        names = [parameter for parameter in names if parameter.name == "subject"]
    cls = CLASSES.get(query.name, "Person")
    for how, place in frequency(statements, cls).items() if names else ():
        places = (place, 3) if len(names) > 1 else (place,)
        yield how, others | {parameter.name: name(cls, at) for parameter, at in zip(names, places, strict=True)}
    if all(parameter.optional for parameter in query.parameters if parameter.name not in others):
        yield "nobody", others


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def used() -> float:
    """The processor time, in seconds, of this process and of those that it started and that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def peak() -> int:
    """The most memory that this process had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def spread(times: list[float]) -> str:
    """The median, the 95th percentile and the most, in milliseconds."""
    high = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"{statistics.median(times) * 1000:7.0f} {high * 1000:7.0f} {max(times) * 1000:7.0f}"


def main(statements: int, directory: Path, only: list[str]) -> None:
    """Build the graph, if need be, ask every query, print the times."""
    if not directory.exists():
        begin, before = time.perf_counter(), used()
        write(directory, statements)
        took, busy = time.perf_counter() - begin, used() - before
        say(f"{statements:,} statements made and written in {took:.0f} s ({statements / took:,.0f} a second)")
        say(f"{busy:.0f} s of processor time ({statements / busy:,.0f} a second), {peak():,} MB of memory")
    dataset = open_directory(directory)
    clock: list[float] = []
    processor: list[float] = []
    say(f"{'milliseconds':20} {'p50':>7} {'p95':>7} {'max':>7}   of the processor at most, asked about whom: rows")
    for query in read_queries("answer").values():
        if only and query.name not in only:
            continue
        times: list[float] = []
        worst = (0.0, "", 0)
        for who, values in asked(query, statements):
            for _ in range(TIMES):
                begin, began = time.perf_counter(), time.thread_time()
                rows = len(query_named(dataset, query.name, values))
                times.append(time.perf_counter() - begin)
                processor.append(time.thread_time() - began)
                worst = max(worst, (processor[-1], who, rows))
        clock += times
        say(f"{query.name:20} {spread(times)}   {worst[0] * 1000:7.0f}, {worst[1]}: {worst[2]:,}")
    say(f"{'all':20} {spread(clock)}")
    say(f"{'all, of the processor':20} {spread(processor)}")
    say(f"{'kg query, cold':20} {spread([cold(directory) for _ in range(COLD)])}")


def cold(directory: Path) -> float:
    """The seconds that `kg query` takes in a process of its own."""
    command = ["query", "--name", "who-met-whom", "--graph", str(directory), "--param", f"person={name('Person', 25)}"]
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *command], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("statements", type=int, nargs="?", default=20_000)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--only", action="append", default=[], help="a query to ask; may be given again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        main(given.statements, given.graph or Path(folder) / "graph", given.only)
