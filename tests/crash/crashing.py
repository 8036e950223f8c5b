"""Graph directories written by processes that are killed, or that start at the same instant; run as a program.

    python tests/crash/crashing.py kills FOLDER [ROUNDS [SEED]]
    python tests/crash/crashing.py starts FOLDER [TIMES]

The model is loaded once, and each writer is a fork of this process: one that is killed leaves what any process would.
Prints what was done, and ends with an AssertionError where something was lost.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg import pipeline
from kg.api import recording
from kg.errors import KgError, NotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["text"]

NAMES = ("Marta Oduya", "Jon Brae", "Ines Calder", "Pavel Orsk", "Lena Hoffmann", "David Okoro")
PLACES = ("Vienna", "Graz", "Lisbon", "Oslo", "Nairobi", "Porto")
BUSY = "another process is writing it"


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
    kg.build("news", out="graph", workers=1, prune=True)


def take_out() -> None:
    for name in ("1", "6"):
        Path("news", f"{name}.txt").unlink(missing_ok=True)
        try:
            kg.remove(name)
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


STEPS: tuple[Callable[[], None], ...] = (first, change, take_out, prune)


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
        try:
            written = kg.open("graph").export("nquads")
        except StoreError as error:
            if "holds no graph" not in str(error):
                raise
            written = ""
        with os.fdopen(writing, "w", encoding="utf-8") as file:
            file.write(written)

    process = start(read)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        found = file.read()
    assert ended(process) == 0
    return found


def kills(folder: Path, rounds: int, seed: int) -> None:
    """Kill each step once a round, at a random moment, and do it again: all must be as if nothing had happened."""
    moments = random.Random(seed)  # noqa: S311 - moments, no secrets
    states, took = [""], []
    enter(folder / "undisturbed")
    for step in STEPS:
        begun = time.monotonic()
        assert ended(start(step)) == 0
        took.append(time.monotonic() - begun)
        states.append(exported())
    assert len(set(states)) == len(states)
    killed = 0
    for number in range(rounds):
        enter(folder / f"round-{number}")
        for place, step in enumerate(STEPS):
            process = start(step)
            time.sleep(moments.uniform(0, took[place]))
            os.kill(process, signal.SIGKILL)
            killed += ended(process) == -signal.SIGKILL
            between = exported()
            if step is take_out:  # which is two writes
                assert between
            else:
                assert between in states[place : place + 2], f"{step.__name__}: a graph that is neither old nor new"
            assert ended(start(step)) == 0
            assert exported() == states[place + 1], f"{step.__name__}: not as in an undisturbed run"
        assert ended(start(whole)) == 0
    print(f"{killed} of {rounds * len(STEPS)} writers were killed before they were done")  # noqa: T201


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
    return [each.id for each in kg.documents()] if Path("graph").exists() else []


def enter(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.chdir(folder)


def main() -> None:
    what, folder, *numbers = sys.argv[1:]
    recording._BATCH_SECONDS = 0.0  # noqa: SLF001 - so that kills meet commits
    pipeline.load(pipeline.Way())
    if what == "kills":
        kills(Path(folder).absolute(), int(numbers[0]), int(numbers[1]))
    else:
        starts(Path(folder).absolute(), int(numbers[0]))


if __name__ == "__main__":
    main()
