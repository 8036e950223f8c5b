"""What a notebook shows of a graph's parts, as HTML, and what a terminal shows, as a line or a table.

All names and words are text of documents: whatever is in them, they are shown and do nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.display import Html, brief, counted, escaped, html_table, relation_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import EntityRecord, Records

__all__ = ["entity_html", "fact_html", "fact_line", "facts_html", "graph_html", "sentence_html"]

_MARKS = {"subject": "#3b82f640", "predicate": "#f59e0b40", "object": "#10b98140"}
_FAINT = "opacity: 0.75; font-size: 0.9em"
_CARD = "border-left: 3px solid #8888; padding: 0.1em 0.8em; margin: 0.4em 0; max-width: 60em"
_LISTED = 12
_ALIASES = 12


def fact_line(fact: Explanation) -> str:
    """A fact on one line: subject, relation and object, then how it is held, by whom and since when."""
    words = relation_words(fact.predicate, fact.predicate_label)
    return f"{brief(fact.subject, 40)} {brief(words, 40)} {brief(fact.object, 60)} ({', '.join(_held(fact))})"


def _held(fact: Explanation) -> list[str]:
    by = f" by {brief(fact.source, 40)}" if fact.source else ""
    qualifiers = [f"{name}: {brief(value, 40)}" for name, value in fact.qualifiers]
    return [fact.factuality + by, *([fact.time] if fact.time else []), *qualifiers]


def fact_html(fact: Explanation) -> Html:
    """A fact with its sentence, in which its words are marked, and with what it rests on."""
    words = relation_words(fact.predicate, fact.predicate_label)
    line = f"<b>{escaped(fact.subject)}</b> {escaped(words)} <b>{escaped(fact.object)}</b>"
    held = f'<span style="{_FAINT}">{escaped(", ".join(_held(fact)))}</span>'
    if fact.premises:
        inner = "".join(map(fact_html, fact.premises))
        below = f'<div style="{_FAINT}">follows by the rule {escaped(fact.rule or "")} from</div>{inner}'
    else:
        below = f'<div>{sentence_html(fact)}</div><div style="{_FAINT}">{escaped(fact.origin)}</div>'
    return Html(f'<div style="{_CARD}"><div>{line} · {held}</div>{below}</div>')


def sentence_html(fact: Explanation) -> Html:
    """A fact's sentence with the words that name its subject, predicate and object marked."""
    parts: list[str] = []
    done = 0
    for mark in fact.highlights:
        if mark.begin < done:
            continue
        style = f"background: {_MARKS[mark.role]}; color: inherit; padding: 0 0.1em"
        words = _spaced(fact.sentence[mark.begin : mark.end])
        parts += (
            _spaced(fact.sentence[done : mark.begin]),
            f'<mark title="{mark.role}" style="{style}">{words}</mark>',
        )
        done = mark.end
    return Html("".join([*parts, _spaced(fact.sentence[done:])]))


def _spaced(text: str) -> Html:
    """Words that a text breaks over lines, on one."""
    return escaped(re.sub(r"\s+", " ", text))


def facts_html(facts: Sequence[Explanation], *, most: int = 20) -> Html:
    """The first facts as a table: what is said, how it is held, and the sentence that says it."""
    rows = [
        (
            fact.subject,
            relation_words(fact.predicate, fact.predicate_label),
            fact.object,
            ", ".join(_held(fact)),
            sentence_html(fact) if fact.sentence else Html(f"<i>follows by {escaped(fact.rule or '')}</i>"),
            fact.document,
        )
        for fact in facts[:most]
    ]
    note = counted(len(facts), "fact") if len(facts) <= most else f"the first {most} of {counted(len(facts), 'fact')}"
    return html_table(("subject", "relation", "object", "held", "sentence", "document"), rows, note=note)


def entity_html(entity: EntityRecord) -> Html:
    """An entity's name, class and other names, and how often it is spoken of."""
    places = f"{counted(len(entity.mentions), 'mention')} in {counted(len(entity.documents), 'document')}"
    aliases = ", ".join(entity.aliases[:_ALIASES]) + (", …" if len(entity.aliases) > _ALIASES else "")
    also = f"<div>also called {escaped(aliases)}</div>" if aliases else ""
    title = f'<b>{escaped(entity.label)}</b> <span style="{_FAINT}">{escaped(entity.cls)} · {escaped(places)}</span>'
    return Html(f'<div style="{_CARD}"><div>{title}</div>{also}</div>')


def graph_html(records: Records) -> Html:
    """How many things of each class and facts of each relation a graph holds, and what it speaks of most."""
    classes = Counter(entity.cls for entity in records.entities)
    relations = Counter(
        "other verbs" if fact.predicate.startswith("p/") else fact.predicate for fact in records.statements
    )
    common = sorted(records.entities, key=lambda entity: (-len(entity.mentions), entity.label, entity.iri))[:_LISTED]
    spoken = [(entity.label, entity.cls, f"{len(entity.mentions):,}") for entity in common]
    tables = (
        _counts("class", "entities", classes),
        _counts("relation", "facts", relations),
        html_table(("spoken of most", "class", "mentions"), spoken, numbers=("mentions",)),
    )
    held = [
        counted(len(records.documents), "document"),
        counted(len(records.entities), "entity"),
        counted(len(records.statements), "fact"),
        counted(len(records.claims), "claim"),
        *([f"{counted(len(records.inferences), 'fact')} inferred"] if records.inferences else []),
    ]
    boxes = "".join(f"<div>{table}</div>" for table in tables)
    return Html(
        f"<div><b>Graph</b> of {escaped(', '.join(held))}</div>"
        f'<div style="display: flex; flex-wrap: wrap; gap: 0 2.5em; align-items: flex-start">{boxes}</div>'
    )


def _counts(what: str, many: str, counts: Counter[str]) -> Html:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = sum(number for _, number in ordered[_LISTED:])
    note = f"… and {len(ordered) - _LISTED} more with {rest:,} {many}" if rest else ""
    shown = [(name, f"{number:,}") for name, number in ordered[:_LISTED]]
    return html_table((what, many), shown, numbers=(many,), note=note)
