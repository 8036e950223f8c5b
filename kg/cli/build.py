"""The commands that read text: build, extract, openie."""

import os
from collections.abc import Callable, Iterable
from datetime import date as Date  # noqa: N812 (`date` is the option's name)
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GRAPH, OwnRules, open_graph
from kg.cli.summary import show_summary
from kg.display.terminal import log, progress, write
from kg.errors import InputError
from kg.model import Document, Extraction
from kg.read import SUFFIXES, Reading, read_lines, read_paths

if TYPE_CHECKING:
    from kg.graph.store.written import Written
    from kg.rules.rule_set import RuleSet

__all__ = ["build", "extract", "openie"]

_LISTED = 5
"""How many ids a message names."""


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
_Accurate = Annotated[
    bool,
    typer.Option(
        "--accurate", help="Read each sentence with a transformer too: more facts, slower. Needs kg[accurate]."
    ),
]


def build(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    paths: _Paths,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The graph directory to make or update.")] = GRAPH,
    date: _Day = None,
    model: _Model = None,
    rules: OwnRules = None,
    accurate: _Accurate = False,
    infer: Annotated[
        bool, typer.Option("--infer", help="Add what follows from the facts, in a named graph of its own.")
    ] = False,
    store: Annotated[
        str | None, typer.Option("--store", metavar="URL", help="The SPARQL server to write to, instead of --out.")
    ] = None,
    update_store: Annotated[
        str | None,
        typer.Option(
            "--update-store", metavar="URL", help="Where it takes updates, if neither there nor at /update by /query."
        ),
    ] = None,
) -> None:
    """Read documents into a graph directory, make its page, and tell what is in it.

    A document that the graph holds already is replaced; the same text again changes nothing. With --store the graph
    is on a server, and no page is made; KG_STORE_USER and KG_STORE_PASSWORD hold what it may ask for.
    """
    if store is None and update_store is not None:
        raise InputError("--update-store goes with --store, the address for queries")
    if store is not None and out != GRAPH:
        raise InputError("--out names a directory and --store a server: give one of them")
    reading = read_paths(paths, date=date)
    from kg.graph.facts.reader import read_records
    from kg.graph.facts.summary import summarize
    from kg.pipeline import extract as read_texts

    defects: list[str] = []
    own = _own_rules(rules, model)
    found = read_texts(reading.documents, model=model, rules=own, accurate=accurate, on_failure=_noting(defects))
    found = progress(found, reading.total, "Reading")
    if store is None:
        written, inferred = _write_directory(out, found, infer=infer)
    else:
        written, inferred = _write_remote(store, update_store, found, infer=infer)
    if infer:
        log(f"inferred: {inferred:,} facts that no document states", "dim")
    records = read_records(open_graph(out, store))
    page = None
    if store is None:
        from kg.views.page import write_page

        page = out / "graph.html"
        write_page(records, page)
    for what, ids in (("replaced", written.changed), ("unchanged", written.unchanged)):
        if ids:
            log(f"{what}: {', '.join(ids[:_LISTED])}{', …' if len(ids) > _LISTED else ''}", "dim")
    show_summary(summarize(records), out, store, page)
    _finish(reading, defects)


def _write_directory(out: Path, found: Iterable[Extraction], *, infer: bool) -> "tuple[Written, int]":
    from kg.graph.infer import infer_directory
    from kg.graph.store.embedded import write_directory

    written = write_directory(out, found)
    return written, infer_directory(out) if infer else 0


def _write_remote(
    store: str, update_store: str | None, found: Iterable[Extraction], *, infer: bool
) -> "tuple[Written, int]":
    from kg.graph.infer import infer_remote
    from kg.graph.store.publish import write_remote

    written = write_remote(store, found, update_url=update_store)
    return written, infer_remote(store, update_url=update_store) if infer else 0


def extract(
    paths: _Paths, date: _Day = None, model: _Model = None, rules: OwnRules = None, accurate: _Accurate = False
) -> None:
    """Print what each document says, one JSON object a line; no graph is kept.

    The lines' JSON Schema comes with the package: kg/schema/extraction.json.
    """
    reading = read_paths(paths, date=date)
    from kg.pipeline import extract as read_texts
    from kg.schema import to_line

    defects: list[str] = []
    own = _own_rules(rules, model)
    found = read_texts(reading.documents, model=model, rules=own, accurate=accurate, on_failure=_noting(defects))
    for extraction in progress(found, reading.total, "Reading"):
        write(f"{to_line(extraction)}\n")
    _finish(reading, defects)


def openie(
    file: Annotated[Path, typer.Argument(help="A text file with one sentence a line.", show_default=False)],
    model: _Model = None,
) -> None:
    """Print each sentence's open triples, tab-separated: sentence, confidence, relation, arguments."""
    lines = read_lines(file)
    from kg.text.openie.triples import read_sentence
    from kg.text.parsing.parser import load_parser

    parser = load_parser(model)
    for line in progress(lines, len(lines), "Reading"):
        sentence = line.replace("\t", " ")  # a tab would be read as the end of the sentence
        for triple in read_sentence(parser, sentence):
            write("\t".join((sentence, f"{triple.confidence:g}", triple.relation, *triple.args)) + "\n")


def _own_rules(path: Path | None, model: str | None) -> "RuleSet | None":
    from kg.trials import tried_rules

    return None if path is None else tried_rules(path, model=model)


def _noting(defects: list[str]) -> Callable[[Document, Exception], None]:
    def note(document: Document, error: Exception) -> None:
        if os.environ.get("KG_DEBUG"):
            raise error
        defects.append(f"{document.path}: a defect of kg: {type(error).__name__}: {error} (KG_DEBUG=1 shows where)")

    return note


def _finish(reading: Reading, defects: list[str]) -> None:
    """Tell what was not read. Exit code 3 where that is our defect, 1 where files of a folder are bad."""
    if reading.ignored:
        log(f"passed over: {reading.ignored} of another kind than {', '.join(sorted(SUFFIXES))}", "dim")
    for failure in reading.failures:
        log(f"not read: {failure.path}: {failure.reason}", "yellow")
    for defect in defects:
        log(f"not read: {defect}", "red")
    if defects or reading.failures:
        raise typer.Exit(3 if defects else 1)
