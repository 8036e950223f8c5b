"""Answers to questions in plain English as text: each with its standing and the sentences that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.display.html import Html, card, escaped, faint
from kg.display.text import brief, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ShownAnswer", "ShownEvidence", "ShownFound", "answer_html", "answer_lines", "cited", "standing"]

_QUOTE = 400
"""The longest sentence that a line shows, in characters."""
_SHOWN = 20
"""How many answers a notebook shows."""


class ShownEvidence:
    """What a sentence that answers must have to be shown; see `kg.graph.asking.answers.Evidence`."""

    __slots__ = ()

    statement: str
    quote: str
    document: str
    publisher: str | None
    published: str | None
    factuality: str
    source: str | None
    time: str | None


class ShownFound:
    """What one thing that answers must have to be shown; see `kg.graph.asking.answers.Found`."""

    __slots__ = ()

    value: str
    cls: str | None
    factuality: str
    evidence: Sequence[ShownEvidence]

    @property
    def documents(self) -> int:
        """How many documents say so."""
        return len({each.document for each in self.evidence})


class ShownAnswer:
    """What an answer must have to be shown; see `kg.graph.asking.answers.Answer`."""

    __slots__ = ()

    understood: Sequence[str]
    verdict: str | None
    found: Sequence[ShownFound]
    remarks: Sequence[str]

    def __repr__(self) -> str:
        return "\n".join(answer_lines(self, most=10, sentences=1))

    def _repr_html_(self) -> str:
        return answer_html(self)


def cited(evidence: ShownEvidence) -> str:
    """Where a sentence stands: "herald · The Herald · 2025-09-22 · https://…/statement/…"."""
    return " · ".join(filter(None, (evidence.document, evidence.publisher, evidence.published, evidence.statement)))


def standing(found: ShownFound) -> str:
    """How what answers stands: "Person · reported by Ada Marlow · 2 documents"."""
    source = found.evidence[0].source
    held = found.factuality if found.factuality == "asserted" or not source else f"{found.factuality} by {source}"
    return " · ".join(filter(None, (found.cls, held, counted(found.documents, "document"))))


def answer_lines(answer: ShownAnswer, *, most: int, sentences: int) -> Iterator[str]:
    """An answer as lines: at most so many things that answer, each with so many sentences; what is left out is said."""
    if answer.understood:
        yield f"Understood: {'; '.join(answer.understood)}"
    yield from (f"Note: {remark}" for remark in answer.remarks)
    if answer.verdict:
        yield f"Answer: {answer.verdict}"
    shown = answer.found if most == 0 else answer.found[:most]
    for each in shown:
        yield f"{brief(each.value, _QUOTE)}  ({standing(each)})"
        for row in each.evidence[:sentences]:
            yield f"    “{brief(row.quote, _QUOTE)}”"
            yield f"    {cited(row)}"
        if len(each.evidence) > sentences:
            yield f"    and {counted(len(each.evidence) - sentences, 'sentence')} more"
    if len(answer.found) > len(shown):
        yield f"and {counted(len(answer.found) - len(shown), 'answer')} more"


def answer_html(answer: ShownAnswer) -> Html:
    """An answer for a notebook, with the best sentence of each of the first things that answer."""
    parts = [faint("; ".join(answer.understood))] if answer.understood else []
    parts += [faint(remark) for remark in answer.remarks]
    if answer.verdict:
        parts.append(Html(f"<p><b>{escaped(answer.verdict)}</b></p>"))
    for each in answer.found[:_SHOWN]:
        best = each.evidence[0]
        name, quote = escaped(each.value), escaped(best.quote)
        parts.append(card(Html(f"<b>{name}</b> "), faint(standing(each)), Html(f"“{quote}”"), faint(cited(best))))
    if len(answer.found) > _SHOWN:
        parts.append(faint(f"and {counted(len(answer.found) - _SHOWN, 'answer')} more"))
    return Html("".join(parts))
