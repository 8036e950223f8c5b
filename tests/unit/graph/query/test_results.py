"""Answers in W3C's formats, and as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, graph_of, harbour
from rdflib import Dataset

from kg.errors import QueryError
from kg.graph.exchange.writers import nquads
from kg.graph.query.execution import query
from kg.graph.query.results import Answer, Formats, Limits, Question, answer, format_rows
from kg.graph.query.safety import Graphs
from kg.graph.rdf.naming import DEFAULT

if TYPE_CHECKING:
    from conftest import Place


@pytest.fixture
def harbours(place: Place) -> Dataset:
    return place.write(harbour(HOSTILE), harbour("", "two"))


def test_a_construct_is_a_graph(harbours: Dataset) -> None:
    rows = query(harbours, "CONSTRUCT { ?b kg:ledBy ?a } WHERE { ?a kg:leads ?b }")
    assert (rows.kind, rows.columns, len(rows)) == ("graph", ("subject", "predicate", "object"), 1)
    for form, parser in (("ttl", ox.RdfFormat.TURTLE), ("json", ox.RdfFormat.JSON_LD), ("xml", ox.RdfFormat.RDF_XML)):
        assert len(list(ox.parse(format_rows(rows, form), format=parser))) == 1


def test_formats_keep_hostile_text_in_its_place(harbours: Dataset) -> None:
    rows = query(harbours, "SELECT ?id ?text { ?d dcterms:identifier ?id ; kg:text ?text } ORDER BY ?id")
    answer = json.loads(format_rows(rows, "json"))
    assert [row["text"]["value"] for row in answer["results"]["bindings"]] == [row.text for row in rows]
    table = list(csv.reader(io.StringIO(format_rows(rows, "csv"), newline="")))
    assert [row[1] for row in table[1:]] == [row.text for row in rows]
    document = ET.fromstring(format_rows(rows, "xml"))  # noqa: S314 (our own output)
    (first, *_) = [
        literal.text for literal in document.iter() if literal.tag.endswith("literal") and "script" in literal.text
    ]
    assert first == rows[0].text.replace("\x00", "\ufffd").replace("\x07", "\ufffd").replace("\uffff", "\ufffd")
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE give Turtle"):
        format_rows(rows, "ttl")


@pytest.mark.parametrize("form", ["csv", "json", "xml"])
def test_a_yes_or_no_has_every_format(harbours: Dataset, form: str) -> None:
    assert "true" in format_rows(query(harbours, "ASK { ?a kg:leads ?b }"), form).lower()


ALL = Limits(1_000_000, 1_000_000_000)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """A graph as other stores get it: in named graphs."""
    found = ox.Store()
    quads = nquads(graph_of(harbour(HOSTILE), harbour("", "two")))
    found.bulk_load(quads.encode(), ox.RdfFormat.N_QUADS, lenient=True)
    return found


def ask(store: ox.Store, text: str, formats: Formats, limits: Limits = ALL, graphs: Graphs | None = None) -> Answer:
    return answer(store, Question(text, graphs, "http://127.0.0.1/"), formats, limits)


def rows(form: str) -> Formats:
    return Formats(form, None)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_cut_at_a_limit_and_the_answer_stays_well_formed(store: ox.Store, form: str) -> None:
    whole = ask(store, "SELECT ?s { ?s ?p ?o }", rows(form), limits=Limits(3, 10**9))
    assert whole.cut
    short = ask(store, "SELECT ?s { ?s ?p ?o }", rows(form), limits=Limits(10**9, 100))
    assert short.cut
    assert len(short.body or b"") < 2_000
    if form == "json":
        assert len(json.loads(whole.body or b"")["results"]["bindings"]) == 3
    if form == "xml":
        ET.fromstring(short.body or b"")  # noqa: S314 (our own output)


def test_a_graph_has_each_triple_once_and_is_cut_too(store: ox.Store) -> None:
    text = "CONSTRUCT { ?s a kg:Thing } WHERE { ?s ?p ?o }"
    whole = ask(store, text, Formats(None, "ntriples"))
    lines = (whole.body or b"").splitlines()
    assert not whole.cut
    assert len(set(lines)) == len(lines) > 10
    cut = ask(store, text, Formats(None, "ntriples"), limits=Limits(5, 10**9))
    assert (cut.cut, len((cut.body or b"").splitlines())) == (True, 5)


@pytest.mark.parametrize(("form", "body"), [("json", b'{"head":{},"boolean":true}\n'), ("csv", b"true\n")])
def test_a_yes_is_one_line(store: ox.Store, form: str, body: bytes) -> None:
    assert ask(store, "ASK {}", rows(form)).body == body


NORLAND = 'SELECT (COUNT(*) AS ?n) { ?s rdfs:label "Norland" }'
SIGNED = 'SELECT (COUNT(*) AS ?n) { ?s rdfs:label "Norland" . ?f rdf:subject ?s ; rdf:predicate kg:signed }'


@pytest.mark.parametrize(
    ("default", "text", "count"),
    [
        ((DEFAULT.graph("entities"),), NORLAND, 1),
        ((DEFAULT.graph("entities"), DEFAULT.graph("entities")), NORLAND, 1),
        ((DEFAULT.graph("entities"), DEFAULT.graph("facts")), NORLAND, 1),
        ((DEFAULT.graph("entities"), DEFAULT.graph("facts")), SIGNED, 1),
        ((DEFAULT.graph("facts"),), SIGNED, 0),
        (("http://none",), NORLAND, 0),
    ],
)
def test_graphs_are_asked_as_one_in_which_each_triple_is_once(
    store: ox.Store, default: tuple[str, ...], text: str, count: int
) -> None:
    found = ask(store, text, rows("json"), graphs=Graphs(default, ()))
    assert f'"value":"{count}"'.encode() in (found.body or b"")


def test_what_the_engine_cannot_answer_is_an_error_of_one_line(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"^the query cannot be answered: [^\n]*$"):
        ask(store, "SELECT nonsense", rows("json"))
