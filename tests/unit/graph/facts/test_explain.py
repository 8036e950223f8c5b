"""A fact is explained with its words."""

import pytest
from graph_examples import HOSTILE, graph_of, harbour

from kg.errors import NotFoundError
from kg.graph.facts.explain import Explanation, explain
from kg.graph.facts.reader import read_contents
from kg.graph.facts.records import GraphContents


@pytest.fixture(scope="module")
def records() -> GraphContents:
    dataset = graph_of(harbour(HOSTILE))
    return read_contents(dataset)


def words(found: Explanation) -> dict[str, str]:
    return {light.role: found.sentence[light.begin : light.end] for light in found.highlights}


def test_a_fact_is_explained_with_its_words(records: GraphContents) -> None:
    (found,) = explain(records, "marta oduya", "metWith", "Jon Bráe")
    assert (found.subject, found.predicate, found.object) == ("Marta Oduya", "metWith", "Jon Brae")
    assert found.sentence == "A harbour official said that she met Jon Brae in Norland on Friday."
    assert words(found) == {"subject": "she", "predicate": "met", "object": "Jon Brae"}
    assert (found.source, found.factuality, found.time) == ("harbour official", "reported", "2025-09-12")
    assert (found.document, found.rule, found.confidence) == ("harbour", "verb.meet", 0.8)
    assert records.documents[0].text[found.begin : found.end] == found.quote == "she met Jon Brae"


def test_an_entity_is_found_as_object_and_as_source(records: GraphContents) -> None:
    assert {found.predicate for found in explain(records, "Port Salo")} == {"leads"}
    assert {found.predicate for found in explain(records, "harbour official")} == {"metWith"}


def test_what_somebody_said_is_explained(records: GraphContents) -> None:
    (found,) = explain(records, "Oduya", "said")
    assert (found.subject, found.object, found.sentence) == ("Marta Oduya", "a gamble", "a gamble")
    (claim,) = explain(records, "harbour official", "said", "Norland")
    assert claim.qualifiers == (("to", "Norland"),)


def test_a_fact_that_was_kept_aside_says_why(records: GraphContents) -> None:
    (found,) = explain(records, "Norland", "leads")
    assert found.broken == "leads takes Organization or Place or Event as its object, not Agreement"


def test_two_that_no_fact_joins_give_nothing(records: GraphContents) -> None:
    assert explain(records, "Marta Oduya", None, "Salo Treaty") == []


def test_an_unknown_relation_is_answered_with_the_nearest(records: GraphContents) -> None:
    with pytest.raises(NotFoundError, match=r"unknown relation 'metwit'; did you mean metWith"):
        explain(records, "Marta Oduya", "metwit")
