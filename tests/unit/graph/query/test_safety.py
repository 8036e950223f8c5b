"""What a query may not do is refused in one line."""

import pytest
from graph_examples import graph_of

from kg.errors import QueryError
from kg.graph.query.execution import query


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
        query(graph_of(), text)
    assert "\n" not in str(caught.value)
