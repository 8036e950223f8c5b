"""Nothing is lost: writers killed at any moment, power that fails, two first builds at once, any order of documents.

KG_KILLS is the number of writers to kill (8), KG_CUTS that of losses of power (4), KG_STARTS that of pairs to start at
once (20).
"""

import fcntl
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from crashing import text

import kg
from kg import api
from kg.errors import StoreError

PROGRAM = Path(__file__).with_name("crashing.py")
STEPS = 6


def run(what: str, folder: Path, *numbers: int) -> str:
    command = [sys.executable, str(PROGRAM), what, str(folder), *map(str, numbers)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout.splitlines()[-1]


def test_writers_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    rounds = -(-int(os.environ.get("KG_KILLS", "8")) // STEPS)
    said = run("kills", tmp_path, rounds, random.SystemRandom().randrange(1 << 30))
    assert said.endswith("were killed before they were done")
    assert not said.startswith("0 of")


def can_mount(folder: Path) -> bool:
    """Whether a file system in a file can be used here: by root on Linux, where the system lets it."""
    if os.geteuid() or not shutil.which("mkfs.ext4"):
        return False
    disk = folder / "probe"
    disk.write_bytes(bytes(4_000_000))
    (folder / "at").mkdir()
    steps = (["mkfs.ext4", "-q", str(disk)], ["mount", "-o", "loop", str(disk), str(folder / "at")])
    done = all(subprocess.run(step, capture_output=True, check=False).returncode == 0 for step in steps)
    if done:
        subprocess.run(["umount", str(folder / "at")], check=True)
    return done


def test_a_loss_of_power_loses_nothing(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("needs root, to mount a file system whose power can fail")
    rounds = -(-int(os.environ.get("KG_CUTS", "4")) // STEPS)
    said = run("power", tmp_path / "graphs", rounds, random.SystemRandom().randrange(1 << 30))
    assert said == f"power was lost {rounds * STEPS} times; what the disk held was whole {rounds * STEPS}"


def test_of_two_first_builds_at_the_same_instant_none_is_lost(tmp_path: Path) -> None:
    times = int(os.environ.get("KG_STARTS", "20"))
    assert run("starts", tmp_path, times).startswith(f"{times} pairs ended with ")


def write(folder: Path, numbers: Iterable[int]) -> list[str]:
    """Write articles into a folder; their paths as kg is given them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number}.txt").write_text(text(number), "utf-8")
    return [f"{folder.name}/{number}.txt" for number in numbers]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_order_increments_and_workers_change_no_byte(here: Path) -> None:
    paths = write(here / "news", range(8))
    wanted = kg.build(paths, out="all", workers=1).export("nquads")
    shuffled = [paths[place] for place in (5, 0, 7, 3, 1, 6, 2, 4)]
    for path in shuffled:
        kg.build(path, out="one-by-one", workers=1)
    assert kg.open("one-by-one").export("nquads") == wanted
    assert kg.build("news", out="two-workers", workers=2).export("nquads") == wanted
    assert kg.build(shuffled, workers=1).export("nquads") == wanted


def test_a_file_by_two_paths_counts_once(here: Path) -> None:
    (path,) = write(here / "news", range(1))
    (here / "link").symlink_to(here / "news")
    once = kg.build(path, out="graph").counts()
    for again in (here / path, "link/0.txt", "./news/../news/0.txt"):
        assert kg.build(again, out="graph").counts() == once
    assert len(api.documents()) == 1


def test_a_first_build_that_fails_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "news", range(1))
    with monkeypatch.context() as patch:
        patch.setattr("kg.pipeline.read", lambda *_: 1 / 0)
        graph = kg.build("news", out="graph", on_failure=lambda _: None)
    assert not (here / "graph").exists()
    assert graph.counts()["document"] == 0


def test_a_second_writer_is_told_at_once(here: Path) -> None:
    write(here / "news", range(1))
    kg.build("news", out="graph")
    with (here / "graph/lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for write_it in (lambda: kg.build("news", out="graph"), lambda: api.remove("0"), kg.rebuild):
            with pytest.raises(StoreError, match="another process is writing it: try again when it is done"):
                write_it()
        assert kg.open("graph").counts()["document"] == 1, "readers go on"
