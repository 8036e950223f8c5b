"""Publishing a graph to a SPARQL 1.1 server, so that nothing is ever seen half written.

A server gets the projection of a graph directory: named graphs, each known again by a hash in the control graph. Only
graphs that differ are sent. A server takes an update of limited size, and not every one undoes a failed update. So what
is written goes, in batches, into graphs that nobody reads, and is published when all of it is there:

1. Each graph's triples are put into a staging graph, and counted there. The control graph notes whose they are.
2. The control graph says that the write is being published. Then, graph by graph, the named graph and the merged graph
   lose what is gone, and get what is new. The merged graph keeps what another named graph still has.
3. The staging graphs and the notes are removed.

A write that fails in the first step has changed nothing. If it is cut short in the second, readers see by the note
that the graph is incomplete, and the next write completes it: each step can be repeated, and asks for its note first.
Where a server carries out a request as one transaction, as Oxigraph does, nobody sees a small write under way. Where
two write at once, a named graph may get two hashes: the next write makes it anew.
"""

from __future__ import annotations

import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.rdf.dataset import named_graph, record_hashes
from kg.graph.store.endpoint import Endpoint
from kg.graph.store.remote import HASH, MERGED, ORIGIN
from kg.namespaces import CONTROL, PUBLISHING, STAGING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["publish"]

_STAGES, _RUN, _DIGEST = f"{CONTROL}#stages", f"{CONTROL}#run", f"{CONTROL}#digest"
_LINES = 900
_CHARACTERS = 2_000_000
"""What one INSERT DATA holds at most: Virtuoso compiles it, and takes about 1,900 triples."""
_TOGETHER = 10
"""How many graphs are published in one request."""
_ABANDONED = 24 * 3600
"""The age, in seconds, of a staging graph that no write can be using any more."""


def publish(url: str, store: ox.Store, origin: str, *, update_url: str | None = None) -> int:
    """Make a server hold what a store holds, and nothing else of kg's; how many named graphs it took or gave up.

    `origin` is the random name of the records behind the store: a server holds the graph of one directory.

    Raises:
        StoreError: no SPARQL server answers, it refuses the update or breaks off, or holds another directory's graph.
    """
    endpoint = Endpoint(url, update_url)
    _tidy(endpoint)
    _claim(endpoint, origin)
    hashes = endpoint.values(f"SELECT ?graph ?hash {{ GRAPH <{CONTROL}> {{ ?graph <{HASH}> ?hash }} }}")
    there: dict[str, set[str]] = {}
    for graph, digest in hashes:
        there.setdefault(graph, set()).add(digest)
    wanted = _hashes(store)
    write = _Write(endpoint)
    try:
        for name in sorted(there.keys() - wanted.keys()):
            write.stage(name, [], "")
        for name, digest in wanted.items():
            if there.get(name) != {digest}:
                write.stage(name, sorted(named_graph(store, ox.NamedNode(name))), digest)
    except BaseException:
        write.abandon()
        raise
    write.publish()
    return len(write.staged)


def _hashes(store: ox.Store) -> dict[str, str]:
    """What tells whether each named graph is another: a document's by its record, any other by its triples.

    Those of documents come last: `kg serve` forgets their hashes where others change.
    """
    documents = record_hashes(store)
    names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    others = (name for name in names if name not in documents)
    found = {
        name: sha256("\n".join(sorted(named_graph(store, ox.NamedNode(name)))).encode()).hexdigest() for name in others
    }
    return found | {name: documents[name] for name in names if name in documents}


def _claim(endpoint: Endpoint, origin: str) -> None:
    """Note whose graph a server holds; StoreError where it is another's."""
    found = {name for (name,) in endpoint.values(f"SELECT ?o {{ GRAPH <{CONTROL}> {{ <{CONTROL}> <{ORIGIN}> ?o }} }}")}
    if not found:
        endpoint.update(f"INSERT DATA {{ GRAPH <{CONTROL}> {{ <{CONTROL}> <{ORIGIN}> {ox.Literal(origin)} }} }}")
    elif found != {origin}:
        raise StoreError(f"{endpoint.shown}: holds the graph of another directory: publish to an empty server")


class _Write:
    """One write: what is staged for which named graph, in the order of publication."""

    def __init__(self, endpoint: Endpoint, run: str | None = None, staged: Iterable[tuple[str, str]] = ()) -> None:
        self.endpoint = endpoint
        self.run = run or f"{STAGING}{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{uuid4().hex}"
        self.staged = list(staged)

    def stage(self, graph: str, lines: list[str], digest: str) -> None:
        """Put lines into a graph of their own, to stand in the named graph `graph` when they are published.

        `digest` is their hash, "" for a graph that goes.
        """
        stage = f"{self.run}/{len(self.staged)}"
        self.staged.append((stage, graph))
        note = f'<{stage}> <{_STAGES}> <{graph}> ; <{_RUN}> <{self.run}> ; <{_DIGEST}> "{digest}"'
        self.endpoint.update(f"INSERT DATA {{ GRAPH <{CONTROL}> {{ {note} }} }}")
        for batch in _batches(lines):
            self.endpoint.update(f"INSERT DATA {{ GRAPH <{stage}> {{\n{batch}\n}} }}")
        count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{stage}> {{ ?s ?p ?o }} }}"
        stored = self.endpoint.number(count)
        if stored != len(lines):
            raise StoreError(
                f"{self.endpoint.shown}: holds {stored} of the {len(lines)} triples that were written to it"
            )

    def publish(self) -> None:
        """Let all that is staged be seen, then remove the staging graphs."""
        if not self.staged:
            return
        noted = f"INSERT DATA {{ GRAPH <{CONTROL}> {{ <{self.run}> <{PUBLISHING}> true }} }}"
        done = _done(self.run)
        moves = [" ;\n".join(_moves(stage, graph)) for stage, graph in self.staged]
        requests = [moves[start : start + _TOGETHER] for start in range(0, len(moves), _TOGETHER)]
        requests[0].insert(0, noted)
        requests[-1].append(done)
        for request in requests:
            self.endpoint.update(" ;\n".join(request))
        self._remove()

    def abandon(self) -> None:
        """Remove the staging graphs, if the server still answers; if not, a later write does."""
        with suppress(StoreError):
            self._remove()

    def _remove(self) -> None:
        """Remove the staging graphs, once nobody takes their contents for what is to be published."""
        run = f"GRAPH <{CONTROL}> {{ ?stage <{_RUN}> <{self.run}> }}"
        ends = f"GRAPH <{CONTROL}> {{ ?stage <{_STAGES}> ?graph }}"
        self.endpoint.update(f"DELETE {{ {ends} }} WHERE {{ {run} {ends} }}")
        for start in range(0, len(self.staged), _TOGETHER):
            some = self.staged[start : start + _TOGETHER]
            self.endpoint.update(" ;\n".join(f"DROP SILENT GRAPH <{stage}>" for stage, _ in some))
        note = f"GRAPH <{CONTROL}> {{ ?stage <{_RUN}> <{self.run}> ; ?p ?o }}"
        self.endpoint.update(f"DELETE {{ GRAPH <{CONTROL}> {{ ?stage ?p ?o }} }} WHERE {{ {note} }}")


def _done(run: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{CONTROL}> {{ <{run}> <{PUBLISHING}> ?since }} }}"


def _moves(stage: str, graph: str) -> Iterator[str]:
    """The updates that make a graph hold what is staged for it, and the merged graph and the graph's hash follow."""
    triple = "?s ?p ?o"
    noted = f"GRAPH <{CONTROL}> {{ <{stage}> <{_STAGES}> <{graph}> }}"
    gone = f"{noted} GRAPH <{graph}> {{ {triple} }} FILTER NOT EXISTS {{ GRAPH <{stage}> {{ {triple} }} }}"
    others = f'FILTER(?g NOT IN (<{graph}>, <{MERGED}>) && !STRSTARTS(STR(?g), "{STAGING}"))'
    kept = f"FILTER NOT EXISTS {{ GRAPH ?g {{ {triple} }} {others} }}"
    yield f"DELETE {{ GRAPH <{MERGED}> {{ {triple} }} }} WHERE {{ {gone} {kept} }}"
    yield f"DELETE {{ GRAPH <{graph}> {{ {triple} }} }} WHERE {{ {gone} }}"
    staged = f"{noted} GRAPH <{stage}> {{ {triple} }}"
    yield f"INSERT {{ GRAPH <{graph}> {{ {triple} }} GRAPH <{MERGED}> {{ {triple} }} }} WHERE {{ {staged} }}"
    old = f"GRAPH <{CONTROL}> {{ <{graph}> <{HASH}> ?old }}"
    yield f"DELETE {{ {old} }} WHERE {{ {noted} {old} }}"
    new = f'GRAPH <{CONTROL}> {{ <{stage}> <{_DIGEST}> ?new }} FILTER(?new != "")'
    yield f"INSERT {{ GRAPH <{CONTROL}> {{ <{graph}> <{HASH}> ?new }} }} WHERE {{ {noted} {new} }}"


def _tidy(endpoint: Endpoint) -> None:
    """Complete the writes that were cut short while they were published; forget those that were abandoned."""
    stages = f"?stage <{_RUN}> ?run OPTIONAL {{ ?stage <{_STAGES}> ?staged }}"
    noted = f'SELECT ?run ?stage (COALESCE(?staged, "") AS ?graph) {{ GRAPH <{CONTROL}> {{ {stages} }} }}'
    runs: dict[str, list[tuple[str, str]]] = {}
    for run, stage, graph in endpoint.values(noted):
        runs.setdefault(run, []).append((stage, graph))
    published = endpoint.values(f"SELECT ?run {{ GRAPH <{CONTROL}> {{ ?run <{PUBLISHING}> ?since }} }}")
    under_way = {run for (run,) in published}
    long_ago = time.strftime("%Y%m%dT%H%M%S", time.gmtime(time.time() - _ABANDONED))
    for run, staged in sorted(runs.items()):
        whole = all(graph for _, graph in staged)  # else it is being removed
        if whole and run in under_way:
            under_way.remove(run)
            _Write(endpoint, run, staged).publish()
        elif not whole or run < f"{STAGING}{long_ago}":
            _Write(endpoint, run, staged).abandon()
    for run in sorted(under_way):
        endpoint.update(_done(run))


def _batches(lines: list[str]) -> Iterator[str]:
    """The lines as the bodies of one INSERT DATA after another."""
    batch: list[str] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == _LINES or size + len(line) > _CHARACTERS):
            yield " .\n".join(batch)
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield " .\n".join(batch)
