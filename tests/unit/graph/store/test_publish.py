"""A store is published whole, completed by the next or not seen; on a server that is a store of this process here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, graph_of, harbour
from local_endpoint import URL

from kg.errors import StoreError
from kg.graph.export import nquads
from kg.graph.infer import infer
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on, inner_store, named_graph
from kg.graph.rdf.naming import DEFAULT
from kg.graph.store import publish, remote
from kg.namespaces import CONTROL, PUBLISHING

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_endpoint import LocalEndpoint

    from kg.model import Extraction

MERGED = ox.NamedNode(remote.MERGED)


def store_of(*found: Extraction, inferred: bool = False) -> ox.Store:
    dataset = graph_of(*found)
    if inferred:
        assert infer(dataset)
    store = inner_store(dataset)
    assert store is not None
    return store


def exported(store: ox.Store) -> bytes:
    return nquads(dataset_on(EmbeddedStore(store), union=True))


def triples(store: ox.Store) -> set[str]:
    """All triples of a store's named graphs."""
    return {line for graph in store.named_graphs() for line in named_graph(store, graph)}


def test_what_is_published_is_what_the_store_holds(server: Callable[..., LocalEndpoint]) -> None:
    there = ox.Store()
    server(there)
    for store, number in (
        (store_of(harbour(HOSTILE), harbour("", "two")), 4),
        (store_of(harbour("", "two")), 3),  # one document goes, facts and entities change
        (store_of(harbour("", "two")), 0),
        (store_of(harbour(), harbour("", "two")), 3),
        (ox.Store(), 4),
    ):
        assert publish.publish(URL, store, "mine") == number
        assert nquads(remote.open_remote(URL)) == exported(store)
        assert named_graph(there, MERGED) == triples(store)
        assert not [name for name in there.named_graphs() if "staging" in str(name)]


def test_a_write_that_breaks_off_is_whole_or_not_there(server: Callable[..., LocalEndpoint]) -> None:
    first, then = store_of(harbour()), store_of(harbour("Changed."), harbour("", "two"))
    broken = 0
    for left in range(40):
        there = ox.Store()
        server(there)
        publish.publish(URL, first, "mine")
        server(there, left)
        try:
            publish.publish(URL, then, "mine")
        except StoreError:
            broken += 1
        server(there)
        assert nquads(remote.open_remote(URL)) in {exported(first), exported(then)}
        publish.publish(URL, then, "mine")
        assert nquads(remote.open_remote(URL)) == exported(then)
        assert named_graph(there, MERGED) == triples(then)
    assert 5 <= broken < 40


def test_what_was_inferred_and_is_stated_now_stays_in_the_merged_graph(server: Callable[..., LocalEndpoint]) -> None:
    """The triple goes from one named graph to another in one publication, in either order."""
    triple = ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.NamedNode("http://c"))
    graphs = [ox.NamedNode(DEFAULT.facts), ox.NamedNode(DEFAULT.inferred)]
    stores = []
    for graph in graphs:
        store = store_of(harbour())
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
        for each in graphs:  # so that both differ, and neither goes
            store.add(ox.Quad(graph, triple.predicate, triple.object, each))
        stores.append(store)
    there = ox.Store()
    server(there)
    for store in (*stores, *stores):
        publish.publish(URL, store, "mine")
        assert named_graph(there, MERGED) == triples(store)


def test_what_was_inferred_goes_with_the_store_that_has_it_no_longer(server: Callable[..., LocalEndpoint]) -> None:
    there = ox.Store()
    server(there)
    publish.publish(URL, store_of(harbour(), inferred=True), "mine")
    assert named_graph(there, ox.NamedNode(DEFAULT.inferred))
    publish.publish(URL, store_of(harbour()), "mine")
    assert not named_graph(there, ox.NamedNode(DEFAULT.inferred))
    assert named_graph(there, MERGED) == triples(store_of(harbour()))


def test_a_graph_that_two_have_written_at_once_is_made_anew(server: Callable[..., LocalEndpoint]) -> None:
    there, store = ox.Store(), store_of(harbour())
    endpoint = server(there)
    publish.publish(URL, store, "mine")
    facts = DEFAULT.facts
    endpoint.update(f'INSERT DATA {{ GRAPH <{CONTROL}> {{ <{facts}> <{remote.HASH}> "another" }} }}')
    endpoint.update(f"INSERT DATA {{ GRAPH <{facts}> {{ <a:b> <a:b> <a:b> }} }}")
    assert publish.publish(URL, store, "mine") == 1
    assert nquads(remote.open_remote(URL)) == exported(store)


def test_a_write_that_is_being_removed_takes_nothing_away(server: Callable[..., LocalEndpoint]) -> None:
    """It broke off when its staging graphs went: another must not take them for what is to be published."""
    there, store = ox.Store(), store_of(harbour())
    endpoint = server(there)
    write = publish._Write(endpoint)  # noqa: SLF001 (to stop in the middle)
    publish.publish(URL, store, "mine")
    write.stage(DEFAULT.facts, ["<a:b> <a:b> <a:b>"], "hash")
    endpoint.update(f"INSERT DATA {{ GRAPH <{CONTROL}> {{ <{write.run}> <{PUBLISHING}> true }} }}")
    server(there, 2)
    publish._Write(publish.Endpoint(URL), write.run, write.staged).abandon()  # noqa: SLF001
    server(there)
    publish.publish(URL, store, "mine")
    assert nquads(remote.open_remote(URL)) == exported(store)
    assert named_graph(there, MERGED) == triples(store)


def test_another_directorys_graph_is_refused(server: Callable[..., LocalEndpoint]) -> None:
    there = ox.Store()
    server(there)
    publish.publish(URL, store_of(harbour()), "mine")
    before = exported(there)
    with pytest.raises(StoreError, match="holds the graph of another directory"):
        publish.publish(URL, store_of(harbour("", "two")), "theirs")
    assert exported(there) == before


def test_lines_are_sent_in_batches_that_a_server_takes() -> None:
    lines = sorted(triples(store_of(harbour(HOSTILE)))) * 20
    batches = list(publish._batches(lines))  # noqa: SLF001 (how much one request holds)
    assert len(batches) > 1
    assert [line for batch in batches for line in batch.split(" .\n")] == lines
    assert max(batch.count("\n") for batch in batches) < 1_000
    assert len(list(publish._batches(["<a:b> <a:b> <a:b>", *["x" * 1_500_000] * 3]))) == 3  # noqa: SLF001
