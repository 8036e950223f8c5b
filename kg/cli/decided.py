"""Shared by the commands that keep what people decide: new lines, lists of lines, and the keys of a review."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.maintain import tell_page
from kg.cli.options import ListFormat, write_csv, write_json
from kg.display.spreadsheet import csv_text
from kg.display.terminal import log, show, styled, table, write
from kg.display.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.entities.archive import DecisionEntry
    from kg.resolve.decisions import Entry


def show_added(added: "Sequence[Entry]", graph: Path) -> None:
    """Print new lines of the decisions, and how to have the page of the graph."""
    for entry in added:
        write(f"decided: {entry}  ({entry.id})\n")
    if not added:
        log("already decided: nothing changed", "dim")
    tell_page(graph)


def show_decisions(found: "Sequence[DecisionEntry]", noun: str, form: ListFormat, *, raw: bool) -> None:
    """Print lines of the decisions, each with whether it fits; `noun` is what one is called ("decision")."""
    columns = ("line", "id", noun, "when", "who", "why", "fits")
    rows = [(e.line, e.id, str(e), e.when, e.who, e.why, "yes" if d.fits else "no") for d in found for e in [d.entry]]
    if form == "json":
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        write_json(objects)
    elif form == "csv":
        write_csv(csv_text(columns, rows, raw=raw), raw=raw)
    else:
        listed = table(None, "line", "id", noun, "when", "who", "why", "", numbers=["line"])
        for line, key, said, when, name, reason, fits in rows:
            notes = (styled(each) for each in (when[:10], name, reason))
            listed.add_row(
                str(line), key, styled(said), *notes, styled("" if fits == "yes" else "fits nothing", "yellow")
            )
        show(listed, styled(counted(len(found), noun), "dim"))


def review_by_keys(
    total: int,
    show_case: "Callable[[int, bool], None]",
    decide: "Callable[[int, str], bool | None]",
    back: "tuple[str, Callable[[int], None]]",
    keys: str,
) -> None:
    """Show cases one after the other, and do what each key says; from a pipe, each character but white space is a key.

    `decide` returns whether a key settled a case, None for a key that it does not know; `back` is the key that returns
    to the case before, and what withdraws its verdict.
    """
    number, whole = 0, False
    while number < total:
        show_case(number, whole)
        key = next_key()
        whole = key == "m"
        if key == "q":
            return
        if key == back[0]:
            number = max(0, number - 1)
            back[1](number)
        elif key == "s":
            number += 1
        elif not whole and (settled := decide(number, key)) is not None:
            number += settled
        elif not whole:
            log(f"{key!r} is not a key: {keys}", "yellow")


def next_key() -> str:
    """Return the next key, in lower case; q at the end of input."""
    if sys.stdin.isatty():
        return typer.getchar().lower()
    while (char := sys.stdin.read(1)).isspace():
        pass
    return char.lower() or "q"
