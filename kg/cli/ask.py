"""The commands that ask a graph in its own terms: query, validate, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.options import GRAPH, GraphOption, StoreOption, open_graph
from kg.display.terminal import show, styled, table, write
from kg.errors import QueryError
from kg.read import read_source

if TYPE_CHECKING:
    from kg.graph.query.execution import Rows

__all__ = ["export", "query", "validate"]


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
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Ask the graph in SPARQL, or one of the questions that come with kg."""
    if listing:
        _list_queries()
        return
    if sum(choice is not None for choice in (sparql, file, name)) != 1:
        raise QueryError("name one query: SPARQL in quotes, --file FILE, or --name NAME (kg query --list shows names)")
    if values and not name:
        raise QueryError("--param gives a value to a query that --name names")
    settings = _settings(values or [])
    text = read_source(file) if file else sparql
    from kg.graph.query.execution import query as ask
    from kg.graph.query.execution import query_named
    from kg.graph.query.results import format_rows

    if name is not None:
        rows = query_named(open_graph(graph, store), name, settings)
    else:
        rows = ask(open_graph(graph, store), text or "")
    if form == "table":
        _show_rows(rows)
    else:
        write(format_rows(rows, form))


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


def _show_rows(rows: "Rows") -> None:
    from kg.ontology import shorten

    if rows.kind == "ask":
        show("yes" if rows[0][0] else "no")
        return
    numbers = [
        column
        for place, column in enumerate(rows.columns)
        if len(rows) and all(isinstance(row[place], int | float) for row in rows)
    ]
    answer = table(None, *rows.columns, numbers=numbers)
    for row in rows:
        answer.add_row(*(styled("" if value is None else shorten(str(value))) for value in row))
    show(answer, styled(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}", "dim"))


def validate(
    fail_on: Annotated[
        Literal["info", "warning", "violation"],
        typer.Option("--fail-on", help="The least grave findings that make the exit code 1."),
    ] = "warning",
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Check the graph against the ontology's shapes and check queries, and print what is wrong."""
    from kg.graph.validate import at_least
    from kg.graph.validate import validate as findings_of

    findings = findings_of(open_graph(graph, store))
    rows = table(None, "severity", "check", "what is wrong", "where")
    for each in findings:
        where = f"{each.label} ({each.document} {each.begin})" if each.document else each.label
        detail = f": {each.detail}" if each.detail else ""
        style = "red" if each.severity == "violation" else "yellow"
        rows.add_row(styled(each.severity, style), styled(each.check), styled(each.message + detail), styled(where))
    if findings:
        show(rows)
    show(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    if at_least(findings, fail_on):
        raise typer.Exit(1)


def export(
    form: Annotated[
        Literal["trig", "nquads", "ttl", "jsonld", "graphml", "gexf", "csv"],
        typer.Option("--format", help="The format."),
    ] = "trig",
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Print the whole graph for other programs; the same graph gives the same bytes."""
    from kg.graph.export import export as text_of

    dataset = open_graph(graph, store)
    if form == "graphml" or form == "gexf":  # noqa: PLR1714 (mypy narrows no membership)
        from kg.graph.facts.reader import read_records
        from kg.views.network import build_network, gexf, graphml

        network = build_network(read_records(dataset))
        write(graphml(network) if form == "graphml" else gexf(network))
    else:
        write(text_of(dataset, form))
