"""One search for a name: whoever asks, and however, means the same entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graph_examples import graph_of, harbour

from kg.api import Graph
from kg.errors import NotFoundError
from kg.graph.facts.lookup import entities_called
from kg.graph.facts.name_index import NameIndex
from kg.graph.facts.names import find_entities
from kg.graph.rdf.dataset import inner_store

if TYPE_CHECKING:
    from collections.abc import Iterator


def spellings(name: str) -> Iterator[str]:
    """A name as people may type it."""
    yield from (name, name.upper(), name.lower(), f"the {name}", name.replace(" ", "  "), name.rsplit(maxsplit=1)[-1])


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(graph_of(harbour()))


def test_all_names_of_a_graph_mean_the_same_to_queries_records_and_suggestions(graph: Graph) -> None:
    store = inner_store(graph.dataset)
    assert store is not None
    index = NameIndex(store)
    tried = 0
    for entity in graph.contents.entities:
        for name in (entity.label, *entity.aliases):
            for typed in spellings(name):
                by_query = entities_called(graph.dataset, typed)
                try:
                    by_record = sorted(each.iri for each in find_entities(graph.contents.entities, typed))
                except NotFoundError:
                    by_record = []
                offered = [each.iri for each in index.suggest(typed, 100)]
                assert by_query == by_record, typed
                assert set(by_query) <= set(offered[: len(by_query)]) or not by_query, typed
                tried += 1
    assert tried > 50
