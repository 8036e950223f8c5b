"""Building a graph: read the documents, write what they say, and infer what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.graph import Graph, Report, is_address
from kg.api.graph import open as open_graph
from kg.api.reading import extract

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from datetime import date as Date  # noqa: N812 (`date` is the parameter's name)

    from rdflib import Dataset

    from kg.api.reading import NotRead, Paths, Progress
    from kg.graph.store.write import Written
    from kg.model import Extraction

__all__ = ["build"]


def build(  # noqa: PLR0913 (each is an option of its own)
    paths: Paths,
    *,
    out: str | os.PathLike[str] | None = None,
    store: str | None = None,
    update_store: str | None = None,
    date: Date | None = None,
    model: str | None = None,
    rules: str | os.PathLike[str] | None = None,
    accurate: bool = False,
    infer: bool = False,
    progress: Progress | None = None,
    on_failure: Callable[[NotRead], None] | None = None,
) -> Graph:
    """Read files and folders into a graph: in memory, or in the directory `out`, whose other documents stay.

    `store` is the address of a SPARQL server (http://…) that takes the graph instead, and `update_store` where it
    takes updates, if neither there nor at /update by /query; `out` may be an address, too.

    `date` is the day of every document, and `model` names an installed spaCy pipeline instead of the default one.
    `rules` is a TOML file, or a folder of them, with relation rules to read with beside those that come with kg.
    With `accurate` a transformer reads each sentence too: more facts, slower, and it needs `kg[accurate]`.
    With `infer`, what follows from the documents' facts is added, in a named graph of its own.
    `progress` hands on the documents as they are read, as a progress bar does. `on_failure` is called with each
    file that is left out; without it, that is logged. The graph's `report` says what became of the documents.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        ModelError: the model, or what `accurate` needs, is not installed.
        RuleError: a rule of `rules` is not in form, or does not do what its examples say.
        StoreError: the graph cannot be written or reached, or `out` is not a graph's.
    """
    found = extract(
        paths, date=date, model=model, rules=rules, accurate=accurate, progress=progress, on_failure=on_failure
    )
    if store is None and is_address(out):
        store, out = out, None
    if store is not None:
        written, inferred = _write_server(store, update_store, found, infer=infer)
        dataset = open_graph(store=store).dataset
    elif out is not None:
        written, inferred = _write_directory(Path(out), found, infer=infer)
        dataset = open_graph(Path(out)).dataset
    else:
        dataset, written, inferred = _write_memory(found, infer=infer)
    report = Report(
        added=tuple(written.added),
        changed=tuple(written.changed),
        unchanged=tuple(written.unchanged),
        inferred=inferred,
        ignored=found.ignored,
        not_read=tuple(found.not_read),
    )
    return Graph(dataset, report)


def _write_memory(found: Iterable[Extraction], *, infer: bool) -> tuple[Dataset, Written, int]:
    from kg.graph.export import embedded_copy
    from kg.graph.infer import infer as add_inferences
    from kg.graph.rdf.dataset import memory
    from kg.graph.store.write import write_memory

    dataset = memory()
    written = write_memory(dataset, found)
    inferred = add_inferences(dataset) if infer else 0
    return embedded_copy(dataset), written, inferred


def _write_directory(out: Path, found: Iterable[Extraction], *, infer: bool) -> tuple[Written, int]:
    from kg.graph.infer import infer_directory
    from kg.graph.store.write import write_directory

    written = write_directory(out, found)
    return written, infer_directory(out) if infer else 0


def _write_server(
    store: str, update_store: str | None, found: Iterable[Extraction], *, infer: bool
) -> tuple[Written, int]:
    from kg.graph.infer import infer_remote
    from kg.graph.store.publish import write_remote

    written = write_remote(store, found, update_url=update_store)
    return written, infer_remote(store, update_url=update_store) if infer else 0
