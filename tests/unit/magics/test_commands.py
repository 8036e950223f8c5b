"""The magics in a real IPython shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shells import complaint, result

from kg.magics.commands import Listing

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_listing_shows_itself() -> None:
    listing = Listing(("command", "does"), (("%kg <x>", "shows it"),))
    assert repr(listing) == "command  does\n%kg <x>  shows it"
    assert ">%kg &lt;x&gt;<" in listing._repr_html_()


def test_a_graph_is_opened_and_asked(shell: InteractiveShell) -> None:
    graph = result(shell, "%kg open graph")
    assert graph is shell.user_ns["graph"]
    assert repr(graph).startswith("Graph: 1 document, ")
    rows = result(
        shell, "%%sparql\nSELECT ?who ?what {\n  ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }\n"
    )
    assert rows[0] == ("Marta Oduya", "Graz")
    assert result(shell, '%kg ask who-leads name="marta oduya"')[0].led == "Graz"
    assert result(shell, "%kg ask who-leads --out answer") is None
    assert shell.user_ns["answer"][0].leader == "Marta Oduya"
    assert result(shell, "%%sparql --graph graph --out found\nASK { ?a kg:leads ?b }\n") is None
    assert shell.user_ns["found"][0].answer is True
    assert {fact.object for fact in result(shell, '%kg explain "Jon Brae" "met with"')} == {"Jon Brae"}
    assert result(shell, "%kg view Graz --hops 1")._repr_html_().startswith("<iframe")
    assert "who-met-whom" in repr(result(shell, "%kg queries"))
    assert "%kg build PATH" in repr(result(shell, "%kg"))
    assert "<table" in result(shell, "%kg")._repr_html_()


def test_a_graph_is_built_and_named(shell: InteractiveShell) -> None:
    graph = result(shell, "%kg build article.txt --date 2025-09-13 --infer --as mine")
    assert graph is shell.user_ns["mine"]
    assert "graph" not in shell.user_ns
    assert result(shell, "%%sparql\nASK { ?a kg:metWith ?b }\n")[0].answer is True
    shell.run_cell("%kg open graph --as other")
    assert result(shell, "%%sparql --graph other\nASK { ?a kg:metWith ?b }\n")[0].answer is True


def test_what_looks_like_python_in_a_query_stays(shell: InteractiveShell) -> None:
    shell.run_cell("%kg open graph")
    shell.user_ns["x"] = "pasted"
    assert result(shell, '%%sparql\nSELECT ("{x} $x" AS ?a) { }\n')[0].a == "{x} $x"
    assert "nothing in the graph is called '{x}'" in complaint_of(shell, "%kg explain {x}")


def complaint_of(shell: InteractiveShell, cell: str) -> str:
    done = shell.run_cell(cell)
    return str(done.error_in_exec)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%kg walk", "%kg has no command 'walk'; it has build, open, ask"),
        ("%kg ask", "the following arguments are required: question; write it as %kg ask QUESTION"),
        ("%kg ask who-knows", "there is no query 'who-knows': choose one of"),
        ("%kg ask who-leads Graz", "'Graz' is not NAME=VALUE"),
        ("%kg ask who-leads place=Graz", "has no parameter 'place'; it takes: name"),
        ("%kg explain 'Graz", "No closing quotation"),
        ("%kg explain Nobody", "nothing in the graph is called 'Nobody'"),
        ("%kg view --hops 2", "--hops counts facts"),
        ("%kg open nowhere", "nowhere: holds no graph"),
        ("%kg build nowhere.txt", "nowhere.txt"),
        ("%kg build article.txt --date soon", "'soon' is not a date"),
        ("%kg open graph --as 2x", "'2x' is not a variable name"),
        ("%kg ask who-leads --graph other", "no graph is called 'other'; there are graph"),
        ("%%sparql --grph x\nASK { }", "unrecognized arguments: --grph x"),
        ("%%sparql --timeout nan\nASK { }", "'nan' is not a number of seconds"),
        ("%kg ask who-leads --max-memory none", "'none' is not a number of MB"),
        (f"%%sparql --timeout 0.2\n{PRODUCT}", "longer than 0.2 seconds and was stopped"),
        ("%%sparql\nSELECT * { ?s ?p", "malformed"),
        ("%%sparql\nLOAD <http://127.0.0.1/x>", "LOAD is refused"),
        ("%%sparql\nSELECT * { SERVICE <http://127.0.0.1/x> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_a_mistake_is_one_line(
    shell: InteractiveShell, cell: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("%kg open graph")
    line = complaint(shell, cell, capsys)
    assert line.startswith("UsageError: ")
    assert says in line


def test_without_a_graph_the_way_to_one_is_told(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert "make one with %kg build PATH or %kg open DIR" in complaint(shell, "%%sparql\nASK { }", capsys)
    shell.run_cell("%kg open graph --as one\n%kg open graph --as two")
    assert "choose one with --graph, of one, two" in complaint(shell, "%kg ask who-leads", capsys)
