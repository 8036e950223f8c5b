"""Entities and whole graphs as people read them: how much of what is in them, and what they speak of most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kg.display.html import Html, card, escaped, faint, html_table
from kg.display.text import brief, counted, text_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "GraphSummary",
    "ShownCentral",
    "ShownEntity",
    "ShownNetwork",
    "SupportedFact",
    "by_number",
    "entities_html",
    "entities_table",
    "graph_html",
]

_LISTED = 12
"""How many classes, relations and entities a notebook shows of a graph."""
_ALIASES = 12
_LABEL = 60
"""The longest label that a line shows, in characters."""
_ENTITIES = 20
"""How many entities a notebook lists."""
_ENTITY_COLUMNS = ("entity", "class", "aliases", "mentions", "documents")
_CENTRAL_COLUMNS = ("entity", "class", "importance", "facts")


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


def entities_table(entities: Sequence[ShownEntity]) -> str:
    """The first entities as aligned columns."""
    return text_table(_ENTITY_COLUMNS, list(map(_entity_row, entities))) if entities else "no entities"


def entities_html(entities: Sequence[ShownEntity]) -> Html:
    """The first entities as a table."""
    count = counted(len(entities), "entity")
    note = count if len(entities) <= _ENTITIES else f"the first {_ENTITIES} of {count}"
    rows = list(map(_entity_row, entities[:_ENTITIES]))
    return html_table(_ENTITY_COLUMNS, rows, numbers=_ENTITY_COLUMNS[-2:], note=note)


def _entity_row(entity: ShownEntity) -> tuple[str, ...]:
    aliases = ", ".join(entity.aliases)
    return entity.label, entity.cls, aliases, f"{len(entity.mentions):,}", f"{len(entity.documents):,}"


class ShownCentral(Protocol):
    """What an entity must have to be listed as a central one."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def cls(self) -> str:
        """Its class."""

    @property
    def importance(self) -> float:
        """A share of 1."""

    @property
    def facts(self) -> int:
        """In how many it takes part."""


class ShownNetwork:
    """What the figures of a network must have to be shown, and how they show themselves."""

    __slots__ = ()

    entities: int
    facts: int
    components: Sequence[int]
    communities: Sequence[object]

    @property
    def ranked(self) -> Sequence[ShownCentral]:
        """The central entities, the first first."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{self._figures()}\n{text_table(_CENTRAL_COLUMNS, list(map(_central_row, self.ranked)))}"

    def _repr_html_(self) -> str:
        rows = list(map(_central_row, self.ranked))
        return html_table(_CENTRAL_COLUMNS, rows, numbers=_CENTRAL_COLUMNS[-2:], note=self._figures())

    def _figures(self) -> str:
        held = [counted(self.entities, "entity"), f"{counted(self.facts, 'fact')} between them"]
        parts = [counted(len(self.components), "component"), f"{len(self.communities):,} communities"]
        return f"Network: {', '.join(held + parts)}"


def _central_row(central: ShownCentral) -> tuple[str, ...]:
    return central.label, central.cls, f"{central.importance:.3f}", f"{central.facts:,}"


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
