"""The commands about an ontology of one's own: a proposal for one, and how well annotated texts are read with it."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import api
from kg.cli.options import (
    GRAPH,
    GraphOption,
    ModelOption,
    OntologyOption,
    RulesOption,
    finish,
    reading,
    stop_at_defects,
)
from kg.display.terminal import indented, log, show, styled, table, write
from kg.display.text import counted

if TYPE_CHECKING:
    from kg.evaluation.scoring import Miss, Scores

__all__ = ["app", "evaluate", "suggest"]

app = typer.Typer(help="The shapes of a graph, and a draft of an ontology of your own.", no_args_is_help=True)


@app.command(epilog="Example: kg ontology shapes > shapes.ttl")
def shapes() -> None:
    """Print the SHACL shapes of kg's graphs as Turtle."""
    from kg.graph.shapes import shapes as all_shapes

    write(all_shapes())


@app.command(epilog="Example: kg ontology suggest seeds/ --least 2 > own.ttl")
def suggest(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Texts, instead of a graph.", show_default=False),
    ] = None,
    graph: GraphOption = GRAPH,
    base: Annotated[
        str, typer.Option("--base", metavar="IRI", help="The namespace of the terms.")
    ] = "https://example.org/ontology#",
    least: Annotated[int, typer.Option("--least", min=1, max=10**6, metavar="N", help="How often a term occurs.")] = 3,
    most: Annotated[
        int, typer.Option("--most", min=1, max=10**4, metavar="N", help="How many relations, and classes, at most.")
    ] = 40,
    model: ModelOption = None,
) -> None:
    """Propose classes and relations from the verbs and nouns that texts use often, with counts and sentences.

    What is printed is Turtle: edit it, and give it to kg build --ontology.
    """
    if not paths:
        write(api.suggest_ontology(api.open(graph), base=base, least=least, most=most))
        return
    found = api.extract(paths, model=model, progress=reading, on_failure=stop_at_defects)
    write(api.suggest_ontology(found, base=base, least=least, most=most))
    finish(found.ignored, found.not_read, found.remarks)


def _share(value: str) -> float:
    """A share that an option gives; typer.BadParameter where it is none from 0 to 1."""
    try:
        given = float(value)
    except ValueError:
        given = math.nan
    if not 0 <= given <= 1:  # NaN is not either
        raise typer.BadParameter(f"{value!r} is no share from 0 to 1")
    return given


def evaluate(  # noqa: PLR0913, PLR0917 (a command's options are its arguments)
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD...", help="Annotated texts: .jsonl, .json, or folders.", show_default=False),
    ],
    ontology: OntologyOption = None,
    rules: RulesOption = None,
    model: ModelOption = None,
    misses: Annotated[bool, typer.Option("--misses", help="List what is missed and wrong, with sentences.")] = False,
    least: Annotated[
        float, typer.Option("--fail-under", parser=_share, metavar="F1", help="Exit with 1 where F1 is less.")
    ] = 0.0,
) -> None:
    """Score what kg finds in annotated texts: precision, recall and F1 by relation, and how right each confidence is.

    A text is a line of JSON: {"text": "…", "facts": [["subject", "relation", "object"], …]}.
    """
    found = api.evaluate(gold, ontology=ontology, rules=rules, model=model, progress=reading)
    _show(found)
    if misses:
        for each in found.misses:
            _show_miss(each)
    elif found.misses:
        log(f"{counted(len(found.misses), 'fact')} missed or wrong: --misses lists them", "dim")
    if found.total.f1 < least:
        raise typer.Exit(1)


def _show(found: "Scores") -> None:
    numbers = ["annotated", "found", "wrong", "precision", "recall", "F1"]
    rows = table(None, "relation", *numbers, numbers=numbers)
    for name, tally in [*found.relations.items(), (f"all, in {counted(found.texts, 'text')}", found.total)]:
        shares = (f"{share:.2f}" for share in (tally.precision, tally.recall, tally.f1))
        rows.add_row(styled(_short(name), "bold"), str(tally.gold), str(tally.found), str(tally.wrong), *shares)
    show(rows)
    columns = ["confidence", "facts", "right", "share"]
    rows = table(None, *columns, numbers=columns[1:])
    for number, each in enumerate(found.bins):
        above = found.bins[number + 1].least if number + 1 < len(found.bins) else 1.0
        share = f"{each.right / each.facts:.2f}" if each.facts else ""
        rows.add_row(f"{each.least:.1f}-{above:.1f}", str(each.facts), str(each.right), share)
    show(rows)


def _short(name: str) -> str:
    """What of a relation's IRI is its own; other names as they are."""
    return name.rstrip("/#").replace("#", "/").rpartition("/")[2] if "://" in name else name


def _show_miss(each: "Miss") -> None:
    line = styled(each.kind, "red" if each.kind == "wrong" else "yellow")
    line.append(f"  {each.subject} | {_short(each.relation)} | {each.object}")
    if each.confidence is not None:
        line.append(f"  {each.confidence:.2f} by {each.rule}", "dim")
    show(line, indented(styled(f"{each.text}: {each.sentence}", "dim")))
