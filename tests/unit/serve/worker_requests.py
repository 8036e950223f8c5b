"""Requests to workers of the server, as the pool sends them."""

from typing import Any

HANG = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
"""A query that takes longer than any limit."""
QUERY: dict[str, Any] = {
    "task": "query",
    "base": "http://localhost/sparql",
    "default": [],
    "named": [],
    "rows": "csv",
    "graph": None,
    "max_rows": 10,
    "max_bytes": 1 << 20,
}
