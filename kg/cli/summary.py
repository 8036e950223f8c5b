"""What `kg build` prints at its end: what is in the graph now, and what to do with it."""

from __future__ import annotations

from shlex import quote
from textwrap import shorten
from typing import TYPE_CHECKING

from kg.display.graphs import by_number
from kg.display.terminal import beside, show, styled, table
from kg.display.text import counted
from kg.model import FACTUALITIES, STATED

if TYPE_CHECKING:
    from pathlib import Path

    from kg.display.graphs import GraphSummary

__all__ = ["show_summary"]

_SHOWN = 10
_WORDS = 100
"""How many characters of a quote the summary shows; kg explain shows all."""


def show_summary(summary: GraphSummary, graph: Path, store: str | None, page: Path | None) -> None:
    """Print the summary of a graph to stdout: of the one on the server `store`, or of the one in a directory."""
    holder = f"{graph}/" if store is None else store
    direct = sum(held.get(kind, 0) for held in summary.relations.values() for kind in STATED)
    show(
        f"{holder} holds {counted(summary.documents, 'document')}, {counted(summary.entities, 'entity')}, "
        f"{counted(summary.facts, 'fact')} ({direct} asserted or reported), {counted(summary.claims, 'claim')}.",
        "",
    )
    by_class = table("Entities", "class", "entities", numbers=["entities"])
    for name, number in by_number(summary.classes):
        by_class.add_row(name, str(number))
    by_relation = table("Facts", "relation", *FACTUALITIES, numbers=FACTUALITIES)
    for name, _ in by_number({name: sum(held.values()) for name, held in summary.relations.items()}):
        by_relation.add_row(styled(name), *(str(summary.relations[name].get(kind, "")) for kind in FACTUALITIES))
    show(beside(by_class, by_relation), "")
    facts = table("Facts with most support", "subject", "relation", "object", "said", "words")
    for fact in summary.supported[:_SHOWN]:
        facts.add_row(
            styled(fact.subject),
            styled(fact.relation, "bold"),
            styled(fact.object),
            "once" if fact.statements == 1 else f"{fact.statements} times",
            styled(f"“{shorten(fact.quote, _WORDS, placeholder=' …')}”", "italic"),
        )
    show(facts, "", *_next_steps(summary, graph, store, page))


def _next_steps(summary: GraphSummary, graph: Path, store: str | None, page: Path | None) -> list[str]:
    name = quote(summary.mentioned[0][0]) if summary.mentioned else "NAME"
    if store is not None:
        at = f" --store {quote(store)}"
    else:
        at = "" if graph.as_posix() == "graph" else f" --graph {quote(str(graph))}"
    return [
        "Try next:",
        f"  open {page} in a browser" if page else f"  kg view{at}",
        f"  kg explain {name}{at}",
        f"  kg query --list{at}",
        f"  kg query{at} 'SELECT ?who ?what {{ ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }}'",
    ]
