"""Output: data to stdout, logs and progress to stderr, and no control character of any text to a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rich.columns import Columns
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kg.display.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

_WIDTH = 120
"""Columns of what is printed to no terminal, where COLUMNS does not say otherwise."""

_PERIOD = 120.0
"""The seconds over which a bar measures how fast it advances."""


type Line = Text
"""A line in the styles of its parts."""


class PipeClosedError(Exception):
    """Nobody reads our output any more: the end of the run, and no error."""


class OutputError(Exception):
    """Our output cannot be written: why."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise PipeClosedError


def _console(name: str) -> _Console:
    stream = getattr(sys, name)
    width = None if stream.isatty() or "COLUMNS" in os.environ else _WIDTH
    return _Console(file=stream, stderr=name == "stderr", width=width, highlight=False, emoji=False)


def styled(text: str, style: str = "") -> Text:
    """`text` for a Rich table or line: neutral, and never read as Rich's markup."""
    return Text(plain(text), style=style)


def indented(text: Text, columns: int = 2) -> Padding:
    """Text that keeps its indentation where it is wrapped."""
    return Padding(text, (0, 0, 0, columns), expand=False)


def marked(words: str, style: str) -> Text:
    """Words in a style, or between `**` where the output shows none."""
    return Text(words, style=style) if sys.stdout.isatty() else Text(f"**{words}**")


def table(title: str | None, *columns: str, numbers: Sequence[str] = ()) -> Table:
    """An empty table; the columns in `numbers` are aligned to the right."""
    made = Table(
        title=styled(title, "bold") if title else None,
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="dim",
    )
    for column in columns:
        made.add_column(styled(column), justify="right" if column in numbers else "left", overflow="fold")
    return made


def beside(*tables: Table) -> Columns:
    """Tables side by side where there is room for them."""
    return Columns(tables, padding=(0, 4))


def show(*parts: RenderableType) -> None:
    """Print data for people: tables and lines. Printing many at once takes half the time."""
    with _output():
        _console("stdout").print(Group(*(styled(part) if isinstance(part, str) else part for part in parts)))


def write(text: str) -> None:
    """Print data for programs, as it is; on a terminal, without control characters."""
    with _output():
        sys.stdout.write(plain(text) if sys.stdout.isatty() else text)


def finish_output() -> None:
    """See that all that was printed is written."""
    with _output():
        sys.stdout.flush()


@contextmanager
def _output() -> Iterator[None]:
    """Raise PipeClosedError where the reader is gone, OutputError where a disk is full or broken."""
    try:
        yield
    except BrokenPipeError as error:
        raise PipeClosedError from error
    except OSError as error:
        raise OutputError(error.strerror or str(error)) from error


def log(message: str, style: str = "") -> None:
    """Print one line to stderr."""
    with suppress(OSError):  # there is nobody left to tell
        _console("stderr").print(styled(" ".join(message.split()), style), soft_wrap=True)


def progress[T](items: Iterable[T], total: int | None, what: str) -> Iterator[T]:
    """Hand on `items`, with a bar on stderr while that is a terminal."""
    console = _console("stderr")
    if not console.is_terminal:
        yield from items
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, speed_estimate_period=_PERIOD) as bar:
        task = bar.add_task(what, total=total, rate="")
        for item in items:
            yield item
            if total is not None and bar.tasks[0].completed >= total:  # one file held many
                bar.update(task, total=None)
            speed = bar.tasks[0].speed
            bar.update(task, advance=1, rate=f"{speed:.1f} a second" if speed else "")
