"""What was computed of a whole graph, kept until the graph is another: stories, conflicts, figures.

Each is a file beside those of the store that it was computed from, which is never written again: it goes with the
store, and nothing has to be forgotten. What cannot be kept or read, or was computed by other code or with another
ontology, is computed again. A graph may come from anybody, so nothing but kg's own plain records is made of a file.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

from kg.collector import collector_off, give_back
from kg.graph.rdf.dataset import EmbeddedStore
from kg.graph.store.directory import ReadLock
from kg.resources import code_hash, ontology_hash
from kg.writing import written_beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rdflib import Dataset

_CODE = "graph", "views", "display", "dates.py", "model.py", "ontology.py", "spelling.py"


@collector_off()
def kept[T](dataset: Dataset, name: str, compute: Callable[[], T]) -> T:
    """Return what is kept of a graph in a directory under a name, else what is computed, kept for the next time."""
    path = _file(dataset, name)
    if path is None:
        return compute()
    with suppress(Exception), path.open("rb") as file:  # whatever is wrong with it
        found: T = _Records(file).load()
        return found
    found = compute()
    with suppress(OSError), written_beside(path) as fresh:
        fresh.write_bytes(pickle.dumps(found, protocol=5))
    give_back()
    return found


def _file(dataset: Dataset, name: str) -> Path | None:
    """Return the file for a result; None for a graph that is in no directory."""
    store = dataset.store
    if isinstance(store, EmbeddedStore) and isinstance(store.lock, ReadLock):
        return store.lock.store / f"kept-{name}-{code_hash(*_CODE)}{ontology_hash()}"
    return None


class _Records(pickle.Unpickler):
    """Makes records of kg alone: no other class, and no function."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(("kg.graph.", "kg.views.")):
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, tuple)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")
