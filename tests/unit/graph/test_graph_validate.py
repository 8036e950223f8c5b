from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from graph_examples import HOSTILE, harbour
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS, XSD

from kg.graph.export import export
from kg.graph.facts.reader import read_contents, read_statements
from kg.graph.facts.selection import FACT_COLUMNS
from kg.graph.rdf.dataset import memory
from kg.graph.rdf.iris import document_iri
from kg.graph.store.write import write_memory
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
    dataset = memory()
    write_memory(dataset, [harbour()])
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
    dataset = memory()
    write_memory(dataset, [harbour()])
    graph = dataset.graph(URIRef(document_iri("harbour")))
    graph.add((URIRef(document_iri("harbour")), KG.text, Literal("another text")))
    assert any(finding.label == "harbour" for finding in validate(dataset) if finding.is_at_least("violation"))


def test_the_facts_table_has_one_row_a_statement(place: Place) -> None:
    place.write([harbour(HOSTILE)])
    rows = list(csv.DictReader(io.StringIO(export(place.read(), "csv"), newline="")))
    assert tuple(rows[0]) == FACT_COLUMNS
    assert len(rows) == len(harbour().facts)
    met = next(row for row in rows if row["rule"] == "verb.meet")
    assert (met["subject"], met["relation"], met["object"]) == ("Marta Oduya", "metWith", "Jon Brae")
    assert (met["factuality"], met["source"], met["time"]) == ("reported", "harbour official", "2025-09-12")
    text = read_contents(place.read()).documents[0].text
    assert met["quote"] == text[int(met["begin"]) : int(met["end"])]


def test_labels_that_start_a_formula_are_guarded() -> None:
    base = harbour()
    entities = (base.entities[0].__class__("e1", "=HYPERLINK(1)", "Person"), *base.entities[1:])
    dataset = memory()
    write_memory(dataset, [base.__class__(base.document, entities, base.facts, (), base.sentences)])
    rows = list(csv.DictReader(io.StringIO(export(dataset, "csv"), newline="")))
    assert {row["subject"] for row in rows if "HYPERLINK" in row["subject"]} == {"'=HYPERLINK(1)"}


@pytest.mark.parametrize("form", ["nquads", "trig", "ttl", "jsonld"])
def test_exports_are_read_back_whole(form: str) -> None:
    import pyoxigraph as ox

    formats = {
        "nquads": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    dataset = memory()
    write_memory(dataset, [harbour(HOSTILE), harbour("", "two")])
    wanted = set(ox.parse(export(dataset, "nquads"), format=ox.RdfFormat.N_QUADS))
    found = set(ox.parse(export(dataset, form), format=formats[form]))
    if form == "ttl":
        assert {quad.triple for quad in found} == {quad.triple for quad in wanted}
    else:
        assert found == wanted


def test_a_literal_typed_by_either_store_is_exported_alike() -> None:
    dataset = memory()
    graph = dataset.graph(URIRef("http://g/"))
    graph.add((URIRef("http://a/"), RDFS.label, Literal("x", datatype=XSD.string)))
    assert export(dataset, "nquads") == '<http://a/> <http://www.w3.org/2000/01/rdf-schema#label> "x" <http://g/> .\n'
