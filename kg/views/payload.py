"""Everything that the page knows, as plain JSON values: records by number, offsets in UTF-16 units, the drawing.

The drawing is a pyvis Network: nodes with shape, size and a place computed beforehand; one edge for each pair of
entities, whatever the number of facts between them. Colours are the page's own, since they follow its theme.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import accumulate
from math import sqrt
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from pyvis.edge import Edge
from pyvis.network import Network

from kg.model import FACTUALITIES
from kg.views.layout import place
from kg.views.measures import communities, importance, pair_weights
from kg.views.network import build_network
from kg.views.palette import class_families, class_style, relation_families, relation_family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import networkx as nx

    from kg.graph.facts.records import DocumentRecord, Records, StatementRecord

__all__ = ["CORE", "heading", "page_payload", "utf16_offsets"]

CORE = 300
"""How many of the most central entities the page shows when it is opened."""

_FACTUALITY_NUMBER: dict[str, int] = {name: number for number, name in enumerate(FACTUALITIES)}

_EVEN = {"square": 0.86, "dot": 0.95, "triangle": 1.05, "triangleDown": 1.05, "star": 1.15}
"""Shapes of one size in vis-network look unlike large: what makes them even."""

HEADING = 90
"""The longest heading that is made of a sentence, in characters."""

_SENTENCE_END = re.compile(r"(?<=\w\w)[.!?]+(?=\s|$)")
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")


def page_payload(records: Records, *, title: str | None = None, focus: str | None = None) -> dict[str, Any]:
    """The page's data. `focus` is the IRI of the entity that is selected when the page is opened."""
    network = build_network(records)
    nodes = list(network)
    rank = importance(network)
    groups = {node: number for number, group in enumerate(communities(network)) for node in group}
    order = sorted(range(len(nodes)), key=lambda index: (-rank[nodes[index]], nodes[index]))
    number = {nodes[index]: position for position, index in enumerate(order)}
    documents = sorted(records.documents, key=lambda each: (each.date or "9999", each.id, each.iri))
    offsets = {document.iri: utf16_offsets(document.text) for document in documents}
    document_number = {document.iri: index for index, document in enumerate(documents)}
    facts = sorted(
        (fact for fact in records.statements if fact.document in document_number),
        key=lambda fact: (document_number[fact.document], fact.begin, fact.end, fact.iri),
    )
    fact_number = {fact.iri: index for index, fact in enumerate(facts)}
    by_iri = {entity.iri: entity for entity in records.entities}
    classes = sorted({entity.cls for entity in records.entities if entity.iri in number}, key=_class_order)
    relations = sorted({fact.predicate for fact in facts})
    families = relation_families()
    sentences: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for fact in facts:
        if fact.sentence:
            sentences[fact.document].add(fact.sentence)

    def entity_row(iri: str) -> dict[str, Any]:
        entity = by_iri[iri]
        mentions = sorted(
            (document_number[each.document], *_moved(offsets[each.document], each.begin, each.end))
            for each in entity.mentions
            if each.document in document_number
        )
        return _without_none(
            iri=iri,
            label=entity.label,
            cls=classes.index(entity.cls),
            aliases=list(entity.aliases) or None,
            mentions=[value for mention in mentions for value in mention] or None,
            documents=sorted(document_number[each] for each in entity.documents if each in document_number),
            rank=rank[iri],
            group=groups[iri],
        )

    def fact_row(fact: StatementRecord) -> dict[str, Any]:
        moved = offsets[fact.document]
        return _without_none(
            iri=fact.iri,
            s=number.get(fact.subject, -1),
            p=relations.index(fact.predicate),
            o=number.get(fact.object, -1) if not fact.literal else None,
            value=fact.object if fact.literal else None,
            factuality=_FACTUALITY_NUMBER[fact.factuality],
            source=number.get(fact.source) if fact.source else None,
            time=fact.time,
            confidence=round(float(fact.confidence), 3),
            rule=fact.rule,
            doc=document_number[fact.document],
            at=_moved(moved, fact.begin, fact.end),
            sentence=_moved(moved, *fact.sentence) if fact.sentence else None,
            subject=_moved(moved, *fact.subject_span) if fact.subject_span else None,
            object=_moved(moved, *fact.object_span) if fact.object_span else None,
            predicate=_moved(moved, *fact.predicate_span) if fact.predicate_span else None,
            qualifiers=[
                [each.name, each.value if each.literal else number.get(each.value, each.value)]
                for each in fact.qualifiers
            ]
            or None,
            broken=fact.broken,
        )

    claims = sorted(
        (claim for claim in records.claims if claim.document in document_number),
        key=lambda claim: (document_number[claim.document], claim.begin, claim.end, claim.iri),
    )
    return {
        "title": title or _title(documents),
        "factualities": list(FACTUALITIES),
        "classes": [_class_row(cls) for cls in classes],
        "families": [
            {"name": family.name, "light": family.colours("")[0], "dark": family.colours("")[1]} for family in families
        ],
        "relations": [
            {
                "name": name,
                "label": records.predicate_labels.get(name) or _words(name),
                "family": families.index(relation_family(name)),
            }
            for name in relations
        ],
        "documents": [
            _without_none(
                id=document.id,
                iri=document.iri,
                title=document.title,
                name=heading(document),
                date=document.date,
                text=document.text,
                sentences=[_moved(offsets[document.iri], *each) for each in sorted(sentences[document.iri])],
            )
            for document in documents
        ],
        "entities": [entity_row(nodes[index]) for index in order],
        "facts": [fact_row(fact) for fact in facts],
        "claims": [
            _without_none(
                iri=claim.iri,
                source=number.get(claim.source, -1),
                text=claim.text,
                doc=document_number[claim.document],
                at=_moved(offsets[claim.document], claim.begin, claim.end),
                direct=claim.direct,
                to=number.get(claim.to) if claim.to else None,
                time=claim.time,
                facts=[fact_number[iri] for iri in claim.statements if iri in fact_number] or None,
            )
            for claim in claims
        ],
        "drawing": _drawing(network, order, [groups[node] for node in nodes], facts, number),
        "core": CORE,
        "focus": number.get(focus) if focus else None,
    }


def _drawing(
    network: nx.MultiDiGraph,
    order: list[int],
    community: list[int],
    facts: list[StatementRecord],
    number: dict[str, int],
) -> dict[str, Any]:
    """The pyvis Network's nodes and edges, numbered by importance."""
    nodes = list(network)
    rank = importance(network)
    positions = place(pair_weights(network), order, community, CORE)
    highest = max(rank.values(), default=1.0)
    drawing = Network(directed=True)
    for index in order:
        iri = nodes[index]
        x, y = positions[index]
        style = class_style(network.nodes[iri]["cls"])
        size = round((4.5 + 12 * sqrt(rank[iri] / highest)) * _EVEN.get(style.shape, 1.0), 1)
        drawing.add_node(number[iri], label=" ", shape=style.shape, size=size, x=x, y=y)
    joined: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place_, fact in enumerate(facts):
        if not fact.literal and fact.subject in number and fact.object in number and fact.subject != fact.object:
            a, b = sorted((number[fact.subject], number[fact.object]))
            joined[a, b].append(place_)
    for (a, b), members in sorted(joined.items()):
        # Network.add_edge looks both ends up in a list, which is quadratic; this is what it does besides.
        drawing.edges.append(Edge(a, b, directed=True, facts=members).options)
    for node in drawing.nodes:
        del node["label"], node["color"]
    for edge in drawing.edges:
        del edge["arrows"]
    return {"nodes": drawing.nodes, "edges": drawing.edges}


def utf16_offsets(text: str) -> Callable[[int], int]:
    """From an offset in code points to one in UTF-16 units, which is how JavaScript counts."""
    if all(character <= "\uffff" for character in text):
        return lambda offset: offset
    units = list(accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))
    return lambda offset: units[min(offset, len(text))]


def _moved(offset: Callable[[int], int], begin: int, end: int) -> list[int]:
    return [offset(begin), offset(end)]


def _title(documents: Iterable[DocumentRecord]) -> str:
    """One document's heading, or how many there are."""
    listed = list(documents)
    if len(listed) == 1:
        return heading(listed[0])
    return f"{len(listed)} documents"


def heading(document: DocumentRecord) -> str:
    """What a document goes by: its title, or the beginning of its first sentence, or its id where it has no words.

    >>> from kg.graph.facts.records import DocumentRecord
    >>> heading(DocumentRecord("https://example.org/1", "t-1", "The Esk ferry sank. Nobody was hurt."))
    'The Esk ferry sank'
    """
    if document.title:
        return document.title
    line = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    sentence = _SENTENCE_END.split(line, maxsplit=1)[0]
    return (
        shorten(sentence, HEADING, placeholder="…") if " " in sentence[:HEADING] else sentence[:HEADING] or document.id
    )


def _words(predicate: str) -> str:
    """A predicate as words: "locatedIn" is "located in", "p/cut_off" is "cut off"."""
    if predicate.startswith("p/"):
        return predicate[2:].replace("_", " ")
    return _WORD_START.sub(" ", predicate).lower()


def _class_order(cls: str) -> tuple[int, int, str]:
    """In the order of the legend; a class that the vocabulary lacks comes last."""
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
