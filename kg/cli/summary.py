"""What `kg build` prints at its end: what is in the graph now, and what to do with it."""

from __future__ import annotations

from shlex import quote
from textwrap import shorten
from typing import TYPE_CHECKING

from kg.display.terminal import beside, show, styled, table
from kg.display.text import by_number, counted
from kg.model import FACTUALITIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.api import Kept
    from kg.graph.facts.summary import GraphSummary

__all__ = ["show_kept", "show_summary"]

_SHOWN = 10
_WORDS = 100
"""How many characters of a quote the summary shows; kg explain shows all."""


def show_summary(counts: Mapping[str, int], summary: GraphSummary | None, graph: Path, page: Path | None) -> None:
    """Print to stdout how much the graph in a directory holds, and with its summary, of what."""
    show(f"{graph}/ holds {', '.join(counted(number, name) for name, number in counts.items())}.", "")
    if summary is not None:
        _show_contents(summary)
    show(*_next_steps(summary, graph, page))


def show_kept(folder: str, kept: Kept) -> None:
    """Print to stdout what a folder of records holds of what was named."""
    before = kept.documents - kept.read
    of_these = f", {before:,} of them from before" if before else ""
    gone = f" {counted(kept.removed, 'file')} of it removed: no longer so." if kept.removed else ""
    show(f"{folder} holds {counted(kept.documents, 'document')} in {counted(kept.partitions, 'file')}{of_these}.{gone}")
    show(f"Next: kg build --from {quote(folder)}")


def _show_contents(summary: GraphSummary) -> None:
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
    show(facts, "")


def _next_steps(summary: GraphSummary | None, graph: Path, page: Path | None) -> list[str]:
    name = quote(summary.mentioned[0][0]) if summary is not None and summary.mentioned else "NAME"
    at = "" if graph.as_posix() == "graph" else f" --graph {quote(str(graph))}"
    return [
        "Try next:",
        f"  open {page} in a browser" if page else f"  kg view{at}",
        f"  kg explain {name}{at}",
        f"  kg query --list{at}",
        f"  kg query{at} 'SELECT ?who ?what {{ ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }}'",
    ]
