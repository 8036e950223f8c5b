"""A graph as an rdflib `Dataset`, and the Oxigraph store under it that is read several times as fast."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, URIRef

from kg.errors import StoreError
from kg.namespaces import KG
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.store import Store

BLANK = "_:"
"""The beginning of a blank node in `read_pairs`, which no IRI has."""
_DAMAGE = re.compile("Corruption|IO error")
"""The beginning of RocksDB's messages about its files."""
_TRIPLE = "<<"
"""The beginning of a triple that is a term, in a table of results."""
_ESCAPE = re.compile(r"\\([tnrbf\"'\\])")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_RECORD_HASH = ox.NamedNode(str(KG.recordHash))


def damage(error: BaseException) -> StoreError | None:
    """Return the error that says a store is damaged, if that is why Oxigraph raised this; else None."""
    if not isinstance(error, OSError | RuntimeError) or not _DAMAGE.match(str(error)):
        return None
    reason = " ".join(str(error).split())[:200]
    return StoreError(f"the store cannot be read ({reason}): kg rebuild makes it anew from the records")


class AnsweringStore(OxigraphStore):
    """rdflib's view of a store that answers queries itself, in Oxigraph's terms, which are faster to read.

    `inner` is an Oxigraph store with all of it.
    """

    inner: ox.Store

    def answer(self, text: str) -> Any:
        """Return the answer to a SELECT, an ASK, or a CONSTRUCT or DESCRIBE: rows, yes or no, triples."""
        raise NotImplementedError


class EmbeddedStore(AnsweringStore):
    """rdflib's view of an Oxigraph store, which stays at hand as `inner` for what rdflib does slowly.

    What kg knows is in the default graph; inferences, and what other programs put beside it, are in named graphs, and
    queries see the union of all. `lock` is kept as long as this; a store with one is in a directory, and never changes.
    """

    def __init__(self, inner: ox.Store, lock: object = None) -> None:
        super().__init__(store=inner)
        self.inner = inner
        self.lock = lock

    def answer(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return Oxigraph's own answer."""
        return self.inner.query(text, prefixes=dict(prefixes()), use_default_graph_as_union=has_named(self.inner))


class Target:
    """A store in memory that is being written: triples go out of it and into it.

    `store` may be read for what was added once `settle` has returned.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def add(self, lines: list[str], graph: str | None = None) -> None:
        """Put triples, as N-Triples without full stops, into the store, or a named graph of it."""
        if lines:
            self.store.bulk_load(written(lines, graph), ox.RdfFormat.N_QUADS, lenient=True)

    def remove_graph(self, graph: str) -> None:
        """Empty a named graph."""
        self.store.remove_graph(ox.NamedNode(graph))

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads that were in the store before."""
        for quad in quads:
            self.store.remove(quad)

    def settle(self) -> None:
        """See that all that was added is in the store, as it is already."""


def written(lines: Iterable[str], graph: str | None = None) -> bytes:
    """Return triples, as N-Triples without full stops, as N-Quads of the default graph or of a named one."""
    end = " .\n" if graph is None else f" <{graph}> .\n"
    return "".join(f"{each}{end}" for each in lines).encode()


def has_named(store: ox.Store) -> bool:
    """Return whether a store has named graphs: a union takes up to three times as long to query as one graph."""
    return next(iter(store.named_graphs()), None) is not None


def dataset_on(store: Store, *, union: bool = False) -> Dataset:
    """Return the dataset on a store with the ontology's prefixes; with `union`, its default graph is all others."""
    dataset = Dataset(store=store, default_union=union)
    for prefix, namespace in prefixes().items():
        dataset.bind(prefix, namespace, replace=True)  # rdflib has another `geo` of its own
    return dataset


def inner_store(dataset: Dataset) -> ox.Store:
    """Return the Oxigraph store with all of a graph, which is read faster than rdflib's view.

    An embedded graph is in one, and of a graph on a server there is a copy in one.
    """
    if not isinstance(dataset.store, AnsweringStore):
        raise TypeError(f"a graph is on a store of kg, not on {type(dataset.store).__name__}")
    return dataset.store.inner


def named_graph(store: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> set[str]:
    """Return the triples of a graph of a store as `kg.graph.rdf.terms.ntriple` writes them."""
    dump = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return {line.removesuffix(" .") for line in dump.decode().split("\n") if line}


def record_hashes(store: ox.Store) -> dict[str, str]:
    """Return the hash of the record that each document's triples were made from, by the document's IRI."""
    return {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, _RECORD_HASH, None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }


def read_pairs(dataset: Dataset, predicate: URIRef, item: URIRef | None = None) -> Iterator[tuple[str, str, bool]]:
    """Subject, object and whether the object is a literal, of each triple in any document; blank nodes as "_:b0".

    They are read by way of text, which takes half as long as Oxigraph's terms one by one.
    """
    store = inner_store(dataset)
    wanted = ox.NamedNode(item) if item is not None else None
    pattern = f"?s {ox.NamedNode(predicate)} {wanted or '?o'}"
    found = store.query(
        f"SELECT ?s{'' if wanted else ' ?o'} {{ {pattern} }}", use_default_graph_as_union=has_named(store)
    )
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - of a SELECT
    lines = BytesIO(found.serialize(format=ox.QueryResultsFormat.TSV) or b"")
    for line in islice(lines, 1, None):
        subject, _, value = line.decode().removesuffix("\n").partition("\t")
        if subject.startswith(_TRIPLE) or value.startswith(_TRIPLE):
            continue
        node = subject[1:-1] if subject.startswith("<") else subject
        if wanted:
            yield node, wanted.value, False
        elif value.startswith("<"):
            yield node, value[1:-1], False
        elif value.startswith('"'):
            text = value[1 : value.rindex('"')]
            yield node, _ESCAPE.sub(lambda found: _ESCAPED[found[1]], text) if "\\" in text else text, True
        else:  # a number or truth value is bare
            yield node, value, not value.startswith(BLANK)
