"""The commands that show what is in a graph: explain, path, brief, stories, conflicts, diff, stats, view."""

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kg import api
from kg.cli.options import ListFormat, RawOption, UnnamedOption, open_graph, with_options, write_csv, write_json
from kg.display.terminal import Line, indented, log, marked, show, styled, table, write
from kg.display.text import counted, plain
from kg.errors import NotFoundError, QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from kg.graph.conflicts import Conflict
    from kg.graph.diff import Diff
    from kg.graph.facts.explain import Explanation, Role

_COLOURS = {"new": "green", "gone": "red", "changed": "yellow"}
_FACTS = 50
"""Facts that `kg explain` prints by default."""
_CARD = 3
"""Facts of each story that `kg stories` lists."""
_COMMUNITIES = 8
_MEMBERS = 6
"""Communities that `kg stats` shows, and members of each."""

_FACTUALITY = {"asserted": "green", "reported": "cyan", "planned": "yellow", "hypothetical": "yellow", "negated": "red"}
_ROLE: "dict[Role, str]" = {"subject": "bold blue", "predicate": "bold", "object": "bold magenta"}

_NoLlm = Annotated[bool, typer.Option("--no-llm", help="Skip what an LLM alone found, joined or named.")]


@with_options(graph=open_graph)
def view(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    focus: Annotated[str | None, typer.Option(metavar="NAME", help="The entity to show.")] = None,
    hops: Annotated[
        int | None,
        typer.Option(min=1, max=10**9, metavar="N", help="With --focus: only what is so many facts away at most."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only articles of this day, month, year or later.")
    ] = None,
    story: Annotated[str | None, typer.Option(metavar="NAME", help="Only the articles of a story.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The HTML file to write: else graph.html, of the whole graph in its directory, of a part of it here.",
        ),
    ] = None,
    no_llm: _NoLlm = False,
    graph: api.Graph,
) -> None:
    """Draw the page: one HTML file, self-contained, that opens from disk.

    Alone it draws the one that kg build does, graph.html in the graph's directory, unless it is there: whatever changes
    the graph removes it, so that it never shows what was removed.

    A page has at most 8 MB: of more articles (about 1,000), the newest and most told, with --focus those that name it
    first. It says how many it leaves out; kg serve has them all.
    """
    if hops is not None and focus is None:
        raise QueryError("--hops counts from an entity: name it with --focus")
    whole = focus is None and since is None and story is None and not no_llm
    if whole and out is None and graph.directory is not None:
        if drawn := api.drawn_page(graph.directory):
            log(f"{drawn} shows the graph as it is")
            return
        out = graph.draw()
    else:
        page = graph.view(focus=focus, hops=hops, since=since, story=story, llm=not no_llm)
        out = page.save(out or "graph.html")
    log(f"wrote {out}")


@with_options(graph=open_graph)
def brief(
    *,
    name: Annotated[str, typer.Argument(help="An entity, or with --story a story.")],
    story: Annotated[
        bool, typer.Option("--story", help="NAME is the id of a story, or words of its headline.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="All events, standing facts, disputes and articles, not a page or two.")
    ] = False,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write: .html, or .docx.")] = Path("brief.html"),
    graph: api.Graph,
) -> None:
    r"""Write a brief of an entity or a story to hand on: what happened in order of time, each with its article.

    Word documents need newskg\[read].
    """
    api.save_handout(graph.handout(name, story=story, everything=everything), out)
    log(f"wrote {out}")


@with_options(graph=open_graph)
def explain(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    name: Annotated[str, typer.Argument(help="An entity.")],
    relation: Annotated[str | None, typer.Argument(help="Only facts with this relation.")] = None,
    other: Annotated[str | None, typer.Argument(help="Only facts that join these two.")] = None,
    no_llm: _NoLlm = False,
    unnamed: UnnamedOption = False,
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only who led, owned, belonged or held a post on this day.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10**6, metavar="N", help="Most facts to print.")] = _FACTS,
    offset: Annotated[int, typer.Option(min=0, max=10**9, metavar="N", help="Skip this many facts.")] = 0,
    graph: api.Graph,
) -> None:
    """Print an entity's facts, each with its sentence, source, factuality, time, document and rule.

    Links to gazetteers, with their reasons, come first. If several entities have the name, the facts of all follow.
    """
    about = name, relation, other
    llm = not no_llm
    found = graph.as_of(as_of, *about, llm=llm) if as_of else graph.explain(*about, unnamed=unnamed, llm=llm)
    if relation is None and other is None:
        for entity in graph.entities(name, unnamed=unnamed):
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


@with_options(graph=open_graph)
def path(
    *,
    start: Annotated[str, typer.Argument(metavar="A", help="An entity.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="Most paths to print.")] = 3,
    graph: api.Graph,
) -> None:
    """Print the most informative paths from one entity to another, with the sentence of each step.

    Facts in many articles count for more, a path over a hub (a country, a post) for less.
    """
    for name in (start, end):
        _say_which(graph, name)
    found = graph.paths(start, end, limit=limit)
    if not found:
        ends = [graph.called(name)[0].label for name in (start, end)]
        raise NotFoundError(f"nothing in the graph connects {' and '.join(ends)}")
    for number, facts in enumerate(found, start=1):
        show(styled(f"Path {number}: {counted(len(facts), 'step')}", "bold"))
        for fact in facts:
            line = styled(f"{fact.subject}  ").append_text(marked(plain(fact.relation), "bold"))
            line.append(plain(f"  {fact.object}  {fact.factuality}"))
            said = " · ".join(filter(None, (fact.document, fact.publisher, fact.published)))
            sentence = " ".join(fact.sentence.split())
            show(indented(line), indented(styled(f"“{sentence}”  {said}", "dim"), 4))


def _say_which(graph: api.Graph, name: str) -> None:
    """Log which entity is used, and which others an ambiguous name may mean."""
    taken, *others = graph.called(name)
    if others:
        named = "; ".join(f"{each.label} ({each.cls}, {counted(len(each.documents), 'article')})" for each in others)
        log(f"kg: {name!r} is ambiguous: using {taken.label} ({taken.cls}), in most articles, not {named}")


@with_options(graph=open_graph)
def stats(*, graph: api.Graph) -> None:
    """Print figures of the graph: size, components, central entities, communities."""
    figures, held = graph.stats(), graph.counts()
    groups = [members[:_MEMBERS] for members in figures.communities[:_COMMUNITIES]]
    iris = " ".join(f"<{member}>" for members in groups for member in members)
    labels = dict(graph.query(f"SELECT ?entity ?label {{ VALUES ?entity {{ {iris} }} ?entity rdfs:label ?label }}"))
    size = table("Size", "", "number", numbers=["number"])
    for name, number in (
        ("documents", held["document"]),
        ("entities", figures.entities),
        ("facts", held["fact"]),
        ("statements of them", held["statement"]),
        ("facts between two entities", figures.facts),
        ("pairs of entities that a fact joins", figures.pairs),
        ("claims", held["claim"]),
        ("components", len(figures.components)),
        ("entities in the largest component", figures.components[0] if figures.components else 0),
    ):
        size.add_row(name, f"{number:,}")
    central = table("Central entities", "entity", "class", "importance", "facts", numbers=["importance", "facts"])
    for each in figures.central:
        central.add_row(styled(each.label), each.cls, f"{each.importance:.3f}", str(each.facts))
    communities = table("Communities", "entities", "among them", numbers=["entities"])
    for members, shown in zip(figures.communities, groups, strict=False):
        communities.add_row(str(len(members)), styled(", ".join(labels.get(member, member) for member in shown)))
    show(size, "", central, "", communities)


@with_options(graph=open_graph)
def stories(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    story: Annotated[str | None, typer.Argument(help="One story, by its id or words of its headline.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only those with an article of this day or later.")
    ] = None,
    facts: Annotated[bool, typer.Option("--facts", help="With --format json: each story with its facts.")] = False,
    form: ListFormat = "table",
    raw: RawOption = False,
    graph: api.Graph,
) -> None:
    """List the stories that several articles tell, or show one: its main facts, what is disputed, and its articles."""
    if story is not None and (since is not None or form == "csv"):
        raise QueryError("one story is shown whole, as text or with --format json, without --since")
    if facts and (story is not None or form != "json"):
        raise QueryError("--facts is for the list of stories with --format json")
    if story is not None:
        found = graph.told_story(story)
        if form == "json":
            write_json(found)
        else:
            _show_story(found)
    elif form == "csv":
        write_csv(graph.stories(since=since).to_csv(raw=raw), raw=raw)
    elif form == "json" and not facts:
        write(graph.stories(since=since).to_json())
    elif form == "json":
        write_json(graph.told(since=since))
    else:
        _show_stories(graph.told(since=since))


def _show_stories(found: "Sequence[Mapping[str, Any]]") -> None:
    number = counted(len(found), "story"), counted(sum(len(each["documents"]) for each in found), "article")
    lines = chain.from_iterable(
        (*_head(each), *(indented(_fact_line(fact)) for fact in each["facts"][:_CARD]), "") for each in found
    )
    show(*lines, " of ".join(number))


def _head(story: "Mapping[str, Any]") -> "Iterator[RenderableType]":
    from kg.graph.stories.model import Amount

    first, last, documents = story["first"], story["last"], story["documents"]
    copies = sum(each["copy"] for each in documents)
    told = counted(len(documents), "article")
    if copies:
        told += f", {counted(copies, 'copy')} of others among them"
    days = first if first == last else f"{first} to {last}"
    yield styled(story["headline"], "bold")
    yield indented(styled(" · ".join(filter(None, (days, told, ", ".join(story["publishers"]), story["id"]))), "dim"))
    if story["sentence"] is not None and story["sentence"] != story["headline"]:
        yield indented(styled(story["sentence"]))
    for each in story["amounts"]:
        amount = Amount(each["of"], tuple(each["numbers"].items()))
        agreed = "articles differ" if len(amount.numbers) > 1 else "articles agree"
        yield indented(styled(f"{agreed} – {amount}", "dim"))


def _fact_line(fact: "Mapping[str, Any]") -> Line:
    words = styled(f" {fact['relation']} ", "bold cyan"), styled(fact["object"])
    line = styled(fact["subject"]).append_text(words[0]).append_text(words[1])
    return line.append_text(styled(f"  {counted(fact['voices'], 'article')}", "dim"))


def _show_story(story: "Mapping[str, Any]") -> None:
    show(*_head(story))
    for fact in story["facts"]:
        words = " ".join(fact["quote"].split())
        show("", indented(_fact_line(fact)), indented(styled(f"“{words}” · {fact['document']}", "dim"), 4))
    for conflict in story["disputed"]:
        show("", indented(styled(f"disputed: {conflict['title']}", "bold red")))
        for account in conflict["accounts"]:
            said = (account["value"], account["source"], account["document"])
            show(indented(styled(" · ".join(filter(None, said)), "dim"), 4))
    show("")
    for each in story["documents"]:
        parts = (each["published"], each["publisher"], each["title"], each["document"], each["url"])
        show(indented(styled(" · ".join(filter(None, parts)), "dim")))


@with_options(graph=open_graph)
def conflicts(
    *,
    name: Annotated[str | None, typer.Argument(help="Only those about this entity.")] = None,
    kind: Annotated[
        Literal["value", "holder", "number", "denial"] | None, typer.Option(help="Only conflicts of this kind.")
    ] = None,
    form: ListFormat = "table",
    raw: RawOption = False,
    graph: api.Graph,
) -> None:
    """List contradictions between texts, each account with its source and words."""
    found = graph.conflicts(name, kinds=kind)
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
    before: Annotated[Path, typer.Argument(metavar="A", help="A graph directory.")],
    after: Annotated[Path | None, typer.Argument(metavar="[B]", help="Another, or a later state of it.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="In A alone: first day of publication.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="With --since: last day of publication.")] = None,
    form: ListFormat = "table",
    raw: RawOption = False,
) -> None:
    """List entities and facts that are new, gone or changed in B, or since a day."""
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
    counts = (f"{counted(number, what)} {change}" for (what, change), number in found.counts().items() if number)
    show(styled(", ".join(counts) or "no changes", "dim"))


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
    """Yield the stated facts from which an inferred one follows in the end."""
    for premise in fact.premises:
        if premise.premises:
            yield from _stated(premise)
        else:
            yield premise


def _headline(fact: "Explanation") -> Line:
    line = styled(fact.subject)
    line.append(f"  {plain(fact.relation)}  ", "bold")
    line.append(f"{plain(fact.object)}  ")
    words = styled(fact.factuality_words())
    words.stylize(_FACTUALITY.get(fact.factuality, ""), 0, len(fact.factuality))
    return line.append_text(words)


def _sentence(fact: "Explanation") -> Line:
    line = styled("")
    for words, role in fact.sentence_parts():
        line.append_text(styled(words) if role is None else marked(plain(words), _ROLE[role]))
    return line
