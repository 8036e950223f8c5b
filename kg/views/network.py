"""The graph's facts as a networkx MultiDiGraph, as GraphML and GEXF, and the part of a graph around an entity.

A node is an entity's IRI, an edge a statement between two entities, keyed by the statement's IRI: a fact that three
documents state is three edges, which name it. `kg:Unknown` is no node: it stands for many agents and would join what
has nothing to do with each other. Statements whose object is a date or a text join nothing either and stay out.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict

import networkx as nx

from kg.ontology import UNKNOWN_IRI
from kg.ontology import labels as class_labels

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Set as AbstractSet

    from kg.graph.facts.records import GraphContents, InferenceRecord, StatementRecord


_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 forbids in text (section 2.2), and the carriage return, which becomes a line feed."""


class EntityNode(TypedDict):
    """A node's attributes; `type` is how its class `cls` reads, `mentions` their number, `documents` are IRIs."""

    label: str
    type: str
    cls: str
    aliases: tuple[str, ...]
    mentions: int
    documents: tuple[str, ...]


class FactEdge(TypedDict):
    """An edge's attributes.

    `label` is how the predicate reads. `weight` is the confidence, which tools that draw parallel edges as one add up;
    `support` the number of statements in the whole graph that assert or report the fact. `published` is the document's
    day (ISO 8601). `source`, `document`, `statement` and `fact` are IRIs; `time` is an ISO 8601 date or interval;
    `quote` are the words that say it. A fact that is inferred is its own `statement`: it has the factuality "inferred",
    no source, time, document or words, the least confidence of what it follows from, each fact having that of the
    statement that says it best, and the IRIs of these facts and inferences as `premises`.
    """

    label: str
    predicate: str
    weight: float
    support: int
    factuality: str
    published: str | None
    source: str | None
    source_label: str | None
    time: str | None
    confidence: float
    quote: str
    rule: str
    document: str | None
    statement: str
    fact: str
    premises: tuple[str, ...]


def build_network(
    contents: GraphContents,
    *,
    relations: Collection[str] | None = None,
    factuality: Collection[str] | None = None,
    inferred: bool = False,
) -> nx.MultiDiGraph:
    """The entities and the facts between them, in the order of their IRIs, what is inferred after what is stated.

    `relations` and `factuality` keep only the facts that have one of the named values; every entity stays. What no
    document states but follows from facts is left out unless `inferred`; `factuality` does not concern it. A node's
    attributes are those of `EntityNode`, an edge's those of `FactEdge`.
    """
    network = nx.MultiDiGraph()
    labels = {entity.iri: entity.label for entity in contents.entities}
    classes = {**class_labels(), **contents.class_labels}
    support = {fact.iri: fact.statements for fact in contents.facts}
    days = {document.iri: document.day for document in contents.documents}
    for entity in sorted(contents.entities, key=lambda each: each.iri):
        if entity.iri != UNKNOWN_IRI:
            node = EntityNode(
                label=entity.label,
                type=classes.get(entity.cls, entity.cls),
                cls=entity.cls,
                aliases=entity.aliases,
                mentions=len(entity.mentions),
                documents=entity.documents,
            )
            network.add_node(entity.iri, **node)
    for statement in sorted(contents.statements, key=lambda each: each.iri):
        if statement.literal or statement.subject not in network or statement.object not in network:
            continue
        if relations is not None and statement.predicate not in relations:
            continue
        if factuality is not None and statement.factuality not in factuality:
            continue
        edge = _edge(
            contents,
            statement,
            float(statement.confidence),
            support=support.get(statement.fact, 0),
            factuality=statement.factuality,
            published=days.get(statement.document),
            source=statement.source,
            source_label=labels.get(statement.source) if statement.source else None,
            time=statement.time,
            quote=statement.quote,
            document=statement.document,
            fact=statement.fact,
        )
        network.add_edge(statement.subject, statement.object, key=statement.iri, **edge)
    if inferred:
        _add_inferences(network, contents, relations)
    return network


def _add_inferences(network: nx.MultiDiGraph, contents: GraphContents, relations: Collection[str] | None) -> None:
    confidence = {iri: statement.confidence for iri, statement in contents.best_statements().items()}
    premises = {fact.iri: fact.premises for fact in contents.inferences}

    def least(iri: str) -> float:
        """The least confidence of the facts that one rests on."""
        return confidence[iri] if iri in confidence else min(map(least, premises.get(iri, ())), default=0.0)

    for fact in contents.inferences:
        if fact.subject not in network or fact.object not in network:
            continue
        if relations is not None and fact.predicate not in relations:
            continue
        edge = _edge(contents, fact, float(least(fact.iri)), premises=fact.premises)
        network.add_edge(fact.subject, fact.object, key=fact.iri, **edge)


def _edge(
    contents: GraphContents, said: StatementRecord | InferenceRecord, confidence: float, **own: Any
) -> dict[str, Any]:
    """Return the attributes of an edge: its own, and for the others those of an inference."""
    inferred = FactEdge(
        label=contents.predicate_labels.get(said.predicate, said.predicate),
        predicate=said.predicate,
        weight=confidence,
        support=0,
        factuality="inferred",
        published=None,
        source=None,
        source_label=None,
        time=None,
        confidence=confidence,
        quote="",
        rule=said.rule,
        document=None,
        statement=said.iri,
        fact=said.iri,
        premises=(),
    )
    return {**inferred, **own}


def graphml(network: nx.MultiDiGraph) -> str:
    """`network` as GraphML, which networkx, Gephi, yEd and Cytoscape read.

    Numbers keep their type; a tuple is written as a JSON array; an attribute that is None is left out; characters
    that XML forbids are dropped. `nx.parse_graphml(text, force_multigraph=True)` gives the same nodes, edges and keys.
    """
    return "\n".join(nx.generate_graphml(_plain_network(network))) + "\n"


def _plain_network(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    plain = nx.MultiDiGraph()
    for node, attributes in network.nodes(data=True):
        plain.add_node(_text(node), **_plain(attributes))
    for subject, object_, key, attributes in network.edges(keys=True, data=True):
        plain.add_edge(_text(subject), _text(object_), key=_text(key), **_plain(attributes))
    return plain


def _plain(attributes: dict[str, Any]) -> dict[str, str | int | float]:
    plain: dict[str, str | int | float] = {}
    for name, value in attributes.items():
        if isinstance(value, tuple):
            plain[name] = _text(json.dumps(value, ensure_ascii=False))
        elif isinstance(value, str):
            plain[name] = _text(value)
        elif value is not None:
            plain[name] = value
    return plain


def _text(value: str) -> str:
    return _NOT_XML.sub("", value.replace("\r\n", "\n"))


def around(contents: GraphContents, centre: str, *, hops: int = 1) -> GraphContents:
    """Return the contents about the entities at most `hops` facts from the entity `centre` (an IRI).

    Kept are the statements and inferences whose ends are all among these entities, the entities that one names as
    source or qualifier, the claims that contain such a statement or that `centre` made, and the documents of all of
    them. `kg:Unknown` leads nowhere.
    """
    near = _near(contents, centre, hops)
    statements = tuple(each for each in contents.statements if _ends(each) and _ends(each) <= near)
    said = {each.iri for each in statements}
    claims = tuple(
        claim for claim in contents.claims if claim.source == centre or not said.isdisjoint(claim.statements)
    )
    inferences = tuple(fact for fact in contents.inferences if {fact.subject, fact.object} <= near)
    documents = {each.document for each in statements} | {each.document for each in claims}
    return _part(replace(contents, statements=statements, claims=claims, inferences=inferences), documents, near)


def within(contents: GraphContents, documents: AbstractSet[str]) -> GraphContents:
    """Return what these documents (IRIs) say and name, and the facts that they state as these stand in the whole."""
    statements = tuple(each for each in contents.statements if each.document in documents)
    claims = tuple(each for each in contents.claims if each.document in documents)
    named = {each.iri for each in contents.entities if not documents.isdisjoint(each.documents)}
    return _part(replace(contents, statements=statements, claims=claims, inferences=()), documents, named)


def _part(contents: GraphContents, documents: AbstractSet[str], entities: set[str]) -> GraphContents:
    """Return the contents with these documents and entities alone, and those that statements and claims name."""
    named = entities | {end for each in contents.statements for end in (each.subject, each.object, each.source)}
    named |= {each.value for said in contents.statements for each in said.qualifiers}
    named |= {end for claim in contents.claims for end in (claim.source, claim.to)}
    stated = {each.fact for each in contents.statements}
    return replace(
        contents,
        documents=tuple(each for each in contents.documents if each.iri in documents),
        entities=tuple(each for each in contents.entities if each.iri in named),
        participants=tuple(each for each in contents.participants if each.iri in named),
        facts=tuple(fact for fact in contents.facts if fact.iri in stated),
    )


def _near(contents: GraphContents, centre: str, hops: int) -> set[str]:
    joined: defaultdict[str, set[str]] = defaultdict(set)
    for statement in contents.statements:
        ends = _ends(statement)
        for end in ends:
            joined[end] |= ends
    near = edge = {centre}
    for _ in range(hops):
        if not edge:
            break
        edge = {other for entity in edge for other in joined[entity]} - near
        near = near | edge
    return near


def _ends(statement: StatementRecord) -> set[str]:
    return ({statement.subject} if statement.literal else {statement.subject, statement.object}) - {UNKNOWN_IRI}
