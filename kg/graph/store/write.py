"""What the records say, and other triples, written to a graph in memory or in a directory."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.projection.project import is_made_anew, project
from kg.graph.rdf.dataset import EmbeddedStore, Target, dataset_on, named_graph
from kg.graph.rdf.naming import Naming
from kg.graph.rdf.terms import ntriple
from kg.graph.store.directory import change_store, current_store, decisions_file, make_store, writing_directory
from kg.resolve.decisions import read_decisions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.projection.project import Projected, Watch
    from kg.graph.rdf.terms import Triple
    from kg.graph.store.directory import StoreWriter, UnderWay
    from kg.records.database import Records


def project_memory(records: Records) -> Dataset:
    """A graph in memory that holds what the records say; StoreError where a record is damaged."""
    store = ox.Store()
    project(records, ox.Store(), lambda: Target(store), Naming.of(records))
    return dataset_on(EmbeddedStore(store), union=True)


def project_directory(
    directory: Path, records: Records, watch: Watch = iter, under_way: UnderWay | None = None
) -> Projected:
    """Publish a store that holds what the records of `writing_directory` and the decisions of its people say.

    What was put into the records and not committed is committed in the same step, and so are the decisions that
    `under_way` brings: if this fails, nothing has changed.

    Raises:
        DecisionError: a decision is not in form, or two contradict each other.
        StoreError: a record is damaged, or the directory cannot be written.
    """
    naming = Naming.of(records)
    decisions = read_decisions(decisions_file(directory), under_way.decisions if under_way else None)

    anew = is_made_anew(records)

    def change(before: ox.Store, copy: Callable[[], StoreWriter]) -> Projected:
        found = project(records, ox.Store() if anew else before, copy, naming, decisions=decisions, watch=watch)
        if anew and next(iter(before), None) is not None:
            _keep_beside(before, naming, copy())
        return found

    return change_store(directory, records, change, under_way, anew=anew)


def rebuild_directory(directory: Path, records: Records, watch: Watch = iter) -> bool:
    """Publish a new store of what the records of `repairing_directory` say; whether the old one held inferences.

    What other programs wrote into named graphs is in no record: it stays, where the old store can be read.

    Raises:
        StoreError: a record is damaged, or the directory cannot be written.
    """
    naming, decisions = Naming.of(records), read_decisions(decisions_file(directory))

    def make(before: ox.Store, new: Callable[[], StoreWriter]) -> bool:
        project(records, ox.Store(), new, naming, decisions=decisions, watch=watch)
        inferred = False
        with suppress(OSError, RuntimeError):  # what Oxigraph raises for a damaged store: the rest of it is lost
            inferred = before.contains_named_graph(ox.NamedNode(naming.graph("inferred")))
            _keep_beside(before, naming, new())
        return inferred

    return make_store(directory, records, make)


def _keep_beside(before: ox.Store, naming: Naming, new: StoreWriter) -> None:
    """Copy the named graphs that other programs wrote; kg's own are made of the records."""
    for name in [graph.value for graph in before.named_graphs() if isinstance(graph, ox.NamedNode)]:
        if not name.startswith((naming.space("document"), f"{naming.base}graph/")):
            new.add(sorted(named_graph(before, ox.NamedNode(name))), name)


def write_graph(directory: Path, iri: str, found: list[Triple]) -> None:
    """Put triples that are of no one document into the named graph `iri`, in place of what was there.

    Raises:
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    current_store(directory)  # raises where there is no graph
    with writing_directory(directory) as records:
        change_store(directory, records, lambda before, copy: _replace(before, copy, iri, found))


def write_memory_graph(dataset: Dataset, iri: str, found: list[Triple]) -> None:
    """The same for a graph in memory."""
    if not isinstance(dataset.store, EmbeddedStore):
        raise TypeError("a graph in memory is on an Oxigraph store")
    store = dataset.store.inner
    _replace(store, lambda: Target(store), iri, found)


def _replace(before: ox.Store, take: Callable[[], Target], iri: str, found: list[Triple]) -> None:
    graph, lines = ox.NamedNode(iri), sorted({ntriple(triple) for triple in found})
    old = named_graph(before, graph) if before.contains_named_graph(graph) else set()
    if old == set(lines):
        return
    target = take()
    if old:
        target.remove_graph(iri)
    target.add(lines, iri)
