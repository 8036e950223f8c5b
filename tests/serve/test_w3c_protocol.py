"""W3C's tests of the SPARQL 1.1 Protocol, as a table.

Source: w3c/rdf-tests, sparql/sparql11/protocol/manifest.ttl (2012-11-20), without Host. In `query_multiple_dataset`
two names of graphs are run together there (`%26`), evidently not on purpose: they are two here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from conftest import Server

DATA = "http://kasei.us/2009/09/sparql/data/"
D0, D1, D2, D3 = (f"{DATA}data{number}.rdf" for number in range(4))
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ROWS = ("application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values")
BOOLEAN = ROWS[:2]
RDF = ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json")


@dataclass(frozen=True)
class Case:
    """A request and what is expected: the classes of status, media types, and whether ASK says yes."""

    name: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    media_type: str | None = None
    body: str | bytes | None = None
    media: tuple[str, ...] = ()
    yes: bool | None = None

    @property
    def path(self) -> str:
        return f"/sparql/?{urlencode(self.fields, quote_via=quote)}" if self.fields else "/sparql/"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Type": self.media_type} if self.media_type else {}


def default(*names: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", name) for name in names]


def named(*names: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", name) for name in names]


BOTH = f"ASK {{ <{D1}> a ?type . <{D2}> a ?type . }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
FULL = f"ASK {{\n  <{D3}> a ?type\n  GRAPH ?g1 {{ <{D1}> a ?type }}\n  GRAPH ?g2 {{ <{D2}> a ?type }}\n}}"
MULTIPLE = f"ASK FROM <{D3}> {{ GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"

GOOD = [
    Case("query_post_form", "POST", default(D0), FORM, "query=ASK%20%7B%7D", BOOLEAN, True),
    Case("query_dataset_default_graphs_get", "GET", [("query", BOTH), *default(D1, D2)], None, None, BOOLEAN, True),
    Case("query_dataset_default_graphs_post", "POST", default(D1, D2), QUERY, BOTH, BOOLEAN, True),
    Case("query_dataset_named_graphs_post", "POST", named(D1, D2), QUERY, BOTH_NAMED, BOOLEAN, True),
    Case("query_dataset_named_graphs_get", "GET", [("query", BOTH_NAMED), *named(D1, D2)], None, None, BOOLEAN, True),
    Case("query_dataset_full", "POST", [*default(D3), *named(D1, D2)], QUERY, FULL, BOOLEAN, True),
    Case("query_multiple_dataset", "POST", named(D1, D2), QUERY, MULTIPLE, BOOLEAN, True),
    Case("query_get", "GET", [("query", "ASK {}"), *default(D0)], None, None, BOOLEAN, True),
    Case("query_content_type_select", "POST", default(D0), QUERY, "SELECT (1 AS ?value) {}", ROWS),
    Case("query_content_type_ask", "POST", default(D0), QUERY, "ASK {}", BOOLEAN),
    Case("query_content_type_describe", "POST", default(D0), QUERY, "DESCRIBE <http://example.org/>", RDF),
    Case("query_content_type_construct", "POST", default(D0), QUERY, "CONSTRUCT { <s> <p> 1 } WHERE {}", RDF),
    Case("query_post_direct", "POST", [], QUERY, "ASK {}", BOOLEAN, True),
]

BAD = [
    Case("bad_query_method", "PUT", [("query", "ASK {}"), *default(D0)], FORM, b""),
    Case("bad_multiple_queries", "GET", [("query", "ASK {}"), ("query", "SELECT * {}")]),
    Case("bad_query_wrong_media_type", "POST", [], "text/plain", "ASK {}"),
    Case("bad_query_missing_form_type", "POST", [], None, "query=ASK%20%7B%7D"),
    Case("bad_query_missing_direct_type", "POST", [], None, "ASK {}"),
    Case("bad_query_non_utf8", "POST", [], f"{QUERY}; charset=UTF-16", "ASK {}".encode("utf-16")),
    Case("bad_query_syntax", "GET", [("query", "ASK {")]),
    Case("bad_update_get", "GET", [("update", "CLEAR ALL")]),
    Case("bad_multiple_updates", "POST", [], FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    Case("bad_update_wrong_media_type", "POST", [], "text/plain", "CLEAR NAMED"),
    Case("bad_update_missing_form_type", "POST", [], None, "update=CLEAR%20NAMED"),
    Case("bad_update_non_utf8", "POST", [], f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16")),
    Case("bad_update_syntax", "POST", [], FORM, "update=CLEAR%20XYZ"),
    Case(
        "bad_update_dataset_conflict",
        "POST",
        [("using-named-graph-uri", "http://example/people")],
        UPDATE,
        "PREFIX foaf:  <http://xmlns.com/foaf/0.1/>\nWITH <http://example/addresses>\n"
        "DELETE { ?person foaf:givenName 'Bill' }\nINSERT { ?person foaf:givenName 'William' }\n"
        "WHERE {\n    ?person foaf:givenName 'Bill'\n}",
    ),
]

UPDATES = [
    Case("update_post_form", "POST", [], FORM, "update=CLEAR+ALL"),
    Case("update_post_direct", "POST", [], UPDATE, "CLEAR ALL"),
    Case("update_dataset_default_graph", "POST", [("using-graph-uri", D1)], UPDATE, "DELETE WHERE { ?s ?p ?o }"),
    Case("update_dataset_named_graphs", "POST", [("using-named-graph-uri", D1)], UPDATE, "DELETE WHERE { ?s ?p ?o }"),
    Case("update_base_uri", "POST", [], UPDATE, "INSERT DATA { GRAPH <http://a/> { <http://a/s> <http://a/p> <b> } }"),
]
"""Updates are sound requests, which an endpoint may refuse (section 2.2.4)."""


def name_of(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", GOOD, ids=name_of)
def test_query_operation(server: Server, case: Case) -> None:
    reply = server.send(case.method, case.path, case.headers, case.body)
    assert 200 <= reply.status < 400, reply.text
    media_type = reply.headers["content-type"].partition(";")[0]
    assert media_type in case.media
    if case.yes is not None:
        assert reply.json["boolean"] is case.yes


@pytest.mark.parametrize("case", BAD, ids=name_of)
def test_bad_request(server: Server, writable: Server, case: Case) -> None:
    for each in (server, writable):
        reply = each.send(case.method, case.path, case.headers, case.body)
        assert 400 <= reply.status < 500
        assert reply.headers["content-type"].startswith("text/plain")
        assert len(reply.text.splitlines()) == 1


@pytest.mark.parametrize("case", UPDATES, ids=name_of)
def test_updates_are_refused(server: Server, writable: Server, case: Case) -> None:
    for each in (server, writable):
        count = each.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
        reply = each.send(case.method, case.path, case.headers, case.body)
        assert reply.status == 403
        assert "not updates" in reply.text
        assert each.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows() == count
