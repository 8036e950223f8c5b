from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from graph_examples import directory_of, harbour

from kg.graph.store.write import write_graph

if TYPE_CHECKING:
    from conftest import Server

FORM = "application/x-www-form-urlencoded"
W3C_GRAPHS = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in (1, 2, 3)]
HOSTILE = r'"a \"quoted\" , comma;\ttab\nline <b>&amp;</b> \\ é 😀 \u0001"'.replace(r"\u0001", "\x01")
TERMS = (
    "SELECT ?term ?none { VALUES ?term { <http://a/b> 1 1.5 true 'x'@en-GB '2025-01-02'^^xsd:date '' "
    f"{HOSTILE} }} }} ORDER BY STR(?term)"
)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        ("application/sparql-results+json, text/turtle;q=0.1", "text/turtle"),
    ],
)
def test_triples_come_in_the_preferred_format(server: Server, accept: str, media_type: str) -> None:
    text = "CONSTRUCT { ?s rdfs:label ?o } { ?s rdfs:label ?o }"
    reply = server.query(text, accept)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, media_type)
    expected = set(ox.parse(server.query(text, "text/turtle").body, format=ox.RdfFormat.TURTLE))
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    assert set(ox.parse(reply.body, format=form)) == expected
    (counted,) = server.query("SELECT (COUNT(*) AS ?n) { ?s rdfs:label ?o }").rows()
    assert len(expected) == int(counted["n"]) > 5


@pytest.mark.parametrize(("text", "accept"), [("SELECT * {}", "text/turtle"), ("DESCRIBE kg:x", "text/csv")])
def test_an_answer_of_another_kind_than_is_accepted_is_refused(server: Server, text: str, accept: str) -> None:
    assert server.query(text, accept).status == 406


def test_all_formats_tell_the_same_of_every_kind_of_term(server: Server) -> None:
    """Read by Oxigraph's own readers, which know nothing of how we write."""
    rows = parsed(server, "application/sparql-results+json", ox.QueryResultsFormat.JSON)
    assert len(rows) == 8
    assert {str(term) for term, _ in rows} >= {'"x"@en-gb', "<http://a/b>", f'"1"^^<{rdflib.XSD.integer}>', '""'}
    assert parsed(server, "text/tab-separated-values", ox.QueryResultsFormat.TSV) == rows
    safe = [(ox.Literal(t.value.replace("\x01", "\ufffd")) if "\x01" in t.value else t, none) for t, none in rows]
    assert parsed(server, "application/sparql-results+xml", ox.QueryResultsFormat.XML) == safe
    cells = csv.reader(io.StringIO(server.query(TERMS, "text/csv").text, newline=""))
    assert list(cells) == [["term", "none"], *([term.value, ""] for term, _ in rows)]


VALUES = "SELECT ?x ?y { VALUES (?x ?y) { ('=1+1' '-girl') (\"+cmd|' /C calc'!A0\" 3) } }"


def test_csv_is_guarded_for_spreadsheets_unless_asked_for_as_it_is(server: Server) -> None:
    guarded = server.query(VALUES, "text/csv")
    assert guarded.text == "x,y\r\n'=1+1,-girl\r\n'+cmd|' /C calc'!A0,3\r\n"
    assert guarded.headers["kg-guarded"] == "2"
    raw = server.query(VALUES, "text/csv;formulas=raw")
    assert raw.text == "x,y\r\n=1+1,-girl\r\n+cmd|' /C calc'!A0,3\r\n"
    assert raw.headers["content-type"] == "text/csv;formulas=raw; charset=utf-8"
    assert "kg-guarded" not in raw.headers
    assert "kg-guarded" not in server.query(VALUES, "application/sparql-results+json").headers
    assert "'=1+1" not in server.query(VALUES, "text/tab-separated-values").text


def parsed(server: Server, accept: str, form: ox.QueryResultsFormat) -> list[tuple[ox.NamedNode | ox.Literal, None]]:
    found = ox.parse_query_results(server.query(TERMS, accept).body, format=form)
    assert isinstance(found, ox.QuerySolutions)
    return [(row["term"], row["none"]) for row in found]  # type: ignore[misc]  # no blank node among them


def test_each_triple_is_counted_once(server: Server) -> None:
    """Two articles that say the same: all is in one graph, the default one; the others are of W3C's tests."""
    count = "SELECT (COUNT(*) AS ?n) { ?e rdfs:label 'Marta Oduya' }"
    assert server.query(count).rows() == [{"n": "1"}]
    assert server.query("SELECT (COUNT(*) AS ?n) { ?d a kg:Document }").rows() == [{"n": "2"}]
    others = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows()
    assert sorted(row["g"] for row in others) == W3C_GRAPHS


def test_a_request_names_the_graphs_that_it_asks(server: Server) -> None:
    kind = "<http://xmlns.com/foaf/0.1/Document>"
    count = f"SELECT (COUNT(*) AS ?n) {{ ?d a {kind} }}"
    assert server.query(count, **{"default-graph-uri": W3C_GRAPHS[:1]}).rows() == [{"n": "1"}]
    assert server.query(count, **{"default-graph-uri": W3C_GRAPHS}).rows() == [{"n": "3"}]
    ours = "SELECT (COUNT(*) AS ?n) { ?d a kg:Document }"
    for graphs in (W3C_GRAPHS, "http://nobody/"):
        assert server.query(ours, **{"default-graph-uri": graphs}).rows() == [{"n": "0"}]
    clauses = " ".join(f"FROM <{name}>" for name in W3C_GRAPHS)
    assert server.query(f"SELECT (COUNT(*) AS ?n) {clauses} {{ ?d a {kind} }}").rows() == [{"n": "3"}]
    inside = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?d a {kind} }} }}"
    assert server.query(inside, **{"named-graph-uri": W3C_GRAPHS[1:]}).rows() == [{"n": "2"}]
    assert server.query(inside, **{"default-graph-uri": W3C_GRAPHS}).rows() == [{"n": "0"}]


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("SELECT", 400, "malformed"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "SERVICE is refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 403, "FROM is refused"),
        ("LOAD <file:///etc/passwd>", 403, "LOAD is refused"),
        ("INSERT DATA { <a:a> <a:b> 1 }", 403, "INSERT is refused"),
    ],
)
def test_what_is_malformed_or_refused_is_an_error_of_one_line(
    server: Server, text: str, status: int, reason: str
) -> None:
    reply = server.query(text)
    assert reply.status == status
    assert reason in reply.text
    assert reply.text.count("\n") == 1
    assert "Traceback" not in reply.text


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("DELETE", "/sparql", {}, None, 405),
        ("PATCH", "/", {}, None, 405),
        ("POST", "/sparql", {"Content-Type": FORM}, b"query=\xff", 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, "#" * 1_100_000, 413),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=file:///etc/passwd", {}, None, 403),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=%3C%3E", {}, None, 400),
        ("GET", "/explorer/../app.py", {}, None, 404),
        ("GET", "/sparql", {"Accept": "image/png"}, None, 406),
        ("GET", "/describe?iri=nonsense", {}, None, 400),
        ("GET", "/describe?iri=http://nobody/", {}, None, 404),
    ],
)
def test_what_is_no_request_of_the_protocol_is_refused(  # noqa: PLR0913, PLR0917 (a row of the table)
    server: Server, method: str, path: str, headers: dict[str, str], body: str | bytes | None, status: int
) -> None:
    reply = server.send(method, path, headers, body)
    assert reply.status == status, reply.text
    assert reply.text.count("\n") == 1


def test_every_response_has_the_security_headers(server: Server) -> None:
    for path in ("/sparql", "/sparql?query=nonsense", "/api/terms", "/nowhere", "/page", "/sparql?query=ASK%20%7B%7D"):
        headers = server.send("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers
        assert path == "/page" or headers["content-security-policy"].endswith("sandbox")
    assert server.send("GET", "/api/about", host="evil.example").status == 421, "a web page's own name for this machine"


def test_what_another_process_writes_is_seen_at_once(writable: Server) -> None:
    ask = "SELECT ?n { GRAPH <http://g/n> { <http://a> <http://n> ?n } }"
    for number in range(3):
        write_graph(writable.graph, "http://g/n", [("http://a", "http://n", f"http://{number}")])
        for _ in range(5):  # whichever worker answers
            assert writable.query(ask).rows() == [{"n": f"http://{number}"}]


def test_a_directory_that_is_deleted_and_made_again_is_another_graph(
    tmp_path: Path, serving: Callable[..., AbstractContextManager[Server]]
) -> None:
    """Each was written once: stores are known by names that no other has, so that no answer is of the old one."""
    directory = tmp_path / "graph"
    count = "SELECT (COUNT(*) AS ?n) { ?d a kg:Document }"
    directory_of(directory, harbour(), harbour("", "two"))

    def asked() -> list[str]:
        return [server.query(count).rows()[0]["n"], *(server.send("GET", path).text for path in described)]

    described = ("/sparql", "/page")
    with serving(directory) as server:
        before = asked()
        assert asked() == before
        shutil.rmtree(directory)
        directory_of(directory, harbour("", "three"))
        after = asked()
        assert (before[0], after[0]) == ("2", "1")
        assert all(old != new for old, new in zip(before, after, strict=True))
        assert server.send("GET", "/api/names?q=oduya").json["names"]


def test_pages_of_another_origin_read_answers_only_where_asked_for(
    graph: Path, serving: Callable[..., AbstractContextManager[Server]]
) -> None:
    ours, theirs = "https://notes.example", "https://evil.example"
    with serving(graph, "--cors", ours) as server:
        for origin, allowed in ((ours, ours), (theirs, None)):
            reply = server.send("GET", "/sparql?query=ASK%20%7B%7D", {"Origin": origin})
            assert reply.headers.get("access-control-allow-origin") == allowed
        before = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        allowed = server.send("OPTIONS", "/sparql", {"Origin": ours, **before}).headers
        assert allowed["access-control-allow-origin"] == ours
        described = server.send("GET", "/sparql", {"Origin": ours})
        assert described.headers["access-control-allow-origin"] == ours
        assert "access-control-allow-origin" not in server.send("GET", "/sparql").headers


def test_the_service_is_described(server: Server) -> None:
    service = rdflib.Graph().parse(data=server.send("GET", "/sparql").text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = rdflib.URIRef(f"{server.url}/sparql")
    assert service.value(endpoint, sd.endpoint) == endpoint
    assert (endpoint, sd.supportedLanguage, sd.SPARQL11Update) not in service
    names = {str(name) for name in service.objects(None, sd.name)}
    assert names == {row["g"] for row in server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows()}
    (counted,) = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
    assert list(map(str, service.objects(None, rdflib.VOID.triples))) == [counted["n"]]


def test_an_entity_is_described_by_its_iri(server: Server) -> None:
    (found,) = server.query("SELECT ?e { ?e rdfs:label 'Marta Oduya' }").rows()
    reply = server.send("GET", f"/describe?iri={found['e']}", {"Accept": "application/ld+json"})
    assert json.loads(reply.body)[0]["@id"] == found["e"]
