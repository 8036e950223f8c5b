"""What is typed is completed: in a real shell, and without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graph_examples import graph_of, harbour
from shells import completed

from kg.api import Graph
from kg.magics.completion import Completion, complete

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(graph_of(harbour()))


@pytest.mark.parametrize(
    ("text", "becomes", "kind"),
    [
        ("%kg vi|", "%kg view", "command"),
        ("%kg ask who-m|", "%kg ask who-met-whom", "question"),
        ("%kg ask who-met-whom pe|", "%kg ask who-met-whom person=", "parameter"),
        ("%kg ask who-met-whom person=odu|", '%kg ask who-met-whom person="Marta Oduya"', "entity"),
        ('%kg ask who-met-whom person="Marta O|', '%kg ask who-met-whom person="Marta Oduya"', "entity"),
        ("%kg ask who-leads --g|", "%kg ask who-leads --graph", "option"),
        ("%kg ask who-leads --graph gr|", "%kg ask who-leads --graph graph", "graph"),
        ("%kg explain Gr|", "%kg explain Graz", "entity"),
        ("%kg explain Graz le|", "%kg explain Graz leads", "relation"),
        ("%kg explain Graz leads mar|", '%kg explain Graz leads "Marta Oduya"', "entity"),
        ("%kg view jon|", '%kg view "Jon Brae"', "entity"),
        ("x = 1\n%kg view jon|", 'x = 1\n%kg view "Jon Brae"', "entity"),
        ("%%sparql --ou|", "%%sparql --out", "option"),
        ("%%sparql --graph g|", "%%sparql --graph graph", "graph"),
        ("%%sparql\nSELECT * { ?a kg:metW|", "%%sparql\nSELECT * { ?a kg:metWith", "relation"),
        ("%%sparql\nSELECT * {\n  ?a metw| ?b }", "%%sparql\nSELECT * {\n  ?a kg:metWith ?b }", "relation"),
        ("%%sparql\nSELECT * { ?a a kg:Arm|", "%%sparql\nSELECT * { ?a a kg:ArmedGroup", "class"),
        (
            "%%sparql\nSELECT * { ?f kg:factuality kg:plan|",
            "%%sparql\nSELECT * { ?f kg:factuality kg:planned",
            "individual",
        ),
        ("%%sparql\nSELECT * { ?a skos|", "%%sparql\nSELECT * { ?a skos:", "prefix"),
        ("%%sparql\nSELECT * { ?a rdfs:la|", "%%sparql\nSELECT * { ?a rdfs:label", "property"),
        ("%%sparql\nsel|", "%%sparql\nSELECT", "keyword"),
        (
            "%%sparql\nSELECT ?leader { ?le| kg:leads ?b }",
            "%%sparql\nSELECT ?leader { ?leader kg:leads ?b }",
            "variable",
        ),
        ('%%sparql\nSELECT * { ?a rdfs:label "Mar| }', '%%sparql\nSELECT * { ?a rdfs:label "Marta Oduya" }', "entity"),
    ],
)
def test_what_is_typed_is_completed(shell: InteractiveShell, text: str, becomes: str, kind: str) -> None:
    shell.run_cell("%kg open graph")
    assert (becomes, kind) in completed(shell, text)


@pytest.mark.parametrize("text", ["", "x = 1", "%kgx", "% kg view", "print('%kg')", "%%sparq"])
def test_what_is_no_magic_of_kg_is_left_alone(text: str, graph: Graph) -> None:
    assert complete(text, {"graph": graph}) is None


@pytest.mark.parametrize(
    ("before", "after", "fragment", "found"),
    [
        ("%kg explain oduya", "", "oduya", Completion('"Marta Oduya"', "entity")),
        ("%kg explain ", "", "", Completion('"Salo Trust"', "entity")),
        ("%kg explain Norland cap", "", "cap", Completion("captured", "relation")),
        ("%kg ask low-confidence bel", "", "bel", Completion("below=", "parameter")),
        ("%%sparql\nSELECT ?x { ?x p:sh", "", "p:sh", Completion("p:share_a_boat", "relation")),
        ("%%sparql\nSELECT ?wh", "\n{ ?whole a ?what }", "?wh", Completion("?whole", "variable")),
        ('%%sparql\nASK { ?a rdfs:label "jon', "", '"jon', Completion('"Jon Brae"', "entity")),
    ],
)
def test_what_may_stand_at_the_cursor(before: str, after: str, fragment: str, found: Completion, graph: Graph) -> None:
    done = complete(before, {"graph": graph}, after)
    assert done is not None
    assert done[0] == fragment
    assert found in done[1]


@pytest.mark.parametrize(
    "before", ["%kg ask who-knows na", "%kg ask low-confidence below=0", "%kg explain a b c d", "%kg explain x"]
)
def test_nothing_is_offered_where_nothing_is_known(before: str, graph: Graph) -> None:
    assert not (complete(before, {}) or ("", []))[1]
    assert complete("%%sparql\nSELECT * { ?s ?p ", {"graph": graph}) == ("", [])
