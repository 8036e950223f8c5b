"""The same content gives the same IRI, and different content another."""

from __future__ import annotations

import pytest
from graph_strategies import anything
from hypothesis import given

from kg.graph.rdf.iris import (
    document_iri,
    end_keys,
    entity_iri,
    join_key,
    mention_iri,
    predicate_iri,
    predicate_name,
    statement_iri,
)
from kg.model import Span
from kg.ontology import NAMESPACE
from kg.spelling import normalise


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("the Envoy", "envoy "), ("Port  Salo", "port\nsalo"), ("O\u2019Neil", "O'Neil"),
        ("\u201cMast\u201d", '"mast"'), ("Salo\u2013Kelm", "salo-kelm"), ("\u200eBrae", "Brae"), ("ﬁsh", "fish"),
    ],
)  # fmt: skip
def test_names_that_differ_in_case_spacing_and_signs_are_one(name: str, alike: str) -> None:
    assert normalise(name) == normalise(alike)
    assert entity_iri(name, "Topic") == entity_iri(alike, "Topic")


@pytest.mark.parametrize(("name", "other"), [("The", "a"), ("Łódź", "Lodz"), ("U.S.", "US"), ("\u200f", "")])
def test_names_that_differ_in_letters_or_stops_are_two(name: str, other: str) -> None:
    assert normalise(name) != normalise(other)


def test_an_entity_has_the_iri_of_its_name_its_class_and_without_a_name_its_document() -> None:
    iris = [
        entity_iri("Salo", "City"), entity_iri("Salo", "Person"), entity_iri("Brae", "City"),
        entity_iri("Salo", "City", within="d"), entity_iri("Salo", "City", within="e"),
        entity_iri("Salo", "City", within="d", ordinal=1),
    ]  # fmt: skip
    assert len(set(iris)) == len(iris)
    assert all(iri.startswith("https://w3id.org/kg/entity/") for iri in iris)


def test_parts_do_not_run_together() -> None:
    assert statement_iri(["ab", "c"]) != statement_iri(["a", "bc"]) != statement_iri(["a", "b", "c"])
    assert mention_iri("d", Span(1, 23), None) != mention_iri("d", Span(12, 3 + 20), None)
    assert document_iri("a") == document_iri("a") != document_iri("A")


@given(anything)
def test_a_predicate_comes_back_from_its_iri(words: str) -> None:
    name = f"p/{words.encode(errors='replace').decode()}"
    assert predicate_name(predicate_iri(name)) == name
    assert predicate_iri(name).isascii()


def test_a_relation_has_the_ontologys_iri() -> None:
    assert predicate_iri("locatedIn") == f"{NAMESPACE}locatedIn"
    assert predicate_name(f"{NAMESPACE}locatedIn") == "locatedIn"


def test_a_statement_is_found_by_each_of_its_ends_in_each_way() -> None:
    assert list(end_keys("s", "o", ["p", "q"])) == [
        join_key("s", "p"), join_key("o", "p"), join_key("s", "q"), join_key("o", "q"), join_key("s", "o"),
    ]  # fmt: skip
    assert list(end_keys("s", None, ["p"])) == [join_key("s", "p")]
    assert list(end_keys("s", "s", ["p"])) == [join_key("s", "p"), join_key("s", "s")]
