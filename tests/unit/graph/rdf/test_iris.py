"""Relations and open predicates have IRIs from which their names come back."""

from __future__ import annotations

from graph_strategies import anything
from hypothesis import given

from kg.graph.rdf.terms import predicate_iri, predicate_name
from kg.ontology import NAMESPACE


@given(anything)
def test_a_predicate_comes_back_from_its_iri(words: str) -> None:
    name = f"p/{words.encode(errors='replace').decode()}"
    assert predicate_name(predicate_iri(name)) == name
    assert predicate_iri(name).isascii()


def test_a_relation_has_the_ontologys_iri() -> None:
    assert predicate_iri("locatedIn") == f"{NAMESPACE}locatedIn"
    assert predicate_name(f"{NAMESPACE}locatedIn") == "locatedIn"
