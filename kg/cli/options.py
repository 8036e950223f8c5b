"""Options that several commands have: each is declared once, and `with_options` gives commands what they make."""

import functools
import inspect
import json
import math
import os
from collections.abc import Callable
from datetime import date as Date  # noqa: N812 (`date` is the option's name)
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.display.spreadsheet import guarded_cells
from kg.display.terminal import log, progress, write
from kg.display.text import counted
from kg.errors import InputError
from kg.graph.query.process import LARGEST, LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.llm.model import LanguageModel
    from kg.read import Remark, Web

GRAPH = Path("graph")
"""The default graph directory."""
_web = functools.partial(typer.Option, rich_help_panel="For addresses")
_llm = functools.partial(typer.Option, rich_help_panel="With an LLM")
_LISTED = 3
"""Files that a remark names."""


def with_options[R](**makers: Callable[..., object]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Replace parameters of a command by options: those of the function by the same name, which makes their value.

    With `graph=open_graph`, the command's parameter `graph` is what `open_graph` returns for its own parameters, the
    options --graph and --store.
    """

    def replaced(command: Callable[..., R]) -> Callable[..., R]:
        shared = {name: tuple(inspect.signature(maker).parameters.values()) for name, maker in makers.items()}
        parameters = [
            option.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for own in inspect.signature(command).parameters.values()
            for option in shared.get(own.name, (own,))
        ]

        @functools.wraps(command)
        def run(**given: object) -> R:
            for name, maker in makers.items():
                given[name] = maker(**{each.name: given.pop(each.name) for each in shared[name] if each.name in given})
            return command(**given)

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # inspect reads it
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return replaced


def only[R](maker: Callable[..., R], *names: str) -> Callable[..., R]:
    """Return a function like `maker` with some of its options."""

    def make(**given: object) -> R:
        return maker(**given)

    parameters = inspect.signature(maker).parameters
    make.__signature__ = inspect.Signature([parameters[name] for name in names])  # type: ignore[attr-defined] # as above
    return make


def later[R](maker: Callable[..., R]) -> Callable[..., Callable[[], R]]:
    """Return a function with the options of `maker` that calls it only once its result is called."""

    def make(**given: object) -> Callable[[], R]:
        return functools.partial(maker, **given)

    make.__signature__ = inspect.signature(maker)  # type: ignore[attr-defined] # as above
    return make


def _date(value: str) -> Date:
    try:
        return Date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a date: write year, month and day, as in 2025-09-22") from None


def number_within(value: str, least: float, most: int = LONGEST, unit: str = "seconds") -> float:
    """Return the number that an option gives, if it is within bounds."""
    try:
        given = float(value)
    except ValueError:
        given = math.nan
    if not least <= given <= most:  # NaN is not either
        raise typer.BadParameter(f"must be between {least:g} and {most:,} {unit}, not {value!r}")
    return given


def _seconds(value: str) -> float:
    return number_within(value, 0.1)


def _delay(value: str) -> float:
    return number_within(value, 0)


def _source(text: str) -> Path | str:
    """Return an address, "-" or a path: never a text, which a string may be in Python."""
    return text if text == "-" or "://" in text else Path(text)


_SOURCES = typer.Argument(
    parser=_source,
    metavar="PATH...",
    help="Files or folders; addresses (http://…) of pages, feeds and sitemaps; - for standard input.",
)
Sources = Annotated[list[str], _SOURCES]
OptionalSources = Annotated[list[str] | None, _SOURCES]
GraphOption = Annotated[Path, typer.Option("--graph", metavar="DIR", help="Graph directory.")]
RawOption = Annotated[bool, typer.Option("--raw", help="Do not escape spreadsheet formulas in CSV.")]
UnnamedOption = Annotated[
    bool, typer.Option("--unnamed", help="With what texts speak of without a name: two men, his wife.")
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", parser=_seconds, metavar="SECONDS", help="Longest time for the query.")
]
MemoryOption = Annotated[
    int, typer.Option("--max-memory", min=64, max=LARGEST, metavar="MB", help="Most memory for the query.")
]
ListFormat = Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="Output format.")]
RepliesOption = Annotated[
    Path | None,
    _llm(
        "--llm-replies",
        metavar="FILE",
        help="File for replies; by default replies.sqlite in the graph directory, or in this folder.",
    ),
]


def open_graph(
    graph: GraphOption = GRAPH,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="SPARQL server to query instead of a graph directory.")
    ] = None,
) -> api.Graph:
    """Open the graph of a command: on the server `store` if one is named, else in the directory `graph`."""
    if store is not None and graph != GRAPH:
        raise InputError("--graph names a directory and --store a server: give one of them")
    return api.open(graph, store=store)


def _web_options(
    max_pages: Annotated[int, _web(min=1, max=10**6, metavar="N", help="Most addresses to follow from one.")] = 100,
    max_size: Annotated[int, _web(min=1, max=10**5, metavar="MB", help="Largest response.")] = 20,
    timeout: Annotated[float, _web(parser=_seconds, metavar="SECONDS", help="Longest time for a response.")] = 30.0,
    delay: Annotated[float, _web(parser=_delay, metavar="SECONDS", help="Time between requests to a host.")] = 1.0,
    allow_private: Annotated[
        bool, _web("--allow-private", help="Allow requests to private networks and localhost.")
    ] = False,
) -> "Web":
    from kg.read import Web

    return Web(pages=max_pages, size=max_size * 1_000_000, timeout=timeout, delay=delay, allow_private=allow_private)


def _llm_options(  # noqa: PLR0913 (as below)
    *,
    llm: Annotated[
        str | None,
        _llm(
            metavar="URL",
            help="Server that speaks the chat-completions protocol and is sent the text; KG_LLM_KEY holds its key.",
        ),
    ] = None,
    llm_model: Annotated[
        str | None, _llm(metavar="NAME", help="The LLM. Without --llm nothing is sent: kept replies are used.")
    ] = None,
    llm_effort: Annotated[
        Literal["read", "check"],
        _llm(
            help="read: the LLM reads every passage, and what it and kg find is joined."
            " check: it says whether the facts hold that kg is unsure of."
        ),
    ] = "read",
    llm_budget: Annotated[
        int | None, _llm(min=1, max=10**12, metavar="TOKENS", help="Most tokens to use, sent and received.")
    ] = None,
    llm_replies: RepliesOption = None,
    llm_concurrency: Annotated[int, _llm(min=1, max=64, metavar="N", help="Requests sent at a time.")] = 4,
    llm_timeout: Annotated[float, _llm(parser=_seconds, metavar="SECONDS", help="Longest time for a reply.")] = 300.0,
) -> "LanguageModel | None":
    from kg.llm.model import LanguageModel

    if llm_model is None:
        if llm is not None or llm_budget is not None or llm_replies is not None:
            raise InputError("name the LLM: --llm-model NAME")
        return None
    return LanguageModel(llm_model, llm, llm_effort, llm_budget, llm_concurrency, llm_timeout, llm_replies)


@with_options(web=_web_options, llm=_llm_options)
def read_options(  # noqa: PLR0913 (the options of reading)
    *,
    date: Annotated[
        Date | None,
        typer.Option(
            parser=_date, metavar="DATE", help="Day of articles that give none, from which “on Thursday” is counted."
        ),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Publisher of articles that give none.")] = None,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="TAG",
            help="Language of articles that give none (de). Others than English are read with --llm alone, by default"
            " as detected.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Input format, if it cannot be detected: a suffix (csv, jsonl, html), or the service that exported it"
            " (ninjs, newsapi, eventregistry, gdelt).",
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="Name of a table's column: text=body. Fields: text, title, url, id, published, modified, publisher,"
            " authors, language. May be repeated.",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Installed spaCy pipeline instead of the default.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Relation rules of your own: a .toml file, or a folder of them.")
    ] = None,
    ontology: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Ontology with classes and relations of your own to extract as well: OWL or SHACL (.ttl, .owl …).",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1024,
            metavar="N",
            help="Processes that read; by default one a processor if there is much to read.",
        ),
    ] = None,
    web: "Web | None" = None,
    llm: "LanguageModel | None" = None,
) -> api.ReadOptions:
    """Make the options of reading, of which a command may have some (`only`)."""
    columns = {}
    for given in column or ():
        from kg.read import FIELDS

        field, sign, name = given.partition("=")
        if not sign or not name or field not in FIELDS:
            raise InputError(f"--column {given}: write FIELD=NAME, where FIELD is one of {', '.join(FIELDS)}")
        columns[field] = name
    return api.ReadOptions(
        date=date,
        publisher=publisher,
        language=language,
        format=form,
        columns=columns,
        web=web,
        model=model,
        rules=rules,
        ontology=ontology,
        llm=llm,
        workers=workers,
    )


def write_csv(table: "str | Iterable[str]", *, raw: bool) -> None:
    """Print a table, as a text or in parts of whole lines, and how many of its cells were escaped to stderr."""
    count = 0
    for text in (table,) if isinstance(table, str) else table:
        write(text)
        count += 0 if raw else guarded_cells(text)
    if count:
        were = "looks like a formula was" if count == 1 else "look like formulas were"
        it = "it" if count == 1 else "them"
        log(f"{counted(count, 'cell')} that {were} prefixed with an apostrophe (--raw keeps {it})")


def write_json(value: object) -> None:
    """Print a value as indented JSON."""
    write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def reading[T](items: "Iterable[T]", total: "int | None") -> "Iterable[T]":
    """Hand on what is read, with a progress bar on stderr."""
    return progress(items, total, "Reading")


def stop_at_defects(failure: api.NotRead) -> None:
    """Under KG_DEBUG, raise a defect of kg, so that its traceback is shown."""
    if failure.error is not None and os.environ.get("KG_DEBUG"):
        raise failure.error


def log_failure(failure: api.NotRead) -> None:
    """Print one line to stderr: the file that was skipped, and why."""
    if failure.error is None:
        log(f"not read: {failure.path}: {failure.reason}", "yellow")
    else:
        log(f"not read: {failure.path}: a defect of kg: {failure.reason} (KG_DEBUG=1 shows where)", "red")


def finish(ignored: int, not_read: "Sequence[api.NotRead]", remarks: "Sequence[Remark]" = ()) -> None:
    """Print what was not read, or with a proviso. Exit code 3 for a defect of kg, 1 for bad files."""
    if ignored:
        log(f"skipped {counted(ignored, 'file')} of unsupported types", "dim")
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
