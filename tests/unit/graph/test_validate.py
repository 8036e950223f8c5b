"""What is wrong with a graph is found with its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, directory_of, graph_of, harbour
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF

from kg.errors import KgError
from kg.graph.infer import infer_directory
from kg.graph.store.directory import current_store, open_directory
from kg.graph.validate import Finding, check_shapes, validate
from kg.namespaces import KG, OA

if TYPE_CHECKING:
    from conftest import Place


def graph_with(dataset: Dataset, predicate: URIRef, item: URIRef | None = None) -> tuple[Graph, URIRef]:
    """The named graph and the subject of the first triple with this predicate and object."""
    subject, _, _, graph = min(dataset.quads((None, predicate, item)), key=str)
    return dataset.graph(graph), subject


def grave(dataset: Dataset) -> list[Finding]:
    """The violations."""
    return [finding for finding in validate(dataset) if finding.is_at_least("violation")]


def test_a_damaged_store_ends_in_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of its files is damaged: some make Oxigraph collect errors without end."""
    monkeypatch.setattr("kg.graph.validate._MEBIBYTES", 256)
    directory_of(tmp_path, harbour())
    infer_directory(tmp_path)
    told = 0
    for path in sorted((tmp_path / (current_store(tmp_path) or "")).glob("*.sst")):
        data = path.read_bytes()
        path.write_bytes(data[:60] + bytes(80) + data[140:])
        try:
            validate(open_directory(tmp_path))
        except (KgError, OSError, RuntimeError):
            told += 1
        path.write_bytes(data)
    assert told


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


PREFIXES = """
@prefix : <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CLASSES = ":City rdfs:subClassOf :Place ."
TARGET = ":shape a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; {} ] ."


def failing(shapes: str, data: str) -> set[str]:
    """The nodes that do not pass."""
    parsed = [ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE) for text in (data, shapes, CLASSES)]
    return {found.node.removeprefix("http://e/") for found in check_shapes(*parsed)}


@pytest.mark.parametrize(
    ("constraint", "passes", "fails"),
    [
        ("sh:minCount 1 ; sh:maxCount 1", "1", "1, 2"),
        ("sh:class :Place", ":kelm", ":ada"),
        ("sh:class :Place", ":kelm", '"Kelm"'),
        ("sh:datatype xsd:integer", "7", '"7"'),
        ("sh:datatype xsd:date", '"2019-02-28"^^xsd:date', '"2019-02-30"^^xsd:date'),
        ("sh:nodeKind sh:IRI", ":a", '"a"'),
        ("sh:nodeKind sh:IRIOrLiteral", '"a"', "[]"),
        ("sh:in ( :a :b )", ":b", ":c"),
        ('sh:pattern "^a"', '"ab"', '"ba"'),
        ("sh:minLength 1", '"a"', '""'),
        ("sh:minInclusive 0 ; sh:maxInclusive 1.0", "0.5", "1.5"),
        ("sh:minInclusive 0", "0", '"zero"'),
        ("sh:lessThan :q", "1 ; :q 2", "2 ; :q 2"),
        ("sh:lessThanOrEquals :q", "2 ; :q 2", '"2" ; :q 2'),
        ("sh:or ( [ sh:class :Place ] [ sh:datatype xsd:string ] )", '"Kelm"', "7"),
        ("sh:node [ sh:property [ sh:path :r ; sh:minCount 1 ] ]", ":related", ":ada"),
        ("sh:property [ sh:path [ sh:inversePath :r ] ; sh:minCount 1 ]", ":ada", ":related"),
    ],
)
def test_what_keeps_to_a_shape_passes(constraint: str, passes: str, fails: str) -> None:
    known = ":kelm a :City . :ada a :Person . :related :r :ada . "
    shapes = TARGET.format(constraint)
    assert failing(shapes, known + f":x :p {fails} .")
    assert failing(shapes, known + f":x :p {passes} .") == set()


def test_an_unknown_constraint_is_refused() -> None:
    with pytest.raises(ValueError, match="hasValue"):
        failing(TARGET.format("sh:hasValue 1"), ":x :p 1 .")


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("sh:targetClass :Place", {"kelm"}),
        ("sh:targetSubjectsOf :p", {"x"}),
        ("sh:targetObjectsOf :p", {"words"}),
        ("sh:targetNode :y", {"y"}),
    ],
)
def test_every_kind_of_target_is_looked_at(target: str, found: set[str]) -> None:
    shapes = f":shape a sh:NodeShape ; {target} ; sh:property [ sh:path :none ; sh:minCount 1 ] ."
    assert failing(shapes, ':kelm a :City . :x :p "words" .') == found
