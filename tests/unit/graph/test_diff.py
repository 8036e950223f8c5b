"""What is new, gone and changed between two graphs and two days."""

import csv
import json
from datetime import date

import pytest
from graph_examples import graph_of
from ontology_articles import gazette, herald, later, mail
from rdflib import DCTERMS, URIRef

from kg.api import Graph
from kg.errors import QueryError
from kg.graph.diff import COLUMNS, Diff, diff_days, diff_graphs


def changes(found: Diff) -> set[str]:
    return {" ".join(filter(None, row[:5])) for row in found.rows()}


def test_two_graphs_differ_by_what_a_document_brings_and_takes() -> None:
    found = diff_graphs(graph_of(gazette(), mail()), graph_of(gazette(), later()))
    assert changes(found) >= {
        "new entity Norland Country",
        "new entity Tomas Hall Person",
        "new fact Tomas Hall leads Brenna Shipbuilding",
        "gone entity Igor Horak Person",
        "gone entity Port Salo City",
        "gone fact Brenna Shipbuilding was created on 1911",
        "gone fact Igor Horak leads Brenna Shipbuilding",
        "changed fact Ada Marlow signed Salt Act",
    }
    (signed,) = [each for each in found.facts if each.relation == "signed"]
    assert str(signed.before) == "1 statement in 1 document, 1 denial"
    assert str(signed.after) == "1 statement in 1 document"
    assert found.counts()["fact", "gone"] == 3


def test_a_graph_differs_from_itself_in_nothing() -> None:
    dataset = graph_of(gazette(), mail())
    found = diff_graphs(dataset, dataset)
    assert not found
    assert repr(found) == "no changes"


def test_there_and_back_is_the_same_the_other_way_round() -> None:
    one, two = graph_of(gazette(), mail()), graph_of(later(), herald())
    there, back = diff_graphs(one, two).counts(), diff_graphs(two, one).counts()
    assert there["fact", "new"] == back["fact", "gone"] > 0
    assert there["entity", "gone"] == back["entity", "new"] > 0
    assert there["fact", "changed"] == back["fact", "changed"]


def test_what_the_articles_of_some_days_add() -> None:
    dataset = graph_of(gazette(), mail(), later())
    assert changes(diff_days(dataset, "2023", "2023-05")) >= {
        "new entity Norland Country",
        "new entity Tomas Hall Person",
        "new fact Brenna Shipbuilding is headquartered in Norland",
        "new fact Tomas Hall leads Brenna Shipbuilding",
    }
    assert not diff_days(dataset, date(2023, 5, 4))
    assert diff_days(dataset, "2022-05-03", "2022-05-03").counts()["fact", "new"] == 8


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("soon", None, "since: 'soon' is no date"),
        ("2023", "2022", "since 2023 is after until 2022"),
        ("2023", "2022/2024", "until: '2022/2024' is no date"),
    ],
)
def test_days_that_are_none(since: str, until: str | None, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        diff_days(graph_of(later()), since, until)


def test_an_entity_that_has_another_iri_now_is_the_same() -> None:
    before, after = graph_of(gazette()), graph_of(gazette())
    space = "https://w3id.org/kg/entity/"
    (ada,) = (each.iri for each in Graph(before).entities("Ada Marlow"))
    new = URIRef(f"{space}new")
    graph = after.graph(URIRef("https://w3id.org/kg/graph/entities"))
    for subject, predicate, item, name in list(after.quads()):
        if URIRef(ada) in (subject, item):
            after.remove((subject, predicate, item, name))
            ends = [new if end == URIRef(ada) else end for end in (subject, item)]
            after.graph(name).add((ends[0], predicate, ends[1]))
    assert diff_graphs(before, after)
    graph.add((URIRef(ada), DCTERMS.isReplacedBy, new))
    assert not diff_graphs(before, after)


def test_the_forms_of_an_answer() -> None:
    found = Graph(graph_of(gazette())).diff(Graph(graph_of(gazette(), mail())))
    rows = list(csv.reader(found.to_csv().splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert {row[0] for row in rows[1:]} == {"new", "changed"}
    value = json.loads(found.to_json())
    assert {each["change"] for each in value["facts"]} == {"new", "changed"}
    assert "<table" in found._repr_html_()


def test_what_is_compared_must_be_named() -> None:
    graph = Graph(graph_of(gazette()))
    for given in ({}, {"until": "2022"}, {"other": graph, "since": "2022"}):
        with pytest.raises(QueryError, match="compare a graph with another"):
            graph.diff(**given)  # type: ignore[arg-type]  # as a caller may
