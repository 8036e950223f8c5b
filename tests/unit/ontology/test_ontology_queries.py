"""Every named query runs on either store and answers what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from ontology_examples import (
    ECHO,
    EXAMPLES,
    GAVE,
    HELD,
    LEADS,
    MEETING,
    MET,
    OPPOSES,
    SIGNING,
    TREATY,
    VIOLATED,
    VIOLATION,
    VISITED,
    WILL,
)
from ontology_rows import ask
from rdflib.plugins.sparql import prepareQuery

from kg.graph.query.files import read_queries
from kg.ontology import RELATIONS

if TYPE_CHECKING:
    from rdflib import Dataset

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its engine calls what it deprecates

ANSWERS, CHECKS = read_queries("answer"), read_queries("check")


@pytest.mark.parametrize("query", [*ANSWERS.values(), *CHECKS.values()], ids=lambda query: query.name)
def test_a_query_is_in_form(query) -> None:  # type: ignore[no-untyped-def]
    prepareQuery(query.text)
    assert "GRAPH" not in query.text
    assert "SHA" not in query.text
    assert all(len(line) <= 120 for line in query.text.splitlines() if not line.startswith("#"))
    assert query.text.endswith("\n")
    assert "ORDER BY" in query.text
    assert query.title.strip(".") == query.title
    assert query.says.endswith(".")
    assert {name for name, _ in query.example} <= {parameter.name for parameter in query.parameters}
    assert bool(query.parameters) == bool(query.example)


@pytest.mark.parametrize("query", ANSWERS.values(), ids=lambda query: query.name)
def test_every_part_of_an_answer_is_bounded(query) -> None:  # type: ignore[no-untyped-def]
    assert query.text.count("SELECT") - 1 <= query.text.count("LIMIT")
    assert "# limit" in query.text


def test_as_it_stands_a_query_asks_its_example() -> None:
    for query in ANSWERS.values():
        assert query.bind(dict(query.example)) == query.text, query.name


IRIS = {
    "claims-about": 2,
    "differ-at-one-time": 3,
    "disputed": 4,
    "in-common": 2,
    "linked-places": 2,
    "links": 2,
    "located-in": 2,
    "mentioned-with": 2,
    "most-corroborated": 2,
    "new-since": 2,
    "numbers-differ": 3,
    "single-source": 2,
    "support": 4,
    "values-differ": 3,
    "who-speaks-of": 2,
}
"""How many IRIs a row of a query ends with, for programs to follow, where it is not one."""

COUNTING = {"support", "spoken-of", "mentioned-with", "who-speaks-for"}
"""Queries that say another number, or of a body that is named more, than when they are asked about everything."""

ROWS: list[tuple[str, str, dict[str, str], list[tuple[str | None, ...]]]] = [
    (
        "about-entity",
        "articles",
        {"name": "power"},
        [("Jon Brae", "cut off", "power", "", *HELD, *TREATY, "Brae cut off the power.")],
    ),
    (
        "about-entity",
        "articles",
        {"name": "dockers"},
        [("Unknown", "captured", "dockers", "count: 3", *HELD, *TREATY, "Three dockers were arrested.")],
    ),
    ("about-entity", "articles", {"name": "Nobody"}, []),
    (
        "about-entity",
        "reports",
        {"name": "grain"},
        [("Corvia", "provides for", "Norland", "item: grain", *HELD, *ECHO, GAVE)],
    ),
    (
        "who-gave-what",
        "reports",
        {"name": "grain"},
        [("Corvia", "provides for", "Norland", "grain", *HELD, *ECHO, GAVE)],
    ),
    ("who-leads", "articles", {}, [("Jon Brae", "Brenna Shipbuilding", *HELD, *TREATY, LEADS)]),
    ("who-leads", "articles", {"name": "Kelm"}, []),
    ("who-leads", "reports", {"name": "Talia Bank"}, []),
    (
        "said-by",
        "articles",
        {"name": "Oduya"},
        [("Marta Oduya", WILL, "true", "Salo Courier", None, *TREATY)],
    ),
    ("claims-about", "articles", {"name": "Vesmark"}, [("diplomat", VIOLATED, "false", *TREATY)]),
    ("denied", "articles", {"name": "Norland"}, []),
    ("disputed", "articles", {}, []),
    ("located-in", "articles", {"name": "Kelm"}, [("Brenna Shipbuilding", "Company", "Kelm", *TREATY, LEADS)]),
    ("first-published", "reports", {"day": "2021-05-02"}, []),
    ("happened-on", "reports", {"day": "2021-05-04"}, []),
    (
        "timeline",
        "articles",
        {},
        [
            ("2019-03-04", *MET, "asserted", None, *TREATY, MEETING),
            ("2019-03-11", *VISITED),
            ("2019-05", "Norland", "signed", "Orm Water Treaty", "planned", "Marta Oduya", *TREATY, SIGNING),
        ],
    ),
    ("timeline", "articles", {"since": "2019-03-05", "until": "2019-03"}, [("2019-03-11", *VISITED)]),
    (
        "timeline",
        "articles",
        {"name": "Jon Brae", "since": "2019"},
        [("2019-03-04", *MET, "asserted", None, *TREATY, MEETING)],
    ),
    (
        "timeline",
        "reports",
        {"name": "Envoys"},
        [("2021-05-01", "Kelm Summit", "took place on", "2021-05-01", "asserted", None, *ECHO, OPPOSES)],
    ),
    (
        "where-from",
        "articles",
        {"subject": "Vesmark"},
        [
            (
                "Vesmark violated Orm Water Treaty",
                VIOLATION,
                *(*TREATY, "275", "338", "reported", "diplomat", "test", "1", "a-model"),
            ),
            (
                "Vesmark attacked Aurelia",
                "Vesmark did not attack the Aurelia.",
                *(*TREATY, "339", "374", "negated", None, "test", "1", "a-model"),
            ),
        ],
    ),
]


def without_iris(name: str, rows: list[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
    return [row[: len(row) - IRIS.get(name, 1)] for row in rows]


@pytest.mark.parametrize(("name", "graph", "expected"), EXAMPLES)
def test_an_example_has_its_rows(
    graphs: dict[str, Dataset], name: str, graph: str, expected: list[tuple[str | None, ...]]
) -> None:
    rows = ask(graphs[graph], ANSWERS[name].text)
    assert without_iris(name, rows) == expected


@pytest.mark.parametrize(("name", "graph", "values", "expected"), ROWS)
def test_an_answer(
    graphs: dict[str, Dataset],
    name: str,
    graph: str,
    values: dict[str, str],
    expected: list[tuple[str | None, ...]],
) -> None:
    assert without_iris(name, ask(graphs[graph], ANSWERS[name].bind(values))) == expected


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in COUNTING])
def test_what_may_be_left_out_may_be(articles: Dataset, name: str) -> None:
    query = ANSWERS[name]
    needed = {parameter.name for parameter in query.parameters if not parameter.optional}
    given = ask(articles, query.text)
    assert set(given) <= set(ask(articles, query.bind({key: value for key, value in query.example if key in needed})))


def test_every_example_has_rows_expected_of_it() -> None:
    assert {name for name, _, rows in EXAMPLES if rows} == set(ANSWERS)


def test_the_queries_know_which_relations_have_one_value() -> None:
    for query, scopes in (("values-differ", {"always"}), ("differ-at-one-time", {"at a time"})):
        named = set(
            re.findall(r"kg:(\w+)", " ".join(re.findall(r"VALUES \(?\?p[^{]*\{([^}]*)\}", ANSWERS[query].text)))
        )
        declared = {each.name for each in RELATIONS.values() if {each.functional, each.inverse_functional} & scopes}
        assert named == declared


def test_a_query_that_asks_for_one_subject_or_object_reads_it_from_the_right_end() -> None:
    assert RELATIONS["leads"].inverse_functional == "at a time"
    assert RELATIONS["leads"].inverse_label == "is led by"
    assert RELATIONS["bornOn"].functional == "always"
    assert RELATIONS["metWith"].functional is None
