"""`kg entities`: list and look at entities, and record people's decisions about them."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.decided import review_by_keys, show_added, show_decisions
from kg.cli.maintain import tell_page
from kg.cli.options import GRAPH, GraphOption, ListFormat, RawOption, UnnamedOption, write_csv, write_json
from kg.display.spreadsheet import csv_text
from kg.display.terminal import indented, log, marked, show, styled, table, write
from kg.display.text import brief, counted, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.entities.archive import EntityEntry
    from kg.entities.review import ReviewCase
    from kg.resolve.decisions import Entry
    from kg.resolve.model import Verdict

_NAMES = 60
"""How many characters of an entity's other names a table shows; `kg entities show` shows all."""

app = typer.Typer(
    help="List the entities of a graph directory, and decide which are one and what they are called.",
    epilog="Example: kg entities",
    invoke_without_command=True,
    no_args_is_help=False,
)

_Name = Annotated[str, typer.Argument(help="An entity's name, its IRI, or NAME @ DOCUMENT.")]
_Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Reason, kept with the decision.")]
_Who = Annotated[str, typer.Option("--who", metavar="NAME", help="Who decides.")]


@app.callback()
def entities(
    context: typer.Context,
    form: ListFormat = "table",
    raw: RawOption = False,
    unnamed: UnnamedOption = False,
    graph: GraphOption = GRAPH,
) -> None:
    """List the entities of a graph directory, and decide which are one and what they are called."""
    from kg.entities.archive import entities

    if context.invoked_subcommand is None:
        _list(entities(graph=graph, unnamed=unnamed), form, raw=raw)


@app.command(epilog="Example: kg entities search obama")
def search(
    text: Annotated[str, typer.Argument(help="Words of one of its names.")],
    form: ListFormat = "table",
    raw: RawOption = False,
    unnamed: UnnamedOption = False,
    graph: GraphOption = GRAPH,
) -> None:
    """List the entities with these words in one of their names."""
    from kg.entities.archive import entities

    _list(entities(text, graph=graph, unnamed=unnamed), form, raw=raw)


def _list(found: "Sequence[EntityEntry]", form: str, *, raw: bool) -> None:
    if form == "table":
        listed = table(None, "entity", "class", "documents", "also called", numbers=["documents"])
        for each in found:
            others = styled(brief(", ".join(name for name, _ in each.names if name != each.label), _NAMES))
            listed.add_row(styled(each.label, "bold"), each.cls, f"{len(each.documents):,}", others)
        show(listed, styled(counted(len(found), "entity"), "dim"))
    elif form == "json":
        write_json([_fields(each) for each in found])
    else:
        columns = ("iri", "label", "class", "documents", "first", "last", "names")
        rows = []
        for each in found:
            names = "; ".join(f"{name} ({number})" for name, number in each.names)
            rows.append((each.iri, each.label, each.cls, len(each.documents), each.first, each.last, names))
        write_csv(csv_text(columns, rows, raw=raw), raw=raw)


def _fields(each: "EntityEntry") -> dict[str, object]:
    return {
        "iri": each.iri,
        "label": each.label,
        "class": each.cls,
        "aliases": each.aliases,
        "names": dict(each.names),
        "documents": each.documents,
        "first": each.first or None,
        "last": each.last or None,
        "reasons": [asdict(reason) for reason in each.reasons],
    }


@app.command("show", epilog="Example: kg entities show USGS")
def show_entity(name: _Name, graph: GraphOption = GRAPH) -> None:
    """Print one entity: its names with how often each is written, its documents, and why they are one."""
    from kg.entities.archive import entity

    each = entity(name, graph=graph)
    show(styled(each.label, "bold").append(f"  {each.cls}", "dim"), indented(styled(each.iri, "dim")))
    for written, number in each.names:
        show(indented(styled(f"{number:,} × {written}")))
    described = [alias for alias in each.aliases if alias not in dict(each.names)]
    if described:
        show(indented(styled(f"described as {', '.join(described)}")))
    span = " to ".join(dict.fromkeys(filter(None, (each.first, each.last))))
    show(
        indented(
            styled(f"{counted(len(each.documents), 'document')}{span and f', {span}'}: {', '.join(each.documents)}")
        )
    )
    if each.reasons:
        show("", styled("One because", "dim"))
    for reason in each.reasons:
        verdict = "somebody said so" if reason.decided else f"{reason.score:.0%} probable"
        show(indented(styled(f"{reason.left} = {reason.right}  {verdict}")))
        for words, weight in reason.words:
            show(indented(styled(f"{weight:+.1f}  {words}", "dim"), 4))


@app.command(epilog='Example: kg entities merge USGS "U.S. Geological Survey" --why "its acronym"')
def merge(
    one: _Name,
    others: Annotated[list[str], typer.Argument(help="Others, named likewise.")],
    why: _Why = "",
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Decide that two or more entities are one."""
    from kg.entities.editing import merge

    show_added(merge(one, *others, why=why, who=who, graph=graph), graph)


@app.command(epilog="Example: kg entities split Georgia atlanta-2026-05-04")
def split(
    name: _Name,
    apart: Annotated[
        list[str], typer.Argument(metavar="NAME|DOCUMENT...", help="Names, or ids of documents, that mean another.")
    ],
    why: _Why = "",
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Decide that some names, or some documents, mean another entity."""
    from kg.entities.editing import split

    show_added(split(name, apart, why=why, who=who, graph=graph), graph)


@app.command(epilog='Example: kg entities rename USGS "United States Geological Survey"')
def rename(
    name: _Name,
    new: Annotated[str, typer.Argument(help="New name.")],
    why: _Why = "",
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Decide what an entity is called; its IRI stays."""
    from kg.entities.editing import rename

    show_added(rename(name, new, why=why, who=who, graph=graph), graph)


@app.command("class", epilog="Example: kg entities class Apple Company")
def reclassify(
    name: _Name,
    cls: Annotated[str, typer.Argument(metavar="CLASS", help="A class of the vocabulary.")],
    why: _Why = "",
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Decide what class an entity has."""
    from kg.entities.editing import reclassify

    show_added(reclassify(name, cls, why=why, who=who, graph=graph), graph)


@app.command(epilog="Example: kg entities undo")
def undo(
    which: Annotated[
        str | None, typer.Argument(metavar="[ID|LINE]", help="One of kg entities decisions; without, the latest.")
    ] = None,
    graph: GraphOption = GRAPH,
) -> None:
    """Undo a decision; the graph is as if it had not been made."""

    def tell(undone: "Sequence[Entry]") -> None:
        for entry in undone:
            write(f"undone: {entry}\n")
        tell_page(graph)

    from kg.entities.editing import undo

    undo(which, graph=graph, then=tell)


@app.command(epilog="Example: kg entities decisions")
def decisions(form: ListFormat = "table", raw: RawOption = False, graph: GraphOption = GRAPH) -> None:
    """List people's decisions, and whether each still fits anything."""
    from kg.entities.archive import decisions

    show_decisions(decisions(graph), "decision", form, raw=raw)


@app.command("import", epilog="Example: kg entities import merged.ftm.json")
def import_decisions(
    file: Annotated[Path, typer.Argument(help="Entities of FollowTheMoney, a JSON object a line.")],
    graph: GraphOption = GRAPH,
) -> None:
    """Import decisions: those that kg exported, and entities that other tools merged."""
    from kg.entities.editing import take_over

    show_added(take_over(file, graph), graph)


@app.command(epilog="Example: kg entities review")
def review(
    limit: Annotated[int | None, typer.Option(min=1, max=10**6, metavar="N", help="Most cases to show.")] = None,
    who: _Who = "",
    graph: GraphOption = GRAPH,
) -> None:
    """Review doubtful merges and near misses, most valuable first: are the two one?

    Each decision is kept at once. Keys: y the same, n different, u unsure, m more of the
    sentences and reasons, s skip, b back, q quit.
    """
    from kg.entities.review import open_review

    found = open_review(graph, limit=limit)
    if not found.cases:
        show("nothing to review: all doubtful cases are decided")
        return
    cases, decided = found.cases, set[int]()

    def decide(number: int, key: str) -> bool | None:
        if key not in _VERDICTS:
            return None
        found.decide(cases[number], _VERDICTS[key], who=who)
        decided.add(number)
        return True

    def back(number: int) -> None:
        if number in decided:
            found.back(cases[number])
            decided.remove(number)

    def show_case(number: int, whole: bool) -> None:
        _show_case(cases[number], number + 1, len(cases), whole=whole)

    try:
        review_by_keys(len(cases), show_case, decide, ("b", back), _KEYS)
        show(f"{counted(len(decided), 'case')} decided, {len(cases) - len(decided):,} left")
    finally:  # Ctrl-C too: what was decided is in the file, and every build would see to it
        if found.decided:
            found.apply()
            tell_page(graph)
            log(f"graph updated ({counted(found.decided, 'decision')})", "dim")


_VERDICTS: "Mapping[str, Verdict]" = {"y": "same", "n": "different", "u": "unsure"}
_KEYS = "y same · n different · u unsure · m more · s skip · b back · q quit"


def _show_case(case: "ReviewCase", number: int, total: int, *, whole: bool) -> None:
    """Print a case: of each side the words around its name and the weightiest reason, or all there is to see."""
    now = "one now" if case.joined else "two now"
    show(styled(f"{number} of {total}", "dim").append(f"  {now}, {case.score:.0%} probable", "dim"))
    for side in (case.left, case.right):
        called = f"  (of {side.entity})" if side.entity != side.name else ""
        head = styled(side.name, "bold cyan").append_text(styled(called, "dim"))
        head.append_text(styled(f"  {side.cls}, {counted(side.documents, 'document')}", "dim"))
        show(indented(head))
        for sentence in side.sentences if whole else side.sentences[:1]:
            parts = sentence.parts if whole else sentence.excerpt
            before, named, after = (re.sub(r"\s+", " ", words) for words in parts)
            line = styled(before).append_text(marked(plain(named), "bold")).append_text(styled(after))
            line.append_text(styled(f"  {' · '.join(filter(None, (sentence.document, sentence.date)))}", "dim"))
            show(indented(line, 4))
    for words, weight in case.reasons if whole else ():
        show(indented(styled(f"{weight:+.1f}  {words}", "dim")))
    if not whole:
        show(indented(styled(case.reason, "dim")))
    show(styled(f"the same? {_KEYS}", "dim"))
