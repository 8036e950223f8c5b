"""The formats of this room: which module writes which, as parts of a text or as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.display.spreadsheet import csv_line
from kg.graph.exchange.parts import Parts
from kg.graph.exchange.tables import TABLES, document_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.exchange.ftm import Decided
    from kg.graph.exchange.parts import Watch

__all__ = ["FOLDERS", "text_parts", "write_files"]

FOLDERS: Final = frozenset({"neo4j", "parquet"})
"""The formats that are several files, in a folder."""


def text_parts(
    dataset: Dataset, form: str, decisions: Iterable[Decided] = (), *, raw: bool = False, watch: Watch = iter
) -> Iterator[str]:
    """A graph in a format that is a text, part by part, with what people decided where the format has a place for it.

    CSV is guarded for spreadsheets unless `raw`.
    """
    parts = Parts(dataset, watch)
    match form:
        case "events":
            yield from _events(parts, raw=raw)
        case "ntriples" | "rdf12" | "jsonld" | "void":
            from kg.graph.exchange import linked_data

            writers = {
                "ntriples": linked_data.n_triples,
                "rdf12": linked_data.rdf_1_2,
                "jsonld": linked_data.json_ld,
                "void": linked_data.void,
            }
            yield from writers[form](parts)
        case "cypher":
            from kg.graph.exchange.neo4j import cypher_script

            yield from cypher_script(parts)
        case "ftm":
            from kg.graph.exchange.ftm import ftm_lines

            yield from ftm_lines(parts, decisions)
        case _:
            raise ValueError(f"no such format: {form}")


def write_files(dataset: Dataset, form: str, path: Path, *, raw: bool = False, watch: Watch = iter) -> None:
    """Write a graph in a format of several files into a folder that is made, or in one of one file to that file.

    Raises:
        MissingPackageError: what writes the format is not installed.
    """
    parts = Parts(dataset, watch)
    match form:
        case "parquet":
            from kg.graph.exchange.columnar import write_parquet

            path.mkdir()
            write_parquet(parts, path)
        case "neo4j":
            from kg.graph.exchange.neo4j import write_neo4j

            path.mkdir()
            write_neo4j(parts, path, raw=raw)
        case "duckdb":
            from kg.graph.exchange.columnar import write_duckdb

            write_duckdb(parts, path)
        case _:
            raise ValueError(f"no such format: {form}")


def _events(parts: Parts, *, raw: bool) -> Iterator[str]:
    """The table of events as CSV."""
    yield csv_line(tuple(TABLES["events"]), "\n", raw=raw)
    for part in parts.documents(linked=True):
        for name, row in document_rows(part):
            if name == "events":
                yield csv_line([None if value is None else _cell(value) for value in row], "\n", raw=raw)


def _cell(value: object) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)
