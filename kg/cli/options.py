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

    from kg.read import Options, Remark

__all__ = [
    "GRAPH",
    "AllowPrivateOption",
    "ColumnOption",
    "DateOption",
    "DelayOption",
    "FormatOption",
    "GraphOption",
    "MaxPagesOption",
    "MaxSizeOption",
    "MemoryOption",
    "ModelOption",
    "OntologyOption",
    "OptionalSources",
    "PublisherOption",
    "RawOption",
    "RulesOption",
    "Sources",
    "StoreOption",
    "TimeoutOption",
    "WebTimeoutOption",
    "WorkersOption",
    "finish",
    "log_failure",
    "open_graph",
    "reading",
    "reading_options",
    "seconds",
    "stop_at_defects",
    "write_csv",
]

GRAPH = Path("graph")
"""The graph directory where none is named."""
_WEB = "Where an address is named"
"""The heading of options that count for addresses alone."""
_LISTED = 3
"""How many files a remark names."""


def _date(value: str) -> Date:
    try:
        return Date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date: write year, month and day, as in 2025-09-22") from None


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

OntologyOption = Annotated[
    Path | None,
    typer.Option(
        "--ontology",
        metavar="FILE",
        help="Ontology with classes and relations of your own to extract as well: OWL or SHACL (.ttl, .owl …).",
    ),
]


def seconds(value: str, least: float = 0.1) -> float:
    """A time that an option gives, in seconds; typer.BadParameter where it is none from `least` to LONGEST."""
    try:
        given = float(value)
    except ValueError:
        given = math.nan
    if not least <= given <= LONGEST:  # NaN is not either
        raise typer.BadParameter(f"{value!r} is no number of seconds from {least:g} to {LONGEST:,}")
    return given


def _delay(value: str) -> float:
    return seconds(value, least=0)


TimeoutOption = Annotated[
    float,
    typer.Option("--timeout", parser=seconds, metavar="SECONDS", help="The time that the query may take."),
]
MemoryOption = Annotated[
    int,
    typer.Option("--max-memory", min=64, max=LARGEST, metavar="MB", help="The memory that the query may take."),
]


def write_csv(table: "str | Iterable[str]", *, raw: bool) -> None:
    """Print a table, as a text or in parts of whole lines; how many of its values are guarded, to stderr."""
    count = 0
    for text in (table,) if isinstance(table, str) else table:
        write(text)
        count += 0 if raw else guarded_cells(text)
    if count:
        log(f"guarded: {counted(count, 'value')} that a spreadsheet would run, by an apostrophe (--raw: as they are)")


def _source(text: str) -> Path | str:
    """An address, "-" or a path, and never a text, which a string may be in Python."""
    return text if text == "-" or "://" in text else Path(text)


_SOURCES = typer.Argument(
    parser=_source,
    metavar="PATH...",
    help="Files or folders; addresses (http://…) of pages, feeds and sitemaps; - for standard input.",
    show_default=False,
)
Sources = Annotated[list[str], _SOURCES]
OptionalSources = Annotated[list[str] | None, _SOURCES]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=1024,
        metavar="N",
        help="Processes that read; one a processor where there is much to read.",
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORM",
        help="The form of the inputs where they do not tell: an ending (csv, jsonl, html), or a service whose export"
        " they are (ninjs, newsapi, eventregistry, gdelt).",
    ),
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="What a column of a table is called: text=body. Fields: text, title, url, id, published, modified,"
        " publisher, authors, language. May be repeated.",
        show_default=False,
    ),
]
MaxPagesOption = Annotated[
    int,
    typer.Option(
        "--max-pages", min=1, max=10**6, metavar="N", help="Most addresses that one leads to.", rich_help_panel=_WEB
    ),
]
MaxSizeOption = Annotated[
    int,
    typer.Option("--max-size", min=1, max=10**5, metavar="MB", help="Largest answer, in MB.", rich_help_panel=_WEB),
]
WebTimeoutOption = Annotated[
    float,
    typer.Option(
        "--timeout", parser=seconds, metavar="SECONDS", help="Longest time for an answer.", rich_help_panel=_WEB
    ),
]
DelayOption = Annotated[
    float,
    typer.Option(
        "--delay",
        parser=_delay,
        metavar="SECONDS",
        help="Time between two requests to a host.",
        rich_help_panel=_WEB,
    ),
]
AllowPrivateOption = Annotated[
    bool,
    typer.Option(
        "--allow-private", help="Ask addresses of private networks and of this machine too.", rich_help_panel=_WEB
    ),
]


def open_graph(graph: Path, store: str | None) -> api.Graph:
    """The graph that a command is to ask: on the server `store` if one is named, else in the directory `graph`."""
    if store is not None and graph != GRAPH:
        raise InputError("--graph names a directory and --store a server: give one of them")
    return api.open(graph, store=store)


def reading_options(  # noqa: PLR0913, PLR0917 (the options of commands, in their order)
    form: str | None,
    columns: "Sequence[str] | None",
    max_pages: int,
    max_size: int,
    timeout: float,
    delay: float,
    allow_private: bool,
) -> "Options":
    """How inputs are to be read; InputError where a column's option is not in form."""
    from kg.read import FIELDS, Options, Web

    pairs = []
    for given in columns or ():
        field, sign, name = given.partition("=")
        if not sign or not name or field not in FIELDS:
            raise InputError(f"--column {given}: write FIELD=NAME, where FIELD is one of {', '.join(FIELDS)}")
        pairs.append((field, name))
    web = Web(pages=max_pages, size=max_size * 1_000_000, timeout=timeout, delay=delay, allow_private=allow_private)
    return Options(form, tuple(pairs), web)


def reading[T](items: "Iterable[T]", total: "int | None") -> "Iterable[T]":
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
        log(f"passed over: {counted(ignored, 'file')} of another kind than kg reads", "dim")
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
