"""What users ask is answered within limits, and whoever asks it goes on, whatever the query does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from graph_examples import directory_of, graph_of, harbour
from rdflib import Literal, URIRef

from kg.errors import LimitError, QueryError, RefusedError, StoreError
from kg.graph.query.execution import bounded_query, bounded_query_named, query, query_named
from kg.graph.store.directory import current_store, open_directory

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Place
    from rdflib import Dataset

ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "simplify it"
SLOW = "longer than 1 seconds and was stopped"
LARGE = "more than 256 MB and was stopped"

HOSTILE = {
    "optionals": ("SELECT * {" + "OPTIONAL { ?s ?p ?o } " * 4_000 + "}", "more than 1,000 clauses"),
    "binds": ("SELECT * {" + "".join(f"BIND({n} AS ?v{n}) " for n in range(4_000)) + "}", "more than 1,000 clauses"),
    "unions": ("SELECT * {" + " UNION ".join(["{ ?s ?p 1 }"] * 8_000) + "}", "more than 1,000 clauses"),
    "objects": ("SELECT * { ?s ?p " + ",".join(map(str, range(50_000))) + " }", f"{MANY}|{SLOW}"),
    "described": ("DESCRIBE " + " ".join(f"<http://x/{n}>" for n in range(8_000)), f"{MANY}|{SLOW}"),
    "braces": ("SELECT * " + "{" * 5_000 + "}" * 5_000, "nested too deeply"),
    "brackets": ("SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }", "nested too deeply"),
    "subjects": ("SELECT * {" + "".join(f"?s{n} ?p ?o . " for n in range(900)) + "}", SLOW),
    "product": (f"SELECT * {PRODUCT}", f"{SLOW}|{LARGE}"),
    "counted product": (f"SELECT (COUNT(*) AS ?n) {PRODUCT}", SLOW),
    "ordered product": (f"SELECT * {PRODUCT} ORDER BY ?a ?d", f"{SLOW}|{LARGE}"),
    "cycle": ("SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d . ?e (!<x:y>)* ?f }", SLOW),
    "doubled": (
        "SELECT (STRLEN(?x40) AS ?n) { BIND('words' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
        + " }",
        f"{SLOW}|{LARGE}",
    ),
}


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    directory = tmp_path_factory.mktemp("harbours") / "graph"
    directory_of(directory, *(harbour(document_id=f"harbour-{number}") for number in range(5)))
    return open_directory(directory)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_stopped_and_the_next_is_answered(harbours: Dataset, name: str) -> None:
    text, reason = HOSTILE[name]
    begun = time.monotonic()
    with pytest.raises(QueryError, match=reason) as caught:
        bounded_query(harbours, text, timeout=1, max_memory=256)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - begun < 10
    assert bounded_query(harbours, "ASK { ?s ?p ?o }")[0][0]


def test_regular_expressions_and_long_lists_are_no_danger(harbours: Dataset) -> None:
    backtracking = 'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "^(([a-z])+.)+[A-Z]([a-z])+$(a*)*(b*)*c")) }'
    assert not bounded_query(harbours, backtracking)
    values = "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(20_000))) + " } }"
    assert len(bounded_query(harbours, values)) == 20_000


def test_an_answer_is_that_of_the_query_in_this_process(place: Place) -> None:
    dataset = place.write(harbour('\ud800 "x" \u2028 <b>'), harbour("", "two"))
    construct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(isLiteral(?o)) }"
    gaps = "SELECT ?s ?none (1.50 AS ?d) ('x'@en AS ?l) { ?s a kg:Person OPTIONAL { ?s kg:none ?none } } ORDER BY ?s"
    for text in (ALL, construct, gaps, "ASK { ?s ?p ?o }", "SELECT * {}", "SELECT ?x { ?x a kg:None }"):
        assert bounded_query(dataset, text) == query(dataset, text)
    values = {"subject": "Marta Oduya", "object": "jon bráe"}
    assert bounded_query_named(dataset, "where-from", values) == query_named(dataset, "where-from", values)


@pytest.mark.parametrize("text", ["nonsense", "SELECT * { SERVICE <http://a.example> { ?s ?p ?o } }", "CLEAR ALL"])
def test_what_is_wrong_with_a_query_is_said_as_in_this_process(harbours: Dataset, text: str) -> None:
    with pytest.raises(QueryError) as wanted:
        query(harbours, text)
    with pytest.raises(type(wanted.value)) as caught:
        bounded_query(harbours, text)
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


def test_one_process_answers_query_after_query(harbours: Dataset) -> None:
    bounded_query(harbours, ALL)
    begun = time.process_time()
    for _ in range(50):
        bounded_query(harbours, "ASK { ?s ?p ?o }")
    assert (time.process_time() - begun) / 50 < 0.005


def test_the_rows_of_an_answer_count_as_memory(harbours: Dataset) -> None:
    with pytest.raises(LimitError, match="more than 1 MB"):
        bounded_query(harbours, "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(9_000))) + " } }", max_memory=1)


def test_threads_ask_at_once(harbours: Dataset) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(bounded_query(harbours, ALL)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [len(query(harbours, ALL))] * 4


def test_ctrl_c_ends_a_query_at_once_and_the_program_goes_on(harbours: Dataset) -> None:
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        bounded_query(harbours, f"SELECT (COUNT(*) AS ?n) {PRODUCT}", timeout=30)
    assert bounded_query(harbours, "ASK { ?s ?p ?o }")[0][0]


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
