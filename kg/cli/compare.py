"""The commands that compare: what texts say of one thing, and what two graphs or two days hold."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import GRAPH, GraphOption, RawOption, StoreOption, open_graph, write_csv
from kg.display.terminal import indented, show, styled, table, write
from kg.display.text import counted
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.graph.conflicts import Conflict
    from kg.graph.diff import Diff

__all__ = ["conflicts", "diff"]

_COLOURS = {"new": "green", "gone": "red", "changed": "yellow"}
_Format = Literal["table", "csv", "json"]


def conflicts(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    name: Annotated[str | None, typer.Argument(help="Only those about this entity.", show_default=False)] = None,
    kind: Annotated[
        Literal["value", "holder", "number", "denial"] | None, typer.Option("--kind", help="Only conflicts of a kind.")
    ] = None,
    form: Annotated[_Format, typer.Option("--format", help="How to print them.")] = "table",
    raw: RawOption = False,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Print where the texts contradict one another, each account with who says so and its words."""
    found = open_graph(graph, store).conflicts(name, kinds=kind)
    if form == "json":
        write(found.to_json())
    elif form == "csv":
        write_csv(found.to_csv(raw=raw), raw=raw)
    else:
        _show_conflicts(found)


def _show_conflicts(found: "Sequence[Conflict]") -> None:
    for each in found:
        show(styled(each.title, "bold").append(f"  {each.kind}", "dim"))
        for account in each.accounts:
            line = styled(account.value, "bold cyan").append_text(styled(f"  “{' '.join(account.quote.split())}”"))
            said = (account.source, account.time and f"of {account.time}", account.document, account.published)
            show(indented(line), indented(styled(" · ".join(filter(None, said)), "dim"), 4))
        show("")
    show(counted(len(found), "conflict"))


def diff(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    before: Annotated[Path, typer.Argument(metavar="A", help="A graph directory.", show_default=False)],
    after: Annotated[
        Path | None, typer.Argument(metavar="[B]", help="Another, or a later state of it.", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="In A alone: the first day of publication to look at.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="With --since: the last day of publication.")
    ] = None,
    form: Annotated[_Format, typer.Option("--format", help="How to print the changes.")] = "table",
    raw: RawOption = False,
) -> None:
    """Print which entities and facts are new, gone or otherwise supported in B than in A, or since a day."""
    if (after is None) == (since is None) or (after is not None and until is not None):
        raise QueryError(
            "name two graph directories, or one and the first day to look at: kg diff A --since 2025-09-22"
        )
    first = api.open(before)
    found = first.diff(api.open(after)) if after is not None else first.diff(since=since, until=until)
    if form == "json":
        write(found.to_json())
    elif form == "csv":
        write_csv(found.to_csv(raw=raw), raw=raw)
    else:
        _show_diff(found)


def _show_diff(found: "Diff") -> None:
    rows = table(None, "", "", "subject", "relation", "object", "before", "after")
    for change, *cells in found.rows():
        rows.add_row(styled(change, _COLOURS[change]), *(styled(cell) for cell in cells))
    if found:
        show(rows)
    show(styled(", ".join(_counts(found)) or "no changes", "dim"))


def _counts(found: "Diff") -> "Iterable[str]":
    for (what, change), number in found.counts().items():
        if number:
            yield f"{counted(number, what)} {change}"
