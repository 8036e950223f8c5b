from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fact_examples import SUMMARY

from kg.cli.build import _show_summary
from kg.model import FACTUALITIES

COUNTS = {"document": 2, "entity": 1234, "fact": 7, "statement": 9, "claim": 1}


def test_what_the_graph_holds_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _show_summary(COUNTS, SUMMARY, Path("my graph"), Path("my graph/graph.html"))
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "my graph/ holds 2 documents, 1,234 entities, 7 facts, 9 statements, 1 claim."
    assert lines[3].split() == ["class", "entities", "relation", *FACTUALITIES]
    assert [line.split() for line in lines[4:7]] == [
        ["Person", "1230", "other", "verbs", "4"],
        ["City", "2", "leads", "2", "1"],
        ["Event", "2"],
    ]
    assert lines[8:11] == [
        "Facts with most support",
        "subject    relation  object  said     words",
        "Ana Costa  leads     Graz    3 times  “Ana Costa, who leads Graz”",
    ]
    assert lines[12:16] == [
        "Try next:",
        "  open my graph/graph.html in a browser",
        "  kg explain 'Ana <Costa>' --graph 'my graph'",
        "  kg query --list --graph 'my graph'",
    ]
    assert lines[16].startswith("  kg query --graph 'my graph' 'SELECT ?who ?what { ")


@pytest.mark.parametrize(("graph", "step"), [("graph", "  kg view\n"), ("news", "  kg view --graph news\n")])
def test_the_next_step_names_the_graph(graph: str, step: str, capsys: pytest.CaptureFixture[str]) -> None:
    _show_summary(COUNTS, SUMMARY, Path(graph), None)
    out = capsys.readouterr().out
    assert step in out
    assert out.startswith(f"{graph}/ holds ")


def test_of_a_large_graph_only_the_numbers_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _show_summary({"document": 10_000, "fact": 300_000}, None, Path("graph"), None)
    out = capsys.readouterr().out
    assert out.startswith("graph/ holds 10,000 documents, 300,000 facts.\n")
    assert "Entities" not in out
    assert "  kg explain NAME\n" in out


def test_an_empty_graph_is_summed_up(capsys: pytest.CaptureFixture[str]) -> None:
    empty = replace(SUMMARY, documents=0, entities=0, facts=0, classes={}, relations={}, mentioned=[], supported=[])
    _show_summary({"document": 0}, empty, Path("graph"), None)
    assert "  kg explain NAME\n" in capsys.readouterr().out
