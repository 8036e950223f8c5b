"""The same content gives the same IRI, and different content another."""

import pytest

from kg.graph.rdf.naming import DEFAULT
from kg.model import Span
from kg.resolve.model import EntityKey
from kg.spelling import normalise


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("the Envoy", "envoy "), ("Port  Salo", "port\nsalo"), ("O\u2019Neil", "O'Neil"),
        ("\u201cMast\u201d", '"mast"'), ("Salo\u2013Kelm", "salo-kelm"), ("\u200eBrae", "Brae"), ("ﬁsh", "fish"),
    ],
)  # fmt: skip
def test_names_that_differ_in_case_spacing_and_signs_are_one(name: str, alike: str) -> None:
    assert DEFAULT.entity(EntityKey(normalise(name))) == DEFAULT.entity(EntityKey(normalise(alike)))


@pytest.mark.parametrize(("name", "other"), [("The", "a"), ("Łódź", "Lodz"), ("U.S.", "US"), ("\u200f", "")])
def test_names_that_differ_in_letters_or_stops_are_two(name: str, other: str) -> None:
    assert normalise(name) != normalise(other)


def test_an_entity_has_the_iri_of_its_name_and_without_a_name_its_document() -> None:
    keys = [EntityKey("salo"), EntityKey("brae"), *(EntityKey("salo", *own) for own in (("d",), ("e",), ("d", 1)))]
    iris = [DEFAULT.entity(key) for key in keys]
    assert len(set(iris)) == len(iris)
    assert all(iri.startswith("https://w3id.org/kg/entity/") for iri in iris)


def test_parts_do_not_run_together() -> None:
    nodes = [DEFAULT.node("statement", parts) for parts in (["ab", "c"], ["a", "bc"], ["a", "b", "c"])]
    assert len(set(nodes)) == 3
    assert DEFAULT.sentence("d", Span(1, 23)) != DEFAULT.sentence("d", Span(12, 23))
    assert DEFAULT.fact("a", "b", "cd") != DEFAULT.fact("a", "bc", "d")
    assert DEFAULT.extraction("d", [("a", "bc")]) != DEFAULT.extraction("d", [("ab", "c")])
    assert DEFAULT.node("claim", ["a"]) != DEFAULT.node("inference", ["a"])
