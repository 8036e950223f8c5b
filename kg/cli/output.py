"""What is printed: data to stdout, logs and progress to stderr, and no control character of any text to a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kg.display import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

__all__ = [
    "PipeClosedError",
    "indented",
    "log",
    "marked",
    "progress",
    "show",
    "styled",
    "table",
    "write",
]

_WIDTH = 120
"""Columns of what is printed to no terminal, where COLUMNS does not say otherwise."""


class PipeClosedError(Exception):
    """Nobody reads our output any more: the end of the run, and no error."""


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


def show(*parts: RenderableType) -> None:
    """Print data for people: tables and lines."""
    for part in parts:
        _console("stdout").print(styled(part) if isinstance(part, str) else part)


def write(text: str) -> None:
    """Print data for programs, as it is; on a terminal, without control characters."""
    try:
        sys.stdout.write(plain(text) if sys.stdout.isatty() else text)
    except BrokenPipeError as error:
        raise PipeClosedError from error


def log(message: str, style: str = "") -> None:
    """Print one line to stderr."""
    _console("stderr").print(styled(" ".join(message.split()), style), soft_wrap=True)


def progress[T](items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Hand on `items`, with a bar on stderr while that is a terminal."""
    console = _console("stderr")
    if not console.is_terminal:
        yield from items
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield from bar.track(items, total=total, description=what)
