"""Entities and whole graphs as people read them: how much of what is in them, and what they speak of most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.display.html import Html, card, escaped, faint, html_table
from kg.display.text import brief, counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["GraphSummary", "ShownEntity", "SupportedFact", "by_number", "graph_html"]

_LISTED = 12
"""How many classes, relations and entities a notebook shows of a graph."""
_ALIASES = 12
_LABEL = 60
"""The longest label that a line shows, in characters."""


class ShownEntity:
    """What an entity must have to be shown, and how it shows itself."""

    __slots__ = ()

    label: str
    cls: str
    aliases: Sequence[str]
    mentions: Sequence[object]
    documents: Sequence[object]
    links: Sequence[object]
    point: object | None

    def __repr__(self) -> str:
        return f"Entity: {brief(self.label, _LABEL)} ({self.cls}, {counted(len(self.mentions), 'mention')})"

    def _repr_html_(self) -> str:
        places = f"{counted(len(self.mentions), 'mention')} in {counted(len(self.documents), 'document')}"
        head = Html(f"<div><b>{escaped(self.label)}</b> {faint(f'{self.cls} · {places}', 'span')}</div>")
        lines = []
        if self.aliases:
            aliases = ", ".join(self.aliases[:_ALIASES]) + (", …" if len(self.aliases) > _ALIASES else "")
            lines.append(Html(f"<div>also called {escaped(aliases)}</div>"))
        lines += [Html(f"<div>{escaped(line)}</div>") for line in self.linked()]
        return card(head, *lines)

    def linked(self) -> list[str]:
        """What it is in gazetteers, a line each, and where it lies."""
        return [*map(str, self.links), *([f"lies at {self.point}"] if self.point is not None else [])]


class SupportedFact(NamedTuple):
    """A fact that several statements make, in the words of the surest, and how many these are."""

    subject: str
    relation: str
    object: str
    statements: int
    quote: str


@dataclass(frozen=True, slots=True)
class GraphSummary:
    """How much a graph holds.

    `classes` counts the entities of each class; `relations` the facts of each relation by the surest factuality with
    which each is stated, all open predicates as one; `mentioned` are label, class and number of mentions of the
    entities that are mentioned most, and `supported` the facts that have most support, both the first first.
    """

    documents: int
    entities: int
    facts: int
    statements: int
    claims: int
    inferred: int
    classes: Mapping[str, int]
    relations: Mapping[str, Mapping[str, int]]
    mentioned: Sequence[tuple[str, str, int]]
    supported: Sequence[SupportedFact]


def by_number(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What is counted, the most frequent first, and of equals in the order of their names."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def graph_html(graph: GraphSummary) -> Html:
    """How many entities of each class and facts of each relation a graph holds, and what it mentions most."""
    held = [
        counted(graph.documents, "document"),
        counted(graph.entities, "entity"),
        counted(graph.facts, "fact"),
        counted(graph.statements, "statement"),
        counted(graph.claims, "claim"),
        *([f"{counted(graph.inferred, 'fact')} inferred"] if graph.inferred else []),
    ]
    mentioned = [(label, cls, f"{number:,}") for label, cls, number in graph.mentioned[:_LISTED]]
    tables = (
        _counts("class", "entities", graph.classes),
        _counts("relation", "facts", {name: sum(held.values()) for name, held in graph.relations.items()}),
        html_table(("spoken of most", "class", "mentions"), mentioned, numbers=("mentions",)),
    )
    boxes = "".join(f"<div>{table}</div>" for table in tables)
    return Html(
        f"<div><b>Graph</b> of {escaped(', '.join(held))}</div>"
        f'<div style="display: flex; flex-wrap: wrap; gap: 0 2.5em; align-items: flex-start">{boxes}</div>'
    )


def _counts(what: str, many: str, counts: Mapping[str, int]) -> Html:
    ordered = by_number(counts)
    rest = sum(number for _, number in ordered[_LISTED:])
    note = f"… and {len(ordered) - _LISTED} more with {rest:,} {many}" if rest else ""
    shown = [(name, f"{number:,}") for name, number in ordered[:_LISTED]]
    return html_table((what, many), shown, numbers=(many,), note=note)
