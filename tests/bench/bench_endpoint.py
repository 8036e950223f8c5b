"""Times an endpoint: `python tests/bench/bench_endpoint.py [STATEMENTS] [HANGING]`.

A server on a generated graph is timed from its start to its first answer, then asked as much as it answers, for a
large answer, and right after its workers were killed. At last twenty named queries a second are put to it while
queries hang that would take for ever.
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from bench_queries import asked as ways_to_ask
from generated import extractions

from kg.graph.query.files import read_queries
from kg.graph.store.directory import writing_directory
from kg.graph.store.write import project_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 5
RATE = 20
STARTS = 5
CLIENTS = 8
SECONDS = 5.0
HANG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CHEAP = "ASK {}"
LARGE = "SELECT * { ?s ?p ?o } LIMIT 100000"


@contextmanager
def served(graph: Path) -> Iterator[tuple[int, str]]:
    """A server's process id and address; it is stopped at the end."""
    command = [sys.executable, "-m", "kg", "serve", f"--graph={graph}", "--port=0", f"--timeout={LIMIT}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        found = re.search(r"http://\S+?/", server.stdout.readline() if server.stdout else "")
        if found is None:
            raise SystemExit("the server does not start")
        try:
            yield server.pid, found[0]
        finally:
            server.terminate()


def timed(address: str) -> tuple[int, float]:
    """The status of an answer, and the seconds that it took."""
    begin = time.perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 (our own server)
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    return status, time.perf_counter() - begin


def query(address: str, text: str) -> str:
    """The address that asks a query."""
    return f"{address}sparql?query={quote(text)}"


def ask_on(address: str, text: str, seconds: float) -> int:
    """How many times a query was answered over one connection in so many seconds."""
    parts = urlsplit(query(address, text))
    connection = HTTPConnection(parts.netloc)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        connection.request("GET", f"{parts.path}?{parts.query}")
        count += len(connection.getresponse().read()) > 0
    connection.close()
    return count


def workers(pid: int) -> list[int]:
    """The process ids of a server's workers: its children's children."""
    return [worker for child in children(pid) for worker in children(child)]


def children(pid: int) -> list[int]:
    """The process ids of a process's children (Linux)."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text("ascii").split()]


def killed(pid: int, address: str) -> float:
    """The seconds until the next answer once all workers were killed."""
    for worker in workers(pid):
        os.kill(worker, signal.SIGKILL)
    begin = time.perf_counter()
    while timed(query(address, CHEAP))[0] != 200:  # the server may not have seen it yet
        pass
    seconds = time.perf_counter() - begin
    time.sleep(1)
    return seconds


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def typical(times: list[float]) -> str:
    """The median and the least of some times."""
    return f"{statistics.median(times) * 1000:.0f} ms ({min(times) * 1000:.0f} at best)"


def start(graph: Path) -> float:
    """The seconds from the start of a server to its first answer."""
    begin = time.perf_counter()
    with served(graph) as (_, address):
        timed(query(address, CHEAP))
        return time.perf_counter() - begin


def under_load(address: str, statements: int, hanging: int) -> None:
    """Print how fast named queries are answered while others hang."""
    asked = [
        f"{address}api/queries/{query.name}?{urlencode(values)}"
        for query in read_queries("answer").values()
        for whom, values in ways_to_ask(query, statements)
        if whom in {"middling", "nobody"}
    ]
    for each in asked:  # once, before
        timed(each)
    with ThreadPoolExecutor(64) as threads:
        runaways = [threads.submit(timed, query(address, HANG)) for _ in range(hanging)]
        begin = time.perf_counter()
        others = []
        for number in range(LIMIT * RATE):
            time.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
            others.append(threads.submit(timed, asked[number % len(asked)]))
        for status, seconds in [each.result() for each in runaways]:
            say(f"a query that hangs: status {status} after {seconds:.2f} s; its limit is {LIMIT} s")
        answers = [each.result() for each in others]
    times = [seconds for status, seconds in answers if status == 200]
    low, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    say(f"meanwhile {len(times)} of {len(answers)} queries answered, {RATE} asked a second")
    say(f"median {low * 1000:.0f} ms, 95th percentile {high * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms")


def main(statements: int, hanging: int) -> None:
    """Build the graph, start the server, print what was answered and how fast."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        with writing_directory(graph) as records:
            for extraction in extractions(statements):
                records.put(extraction.document, extraction)
            records.commit()
            project_directory(graph, records)
        starts = [start(graph) for _ in range(STARTS)]
        say(f"{statements:,} statements; the first answer {typical(starts)} after start")
        with served(graph) as (pid, address):
            with ThreadPoolExecutor(CLIENTS) as threads:
                count = sum(threads.map(lambda _: ask_on(address, CHEAP, SECONDS), range(CLIENTS)))
            say(f"{count / SECONDS:,.0f} requests a second from {CLIENTS} clients")
            say(f"a large answer {typical([timed(query(address, LARGE))[1] for _ in range(STARTS)])} after its request")
            say(f"an answer {typical([killed(pid, address) for _ in range(STARTS)])} after all workers were killed")
            under_load(address, statements, hanging)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [20_000, 1][len(numbers) :]))
