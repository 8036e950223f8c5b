"""The command that prints what the articles tell together, or one story with its sources."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.options import GRAPH, GraphOption, RawOption, StoreOption, open_graph, write_csv
from kg.display.terminal import indented, show, styled, write
from kg.display.text import counted
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.graph.stories.model import Brief, Stories, Story

__all__ = ["stories"]


def stories(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    story: Annotated[
        str | None, typer.Argument(help="One story, by its id or words of its headline.", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Those with an article of this day or later.")
    ] = None,
    form: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print them.")] = "table",
    raw: RawOption = False,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Print the stories that several articles tell; or one, with its main facts, what is disputed, and its articles."""
    if story is not None and (since is not None or form == "csv"):
        raise QueryError("one story is shown whole, as text or with --format json: leave --since out")
    opened = open_graph(graph, store)
    if story is not None:
        brief = opened.brief(story)
        if form == "json":
            write(brief.to_json())
        else:
            _show_brief(brief)
        return
    found = opened.stories(since=since)
    if form == "json":
        write(found.to_json())
    elif form == "csv":
        write_csv(found.to_csv(raw=raw), raw=raw)
    else:
        _show_stories(found)


def _show_stories(found: "Stories") -> None:
    for each in found:
        _show_head(each)
        show("")
    articles = counted(len({document.iri for each in found for document in each.documents}), "article")
    show(f"{len(found)} {'story' if len(found) == 1 else 'stories'} of {articles}")


def _show_head(story: "Story") -> None:
    days = story.first if story.first == story.last else f"{story.first} to {story.last}"
    copies = len(story.documents) - len(story.voices)
    told = counted(len(story.documents), "article") + (
        f", {counted(copies, 'copy') if copies == 1 else f'{copies} copies'} of others among them" if copies else ""
    )
    show(styled(story.headline, "bold"))
    show(indented(styled(" · ".join(filter(None, (days, told, ", ".join(story.publishers), story.id))), "dim")))
    for name, entities in (("who", story.who), ("where", story.where)):
        if entities:
            show(indented(styled(f"{name}: ", "dim").append_text(styled(", ".join(each.label for each in entities)))))


def _show_brief(brief: "Brief") -> None:
    _show_head(brief.story)
    documents = {document.iri: document for document in brief.story.documents}
    for fact in brief.facts:
        line = (
            styled(fact.subject).append_text(styled(f" {fact.relation} ", "bold cyan")).append_text(styled(fact.object))
        )
        home, words = documents[fact.said.document].id, " ".join(fact.said.quote.split())
        said = f"“{words}” · {home} · {counted(fact.voices, 'voice')}"
        show("", indented(line), indented(styled(said, "dim"), 4))
    for conflict in brief.disputed:
        show("", indented(styled(f"disputed: {conflict.title}", "bold red")))
        for account in conflict.accounts:
            show(
                indented(styled(" · ".join(filter(None, (account.value, account.source, account.document))), "dim"), 4)
            )
    show("")
    for document in brief.story.documents:
        parts = (
            document.day,
            "; ".join(document.publishers),
            document.title,
            document.id,
            next(iter(document.urls), None),
        )
        show(indented(styled(" · ".join(filter(None, parts)), "dim")))
