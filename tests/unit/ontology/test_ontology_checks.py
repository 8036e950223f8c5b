"""Every check finds its fault and nothing else."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from ontology_examples import MET
from ontology_rows import ask
from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef

from kg.graph.query.files import read_queries
from kg.namespaces import ENTITY, INFERENCE, KG, STATEMENT
from kg.resources import ontology_dir

if TYPE_CHECKING:
    from rdflib.term import Node

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its engine calls what it deprecates

CHECKS = read_queries("check")


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_nothing_in_a_sound_graph(articles: Dataset, name: str) -> None:
    assert ask(articles, CHECKS[name].text) == []


def named(graph: Graph, label: str) -> Node:
    found = graph.value(predicate=RDFS.label, object=Literal(label))
    assert found is not None
    return found


def stated(graph: Graph, predicate: URIRef) -> Node:
    found = graph.value(predicate=RDF.predicate, object=predicate)
    assert found is not None
    return found


def unlabelled(graph: Graph) -> None:
    graph.remove((named(graph, "Jon Brae"), RDFS.label, None))


def unclassed(graph: Graph) -> None:
    graph.remove((named(graph, "Jon Brae"), RDF.type, None))


def textless(graph: Graph) -> None:
    graph.remove((None, KG.text, Literal("Marta Oduya visited Kelm on 11 March 2019.")))


def misquoted(graph: Graph) -> None:
    graph.set((stated(graph, KG.leads), KG.quote, Literal("Brae heads Brenna Shipbuilding")))


def misplaced(graph: Graph) -> None:
    graph.set((stated(graph, KG.leads), KG.beginOffset, Literal(3)))


def undirected(graph: Graph) -> None:
    graph.remove((None, KG.leads, None))


def unsupported(graph: Graph) -> None:
    graph.add((named(graph, "Vesmark"), KG.attacked, named(graph, "Aurelia")))


def supported_by_what_is_kept_aside(graph: Graph) -> None:
    graph.add((stated(graph, KG.leads), KG.broken, Literal("leads takes something else")))


def inferred_from_nothing(graph: Graph) -> None:
    graph.add((INFERENCE["lost"], RDF.type, KG.Inference))
    graph.add((INFERENCE["lost"], KG.premise, STATEMENT["gone"]))


def around(graph: Graph) -> None:
    graph.add((named(graph, "Norland"), KG.locatedIn, named(graph, "Kelm")))


def dead_before_birth(graph: Graph) -> None:
    graph.add((named(graph, "Jon Brae"), KG.bornOn, Literal("1961-05-02", datatype=XSD.date)))
    graph.add((named(graph, "Jon Brae"), KG.diedOn, Literal("1960", datatype=XSD.gYear, normalize=False)))


def over_before_it_began(graph: Graph) -> None:
    graph.add((stated(graph, KG.holdsRole), KG.start, Literal("2019-03", datatype=XSD.gYearMonth, normalize=False)))
    graph.add((stated(graph, KG.holdsRole), KG.end, Literal("2018-12-31", datatype=XSD.date)))


def about_itself(graph: Graph) -> None:
    node = stated(graph, KG.metWith)
    subject = graph.value(node, RDF.subject)
    assert subject is not None
    graph.set((node, RDF.object, subject))


def twice(graph: Graph) -> None:
    other, document = ENTITY["other"], graph.value(named(graph, "Jon Brae"), KG.mentionedIn)
    assert document is not None
    graph.add((other, RDF.type, KG.Company))
    graph.add((other, RDFS.label, Literal("Jon Brae")))
    graph.add((other, KG.mentionedIn, document))


FAULTS = [
    (unlabelled, "entity-without-label", "no label"),
    (unclassed, "entity-without-label", "no class"),
    (textless, "evidence-missing", "Marta Oduya visited Kelm"),
    (misquoted, "quote-differs", "quoted: Brae heads Brenna Shipbuilding; in the text: Brae leads Brenna Shipbuilding"),
    (misplaced, "quote-differs", "in the text"),
    (undirected, "direct-triple-missing", "Brae leads Brenna Shipbuilding"),
    (unsupported, "direct-triple-unsupported", "#attacked "),
    (supported_by_what_is_kept_aside, "direct-triple-unsupported", "#leads "),
    (supported_by_what_is_kept_aside, "kept-aside", "leads takes something else: Brae leads Brenna Shipbuilding"),
    (inferred_from_nothing, "premise-missing", "statement/gone"),
    (around, "located-in-cycle", "Kelm"),
    (dead_before_birth, "born-after-died", "born 1961-05-02, died 1960"),
    (over_before_it_began, "start-after-end", "from 2019-03 to 2018-12-31"),
    (about_itself, "self-relation", MET[3]),
    (twice, "one-name-two-classes", "Jon Brae: "),
]


@pytest.mark.parametrize(("spoil", "name", "words"), FAULTS)
@pytest.mark.parametrize("store", ["default", "Oxigraph"])
def test_a_check_finds_its_fault(data: Graph, spoil, name: str, words: str, store: str) -> None:  # type: ignore[no-untyped-def]
    spoil(data)
    graph = Graph(store=store)
    for triple in data:
        graph.add(triple)
    rows = ask(graph, CHECKS[name].text)
    assert rows
    assert all(len(row) == 2 and row[0] and words in str(row[1]) for row in rows) or name == "located-in-cycle"
    assert any(words in str(row[1]) for row in rows)


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert {name for _, name, _ in FAULTS} == set(CHECKS)


def test_what_two_texts_say_supports_a_triple_that_one_denies(data: Graph) -> None:
    denied = STATEMENT["denied"]
    for predicate, item in data.predicate_objects(stated(data, KG.leads)):
        data.add((denied, predicate, item))
    data.set((denied, KG.factuality, KG.negated))
    assert ask(data, CHECKS["direct-triple-unsupported"].text) == []


def test_every_check_has_a_severity() -> None:
    table = tomllib.loads((ontology_dir() / "queries/check/severities.toml").read_text(encoding="utf-8"))
    assert set(table) == set(CHECKS)
    assert set(table.values()) <= {"violation", "warning", "info"}
