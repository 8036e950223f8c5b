"""What is wrong with a graph is found with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_examples import HOSTILE, graph_of, harbour
from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.graph.validate import Finding, validate
from kg.namespaces import KG, OA

if TYPE_CHECKING:
    from conftest import Place
    from rdflib import Dataset, Graph


def graph_with(dataset: Dataset, predicate: URIRef, item: URIRef | None = None) -> tuple[Graph, URIRef]:
    """The named graph and the subject of the first triple with this predicate and object."""
    subject, _, _, graph = min(dataset.quads((None, predicate, item)), key=str)
    return dataset.graph(graph), subject


def grave(dataset: Dataset) -> list[Finding]:
    """The violations."""
    return [finding for finding in validate(dataset) if finding.is_at_least("violation")]


def test_a_graph_of_ours_has_no_finding_but_what_was_kept_aside(place: Place) -> None:
    dataset = place.write(harbour(HOSTILE), harbour("", "two"))
    found = validate(dataset)
    assert {(finding.severity, finding.check) for finding in found} == {("info", "kept-aside")}
    first = found[0]
    assert first.document in {"harbour", "two"}
    assert first.label == "Norland leads Salo Treaty"
    assert first.quote == "Norland may sign the Salo Treaty, and two dockers were arrested."


def test_what_breaks_a_shape_or_a_check_is_found_with_its_place() -> None:
    dataset = graph_of(harbour())
    graph, sentence = graph_with(dataset, OA.start, Literal(0))
    graph.set((sentence, KG.quote, Literal("other words")))
    graph.add((sentence, OA.start, Literal(-1)))
    nameless = URIRef("https://w3id.org/kg/entity/0")
    graph.add((nameless, KG.leads, nameless))
    found = validate(dataset)
    assert [finding.severity for finding in found] == sorted(
        (f.severity for f in found), key="violation warning info".find
    )
    checks = {finding.check for finding in found if finding.is_at_least("violation")}
    assert {"quote-differs", "direct-triple-unsupported", "shape of oa:start", "shape of kg:leads"} <= checks
    assert any(finding.node == str(nameless) and finding.document is None for finding in found)


def test_a_finding_at_a_fact_or_a_statement_stands_where_its_sentence_does() -> None:
    dataset = graph_of(harbour())
    graph, fact = graph_with(dataset, RDF.predicate, KG.metWith)
    graph.set((fact, KG.statements, Literal(7)))
    home, statement = graph_with(dataset, KG.fact, fact)
    home.remove((statement, KG.rule, None))
    found = {finding.node: finding for finding in grave(dataset)}
    assert {found[str(node)].quote for node in (fact, statement)} == {
        "A harbour official said that she met Jon Brae in Norland on Friday."
    }
    assert {found[str(node)].label for node in (fact, statement)} == {"Marta Oduya met with Jon Brae"}


def test_a_graph_that_lacks_what_its_readers_need_is_still_looked_through() -> None:
    dataset = graph_of(harbour())
    graph, statement = graph_with(dataset, KG.factuality)
    graph.remove((statement, KG.sentence, None))
    graph.remove((statement, KG.fact, None))
    graph.remove((None, KG.text, None))
    assert {finding.check for finding in grave(dataset)} >= {"sentence-missing", "fact-missing", "evidence-missing"}


def test_a_document_without_its_text_is_found() -> None:
    dataset = graph_of(harbour())
    graph, document = graph_with(dataset, RDF.type, KG.Document)
    graph.add((document, KG.text, Literal("another text")))
    assert any(finding.label == "harbour" for finding in grave(dataset))


def test_what_is_wrong_with_a_literal_is_found() -> None:
    dataset = graph_of(harbour())
    graph, statement = graph_with(dataset, KG.factuality)
    graph.add((statement, KG.roleAt, Literal("Norland")))
    assert any("held at an entity" in finding.message for finding in grave(dataset))
