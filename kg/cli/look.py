"""The commands that look around in a graph: view, explain, path, stats."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GRAPH, GraphOption, StoreOption, open_graph
from kg.display.facts import relation_words
from kg.display.terminal import indented, log, marked, show, show_facts, styled, table
from kg.display.text import plain
from kg.errors import NotFoundError, QueryError, StoreError

if TYPE_CHECKING:
    from kg.graph.facts.records import EntityRecord, Records

__all__ = ["explain", "path", "stats", "view"]

_COMMUNITIES = 8
_MEMBERS = 6
"""How many communities `kg stats` shows, and how many members of each."""


def view(
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="The entity to show.")] = None,
    hops: Annotated[
        int | None,
        typer.Option("--hops", min=1, metavar="N", help="With --focus: show only what is so many facts away from it."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The HTML file to write.")] = Path("graph.html"),
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Write the page: one HTML file, self-contained, that opens from disk."""
    if hops is not None and focus is None:
        raise QueryError("--hops counts from an entity: name it with --focus")
    from kg.views.neighbourhood import around
    from kg.views.page import write_page

    records = _records(graph, store)
    centre = None if focus is None else _entity(records, focus).iri
    if centre and hops:
        records = around(records, centre, hops=hops)
    try:
        write_page(records, out, focus=centre)
    except OSError as error:
        raise StoreError(f"{out}: cannot be written: {error.strerror}") from error
    log(f"wrote {out}")


def explain(
    name: Annotated[str, typer.Argument(help="An entity.", show_default=False)],
    relation: Annotated[str | None, typer.Argument(help="Only facts with this relation.", show_default=False)] = None,
    other: Annotated[str | None, typer.Argument(help="Only facts that join these two.", show_default=False)] = None,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Print an entity's facts, each with its sentence, source, factuality, time, document and rule."""
    from kg.graph.facts.explain import explain as explanations

    found = explanations(_records(graph, store), name, relation, other)
    if not found:
        asked = " ".join(filter(None, (name, relation, other)))
        raise NotFoundError(f"the graph holds no such fact: {asked}")
    show_facts(found)


def path(
    start: Annotated[str, typer.Argument(metavar="A", help="An entity.", show_default=False)],
    end: Annotated[str, typer.Argument(metavar="B", help="Another.", show_default=False)],
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Print the shortest ways from one entity to another, with the words of each step."""
    from kg.views.measures import shortest_paths
    from kg.views.network import build_network

    records = _records(graph, store)
    first, last = _entity(records, start), _entity(records, end)
    found = shortest_paths(build_network(records), first.iri, last.iri)
    if not found:
        raise NotFoundError(f"nothing in the graph connects {first.label} and {last.label}")
    labels = records.labels()
    for number, steps in enumerate(found, start=1):
        show(styled(f"Path {number}: {len(steps)} step{'s' if len(steps) > 1 else ''}", "bold"))
        for step in steps:
            words = relation_words(step.predicate, records.predicate_labels.get(step.predicate, step.predicate))
            subject, item = (step.start, step.end) if step.forward else (step.end, step.start)
            line = styled(f"{labels.get(subject, subject)}  ").append_text(marked(plain(words), "bold"))
            line.append(plain(f"  {labels.get(item, item)}  {step.factuality}"))
            show(indented(line), indented(styled(f"“{' '.join(step.quote.split())}”", "dim"), 4))


def stats(graph: GraphOption = GRAPH, store: StoreOption = None) -> None:
    """Print the graph's figures: size, components, central entities, communities."""
    from kg.views.measures import measure
    from kg.views.network import build_network

    records = _records(graph, store)
    figures = measure(build_network(records))
    labels = records.labels()
    size = table("Size", "", "number", numbers=["number"])
    for name, number in (
        ("documents", len(records.documents)),
        ("entities", figures.entities),
        ("facts", len(records.statements)),
        ("facts between two entities", figures.facts),
        ("pairs of entities that a fact joins", figures.pairs),
        ("claims", len(records.claims)),
        ("components", len(figures.components)),
        ("entities in the largest component", figures.components[0] if figures.components else 0),
    ):
        size.add_row(name, f"{number:,}")
    central = table("Central entities", "entity", "class", "importance", "facts", numbers=["importance", "facts"])
    for each in figures.central:
        central.add_row(styled(each.label), each.cls, f"{each.importance:.3f}", str(each.facts))
    groups = table("Communities", "entities", "among them", numbers=["entities"])
    for members in figures.communities[:_COMMUNITIES]:
        names = [labels.get(member, member) for member in members[:_MEMBERS]]
        groups.add_row(str(len(members)), styled(", ".join(names)))
    show(size, "", central, "", groups)


def _records(graph: Path, store: str | None) -> "Records":
    from kg.graph.facts.reader import read_records

    return read_records(open_graph(graph, store))


def _entity(records: "Records", name: str) -> "EntityRecord":
    """The entity that `name` means; of several, the one that is in most documents."""
    from kg.graph.facts.names import find_entities

    return find_entities(records.entities, name)[0]
