"""The ontology says all that the vocabulary names, in words, and contradicts neither itself nor a graph."""

import os
import re
from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef

from kg.namespaces import ENTITY, KG
from kg.ontology import CLASSES, NAMES, RELATIONS
from kg.resources import ontology_file

SPACE = str(KG.Entity).removesuffix("Entity")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
CHECKOUT = Path(__file__).parents[3]
DESIGN = Path(os.environ.get("KG_SHARED", CHECKOUT.parent / "shared")) / "design/vocabulary-v3.md"

vocabulary = pytest.mark.skipif(not DESIGN.is_file(), reason=f"the vocabulary is not there: {DESIGN}")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the vocabulary."""
    section = DESIGN.read_text(encoding="utf-8").split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(",")]


@vocabulary
def test_every_class_of_the_vocabulary_is_there() -> None:
    found = {name: row[1] for row in rows("Entity classes") for name in names(row[0])}
    assert found == {name: sup for name, sup in CLASSES.items() if sup}


@vocabulary
def test_every_relation_of_the_vocabulary_is_there() -> None:
    table = {name: row for row in rows("Relations") for name in names(row[0])}
    assert set(table) <= set(RELATIONS)
    for name, row in table.items():
        info = RELATIONS[name]
        pairs = [side.split(" → ") for side in row[1].split(";")]
        domain = {cls for left, _ in pairs for cls in names(left)}
        target = {cls for _, right in pairs for cls in names(right)}
        if domain == {"Person", "People", "Organization", "Country"}:
            domain = {"Agent"}
        if name == "relatedTo":  # the super-property of `said`, and so wider than its row
            target.add("Claim")
        assert set(info.domain) == domain, name
        assert set(info.range) or {info.kind} == target, name
        assert not info.range or set(info.range) == target, name
        assert info.symmetric == ("symmetric" in row[2]), name
        assert info.transitive == ("transitive" in row[2]), name


def test_every_term_is_described(ontology: Graph) -> None:
    for name in NAMES:
        term = URIRef(SPACE + name)
        for annotation in (RDFS.label, SKOS.definition, SKOS.example):
            values = list(ontology.objects(term, annotation))
            assert len(values) == 1, (name, annotation)
            assert isinstance(values[0], Literal)
            assert (values[0].language, bool(values[0].strip())) == ("en", True), (name, annotation)
        assert ontology.value(term, RDFS.isDefinedBy) == URIRef(SPACE.rstrip("#")), name


@pytest.mark.parametrize("name", RELATIONS)
def test_every_relation_reads_both_ways(ontology: Graph, name: str) -> None:
    term = URIRef(SPACE + name)
    label, back = ontology.value(term, RDFS.label), ontology.value(term, KG.inverseLabel)
    assert label
    assert (label == back) == (RELATIONS[name].symmetric or name == "relatedTo")


@pytest.mark.parametrize("annotation", [RDFS.label, SKOS.definition])
def test_no_two_relations_read_alike(ontology: Graph, annotation: URIRef) -> None:
    words = [str(ontology.value(URIRef(SPACE + name), annotation)) for name in RELATIONS]
    assert len(set(words)) == len(words)


def test_relations_to_things_and_to_values_are_kept_apart(ontology: Graph) -> None:
    things = set(ontology.transitive_subjects(RDFS.subPropertyOf, KG.relatedTo))
    values = set(ontology.transitive_subjects(RDFS.subPropertyOf, KG.relatedToValue))
    assert things.isdisjoint(values)
    assert all((term, RDF.type, OWL.ObjectProperty) in ontology for term in things)
    assert all((term, RDF.type, OWL.DatatypeProperty) in ontology for term in values)


def test_every_property_has_one_kind_and_a_domain(ontology: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for name in NAMES:
        term = URIRef(SPACE + name)
        mine = [kind for kind in kinds if (term, RDF.type, kind) in ontology]
        assert len(mine) <= 1, name
        of_relations = name in {"inverseLabel", "functional", "inverseFunctional", "grave", "lasting"}
        if mine and not of_relations and not ontology.value(term, OWL.inverseOf):
            assert ontology.value(term, RDFS.domain), name


def test_alignments_align_terms_that_there_are(alignments: Graph) -> None:
    used = {s for s in alignments.subjects() if isinstance(s, URIRef) and s.startswith(SPACE)}
    assert used <= {URIRef(SPACE + name) for name in NAMES}
    assert len(used) > 60


def test_the_files_say_which_version_they_are(ontology: Graph, alignments: Graph, shapes: Graph) -> None:
    for graph in (ontology, alignments, shapes):
        header = graph.value(predicate=RDF.type, object=OWL.Ontology)
        version = graph.value(header, OWL.versionInfo)
        assert re.fullmatch(r"\d+\.\d+\.\d+", str(version))
        assert str(graph.value(header, OWL.versionIRI)).endswith(f"/{version}")


def test_prefixes_are_those_of_the_ontology(ontology: Graph) -> None:
    graph = Graph().parse(ontology_file("prefixes.ttl"))
    declared = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.objects(predicate=SH.declare)
    }
    assert declared["kg"] == SPACE
    assert declared.items() >= {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL), "xsd": str(XSD)}.items()
    for prefix, space in ontology.namespaces():
        if prefix in declared:
            assert declared[prefix] == str(space)


def closure(*graphs: Graph) -> tuple[Graph, list[str]]:
    """What an OWL 2 RL reasoner makes of the union of some graphs, and what it finds wrong with it."""
    union = Graph()
    for graph in graphs:
        for triple in graph:
            union.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=True, datatype_axioms=True).expand(union)
    return union, [str(message) for message in union.objects(predicate=ERROR)]


def test_the_reasoner_finds_contradictions(ontology: Graph) -> None:
    faults = Graph()
    for subject, predicate, item in (
        ("both", RDF.type, KG.Person),
        ("both", RDF.type, KG.City),
        ("a", KG.holdsRole, "post"),
        ("post", KG.holdsRole, "b"),
        ("parent", KG.parentOf, "child"),
        ("child", KG.parentOf, "parent"),
        ("alone", KG.spouseOf, "alone"),
    ):
        faults.add((ENTITY[subject], predicate, item if isinstance(item, URIRef) else ENTITY[item]))
    _, found = closure(ontology, faults)
    for node in ("both", "post", "parent", "alone"):
        assert any(message.count(ENTITY[node]) for message in found), node


def test_what_follows_from_a_graph_contradicts_nothing(ontology: Graph, alignments: Graph, data: Graph) -> None:
    def entity(label: str) -> URIRef:
        found = data.value(predicate=RDFS.label, object=Literal(label))
        assert isinstance(found, URIRef)
        return found

    union, wrong = closure(ontology, alignments, data)
    assert wrong == []
    assert (entity("Brenna Shipbuilding"), KG.locatedIn, entity("Norland")) in union
    assert (entity("Jon Brae"), KG.metWith, entity("Marta Oduya")) in union
    assert (entity("Jon Brae"), KG.relatedTo, entity("power")) in union
    assert (entity("Norland"), RDF.type, KG.Agent) in union
    assert (entity("Norland"), KG.signed, entity("Orm Water Treaty")) not in union


def test_data_has_no_blank_nodes(data: Graph) -> None:
    assert not [triple for triple in data if any(isinstance(term, BNode) for term in triple)]
