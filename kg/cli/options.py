"""Options that several commands take, and what they name: the graph to ask, and the reading of texts."""

import math
import os
from datetime import date as Date  # noqa: N812 (`date` is the option's name)
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import api
from kg.display.spreadsheet import guarded_cells
from kg.display.terminal import log, progress, write
from kg.display.text import counted
from kg.errors import InputError
from kg.graph.query.process import LARGEST, LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.read import Remark

__all__ = [
    "GRAPH",
    "AccurateOption",
    "DateOption",
    "GraphOption",
    "MemoryOption",
    "ModelOption",
    "Paths",
    "PublisherOption",
    "RawOption",
    "RulesOption",
    "StoreOption",
    "TimeoutOption",
    "finish",
    "log_failure",
    "open_graph",
    "reading",
    "stop_at_defects",
    "write_csv",
]

GRAPH = Path("graph")
"""The graph directory where none is named."""
_LISTED = 3
"""How many files a remark names."""


def _date(value: str) -> Date:
    try:
        return Date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date: write year, month and day, as in 2025-09-22") from None


Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="Files or folders of text, pages, PDF, mail.", show_default=False),
]
DateOption = Annotated[
    Date | None,
    typer.Option(
        "--date",
        parser=_date,
        metavar="DATE",
        help="The day of articles that give none, from which “on Thursday” is counted.",
    ),
]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", metavar="NAME", help="The publisher of articles that give none.")
]
ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="An installed spaCy pipeline instead of the default.")
]
AccurateOption = Annotated[
    bool,
    typer.Option(
        "--accurate", help="Read each sentence with a transformer too: more facts, slower. Needs kg[accurate]."
    ),
]
GraphOption = Annotated[Path, typer.Option("--graph", metavar="DIR", help="The graph directory to ask.")]
RawOption = Annotated[
    bool,
    typer.Option("--raw", help="In CSV, leave what a spreadsheet would run as it is: for programs."),
]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="The SPARQL server to ask, instead of a graph directory."),
]
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="PATH", help="Relation rules of your own: a .toml file, or a folder of them."),
]


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0.1 <= seconds <= LONGEST:  # NaN is not either
        raise typer.BadParameter(f"{value!r} is no number of seconds from 0.1 to {LONGEST:,}")
    return seconds


TimeoutOption = Annotated[
    float,
    typer.Option("--timeout", parser=_seconds, metavar="SECONDS", help="The time that the query may take."),
]
MemoryOption = Annotated[
    int,
    typer.Option("--max-memory", min=64, max=LARGEST, metavar="MB", help="The memory that the query may take."),
]


def write_csv(text: str, *, raw: bool) -> None:
    """Print a table; how many of its values are guarded, to stderr."""
    write(text)
    if not raw and (count := guarded_cells(text)):
        log(f"guarded: {counted(count, 'value')} that a spreadsheet would run, by an apostrophe (--raw: as they are)")


def open_graph(graph: Path, store: str | None) -> api.Graph:
    """The graph that a command is to ask: on the server `store` if one is named, else in the directory `graph`."""
    if store is not None and graph != GRAPH:
        raise InputError("--graph names a directory and --store a server: give one of them")
    return api.open(graph, store=store)


def reading[T](items: "Iterable[T]", total: int) -> "Iterable[T]":
    """What is read, handed on with a bar on stderr."""
    return progress(items, total, "Reading")


def stop_at_defects(failure: api.NotRead) -> None:
    """Under KG_DEBUG a defect of kg ends the run, so that its traceback is shown."""
    if failure.error is not None and os.environ.get("KG_DEBUG"):
        raise failure.error


def log_failure(failure: api.NotRead) -> None:
    """Print one line to stderr: which file was left out, and why."""
    if failure.error is None:
        log(f"not read: {failure.path}: {failure.reason}", "yellow")
    else:
        log(f"not read: {failure.path}: a defect of kg: {failure.reason} (KG_DEBUG=1 shows where)", "red")


def finish(ignored: int, not_read: "Sequence[api.NotRead]", remarks: "Sequence[Remark]" = ()) -> None:
    """Print what was not read, or with a proviso. Exit code 3 where that is our defect, 1 where files are bad."""
    if ignored:
        from kg.read import SUFFIXES

        log(f"passed over: {ignored} of another kind than {', '.join(sorted(SUFFIXES))}", "dim")
    paths: dict[str, list[str]] = {}
    for remark in remarks:
        paths.setdefault(remark.what, []).append(remark.path)
    for what, where in paths.items():
        more = f" and {len(where) - _LISTED:,} more" if len(where) > _LISTED else ""
        log(f"{what}: {', '.join(where[:_LISTED])}{more}", "dim")
    for failure in sorted(not_read, key=lambda each: each.error is not None):
        log_failure(failure)
    if not_read:
        raise typer.Exit(3 if any(failure.error for failure in not_read) else 1)
