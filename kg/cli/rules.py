"""The command that shows the rules: what each reads, and what it has found in a text."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OwnRules
from kg.display.terminal import log, progress, show, styled, table
from kg.errors import NotFoundError
from kg.read import read_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Extraction, Fact
    from kg.rules.coded import CodedRule
    from kg.rules.rule import Rule
    from kg.rules.rule_set import RuleSet

    type _Found = dict[str, list[tuple[Extraction, Fact]]]

__all__ = ["rules"]

_WORDS = 6
"""How many of a rule's words the list shows."""
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
    own: OwnRules = None,
) -> None:
    """List the rules that find facts; with texts, also how many facts each has found in them."""
    from kg.rules.coded import load_coded_rules
    from kg.rules.rule_set import shipped_rules
    from kg.trials import tried_rules

    readable = shipped_rules() if own is None else tried_rules(own)
    known: list[Rule | CodedRule] = [*readable.rules, *load_coded_rules()]
    if relation is not None:
        known = [each for each in known if relation in _relations(each)]
        if not known:
            raise NotFoundError(f"no rule finds {relation!r}: kg rules lists them all")
    if rule is not None:
        known = [each for each in known if each.id == rule]
        if not known:
            raise NotFoundError(f"no rule is called {rule!r}: kg rules lists them all")
    found = _read(paths, readable) if paths else {}
    if rule is None:
        _list(known, found if paths else None)
    else:
        _show(known[0], found.get(rule, []))


def _relations(rule: "Rule | CodedRule") -> set[str]:
    return {find.relation for example in rule.examples for find in example.finds}


def _read(paths: "Sequence[Path]", readable: "RuleSet") -> "_Found":
    """The facts in the texts by the rule that found each."""
    from kg.pipeline import extract

    reading = read_paths(paths)
    found: _Found = defaultdict(list)
    for extraction in progress(extract(reading.documents, rules=readable), reading.total, "Reading"):
        for fact in extraction.facts:
            found[fact.rule].append((extraction, fact))
    for failure in reading.failures:
        log(f"not read: {failure.path}: {failure.reason}", "yellow")
    return found


def _reads(rule: "Rule | CodedRule") -> str:
    from kg.rules.rule import Rule

    if not isinstance(rule, Rule):
        return rule.says
    words = [word.replace("_", " ") for word in rule.words if word != "*"]
    more = f", and {len(words) - _WORDS} more" if len(words) > _WORDS else ""
    return f"{rule.construction}: {', '.join(words[:_WORDS]) or 'any'}{more}"


def _list(known: "Sequence[Rule | CodedRule]", found: "_Found | None") -> None:
    if found is None:
        rows = table(None, "rule", "finds", "reads")
        for rule in known:
            rows.add_row(styled(rule.id, "bold"), ", ".join(sorted(_relations(rule))), _reads(rule))
        show(rows)
        log(f"{len(known)} rules; kg rules --rule ID shows one with its examples, kg rules PATH what each finds", "dim")
        return
    rows = table(None, "rule", "finds", "facts", "reads", numbers=["facts"])
    counts = Counter({rule.id: len(found.get(rule.id, ())) for rule in known})
    by_id = {rule.id: rule for rule in known}
    for name, count in counts.most_common():
        if count:
            rule = by_id[name]
            rows.add_row(styled(name, "bold"), ", ".join(sorted(_relations(rule))), str(count), _reads(rule))
    show(rows)
    silent = sum(not count for count in counts.values())
    log(f"{counts.total()} facts by {len(known) - silent} rules; {silent} rules found nothing", "dim")


def _show(rule: "Rule | CodedRule", found: "Sequence[tuple[Extraction, Fact]]") -> None:
    unseen = "  no annotated text that it was tried on owes a fact to it" if getattr(rule, "unseen", False) else ""
    show(styled(rule.id, "bold"), f"  {_reads(rule)}", *filter(None, [unseen]))
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
