"""The command that shows the rules: what each reads, and what it has found in a text."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import api
from kg.cli.options import RulesOption, log_failure, reading
from kg.display.terminal import log, show, styled, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Extraction, Fact

    type _Found = dict[str, list[tuple[Extraction, Fact]]]

__all__ = ["rules"]

_SHOWN = 10
"""How many of its findings one rule shows."""


def rules(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH...]", help="Texts to count findings in.", show_default=False),
    ] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="One rule, with its examples.")] = None,
    relation: Annotated[
        str | None, typer.Option("--relation", metavar="NAME", help="Only rules of this relation.")
    ] = None,
    own: RulesOption = None,
) -> None:
    """List the rules that find facts; with texts, also how many facts each has found in them."""
    rule_set = None if own is None else api.own_rules(own)
    known = api.known_rules(rule_set, relation=relation, name=rule)
    found: _Found = {}
    if paths:
        found = _by_rule(api.extract(paths, rules=rule_set, progress=reading, on_failure=log_failure))
    if rule is None:
        _list(known, found if paths else None)
    else:
        _show(known[0], found.get(rule, []))


def _by_rule(extractions: "Iterable[Extraction]") -> "_Found":
    """The facts in the texts by the rule that found each."""
    found: _Found = defaultdict(list)
    for extraction in extractions:
        for fact in extraction.facts:
            found[fact.rule].append((extraction, fact))
    return found


def _list(known: "Sequence[api.AnyRule]", found: "_Found | None") -> None:
    if found is None:
        rows = table(None, "rule", "finds", "reads")
        for rule in known:
            rows.add_row(styled(rule.id, "bold"), ", ".join(api.relations_of(rule)), api.reads(rule))
        show(rows)
        log(f"{len(known)} rules; kg rules --rule ID shows one with its examples, kg rules PATH what each finds", "dim")
        return
    rows = table(None, "rule", "finds", "facts", "reads", numbers=["facts"])
    counts = Counter({rule.id: len(found.get(rule.id, ())) for rule in known})
    by_id = {rule.id: rule for rule in known}
    for name, count in counts.most_common():
        if count:
            rule = by_id[name]
            rows.add_row(styled(name, "bold"), ", ".join(api.relations_of(rule)), str(count), api.reads(rule))
    show(rows)
    silent = sum(not count for count in counts.values())
    log(f"{counts.total()} facts by {len(known) - silent} rules; {silent} rules found nothing", "dim")


def _show(rule: api.AnyRule, found: "Sequence[tuple[Extraction, Fact]]") -> None:
    show(styled(rule.id, "bold"), f"  {api.reads(rule)}")
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
