"""What `kg build` prints at its end: what is in the graph now, and what to do with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from shlex import quote
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

from rich.columns import Columns

from kg.cli.output import show, styled, table
from kg.display import counted, relation_words

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.facts.records import Records, StatementRecord

__all__ = ["Supported", "best_supported", "show_summary"]

_FACTUALITIES = ("asserted", "reported", "planned", "hypothetical", "negated")
_SHOWN = 10
_WORDS = 100
"""How many characters of a quote the summary shows; kg explain shows all."""


class Supported(NamedTuple):
    """A fact that several statements make: in how many documents, how many times, and the surest of them."""

    documents: int
    times: int
    best: StatementRecord


def best_supported(records: Records, count: int = _SHOWN) -> list[Supported]:
    """The facts that are asserted or reported in most documents, then most often, then most surely.

    Of equals, the one that is said first comes first.
    """
    same: defaultdict[tuple[str, str, str], list[StatementRecord]] = defaultdict(list)
    for statement in records.statements:
        if statement.factuality in {"asserted", "reported"} and not statement.predicate.startswith("p/"):
            same[statement.subject, statement.predicate, statement.object].append(statement)
    supported = [
        Supported(len({each.document for each in group}), len(group), max(group, key=lambda each: each.confidence))
        for group in same.values()
    ]
    return sorted(supported, key=lambda fact: (-fact.documents, -fact.times, -fact.best.confidence))[:count]


def show_summary(records: Records, graph: Path, store: str | None, page: Path | None) -> None:
    """Print the summary of a graph to stdout: of the one on the server `store`, or of the one in a directory."""
    holder = f"{graph}/" if store is None else store
    direct = sum(statement.factuality in {"asserted", "reported"} for statement in records.statements)
    show(
        f"{holder} holds {counted(len(records.documents), 'document')}, {counted(len(records.entities), 'entity')}, "
        f"{counted(len(records.statements), 'fact')} ({direct} asserted or reported), "
        f"{counted(len(records.claims), 'claim')}.",
        "",
    )
    classes = Counter(entity.cls for entity in records.entities)
    relations: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for statement in records.statements:
        relations["other verbs" if statement.predicate.startswith("p/") else statement.predicate][
            statement.factuality
        ] += 1
    by_class = table("Entities", "class", "entities", numbers=["entities"])
    for name, number in _by_count(classes):
        by_class.add_row(name, str(number))
    by_relation = table("Facts", "relation", *_FACTUALITIES, numbers=_FACTUALITIES)
    for name, counts in sorted(relations.items(), key=lambda item: (-item[1].total(), item[0])):
        by_relation.add_row(styled(name), *(str(counts[kind] or "") for kind in _FACTUALITIES))
    show(Columns([by_class, by_relation], padding=(0, 4)), "")
    facts = table("Facts with most support", "subject", "relation", "object", "said", "words")
    labels = records.labels()
    for fact in best_supported(records):
        best = fact.best
        facts.add_row(
            styled(labels.get(best.subject, best.subject)),
            styled(
                relation_words(best.predicate, records.predicate_labels.get(best.predicate, best.predicate)), "bold"
            ),
            styled(labels.get(best.object, best.object)),
            "once" if fact.times == 1 else f"{fact.times} times",
            styled(f"“{shorten(best.quote, _WORDS, placeholder=' …')}”", "italic"),
        )
    show(facts, "", *_next_steps(records, graph, store, page))


def _next_steps(records: Records, graph: Path, store: str | None, page: Path | None) -> list[str]:
    busiest = max(records.entities, key=lambda each: len(each.mentions), default=None)
    name = quote(busiest.label) if busiest else "NAME"
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


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
