"""Attacks a server: `python tests/bench/attack_endpoint.py [SECONDS]`, on a small graph of its own.

Prints how short queries are answered beside runaway ones, what twenty unread answers hold, how long dribbled
connections stay, and what an idle server holds once its graph was replaced; the load of the machine beside each. The
exit code is 1 where a figure is worse than `docs/reliability.md` promises.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("serve", "unit/graph")]

from attacks import DRIBBLES, beside_runaways, crowd, dribbled, memory_of, people, unread  # noqa: E402 (the tests' own modules)
from graph_examples import directory_of, harbour  # noqa: E402

from kg.graph.store.write import write_graph  # noqa: E402

P95_SECONDS, UNREAD_MEGABYTES, DRIBBLED_SECONDS, IDLE_MEGABYTES = 0.5, 200, 20, 150
RUNAWAYS, CLIENTS, READERS, NAMES = 20, 8, 20, 50_000
CROWD, ADDRESSES, CROWD_SECONDS, CROWD_P95 = 200, 10, 30, 2


@contextmanager
def served(graph: Path) -> Iterator[tuple[int, int]]:
    """A server's process id and port; it is stopped at the end."""
    command = [sys.executable, "-m", "kg", "serve", f"--graph={graph}", "--port=0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        found = re.search(r":(\d+)/", server.stdout.readline() if server.stdout else "")
        if found is None:
            raise SystemExit("the server does not start")
        try:
            yield server.pid, int(found[1])
        finally:
            server.terminate()


def say(good: bool, line: str) -> bool:
    """Print a line with the load; whether it is good."""
    sys.stdout.write(f"{'' if good else 'NOT KEPT: '}{line}; load {os.getloadavg()[0]:.1f}\n")
    sys.stdout.flush()
    return good


def runaways(port: int, seconds: float) -> bool:
    """Whether short queries are answered beside others that hang."""
    asked, hostile = beside_runaways(port, runaways=RUNAWAYS, clients=CLIENTS, seconds=seconds)
    figures = f"median {statistics.median(asked.seconds) * 1000:.0f} ms, 95th percentile {asked.p95 * 1000:.0f} ms"
    line = (
        f"{CLIENTS} clients beside {RUNAWAYS} runaway queries, {seconds:.0f} s: {asked.statuses}, {figures}, longest "
    )
    line += f"{max(asked.seconds) * 1000:.0f} ms; the runaways: {dict(sorted(hostile.items()))}"
    return say(asked.statuses.keys() == {200} and asked.p95 < P95_SECONDS, line)


def crowded(port: int) -> bool:
    """Whether many clients at once are answered, or asked to come back."""
    asked, wrong = crowd(port, clients=CROWD, addresses=ADDRESSES, seconds=CROWD_SECONDS)
    line = f"{CROWD} clients from {ADDRESSES} addresses, {CROWD_SECONDS} s: {asked.statuses}, 95th percentile"
    line += f" {asked.p95 * 1000:.0f} ms; wrong: {wrong[:3]}"
    return say(not wrong and asked.p95 < CROWD_P95, line)


def readers(pid: int, port: int) -> bool:
    """Whether answers that nobody reads stay out of memory."""
    most = 0.0
    with unread(port, READERS):
        for _ in range(20):
            most = max(most, memory_of(pid))
            time.sleep(0.1)
    return say(most < UNREAD_MEGABYTES, f"{READERS} unread answers of 34 MB: {most:.0f} MB in all processes")


def dribbles(port: int) -> bool:
    """Whether dribbled connections are ended."""
    with ThreadPoolExecutor(len(DRIBBLES)) as threads:
        ended = threads.map(lambda first: dribbled(port, first), DRIBBLES.values())
        times = dict(zip(DRIBBLES, ended, strict=True))
    line = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in times.items())
    return say(max(times.values()) < DRIBBLED_SECONDS, f"dribbled connections end after: {line}")


def replaced(graph: Path, pid: int, port: int) -> bool:
    """Whether an idle server lets go of a graph that was replaced."""
    write_graph(graph, "http://g/", people(NAMES))
    for _ in range(8):
        with urlopen(f"http://127.0.0.1:{port}/api/names?q=name", timeout=90) as answer:
            answer.read()
    before = memory_of(pid)
    write_graph(graph, "http://g/", [])
    time.sleep(3)
    after = memory_of(pid)
    return say(after < IDLE_MEGABYTES, f"idle, {NAMES:,} names then none: {before:.0f} MB, then {after:.0f} MB")


def main(seconds: float) -> int:
    """Make a graph, serve it, attack."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        directory_of(graph, harbour(), harbour("Early news.", "second"))
        with served(graph) as (pid, port):
            kept = [runaways(port, seconds), crowded(port), readers(pid, port), dribbles(port)]
            kept.append(replaced(graph, pid, port))
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main(*(float(argument) for argument in sys.argv[1:] or ["15"])))
