"""Facts as people read them: on one line, in a table, or with the words that say them marked in their sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.display.html import Html, card, escaped, faint, html_table
from kg.display.text import brief, counted, plain, text_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = [
    "Highlight",
    "Role",
    "ShownFact",
    "facts_html",
    "facts_table",
    "factuality_words",
    "relation_words",
    "sentence_parts",
    "ways_html",
    "ways_text",
]

type Role = Literal["subject", "predicate", "object"]
"""What words of a sentence name of a fact."""

_MARKS: dict[Role, str] = {"subject": "#3b82f640", "predicate": "#f59e0b40", "object": "#10b98140"}
_SHOWN = 20
"""How many facts a notebook shows."""
_NAME, _WORDS = 40, 60
"""The longest name, and the longest object, that a line shows, in characters."""


@dataclass(frozen=True, slots=True, order=True)
class Highlight:
    """Words that name a fact's subject, predicate or object: a half-open range of code points of its sentence."""

    begin: int
    end: int
    role: Role


class ShownFact:
    """What a fact must have to be shown, and how it shows itself: all that is text for people is its labels.

    `sentence` is the one that says it, and `highlights` are words of it in order of place; `begin` and `end` are the
    offsets of the words that say it in the text of the document, which `document` names by its short id, and of which
    `title`, `publisher`, the day on which it was `published` (ISO 8601) and `url` may be known. What no document states
    but follows from others has these as `premises`. `time` is an ISO 8601 date or interval.
    """

    __slots__ = ()

    subject: str
    predicate: str
    predicate_label: str
    object: str
    factuality: str
    source: str | None
    time: str | None
    qualifiers: Sequence[tuple[str, str]]
    document: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    begin: int
    end: int
    sentence: str
    highlights: Sequence[Highlight]
    rule: str | None
    confidence: float | None
    broken: str | None
    premises: Sequence[ShownFact]

    @property
    def relation(self) -> str:
        """The relation as it reads: "is located in", "cut off"."""
        return relation_words(self.predicate, self.predicate_label)

    @property
    def origin(self) -> str:
        """Where the fact stands and what found it, in one line for people."""
        title = f"“{plain(self.title)}”" if self.title else None
        cited = ", ".join(filter(None, (title, self.publisher, self.published)))
        place = f"{self.document}, characters {self.begin} to {self.end}"
        parts = [f"{cited} ({place})" if cited else place]
        if self.rule:
            parts.append(f"rule {self.rule}")
        if self.confidence is not None:
            parts.append(f"confidence {self.confidence:.2f}")
        if self.broken:
            parts.append(f"kept aside: {self.broken}")
        if self.url:
            parts.append(self.url)
        return "; ".join(parts)

    def __repr__(self) -> str:
        words = brief(self.subject, _NAME), brief(self.relation, _NAME), brief(self.object, _WORDS)
        return f"{type(self).__name__}: {' '.join(words)} ({factuality_words(self, _brief)})"

    def _repr_html_(self) -> str:
        line = f"<b>{escaped(self.subject)}</b> {escaped(self.relation)} <b>{escaped(self.object)}</b>"
        head = Html(f"<div>{line} · {faint(factuality_words(self, _brief), 'span')}</div>")
        if self.premises:
            return card(
                head,
                faint(f"follows by the rule {self.rule or ''} from"),
                *(Html(premise._repr_html_()) for premise in self.premises),
            )
        return card(head, Html(f"<div>{_sentence_html(self)}</div>"), faint(self.origin))


def relation_words(predicate: str, label: str) -> str:
    """A predicate as it reads: its label; of an open predicate that has none, its words.

    >>> relation_words("locatedIn", "is located in"), relation_words("p/cut_off", "p/cut_off")
    ('is located in', 'cut off')
    """
    return label if label != predicate else predicate.removeprefix("p/").replace("_", " ")


def _brief(text: str) -> str:
    return brief(text, _NAME)


def factuality_words(fact: ShownFact, shown: Callable[[str], str] = plain) -> str:
    """A fact's factuality in words, with by whom it is stated, its time and its qualifiers.

    `shown` makes each name and value fit to be shown.
    """
    by = f" by {shown(fact.source)}" if fact.source else ""
    parts = [fact.factuality + by, *([fact.time] if fact.time else [])]
    return ", ".join([*parts, *(f"{name}: {shown(value)}" for name, value in fact.qualifiers)])


def sentence_parts(fact: ShownFact) -> Iterator[tuple[str, Role | None]]:
    """A fact's sentence in parts, each with what of the fact it names, None where nothing; line breaks are spaces.

    Of two highlights that overlap the first stays.
    """
    done = 0
    for mark in fact.highlights:
        if mark.begin >= done:
            yield _one_line(fact.sentence[done : mark.begin]), None
            yield _one_line(fact.sentence[mark.begin : mark.end]), mark.role
            done = mark.end
    yield _one_line(fact.sentence[done:]), None


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _sentence_html(fact: ShownFact) -> Html:
    parts = []
    for words, role in sentence_parts(fact):
        if role is None:
            parts.append(escaped(words))
        else:
            style = f"background: {_MARKS[role]}; color: inherit; padding: 0 0.1em"
            parts.append(Html(f'<mark title="{role}" style="{style}">{escaped(words)}</mark>'))
    return Html("".join(parts))


def facts_table(facts: Sequence[ShownFact]) -> str:
    """The first facts as aligned columns: what is said, and its factuality."""
    rows = [(fact.subject, fact.relation, fact.object, fact.factuality) for fact in facts]
    return text_table(("subject", "relation", "object", "factuality"), rows) if rows else "no facts"


def facts_html(facts: Sequence[ShownFact]) -> Html:
    """The first facts as a table: what is said, its factuality, and the sentence that says it."""
    rows = [
        (
            fact.subject,
            fact.relation,
            fact.object,
            factuality_words(fact, _brief),
            _sentence_html(fact) if fact.sentence else Html(f"<i>follows by {escaped(fact.rule or '')}</i>"),
            fact.document,
        )
        for fact in facts[:_SHOWN]
    ]
    count = counted(len(facts), "fact")
    note = count if len(facts) <= _SHOWN else f"the first {_SHOWN} of {count}"
    return html_table(("subject", "relation", "object", "factuality", "sentence", "document"), rows, note=note)


def ways_text(ways: Sequence[Sequence[ShownFact]]) -> str:
    """Ways, each as a table of its facts."""
    shown = (f"Way {number}: {counted(len(way), 'step')}\n{facts_table(way)}" for number, way in enumerate(ways, 1))
    return "\n\n".join(shown) or "no way"


def ways_html(ways: Sequence[Sequence[ShownFact]]) -> Html:
    """Ways, each as the cards of its facts, with their sentences."""
    shown = (
        faint(f"Way {number}: {counted(len(way), 'step')}") + "".join(fact._repr_html_() for fact in way)
        for number, way in enumerate(ways, 1)
    )
    return Html("".join(shown)) or faint("no way")
