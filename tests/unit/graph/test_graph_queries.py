from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, harbour

from kg.errors import QueryError
from kg.graph.query.execution import query, query_named
from kg.graph.query.files import read_queries
from kg.graph.query.results import csv_text, format_rows
from kg.graph.rdf.dataset import memory
from kg.graph.store.directory import open_directory
from kg.graph.store.write import write_directory, write_memory

if TYPE_CHECKING:
    from conftest import Place
    from rdflib import Dataset


@pytest.fixture
def harbours(place: Place) -> Dataset:
    place.write([harbour(HOSTILE), harbour("", "two")])
    return place.read()


def test_rows_are_named_tuples_of_plain_values(harbours: Dataset) -> None:
    rows = query(
        harbours,
        "SELECT ?label ?confidence ?time ?class { ?s rdf:predicate kg:metWith ; rdf:subject ?who ; "
        "kg:confidence ?confidence ; kg:time ?time . ?who rdfs:label ?label }",
    )
    assert rows.columns == ("label", "confidence", "time", "class")
    assert len(rows) == 2
    assert rows[0].label == "Marta Oduya"
    assert (rows[0].confidence, str(rows[0].time), rows[0][3]) == (Decimal("0.8"), "2025-09-12", None)


def test_rows_are_what_pandas_takes(harbours: Dataset) -> None:
    rows = query(harbours, "SELECT ?s ?n { ?s kg:beginOffset ?n } ORDER BY ?s ?n")
    for frame in (pd.DataFrame(rows), rows.to_pandas()):
        assert list(frame.columns) == ["s", "n"]
        assert frame["n"].tolist() == [row.n for row in rows]
    assert list(query(harbours, "SELECT ?a ?b { ?a kg:none ?b }").to_pandas().columns) == ["a", "b"]


def test_the_default_graph_is_all_documents_without_repeats(harbours: Dataset) -> None:
    assert query(harbours, 'SELECT (COUNT(*) AS ?n) { ?e rdfs:label "Norland" }')[0].n == 1
    assert query(harbours, "ASK { ?a kg:leads ?b }")[:] == [(True,)]
    assert query(harbours, "ASK { ?a kg:signed ?b }")[:] == [(False,)]


def test_a_construct_is_a_graph(harbours: Dataset) -> None:
    rows = query(harbours, "CONSTRUCT { ?b kg:ledBy ?a } WHERE { ?a kg:leads ?b }")
    assert (rows.kind, rows.columns, len(rows)) == ("graph", ("subject", "predicate", "object"), 1)
    for form, parser in (("ttl", ox.RdfFormat.TURTLE), ("json", ox.RdfFormat.JSON_LD), ("xml", ox.RdfFormat.RDF_XML)):
        assert len(list(ox.parse(format_rows(rows, form), format=parser))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?s ?p ", "line 1, column 18"),
        ("SELECT *\n{ ?s ?p ?o ]", "line 2"),
        ("", "malformed"),
        ("what is this", "malformed"),
        ("SELECT * { ?s foo:x ?o }", "a prefix that is not declared"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", "neither grouped nor aggregated"),
        ("INSERT DATA { <a:b> <a:b> 1 }", "INSERT is refused"),
        ("PREFIX x: <a:b>\n# SELECT\ndelete where { ?s ?p ?o }", "DELETE is refused"),
        ("LOAD <http://127.0.0.1/x>", "LOAD is refused"),
        ("CLEAR ALL", "CLEAR is refused"),
        ("WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "is refused"),
        ("SELECT * { ?s ?p ?o }; DROP ALL", "malformed"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { SeRvIcE SILENT ?x { ?s ?p ?o } }", "SERVICE is refused"),
        ("ASK{FILTER EXISTS{{SELECT*{SERVICE<http://127.0.0.1:1/>{?s ?p ?o}}}}}", "SERVICE is refused"),
        ('SELECT * { ?s ?p "\\u0022#" . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }', "escapes"),
        ('SELECT * { ?s ?p """a" # """ . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }', "SERVICE is refused"),
        ("SELECT * { ?s ?p 'a\\'#' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { ?s <http://a/#b> ?o . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }", "FROM is refused"),
        ("SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }", "FROM is refused"),
        ("SELECT * { ?s ?p '\x00' }", "characters that no text has"),
        ("SELECT * { ?s ?p '\ud800' }", "characters that no text has"),
        ("SELECT * {" + "{" * 5000 + "}" * 5000 + "}", "nested too deeply"),
        ("SELECT * { ?s ?p ?o FILTER(" + "!" * 5000 + "?o) }", "nested too deeply or too long"),
        ("SELECT * { ?s ?p ?o FILTER(" + "(" * 50 + "?o" + ")" * 50 + ") }", "nested too deeply"),
        ("SELECT * { ?s " + "<a:b>/" * 5000 + "<a:b> ?o }", "nested too deeply or too long"),
    ],
)
def test_what_is_malformed_or_not_allowed_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        query(memory(), text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s rdfs:label "SERVICE <http://127.0.0.1:1/> {" }',
        "SELECT ?service { ?service kg:service ?load } # SERVICE LOAD",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT ?insert { ?insert ?p <http://example.org/INSERT> }",
        "SELECT * { ?s kg:locatedIn+ ?o OPTIONAL { ?o rdfs:label ?l } MINUS { ?o a kg:City } }",
        "SELECT (SUM(?n) AS ?total) { ?s kg:beginOffset ?n } GROUP BY ?s HAVING (SUM(?n) > 1) ORDER BY DESC(?total)",
        "DESCRIBE <https://w3id.org/kg/ontology#Unknown>",
    ],
)
def test_what_only_looks_like_it_is_answered(harbours: Dataset, text: str) -> None:
    query(harbours, text)


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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    ((cell,),) = list(csv.reader(io.StringIO(csv_text(["a"], [[text]]), newline="")))[1:]
    assert cell == f"'{text}"


def test_csv_keeps_numbers() -> None:
    assert csv_text(["a", "b"], [[-1, 0.5]]) == "a,b\n-1,0.5\n"


@pytest.mark.parametrize("name", ["Port Salo", "PORT SALO", "pórt salo", " the Port  Salo "])
def test_a_name_is_found_in_any_case_and_with_any_accents(harbours: Dataset, name: str) -> None:
    assert {row.leader for row in query_named(harbours, "who-leads", {"name": name})} == {"Marta Oduya"}


def test_a_name_that_nothing_has_gives_no_rows(harbours: Dataset) -> None:
    assert len(query_named(harbours, "who-leads", {"name": 'nobody" } SERVICE <http://a> {'})) == 0


def test_unknown_queries_and_parameters_are_told(harbours: Dataset) -> None:
    with pytest.raises(QueryError, match=r"there is no query 'who-knows': choose one of .*who-leads"):
        query_named(harbours, "who-knows")
    with pytest.raises(QueryError, match="no parameter 'colour'"):
        query_named(harbours, "who-leads", {"colour": "red"})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Dataset]:
    """One document in memory and in a directory."""
    directory, dataset = tmp_path_factory.mktemp("both") / "graph", memory()
    write_memory(dataset, [harbour()])
    write_directory(directory, [harbour()])
    return dataset, open_directory(directory)


@pytest.mark.parametrize("name", sorted(read_queries("answer")))
def test_every_named_query_answers_alike_on_both_stores(name: str, both: tuple[Dataset, Dataset]) -> None:
    chosen = read_queries("answer")[name]
    given = {parameter.name: "Marta Oduya" if parameter.kind == "name" else "2025" for parameter in chosen.parameters}
    values = {**dict(chosen.example), **{key: text for key, text in given.items() if key == "name"}}
    one, other = (sorted(map(str, query_named(dataset, name, values))) for dataset in both)
    assert one == other


def test_no_heavy_library_is_loaded_to_ask() -> None:
    code = "import sys, kg.graph.query.execution, kg.graph.query.results; print(sorted(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = {name.strip(" '[]").partition(".")[0] for name in result.stdout.split(",")}
    assert loaded.isdisjoint({"spacy", "networkx", "pyvis", "pyshacl", "pandas", "numpy", "jinja2"})
