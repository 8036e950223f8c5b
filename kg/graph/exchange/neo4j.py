"""A graph as nodes and relationships with properties, in files for `neo4j-admin database import`.

Entities, documents, claims and values (dates and words) are nodes. A statement is a relationship from its subject to
its object with its evidence as properties, so that two documents that say the same are two; its type is its relation
(`LOCATED_IN`), that of a text's own verb is `RELATED_TO`, and `relation` has the verb.
"""

from __future__ import annotations

import csv
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal, NamedTuple

from kg.display.spreadsheet import guarded
from kg.graph.exchange.tables import day_of
from kg.graph.facts.records import UNKNOWN_LABEL
from kg.ontology import CLASSES, UNKNOWN_IRI, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.graph.exchange.parts import Met, Parts
    from kg.graph.facts.records import DocumentRecord, FactRecord, GraphContents, StatementRecord

ARRAY_DELIMITER = "\x1f"
"""The separator of the texts of a list: the unit separator (U+001F), which no text of a graph has."""

type PropertyKind = Literal["string", "string[]", "long", "double", "boolean", "date"]
"""The type of a property, as Neo4j's import names it."""

NODES: Mapping[str, Mapping[str, PropertyKind]] = {
    "Entity": {
        "iri": "string", "name": "string", "class": "string", "aliases": "string[]", "mentions": "long",
        "same_as": "string[]", "latitude": "double", "longitude": "double", "country": "string",
    },
    "Document": {
        "iri": "string", "id": "string", "title": "string", "publishers": "string[]", "authors": "string[]",
        "published": "date", "language": "string", "urls": "string[]", "text": "string",
    },
    "Value": {"text": "string"},
    "Claim": {"iri": "string", "words": "string", "direct": "boolean", "time": "string", "begin": "long"},
}  # fmt: skip
"""The properties of each kind of node; the first is what it is known by."""

_EVIDENCE: Mapping[str, PropertyKind] = {
    "iri": "string", "relation": "string", "sentence": "string", "quote": "string", "factuality": "string",
    "source": "string", "time": "string", "confidence": "double", "rule": "string", "fact": "string",
    "statements": "long", "documents": "long", "publishers": "long", "denials": "long", "kept_aside": "string",
    "qualifiers": "string[]", "document": "string", "document_iri": "string", "title": "string",
    "publisher": "string", "published": "date", "url": "string",
}  # fmt: skip


class Ends(NamedTuple):
    """From which nodes to which a kind of relationship leads, its type ("" where its rows say), and its properties."""

    start: str
    end: str
    type: str
    properties: Mapping[str, PropertyKind]


RELATIONSHIPS: Mapping[str, Ends] = {
    "statements": Ends("Entity", "Entity", "", _EVIDENCE),
    "values": Ends("Entity", "Value", "", _EVIDENCE),
    "mentions": Ends("Document", "Entity", "MENTIONS", {"times": "long"}),
    "said": Ends("Entity", "Claim", "SAID", {}),
    "said_to": Ends("Claim", "Entity", "SAID_TO", {}),
    "claimed_in": Ends("Claim", "Document", "CLAIMED_IN", {}),
}
"""The kinds of relationships. A row has the keys of both ends, its type where the kind has none, its properties."""


def write_neo4j(parts: Parts, folder: Path, *, raw: bool = False) -> None:
    """Write a file each kind of nodes and relationships into a folder, with the headings that the import reads.

    Texts are guarded for spreadsheets unless `raw`, which is what a database wants.
    """
    with ExitStack() as files:
        writers = {}
        for name in (*NODES, *RELATIONSHIPS):
            place = folder / f"{name.lower()}.csv"
            file = files.enter_context(place.open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(file, lineterminator="\n")
            writers[name].writerow(_headings(name))
        for name, row in _rows(parts):
            labels = [_labels(row)] if name == "Entity" else [name] if name in NODES else []
            writers[name].writerow([_cell(value, raw=raw) for value in (*row, *labels)])


def _headings(name: str) -> list[str]:
    if name in NODES:
        key, *properties = NODES[name].items()
        return [f"{key[0]}:ID({name})", *(f"{each}:{kind}" for each, kind in properties), ":LABEL"]
    ends = RELATIONSHIPS[name]
    return [
        f":START_ID({ends.start})",
        f":END_ID({ends.end})",
        *([":TYPE"] if not ends.type else []),
        *(f"{each}:{kind}" for each, kind in ends.properties.items()),
    ]


def _labels(row: tuple[object, ...]) -> tuple[str, ...]:
    return "Entity", *(class_labels(str(row[2])) if row[2] else ())


def _cell(value: object, *, raw: bool) -> object:
    if isinstance(value, tuple):
        value = ARRAY_DELIMITER.join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return guarded(value) if isinstance(value, str) and not raw else value


def _relationship_type(relation: str, *, literal: bool = False) -> str:
    """The type of a relationship that a relation is.

    >>> _relationship_type("locatedIn"), _relationship_type("p/cut_off"), _relationship_type("p/rise", literal=True)
    ('LOCATED_IN', 'RELATED_TO', 'RELATED_TO_VALUE')
    """
    if relation.startswith("p/"):
        return "RELATED_TO_VALUE" if literal else "RELATED_TO"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", relation).upper()


def class_labels(cls: str) -> list[str]:
    """The labels of a node of a class beside Entity: the class and those above it, in the order of the ontology.

    >>> class_labels("Company")
    ['Organization', 'Company']
    """
    above = ancestors(cls) | {cls}
    return [each for each in CLASSES if each in above and each != "Entity"]


def _rows(parts: Parts) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The rows of all nodes, then of all relationships, each with the name of its kind.

    A document's node comes before the relationships that lead to it, and so does every other.
    """
    if parts.refers_to(UNKNOWN_IRI):
        yield "Entity", (UNKNOWN_IRI, UNKNOWN_LABEL, None, (), None, (), None, None, None)
    for met in parts.entities():
        yield "Entity", _entity(met)
    values: set[str] = set()
    for part in parts.facts():
        for fact in part.facts:
            if fact.literal and fact.object not in values:
                values.add(fact.object)
                yield "Value", (fact.object,)
    for part in parts.documents():
        yield from _said(part)


def _entity(met: Met) -> tuple[object, ...]:
    entity, point = met.entity, met.entity.point
    same = tuple(link.target for link in entity.links if link.sure)
    where = (point.latitude, point.longitude, point.country) if point else (None, None, None)
    return entity.iri, entity.label, entity.cls, entity.aliases, met.mentions, same, *where


def _said(part: GraphContents) -> Iterator[tuple[str, tuple[object, ...]]]:
    documents = {each.iri: each for each in part.documents}
    facts, labels = {each.iri: each for each in part.facts}, part.labels()
    apart = {each.iri for each in part.participants}  # which have no nodes
    for each in part.documents:
        known = each.iri, each.id, each.title, each.publishers, each.authors, day_of(each.day), each.language
        yield "Document", (*known, each.urls, each.text)
    for claim in part.claims:
        yield "Claim", (claim.iri, claim.text, claim.direct, claim.time, claim.begin)
    times: dict[tuple[str, str], int] = {}
    for entity in part.entities:
        for mention in entity.mentions:
            times[mention.document, entity.iri] = times.get((mention.document, entity.iri), 0) + 1
    for ends, number in sorted(times.items()):
        yield "mentions", (*ends, number)
    for said in part.statements:
        kind = "values" if said.literal else "statements"
        type_ = _relationship_type(said.predicate, literal=said.literal)
        evidence = _evidence(said, facts[said.fact], documents[said.document], labels, part.predicate_labels)
        yield kind, (said.subject, said.object, type_, *evidence)
    for claim in part.claims:
        yield "said", (claim.source, claim.iri)
        yield "claimed_in", (claim.iri, claim.document)
        if claim.to is not None and claim.to not in apart:
            yield "said_to", (claim.iri, claim.to)


def _evidence(
    said: StatementRecord,
    fact: FactRecord,
    document: DocumentRecord,
    labels: Mapping[str, str],
    predicates: Mapping[str, str],
) -> tuple[object, ...]:
    return (
        said.iri,
        predicates.get(said.predicate, said.predicate),
        document.text[said.begin : said.end],
        said.quote,
        said.factuality,
        labels.get(said.source, said.source) if said.source else None,
        said.time,
        said.confidence,
        said.rule,
        said.fact,
        fact.statements,
        fact.documents,
        fact.publishers,
        fact.denials,
        said.broken,
        tuple(f"{name}={value if literal else labels.get(value, value)}" for name, value, literal in said.qualifiers),
        document.id,
        document.iri,
        document.title,
        "; ".join(document.publishers) or None,
        day_of(document.day),
        next(iter(document.urls), None),
    )
