"""Queries are put to a graph, by their text or by name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from graph_examples import HOSTILE, directory_of, graph_of, harbour
from rdflib import Dataset, Literal, URIRef

from kg.errors import LimitError, QueryError, RefusedError, StoreError
from kg.graph.query.execution import (
    bounded_query,
    bounded_query_named,
    hints_on_names,
    hints_on_terms,
    query,
    query_named,
)
from kg.graph.query.files import read_queries
from kg.graph.store.directory import current_store, open_directory

if TYPE_CHECKING:
    from conftest import Place


def test_a_query_of_a_literal_still_finds_it() -> None:
    (row,) = query_named(graph_of(harbour()), "where-from", {"subject": "Salo Trust", "object": "2019"})
    assert row.fact == "Salo Trust was created on 2019"
    assert not query_named(graph_of(harbour()), "where-from", {"subject": "Salo Trust", "object": "Port Salo"})


def test_a_query_joins_the_entities_that_two_names_mean() -> None:
    given_names = {"subject": "MARTA ODUYA", "object": "jon bráe"}
    assert {row.fact for row in query_named(graph_of(harbour()), "where-from", given_names)} == {
        "Marta Oduya met with Jon Brae"
    }


@pytest.fixture
def harbours(place: Place) -> Dataset:
    return place.write(harbour(HOSTILE), harbour("", "two"))


def test_rows_are_named_tuples_of_plain_values(harbours: Dataset) -> None:
    rows = query(
        harbours,
        "SELECT ?label ?confidence ?time ?class { ?fact rdf:predicate kg:metWith ; rdf:subject ?who . "
        "?s kg:fact ?fact ; kg:confidence ?confidence ; kg:time ?time . ?who rdfs:label ?label }",
    )
    assert rows.columns == ("label", "confidence", "time", "class")
    assert len(rows) == 2
    assert rows[0].label == "Marta Oduya"
    assert (rows[0].confidence, str(rows[0].time), rows[0][3]) == (Decimal("0.8"), "2025-09-12", None)


def test_rows_are_what_pandas_takes(harbours: Dataset) -> None:
    rows = query(harbours, "SELECT ?s ?n { ?s oa:start ?n } ORDER BY ?s ?n")
    for frame in (pd.DataFrame(rows), rows.to_pandas()):
        assert list(frame.columns) == ["s", "n"]
        assert frame["n"].tolist() == [row.n for row in rows]
    assert list(query(harbours, "SELECT ?a ?b { ?a kg:none ?b }").to_pandas().columns) == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s rdfs:label "SERVICE <http://127.0.0.1:1/> {" }',
        "SELECT ?service { ?service kg:service ?load } # SERVICE LOAD",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT ?insert { ?insert ?p <http://example.org/INSERT> }",
        "SELECT * { ?s kg:locatedIn+ ?o OPTIONAL { ?o rdfs:label ?l } MINUS { ?o a kg:City } }",
        "SELECT (SUM(?n) AS ?total) { ?s oa:start ?n } GROUP BY ?s HAVING (SUM(?n) > 1) ORDER BY DESC(?total)",
        "DESCRIBE <https://w3id.org/kg/ontology#Unknown>",
    ],
)
def test_what_only_looks_like_it_is_answered(harbours: Dataset, text: str) -> None:
    query(harbours, text)


def test_every_row_names_its_document(harbours: Dataset) -> None:
    rows = query_named(harbours, "who-leads", {"name": "Port Salo"})
    assert sorted((row.document, str(row.published), row.quote) for row in rows) == [
        (document, "2025-09-13", "Mayor Marta Oduya runs Port Salo.") for document in ("harbour", "two")
    ]


def test_a_name_that_nothing_has_gives_no_rows(harbours: Dataset) -> None:
    assert len(query_named(harbours, "who-leads", {"name": 'nobody" } SERVICE <http://a> {'})) == 0


def test_unknown_queries_and_parameters_are_errors(harbours: Dataset) -> None:
    with pytest.raises(QueryError, match=r"there is no query 'who-knows': choose one of .*who-leads"):
        query_named(harbours, "who-knows")
    with pytest.raises(QueryError, match="no parameter 'colour'"):
        query_named(harbours, "who-leads", {"colour": "red"})


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


ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "simplify it"
SLOW = "longer than 1 seconds and was stopped"
LARGE = "more than 256 MB and was stopped"

STOPPED = {
    "optionals": ("SELECT * {" + "OPTIONAL { ?s ?p ?o } " * 4_000 + "}", "more than 1,000 clauses"),
    "objects": ("SELECT * { ?s ?p " + ",".join(map(str, range(50_000))) + " }", f"{MANY}|{SLOW}"),
    "braces": ("SELECT * " + "{" * 5_000 + "}" * 5_000, "nested too deeply"),
    "subjects": ("SELECT * {" + "".join(f"?s{n} ?p ?o . " for n in range(900)) + "}", SLOW),
    "product": (f"SELECT * {PRODUCT}", f"{SLOW}|{LARGE}"),
    "cycle": ("SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d . ?e (!<x:y>)* ?f }", SLOW),
    "doubled": (
        "SELECT (STRLEN(?x40) AS ?n) { BIND('words' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
        + " }",
        f"{SLOW}|{LARGE}",
    ),
}


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    directory = tmp_path_factory.mktemp("five") / "graph"
    directory_of(directory, *(harbour(document_id=f"harbour-{number}") for number in range(5)))
    return open_directory(directory)


@pytest.mark.parametrize("name", STOPPED)
def test_a_hostile_query_is_stopped_and_the_next_is_answered(five: Dataset, name: str) -> None:
    text, reason = STOPPED[name]
    begun = time.monotonic()
    with pytest.raises(QueryError, match=reason) as caught:
        bounded_query(five, text, timeout=1, max_memory=256)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - begun < 10
    assert bounded_query(five, "ASK { ?s ?p ?o }")[0][0]


def test_regular_expressions_and_long_lists_are_no_danger(five: Dataset) -> None:
    backtracking = 'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "^(([a-z])+.)+[A-Z]([a-z])+$(a*)*(b*)*c")) }'
    assert not bounded_query(five, backtracking)
    values = "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(20_000))) + " } }"
    assert len(bounded_query(five, values)) == 20_000


def test_an_answer_is_that_of_the_query_in_this_process(place: Place) -> None:
    dataset = place.write(harbour('\ud800 "x" \u2028 <b>'), harbour("", "two"))
    construct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(isLiteral(?o)) }"
    gaps = "SELECT ?s ?none (1.50 AS ?d) ('x'@en AS ?l) { ?s a kg:Person OPTIONAL { ?s kg:none ?none } } ORDER BY ?s"
    for text in (ALL, construct, gaps, "ASK { ?s ?p ?o }", "SELECT * {}", "SELECT ?x { ?x a kg:None }"):
        assert bounded_query(dataset, text) == query(dataset, text)
    values = {"subject": "Marta Oduya", "object": "jon bráe"}
    assert bounded_query_named(dataset, "where-from", values) == query_named(dataset, "where-from", values)


@pytest.mark.parametrize("text", ["nonsense", "SELECT * { SERVICE <http://a.example> { ?s ?p ?o } }", "CLEAR ALL"])
def test_what_is_wrong_with_a_query_is_said_as_in_this_process(five: Dataset, text: str) -> None:
    with pytest.raises(QueryError) as wanted:
        query(five, text)
    with pytest.raises(type(wanted.value)) as caught:
        bounded_query(five, text)
    assert str(caught.value) == str(wanted.value)
    assert isinstance(caught.value, RefusedError) == isinstance(wanted.value, RefusedError)


def test_a_changed_graph_is_queried_as_it_is_now() -> None:
    dataset = graph_of()
    for number in range(3):
        graph = dataset.graph(URIRef("http://x/g"))
        graph.add((URIRef("http://x/s"), URIRef("http://x/p"), Literal(number)))
        assert len(bounded_query(dataset, "SELECT ?o { ?s <http://x/p> ?o }")) == number + 1
    dataset.remove((None, None, None, None))
    assert not bounded_query(dataset, "SELECT ?o { ?s <http://x/p> ?o }")


def test_one_process_answers_query_after_query(five: Dataset) -> None:
    bounded_query(five, ALL)
    begun = time.process_time()
    for _ in range(50):
        bounded_query(five, "ASK { ?s ?p ?o }")
    assert (time.process_time() - begun) / 50 < 0.005


def test_the_rows_of_an_answer_count_as_memory(five: Dataset) -> None:
    with pytest.raises(LimitError, match="more than 1 MB"):
        bounded_query(five, "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(9_000))) + " } }", max_memory=1)


def test_threads_ask_at_once(five: Dataset) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(bounded_query(five, ALL)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [len(query(five, ALL))] * 4


def test_ctrl_c_ends_a_query_at_once_and_the_program_goes_on(five: Dataset) -> None:
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        bounded_query(five, f"SELECT (COUNT(*) AS ?n) {PRODUCT}", timeout=30)
    assert bounded_query(five, "ASK { ?s ?p ?o }")[0][0]


def test_a_process_does_not_outlive_the_program_that_asked(tmp_path: Path) -> None:
    directory_of(tmp_path / "graph", harbour())
    program = (
        "import os, sys, kg\n"
        "graph = kg.open(sys.argv[1])\n"
        "graph.query('ASK { ?s ?p ?o }')\n"
        "print(open(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read(), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "graph")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    (process,) = map(int, done.stdout.split())
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("it is still there")


def test_a_store_with_damaged_blocks_costs_a_query_and_no_more(tmp_path: Path) -> None:
    """Oxigraph collects the error that such a block gives again and again, until there is no memory left."""
    directory_of(tmp_path / "graph", *(harbour(document_id=f"harbour-{number}") for number in range(40)))
    store = tmp_path / "graph" / (current_store(tmp_path / "graph") or "")
    stopped = 0
    for path in sorted(store.glob("*.sst")):
        data = path.read_bytes()
        path.write_bytes(data[:100] + bytes(64) + data[164:])
        try:
            dataset = open_directory(tmp_path / "graph")
            bounded_query(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?s ?q ?r }", timeout=2, max_memory=256)
        except QueryError:
            stopped += 1
        except StoreError:  # it cannot be opened
            pass
        path.write_bytes(data)
    assert stopped
