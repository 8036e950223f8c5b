"""The commands that look around in a graph: view, explain, brief, stories, path, stats."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import api
from kg.cli.options import GRAPH, GraphOption, RawOption, StoreOption, open_graph, write_csv
from kg.display.terminal import Text, indented, log, marked, show, styled, table, write
from kg.display.text import counted, plain
from kg.errors import NotFoundError, QueryError
from kg.model import BY_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.api import Graph
    from kg.graph.facts.explain import Explanation, Role
    from kg.graph.stories.model import Brief, Stories, Story

__all__ = ["brief", "explain", "path", "show_facts", "stats", "stories", "view"]

_FACTS = 50
"""How many facts `kg explain` prints where no number is given."""
_COMMUNITIES = 8
_MEMBERS = 6
"""How many communities `kg stats` shows, and how many members of each."""

_FACTUALITY = {"asserted": "green", "reported": "cyan", "planned": "yellow", "hypothetical": "yellow", "negated": "red"}
_ROLE: "dict[Role, str]" = {"subject": "bold blue", "predicate": "bold", "object": "bold magenta"}

_NoLlm = Annotated[bool, typer.Option("--no-llm", help="Leave out what a language model alone found.")]


def view(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="The entity to show.")] = None,
    hops: Annotated[
        int | None,
        typer.Option("--hops", min=1, metavar="N", help="With --focus: show only what is so many facts away from it."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The HTML file to write.")] = Path("graph.html"),
    no_llm: _NoLlm = False,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Write the page: one HTML file, self-contained, that opens from disk."""
    if hops is not None and focus is None:
        raise QueryError("--hops counts from an entity: name it with --focus")
    page = open_graph(graph, store).view(focus=focus, hops=hops, llm=not no_llm)
    page.save(out)
    log(f"wrote {out}")


def brief(
    name: Annotated[str, typer.Argument(help="An entity, or with --story a story.", show_default=False)],
    story: Annotated[
        bool, typer.Option("--story", help="NAME is the id of a story, or words of its headline.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write: .html, or .docx.")] = Path(
        "brief.html"
    ),
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Write a brief of an entity or a story to hand on: every line with its sentence and its article.

    Word documents need newskg[read].
    """
    api.save_handout(open_graph(graph, store).handout(name, story=story), out)
    log(f"wrote {out}")


def explain(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    name: Annotated[str, typer.Argument(help="An entity.", show_default=False)],
    relation: Annotated[str | None, typer.Argument(help="Only facts with this relation.", show_default=False)] = None,
    other: Annotated[str | None, typer.Argument(help="Only facts that join these two.", show_default=False)] = None,
    no_llm: _NoLlm = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=10**6, metavar="N", help="How many facts to print.")
    ] = _FACTS,
    offset: Annotated[
        int, typer.Option("--offset", min=0, max=10**9, metavar="N", help="How many facts to leave out first.")
    ] = 0,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Print an entity's facts, each with its sentence, source, factuality, time, document and rule.

    Before them stands what the entity is in gazetteers, and why, where it is linked to any. Of several entities of the
    name, the facts of all are printed.
    """
    asked_graph = open_graph(graph, store)
    found = [each for each in asked_graph.explain(name, relation, other) if not (no_llm and each.rule == BY_MODEL)]
    if relation is None and other is None:
        for entity in asked_graph.entities(name):
            for line in entity.linked():
                show(styled(f"{entity.label} {line}", "dim"))
    if not found:
        asked = " ".join(filter(None, (name, relation, other)))
        raise NotFoundError(f"the graph holds no such fact: {asked}")
    if offset >= len(found):
        raise QueryError(f"--offset {offset}: there are {counted(len(found), 'such fact')}")
    show_facts(found[offset : offset + limit])
    after = len(found) - offset - limit
    if after > 0:
        log(f"kg: {after:,} more of {counted(len(found), 'fact')}: --offset {offset + limit}, or a larger --limit")


def path(
    start: Annotated[str, typer.Argument(metavar="A", help="An entity.", show_default=False)],
    end: Annotated[str, typer.Argument(metavar="B", help="Another.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, metavar="N", help="How many ways at most.")] = 3,
    graph: GraphOption = GRAPH,
    store: StoreOption = None,
) -> None:
    """Print the ways from one entity to another that say most, with the sentence of each step.

    What many articles say counts for more; a way by what very many have to do with (a country, a post) for less.
    """
    asked = open_graph(graph, store)
    for name in (start, end):
        _say_which(asked, name)
    found = asked.paths(start, end, limit=limit)
    if not found:
        ends = [asked.entity(name).label for name in (start, end)]
        raise NotFoundError(f"nothing in the graph connects {' and '.join(ends)}")
    for number, facts in enumerate(found, start=1):
        show(styled(f"Path {number}: {counted(len(facts), 'step')}", "bold"))
        for fact in facts:
            line = styled(f"{fact.subject}  ").append_text(marked(plain(fact.relation), "bold"))
            line.append(plain(f"  {fact.object}  {fact.factuality}"))
            said = " · ".join(filter(None, (fact.document, fact.publisher, fact.published)))
            sentence = " ".join(fact.sentence.split())
            show(indented(line), indented(styled(f"“{sentence}”  {said}", "dim"), 4))


def _say_which(asked: "Graph", name: str) -> None:
    """Log which entity is taken, and which others the name may mean, where it may mean several."""
    taken, *others = asked.entities(name)
    if others:
        named = "; ".join(f"{each.label} ({each.cls}, {counted(len(each.documents), 'article')})" for each in others)
        log(f"kg: {name!r} may mean several; taken: {taken.label} ({taken.cls}), of most articles; not: {named}")


def stats(graph: GraphOption = GRAPH, store: StoreOption = None) -> None:
    """Print the graph's figures: size, components, central entities, communities."""
    asked = open_graph(graph, store)
    figures, held, labels = asked.stats(), asked.contents, asked.contents.labels()
    size = table("Size", "", "number", numbers=["number"])
    for name, number in (
        ("documents", len(held.documents)),
        ("entities", figures.entities),
        ("facts", len(held.facts)),
        ("statements of them", len(held.statements)),
        ("facts between two entities", figures.facts),
        ("pairs of entities that a fact joins", figures.pairs),
        ("claims", len(held.claims)),
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
        found_brief = opened.brief(story)
        if form == "json":
            write(found_brief.to_json())
        else:
            _show_brief(found_brief)
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


def show_facts(facts: "Iterable[Explanation]") -> None:
    """Print each fact with its sentence, the words that say it marked, and where it comes from."""
    for fact in facts:
        if fact.premises:
            show(_headline(fact), indented(styled(f"follows by the rule {fact.rule} from:", "dim")))
            for premise in _stated(fact):
                show(*map(indented, (_headline(premise), _sentence(premise), styled(premise.origin, "dim"))))
        else:
            show(_headline(fact), indented(_sentence(fact)), indented(styled(fact.origin, "dim")))
        show("")


def _stated(fact: "Explanation") -> "Iterator[Explanation]":
    """The facts that documents state and from which an inferred one follows in the end."""
    for premise in fact.premises:
        if premise.premises:
            yield from _stated(premise)
        else:
            yield premise


def _headline(fact: "Explanation") -> Text:
    """Subject, relation and object, then how the text holds the fact."""
    line = styled(fact.subject)
    line.append(f"  {plain(fact.relation)}  ", "bold")
    line.append(f"{plain(fact.object)}  ")
    words = styled(fact.factuality_words())
    words.stylize(_FACTUALITY.get(fact.factuality, ""), 0, len(fact.factuality))
    return line.append_text(words)


def _sentence(fact: "Explanation") -> Text:
    line = styled("")
    for words, role in fact.sentence_parts():
        line.append_text(styled(words) if role is None else marked(plain(words), _ROLE[role]))
    return line
