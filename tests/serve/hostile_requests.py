"""Requests that somebody sends on purpose: queries that are deep, long or endless, and HTTP that is bent.

None may meet a defect (500), whatever else it is answered; `fuzzing` makes up more.
"""

from urllib.parse import quote

_HEAD = "Host: 127.0.0.1\r\nConnection: close\r\n"
_TRIPLES = "?s ?p ?o ."


def _each(number: int, text: str) -> str:
    return " ".join(text.replace("%", str(place)) for place in range(number))


QUERIES = {
    "optionals": f"SELECT * {{ {_each(4000, 'OPTIONAL { ?a% ?b% ?c% }')} }}",
    "nested optionals": f"SELECT * {{ {'OPTIONAL { ?s ?p ?o ' * 2000} {'}' * 2000} }}",
    "binds": f"SELECT * {{ BIND(1 AS ?x0) {' '.join(f'BIND(?x{n} + 1 AS ?x{n + 1})' for n in range(4000))} }}",
    "unions": f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 8000)} }}",
    "objects": f"SELECT * {{ ?s ?p {', '.join(f'<http://o/{n}>' for n in range(20_000))} }}",
    "predicates": f"SELECT * {{ ?s {' ; '.join(f'<http://p/{n}> ?o{n}' for n in range(5_000))} }}",
    "values": f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(100_000)))} }} }}",
    "braces": f"SELECT * {{ {'{' * 5000} {_TRIPLES} {'}' * 5000} }}",
    "open braces": "SELECT * " + "{" * 100_000,
    "parentheses": f"SELECT * {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    "negations": f"SELECT * {{ FILTER({'!' * 50_000}true) }}",
    "sums": f"SELECT ({'1+' * 20_000}1 AS ?n) {{}}",
    "comparisons": f"ASK {{ FILTER({' || '.join(['?a = ?b'] * 10_000)}) }}",
    "calls": f"SELECT ({'STR(' * 3000}1{')' * 3000} AS ?x) {{}}",
    "sub-selects": f"SELECT * {{ {'{ SELECT * {' * 1000} {_TRIPLES} {'} }' * 1000} }}",
    "exists": f"ASK {{ {'FILTER EXISTS { ' * 1000} {_TRIPLES} {'}' * 1000} }}",
    "minus": f"SELECT * {{ {_TRIPLES} {'MINUS { ?s ?p ?o ' * 1000} {'}' * 1000} }}",
    "services": f"SELECT * {{ {'SERVICE <http://127.0.0.1:1/> { ' * 500} {_TRIPLES} {'}' * 500} }}",
    "graphs": f"SELECT * {{ {'GRAPH ?g { ' * 1000} {_TRIPLES} {'}' * 1000} }}",
    "path alternatives": f"ASK {{ ?s {'|'.join(f'<http://p/{n}>' for n in range(5_000))} ?o }}",
    "path sequence": f"ASK {{ ?s {'/'.join(['(kg:x|!kg:x)'] * 2_000)} ?o }}",
    "path stars": f"ASK {{ ?s {'(' * 500}kg:leads{')*' * 500} ?o }}",
    "path inverses": f"ASK {{ ?s {'^(' * 2000}kg:leads{')' * 2000} ?o }}",
    "negated set": f"ASK {{ ?s !({'|'.join(f'<http://p/{n}>' for n in range(5_000))}) ?o }}",
    "everything reaches everything": "SELECT (COUNT(*) AS ?n) { ?a (!kg:x)* ?b . ?c (!kg:x)* ?d . ?e (!kg:x)* ?f }",
    "collection": f"ASK {{ ?s ?p {'(' * 2000}1{')' * 2000} }}",
    "blank nodes": f"ASK {{ {'[ ?p ' * 2000}1{' ]' * 2000} ?q ?r }}",
    "quoted triples": f"ASK {{ {'<< ' * 500}?s ?p ?o{' >> ?p ?o' * 499} >> ?x ?y }}",
    "cross product": "SELECT * { " + _each(8, "?a% ?b% ?c% .") + " }",
    "ordered cross product": "SELECT * { " + _each(6, "?a% ?b% ?c% .") + " } ORDER BY ?a0 DESC(?b1)",
    "counted cross product": "SELECT (COUNT(DISTINCT *) AS ?n) { " + _each(6, "?a% ?b% ?c% .") + " }",
    "grouped cross product": "SELECT ?a0 (GROUP_CONCAT(?c1) AS ?x) { " + _each(5, "?a% ?b% ?c% .") + " } GROUP BY ?a0",
    "constructed cross product": "CONSTRUCT { ?a0 ?b1 ?c2 } WHERE { " + _each(5, "?a% ?b% ?c% .") + " }",
    "a template of thousands": "CONSTRUCT { " + _each(3000, "?s <http://p/%> ?o .") + " } WHERE { ?s ?p ?o }",
    "regular expression": f"SELECT * {{ FILTER(REGEX('{'a' * 5000}!', '^(a+)+$')) }}",
    "expression of gigabytes": "ASK { FILTER(REGEX('a', '((((a{1000}){1000}){1000}){1000})')) }",
    "nested expression": f"ASK {{ FILTER(REGEX('a', '{'(' * 10_000}a{')' * 10_000}')) }}",
    "replaced": f"SELECT (REPLACE('{'a' * 1000}', 'a', '{'b' * 1000}') AS ?x) {{}}",
    "huge number": f"SELECT ({'9' * 100_000} + 1 AS ?x) {{}}",
    "huge decimal": f"SELECT (0.{'3' * 100_000} * 1.0 AS ?x) {{}}",
    "division by zero": "SELECT (1/0 AS ?x) (1e308*1e308 AS ?y) (xsd:integer('x') AS ?z) {}",
    "dates": "SELECT ('99999999999-12-31T25:61:61Z'^^xsd:dateTime + 'P1D'^^xsd:duration AS ?x) {}",
    "sub-string": "SELECT (SUBSTR('abc', -9223372036854775808, 9223372036854775807) AS ?x) {}",
    "limits": "SELECT * { ?s ?p ?o } LIMIT 18446744073709551615 OFFSET 18446744073709551615",
    "variables": "SELECT " + _each(10_000, "?v%") + " { ?s ?p ?o }",
    "same variable": "SELECT " + "?s " * 10_000 + "{ ?s ?p ?o }",
    "prefixes": _each(5_000, "PREFIX p%: <http://p/%/>") + " ASK {}",
    "bases": "BASE <http://x/> " * 5_000 + "ASK {}",
    "froms": "SELECT * " + _each(5_000, "FROM <http://g/%>") + " { ?s ?p ?o }",
    "described": "DESCRIBE " + _each(5_000, "<http://x/%>"),
    "comment": "#" * 500_000 + "\nASK {}",
    "blanks": " " * 900_000 + "ASK {}",
    "iri": f"ASK {{ <http://x/{'a' * 500_000}> ?p ?o }}",
    "escapes": "ASK { ?s ?p '" + "\\u0041" * 50_000 + "' }",
    "lone surrogate": "ASK { ?s ?p '\\uD800' }",
    "controls": "ASK { ?s ?p '\x00\x01\x7f\u202e' }",
    "file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "machine's own": "SELECT * { SERVICE <http://169.254.169.254/> { ?s ?p ?o } }",
    "update": "DELETE WHERE { ?s ?p ?o }",
    "load": "LOAD <file:///etc/passwd>",
    "aggregates": "SELECT " + _each(500, "(COUNT(?s) AS ?n%)") + " { ?s ?p ?o } GROUP BY ?p",
    "order": "SELECT * { ?s ?p ?o } ORDER BY " + _each(3_000, "STR(?s)"),
    "in": f"ASK {{ ?s ?p ?o FILTER(?o IN ({', '.join(map(str, range(20_000)))})) }}",
    "coalesce": f"SELECT (COALESCE({', '.join(['?x'] * 10_000)}) AS ?y) {{}}",
    "if": f"SELECT ({'IF(true, 1, ' * 1000}2{')' * 1000} AS ?x) {{}}",
    "concatenated": "SELECT (STRLEN(?x24) AS ?n) { BIND('words' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(24))
    + " }",
    "hashed": "SELECT (SHA512(?x20) AS ?n) { BIND('words' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(20))
    + " }",
}

_GET = f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n{_HEAD}"
_POST = f"POST /sparql HTTP/1.1\r\n{_HEAD}"
_FORM = f"{_POST}Content-Type: application/x-www-form-urlencoded\r\n"
_DIRECT = f"{_POST}Content-Type: application/sparql-query\r\n"

RAW = [
    "",
    "\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: a\r\n{_HEAD}\r\n",
    f"GET  / HTTP/1.1\r\n{_HEAD}\r\n",
    f"G\x00T / HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /\x00 HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /%00 HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /%ff%fe HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /../../../etc/passwd HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /explorer/%2e%2e%2fapp.py HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /explorer/vendor/../../app.py HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET //127.0.0.1/sparql HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET http://evil.example/ HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /{'a' * 60_000} HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /{'a' * 100_000} HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /sparql?{'a=b&' * 2_000} HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /sparql?query={'%41' * 10_000} HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /sparql?query=%ff HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /sparql?query=%zz HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /sparql?query=ASK%7B%7D&default-graph-uri=a%20b HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /describe?iri=javascript:alert(1) HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /describe?iri=%3E%3Cscript%3E HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /api/names?q={'%F0%9F%98%80' * 1000}&limit=99999999999999999999 HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /api/queries/%2e%2e HTTP/1.1\r\n{_HEAD}\r\n",
    f"GET /api/queries/about-entity?name=%27%22%7D%23%5C HTTP/1.1\r\n{_HEAD}\r\n",
    f"{_GET}{'X: y' + chr(13) + chr(10)}" * 3 + "\r\n",
    f"{_GET}{''.join(f'X{n}: y' + chr(13) + chr(10) for n in range(5_000))}\r\n",
    f"{_GET}X: {'a' * 70_000}\r\n\r\n",
    f"{_GET}X : y\r\n\r\n",
    f"{_GET} folded: y\r\n\r\n",
    f"{_GET}Accept: {'text/csv,' * 5_000}\r\n\r\n",
    f"{_GET}Accept: text/csv;q={'9' * 1000}\r\n\r\n",
    f"{_GET}Accept: ;;;=,,,\r\n\r\n",
    f"{_GET}Range: bytes=0-,0-,0-\r\n\r\n",
    f"{_GET}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n\r\n",
    f"{_GET}Expect: 100-continue\r\n\r\n",
    f"{_GET}Content-Length: 5\r\n\r\nhello",
    f"{_GET}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    f"{_DIRECT}Content-Length: -1\r\n\r\n",
    f"{_DIRECT}Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {{}}",
    f"{_DIRECT}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {{}}\r\n0\r\n\r\n",
    f"{_DIRECT}Transfer-Encoding: chunked\r\n\r\nzz\r\nASK {{}}\r\n0\r\n\r\n",
    f"{_DIRECT}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    f"{_DIRECT}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    f"{_DIRECT}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x1f\x1f\x1f",
    f"{_DIRECT}Content-Length: 99999999999999999999\r\n\r\n",
    f"{_FORM}Content-Length: 3\r\n\r\n%%%",
    f"{_FORM}Content-Length: 20\r\n\r\nquery=ASK&update=x&a",
    f"{_FORM}Content-Length: 8000\r\n\r\n{'a=&' * 2_666}aa",
    f"{_POST}Content-Type: multipart/form-data; boundary=a\r\nContent-Length: 5\r\n\r\n--a--",
    f"{_POST}Content-Type: application/sparql-query; charset=utf-7\r\nContent-Length: 6\r\n\r\nASK {{}}",
    f'{_POST}Content-Type: "\r\nContent-Length: 6\r\n\r\nASK {{}}',
    f"{_POST}Content-Type: application/sparql-update\r\nOrigin: null\r\nContent-Length: 9\r\n\r\nCLEAR ALL",
    f"OPTIONS * HTTP/1.1\r\n{_HEAD}\r\n",
    f"CONNECT evil.example:443 HTTP/1.1\r\n{_HEAD}\r\n",
    f"TRACE /sparql HTTP/1.1\r\n{_HEAD}\r\n",
    f"HEAD /sparql?query=ASK%7B%7D HTTP/1.1\r\n{_HEAD}\r\n",
    f"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{_HEAD}\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]


def _query(text: str) -> bytes:
    body = text.encode("utf-8", "surrogatepass")
    return f"{_DIRECT}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _by_get(text: str) -> bytes:
    return f"GET /sparql?query={quote(text, errors='surrogatepass')} HTTP/1.1\r\n{_HEAD}\r\n".encode()


REQUESTS = [
    *map(_query, QUERIES.values()),
    *(_by_get(text) for text in QUERIES.values() if len(text) < 20_000),
    *(request.encode("latin-1") for request in RAW),
]
"""All of them, as they are sent."""
