"""The formats of an export: a text, whole or in parts, or a folder of files; the same graph gives the same bytes.

RDF for other stores is without named graphs, in RDF 1.2, or as JSON-LD: nodes are written in the order of their IRIs,
each as a whole. The named graphs of JSON-LD say in which document a triple is stated; every statement names its
document too, so that the union of all says as much.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.display.spreadsheet import csv_line, csv_text
from kg.graph.exchange.notes import web_annotations, write_notes
from kg.graph.exchange.parts import Parts
from kg.graph.exchange.tables import MENTION_HEADER, TABLES, document_rows, mention_rows, write_parquet
from kg.graph.facts.explain import explain_statements
from kg.graph.facts.reader import read_contents
from kg.graph.facts.tables import FACT_COLUMNS, fact_rows
from kg.graph.rdf.dataset import EmbeddedStore, dataset_on, inner_store
from kg.graph.rdf.homes import line, naming_in, with_homes
from kg.graph.rdf.terms import prefixes_for
from kg.namespaces import KG
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.exchange.ftm import Decided
    from kg.graph.exchange.parts import Watch

type TextFormat = Literal[
    "trig", "nquads", "ttl", "ntriples", "rdf12", "jsonld", "csv", "events", "mentions", "ftm", "annotations", "graphml"
]
"""What is a text; of networks `kg.views` makes the last."""
type FileFormat = Literal["parquet", "neo4j", "obsidian"]
"""What is a folder of files."""


def nquads(dataset: Dataset) -> str:
    """A graph as sorted canonical N-Quads, each line once: a named graph a document, and those that all share."""
    lines = {f"{line(quad)} <{home}> .\n" for quad, home in with_homes(inner_store(dataset))}
    return "".join(sorted(lines))


def _trig(dataset: Dataset) -> str:
    quads = list(ox.parse(nquads(dataset), format=ox.RdfFormat.N_QUADS))
    quads.sort(key=lambda quad: str(quad.graph_name))  # what is of one graph is nested
    return _serialize(quads, ox.RdfFormat.TRIG)


def _turtle(dataset: Dataset) -> str:
    """A graph without named graphs: a statement names its document there too."""
    return _serialize([quad.triple for quad in sorted(inner_store(dataset), key=str)], ox.RdfFormat.TURTLE)


def embedded_copy(dataset: Dataset, *, inferred: bool = True) -> Dataset:
    """The same graph, or what its documents state of it, in an Oxigraph store in memory."""
    found, inner = inner_store(dataset), ox.Store()
    beside = ox.NamedNode(naming_in(found).graph("inferred"))
    inner.bulk_extend(quad for quad in found if inferred or quad.graph_name != beside)
    return dataset_on(EmbeddedStore(inner), union=True)


def _serialize(statements: list[ox.Quad] | list[ox.Triple], form: ox.RdfFormat) -> str:
    known = prefixes_for(statements, prefixes())
    return (ox.serialize(statements, format=form, prefixes=known) or b"").decode()


_SUBJECT, _PREDICATE, _OBJECT, _REIFIES = (
    ox.NamedNode(str(each)) for each in (RDF.subject, RDF.predicate, RDF.object, f"{RDF}reifies")
)
_FACT = ox.NamedNode(str(KG.fact))


type _Said = list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]
"""What is said of a node, sorted."""


def n_triples(parts: Parts) -> Iterator[str]:
    """All triples as N-Triples, which is Turtle too."""
    for node, said in _union(parts):
        yield "".join(f"{node} {predicate} {item} .\n" for predicate, item in said)


def rdf_1_2(parts: Parts) -> Iterator[str]:
    """All triples as N-Triples of RDF 1.2: what a fact or a statement states is a triple term.

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
    """The named graphs as expanded JSON-LD, one named graph at a time."""
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad, home in with_homes(parts.store):
        graphs[home].append(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(home)))
    yield "["
    for place, iri in enumerate(parts.watch(sorted(graphs))):
        text = (ox.serialize(sorted(graphs[iri], key=str), format=ox.RdfFormat.JSON_LD) or b"").decode()
        yield f"{',' if place else ''}\n{text.strip()[1:-1]}"
    yield "\n]\n"


def _union(parts: Parts) -> Iterator[tuple[ox.NamedNode | ox.BlankNode, _Said]]:
    """Yield the nodes of a graph in the order of their IRIs, with what is said of each."""
    nodes = {str(quad.subject): quad.subject for quad in parts.store}
    for name in parts.watch(sorted(nodes)):
        node = nodes[name]
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            said = {(quad.predicate, quad.object) for quad in parts.store.quads_for_pattern(node, None, None, None)}
            yield node, sorted(said, key=lambda pair: (str(pair[0]), str(pair[1])))


def _csv(parts: Parts, *, raw: bool) -> Iterator[str]:
    contents = parts.contents()
    yield csv_text(FACT_COLUMNS, fact_rows(explain_statements(contents, contents.statements)), raw=raw)


def _events(parts: Parts, *, raw: bool) -> Iterator[str]:
    yield csv_line(tuple(TABLES["events"]), "\n", raw=raw)
    for part in parts.documents(linked=True):
        for name, row in document_rows(part):
            if name == "events":
                cells = [value if isinstance(value, str | int | float | None) else str(value) for value in row]
                yield csv_line(cells, "\n", raw=raw)


def _mentions(parts: Parts, *, raw: bool) -> Iterator[str]:
    yield MENTION_HEADER
    for part in parts.documents(linked=True):
        for row in mention_rows(part):
            yield csv_line(row, "\n", raw=raw)


_OF_ALL: Mapping[str, Callable[[Dataset], str]] = {"nquads": nquads, "trig": _trig, "ttl": _turtle}
_BY_PARTS: Mapping[str, Callable[[Parts], Iterator[str]]] = {
    "ntriples": n_triples,
    "rdf12": rdf_1_2,
    "jsonld": json_ld,
    "annotations": lambda parts: web_annotations(parts.contents()),
}
_OF_CELLS: Mapping[str, Callable[..., Iterator[str]]] = {"csv": _csv, "events": _events, "mentions": _mentions}


def text_parts(  # noqa: PLR0913 (a writer's options)
    dataset: Dataset,
    form: str,
    decisions: Iterable[Decided] = (),
    *,
    raw: bool = False,
    unnamed: bool = False,
    watch: Watch = iter,
) -> Iterator[str]:
    """Yield a graph in a `TextFormat`, part by part, with people's decisions where the format has a place for them.

    Cells of CSV that look like formulas are prefixed with an apostrophe unless `raw`; tables and entities have
    participants with `unnamed`, while RDF always has them.
    """
    parts = Parts(dataset, watch, unnamed=unnamed)
    if form in _OF_ALL:
        yield _OF_ALL[form](dataset)
    elif form in _BY_PARTS:
        yield from _BY_PARTS[form](parts)
    elif form in _OF_CELLS:
        yield from _OF_CELLS[form](parts, raw=raw)
    elif form == "ftm":
        from kg.graph.exchange.ftm import ftm_lines

        yield from ftm_lines(parts, decisions)
    else:
        raise ValueError(f"unknown format: {form}")


def write_files(  # noqa: PLR0913 (a writer's options)
    dataset: Dataset, form: FileFormat, folder: Path, *, raw: bool = False, unnamed: bool = False, watch: Watch = iter
) -> None:
    """Write a graph in a format of several files into a folder that does not exist yet.

    Raises:
        MissingPackageError: the package that writes the format is not installed.
    """
    folder.mkdir()
    parts = Parts(dataset, watch, unnamed=unnamed)
    match form:
        case "parquet":
            write_parquet(parts, folder)
        case "neo4j":
            from kg.graph.exchange.neo4j import write_neo4j

            write_neo4j(parts, folder, raw=raw)
        case "obsidian":
            from kg.graph.stories.finding import stories_of  # late: NumPy

            write_notes(parts.contents(), stories_of(read_contents(dataset)), folder)
