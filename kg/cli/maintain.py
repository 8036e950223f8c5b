"""The commands that maintain a graph directory: documents, remove, validate, check, rebuild, recover."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import (
    GRAPH,
    GraphOption,
    ListFormat,
    RawOption,
    only,
    open_graph,
    read_options,
    with_options,
    write_csv,
    write_json,
)
from kg.display.spreadsheet import csv_text
from kg.display.terminal import log, progress, show, styled, table, write
from kg.display.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence


def documents(
    text: Annotated[str | None, typer.Argument(help="An id, path or source, or words to find in documents.")] = None,
    whole: Annotated[
        bool, typer.Option("--show", help="Print the metadata and text of each instead of the list.")
    ] = False,
    form: ListFormat = "table",
    raw: RawOption = False,
    graph: GraphOption = GRAPH,
) -> None:
    """List the documents of a graph directory, or find some."""
    found = api.documents(text, graph=graph)
    if form == "json":
        fields = [_fields(each, whole=whole) for each in found]
        write_json(fields)
    elif form == "csv":
        rows = [_fields(each, whole=whole) for each in found]
        cells = [[" ".join(value) if isinstance(value, list) else value for value in row.values()] for row in rows]
        write_csv(csv_text(list(rows[0]) if rows else [], cells, raw=raw), raw=raw)
    elif whole:
        for each in found:
            _show_document(each)
    else:
        listed = table(None, "id", "date", "publisher", "title", "words", "sources", "standing", numbers=["words"])
        for each in found:
            standing = "" if each.copy_of is None else f"copy of {each.copy_of}"
            standing = standing if each.replaced_by is None else f"replaced by {each.replaced_by}"
            listed.add_row(
                styled(each.id, "bold"),
                each.date.isoformat() if each.date else "",
                styled(", ".join(each.publishers)),
                styled(each.title or ""),
                f"{each.words:,}",
                styled(", ".join(each.paths)),
                styled(standing),
            )
        show(listed, styled(counted(len(found), "document"), "dim"))


type _Field = str | int | list[str] | None


def _fields(entry: api.DocumentEntry, *, whole: bool = False) -> dict[str, _Field]:
    moments = (("published", entry.published), ("modified", entry.modified), ("retrieved", entry.retrieved))
    known: dict[str, _Field] = {
        "id": entry.id,
        "date": entry.date.isoformat() if entry.date else None,
        "title": entry.title,
        "words": entry.words,
        "sources": list(entry.paths),
        "publishers": list(entry.publishers),
        "authors": list(entry.authors),
        "urls": list(entry.urls),
        **{name: moment.isoformat() if moment else None for name, moment in moments},
        "language": entry.language,
        "copy_of": entry.copy_of,
        "replaced_by": entry.replaced_by,
        "replaces": list(entry.replaces),
    }
    return known | {"text": entry.text} if whole else known


def _show_document(entry: api.DocumentEntry) -> None:
    known = table(None, "", "")
    for name, value in _fields(entry).items():
        text = ", ".join(value) if isinstance(value, list) else f"{value:,}" if isinstance(value, int) else value
        if text:
            known.add_row(styled(name, "dim"), styled(text))
    show(known, "", styled(entry.text), "")


def remove(
    names: Annotated[list[str], typer.Argument(metavar="DOC...", help="Documents by id, path or source.")],
    graph: GraphOption = GRAPH,
) -> None:
    """Remove documents from a graph directory, with all that only they say."""

    def tell(gone: "Sequence[api.DocumentEntry]") -> None:
        for each in gone:
            write(f"removed: {each.id} ({', '.join(each.paths)})\n")
        tell_page(graph)

    api.remove(names, graph=graph, then=tell)


@with_options(graph=open_graph)
def validate(
    *,
    fail_on: Annotated[
        Literal["info", "warning", "violation"], typer.Option(help="Least severe findings for exit code 1.")
    ] = "warning",
    graph: api.Graph,
) -> None:
    """Check the graph against the ontology's shapes and check queries, and list the findings."""
    findings = graph.validate()
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


def check(graph: GraphOption = GRAPH) -> None:
    """Verify a graph directory: its records, its store, and that they agree. Exit code 1 if they do not."""
    wrong = api.check(graph)
    for line in wrong:
        write(f"{line}\n")
    if wrong:
        raise typer.Exit(1)
    write(f"{graph}/ is whole: {counted(len(api.documents(graph=graph)), 'document')}\n")


@with_options(options=only(read_options, "ontology", "workers"))
def rebuild(
    *,
    reread: Annotated[
        bool, typer.Option("--reread", help="Read all documents again, from the texts in the records.")
    ] = False,
    options: api.ReadOptions,
    graph: GraphOption = GRAPH,
) -> None:
    """Rebuild a directory's graph from its records, and upgrade those of an earlier version.

    Decisions stay. What an LLM found in a text that is read again comes back with kg build --llm.
    """
    number = api.rebuild(
        graph, reread=reread, options=options, watch=lambda stored: progress(stored, len(stored), "Writing")
    )
    log(f"rebuilt: {counted(number, 'document')}")
    tell_page(graph)


def recover(graph: GraphOption = GRAPH) -> None:
    """Make damaged or missing records anew from what can be read of them and from the texts in the graph."""
    found = api.recover(graph)
    write(f"recovered: {counted(found.kept, 'record')}, {counted(found.reread, 'document')} read again\n")
    for line in found.lost:
        write(f"lost: {line}\n")
    tell_page(graph)
    if found.lost:
        raise typer.Exit(1)


def tell_page(directory: Path) -> None:
    """Say how to have the page of a directory, if it is not there."""
    if api.drawn_page(directory) is None:
        at = "" if directory == GRAPH else f" --graph {quote(str(directory))}"
        log(f"no page shows the graph as it is now: kg view{at} draws it", "dim")
