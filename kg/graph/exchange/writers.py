"""The formats of this room: a text in parts, or a folder of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.display.spreadsheet import csv_line
from kg.graph.exchange.parts import Parts
from kg.graph.exchange.tables import MENTION_HEADER, TABLES, document_rows, mention_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.exchange.ftm import Decided
    from kg.graph.exchange.parts import Watch

__all__ = ["text_parts", "write_files"]


def text_parts(  # noqa: PLR0913 (a writer's options)
    dataset: Dataset,
    form: str,
    decisions: Iterable[Decided] = (),
    *,
    raw: bool = False,
    unnamed: bool = False,
    watch: Watch = iter,
) -> Iterator[str]:
    """Yield a graph as text, part by part, with people's decisions where the format has a place for them.

    Cells of CSV that look like formulas are prefixed with an apostrophe unless `raw`; tables and entities have
    participants with `unnamed`, while RDF always has them.
    """
    parts = Parts(dataset, watch, unnamed=unnamed)
    match form:
        case "events":
            yield csv_line(tuple(TABLES["events"]), "\n", raw=raw)
            for part in parts.documents(linked=True):
                for name, row in document_rows(part):
                    if name == "events":
                        yield csv_line([None if value is None else _cell(value) for value in row], "\n", raw=raw)
        case "mentions":
            yield MENTION_HEADER
            for part in parts.documents(linked=True):
                for row in mention_rows(part):
                    yield csv_line(row, "\n", raw=raw)
        case "ntriples" | "rdf12" | "jsonld":
            from kg.graph.exchange import rdf

            writers = {"ntriples": rdf.n_triples, "rdf12": rdf.rdf_1_2, "jsonld": rdf.json_ld}
            yield from writers[form](parts)
        case "ftm":
            from kg.graph.exchange.ftm import ftm_lines

            yield from ftm_lines(parts, decisions)
        case _:
            raise ValueError(f"unknown format: {form}")


def write_files(  # noqa: PLR0913 (a writer's options)
    dataset: Dataset, form: str, folder: Path, *, raw: bool = False, unnamed: bool = False, watch: Watch = iter
) -> None:
    """Write a graph in a format of several files into a folder that does not exist yet.

    Raises:
        MissingPackageError: the package that writes the format is not installed.
    """
    parts = Parts(dataset, watch, unnamed=unnamed)
    folder.mkdir()
    match form:
        case "parquet":
            from kg.graph.exchange.tables import write_parquet

            write_parquet(parts, folder)
        case "neo4j":
            from kg.graph.exchange.neo4j import write_neo4j

            write_neo4j(parts, folder, raw=raw)
        case _:
            raise ValueError(f"unknown format: {form}")


def _cell(value: object) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)
