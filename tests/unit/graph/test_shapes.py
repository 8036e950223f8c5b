"""A node is let pass where it keeps to its shapes for certain, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph.shapes import suspects

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix : <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CLASSES = ":City rdfs:subClassOf :Place ."
TARGET = ":shape a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; {} ] ."


def failing(folder: Path, shapes: str, data: str) -> set[str]:
    """The nodes that do not pass."""
    for name, text in (("shapes.ttl", shapes), ("classes.ttl", CLASSES)):
        (folder / name).write_text(PREFIXES + text, encoding="utf-8")
    store = ox.Store()
    store.load((PREFIXES + data).encode(), ox.RdfFormat.TURTLE)
    return {
        node.value.removeprefix("http://e/") for node in suspects(store, folder / "shapes.ttl", folder / "classes.ttl")
    }


@pytest.mark.parametrize(
    ("constraint", "passes", "fails"),
    [
        ("sh:minCount 1 ; sh:maxCount 1", "1", "1, 2"),
        ("sh:class :Place", ":kelm", ":ada"),
        ("sh:class :Place", ":kelm", '"Kelm"'),
        ("sh:datatype xsd:integer", "7", '"7"'),
        ("sh:datatype xsd:date", '"2019-02-28"^^xsd:date', '"2019-02-30"^^xsd:date'),
        ("sh:datatype xsd:duration", ":none ; :q 1", '"P1D"^^xsd:duration'),
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
        ("sh:hasValue 1", ":none ; :q 1", "1"),
    ],
)
def test_what_keeps_to_a_shape_passes(tmp_path: Path, constraint: str, passes: str, fails: str) -> None:
    known = ":kelm a :City . :ada a :Person . :related :r :ada . "
    shapes = TARGET.format(constraint)
    assert failing(tmp_path, shapes, known + f":x :p {fails} .") == {"x"}
    if ":none" not in passes:
        assert failing(tmp_path, shapes, known + f":x :p {passes} .") == set()


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("sh:targetClass :Place", {"kelm"}),
        ("sh:targetSubjectsOf :p", {"x"}),
        ("sh:targetObjectsOf :p", {"words"}),
        ("sh:targetNode :y", {"y"}),
    ],
)
def test_every_kind_of_target_is_looked_at(tmp_path: Path, target: str, found: set[str]) -> None:
    shapes = f":shape a sh:NodeShape ; {target} ; sh:property [ sh:path :none ; sh:minCount 1 ] ."
    assert failing(tmp_path, shapes, ':kelm a :City . :x :p "words" .') == found
