"""A name or a term that is none is told, with what may be meant."""

from __future__ import annotations

import pytest
from graph_examples import graph_of, harbour

from kg.graph.query.files import read_queries
from kg.graph.query.hints import hints_on_names, hints_on_terms


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?a { ?a kg:metWith ?b }", []),
        ("SELECT ?a { ?a kg:meetWith ?b }", ["kg:metWith"]),
        ("SELECT ?a { ?a a kg:Persn }", ["kg:Person"]),
        ("SELECT ?a { ?a <https://w3id.org/kg/ontology#locatdIn> ?b }", ["kg:locatedIn"]),
        ("SELECT ?a { ?a kg:xyzzyplugh ?b }", [""]),
        ('SELECT ?a { ?a rdfs:label "kg:nothing" } # kg:nothing', []),
        ("SELECT ?a { ?a p:meet ?b ; kg:quote ?c ; kg:factuality kg:asserted }", []),
        ("SELECT ?a { ?a kg:nope ?b ; kg:nope ?c ; kg:neither ?d }", ["", ""]),
    ],
)
def test_a_term_that_the_ontology_lacks_is_told(text: str, told: list[str]) -> None:
    found = list(hints_on_terms(text))
    assert len(found) == len(told)
    for line, near in zip(found, told, strict=True):
        assert near in line


@pytest.mark.parametrize("query", read_queries("answer").values(), ids=lambda query: query.name)
def test_the_queries_that_come_with_kg_use_terms_of_the_ontology(query) -> None:  # type: ignore[no-untyped-def]
    assert not list(hints_on_terms(query.text))


def test_a_name_that_nothing_has_is_told_with_what_is_near() -> None:
    dataset, chosen = graph_of(harbour()), read_queries("answer")["who-leads"]
    assert not list(hints_on_names(dataset, chosen, {"name": "marta oduya"}))
    (line,) = hints_on_names(dataset, chosen, {"name": "Odua"})
    assert line == "nothing in the graph is called 'Odua'; did you mean Marta Oduya?"
    assert not list(hints_on_names(dataset, chosen, {}))


def test_words_of_an_object_are_no_name() -> None:
    chosen = read_queries("answer")["where-from"]
    assert not list(hints_on_names(graph_of(harbour()), chosen, {"subject": "Salo Trust", "object": "2019"}))
