"""Every check finds its fault and nothing else."""

import tomllib

import pytest
from ontology_rows import ask
from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.query.files import read_queries
from kg.namespaces import ENTITY, INFERENCE, KG, OA, STATEMENT
from kg.resources import ontology_dir

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


def statement_of(graph: Graph, fact: Node) -> Node:
    found = graph.value(predicate=KG.fact, object=fact)
    assert found is not None
    return found


def sentence_of(graph: Graph, predicate: URIRef) -> Node:
    found = graph.value(statement_of(graph, stated(graph, predicate)), KG.sentence)
    assert found is not None
    return found


def misquoted(graph: Graph) -> None:
    graph.set((sentence_of(graph, KG.leads), KG.quote, Literal("Brae heads Brenna Shipbuilding")))


def misplaced(graph: Graph) -> None:
    graph.set((sentence_of(graph, KG.leads), OA.start, Literal(3)))


def undirected(graph: Graph) -> None:
    graph.remove((None, KG.leads, None))


def unsupported(graph: Graph) -> None:
    graph.add((named(graph, "Vesmark"), KG.attacked, named(graph, "Aurelia")))


def supported_by_what_is_kept_aside(graph: Graph) -> None:
    graph.add((stated(graph, KG.leads), KG.broken, Literal("leads takes something else")))


def unstated(graph: Graph) -> None:
    graph.remove((None, KG.fact, stated(graph, KG.leads)))


def without_sentence(graph: Graph) -> None:
    graph.remove((statement_of(graph, stated(graph, KG.leads)), KG.sentence, None))


def in_a_sentence_of_another_document(graph: Graph) -> None:
    graph.set((statement_of(graph, stated(graph, KG.leads)), KG.sentence, sentence_of(graph, KG.visited)))


def without_fact(graph: Graph) -> None:
    graph.remove((stated(graph, KG.leads), RDF.object, None))


def miscounted(graph: Graph) -> None:
    for term in (KG.statements, KG.documents, KG.denials):
        graph.set((stated(graph, KG.leads), term, Literal(2)))


def denied_and_not_counted(graph: Graph) -> None:
    graph.remove((None, KG.denials, None))


def published_later(graph: Graph) -> None:
    without_days(graph)
    graph.set((stated(graph, KG.leads), KG.firstPublished, Literal("2019-03-09", datatype=XSD.date)))
    graph.set((stated(graph, KG.leads), KG.lastPublished, Literal("2019-03-08", datatype=XSD.date)))


def without_days(graph: Graph) -> None:
    graph.set((stated(graph, KG.leads), KG.documents, Literal(1)))
    graph.set((stated(graph, KG.leads), KG.firstPublished, Literal("2019-03-08", datatype=XSD.date)))


def inferred_from_nothing(graph: Graph) -> None:
    graph.add((INFERENCE["lost"], RDF.type, KG.Inference))
    graph.add((INFERENCE["lost"], KG.premise, URIRef("https://w3id.org/kg/fact/gone")))


def around(graph: Graph) -> None:
    graph.add((named(graph, "Norland"), KG.locatedIn, named(graph, "Kelm")))


def dead_before_birth(graph: Graph) -> None:
    graph.add((named(graph, "Jon Brae"), KG.bornOn, Literal("1961-05-02", datatype=XSD.date)))
    graph.add((named(graph, "Jon Brae"), KG.diedOn, Literal("1960", datatype=XSD.gYear, normalize=False)))


def over_before_it_began(graph: Graph) -> None:
    node = statement_of(graph, stated(graph, KG.holdsRole))
    graph.add((node, KG.start, Literal("2019-03", datatype=XSD.gYearMonth, normalize=False)))
    graph.add((node, KG.end, Literal("2018-12-31", datatype=XSD.date)))


def about_itself(graph: Graph) -> None:
    node = stated(graph, KG.metWith)
    subject = graph.value(node, RDF.subject)
    assert subject is not None
    graph.set((node, RDF.object, subject))


def twice(graph: Graph) -> None:
    other, brae = ENTITY["other"], named(graph, "Jon Brae")
    document = graph.value(predicate=KG.mentions, object=brae)
    assert document is not None
    graph.add((other, KG["class"], KG.Company))
    graph.add((other, RDFS.label, Literal("Jon Brae")))
    graph.add((document, KG.mentions, other))


def of_two_classes(graph: Graph) -> None:
    graph.add((named(graph, "Jon Brae"), KG["class"], KG.City))


FAULTS = [
    (of_two_classes, "two-classes", "City, Person"),
    (unlabelled, "entity-without-label", "no label"),
    (unclassed, "entity-without-label", "no class"),
    (textless, "evidence-missing", "/document/"),
    (misquoted, "quote-differs", "quoted: Brae heads Brenna Shipbuilding; in the text: Brae leads Brenna Shipbuilding"),
    (misplaced, "quote-differs", "in the text"),
    (undirected, "direct-triple-missing", "#leads "),
    (unsupported, "direct-triple-unsupported", "#attacked "),
    (supported_by_what_is_kept_aside, "direct-triple-unsupported", "#leads "),
    (supported_by_what_is_kept_aside, "kept-aside", "leads takes something else"),
    (unstated, "statement-missing", "#leads"),
    (unstated, "fact-missing", "no fact"),
    (without_fact, "fact-missing", "/fact/"),
    (without_sentence, "sentence-missing", "no sentence"),
    (in_a_sentence_of_another_document, "quote-differs", "in the text"),
    (miscounted, "statements-miscounted", "2 given, 1 found"),
    (miscounted, "documents-miscounted", "2 given, 1 found"),
    (miscounted, "denials-miscounted", "2 given, 0 found"),
    (denied_and_not_counted, "denials-miscounted", "0 given, 1 found"),
    (published_later, "published-differs", "2019-03-09 to 2019-03-08 given"),
    (without_days, "published-differs", "2019-03-08 to none given"),
    (inferred_from_nothing, "premise-missing", "fact/gone"),
    (around, "located-in-cycle", "Kelm"),
    (dead_before_birth, "born-after-died", "born 1961-05-02, died 1960"),
    (over_before_it_began, "start-after-end", "from 2019-03 to 2018-12-31"),
    (about_itself, "self-relation", "#metWith"),
    (twice, "one-name-two-classes", "Jon Brae: "),
]


@pytest.mark.parametrize(("spoil", "name", "words"), FAULTS)
def test_a_check_finds_its_fault(data: Graph, spoil, name: str, words: str) -> None:  # type: ignore[no-untyped-def]
    spoil(data)
    graph = Graph(store="Oxigraph")
    for triple in data:
        graph.add(triple)
    rows = ask(graph, CHECKS[name].text)
    assert rows
    assert all(len(row) == 2 and row[0] and words in str(row[1]) for row in rows) or name == "located-in-cycle"
    assert any(words in str(row[1]) for row in rows)


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert {name for _, name, _ in FAULTS} == set(CHECKS)


def test_what_two_texts_say_supports_a_triple_that_one_denies(data: Graph) -> None:
    denied, fact = STATEMENT["denied"], stated(data, KG.leads)
    for predicate, item in data.predicate_objects(statement_of(data, fact)):
        data.add((denied, predicate, item))
    data.set((denied, KG.factuality, KG.negated))
    data.set((fact, KG.denials, Literal(1)))
    for name in CHECKS:
        assert ask(data, CHECKS[name].text) == [], name


def test_every_check_has_a_severity() -> None:
    table = tomllib.loads((ontology_dir() / "queries/check/severities.toml").read_text(encoding="utf-8"))
    assert set(table) == set(CHECKS)
    assert set(table.values()) <= {"violation", "warning", "info"}
