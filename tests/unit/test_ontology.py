"""What is read of the ontology is what rdflib reads of it."""

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.namespaces import KG, OA
from kg.ontology import AGENT_CLASSES, CLASSES, NAMES, QUALIFIERS, RELATIONS, ancestors, is_a
from kg.resources import ontology_file

SPACE = str(KG.Entity).removesuffix("Entity")
DATED = {KG.DateValue: "date", XSD.string: "text"}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(ontology_file("kg.ttl"))


def local(term: Node | None) -> str:
    assert isinstance(term, URIRef)
    assert term.startswith(SPACE), term
    return term.removeprefix(SPACE)


def members(graph: Graph, expression: Node | None) -> tuple[str, ...]:
    """The named classes of a class expression: itself, or those of its union."""
    if isinstance(expression, URIRef):
        return (local(expression),)
    union = graph.value(expression, OWL.unionOf)
    assert union is not None
    return tuple(local(item) for item in Collection(graph, union))


def test_every_term_of_the_ontology_is_a_constant_and_the_reverse(graph: Graph) -> None:
    defined = {
        local(subject) for subject in graph.subjects() if isinstance(subject, URIRef) and subject.startswith(SPACE)
    }
    assert defined == set(NAMES)


@pytest.mark.parametrize("namespace", [KG, OA])
def test_a_misspelt_term_fails(namespace: type[KG] | type[OA]) -> None:
    with pytest.raises(AttributeError, match="locatdIn"):
        namespace.locatdIn  # noqa: B018 (that it has no such term is the point)


def test_classes_equal_the_ontology(graph: Graph) -> None:
    found: dict[str, str | None] = {"Entity": None}
    for cls in graph.transitive_subjects(RDFS.subClassOf, KG.Entity):
        if cls not in (KG.Entity, KG.Agent, KG.Participant):  # what is no class of named things
            named = [sup for sup in graph.objects(cls, RDFS.subClassOf) if isinstance(sup, URIRef) and sup != KG.Agent]
            found[local(cls)] = local(named[0])
            assert len(named) == 1, cls
    assert found == dict(CLASSES)


def test_the_agent_is_the_union_of_its_classes(graph: Graph) -> None:
    assert members(graph, graph.value(KG.Agent, OWL.equivalentClass)) == AGENT_CLASSES
    assert {local(cls) for cls in graph.subjects(RDFS.subClassOf, KG.Agent)} == set(AGENT_CLASSES)


def test_ancestors_equal_the_ontologys_hierarchy(graph: Graph) -> None:
    for cls in CLASSES:
        above = graph.transitive_objects(URIRef(SPACE + cls), RDFS.subClassOf)
        assert ancestors(cls) == {local(sup) for sup in above if isinstance(sup, URIRef)}, cls


def test_relations_equal_the_ontology(graph: Graph) -> None:
    tops = {KG.relatedTo, KG.relatedToValue}
    found = {local(p) for top in tops for p in graph.transitive_subjects(RDFS.subPropertyOf, top)} - {"relatedToValue"}
    assert found == set(RELATIONS)


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_equals_the_ontology(graph: Graph, name: str) -> None:
    info, term = RELATIONS[name], URIRef(SPACE + name)
    types = set(graph.objects(term, RDF.type))
    target = graph.value(term, RDFS.range)
    assert members(graph, graph.value(term, RDFS.domain)) == info.domain
    assert (OWL.SymmetricProperty in types) == info.symmetric
    assert (OWL.TransitiveProperty in types) == info.transitive
    assert tuple(local(sup) for sup in graph.objects(term, RDFS.subPropertyOf)) == info.parents
    if OWL.DatatypeProperty in types:
        assert isinstance(target, URIRef)
        assert (DATED[target], info.range) == (info.kind, ())
    else:
        assert OWL.ObjectProperty in types
        assert members(graph, target) == info.range
        assert info.kind == ("claim" if info.range == ("Claim",) else "entity")


@pytest.mark.parametrize("relation", ["partOf", "locatedIn"])
def test_what_a_class_takes_of_a_relation_equals_the_ontology(graph: Graph, relation: str) -> None:
    found = {
        local(cls): members(graph, graph.value(restriction, OWL.allValuesFrom))
        for cls, restriction in graph.subject_objects(RDFS.subClassOf)
        if graph.value(restriction, OWL.onProperty) == KG[relation]
    }
    assert found == dict(RELATIONS[relation].ranges_by_domain)


def test_qualifiers_are_properties_of_statements(graph: Graph) -> None:
    for name in QUALIFIERS:
        domain = graph.value(URIRef(SPACE + name), RDFS.domain)
        assert domain == (KG.Record if name == "to" else KG.Statement), name


@pytest.mark.parametrize(
    ("cls", "ancestor", "expected"),
    [
        ("MilitaryBase", "Place", True),
        ("MilitaryBase", "Agent", False),
        ("Country", "Agent", True),
        ("Agent", "Agent", True),
        ("Agent", "Person", False),
        ("NoSuchClass", "Entity", False),
        ("Person", "NoSuchClass", False),
    ],
)
def test_is_a(cls: str, ancestor: str, expected: bool) -> None:
    assert is_a(cls, ancestor) is expected


@pytest.mark.parametrize(
    ("relation", "subject", "item", "expected"),
    [
        ("partOf", "Military", "Country", True),
        ("partOf", "Meeting", "Country", False),
        ("partOf", "Work", "Product", True),
        ("leads", "Person", "City", True),
        ("locatedIn", "Country", "Region", True),
        ("locatedIn", "Country", "City", False),
        ("locatedIn", "Country", "Country", False),
        ("locatedIn", "City", "Country", True),
        ("leads", "Work", "City", False),
        ("metWith", "Country", "ArmedGroup", True),
        ("metWith", "City", "Person", False),
        ("bornOn", "Person", "Entity", False),
    ],
)
def test_takes(relation: str, subject: str, item: str, expected: bool) -> None:
    assert RELATIONS[relation].takes(subject, item) is expected


def test_only_agents_may_go_unnamed() -> None:
    assert RELATIONS["captured"].takes_unknown_subject
    assert not RELATIONS["holdsRole"].takes_unknown_subject
