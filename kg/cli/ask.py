"""The commands that query a graph: in plain English, by words, and in SPARQL."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import (
    ListFormat,
    MemoryOption,
    RawOption,
    TimeoutOption,
    later,
    open_graph,
    with_options,
    write_csv,
)
from kg.display.terminal import indented, log, show, styled, table, write
from kg.display.text import counted
from kg.errors import QueryError
from kg.graph.query.process import MAX_MEMORY, TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.graph.query.execution import Rows


@with_options(graph=open_graph)
def ask(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    question: Annotated[str, typer.Argument(help="A question in plain English.")],
    as_query: Annotated[bool, typer.Option("--query", help="Show the SPARQL query as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    limit: Annotated[int, typer.Option(min=0, max=10**6, metavar="N", help="Most answers to show; 0: all.")] = 10,
    timeout: TimeoutOption = TIMEOUT,
    max_memory: MemoryOption = MAX_MEMORY,
    graph: api.Graph,
) -> None:
    """Answer a question in plain English, with the sentences that say so.

    Who, whom, what, which …, where, when, how many, how much, and yes-or-no questions. The likeliest answer comes
    first. A question that is not understood is refused with one that is; without an answer, the exit code is 1.
    """
    answer = graph.ask(question, timeout=timeout, max_memory=max_memory)
    if as_json:
        write(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        if as_query:
            write(f"{answer.query}\n")
        _show_lines(answer.lines(most=limit, sentences=2))
    if not answer.found:
        raise typer.Exit(1)


@with_options(graph=open_graph)
def search(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    words: Annotated[list[str], typer.Argument(help="Words; in quotation marks, word for word.")],
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day, month or year.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day, month or year.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10**4, metavar="N", help="Most articles to show.")] = 20,
    form: ListFormat = "table",
    raw: RawOption = False,
    graph: api.Graph,
) -> None:
    """Find articles by words of headline, text or names, those that fit best first.

    An article has all the words, or where none does, some. If there is no article, the exit code is 1.
    """
    found = graph.search(" ".join(words), since=since, until=until, limit=limit)
    if form == "table":
        _show_lines(found.lines())
    elif form == "csv":
        write_csv(found.to_csv(raw=raw), raw=raw)
    else:
        write(found.to_json())
    if not found:
        raise typer.Exit(1)


def _show_lines(lines: "Iterable[str]") -> None:
    for line in lines:
        depth = len(line) - len(line.lstrip())
        show(indented(styled(line.lstrip(), "dim" if depth else ""), depth))


@with_options(opened=later(open_graph))
def query(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    sparql: Annotated[str | None, typer.Argument(help="SPARQL query; the prefixes are bound.")] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="File with the query.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Query that comes with kg.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="With --name: value of a parameter.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the queries that come with kg.")] = False,
    form: Annotated[
        Literal["table", "csv", "json", "xml", "ttl"], typer.Option("--format", help="Output format.")
    ] = "table",
    timeout: TimeoutOption = TIMEOUT,
    max_memory: MemoryOption = MAX_MEMORY,
    raw: RawOption = False,
    opened: "Callable[[], api.Graph]",
) -> None:
    """Query the graph in SPARQL, or with one of the queries that come with kg.

    If a name or a term is unknown, the exit code is 1, and near ones are suggested.
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
    asked = opened()
    if name is not None:
        rows = asked.query_named(name, timeout=timeout, max_memory=max_memory, **settings)
    else:
        rows = asked.query(sparql or "", timeout=timeout, max_memory=max_memory)
    from kg.graph.query.results import format_rows

    if form == "table":
        _show_rows(rows, named=name is not None)
    elif form == "csv":
        write_csv(format_rows(rows, form, raw=raw), raw=raw)
    else:
        write(format_rows(rows, form))
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
    from kg.graph.query.files import read_queries

    rows = table("Queries for kg query --name", "name", "answers", "--param")
    for name, known in read_queries("answer").items():
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
