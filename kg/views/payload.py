"""Everything that the page knows, as plain JSON values: each kind by number, offsets in UTF-16 units, the drawing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from kg.graph.stories.briefs import briefs
from kg.graph.stories.finding import stories_of
from kg.model import FACTUALITIES
from kg.views.drawing import CORE, draw
from kg.views.front_page import front_page, story_rows
from kg.views.measures import communities, importance
from kg.views.network import build_network
from kg.views.palette import class_families, class_style, relation_families, relation_family
from kg.views.ties import pair_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import (
        ClaimRecord,
        DocumentRecord,
        EntityRecord,
        FactRecord,
        GraphContents,
        StatementRecord,
    )

__all__ = ["page_payload", "utf16_offsets"]

_FACTUALITY_NUMBER: dict[str, int] = {name: number for number, name in enumerate(FACTUALITIES)}

_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
"""What the page may link to: an address of any other kind could run what it says."""
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")


def page_payload(
    contents: GraphContents,
    *,
    conflicts: Sequence[Conflict] = (),
    title: str | None = None,
    focus: str | None = None,
) -> dict[str, Any]:
    """The page's data. `focus` is the IRI of the entity that is selected when the page is opened.

    `conflicts` are those of the graph: a conflict is on the page where two of its statements that differ are.

    What the page lists as a fact is a statement, one document's saying of it; `support` is how each of the facts that
    they state stands in the whole graph.
    """
    network = build_network(contents)
    pairs = pair_weights(network)
    rank = importance(network, pairs)
    group = {iri: number for number, members in enumerate(communities(network, pairs)) for iri in members}
    by_rank = sorted(network, key=lambda iri: (-rank[iri], iri))
    documents = sorted(contents.documents, key=lambda each: (each.day or "9999", each.id, each.iri))
    numbers = _Numbers(documents, by_rank)
    named = [_with_class_words(each, contents.class_labels) for each in contents.statements]
    statements, claims = numbers.in_order(named), numbers.in_order(contents.claims)
    facts = {fact.iri: fact for fact in contents.facts}
    stated = list(dict.fromkeys(statement.fact for statement in statements))
    support_number = {iri: number for number, iri in enumerate(stated)}
    by_iri = {entity.iri: entity for entity in contents.entities}
    classes = sorted({entity.cls for entity in contents.entities if entity.iri in numbers.entity}, key=_class_order)
    class_number = {cls: number for number, cls in enumerate(classes)}
    relations = sorted({statement.predicate for statement in statements})
    relation_number = {name: number for number, name in enumerate(relations)}
    statement_number = {statement.iri: number for number, statement in enumerate(statements)}
    sentences: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for statement in statements:
        sentences[statement.document].add((statement.begin, statement.end))
    families = relation_families()
    conflict_numbers, conflict_rows = _conflict_rows(conflicts, numbers.entity, statement_number)
    stories = stories_of(contents)
    told = list(briefs(stories, contents, conflicts))
    story_number = {document.iri: number for number, each in enumerate(stories) for document in each.documents}
    support = [_support_row(facts[iri]) for iri in stated]
    return {
        "title": title or _title(documents),
        "frontPage": front_page(
            title or _title(documents), documents, stories, support, [by_iri[iri] for iri in by_rank]
        ),
        "stories": story_rows(told, numbers.document, numbers.entity, support_number, conflict_numbers),
        "factualities": list(FACTUALITIES),
        "classes": [_class_row(cls) for cls in classes],
        "families": [
            {"name": family.name, "light": family.colours("")[0], "dark": family.colours("")[1]} for family in families
        ],
        "relations": [
            {
                "name": name,
                "label": contents.predicate_labels.get(name) or _words(name),
                "family": families.index(relation_family(name)),
            }
            for name in relations
        ],
        "documents": [
            numbers.document_row(document, sentences[document.iri], story_number.get(document.iri))
            for document in documents
        ],
        "entities": [
            numbers.entity_row(by_iri[iri], class_number[by_iri[iri].cls], rank[iri], group[iri]) for iri in by_rank
        ],
        "facts": [
            numbers.statement_row(each, relation_number[each.predicate], support_number[each.fact])
            for each in statements
        ],
        "support": support,
        "claims": [numbers.claim_row(claim, statement_number) for claim in claims],
        "conflicts": conflict_rows,
        "drawing": draw(network, rank, statements),
        "core": CORE,
        "focus": numbers.entity.get(focus) if focus else None,
    }


class _Numbers:
    """The numbers of documents and entities on the page, and what stands in their place in a row.

    Documents are in the order given, entities in that of `by_rank`, their IRIs.
    """

    def __init__(self, documents: Sequence[DocumentRecord], by_rank: Sequence[str]) -> None:
        self.document = {document.iri: number for number, document in enumerate(documents)}
        self.entity = {iri: number for number, iri in enumerate(by_rank)}
        self._offsets = {document.iri: utf16_offsets(document.text) for document in documents}

    def in_order[T: (StatementRecord, ClaimRecord)](self, found: Iterable[T]) -> list[T]:
        """What is found in the page's documents, in the order of documents and places."""
        return sorted(
            (each for each in found if each.document in self.document),
            key=lambda each: (self.document[each.document], each.begin, each.end, each.iri),
        )

    def _span(self, document: str, span: tuple[int, int] | None) -> list[int] | None:
        """A span of a document's text in UTF-16 units."""
        return None if span is None else list(map(self._offsets[document], span))

    def document_row(
        self, document: DocumentRecord, sentences: Iterable[tuple[int, int]], story: int | None
    ) -> dict[str, Any]:
        """A document, with its sources, the spans of the sentences that state facts, and the number of its story."""
        return _without_none(
            id=document.id,
            iri=document.iri,
            title=document.title,
            name=document.heading,
            date=document.day,
            publishers=list(document.publishers) or None,
            authors=list(document.authors) or None,
            modified=document.modified,
            urls=[url for url in document.urls if _WEB.match(url)] or None,
            sources=list(document.sources) or None,
            copyOf=self.document.get(document.copy_of or ""),
            replacedBy=self.document.get(document.replaced_by or ""),
            story=story,
            text=document.text,
            sentences=[self._span(document.iri, span) for span in sorted(sentences)],
        )

    def entity_row(self, entity: EntityRecord, cls: int, rank: float, group: int) -> dict[str, Any]:
        """An entity, with its mentions as one list: document, begin and end of each."""
        mentions = sorted(
            (self.document[each.document], *map(self._offsets[each.document], (each.begin, each.end)))
            for each in entity.mentions
            if each.document in self.document
        )
        return _without_none(
            iri=entity.iri,
            label=entity.label,
            cls=cls,
            aliases=list(entity.aliases) or None,
            links=entity.linked() or None,
            point=[entity.point.latitude, entity.point.longitude] if entity.point else None,
            country=entity.point.country if entity.point else None,
            mentions=[value for mention in mentions for value in mention] or None,
            documents=sorted(self.document[each] for each in entity.documents if each in self.document),
            rank=rank,
            group=group,
        )

    def statement_row(self, statement: StatementRecord, relation: int, support: int) -> dict[str, Any]:
        """A statement: entities by their numbers, -1 for one that the page does not draw."""
        return _without_none(
            iri=statement.iri,
            s=self.entity.get(statement.subject, -1),
            p=relation,
            support=support,
            o=self.entity.get(statement.object, -1) if not statement.literal else None,
            value=statement.object if statement.literal else None,
            factuality=_FACTUALITY_NUMBER[statement.factuality],
            source=self.entity.get(statement.source) if statement.source else None,
            time=statement.time,
            confidence=round(float(statement.confidence), 3),
            rule=statement.rule,
            doc=self.document[statement.document],
            at=self._span(statement.document, statement.words),
            sentence=self._span(statement.document, (statement.begin, statement.end)),
            subject=self._span(statement.document, statement.subject_span),
            object=self._span(statement.document, statement.object_span),
            predicate=self._span(statement.document, statement.predicate_span),
            qualifiers=[
                [each.name, each.value if each.literal else self.entity.get(each.value, each.value)]
                for each in statement.qualifiers
            ]
            or None,
            broken=statement.broken,
        )

    def claim_row(self, claim: ClaimRecord, statements: Mapping[str, int]) -> dict[str, Any]:
        """A claim, with the numbers of the statements inside it."""
        return _without_none(
            iri=claim.iri,
            source=self.entity.get(claim.source, -1),
            text=claim.text,
            doc=self.document[claim.document],
            at=self._span(claim.document, (claim.begin, claim.end)),
            direct=claim.direct,
            to=self.entity.get(claim.to) if claim.to else None,
            time=claim.time,
            facts=[statements[iri] for iri in claim.statements if iri in statements] or None,
        )


def _support_row(fact: FactRecord) -> dict[str, Any]:
    """How a fact stands in the whole graph: what asserts or reports it, when, and how many statements deny it."""
    return _without_none(
        iri=fact.iri,
        statements=fact.statements,
        documents=fact.documents,
        publishers=fact.publishers or None,
        copies=fact.copies or None,
        denials=fact.denials or None,
        first=fact.first,
        last=fact.last,
    )


def _conflict_rows(
    conflicts: Iterable[Conflict], entities: Mapping[str, int], statements: Mapping[str, int]
) -> tuple[dict[Conflict, int], list[dict[str, Any]]]:
    """The conflicts between statements of the page, by number and as rows.

    A row has the values, each with the numbers of the statements that give it.
    """
    numbers: dict[Conflict, int] = {}
    rows: list[dict[str, Any]] = []
    for each in conflicts:
        said: dict[str, list[int]] = defaultdict(list)
        for account in each.accounts:
            if account.statement in statements:
                said[account.value].append(statements[account.statement])
        if len(said) > 1:
            numbers[each] = len(rows)
            accounts = [[value, *found] for value, found in said.items()]
            rows.append(
                {"kind": each.kind, "title": each.title, "about": entities.get(each.iri, -1), "accounts": accounts}
            )
    return numbers, rows


def utf16_offsets(text: str) -> Callable[[int], int]:
    """From an offset in code points to one in UTF-16 units, which is how JavaScript counts."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return lambda offset: offset
    units = list(accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))
    return lambda offset: units[min(offset, len(text))]


def _title(documents: Iterable[DocumentRecord]) -> str:
    """One document's heading, or how many there are."""
    listed = list(documents)
    if len(listed) == 1:
        return listed[0].heading
    return f"{len(listed)} documents"


def _with_class_words(statement: StatementRecord, labels: Mapping[str, str]) -> StatementRecord:
    """A statement whose object is a class of the user's own ontology with how that reads; others as they are."""
    label = None if statement.literal else labels.get(statement.object)
    return statement if label is None else replace(statement, object=label, literal=True)


def _words(predicate: str) -> str:
    """A predicate as words: "locatedIn" is "located in", "p/cut_off" is "cut off"."""
    if predicate.startswith("p/"):
        return predicate[2:].replace("_", " ")
    return _WORD_START.sub(" ", predicate).lower()


def _class_order(cls: str) -> tuple[int, int, str]:
    """In the order of the legend; a class that the ontology lacks comes last."""
    for number, family in enumerate(class_families()):
        if cls in family.members:
            return number, family.members.index(cls), cls
    return len(class_families()), 0, cls


def _class_row(cls: str) -> dict[str, str]:
    style = class_style(cls)
    label = _WORD_START.sub(" ", cls).capitalize()
    return {
        "name": cls,
        "label": label,
        "family": style.family,
        "shape": style.shape,
        "light": style.light,
        "dark": style.dark,
    }


def _without_none(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
