from __future__ import annotations

import pytest
from graph_examples import graph_of

from kg.api import Graph
from kg.errors import NotFoundError
from kg.magics.notebook import COMMANDS, graph_named, graphs_of

ONE, OTHER = Graph(graph_of()), Graph(graph_of())


def test_the_graphs_are_those_that_variables_name() -> None:
    assert graphs_of({"x": 1, "one": ONE, "_3": OTHER, "other": OTHER}) == {"one": ONE, "other": OTHER}


@pytest.mark.parametrize(
    ("names", "name", "found"),
    [
        ({"one": ONE}, None, ONE),
        ({"one": ONE, "graph": OTHER}, None, OTHER),
        ({"one": ONE, "graph": OTHER}, "one", ONE),
    ],
)
def test_the_graph_that_is_meant(names: dict[str, Graph], name: str | None, found: Graph) -> None:
    assert graph_named(names, name) is found


@pytest.mark.parametrize(
    ("names", "name", "message"),
    [
        ({}, None, "there is no graph yet"),
        ({}, "one", "there is no graph yet"),
        ({"one": ONE, "two": OTHER}, None, "choose one with --graph, of one, two"),
        ({"one": ONE}, "two", "no graph is called 'two'; there are one"),
    ],
)
def test_where_it_is_not_plain_the_choices_are_named(names: dict[str, Graph], name: str | None, message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        graph_named(names, name)


def test_every_command_says_how_it_is_written() -> None:
    assert all(command.usage.startswith(f"%kg {name}") and command.does for name, command in COMMANDS.items())
