"""What is wrong with a graph is found with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_examples import HOSTILE, graph_of, harbour
from rdflib import Literal, URIRef

from kg.graph.facts.reader import read_contents, read_statements
from kg.graph.rdf.iris import document_iri
from kg.graph.validate import validate
from kg.namespaces import KG

if TYPE_CHECKING:
    from conftest import Place


def test_a_graph_of_ours_has_no_finding_but_what_was_kept_aside(place: Place) -> None:
    place.write([harbour(HOSTILE), harbour("", "two")])
    found = validate(place.read())
    assert {(finding.severity, finding.check) for finding in found} == {("info", "kept-aside")}
    assert not any(finding.is_at_least("warning") for finding in found)
    first = found[0]
    assert (first.document, first.label) == ("harbour", "Norland leads Salo Treaty")
    assert first.quote == read_contents(place.read()).documents[0].text[first.begin : first.end]


def test_what_breaks_a_shape_or_a_check_is_found_with_its_place() -> None:
    dataset = graph_of(harbour())
    graph = dataset.graph(URIRef(document_iri("harbour")))
    fact = URIRef(read_statements(dataset)[0].iri)
    graph.add((fact, KG.beginOffset, Literal(-1)))
    graph.remove((fact, KG.quote, None))
    graph.add((fact, KG.quote, Literal("other words")))
    nameless = URIRef("https://w3id.org/kg/entity/0")
    graph.add((nameless, KG.leads, nameless))
    found = validate(dataset)
    assert [finding.severity for finding in found] == sorted(
        (f.severity for f in found), key="violation warning info".find
    )
    grave = [finding for finding in found if finding.is_at_least("violation")]
    checks = {finding.check for finding in grave}
    assert {"quote-differs", "direct-triple-unsupported", "shape of kg:beginOffset"} <= checks
    assert {finding.document for finding in grave if finding.node == str(fact)} == {"harbour"}
    assert any(finding.node == str(nameless) and finding.document is None for finding in grave)


def test_a_document_without_its_text_is_found() -> None:
    dataset = graph_of(harbour())
    graph = dataset.graph(URIRef(document_iri("harbour")))
    graph.add((URIRef(document_iri("harbour")), KG.text, Literal("another text")))
    assert any(finding.label == "harbour" for finding in validate(dataset) if finding.is_at_least("violation"))
