"""Which graphs an update may change is read from it."""

from __future__ import annotations

import pytest

from kg.graph.query.safety import check_update
from kg.graph.store.update_scope import update_scope
from kg.ontology import prefixes

BASE = "http://127.0.0.1/sparql"


@pytest.mark.parametrize(
    ("text", "named", "adds", "takes"),
    [
        ("INSERT DATA { GRAPH p:g { <a> <b> 1 } }", {"https://w3id.org/kg/p/g"}, False, False),
        (
            "PREFIX x: <http://x/> PREFIX x: <http://y/> INSERT DATA { GRAPH x:g { <a> a 1 } }; DELETE DATA { <a> a 1}",
            {"http://x/g", "http://y/g"},
            False,
            True,
        ),
        ("INSERT DATA { <a> <b> 1 }", set(), True, False),
        ("INSERT DATA { GRAPH <g> { <a> <b> 1 } }", None, False, False),
        ("INSERT DATA { GRAPH <http://x/../g> { <a> <b> 1 } }", None, False, False),
        ("DELETE WHERE { GRAPH ?g { ?s ?p 1 } }", None, False, False),
        ("DELETE { ?s ?p 1 } INSERT { GRAPH <http://x/g> { ?s ?p 2 } } WHERE { ?s ?p 1 }", {"http://x/g"}, False, True),
        ("WITH <http://x/g> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }", {"http://x/g"}, False, False),
        ("INSERT { ?s ?p 2 } WHERE { GRAPH <http://x/g> { ?s ?p 1 } }", set(), True, False),
        ("CLEAR DEFAULT", set(), False, True),
        ("# nothing", set(), False, False),
        ("CLEAR GRAPH p:g", {"https://w3id.org/kg/p/g"}, False, False),
        ("ADD p:g TO p:h", {"https://w3id.org/kg/p/g", "https://w3id.org/kg/p/h"}, False, False),
        ("DROP NAMED", None, False, False),
        ("ADD DEFAULT TO <http://x/g>", {"http://x/g"}, False, False),
        ("MOVE DEFAULT TO <http://x/g>", {"http://x/g"}, False, True),
        ("COPY <http://x/g> TO DEFAULT", {"http://x/g"}, True, True),
    ],
)
def test_what_an_update_may_change_is_read_from_it(text: str, named: set[str] | None, adds: bool, takes: bool) -> None:
    found = update_scope(check_update(text, prefixes(), base=BASE), prefixes())
    assert (found.named, found.adds_to_default, found.removes_from_default) == (named, adds, takes)
