"""The commands that read text: build, extract, openie."""

from collections.abc import Callable
from datetime import date as Date  # noqa: N812 (`date` is the option's name)
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import log, progress, write
from kg.read import Reading, read_paths

__all__ = ["EXAMPLES", "extract", "openie"]


def _date(value: str) -> Date:
    try:
        return Date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date: write year, month and day, as in 2025-09-22") from None


_Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files or folders of .txt and .md.", show_default=False)
]
_Day = Annotated[
    Date | None,
    typer.Option(
        "--date", parser=_date, metavar="DATE", help="The articles' day, from which “on Thursday” is counted."
    ),
]
_Model = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="An installed spaCy pipeline instead of the default.")
]


def extract(paths: _Paths, date: _Day = None, model: _Model = None) -> None:
    """Print what each document says, one JSON object a line; no graph is kept.

    The lines' JSON Schema comes with the package: kg/schema/extraction.json.
    """
    reading = read_paths(paths, date=date)
    from kg.pipeline import extract as read_texts
    from kg.schema import to_line

    for extraction in progress(read_texts(reading.documents, model=model), reading.total, "Reading"):
        write(f"{to_line(extraction)}\n")
    finish(reading)


def openie(
    file: Annotated[Path, typer.Argument(help="A text file with one sentence a line.", show_default=False)],
    model: _Model = None,
) -> None:
    """Print each sentence's open triples, tab-separated: sentence, confidence, relation, arguments."""
    write(f"{file}{model}")


def finish(reading: Reading) -> None:
    """Tell what was not read; files that could not be are findings: exit code 1."""
    if reading.ignored:
        log(f"{reading.ignored} files of other kinds passed over", "dim")
    for failure in reading.failures:
        log(f"not read: {failure.path}: {failure.reason}", "yellow")
    if reading.failures:
        raise typer.Exit(1)


EXAMPLES: dict[Callable[..., None], str] = {
    extract: "kg extract seeds/ --date 2025-09-22 > facts.jsonl",
    openie: "kg openie sentences.txt > triples.tsv",
}
