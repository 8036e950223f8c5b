"""What a notebook offers and holds: the commands of `%kg`, and the graphs that its variables name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.api import Graph
from kg.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COMMANDS", "Command", "graph_named", "graphs_of"]


class Command(NamedTuple):
    """A command of `%kg`: its usage and description."""

    usage: str
    does: str


COMMANDS = {
    "build": Command(
        "%kg build PATH… [--date DATE] [--publisher NAME] [--rules PATH] [--infer] [--out DIR] [--as NAME]",
        "reads files and folders into a graph, which the variable NAME (else graph) holds then",
    ),
    "open": Command("%kg open [DIR|URL] [--as NAME]", "opens the graph in a directory, or on a SPARQL server"),
    "ask": Command(
        "%kg ask QUESTION [NAME=VALUE…] [--graph NAME] [--out NAME] [--timeout SECONDS] [--max-memory MB]",
        "answers one of the questions that come with kg",
    ),
    "explain": Command(
        "%kg explain ENTITY [RELATION] [ENTITY] [--graph NAME]",
        "shows an entity's facts with the words that say them",
    ),
    "view": Command("%kg view [ENTITY] [--hops N] [--graph NAME]", "shows the page, whole or around an entity"),
    "queries": Command("%kg queries", "lists the questions that come with kg"),
}
"""The commands of `%kg` by their names."""


def graphs_of(names: Mapping[str, Any]) -> dict[str, Graph]:
    """Return the graphs among a namespace's variables, without past outputs, which begin with "_"."""
    return {name: value for name, value in names.items() if isinstance(value, Graph) and not name.startswith("_")}


def graph_named(names: Mapping[str, Any], name: str | None = None) -> Graph:
    """Return the graph in variable `name`; without a name the one in `graph`, or the only one.

    Raises:
        NotFoundError: there is none, or it is ambiguous.
    """
    known = graphs_of(names)
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    chosen = known.get(name or "graph")
    if chosen is not None:
        return chosen
    if not known:
        raise NotFoundError("there is no graph yet: make one with %kg build PATH or %kg open DIR")
    if name is None:
        raise NotFoundError(f"there are several graphs: choose one with --graph, of {', '.join(sorted(known))}")
    raise NotFoundError(f"no graph is called {name!r}; there are {', '.join(sorted(known))}")
