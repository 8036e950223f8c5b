"""Places where a graph is kept, and what can be done there: the same everywhere."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox
from graph_examples import directory_of, empty_directory, graph_of, put
from rdflib import Dataset
from servers import Server

from kg.graph.infer import infer, infer_directory
from kg.graph.projection.project import Projected, project
from kg.graph.rdf.dataset import Target, inner_store
from kg.graph.rdf.naming import DEFAULT
from kg.graph.store.directory import open_directory
from kg.graph.store.remote import Endpoint, open_remote, publish
from kg.graph.store.write import project_memory
from kg.model import Extraction
from kg.records.database import Records


class Place(Protocol):
    """Where a graph is kept."""

    def write(self, found: Iterable[Extraction], remove: Iterable[str] = ()) -> Projected:
        """Keep what was found in documents, once the sources named in `remove` are forgotten."""

    def infer(self) -> int: ...
    def read(self) -> Dataset: ...
    def clear(self) -> None: ...


class Memory:
    """A graph that is made anew, whole, from its records whenever they say something else."""

    def __init__(self) -> None:
        self.clear()

    def write(self, found: Iterable[Extraction], remove: Iterable[str] = ()) -> Projected:
        for source in remove:
            self.found.pop(source, None)
        for each in found:
            self.found[each.document.path or each.document.id] = each
        before = inner_store(self.dataset)
        assert before is not None
        with Records() as records:
            put(records, self.found.values())
            done = project(records, before, lambda: _copy(before), DEFAULT)
            if done.anything:
                self.dataset = project_memory(records)
        return done

    def infer(self) -> int:
        return infer(self.dataset)

    def read(self) -> Dataset:
        return self.dataset

    def clear(self) -> None:
        self.found: dict[str, Extraction] = {}
        self.dataset = graph_of()


def _copy(store: ox.Store) -> Target:
    copy = ox.Store()
    copy.extend(store)
    return Target(copy)


class Directory:
    """A graph directory, which each write brings up to date."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.clear()

    @property
    def path(self) -> Path:
        return self.folder / f"graph-{self.number}"

    def write(self, found: Iterable[Extraction], remove: Iterable[str] = ()) -> Projected:
        return directory_of(self.path, *found, remove=remove)

    def infer(self) -> int:
        return infer_directory(self.path)

    def read(self) -> Dataset:
        return open_directory(self.path)

    def clear(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self.number += 1  # whoever has the old one open keeps it
        empty_directory(self.path)


class Remote:
    """A server that gets the store of a directory after each write."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.url, self.graph_store = server.url, server.graph_store
        self.endpoint = Endpoint(self.url, self.graph_store)
        self.directory = Directory(folder)

    def write(self, found: Iterable[Extraction], remove: Iterable[str] = ()) -> Projected:
        done = self.directory.write(found, remove)
        self.publish()
        return done

    def infer(self) -> int:
        number = self.directory.infer()
        self.publish()
        return number

    def publish(self, graph_store: str | None = None) -> int:
        """Publish what the directory holds; how many named graphs changed."""
        return publish(self.directory.path, self.url, graph_store or self.graph_store)

    def read(self) -> Dataset:
        return open_remote(self.url)

    def graphs(self) -> list[str]:
        """The named graphs that kg has on the server."""
        ours = 'FILTER(STRSTARTS(STR(?g), "https://w3id.org/kg/"))'
        return sorted(
            name for (name,) in self.endpoint.values(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}")
        )

    def clear(self) -> None:
        self.drop()
        self.directory.clear()

    def drop(self) -> None:
        """Remove all graphs that kg has on the server."""
        for name in self.graphs():
            self.endpoint.delete(name)
