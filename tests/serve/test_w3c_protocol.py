"""W3C's tests of the SPARQL 1.1 Protocol, as a table.

Source: w3c/rdf-tests, sparql/sparql11/protocol/manifest.ttl (2012-11-20), without Host. In `query_multiple_dataset`
two names of graphs are run together there (`%26`), evidently not on purpose: they are two here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

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

PREFIXES = "PREFIX dc: <http://purl.org/dc/terms/>\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\n"
DOCUMENTS = "\n".join(f"    GRAPH <{name}> {{ <{name}> a foaf:Document }}" for name in (D1, D2, D3))
RESOURCE = "a <http://purl.org/dc/terms/BibliographicResource>"


def described(graph: str, where: str, template: str = "?s a dc:BibliographicResource") -> str:
    return (
        f"{PREFIXES}DROP ALL ;\nINSERT DATA {{\n{DOCUMENTS}\n}} ;\n"
        f"INSERT {{\n    GRAPH <{graph}> {{\n        {template}\n    }}\n}}\nWHERE {{\n    {where}\n}}"
    )


def only_the_first_two(graph: str) -> str:
    return (
        f"ASK {{ GRAPH <{graph}> {{ <{D1}> {RESOURCE} . <{D2}> {RESOURCE} . }} "
        f"FILTER NOT EXISTS {{ GRAPH <{graph}> {{ <{D3}> {RESOURCE} . }} }} }}"
    )


TESTS = "http://example.org/protocol-update-dataset"
UPDATES = [
    (
        Case(
            "update_dataset_default_graph",
            "POST",
            [("using-graph-uri", D1)],
            UPDATE,
            f"{PREFIXES}CLEAR ALL ;\nINSERT DATA {{\n    GRAPH <{D1}> {{ <{D1}> a foaf:Document }}\n}} ;\n"
            f"INSERT {{\n    GRAPH <{TESTS}-test/> {{\n        ?s a dc:BibliographicResource\n    }}\n}}\n"
            "WHERE {\n    ?s a foaf:Document\n}",
        ),
        f"ASK {{ GRAPH <{TESTS}-test/> {{ <{D1}> {RESOURCE} }} }}",
    ),
    (
        Case(
            "update_dataset_default_graphs",
            "POST",
            [("using-graph-uri", D1), ("using-graph-uri", D2)],
            UPDATE,
            described(f"{TESTS}-graphs-test/", "?s a foaf:Document"),
        ),
        only_the_first_two(f"{TESTS}-graphs-test/"),
    ),
    (
        Case(
            "update_dataset_named_graphs",
            "POST",
            [("using-named-graph-uri", D1), ("using-named-graph-uri", D2)],
            UPDATE,
            described(f"{TESTS}-named-graphs-test/", "GRAPH ?g { ?s a foaf:Document }"),
        ),
        only_the_first_two(f"{TESTS}-named-graphs-test/"),
    ),
    (
        Case(
            "update_dataset_full",
            "POST",
            [("using-graph-uri", D1), ("using-named-graph-uri", D2)],
            UPDATE,
            described(
                f"{TESTS}-full-test/",
                "{ GRAPH ?g { ?s a foaf:Document } BIND(?g AS ?in) } "
                'UNION { ?s a foaf:Document . BIND("default" AS ?in) }',
                "?s <http://example.org/in> ?in",
            ),
        ),
        (
            f'ASK {{ GRAPH <{TESTS}-full-test/> {{ <{D1}> <http://example.org/in> "default" . '
            f"<{D2}> <http://example.org/in> <{D2}> }} "
            f"FILTER NOT EXISTS {{ GRAPH <{TESTS}-full-test/> {{ <{D3}> ?p ?o }} }} }}"
        ),
    ),
    (Case("update_post_form", "POST", [], FORM, "update=CLEAR+ALL"), "ASK { FILTER NOT EXISTS { ?s ?p ?o } }"),
    (Case("update_post_direct", "POST", [], UPDATE, "CLEAR ALL"), "ASK { FILTER NOT EXISTS { ?s ?p ?o } }"),
    (
        Case(
            "update_base_uri",
            "POST",
            [],
            UPDATE,
            "CLEAR GRAPH <http://example.org/protocol-base-test/> ;\nINSERT DATA { GRAPH "
            "<http://example.org/protocol-base-test/> { <http://example.org/s> <http://example.org/p> <test> } }",
        ),
        (
            "ASK { GRAPH <http://example.org/protocol-base-test/> { <http://example.org/s> <http://example.org/p> ?o } "
            'FILTER(ISIRI(?o) && STR(?o) != "test") }'
        ),
    ),
]


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


@pytest.mark.parametrize(("case", "check"), UPDATES, ids=[case.name for case, _ in UPDATES])
def test_update_operation(server: Server, writable: Server, case: Case, check: str) -> None:
    refused = server.send(case.method, case.path, case.headers, case.body)
    assert refused.status == 403
    assert "--allow-update" in refused.text
    allowed = writable.send(case.method, case.path, case.headers, case.body)
    assert 200 <= allowed.status < 400, allowed.text
    assert writable.query(check).json["boolean"] is True
