"""Graph directories whose writers are killed, start at the same instant or lose their power; run as a program.

    python tests/crash/crashing.py kills FOLDER ROUNDS SEED
    python tests/crash/crashing.py starts FOLDER TIMES
    python tests/crash/crashing.py power FOLDER ROUNDS SEED

`power` needs root on Linux: the graph is on a file system of its own, in a file; a copy of that file while a writer
is at work holds what had reached the disk by then, as after a loss of power.
All that a build needs is loaded once, and each writer is a fork of this process: one that is killed leaves what any
process would.
Prints what was done, and ends with an AssertionError where something was lost.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import kg
from kg import api, pipeline
from kg.api import building
from kg.errors import KgError, NotFoundError, StoreError

NAMES = ("Marta Oduya", "Jon Brae", "Ines Calder", "Pavel Orsk", "Lena Hoffmann", "David Okoro")
PLACES = ("Vienna", "Graz", "Lisbon", "Oslo", "Nairobi", "Porto")
BUSY = "another process is writing it"
DISK = 128_000_000
"""Bytes of the file system whose power is lost."""


def text(number: int, version: int = 0) -> str:
    """A short article; those of other numbers speak of some of its people and places, too."""
    one, other = NAMES[number % 6], NAMES[(number + 1 + version) % 6]
    place = PLACES[(number * 5 + version) % 6]
    return (
        f"Mayor {one} met Governor {other} in {place} on Monday. {one} leads the city of {PLACES[number % 6]}. "
        f"{other} said that {one} would visit {place} again in {number + 2} weeks.\n"
    )


def put(news: Path, numbers: range, version: int = 0) -> None:
    """Write articles into a folder."""
    news.mkdir(exist_ok=True)
    for number in numbers:
        (news / f"{number}.txt").write_text(text(number, version), "utf-8")


def build() -> None:
    os.sync()  # the articles are there, whatever becomes of the graph
    kg.build("news", out="graph", workers=1, prune=True)


def take_out() -> None:
    for name in ("1", "6"):
        Path("news", f"{name}.txt").unlink(missing_ok=True)
        try:
            api.remove(name)
        except NotFoundError:  # it went before the process was killed
            continue


def first() -> None:
    put(Path("news"), range(8))
    build()


def change() -> None:
    put(Path("news"), range(2, 5), 1)
    put(Path("news"), range(8, 12))
    build()


def prune() -> None:
    for number in (0, 9, 10):
        Path("news", f"{number}.txt").unlink(missing_ok=True)
    build()


def decide() -> None:
    """Merge two people, and take a fact for wrong."""
    with suppress(NotFoundError):  # they were one before the process was killed
        kg.open("graph").merge(*NAMES[:2])
    graph = kg.open("graph")
    graph.judge(graph.find_statements(NAMES[2], "metWith", NAMES[3]), "wrong")


def watch() -> None:
    """A round of `kg watch`: read what is new, tell of followed names, keep that they were told."""
    put(Path("news"), range(12, 15))
    kg.open("graph").follow(NAMES[0])
    build()
    told = kg.open("graph")
    told.news()
    told.visit()
    assert not kg.open("graph").news()


STEPS: tuple[Callable[[], None], ...] = (first, change, take_out, prune, decide, watch)
TWICE = take_out, decide
"""Those that write twice."""


def start(step: Callable[[], None]) -> int:
    """Do a step in a process of its own, whose number comes back; it ends with 2 where kg says what is wrong."""
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    code = 3
    try:
        step()
        code = 0
    except KgError as error:
        code = 2 if isinstance(error, StoreError) and BUSY in str(error) else 4
        print(f"{type(error).__name__}: {error}", flush=True)  # noqa: T201 - a program's output
    finally:
        os._exit(code)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def exported() -> str:
    """The graph's bytes as they are; read in a process of its own, since a store's threads do not survive a fork."""
    reading, writing = os.pipe()

    def read() -> None:
        os.close(reading)
        written = export()
        with os.fdopen(writing, "w", encoding="utf-8") as file:
            file.write(written)

    process = start(read)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        found = file.read()
    assert ended(process) == 0
    return found


def export() -> str:
    """The graph as N-Quads, without the hashes of records, which the moment of a verdict is part of."""
    try:
        lines = kg.open("graph").export("nquads").splitlines(keepends=True)
        return "".join(line for line in lines if "#recordHash>" not in line)
    except StoreError as error:
        if "holds no graph" not in str(error) and "earlier version" not in str(error):
            raise
        return ""


def undisturbed(folder: Path) -> tuple[list[str], list[float]]:
    """The graph before and after each step, and how long each takes."""
    states, took = [""], []
    enter(folder / "undisturbed")
    for step in STEPS:
        begun = time.monotonic()
        assert ended(start(step)) == 0
        took.append(time.monotonic() - begun)
        states.append(exported())
    assert len(set(states)) == len(states)
    return states, took


def kills(folder: Path, rounds: int, seed: int) -> None:
    """Kill each step once a round, at a random moment, and do it again: all must be as if nothing had happened."""
    moments = random.Random(seed)  # noqa: S311 - moments, no secrets
    states, took = undisturbed(folder)
    killed = 0
    for number in range(rounds):
        enter(folder / f"round-{number}")
        for place, step in enumerate(STEPS):
            process = start(step)
            time.sleep(moments.uniform(0, took[place]))
            os.kill(process, signal.SIGKILL)
            killed += ended(process) == -signal.SIGKILL
            between = exported()
            if step in TWICE:
                assert between
            else:
                assert between in states[place : place + 2], f"{step.__name__}: a graph that is neither old nor new"
            assert ended(start(step)) == 0
            assert exported() == states[place + 1], f"{step.__name__}: not as in an undisturbed run"
        assert ended(start(whole)) == 0
    print(f"{killed} of {rounds * len(STEPS)} writers were killed before they were done")  # noqa: T201


def power(folder: Path, rounds: int, seed: int) -> None:
    """Take the power from each step once a round, at a random moment, and do it again on what the disk holds then."""
    moments = random.Random(seed)  # noqa: S311 - moments, no secrets
    states, took = undisturbed(folder)
    found: Counter[str] = Counter()
    for number in range(rounds):
        enter(folder / f"round-{number}")
        with Path("disk").open("wb") as file:
            file.truncate(DISK)
        subprocess.run(["mkfs.ext4", "-q", "disk"], check=True)
        with mounted("disk"):
            for place, step in enumerate(STEPS):
                process = start(step)
                time.sleep(moments.uniform(0, took[place] * 1.2))
                stop_at_once(process)
                copy_unchanged(Path("../disk"), Path("../after"))
                os.kill(process, signal.SIGCONT)
                assert ended(process) == 0
                assert exported() == states[place + 1]
                os.chdir("..")
                with mounted("after"):
                    found[resume(step, states[place], states[place + 1])] += 1
                os.chdir("at")
        Path("disk").unlink()
        Path("after").unlink()
    said = ", ".join(f"{how} {times}" for how, times in sorted(found.items()))
    print(f"power was lost {rounds * len(STEPS)} times; what the disk held was {said}")  # noqa: T201


def resume(step: Callable[[], None], old: str, new: str) -> str:
    """How the graph is after a loss of power: once the step is done again, it must be as it ought."""

    def read() -> None:
        found = export()
        if step not in TWICE:
            assert found in {old, new}, "a graph that is neither old nor new"

    code = ended(start(read))
    assert code in {0, 4}, "a graph that is neither old nor new"
    if code:
        assert ended(start(rebuild)) == 0
    assert ended(start(step)) == 0
    assert exported() == new, f"{step.__name__}: not as in an undisturbed run"
    assert ended(start(whole)) == 0
    return "to be rebuilt" if code else "whole"


def stop_at_once(process: int) -> None:
    """Hold a process, if it is still there, so that it writes nothing."""
    os.kill(process, signal.SIGSTOP)
    os.waitid(os.P_PID, process, os.WSTOPPED | os.WEXITED | os.WNOWAIT)


def copy_unchanged(disk: Path, to: Path) -> None:
    """Copy a file as it is at one moment: again, until nothing was written to it meanwhile."""
    for _ in range(50):
        before = disk.stat().st_mtime_ns
        subprocess.run(["cp", "--sparse=always", str(disk), str(to)], check=True)
        if disk.stat().st_mtime_ns == before:
            return
    raise AssertionError("the disk does not come to rest")


@contextmanager
def mounted(image: str) -> Iterator[None]:
    """Be in the file system that a file holds, always at the same place: documents are known by their paths."""
    where = Path("at").absolute()
    where.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, str(where)], check=True)
    os.chdir(where)
    try:
        yield
    finally:
        os.chdir(where.parent)
        subprocess.run(["umount", str(where)], check=True)


def rebuild() -> None:
    kg.rebuild()


def whole() -> None:
    wrong = kg.check("graph")
    assert not wrong, wrong


def starts(folder: Path, times: int) -> None:
    """Start two first builds at the same instant; in every other pair one finds nothing that can be kept."""
    outcomes = []
    for number in range(times):
        enter(folder / f"pair-{number}")
        put(Path("one"), range(1))
        put(Path("two"), range(1, 2))
        reading, writing = os.pipe()

        def write(which: str, fails: bool, gate: int = reading, other: int = writing) -> None:
            os.close(other)
            os.read(gate, 1)  # which ends for both when the parent closes its end
            if fails:
                pipeline.attempt = lambda *_: ZeroDivisionError("a defect")
            kg.build(which, out="graph", workers=1, on_failure=lambda _: None)

        fails = number % 2 == 1
        processes = [
            start(lambda: write("one", False)),
            start(lambda: write("two", fails)),  # noqa: B023
        ]
        os.close(writing)
        os.close(reading)
        codes = [ended(process) for process in processes]
        assert set(codes) <= {0, 2}, codes
        assert 0 in codes, "neither won"
        wanted = [name for name, code, lost in (("0", codes[0], False), ("1", codes[1], fails)) if not (code or lost)]
        assert held() == wanted, (held(), wanted)
        outcomes.append(tuple(codes))
    said = ", ".join(f"{codes}: {outcomes.count(codes)}" for codes in sorted(set(outcomes)))
    print(f"{times} pairs ended with {said}")  # noqa: T201


def held() -> list[str]:
    """The ids of the documents in the records; no store is opened for them."""
    return [each.id for each in api.documents()] if Path("graph").exists() else []


def enter(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.chdir(folder)


def load() -> None:
    """Load all that a build needs, so that the forks have it; a graph in memory leaves no threads, which none would."""
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder, "news"), range(1))
        kg.build(Path(folder, "news"), workers=1).view()


def main() -> None:
    what, folder, *numbers = sys.argv[1:]
    building._BATCH_SECONDS = 0.0  # noqa: SLF001 - so that kills meet commits
    load()
    given = [int(number) for number in numbers]
    {"kills": kills, "starts": starts, "power": power}[what](Path(folder).absolute(), *given)


if __name__ == "__main__":
    main()
