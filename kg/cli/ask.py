"""The commands that ask a graph: in plain English, in SPARQL, for what is wrong with it, for all of it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import (
    GRAPH,
    GraphOption,
    MemoryOption,
    RawOption,
    StoreOption,
    TimeoutOption,
    open_graph,
    write_csv,
)
from kg.display.terminal import indented, log, progress, show, styled, table, write
from kg.display.text import counted
from kg.errors import QueryError
from kg.graph.query.process import MAX_MEMORY, TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.query.execution import Rows

__all__ = ["ask", "export", "query", "validate"]


def ask(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    question: Annotated[str, typer.Argument(help="A question in plain English.", show_default=False)],
    as_query: Annotated[bool, typer.Option("--query", help="Show the SPARQL that was asked, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=0, max=10**6, metavar="N", help="How many answers to show; 0: all.")
    ] = 10,
    timeout: TimeoutOption = TIMEOUT,
    max_memory: MemoryOption = MAX_MEMORY,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Answer a question in plain English, with the sentences that say so.

    Who, whom, what, which …, where, when, how many, and questions for yes or no. What is not understood is refused with
    a reason; where the graph says nothing, the exit code is 1.
    """
    opened = open_graph(graph, store)
    log("loading the language model, which takes some seconds", "dim")
    answer = opened.ask(question, timeout=timeout, max_memory=max_memory)
    if as_json:
        write(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        if as_query:
            write(f"{answer.query}\n")
        for line in answer.lines(most=limit, sentences=2):
            depth = len(line) - len(line.lstrip())
            show(indented(styled(line.lstrip(), "dim" if depth else ""), depth))
    if not answer.found:
        raise typer.Exit(1)


def query(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    sparql: Annotated[
        str | None, typer.Argument(help="A query; prefixes are bound already.", show_default=False)
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A file that holds the query.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="A query that comes with kg.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="With --name: what to ask about.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the queries that come with kg.")] = False,
    form: Annotated[
        Literal["table", "csv", "json", "xml", "ttl"], typer.Option("--format", help="How to print the answer.")
    ] = "table",
    timeout: TimeoutOption = TIMEOUT,
    max_memory: MemoryOption = MAX_MEMORY,
    raw: RawOption = False,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Ask the graph in SPARQL, or one of the questions that come with kg.

    The exit code is 1 where a name or a term is none that is known; what may be meant is said.
    """
    if listing:
        _list_queries()
        return
    if sum(choice is not None for choice in (sparql, file, name)) != 1:
        raise QueryError("name one query: SPARQL in quotes, --file FILE, or --name NAME (kg query --list shows names)")
    if values and not name:
        raise QueryError("--param gives a value to a query that --name names")
    settings = _settings(values or [])
    if file is not None:
        from kg.read import read_source

        sparql = read_source(file)
    asked = open_graph(graph, store)
    if name is not None:
        rows = asked.query_named(name, timeout=timeout, max_memory=max_memory, **settings)
    else:
        rows = asked.query(sparql or "", timeout=timeout, max_memory=max_memory)
    if form == "table":
        _show_rows(rows, named=name is not None)
    elif form == "csv":
        write_csv(api.format_rows(rows, form, raw=raw), raw=raw)
    else:
        write(api.format_rows(rows, form))
    hints = asked.hints(name or sparql or "", **settings)
    for hint in hints:
        log(f"kg: {hint}")
    if hints:
        raise typer.Exit(1)


def _settings(values: list[str]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    for parameter, equals, _ in pairs:
        if not (parameter and equals):
            raise QueryError(f"--param {parameter}: write it as NAME=VALUE")
    return {parameter: value for parameter, _, value in pairs}


def _list_queries() -> None:
    rows = table("Queries for kg query --name", "name", "answers", "--param")
    for name, known in api.questions().items():
        parameters = [each.name if not each.optional else f"[{each.name}]" for each in known.parameters]
        rows.add_row(styled(name, "bold"), styled(known.says), styled(", ".join(parameters)))
    show(rows)


def _show_rows(rows: "Rows", *, named: bool) -> None:
    from kg.ontology import shorten

    if rows.kind == "ask":
        show("yes" if rows[0][0] else "no")
        return
    numbers = [
        column
        for place, column in enumerate(rows.columns)
        if len(rows) and all(isinstance(row[place], int | float) for row in rows)
    ]
    links = rows.links() if named else ()
    places = [place for place, column in enumerate(rows.columns) if column not in links]
    answer = table(None, *(rows.columns[place] for place in places), numbers=numbers)
    for row in rows:
        answer.add_row(*(styled("" if row[place] is None else shorten(str(row[place]))) for place in places))
    note = counted(len(rows), "row")
    if links:
        note += f"; {', '.join(links)}: the IRIs are in --format csv and json"
    show(answer, styled(note, "dim"))
    if rows.more:
        show(styled("there are more, which --param limit=N gives", "yellow"))


def validate(
    fail_on: Annotated[
        Literal["info", "warning", "violation"],
        typer.Option("--fail-on", help="The least grave findings that make the exit code 1."),
    ] = "warning",
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Check the graph against the ontology's shapes and check queries, and print what is wrong."""
    findings = open_graph(graph, store).validate()
    rows = table(None, "severity", "check", "what is wrong", "where")
    for each in findings:
        where = f"{each.label} ({each.document} {each.begin})" if each.document else each.label
        detail = f": {each.detail}" if each.detail else ""
        style = "red" if each.severity == "violation" else "yellow"
        rows.add_row(styled(each.severity, style), styled(each.check), styled(each.message + detail), styled(where))
    if findings:
        show(rows)
    show(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    if any(finding.is_at_least(fail_on) for finding in findings):
        raise typer.Exit(1)


def export(
    form: Annotated[
        Literal[
            "trig", "nquads", "ttl", "ntriples", "rdf12", "jsonld", "graphml", "gexf", "csv", "events", "ftm", "neo4j",
            "parquet",
        ],
        typer.Option("--format", help="The format: docs/exchange.md says for what each is."),
    ] = "trig",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help="The file, or folder of files, to write instead of printing."),
    ] = None,
    raw: RawOption = False,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:  # fmt: skip
    """Print the whole graph for other programs, or write it to a file; the same graph gives the same bytes."""
    found = open_graph(graph, store)
    if out is not None:
        log(f"wrote {found.save(out, form, raw=raw, watch=_exporting)}")
        if not raw and form in {"csv", "events", "neo4j"}:
            log("guarded: whatever a spreadsheet would run has an apostrophe before it (--raw: as it is)")
    elif form == "parquet" or form == "neo4j":  # noqa: PLR1714 (mypy narrows no membership)
        raise QueryError(f"--format {form} is not printed: name what to write with --out PATH")
    elif form == "csv" or form == "events":  # noqa: PLR1714 (mypy narrows no membership)
        write_csv(found.export_parts(form, raw=raw, watch=_exporting), raw=raw)
    else:
        for part in found.export_parts(form, raw=raw, watch=_exporting):
            write(part)


def _exporting(items: list[str]) -> "Iterable[str]":
    return progress(items, len(items), "Exporting")
