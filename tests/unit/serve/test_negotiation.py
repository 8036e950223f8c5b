from __future__ import annotations

import pytest

from kg.serve.protocol import GRAPHS, ROWS, choose, prefers_html


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        (None, "json", "turtle"),
        ("  ", "json", "turtle"),
        ("*/*", "json", "turtle"),
        ("text/*", "xml", "turtle"),
        ("text/csv", "csv", None),
        ("text/csv; charset=utf-8; header=present", "csv", None),
        ("text/csv; formulas=raw", "csv-raw", None),
        ("text/csv;formulas=raw;q=0.5, text/csv;q=0.4", "csv-raw", None),
        ("text/csv;formulas=raw;q=0.4, text/csv;q=0.5", "csv", None),
        ("text/csv; formulas=other", "csv", None),
        ("application/rdf+xml;q=0.2, text/turtle;q=0.1", None, "rdfxml"),
        ("application/json;q=0, */*;q=0.1", "json", "turtle"),
        ("application/sparql-results+json;q=0, application/json;q=0, */*", "xml", "turtle"),
        ("image/png", None, None),
        ("text/csv;q=1.5", None, None),
        (", ".join(["image/png"] * 64) + ", text/csv", None, None),
    ],
)
def test_the_preferred_format_is_chosen(accept: str | None, rows: str | None, graph: str | None) -> None:
    chosen = [choose(accept, offered) for offered in (ROWS, GRAPHS)]
    assert [choice and choice.form for choice in chosen] == [rows, graph]


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/turtle, text/html;q=0.5", False),
        ("*/*", False),
        ("", False),
        (None, False),
    ],
)
def test_a_browser_prefers_html(accept: str | None, html: bool) -> None:
    assert prefers_html(accept) is html
