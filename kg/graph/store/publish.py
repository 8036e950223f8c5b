"""Writing to a SPARQL 1.1 server, so that nothing is ever seen half written.

A server takes an update of limited size, and not every one undoes a failed update. So what is written goes, in
batches, into graphs that nobody reads, and is published when all of it is there:

1. Each document's triples are put into a staging graph, and counted there. The control graph notes whose they are.
2. The control graph says that the write is being published. Then, document by document, its named graph and the merged
   graph lose what the document no longer says (the merged graph not, what other documents say), and get what it says.
3. The staging graphs and the notes are removed.

A write that fails in the first step has changed nothing. If it is cut short in the second, readers see by the note
that the graph is incomplete, and the next write completes it: each step can be repeated, and asks for its note first.
Where a server carries out a request as one transaction, as Oxigraph does, nobody sees a small write under way.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from kg.errors import StoreError
from kg.graph.rdf.iris import INFERRED
from kg.graph.rdf.statements import GRAPH_HASH, graph_lines
from kg.graph.rdf.terms import ntriple
from kg.graph.store.endpoint import Endpoint
from kg.graph.store.remote import CONTROL, MERGED, PUBLISHING
from kg.graph.store.write import Written
from kg.namespaces import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.rdf.terms import Triple
    from kg.model import Extraction

__all__ = ["write_remote", "write_remote_graph"]

_STAGING = "https://w3id.org/kg/graph/staging/"
_STAGES, _RUN = f"{CONTROL}#stages", f"{CONTROL}#run"
_LINES = 900
_CHARACTERS = 2_000_000
"""What one INSERT DATA holds at most: Virtuoso compiles it, and takes about 1,900 triples."""
_TOGETHER = 10
"""How many documents are published in one request."""
_ABANDONED = 24 * 3600
"""The age, in seconds, of a staging graph that no write can be using any more."""


def write_remote(url: str, extractions: Iterable[Extraction], *, update_url: str | None = None) -> Written:
    """Put what was found in each document into its named graph on a server, in place of what was there.

    All documents are published together at the end, and none of them if the extractions fail before.

    Raises:
        StoreError: no SPARQL server answers, it refuses the update or breaks off, or two documents have the same id.
    """
    endpoint = Endpoint(url, update_url)
    _tidy(endpoint)
    written = Written()
    write = _Write(endpoint)
    try:
        for extraction in extractions:
            found = graph_lines(extraction)
            written.refuse_twice(found.iri, extraction)
            before = _hashes(endpoint, found.iri)
            same = found.digest in before
            written.note(extraction, before=bool(before), same=same)
            if not same:
                write.stage(found.iri, found.lines)
        if write.staged and _holds(endpoint, INFERRED):
            write.stage(INFERRED, [])  # what followed from other documents may follow no longer
    except BaseException:
        write.abandon()
        raise
    write.publish()
    return written


def write_remote_graph(url: str, iri: str, found: list[Triple], *, update_url: str | None = None) -> None:
    """Put triples that are of no one document into the named graph `iri` on a server, in place of what was there.

    Raises:
        StoreError: no SPARQL server answers, it refuses the update or breaks off.
    """
    endpoint = Endpoint(url, update_url)
    _tidy(endpoint)
    write = _Write(endpoint)
    try:
        write.stage(iri, sorted({ntriple(triple) for triple in found}))
    except BaseException:
        write.abandon()
        raise
    write.publish()


class _Write:
    """One write: what is staged for which named graph, in the order of publication."""

    def __init__(self, endpoint: Endpoint, run: str | None = None, staged: Iterable[tuple[str, str]] = ()) -> None:
        self.endpoint = endpoint
        self.run = run or f"{_STAGING}{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{uuid4().hex}"
        self.staged = list(staged)

    def stage(self, graph: str, lines: list[str]) -> None:
        """Put lines into a graph of their own, to stand in the named graph `graph` when they are published."""
        stage = f"{self.run}/{len(self.staged)}"
        self.staged.append((stage, graph))
        note = f"GRAPH <{CONTROL}> {{ <{stage}> <{_STAGES}> <{graph}> ; <{_RUN}> <{self.run}> }}"
        self.endpoint.update(f"INSERT DATA {{ {note} }}")
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
        # Inferences go first: a triple that one of the documents states too stays because of the document.
        self.staged.sort(key=lambda pair: pair[1] != INFERRED)
        noted = f"INSERT DATA {{ GRAPH <{CONTROL}> {{ <{self.run}> <{PUBLISHING}> true }} }}"
        done = f"DELETE WHERE {{ GRAPH <{CONTROL}> {{ <{self.run}> <{PUBLISHING}> ?since }} }}"
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
        for start in range(0, len(self.staged), _TOGETHER):
            some = self.staged[start : start + _TOGETHER]
            self.endpoint.update(" ;\n".join(f"DROP SILENT GRAPH <{stage}>" for stage, _ in some))
        note = f"GRAPH <{CONTROL}> {{ ?stage <{_RUN}> <{self.run}> ; ?p ?o }}"
        self.endpoint.update(f"DELETE {{ GRAPH <{CONTROL}> {{ ?stage ?p ?o }} }} WHERE {{ {note} }}")


def _moves(stage: str, graph: str) -> Iterator[str]:
    """The updates that make a graph hold what is staged for it, and the merged graph follow."""
    triple = "?s ?p ?o"
    noted = f"GRAPH <{CONTROL}> {{ <{stage}> <{_STAGES}> <{graph}> }}"
    gone = f"{noted} GRAPH <{graph}> {{ {triple} }} FILTER NOT EXISTS {{ GRAPH <{stage}> {{ {triple} }} }}"
    ours = f'STRSTARTS(STR(?other), "{DOCUMENT}") || ?other = <{INFERRED}>'
    elsewhere = f"GRAPH ?other {{ {triple} }} FILTER(?other != <{graph}> && ({ours}))"
    yield f"DELETE {{ GRAPH <{MERGED}> {{ {triple} }} }} WHERE {{ {gone} FILTER NOT EXISTS {{ {elsewhere} }} }}"
    yield f"DELETE {{ GRAPH <{graph}> {{ {triple} }} }} WHERE {{ {gone} }}"
    staged = f"{noted} GRAPH <{stage}> {{ {triple} }}"
    yield f"INSERT {{ GRAPH <{graph}> {{ {triple} }} GRAPH <{MERGED}> {{ {triple} }} }} WHERE {{ {staged} }}"


def _tidy(endpoint: Endpoint) -> None:
    """Complete the writes that were cut short while they were published; forget those that were abandoned."""
    noted = f"SELECT ?run ?stage ?graph {{ GRAPH <{CONTROL}> {{ ?stage <{_RUN}> ?run ; <{_STAGES}> ?graph }} }}"
    runs: dict[str, list[tuple[str, str]]] = {}
    for run, stage, graph in endpoint.values(noted):
        runs.setdefault(run, []).append((stage, graph))
    published = endpoint.values(f"SELECT ?run {{ GRAPH <{CONTROL}> {{ ?run <{PUBLISHING}> ?since }} }}")
    under_way = {run for (run,) in published}
    long_ago = time.strftime("%Y%m%dT%H%M%S", time.gmtime(time.time() - _ABANDONED))
    for run, staged in sorted(runs.items()):
        if run in under_way:
            _Write(endpoint, run, staged).publish()
        elif run < f"{_STAGING}{long_ago}":
            _Write(endpoint, run, staged).abandon()


def _hashes(endpoint: Endpoint, graph: str) -> set[str]:
    """The hash by which a document's graph is known again; "" where it holds none, nothing where there is no graph."""
    text = f"SELECT ?hash {{ GRAPH <{graph}> {{ <{graph}> <{GRAPH_HASH}> ?hash }} }}"
    found = {digest for (digest,) in endpoint.values(text)}
    return found or ({""} if _holds(endpoint, graph) else set())


def _holds(endpoint: Endpoint, graph: str) -> bool:
    return endpoint.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


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
