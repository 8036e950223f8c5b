"""What is wrong with a graph, after the ontology's shapes and its check queries."""

from __future__ import annotations

import tomllib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyshacl
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import RDF, SH

from kg.graph.facts.reader import read_contents
from kg.graph.query.execution import query
from kg.graph.query.files import read_queries
from kg.graph.rdf.dataset import EmbeddedStore, inner_store
from kg.graph.rdf.terms import plain_string
from kg.ontology import shorten
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.facts.records import GraphContents

__all__ = ["SEVERITIES", "Finding", "Severity", "validate"]

type Severity = Literal["info", "warning", "violation"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "violation")
"""From the least grave to the gravest, in SHACL's words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: how grave, which check found it, at what node, and where the document says it.

    `node` is an IRI and `label` what it is called; `detail` the value at fault. `document` is a document's id and
    `begin`, `end` the offsets in its text, None where the node is not of one place.
    """

    severity: Severity
    check: str
    message: str
    node: str
    label: str
    detail: str | None = None
    document: str | None = None
    begin: int | None = None
    end: int | None = None
    quote: str | None = None

    def is_at_least(self, level: Severity) -> bool:
        """Whether this is as grave as `level`, or graver."""
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(level)


def validate(dataset: Dataset) -> list[Finding]:
    """All findings, the gravest first, then by check and by place."""
    places = _Places(read_contents(dataset))
    found = {*_shapes(dataset, places), *_checks(dataset, places)}

    def order(finding: Finding) -> tuple[int | str, ...]:
        grave = -SEVERITIES.index(finding.severity)
        place = (finding.document or "", finding.begin or 0)
        return grave, finding.check, *place, finding.node, finding.message, finding.detail or ""

    return sorted(found, key=order)


def _shapes(dataset: Dataset, places: _Places) -> Iterator[Finding]:
    data, shapes, ontology = Graph(), Graph(), Graph()
    inner = inner_store(dataset)
    whole = dataset if inner is None else Dataset(EmbeddedStore(inner))
    for (subject, predicate, item), _ in whole.store.triples((None, None, None), context=None):
        data.add((subject, predicate, plain_string(item)))
    shapes.parse(ontology_file("shapes.ttl"), format="turtle")
    ontology.parse(ontology_file("kg.ttl"), format="turtle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyshacl calls what rdflib deprecates
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none")
    if not isinstance(report, Graph):
        raise TypeError(f"the shapes cannot be applied: {report}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        yield places.finding(
            _severity(str(report.value(result, SH.resultSeverity))),
            f"shape of {shorten(str(path))}" if isinstance(path, URIRef) else "shape",
            str(report.value(result, SH.resultMessage)),
            str(report.value(result, SH.focusNode)),
            None if value is None else places.label(str(value)),
        )


def _checks(dataset: Dataset, places: _Places) -> Iterator[Finding]:
    severities = tomllib.loads(ontology_file("queries/check/severities.toml").read_text(encoding="utf-8"))
    for name, check in read_queries("check").items():
        for row in query(dataset, check.text):
            yield places.finding(_severity(severities[name]), name, check.says, row.node, row.detail)


class _Places:
    """What the graph's nodes are called, and where the documents speak of them."""

    def __init__(self, records: GraphContents) -> None:
        self.labels = records.labels()
        self.ids = {document.iri: document.id for document in records.documents}
        self.texts = {document.iri: document.text for document in records.documents}
        self.spans: dict[str, tuple[str, int, int]] = {}
        for entity in records.entities:
            for mention in entity.mentions[:1]:
                self.spans[entity.iri] = (mention.document, mention.begin, mention.end)
        for claim in records.claims:
            self.spans[claim.iri] = (claim.document, claim.begin, claim.end)
        for fact in records.statements:
            self.spans[fact.iri] = (fact.document, fact.begin, fact.end)
            predicate = records.predicate_labels.get(fact.predicate, fact.predicate)
            item = fact.object if fact.literal else self.label(fact.object)
            self.labels[fact.iri] = f"{self.label(fact.subject)} {predicate} {item}"

    def label(self, iri: str) -> str:
        """What a node is called; of one that has no name, its IRI."""
        return self.labels.get(iri) or self.ids.get(iri) or shorten(iri)

    def finding(self, severity: Severity, check: str, message: str, node: str, detail: object) -> Finding:
        """A finding at `node`, with its place."""
        shown = None if detail is None else str(detail)
        if node not in self.spans:
            return Finding(severity, check, message, node, self.label(node), shown, self.ids.get(node))
        document, begin, end = self.spans[node]
        quote = self.texts[document][begin:end]
        return Finding(severity, check, message, node, self.label(node), shown, self.ids[document], begin, end, quote)


def _severity(name: str) -> Severity:
    """SHACL's severity by its IRI or its name in any case; ValueError for any other."""
    wanted = name.removeprefix(str(SH)).lower()
    for severity in SEVERITIES:
        if severity == wanted:
            return severity
    raise ValueError(f"{name!r} is no severity of SHACL")
