"""Places where a graph is kept, and what can be done there: the same everywhere."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol

from kg.graph.infer import infer, infer_directory, infer_remote
from kg.graph.rdf.dataset import memory
from kg.graph.store.directory import open_directory
from kg.graph.store.endpoint import Endpoint
from kg.graph.store.publish import write_remote
from kg.graph.store.remote import open_remote
from kg.graph.store.write import write_directory, write_memory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.store.write import Written
    from kg.model import Extraction


class Place(Protocol):
    """Where a graph is kept."""

    def write(self, extractions: Iterable[Extraction]) -> Written: ...
    def infer(self) -> int: ...
    def read(self) -> Dataset: ...
    def clear(self) -> None: ...


class Memory:
    def __init__(self) -> None:
        self.dataset = memory()

    def write(self, extractions: Iterable[Extraction]) -> Written:
        return write_memory(self.dataset, extractions)

    def infer(self) -> int:
        return infer(self.dataset)

    def read(self) -> Dataset:
        return self.dataset

    def clear(self) -> None:
        self.dataset = memory()


class Directory:
    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.clear()

    @property
    def path(self) -> Path:
        return self.folder / f"graph-{self.number}"

    def write(self, extractions: Iterable[Extraction]) -> Written:
        return write_directory(self.path, extractions)

    def infer(self) -> int:
        return infer_directory(self.path)

    def read(self) -> Dataset:
        return open_directory(self.path)

    def clear(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self.number += 1  # whoever has the old one open keeps it
        write_directory(self.path, [])


class Remote:
    def __init__(self, url: str) -> None:
        self.url = url
        self.endpoint = Endpoint(url)

    def write(self, extractions: Iterable[Extraction]) -> Written:
        return write_remote(self.url, extractions)

    def infer(self) -> int:
        return infer_remote(self.url)

    def read(self) -> Dataset:
        return open_remote(self.url)

    def graphs(self) -> list[str]:
        """The named graphs that kg has on the server."""
        ours = 'FILTER(STRSTARTS(STR(?g), "https://w3id.org/kg/"))'
        return sorted(
            name for (name,) in self.endpoint.values(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}")
        )

    def clear(self) -> None:
        drops = [f"DROP SILENT GRAPH <{name}>" for name in self.graphs()]
        if drops:
            self.endpoint.update(" ;\n".join(drops))
