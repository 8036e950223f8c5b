"""Every command that writes, with each of its writes failing, torn or the last that happens; run as a program.

    python tests/crash/faults.py FOLDER EVERY [COMMAND...]

A command is run once undisturbed, to count its writes: what is written to files, renames, removals, commits of SQLite,
loads of the store. Then, for each of them, on a copy of the same graph: the write fails as on a full disk; it is half
done and the process killed; the process is killed after it. What is there then is the old graph or the new one, a
failure is one line and exit code 2, and the same command again gives the bytes of the undisturbed run.
Of all these points one in EVERY is tried. Prints how many, and ends with an AssertionError where something was lost.
"""

import os
import shutil
import signal
import sqlite3
import sys
import tarfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import kg
from kg import api, writing
from kg.cli import run
from kg.entities import editing
from kg.errors import NotFoundError
from kg.graph.store import directory
from kg.resolve.decisions import read_entries

sys.path.insert(0, str(Path(__file__).parent))
from collections.abc import Callable

from crashing import ended, enter, export, load, put, start

FAIL, TEAR, KILL = "fail", "tear", "kill"
FULL = "No space left on device"


@dataclass
class Fault:
    """What happens at the write of a number; `count` is that of the writes so far."""

    at: int = -1
    how: str = ""
    count: int = 0

    def around[Found](
        self, write: Callable[[], Found], half: Callable[[], object], error: Callable[[], Exception]
    ) -> Found:
        self.count += 1
        if self.count != self.at:
            return write()
        if self.how == FAIL:
            raise error()
        try:
            half() if self.how == TEAR else write()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def install(fault: Fault) -> None:
    """Have each write of this process counted, and one of them disturbed."""

    def full() -> OSError:
        return OSError(28, FULL)

    def wrapped(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            if "dir_fd" in named:  # a store that is removed, file by file
                return real(*args, **named)
            return fault.around(partial(real, *args, **named), lambda: None, full)

        return call

    for name in ("replace", "rename", "unlink", "fsync", "mkdir"):
        setattr(os, name, wrapped(getattr(os, name)))

    real_write = writing._write  # noqa: SLF001 (what is put into files)

    def write(file: Any, parts: Any) -> None:
        whole = "".join(parts)
        half = lambda: (real_write(file, [whole[: len(whole) // 2]]), file.flush())  # noqa: E731
        fault.around(lambda: real_write(file, [whole]), half, full)

    writing._write = write  # noqa: SLF001
    directory._bulk_load = wrapped(directory._bulk_load)  # noqa: SLF001
    directory.StoreWriter.finish = wrapped(directory.StoreWriter.finish)  # type: ignore[method-assign]

    class Connection(sqlite3.Connection):
        filled = 0

        def commit(self) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            fault.around(super().commit, lambda: None, lambda: error)

        def executemany(self, *given: Any) -> sqlite3.Cursor:
            Connection.filled += 1
            if Connection.filled % 10:
                return super().executemany(*given)
            error = sqlite3.OperationalError("disk I/O error")
            return fault.around(lambda: super(Connection, self).executemany(*given), lambda: None, lambda: error)

    sqlite3.connect = partial(sqlite3.connect, factory=Connection)  # type: ignore[assignment]


@dataclass(frozen=True)
class Command:
    """A command line, the graph that it starts from, and the file that it writes beside, if any."""

    arguments: tuple[str, ...]
    graph: str = "built"
    out: str = ""
    repeated: tuple[int, ...] = field(default=(0,))
    """The exit codes that the command may end with when it is repeated after all of it was done."""


def at(*arguments: str) -> tuple[str, ...]:
    return (*arguments, "--graph", "graph")


COMMANDS = {
    "first": Command(("build", "news", "--out", "graph"), graph=""),
    "build": Command(("build", "more", "--out", "graph")),
    "prune": Command(("build", "news", "--out", "graph", "--prune"), graph="pruned"),
    "infer": Command(("build", "news", "--out", "graph", "--infer")),
    "remove": Command(at("remove", "1"), repeated=(0, 2)),
    "rebuild": Command(at("rebuild")),
    "upgrade": Command(at("rebuild"), graph="format-2"),
    "recover": Command(at("recover"), graph="lost", repeated=(0, 2)),
    "merge": Command(at("entities", "merge", "Marta Oduya @ 0", "Jon Brae @ 0"), repeated=(0, 2)),
    "split": Command(at("entities", "split", "Jon Brae @ 0", "1"), repeated=(0, 2)),
    "rename": Command(at("entities", "rename", "Ines Calder @ 1", "Inés Calder")),
    "class": Command(at("entities", "class", "Graz @ 1", "Region")),
    "undo": Command(at("entities", "undo"), graph="paged"),
    "export": Command(at("export", "--format", "nquads", "--out", "out.nq"), out="out.nq"),
    "view": Command(at("view", "--out", "out.html"), out="out.html"),
}


def made(folder: Path) -> None:
    """Make the graphs that commands start from."""
    enter(folder)
    put(Path("news"), range(4))
    put(Path("more"), range(4, 6))
    kg.build("news", out="built", workers=1)
    with suppress(NotFoundError):  # they are one already
        editing.merge("Jon Brae @ 0", "Jon Brae @ 1", graph="built")
    editing.rename("Lena Hoffmann @ 3", "Lena H.", graph="built")
    editing.rename("Pavel Orsk @ 2", "Paul Orsk", graph="built")
    shutil.copytree("built", "paged")
    kg.open("paged").view().save("paged/graph.html")
    kg.build("more", out="pruned", workers=1)
    shutil.copytree("built", "lost")
    Path("lost/records.sqlite").unlink()
    with tarfile.open(Path(__file__).parents[1] / "graphs/format-2.tar.xz") as tar:
        tar.extractall(".", filter="data")
    Path("graph").rename("format-2")


def fresh(command: Command) -> None:
    """Put the graph that a command starts from in its place."""
    shutil.rmtree("graph", ignore_errors=True)
    for name in (".", "graph"):
        for path in Path(name).glob(".*.part*") if Path(name).exists() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if command.graph:
        shutil.copytree(command.graph, "graph")
    if command.out:
        Path(command.out).write_text("before", "utf-8")


def executed(command: Command, fault: Fault | None, counted: str = "") -> tuple[int, str]:
    """Run a command in a process of its own; its exit code, that of a signal below 0, and what it said on stderr."""

    def execute() -> None:
        with Path("said").open("wb") as said:
            os.dup2(said.fileno(), 2)
            os.dup2(said.fileno(), 1)
        if fault is not None:
            install(fault)
        code = run(list(command.arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        if counted and fault is not None:
            Path(counted).write_text(str(fault.count), "utf-8")
        os._exit(code)

    code = ended(start(execute))
    return code, Path("said").read_text("utf-8", "replace")


def state(command: Command) -> tuple[str, ...]:
    """What there is: the graph, what people decided, and the file beside."""
    decided = [str(each) for each in read_entries(Path("graph/decisions.jsonl"))]
    beside = Path(command.out).read_text("utf-8") if command.out else ""
    return (in_process(export), *decided, beside)


def in_process(read: Callable[[], str]) -> str:
    """What a function gives in a process of its own, since a store's threads do not survive a fork."""

    def keep() -> None:
        Path("read").write_text(read(), "utf-8")

    assert ended(start(keep)) == 0
    return Path("read").read_text("utf-8")


def checked() -> None:
    wrong = api.check("graph")
    assert not wrong, wrong


def disturbed(name: str, command: Command, every: int, first: int) -> tuple[int, int]:
    """Disturb each write of a command in each way, but for those left out; how many points were tried, and all."""
    fresh(command)
    before = state(command)
    code, said = executed(command, Fault(), "count")
    assert code == 0, said
    number = int(Path("count").read_text("utf-8"))
    after = state(command)
    points = 0
    for point, (place, how) in enumerate(product(range(1, number + 1), (FAIL, TEAR, KILL)), start=first):
        if point % every == 0:
            where = f"{name}: {how} at write {place} of {number}"
            fresh(command)
            code, said = executed(command, Fault(place, how))
            between = state(command)
            for one, old, new in zip(
                (between[0], between[-1]), (before[0], before[-1]), (after[0], after[-1]), strict=True
            ):
                assert one in {old, new}, f"{where}: neither old nor new"
            if how == FAIL:
                assert code in {0, 1, 2}, f"{where}: exit code {code}: {said}"
                assert "defect" not in said, f"{where}: {said}"
                assert "Traceback" not in said, f"{where}: {said}"
            else:
                assert code == -signal.SIGKILL, f"{where}: {code}"
            points += 1
            if code == 0 or (how == KILL and place == number):
                continue  # it is done, whether its shell knows or not
            code, said = executed(command, None)
            assert code in command.repeated, f"{where}, again: {said}"
            assert state(command) == after, f"{where}, again: not as in an undisturbed run: {said}"
            assert ended(start(checked)) == 0, where
            left = [
                path.name for path in Path("graph").iterdir() if ".part" in path.name or path.name.startswith("build")
            ]
            assert not left or how != FAIL, f"{where}: left {left}"
    return points, 3 * number


def main() -> None:
    folder, every, *names = sys.argv[1:]
    load()
    run(["--help"])  # whose modules each fork would import
    enter(Path(folder).absolute())
    os.chdir("..")
    assert ended(start(lambda: made(Path(folder, "graphs").absolute()))) == 0
    os.chdir(Path(folder, "graphs"))
    points = total = 0
    for name, command in COMMANDS.items():
        if not names or name in names:
            tried, there = disturbed(name, command, int(every), total)
            print(f"{name}: {tried} of {there} points", flush=True)  # noqa: T201
            points, total = points + tried, total + there
    print(f"{points} of {total} points")  # noqa: T201


if __name__ == "__main__":
    main()
