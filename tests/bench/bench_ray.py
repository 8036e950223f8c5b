"""What Ray costs: `python tests/bench/bench_ray.py [DOCUMENTS [WORKERS ...]]` (200 documents; 1, 2 and 4 workers).

Reads the archive of `bench_archive` into Parquet records, by this machine's own processes and by a Ray of its own, and
makes a graph of them. Prints for each the time, the seconds of processors, and the most memory that all its processes
held; also what it costs that everything is there already, and what reading the files alone takes of the one process
that does it. The records of all runs are compared byte for byte.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_archive import KG, Cost, archive, memory, show

from kg.read import read_sources
from kg.records.parquet import cut

TICKS = os.sysconf("SC_CLK_TCK")


def busy(process: int) -> dict[int, float]:
    """The seconds of processors that a process and those that it started have taken, by their numbers."""
    used, open_ = {}, [process]
    while open_:
        each = open_.pop()
        at = Path("/proc", str(each))
        try:
            fields = (at / "stat").read_text().rpartition(")")[2].split()
            used[each] = (int(fields[11]) + int(fields[12])) / TICKS
            for task in (at / "task").iterdir():
                open_ += map(int, (task / "children").read_text().split())
        except OSError:  # it ended
            continue
    return used


def run(*arguments: str) -> Cost:
    """What a command costs, all that Ray starts for it included; its output is shown where it fails."""
    before = time.monotonic()
    used: dict[int, float] = {}
    with tempfile.TemporaryFile() as said, subprocess.Popen([*KG, *arguments], stdout=said, stderr=said) as process:
        peak = 0
        while process.poll() is None:
            used |= busy(process.pid)
            peak = max(peak, memory(process.pid))
            time.sleep(0.5)
        if process.returncode > 1:
            said.seek(0)
            raise SystemExit(said.read().decode())
    return Cost(time.monotonic() - before, sum(used.values()), peak / 1e6)


def measure(number: int, workers: list[int], folder: Path) -> None:
    """Print the figures of an archive of so many documents."""
    texts = archive(number)
    print(f"{number:,} documents, {sum(len(text.split()) for text in texts):,} words")  # noqa: T201
    news = folder / "news"
    news.mkdir()
    for place, text in enumerate(texts):
        (news / f"{place:06d}.txt").write_text(text, "utf-8")
    started = time.process_time()
    partitions = sum(1 for _ in cut(read_sources([news]).documents, ()))
    used = time.process_time() - started
    show("reading and cutting alone", f"{used:.2f} s busy, {used / number * 1000:.2f} ms a document")
    show("files of records", str(partitions))
    found = set()
    for engine in ([], ["--engine", "ray"]):
        for count in workers:
            out = folder / f"{'ray' if engine else 'own'}{count}"
            cost = run("extract", str(news), "--out", str(out), "--workers", str(count), *engine)
            show(f"{'Ray' if engine else 'processes'}, {count}", told(cost))
            found.add(tuple(path.read_bytes() for path in sorted(out.iterdir())))
    assert len(found) == 1, "the records differ"
    size = sum(path.stat().st_size for path in out.iterdir())
    show("records", f"{size / 1e6:.1f} MB, {size / number / 1000:.1f} kB a document")
    show("again without a change", told(run("extract", str(news), "--out", str(out), *engine)))
    graph = folder / "graph"
    show("kg build --from", told(run("build", "--from", str(out), "--out", str(graph), "--no-page")))
    show("kg build --from, again", told(run("build", "--from", str(out), "--out", str(graph), "--no-page")))


def told(cost: Cost) -> str:
    """A cost as a line."""
    return f"{cost.took:,.1f} s, {cost.busy:,.0f} busy, {cost.peak:,.0f} MB"


if __name__ == "__main__":
    given, *counts = [int(argument) for argument in sys.argv[1:]] or [200]
    with tempfile.TemporaryDirectory() as made_for:
        measure(given, counts or [1, 2, 4], Path(made_for))
