"""Options that several commands take."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import InputError

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["GRAPH", "GraphOption", "OwnRules", "StoreOption", "open_graph"]

GRAPH = Path("graph")
"""The graph directory where none is named."""

GraphOption = Annotated[Path, typer.Option("--graph", metavar="DIR", help="The graph directory to ask.")]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="The SPARQL server to ask, instead of a graph directory."),
]
OwnRules = Annotated[
    Path | None,
    typer.Option("--rules", metavar="PATH", help="Relation rules of your own: a .toml file, or a folder of them."),
]


def open_graph(graph: Path, store: str | None) -> "Dataset":
    """The graph that a command is to ask: on the server `store` if one is named, else in the directory `graph`."""
    if store is None:
        from kg.graph.store.embedded import open_directory

        return open_directory(graph)
    if graph != GRAPH:
        raise InputError("--graph names a directory and --store a server: give one of them")
    from kg.graph.store.remote import open_remote

    return open_remote(store)
