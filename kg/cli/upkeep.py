"""The commands that look after a graph directory: documents, remove, check, rebuild."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import GRAPH, GraphOption, RawOption, write_csv
from kg.cli.page import update_page
from kg.display.spreadsheet import csv_text
from kg.display.terminal import log, progress, show, styled, table, write
from kg.display.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["check", "documents", "rebuild", "recover", "remove"]


def documents(
    text: Annotated[
        str | None,
        typer.Argument(help="An id, path or source, or words to find in documents.", show_default=False),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--show", help="Print all that is known of each, and its text, instead of the list.")
    ] = False,
    form: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print the list.")] = "table",
    raw: RawOption = False,
    graph: GraphOption = GRAPH,
) -> None:
    """List the documents of a graph directory, or find some."""
    found = api.documents(text, graph=graph)
    if form == "json":
        fields = [_fields(each, whole=whole) for each in found]
        write(f"{json.dumps(fields, ensure_ascii=False, indent=1)}\n")
    elif form == "csv":
        rows = [_fields(each, whole=whole) for each in found]
        cells = [[_cell(value) for value in row.values()] for row in rows]
        write_csv(csv_text(list(rows[0]) if rows else [], cells, raw=raw), raw=raw)
    elif whole:
        for each in found:
            _show(each)
    else:
        listed = table(None, "id", "date", "publisher", "title", "words", "sources", "standing", numbers=["words"])
        for each in found:
            listed.add_row(
                styled(each.id, "bold"),
                each.date.isoformat() if each.date else "",
                styled(", ".join(each.publishers)),
                styled(each.title or ""),
                f"{each.words:,}",
                styled(", ".join(each.paths)),
                styled(_standing(each)),
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


def _standing(entry: api.DocumentEntry) -> str:
    """What a document is beside the others: a copy, or an earlier version."""
    if entry.replaced_by is not None:
        return f"replaced by {entry.replaced_by}"
    return "" if entry.copy_of is None else f"copy of {entry.copy_of}"


def _cell(value: _Field) -> str | int | None:
    return " ".join(value) if isinstance(value, list) else value


def _show(entry: api.DocumentEntry) -> None:
    """Print what is known of a document, a line each, then its text."""
    known = table(None, "", "")
    for name, value in _fields(entry).items():
        text = ", ".join(value) if isinstance(value, list) else f"{value:,}" if isinstance(value, int) else value
        if text:
            known.add_row(styled(name, "dim"), styled(text))
    show(known, "", styled(entry.text), "")


def remove(
    names: Annotated[
        list[str], typer.Argument(metavar="DOC...", help="Documents by id, path or source.", show_default=False)
    ],
    graph: GraphOption = GRAPH,
) -> None:
    """Take documents out of a graph directory, with all that only they say."""

    def tell(gone: "Sequence[api.DocumentEntry]") -> None:
        for each in gone:
            write(f"removed: {each.id} ({', '.join(each.paths)})\n")
        update_page(graph)

    api.remove(names, graph=graph, then=tell)


def check(graph: GraphOption = GRAPH) -> None:
    """Verify a graph directory: its records, its store, and that they agree; the exit code is 1 where they do not."""
    wrong = api.check(graph)
    for line in wrong:
        write(f"{line}\n")
    if wrong:
        raise typer.Exit(1)
    write(f"{graph}/ is whole: {counted(len(api.documents(graph=graph)), 'document')}\n")


def rebuild(
    reread: Annotated[
        bool, typer.Option("--reread", help="Read all documents again, from the texts in the records.")
    ] = False,
    ontology: Annotated[
        Path | None, typer.Option("--ontology", metavar="FILE", help="With --reread, your own classes and relations.")
    ] = None,
    graph: GraphOption = GRAPH,
) -> None:
    """Make a directory's graph anew from its records, and bring those of an earlier version up to date.

    Decisions stay. What an LLM found in a text that is read again comes back with kg build --llm.
    """
    number = api.rebuild(graph, reread=reread, ontology=ontology, watch=_watch)
    log(f"rebuilt: {counted(number, 'document')}")
    update_page(graph)


def recover(graph: GraphOption = GRAPH) -> None:
    """Make damaged or missing records anew from what can be read of them and from the texts in the graph."""
    found = api.recover(graph)
    write(f"recovered: {counted(found.kept, 'record')}, {counted(found.reread, 'document')} read again\n")
    for line in found.lost:
        write(f"lost: {line}\n")
    update_page(graph)
    if found.lost:
        raise typer.Exit(1)


def _watch[T](stored: "Sequence[T]") -> "Iterable[T]":
    return progress(stored, len(stored), "Writing")
