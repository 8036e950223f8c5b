"""Every named query runs on either store and answers what it says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from ontology_rows import ask
from rdflib import Dataset
from rdflib.plugins.sparql import prepareQuery

from kg.graph.query.files import read_queries
from kg.ontology import RELATIONS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its engine calls what it deprecates

ANSWERS, CHECKS = read_queries("answer"), read_queries("check")
TABLE = tomllib.loads(Path(__file__).with_name("answers.toml").read_text("utf-8"))["answer"]


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
    """Of two sub-queries the outer has the limit: the inner one joins what is bound of its rows."""
    assert query.text.count("SELECT") < 2 or "LIMIT" in query.text
    assert "# limit" in query.text


def test_as_it_stands_a_query_asks_its_example() -> None:
    for query in ANSWERS.values():
        assert query.bind(dict(query.example)) == query.text, query.name


IRIS = {
    "claims-about": 2,
    "in-common": 2,
    "linked-places": 2,
    "links": 2,
    "located-in": 2,
    "mentioned-with": 2,
    "most-corroborated": 2,
    "new-since": 2,
    "single-source": 2,
    "support": 4,
    "who-speaks-of": 2,
}
"""How many IRIs a row of a query ends with, for programs to follow, where it is not one."""

COUNTING = {"support", "spoken-of", "mentioned-with", "who-speaks-for"}
"""Queries that say another number, or of a body that is named more, than when they are asked about everything."""


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['query']} {' '.join(case.get('values', {}).values())}")
def test_an_answer(graphs: dict[str, Dataset], case: dict[str, Any]) -> None:
    query = ANSWERS[case["query"]]
    rows = ask(graphs[case["graph"]], query.bind(case["values"]) if "values" in case else query.text)
    shown = [" | ".join("-" if cell is None else cell for cell in row[: -IRIS.get(query.name, 1)]) for row in rows]
    assert shown == case["rows"].splitlines()


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in COUNTING])
def test_what_may_be_left_out_may_be(articles: Dataset, name: str) -> None:
    query = ANSWERS[name]
    needed = {parameter.name for parameter in query.parameters if not parameter.optional}
    given = ask(articles, query.text)
    assert set(given) <= set(ask(articles, query.bind({key: value for key, value in query.example if key in needed})))


def test_every_example_has_rows_expected_of_it() -> None:
    assert {case["query"] for case in TABLE if case["rows"] and "values" not in case} == set(ANSWERS)


def test_a_query_that_asks_for_one_subject_or_object_reads_it_from_the_right_end() -> None:
    assert RELATIONS["leads"].inverse_functional == "at a time"
    assert RELATIONS["leads"].inverse_label == "is led by"
    assert RELATIONS["bornOn"].functional == "always"
    assert RELATIONS["metWith"].functional is None
