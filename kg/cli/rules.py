"""The commands about rules and an ontology of one's own, and about how well annotated texts are read with them."""

import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import api
from kg.cli.options import (
    GRAPH,
    GraphOption,
    finish,
    log_failure,
    only,
    read_options,
    reading,
    stop_at_defects,
    with_options,
)
from kg.display.terminal import indented, log, show, styled, table, write
from kg.display.text import counted
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.evaluation.scoring import Miss, Scores
    from kg.model import Extraction, Fact
    from kg.rules.rule_set import AnyRule

    type _Found = dict[str, list[tuple[Extraction, Fact]]]

_SHOWN = 10
"""Findings of one rule that are shown."""


@with_options(options=only(read_options, "rules"))
def rules(
    *,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH...]", help="Texts to count findings in.")] = None,
    rule: Annotated[str | None, typer.Option(metavar="ID", help="One rule, with its examples.")] = None,
    relation: Annotated[str | None, typer.Option(metavar="NAME", help="Only rules of this relation.")] = None,
    options: api.ReadOptions,
) -> None:
    """List the rules that find facts; with texts, also how many facts each has found in them."""
    from kg.rules.rule_set import known_rules

    rule_set = options.extractor().rules
    known = known_rules(rule_set, relation=relation, name=rule)
    found: _Found = defaultdict(list)
    for extraction in api.extract(paths, rules=rule_set, progress=reading, on_failure=log_failure) if paths else ():
        for fact in extraction.facts:
            found[fact.rule].append((extraction, fact))
    if rule is None:
        _list_rules(known, found if paths else None)
    else:
        _show_rule(known[0], found.get(rule, []))


def _list_rules(known: "Sequence[AnyRule]", found: "_Found | None") -> None:
    from kg.rules.rule_set import reads, relations_of

    if found is None:
        rows = table(None, "rule", "finds", "reads")
        for rule in known:
            rows.add_row(styled(rule.id, "bold"), ", ".join(relations_of(rule)), reads(rule))
        show(rows)
        log(f"{len(known)} rules; kg rules --rule ID shows one with its examples, kg rules PATH what each finds", "dim")
        return
    rows = table(None, "rule", "finds", "facts", "reads", numbers=["facts"])
    counts = Counter({rule.id: len(found.get(rule.id, ())) for rule in known})
    by_id = {rule.id: rule for rule in known}
    for name, count in counts.most_common():
        if count:
            rule = by_id[name]
            rows.add_row(styled(name, "bold"), ", ".join(relations_of(rule)), str(count), reads(rule))
    show(rows)
    silent = sum(not count for count in counts.values())
    log(f"{counts.total()} facts by {len(known) - silent} rules; {silent} rules found nothing", "dim")


def _show_rule(rule: "AnyRule", found: "Sequence[tuple[Extraction, Fact]]") -> None:
    from kg.rules.rule_set import reads

    show(styled(rule.id, "bold"), f"  {reads(rule)}")
    for example in rule.examples:
        for find in example.finds:
            show(f"  finds      {find.subject} | {find.relation} | {find.object}", f"             in: {example.text}")
    for example in rule.counterexamples:
        show(f"  not in     {example.text}")
    for extraction, fact in found[:_SHOWN]:
        names = {entity.id: entity.name for entity in extraction.entities}
        ends = [names.get(end, end) for end in (fact.subject, fact.object)]
        words = " ".join(fact.evidence.clause.slice(extraction.document.text).split())
        show(f"  found      {ends[0]} | {fact.predicate} | {ends[1]}", f"             in: {words}")
    if len(found) > _SHOWN:
        show(f"  and {len(found) - _SHOWN} more")


ontology_app = typer.Typer(help="The shapes of a graph, and a draft of an ontology of your own.", no_args_is_help=True)


@ontology_app.command(epilog="Example: kg ontology shapes > shapes.ttl")
def shapes() -> None:
    """Print the SHACL shapes of kg's graphs as Turtle."""
    from kg.graph.validate import shapes as all_shapes

    write(all_shapes())


@ontology_app.command(epilog="Example: kg ontology suggest seeds/ --least 2 > own.ttl")
@with_options(options=only(read_options, "model"))
def suggest(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH...]", help="Texts, instead of a graph.")] = None,
    graph: GraphOption = GRAPH,
    base: Annotated[
        str, typer.Option(metavar="IRI", help="The namespace of the terms.")
    ] = "https://example.org/ontology#",
    least: Annotated[int, typer.Option(min=1, max=10**6, metavar="N", help="Fewest occurrences of a term.")] = 3,
    most: Annotated[
        int, typer.Option(min=1, max=10**4, metavar="N", help="Most relations, and classes, to propose.")
    ] = 40,
    options: api.ReadOptions,
) -> None:
    """Propose classes and relations from the verbs and nouns that texts use often, with counts and sentences.

    What is printed is Turtle: edit it, and give it to kg build --ontology.
    """
    if not paths:
        write(api.suggest_ontology(api.open(graph), base=base, least=least, most=most))
        return
    found = api.extract(paths, options=options, progress=reading, on_failure=stop_at_defects)
    write(api.suggest_ontology(found, base=base, least=least, most=most))
    finish(found.ignored, found.not_read, found.remarks)


def _share(value: str) -> float:
    """Parse a number from 0 to 1; typer.BadParameter if it is not one."""
    try:
        given = float(value)
    except ValueError:
        given = math.nan
    if not 0 <= given <= 1:  # NaN is not either
        raise typer.BadParameter(f"{value!r} is not a number from 0 to 1")
    return given


@with_options(options=only(read_options, "ontology", "rules", "model"))
def evaluate(  # noqa: PLR0913 (a command's options are its arguments)
    *,
    gold: Annotated[
        list[Path] | None, typer.Argument(metavar="[GOLD...]", help="Annotated texts: .jsonl, .json, or folders.")
    ] = None,
    verdicts: Annotated[
        bool, typer.Option("--verdicts", help="Measure a graph by people's verdicts (kg review) instead.")
    ] = False,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="With --verdicts: correct the confidence of its facts by them.")
    ] = False,
    graph: GraphOption = GRAPH,
    options: api.ReadOptions,
    misses: Annotated[bool, typer.Option("--misses", help="List what is missed and wrong, with sentences.")] = False,
    least: Annotated[
        float, typer.Option("--fail-under", parser=_share, metavar="F1", help="Exit with 1 if F1 is lower.")
    ] = 0.0,
) -> None:
    """Score what kg finds in annotated texts: precision, recall and F1 by relation, and how right each confidence is.

    A text is a line of JSON: {"text": "…", "facts": [["subject", "relation", "object"], …]}.
    """
    if verdicts:
        _evaluate_verdicts(graph, calibrate=calibrate)
        return
    if not gold or calibrate:
        raise InputError("name annotated texts, or --verdicts, with which --calibrate goes")
    found = api.evaluate(gold, options=options, progress=reading)
    _show_scores(found)
    if misses:
        for each in found.misses:
            _show_miss(each)
    elif found.misses:
        log(f"{counted(len(found.misses), 'fact')} missed or wrong: --misses lists them", "dim")
    if found.total.f1 < least:
        raise typer.Exit(1)


def _evaluate_verdicts(graph: Path, *, calibrate: bool) -> None:
    from kg.verdicts.learning import measured, recalibrate

    found = measured(graph)
    for name, shares in (("relation", found.relations), ("rule", found.rules), ("confidence", found.bins)):
        rows = table(None, name, "verdicts", "right", "precision", numbers=["verdicts", "right", "precision"])
        for each in (*shares, found.total) if name == "relation" else shares[:_SHOWN]:
            rows.add_row(styled(_short(each.name), "bold"), str(each.facts), str(each.right), f"{each.precision:.2f}")
        show(rows)
    would = "" if found.would is None else f", {found.would:.3f} with a new calibration on verdicts unseen by it"
    log(f"error of confidence: {found.error:.3f} as read, {found.now:.3f} now{would}")
    if calibrate:
        for entry in recalibrate(graph):
            log(f"decided: {entry}  ({entry.id}): {measured(graph).now:.3f} now; kg entities undo {entry.id} undoes it")


def _show_scores(found: "Scores") -> None:
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
    """Return the last part of a relation's IRI; other names unchanged."""
    return name.rstrip("/#").replace("#", "/").rpartition("/")[2] if "://" in name else name


def _show_miss(each: "Miss") -> None:
    line = styled(each.kind, "red" if each.kind == "wrong" else "yellow")
    line.append(f"  {each.subject} | {_short(each.relation)} | {each.object}")
    if each.confidence is not None:
        line.append(f"  {each.confidence:.2f} by {each.rule}", "dim")
    show(line, indented(styled(f"{each.text}: {each.sentence}", "dim")))
