"""A write to a server is published whole, completed by the next or not seen; on a store of this process here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, harbour, in_memory
from kg.graph.rdf.statements import graph_lines
from local_endpoint import URL

from kg.errors import StoreError
from kg.graph.export import nquads
from kg.graph.rdf.iris import INFERRED
from kg.graph.store import publish, remote

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_endpoint import LocalEndpoint


def test_what_is_written_is_what_memory_holds(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    server(store)
    written = publish.write_remote(URL, [harbour(HOSTILE), harbour("", "two")])
    assert (written.added, written.changed) == (["harbour", "two"], [])
    assert publish.write_remote(URL, [harbour("", "two")]).unchanged == ["two"]
    assert publish.write_remote(URL, [harbour()]).changed == ["harbour"]
    assert nquads(remote.open_remote(URL)) == nquads(in_memory(harbour(), harbour("", "two")))
    names = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    assert not [name for name in names if "staging" in name]


def test_a_write_that_breaks_off_is_whole_or_not_there(server: Callable[..., LocalEndpoint]) -> None:
    before, after = nquads(in_memory(harbour())), nquads(in_memory(harbour("Changed."), harbour("", "two")))
    broken = 0
    for left in range(30):
        store = ox.Store()
        server(store)
        publish.write_remote(URL, [harbour()])
        server(store, left)
        try:
            publish.write_remote(URL, [harbour("Changed."), harbour("", "two")])
        except StoreError:
            broken += 1
        server(store)
        assert nquads(remote.open_remote(URL)) in {before, after}
        publish.write_remote(URL, [harbour("Changed."), harbour("", "two")])
        assert nquads(remote.open_remote(URL)) == after
    assert 5 <= broken < 30


def test_what_was_inferred_goes_when_a_document_changes(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    server(store)
    publish.write_remote(URL, [harbour()])
    publish.write_remote_graph(URL, INFERRED, [("http://a", "http://b", "http://c")])
    assert INFERRED in nquads(remote.open_remote(URL))
    publish.write_remote(URL, [harbour()])
    assert INFERRED in nquads(remote.open_remote(URL))
    publish.write_remote(URL, [harbour("Changed.")])
    assert INFERRED not in nquads(remote.open_remote(URL))


def test_two_documents_of_one_id_are_refused_and_leave_nothing(server: Callable[..., LocalEndpoint]) -> None:
    store = ox.Store()
    server(store)
    with pytest.raises(StoreError, match="two documents have the id 'two'"):
        publish.write_remote(URL, [harbour("", "two"), harbour("x", "two")])
    assert len(store) == 0


def test_lines_are_sent_in_batches_that_a_server_takes() -> None:
    lines = graph_lines(harbour(HOSTILE)).lines * 20
    batches = list(publish._batches(lines))  # noqa: SLF001 (how much one request holds)
    assert len(batches) > 1
    assert [line for batch in batches for line in batch.split(" .\n")] == lines
    assert max(batch.count("\n") for batch in batches) < 1_000
    assert len(list(publish._batches(["<a:b> <a:b> <a:b>", *["x" * 1_500_000] * 3]))) == 3  # noqa: SLF001
