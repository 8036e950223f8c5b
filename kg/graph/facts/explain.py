"""Facts with their evidence: the words that say them, who says so, and the rule that read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.display.html import Html, card, escaped, faint
from kg.display.text import brief, plain
from kg.graph.facts.names import find_entities, find_predicates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.graph.facts.records import ClaimRecord, DocumentRecord, GraphContents, InferenceRecord, StatementRecord

type Role = Literal["subject", "predicate", "object"]
"""The part of a fact that words of a sentence name."""

_SAID = "said"
_MARKS: dict[Role, str] = {"subject": "#3b82f640", "predicate": "#f59e0b40", "object": "#10b98140"}
_NAME, _WORDS = 40, 60
"""The longest name, and the longest object, that a line shows, in characters."""


@dataclass(frozen=True, slots=True, order=True)
class Highlight:
    """Words that name a fact's subject, predicate or object: a half-open range of code points of its sentence."""

    begin: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """One fact, as the labels that people read, with the IRIs behind them.

    `iri` is the statement's, or the claim's where `predicate` is "said". `quote` are the words that say it, from the
    first to the last, and `begin` and `end` their offsets in the text of the document whose id is `document`;
    `sentence` is the one that they are in, and its `highlights` are in order of place. `time` is an ISO 8601 date or
    interval. `broken` says why the fact was kept aside. A fact that no document states but that follows from others
    has the factuality "inferred", no words and no document of its own, and these others as `premises`. `object_iri` is
    None where the object is a date or words. `title`, `publisher`, `published` (a day) and `url` are the document's.
    `doubt` says what in the archive speaks against the fact.
    """

    iri: str
    subject: str
    predicate: str
    predicate_label: str
    object: str
    factuality: str
    document: str = ""
    begin: int = 0
    end: int = 0
    quote: str = ""
    sentence: str = ""
    highlights: tuple[Highlight, ...] = ()
    rule: str | None = None
    confidence: float | None = None
    source: str | None = None
    time: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    broken: str | None = None
    premises: tuple[Explanation, ...] = ()
    subject_iri: str = ""
    object_iri: str | None = None
    source_iri: str | None = None
    document_iri: str = ""
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    doubt: str | None = None

    @property
    def relation(self) -> str:
        """The words of the relation: "is located in", "cut off"."""
        return relation_words(self.predicate, self.predicate_label)

    @property
    def origin(self) -> str:
        """The document and the rule or model that the fact comes from, on one line."""
        title = f"“{plain(self.title)}”" if self.title else None
        cited = ", ".join(filter(None, (title, self.publisher, self.published)))
        place = f"{self.document}, characters {self.begin} to {self.end}"
        parts = [f"{cited} ({place})" if cited else place]
        if self.rule:
            parts.append(f"rule {self.rule}")
        if self.confidence is not None:
            parts.append(f"confidence {self.confidence:.2f}")
        if self.doubt:
            parts.append(f"doubted: {self.doubt}")
        if self.broken:
            parts.append(f"kept aside: {self.broken}")
        if self.url:
            parts.append(self.url)
        return "; ".join(parts)

    def __repr__(self) -> str:
        words = brief(self.subject, _NAME), brief(self.relation, _NAME), brief(self.object, _WORDS)
        return f"{type(self).__name__}: {' '.join(words)} ({self.factuality_words(_brief)})"

    def _repr_html_(self) -> str:
        line = f"<b>{escaped(self.subject)}</b> {escaped(self.relation)} <b>{escaped(self.object)}</b>"
        head = Html(f"<div>{line} · {faint(self.factuality_words(_brief), 'span')}</div>")
        if self.premises:
            return card(
                head,
                faint(f"follows by the rule {self.rule or ''} from"),
                *(Html(premise._repr_html_()) for premise in self.premises),
            )
        return card(head, Html(f"<div>{self.sentence_html()}</div>"), faint(self.origin))

    def factuality_words(self, shown: Callable[[str], str] = plain) -> str:
        """Return the factuality in words, with who states the fact, its time and its qualifiers.

        `shown` makes each name and value fit to be shown.
        """
        by = f" by {shown(self.source)}" if self.source else ""
        parts = [self.factuality + by, *([self.time] if self.time else [])]
        return ", ".join([*parts, *(f"{name}: {shown(value)}" for name, value in self.qualifiers)])

    def sentence_parts(self) -> Iterator[tuple[str, Role | None]]:
        """Yield the sentence in parts, each with the part of the fact that it names, if any; line breaks are spaces.

        Of two highlights that overlap the first stays.
        """
        done = 0
        for mark in self.highlights:
            if mark.begin >= done:
                yield _one_line(self.sentence[done : mark.begin]), None
                yield _one_line(self.sentence[mark.begin : mark.end]), mark.role
                done = mark.end
        yield _one_line(self.sentence[done:]), None

    def sentence_html(self) -> Html:
        """Return the sentence with subject, predicate and object marked."""
        parts = []
        for words, role in self.sentence_parts():
            if role is None:
                parts.append(escaped(words))
            else:
                style = f"background: {_MARKS[role]}; color: inherit; padding: 0 0.1em"
                parts.append(Html(f'<mark title="{role}" style="{style}">{escaped(words)}</mark>'))
        return Html("".join(parts))


def relation_words(predicate: str, label: str) -> str:
    """Return the words of a predicate: its label or, of an open predicate that has none, its name.

    >>> relation_words("locatedIn", "is located in"), relation_words("p/cut_off", "p/cut_off")
    ('is located in', 'cut off')
    """
    return label if label != predicate else predicate.removeprefix("p/").replace("_", " ")


def _brief(text: str) -> str:
    return brief(text, _NAME)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def explain(
    records: GraphContents, name: str, relation: str | None = None, other: str | None = None
) -> list[Explanation]:
    """Return the facts that have the entity called `name` as their subject, object or source.

    `relation` keeps those with this predicate, "said" giving what the entity said; `other` those between the two.

    Raises:
        NotFoundError: the graph holds no such entity, or the entity no fact with such a relation.
    """
    chosen = {entity.iri for entity in find_entities(records.entities, name)}
    partners = {entity.iri for entity in find_entities(records.entities, other)} if other is not None else None
    facts = [fact for fact in records.statements if chosen & {fact.subject, fact.object, fact.source}]
    claims = [claim for claim in records.claims if claim.source in chosen]
    inferences = [fact for fact in records.inferences if chosen & {fact.subject, fact.object}]
    if relation is None:
        claims = []
    else:
        used = (
            {fact.predicate for fact in facts}
            | {fact.predicate for fact in inferences}
            | ({_SAID} if claims else set())
        )
        wanted = find_predicates({key: records.predicate_labels.get(key, key) for key in sorted(used)}, relation)
        facts = [fact for fact in facts if fact.predicate in wanted]
        claims = [claim for claim in claims if _SAID in wanted]
        inferences = [fact for fact in inferences if fact.predicate in wanted]
    if partners is not None:

        def between(fact: StatementRecord | InferenceRecord) -> bool:
            ends = fact.subject, fact.object
            return (ends[0] in chosen and ends[1] in partners) or (ends[0] in partners and ends[1] in chosen)

        facts, inferences = list(filter(between, facts)), list(filter(between, inferences))
        claims = [claim for claim in claims if claim.to in partners]
    return [
        *explain_statements(records, facts),
        *_explain_claims(records, claims),
        *explain_inferences(records, inferences),
    ]


def explain_statements(records: GraphContents, facts: Iterable[StatementRecord]) -> Iterator[Explanation]:
    """Yield statements with their labels and sentences, in the order given."""
    labels = records.labels()
    documents = {document.iri: document for document in records.documents}
    doubts = {fact.iri: fact.doubt for fact in records.facts if fact.doubt}
    for fact in facts:
        document = documents[fact.document]
        begin, end = fact.begin, fact.end
        yield Explanation(
            iri=fact.iri,
            subject=labels.get(fact.subject, fact.subject),
            predicate=fact.predicate,
            predicate_label=records.predicate_labels.get(fact.predicate, fact.predicate),
            object=fact.object if fact.literal else labels.get(fact.object, fact.object),
            factuality=fact.factuality,
            begin=fact.words[0],
            end=fact.words[1],
            quote=fact.quote,
            sentence=document.text[begin:end],
            highlights=_highlights(fact, begin, end),
            rule=fact.rule,
            confidence=fact.confidence,
            source=labels.get(fact.source, fact.source) if fact.source else None,
            time=fact.time,
            qualifiers=tuple(
                (name, value if literal else labels.get(value, value)) for name, value, literal in fact.qualifiers
            ),
            broken=fact.broken,
            subject_iri=fact.subject,
            object_iri=None if fact.literal else fact.object,
            source_iri=fact.source,
            doubt=doubts.get(fact.fact),
            **_citation(document),
        )


def _explain_claims(records: GraphContents, claims: list[ClaimRecord]) -> Iterator[Explanation]:
    labels = records.labels()
    documents = {document.iri: document for document in records.documents}
    for claim in claims:
        yield Explanation(
            iri=claim.iri,
            subject=labels.get(claim.source, claim.source),
            predicate=_SAID,
            predicate_label=records.predicate_labels.get(_SAID, _SAID),
            object=claim.text,
            factuality="asserted",
            begin=claim.begin,
            end=claim.end,
            quote=claim.text,
            sentence=claim.text,
            highlights=(Highlight(0, len(claim.text), "object"),),
            time=claim.time,
            qualifiers=(("to", labels.get(claim.to, claim.to)),) if claim.to else (),
            subject_iri=claim.source,
            **_citation(documents[claim.document]),
        )


def _citation(document: DocumentRecord) -> dict[str, Any]:
    return {
        "document": document.id,
        "document_iri": document.iri,
        "title": document.title,
        "publisher": ", ".join(document.publishers) or None,
        "published": document.day,
        "url": next(iter(document.urls), None),
    }


def explain_inferences(records: GraphContents, inferences: Iterable[InferenceRecord]) -> Iterator[Explanation]:
    """Yield inferences with their labels, in the order given.

    Of its premises, a fact is explained by the statement that says it best.
    """
    labels = records.labels()
    best = records.best_statements()
    known = {fact.iri: fact for fact in records.inferences}

    def of(fact: InferenceRecord) -> Explanation:
        stated = [best[iri] for iri in fact.premises if iri in best]
        return Explanation(
            iri=fact.iri,
            subject=labels.get(fact.subject, fact.subject),
            predicate=fact.predicate,
            predicate_label=records.predicate_labels.get(fact.predicate, fact.predicate),
            object=labels.get(fact.object, fact.object),
            factuality="inferred",
            rule=fact.rule,
            premises=(
                *explain_statements(records, stated),
                *(of(known[iri]) for iri in fact.premises if iri in known),
            ),
            subject_iri=fact.subject,
            object_iri=fact.object,
        )

    return map(of, inferences)


def _highlights(fact: StatementRecord, begin: int, end: int) -> tuple[Highlight, ...]:
    spans: dict[Role, tuple[int, int] | None] = {
        "subject": fact.subject_span,
        "predicate": fact.predicate_span,
        "object": fact.object_span,
    }
    found = [
        Highlight(max(span[0], begin) - begin, min(span[1], end) - begin, role)
        for role, span in spans.items()
        if span is not None and span[0] < end and begin < span[1]
    ]
    return tuple(sorted(found))
