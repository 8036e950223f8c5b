"""Hostile files, growing texts and writers that are killed; run as a program, it prints its figures.

    python tests/bench/bench_hostile.py files [NUMBER [SEED]]      hostile files given to kg build (200)
    python tests/bench/bench_hostile.py growing [LARGEST]          27 texts that double, to so many characters (16,000)
    python tests/bench/bench_hostile.py kills [NUMBER]             builds and page writes that are killed (100)

Ends with an AssertionError where one of them breaks what docs/reliability.md promises.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from math import log2
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "unit")]
QUADRATIC = 1.7
"""The exponent from which time that grows with size is taken for quadratic."""
WORTH = 1.0
"""Seconds below which a text is too quick to tell."""


def files(number: int = 200, seed: int = 0) -> None:
    from hostile_texts import GOOD, write_hostile

    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder, "news")
        write_hostile(news, number, seed)
        (news / "good.txt").write_text(GOOD, "utf-8")
        begun = time.monotonic()
        command = [sys.executable, "-m", "kg", "build", "news", "--out", "graph", "--date", "2025-09-22"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=3_600)
        lines = done.stderr.splitlines()
        left_out = [line for line in lines if line.startswith("not read: ")]
        print(  # noqa: T201
            f"{len(list(news.iterdir()))} files: exit code {done.returncode}, {len(left_out)} left out with a reason, "
            f"{time.monotonic() - begun:.0f} s, peak {_peak(resource.RUSAGE_CHILDREN)} MB"
        )
        assert done.returncode in {0, 1}, done.stderr[-2_000:]
        assert "defect" not in done.stderr
        check = subprocess.run(
            [sys.executable, "-m", "kg", "check"], cwd=folder, capture_output=True, text=True, check=False, timeout=600
        )
        assert check.returncode == 0, check.stdout


def growing(largest: int = 16_000) -> None:
    from hostile_texts import GROWING

    from kg.model import Document
    from kg.pipeline import Extractor, attempt, load

    load(Extractor())
    worst = 0.0
    for name, make in GROWING.items():
        took = []
        for size in (largest // 4, largest // 2, largest):
            text = make(max(1, size // (len(make(20)) // 20)))[:size]
            begun = time.process_time()
            found = attempt(Document("grown", text), Extractor())
            took.append(time.process_time() - begun)
            assert not isinstance(found, Exception), (name, found)
        exponent = log2(max(took[2], 1e-9) / max(took[1], 1e-9))
        worst = max(worst, exponent if took[2] > WORTH else 0)
        shown = " ".join(f"{each:6.2f}" for each in took)
        print(f"{name:24} {shown} s  exponent {exponent:5.2f}  peak {_peak(resource.RUSAGE_SELF):5} MB", flush=True)  # noqa: T201
    print(f"{len(GROWING)} texts of up to {largest:,} characters: largest exponent {worst:.2f}")  # noqa: T201
    assert worst < QUADRATIC


def kills(number: int = 100) -> None:
    from test_writing import killed_writers

    with tempfile.TemporaryDirectory() as folder:
        found = killed_writers(Path(folder), number // 2)
        print(f"{number // 2} page writes killed: pages found {sorted(found)}")  # noqa: T201
        assert found <= {"old", "new"}
        program = str(TESTS / "crash/crashing.py")
        command = [sys.executable, program, "kills", f"{folder}/crash", str(-(-number // 8)), "1"]
        subprocess.run(command, check=True, timeout=3_600)


def _peak(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss >> 10


def main() -> None:
    what, *numbers = sys.argv[1:]
    {"files": files, "growing": growing, "kills": kills}[what](*map(int, numbers))


if __name__ == "__main__":
    main()
