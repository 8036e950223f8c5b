from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graph_examples import HOSTILE, harbour

from kg.errors import NotFoundError
from kg.graph.facts.explain import Explanation, explain
from kg.graph.facts.names import find_entities, find_predicates
from kg.graph.facts.reader import read_claims, read_contents, read_documents, read_entities, read_statements
from kg.graph.facts.records import EntityRecord
from kg.graph.rdf.dataset import memory
from kg.graph.store.write import write_memory
from kg.spelling import fold

if TYPE_CHECKING:
    from conftest import Place

    from kg.graph.facts.records import GraphContents


@pytest.fixture(scope="module")
def records() -> GraphContents:
    dataset = memory()
    write_memory(dataset, [harbour(HOSTILE)])
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
    assert records.documents[0].text[found.begin : found.end] == found.quote


def test_an_entity_is_found_as_object_and_as_source(records: GraphContents) -> None:
    assert {found.predicate for found in explain(records, "Port Salo")} == {"leads"}
    assert {found.predicate for found in explain(records, "harbour official")} == {"metWith"}


def test_what_somebody_said_is_explained(records: GraphContents) -> None:
    (found,) = explain(records, "Oduya", "said")
    assert (found.subject, found.object, found.sentence) == ("Marta Oduya", "a gamble", "a gamble")
    (told,) = explain(records, "harbour official", "said", "Norland")
    assert told.qualifiers == (("to", "Norland"),)


def test_a_fact_that_was_kept_aside_says_why(records: GraphContents) -> None:
    (found,) = explain(records, "Norland", "leads")
    assert found.broken == "leads takes Person as its subject, not Country"


def test_two_that_no_fact_joins_give_nothing(records: GraphContents) -> None:
    assert explain(records, "Marta Oduya", None, "Salo Treaty") == []


@pytest.mark.parametrize("relation", ["leads", "kg:leads", "Leads", "p/share_a_boat", "share a boat", "created on"])
def test_a_relation_is_found_however_it_is_written(relation: str) -> None:
    labels = {"leads": "leads", "p/share_a_boat": "share a boat", "createdOn": "was created on"}
    assert len(find_predicates(labels, relation)) == 1


def test_an_unknown_relation_is_answered_with_the_nearest(records: GraphContents) -> None:
    with pytest.raises(NotFoundError, match=r"related by 'metwit'; did you mean metWith"):
        explain(records, "Marta Oduya", "metwit")


def entities(*labels: str) -> list[EntityRecord]:
    return [EntityRecord(str(number), label, "Person") for number, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("jose nunez", "José Núñez"), ("JOSÉ NÚÑEZ", "José Núñez"), ("Łódź", "Lodz"), ("U.S.", "US"), ("the US", "US"),
        ("O'Neil", "O\u2019Neil"), ("Núñez", "José Núñez"), ("kirchstrasse", "Kirchstraße"),
    ],
)  # fmt: skip
def test_names_match_whatever_their_accents(name: str, found: str) -> None:
    known = entities("José Núñez", "Lodz", "US", "O\u2019Neil", "Kirchstraße", "Jon Brae")
    assert [entity.label for entity in find_entities(known, name)] == [found]


@pytest.mark.parametrize("name", ["Jon Bray", "Brea", "", "\u200f", "!!!", "x" * 10_000])
def test_an_unknown_name_is_told_in_one_line(name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_entities(entities("Jon Brae", "Brae\nof Salo"), name)
    assert "\n" not in str(caught.value)


def test_a_near_name_is_suggested() -> None:
    with pytest.raises(NotFoundError, match="'Jon Bray'; did you mean Jon Brae"):
        find_entities(entities("Jon Brae", "Marta Oduya"), "Jon Bray")
    with pytest.raises(NotFoundError, match="did you mean Jon Brae, Ann Brae"):
        find_entities(entities("Jon Brae", "Ann Brae"), "Brae")


def test_folding_leaves_no_empty_match() -> None:
    assert fold("\u200f!") == ""
    assert fold("The") == "the"


def test_each_part_is_read_alone_as_it_is_read_with_the_rest(place: Place) -> None:
    place.write([harbour(HOSTILE), harbour("", "two")])
    dataset = place.read()
    whole = read_contents(dataset)
    assert read_documents(dataset) == whole.documents
    assert read_entities(dataset) == whole.entities
    assert read_statements(dataset) == whole.statements
    assert read_claims(dataset) == whole.claims
    assert [document.id for document in whole.documents] == ["harbour", "two"]
