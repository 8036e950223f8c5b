"""The graph's facts as a networkx MultiDiGraph, and as GraphML.

A node is an entity's IRI, an edge a statement between two entities, keyed by the statement's IRI. `kg:Unknown` is no
node: it stands for many agents and would join what has nothing to do with each other. Statements whose object is a
date or a text join nothing either and stay out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.graph.records import UNKNOWN_IRI

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from kg.graph.records import Records

__all__ = ["build_network", "graphml", "write_graphml"]

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids in text (section 2.2), and the carriage return, which a parser would turn into a line feed."""


def build_network(
    records: Records,
    *,
    relations: Collection[str] | None = None,
    factuality: Collection[str] | None = None,
) -> nx.MultiDiGraph:
    """The entities and the facts between them, in the order of their IRIs.

    `relations` and `factuality` keep only the facts that have one of the named values; every entity stays. Node
    attributes: label, cls, aliases, mentions (their number), documents. Edge attributes: predicate, factuality,
    source (IRI), source_label, time, confidence, quote, rule, document, statement.
    """
    network = nx.MultiDiGraph()
    labels = {entity.iri: entity.label for entity in records.entities}
    for entity in sorted(records.entities, key=lambda each: each.iri):
        if entity.iri != UNKNOWN_IRI:
            network.add_node(
                entity.iri,
                label=entity.label,
                cls=entity.cls,
                aliases=entity.aliases,
                mentions=len(entity.mentions),
                documents=entity.documents,
            )
    for fact in sorted(records.statements, key=lambda each: each.iri):
        if fact.literal or fact.subject not in network or fact.object not in network:
            continue
        if relations is not None and fact.predicate not in relations:
            continue
        if factuality is not None and fact.factuality not in factuality:
            continue
        network.add_edge(
            fact.subject,
            fact.object,
            key=fact.iri,
            predicate=fact.predicate,
            factuality=fact.factuality,
            source=fact.source,
            source_label=labels.get(fact.source) if fact.source else None,
            time=fact.time,
            confidence=float(fact.confidence),
            quote=fact.quote,
            rule=fact.rule,
            document=fact.document,
            statement=fact.iri,
        )
    return network


def graphml(network: nx.MultiDiGraph) -> str:
    """`network` as GraphML, which networkx, Gephi, yEd and Cytoscape read.

    Numbers keep their type; a tuple is written as a JSON array; an attribute that is None is left out; characters
    that XML forbids are dropped. `nx.parse_graphml(text, force_multigraph=True)` gives the same nodes, edges and keys.
    """
    plain = nx.MultiDiGraph()
    for node, attributes in network.nodes(data=True):
        plain.add_node(_text(node), **_plain(attributes))
    for subject, object_, key, attributes in network.edges(keys=True, data=True):
        plain.add_edge(_text(subject), _text(object_), key=_text(key), **_plain(attributes))
    return "\n".join(nx.generate_graphml(plain)) + "\n"


def write_graphml(network: nx.MultiDiGraph, path: Path) -> None:
    """Write `graphml(network)` to `path` in UTF-8."""
    path.write_text(graphml(network), encoding="utf-8", newline="\n")


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
