"""A constraint lets pass what keeps to it, and nothing else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph.shacl import check_shapes

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
