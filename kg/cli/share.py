"""The commands that hand a graph to other programs: as a file, over HTTP, and over the Model Context Protocol."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import (
    GRAPH,
    GraphOption,
    RawOption,
    TimeoutOption,
    UnnamedOption,
    open_graph,
    with_options,
    write_csv,
)
from kg.display.terminal import finish_output, log, progress, write
from kg.errors import InputError, MissingPackageError, QueryError
from kg.graph.query.process import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII)
"""The name of a header (RFC 9110, section 5.6.2)."""
_ORIGIN = re.compile(r"\*|https?://[^/\s*]+")


@with_options(graph=open_graph)
def export(
    *,
    form: Annotated[
        Literal[
            "trig", "nquads", "ttl", "ntriples", "rdf12", "jsonld", "graphml", "csv", "events", "mentions",
            "ftm", "neo4j", "parquet", "obsidian", "annotations",
        ],
        typer.Option("--format", help="Output format; docs/exchange.md describes them."),
    ] = "trig",
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="File, or folder of files, to write instead of printing."),
    ] = None,
    raw: RawOption = False,
    unnamed: UnnamedOption = False,
    graph: api.Graph,
) -> None:  # fmt: skip
    """Print the whole graph for other programs, or write it to a file; the same graph gives the same bytes."""
    if out is not None:
        log(f"wrote {graph.save(out, form, raw=raw, unnamed=unnamed, watch=_exporting)}")
        if not raw and form in {"csv", "events", "mentions", "neo4j"}:
            log("cells that look like formulas were prefixed with an apostrophe (--raw keeps them)")
    elif form == "parquet" or form == "neo4j" or form == "obsidian":  # noqa: PLR1714 (mypy narrows no membership)
        raise QueryError(f"--format {form} is not printed: name what to write with --out PATH")
    elif form == "csv" or form == "events" or form == "mentions":  # noqa: PLR1714 (mypy narrows no membership)
        write_csv(graph.export_parts(form, raw=raw, unnamed=unnamed, watch=_exporting), raw=raw)
    else:
        for part in graph.export_parts(form, raw=raw, unnamed=unnamed, watch=_exporting):
            write(part)


def _exporting(items: list[str]) -> "Iterable[str]":
    return progress(items, len(items), "Exporting")


def serve(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    graph: GraphOption = GRAPH,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but 127.0.0.1 opens the graph to others.")
    ] = "127.0.0.1",
    timeout: TimeoutOption = 10.0,
    max_rows: Annotated[
        int, typer.Option(min=1, max=10**9, metavar="N", help="Most rows or triples of an answer.")
    ] = 100_000,
    max_memory: Annotated[
        int, typer.Option(min=256, max=LARGEST, metavar="MB", help="Most memory for the query.")
    ] = 2048,
    allow_decisions: Annotated[
        bool, typer.Option("--allow-decisions", help="Let people decide about entities on the review page.")
    ] = False,
    cors: Annotated[
        str | None, typer.Option(metavar="ORIGIN", help="Let web pages of this origin (*: any) read answers.")
    ] = None,
    client_header: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Behind a proxy: the header that names the client, such as X-Forwarded-For."),
    ] = None,
    requests: Annotated[bool, typer.Option("--log", help="Print each request to stderr.")] = False,
) -> None:
    """Answer SPARQL over HTTP, and show the graph in the browser."""
    if cors is not None and not _ORIGIN.fullmatch(cors):
        raise InputError(f"--cors {cors}: name an origin, such as https://example.org, or *")
    if client_header is not None and not _HEADER.fullmatch(client_header):
        raise InputError(f"--client-header {client_header}: name a header, such as X-Forwarded-For")
    from kg.serve.server import serve as run  # uvicorn, Starlette and what the graph needs
    from kg.serve.settings import Settings

    settings = Settings(
        graph=graph,
        host=host.removeprefix("[").removesuffix("]"),  # as in an address of the web
        port=port,
        timeout=timeout,
        max_rows=max_rows,
        max_memory=max_memory,
        allow_decisions=allow_decisions,
        cors=cors,
        client_header=client_header,
        log=requests,
    )

    def say(line: str) -> None:
        write(f"{line}\n")
        finish_output()  # whoever started the server in a pipe waits for it

    run(settings, say)


def mcp(
    graph: GraphOption = GRAPH,
    transport: Annotated[
        Literal["stdio", "http"], typer.Option(help="Standard input and output, or HTTP on 127.0.0.1 at /mcp.")
    ] = "stdio",
    port: Annotated[int, typer.Option(min=0, max=65535, help="With http: port.")] = 8766,
) -> None:
    """Let an assistant query the graph over the Model Context Protocol; nothing is written."""
    try:
        from kg.mcp.server import run
    except ModuleNotFoundError as error:
        raise MissingPackageError("mcp is not installed: pip install 'newskg[mcp]'") from error
    if transport == "stdio" and sys.stdin.isatty():
        log("waiting for an assistant on standard input (Ctrl-C ends); see kg mcp --help")
    run(graph, transport, port)
