"""A graph as RDF for other stores: without named graphs, in RDF 1.2, as compact JSON-LD, and what it holds, as VoID.

Nodes are written in the order of their graphs and IRIs, each as a whole. Named graphs say in which document a triple is
stated; every statement names its document too, so that the union of all says as much.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDF, VOID

from kg.graph.exchange.context import compacted, context
from kg.graph.rdf.cells import prefixes_for
from kg.graph.rdf.naming import BASE
from kg.namespaces import KG
from kg.ontology import NAMESPACE, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.exchange.parts import Parts

__all__ = ["json_ld", "n_triples", "rdf_1_2", "void"]

_SUBJECT, _PREDICATE, _OBJECT, _REIFIES = (
    ox.NamedNode(str(each)) for each in (RDF.subject, RDF.predicate, RDF.object, f"{RDF}reifies")
)
_FACT = ox.NamedNode(str(KG.fact))


class _Described(NamedTuple):
    """A node with what is said of it, sorted."""

    node: ox.NamedNode | ox.BlankNode
    said: list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


def n_triples(parts: Parts) -> Iterator[str]:
    """The union of all named graphs, each triple once, as N-Triples, which is Turtle too."""
    for described in _union(parts):
        yield "".join(f"{described.node} {predicate} {item} .\n" for predicate, item in described.said)


def rdf_1_2(parts: Parts) -> Iterator[str]:
    """The union of all named graphs as N-Triples of RDF 1.2: what a fact or a statement states is a triple term.

    `rdf:reifies` takes the place of a fact's `rdf:subject`, `rdf:predicate` and `rdf:object`; statements have it too.
    """
    store = parts.store
    for node, said in _union(parts):
        kept = [pair for pair in said if pair[0] not in {_SUBJECT, _PREDICATE, _OBJECT}]
        stated = _stated(said)
        facts = [item for predicate, item in said if predicate == _FACT and isinstance(item, ox.NamedNode)]
        if stated is None and facts:
            stated = _stated([(quad.predicate, quad.object) for quad in store.quads_for_pattern(facts[0], None, None)])
        if stated is None:
            kept = said
        else:
            kept.append((_REIFIES, stated))
        yield "".join(f"{node} {predicate} {_term(item)} .\n" for predicate, item in kept)


def _term(item: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(item, ox.Triple):
        return f"<<( {item.subject} {item.predicate} {_term(item.object)} )>>"
    return str(item)


def _stated(said: list[tuple[ox.NamedNode, Any]]) -> ox.Triple | None:
    """The triple that a fact's subject, predicate and object are; None where one is missing."""
    found = dict(reversed(said))
    subject, predicate, item = found.get(_SUBJECT), found.get(_PREDICATE), found.get(_OBJECT)
    if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode) and item is not None:
        return ox.Triple(subject, predicate, item)
    return None


def json_ld(parts: Parts) -> Iterator[str]:
    """The named graphs as JSON-LD in the terms of `ontology/context.jsonld`, which stands at the beginning."""
    yield f'{{\n"@context": {json.dumps(context(), ensure_ascii=False)},\n"@graph": ['
    store, before = parts.store, ""
    for iri in parts.watch([each.value for each in _graphs(store)]):
        graph, name = ox.NamedNode(iri), json.dumps(iri, ensure_ascii=False)
        yield f'{before}\n{{"@id": {name}, "@graph": ['
        lines = (json.dumps(compacted(_of(node), said), ensure_ascii=False) for node, said in _nodes(store, graph))
        for place, line in enumerate(lines):
            yield f"{',' if place else ''}\n{line}"
        yield "\n]}"
        before = ","
    yield "\n]\n}\n"


def _of(node: ox.NamedNode | ox.BlankNode) -> str:
    return node.value if isinstance(node, ox.NamedNode) else f"_:{node.value}"


def void(parts: Parts) -> Iterator[str]:
    """What the graph holds, as VoID in Turtle: its triples, classes and properties with counts, and its vocabulary."""
    store, dataset = parts.store, ox.NamedNode(f"{_base(parts)}dataset")
    triples: list[ox.Triple] = []

    def say(node: ox.NamedNode, predicate: object, item: object) -> None:
        value = item if isinstance(item, ox.NamedNode | ox.Literal) else ox.Literal(item)  # type: ignore[arg-type]  # int or str
        triples.append(ox.Triple(node, ox.NamedNode(str(predicate)), value))

    say(dataset, RDF.type, ox.NamedNode(str(VOID.Dataset)))
    say(dataset, DCTERMS.title, "A knowledge graph of news, made by kg")
    say(dataset, VOID.vocabulary, ox.NamedNode(NAMESPACE))
    say(dataset, VOID.uriSpace, _base(parts))
    for form in ("N-Triples", "Turtle", "TriG", "N-Quads", "JSON-LD"):
        say(dataset, VOID.feature, ox.NamedNode(f"http://www.w3.org/ns/formats/{form.replace('-', '_')}"))
    for name, predicate in (("COUNT(*)", VOID.triples), ("COUNT(DISTINCT ?s)", VOID.distinctSubjects),
                            ("COUNT(DISTINCT ?o)", VOID.distinctObjects)):  # fmt: skip
        say(dataset, predicate, _counts(store, f"SELECT ({name} AS ?n) {{ ?s ?p ?o }}")[0][0])
    say(dataset, VOID.documents, _counts(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{KG.Document}> }}")[0][0])
    say(dataset, VOID.entities, _counts(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{KG.nameKey}> ?k }}")[0][0])
    for kind, one, number, pattern in (
        (VOID.classPartition, VOID["class"], VOID.entities, "?s a ?of"),
        (VOID.propertyPartition, VOID.property, VOID.triples, "?s ?of ?o"),
    ):
        for count, of in _counts(store, f"SELECT (COUNT(*) AS ?n) ?of {{ {pattern} }} GROUP BY ?of ORDER BY ?of"):
            part = ox.NamedNode(f"{dataset.value}#{'class' if one == VOID['class'] else 'property'}-{_name(of)}")
            say(dataset, kind, part)
            say(part, one, ox.NamedNode(of))
            say(part, number, count)
    known = prefixes_for(triples, {**prefixes(), "void": str(VOID)})
    yield (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=known) or b"").decode()


def _name(iri: str) -> str:
    return quote(iri, safe="") if "#" not in iri else quote(iri.rpartition("#")[2], safe="")


def _base(parts: Parts) -> str:
    """What the IRIs of the graph's documents begin with, or where it has none, those of a graph as it comes."""
    first = next(iter(parts.document_order()), "")
    return first.rpartition("document/")[0] or BASE


def _counts(store: ox.Store, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query for counts and IRIs over all named graphs."""
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - of a SELECT
    return [tuple(int(each.value) if isinstance(each, ox.Literal) else each.value for each in row) for row in found]


def _graphs(store: ox.Store) -> list[ox.NamedNode]:
    return sorted(
        (each for each in store.named_graphs() if isinstance(each, ox.NamedNode)), key=lambda each: each.value
    )


def _nodes(store: ox.Store, graph: ox.NamedNode) -> Iterator[_Described]:
    """The nodes of a named graph in the order of their IRIs, blank ones last."""
    found = {quad.subject for quad in store.quads_for_pattern(None, None, None, graph)}
    for node in sorted(found, key=str):
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            yield _Described(node, _sorted(store.quads_for_pattern(node, None, None, graph)))


def _union(parts: Parts) -> Iterator[_Described]:
    """The nodes of all named graphs, each once, where the first graph that says something of it has its place."""
    store = parts.store
    for iri in parts.watch([each.value for each in _graphs(store)]):
        graph = ox.NamedNode(iri)
        found = {quad.subject for quad in store.quads_for_pattern(None, None, None, graph)}
        for node in sorted(found, key=str):
            if not isinstance(node, ox.NamedNode | ox.BlankNode):
                continue
            quads = list(store.quads_for_pattern(node, None, None, None))
            if min(str(quad.graph_name) for quad in quads) == str(graph):
                yield _Described(node, _sorted(quads))


def _sorted(quads: Any) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    return sorted({(quad.predicate, quad.object) for quad in quads}, key=lambda pair: (str(pair[0]), str(pair[1])))
