"""Times an endpoint under a runaway query: `python tests/bench/bench_endpoint.py [STATEMENTS] [HANGING]`.

Twenty named queries a second are put to a server on a generated graph while queries hang that would take for ever.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

from bench_queries import asked as ways_to_ask
from generated import extractions

from kg.graph.query.files import read_queries
from kg.graph.store.embedded import write_directory

LIMIT = 5
RATE = 20
HANG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


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


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(statements: int, hanging: int) -> None:
    """Build the graph, start the server, print what was answered and how fast."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        write_directory(graph, extractions(statements))
        command = [sys.executable, "-m", "kg", "serve", f"--graph={graph}", "--port=0", f"--timeout={LIMIT}"]
        begin = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, ThreadPoolExecutor(64) as threads:
            found = re.search(r"http://\S+?/", server.stdout.readline() if server.stdout else "")
            if found is None:
                return
            say(f"{statements:,} statements; the server started in {time.perf_counter() - begin:.1f} s")
            asked = [
                f"{found[0]}api/queries/{query.name}?{urlencode(values)}"
                for query in read_queries("answer").values()
                for whom, values in ways_to_ask(query, statements)
                if whom in {"middling", "nobody"}
            ]
            for address in asked:  # each once, before
                timed(address)
            runaways = [threads.submit(timed, f"{found[0]}sparql?query={quote(HANG)}") for _ in range(hanging)]
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
            server.terminate()


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [20_000, 1][len(numbers) :]))
