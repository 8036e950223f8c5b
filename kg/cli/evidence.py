"""How a fact is shown with the words that say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from kg.cli.output import indented, marked, show, styled
from kg.display import plain, relation_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.facts.explain import Explanation

__all__ = ["show_facts"]

_FACTUALITY = {"asserted": "green", "reported": "cyan", "planned": "yellow", "hypothetical": "yellow", "negated": "red"}
_ROLE = {"subject": "bold blue", "predicate": "bold", "object": "bold magenta"}
_SPACES = re.compile(r"\s+")


def show_facts(explanations: Iterable[Explanation]) -> None:
    """Print each fact with its sentence, the words that say it marked, and where it comes from."""
    for fact in explanations:
        if fact.premises:
            show(_headline(fact), indented(styled(f"follows by the rule {fact.rule} from:", "dim")))
            for premise in _stated(fact):
                show(
                    indented(_headline(premise)),
                    indented(_sentence(premise)),
                    indented(styled(premise.origin, "dim")),
                )
            show("")
        else:
            show(_headline(fact), indented(_sentence(fact)), indented(styled(fact.origin, "dim")), "")


def _stated(fact: Explanation) -> Iterator[Explanation]:
    """The facts that documents state and from which an inferred one follows in the end."""
    for premise in fact.premises:
        if premise.premises:
            yield from _stated(premise)
        else:
            yield premise


def _headline(fact: Explanation) -> Text:
    """Subject, relation and object, then how the text holds the fact."""
    line = styled(fact.subject)
    line.append(f"  {plain(relation_words(fact.predicate, fact.predicate_label))}  ", "bold")
    line.append(plain(fact.object))
    line.append("  ")
    line.append(fact.factuality, _FACTUALITY.get(fact.factuality, ""))
    if fact.source:
        line.append(plain(f" by {fact.source}"))
    if fact.time:
        line.append(plain(f", {fact.time}"))
    for name, value in fact.qualifiers:
        line.append(plain(f", {name}: {value}"))
    return line


def _sentence(fact: Explanation) -> Text:
    line, done = Text(), 0
    for mark in fact.highlights:
        if mark.begin < done:
            continue
        line.append(_words(fact.sentence[done : mark.begin]))
        line.append_text(marked(_words(fact.sentence[mark.begin : mark.end]), _ROLE[mark.role]))
        done = mark.end
    return line.append(_words(fact.sentence[done:]))


def _words(part: str) -> str:
    return plain(_SPACES.sub(" ", part))
