"""Measure what an archive costs: `python tests/bench/bench_archive.py ARTICLES.jsonl [DOCUMENTS ...]`,
or what is asked of one that is there: `python tests/bench/bench_archive.py GRAPH NAME OTHER DAY`.

ARTICLES.jsonl is what `bench/news2017.py` of KG_SHARED writes: real articles with days, publishers and titles. Prints,
for each number of documents (1,000 by default; 0 for all), `kg build --no-page` with one and two workers, again without
a change and with one document more; its peak memory; triples a statement, bytes of store and records; and `kg query`
from cold. Of a graph: the 95th percentile of each shipped query over HTTP, asked 20 times of a warm server about NAME,
OTHER and DAY, and the seconds of a processor of the commands that read it, beyond those of `kg --version`.
"""

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import kg
from kg.graph.query.files import read_queries
from kg.graph.store.directory import current_store

KG = [sys.executable, "-m", "kg"]
_TIMES = 20
_VALUES = {"name": "NAME", "date": "DAY", "day": "DAY", "number": "0.5", "text": "police"}
"""What parameters of a kind, or of a name, are asked with."""
QUESTION = "SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what } LIMIT 20"


@contextmanager
def served(graph: Path) -> Iterator[int]:
    """The port of a server, which is stopped at the end."""
    with subprocess.Popen([*KG, "serve", f"--graph={graph}", "--port=0"], stdout=subprocess.PIPE, text=True) as server:
        found = re.search(r":(\d+)/", server.stdout.readline() if server.stdout else "")
        if found is None:
            raise SystemExit("the server does not start")
        try:
            yield int(found[1])
        finally:
            server.terminate()


class Cost(NamedTuple):
    """Costs of a command: seconds, seconds of processors, and the most memory that its processes held, in MB."""

    took: float
    busy: float
    peak: float


def run(*arguments: str) -> Cost:
    """Return what a command costs; its output is shown where it fails."""
    before, used = time.monotonic(), children_used()
    with subprocess.Popen([*KG, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.2)
        if process.returncode > 1:  # 1: a text that is not read, which is said
            assert process.stderr
            raise SystemExit(process.stderr.read().decode())
    return Cost(time.monotonic() - before, children_used() - used, peak / 1e6)


def children_used() -> float:
    """Return the processor seconds of ended commands: unlike the clock, hardly more beside other work."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def memory(process: int) -> int:
    """Return the bytes that a process and its children hold, shared pages counted once."""
    total, open_ = 0, [process]
    while open_:
        at = Path("/proc", str(open_.pop()))
        try:
            fields = dict(line.split(":", 1) for line in (at / "smaps_rollup").read_text().splitlines()[1:])
            total += int(fields["Pss"].split()[0]) * 1024
            for task in (at / "task").iterdir():
                open_ += map(int, (task / "children").read_text().split())
        except OSError:  # it ended
            continue
    return total


def ask(graph: Path, name: str, other: str, day: str) -> None:
    """Print what the shipped queries and the commands cost of a graph."""
    second = {"other", "object", "place"}
    with served(graph) as port:
        for query, file in read_queries("answer").items():
            values = {each.name: _VALUES.get(each.name) or _VALUES.get(each.kind, "") for each in file.parameters}
            given = {key: other if key in second else value for key, value in values.items() if value}
            given = {key: {"NAME": name, "DAY": day}.get(value, value) for key, value in given.items()}
            try:
                took = sorted(asked(port, f"{query}?{urlencode(given)}") for _ in range(_TIMES))
            except HTTPError as error:
                if error.code != HTTPStatus.GATEWAY_TIMEOUT:
                    raise
                show(query, "over its time")
                continue
            show(f"{query}, 95th percentile", f"{took[int(_TIMES * 0.95) - 1]:.3f} s")
    start = run("--version").busy
    for command in (["stats"], ["stories"], ["conflicts"], ["explain", name], ["path", name, other], ["brief", name]):
        out = ["--out", str(graph.parent / "brief.html")] if command[0] == "brief" else []
        costs = [run(*command, *out, "--graph", str(graph)).busy for _ in range(2)]
        show(f"kg {' '.join(command)}, first and again", " ".join(f"{cost - start:.2f} s" for cost in costs))


def asked(port: int, query: str) -> float:
    """Return the seconds of an answer."""
    begin = time.monotonic()
    with urlopen(f"http://127.0.0.1:{port}/api/queries/{query}", timeout=90) as answer:
        answer.read()
    return time.monotonic() - begin


def show(what: str, value: str) -> None:
    print(f"  {what:<52} {value:>34}", flush=True)  # noqa: T201 - a program's output


def measure(articles: list[str], folder: Path) -> None:
    """Print the figures of an archive of these articles, a JSON object each."""
    print(f"{len(articles):,} documents")  # noqa: T201
    news, graph, two = folder / "news.jsonl", folder / "graph", folder / "two"
    news.write_text("".join(articles), "utf-8")
    first, busy, peak = run("build", str(news), "--no-page", "--workers", "1", "--out", str(graph))
    show("kg build, one worker", f"{first:,.1f} s, {busy:,.0f} busy, {peak:,.0f} MB")
    took, busy, peak = run("build", str(news), "--no-page", "--workers", "2", "--out", str(two))
    show("kg build, two workers", f"{took:,.1f} s, {busy:,.0f} busy, {peak:,.0f} MB, {first / took:.2f} times as fast")
    shutil.rmtree(two)
    took, _, peak = run("build", str(news), "--no-page", "--out", str(graph))
    show("again without a change", f"{took:,.1f} s, {took / first:.1%}, {peak:,.0f} MB")
    one, alone = folder / "one.txt", folder / "alone"
    one.write_text("Ada Marlow leads the port of Varna.\n\nIgor Horak met her there on Monday.\n", "utf-8")
    start, _, _ = run("build", str(one), "--no-page", "--out", str(alone))
    took, _, peak = run("build", str(one), "--no-page", "--out", str(graph))
    show("one document more, beyond a graph of its own", f"{took - start:,.1f} s, {peak:,.0f} MB")
    held = kg.open(graph)
    triples, statements = len(held.dataset), held.counts()["statement"]
    show("statements, triples a statement", f"{statements:,}, {triples / statements:.1f}")
    size = sum(path.stat().st_size for path in (graph / str(current_store(graph))).iterdir())
    show("store, records", f"{size / 1e6:,.1f} MB, {(graph / 'records.sqlite').stat().st_size / 1e6:,.1f} MB")
    cold = min(run("query", QUESTION, "--graph", str(graph)).took for _ in range(3))
    show("kg query from cold", f"{cold:.2f} s")


if __name__ == "__main__":
    if Path(sys.argv[1]).is_dir():
        ask(Path(sys.argv[1]), *sys.argv[2:5])
        sys.exit()
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines(keepends=True)
    for each in [int(argument) for argument in sys.argv[2:]] or [1_000]:
        with tempfile.TemporaryDirectory() as made_for:
            measure(lines[: each or None], Path(made_for))
