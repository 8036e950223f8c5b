"""Validation of a graph by the ontology's shapes and check queries."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rdflib.namespace import DCTERMS, RDF, RDFS, SH

from kg.graph.facts.records import UNKNOWN_LABEL
from kg.graph.query.execution import query
from kg.graph.query.files import read_queries
from kg.graph.rdf.dataset import inner_store, read_pairs
from kg.graph.rdf.document import read_mentions
from kg.graph.rdf.terms import predicate_name
from kg.graph.shacl import results
from kg.namespaces import KG, OA
from kg.ontology import UNKNOWN_IRI, labels, shorten
from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Dataset, URIRef

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
        """Return whether this is as grave as `level`, or graver."""
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(level)


def validate(dataset: Dataset) -> list[Finding]:
    """Return all findings, the gravest first, then by check and by place."""
    places = _Places(dataset)
    found = {*_shapes(dataset, places), *_checks(dataset, places)}

    def order(finding: Finding) -> tuple[int | str, ...]:
        grave = -SEVERITIES.index(finding.severity)
        place = (finding.document or "", finding.begin or 0)
        return grave, finding.check, *place, finding.node, finding.message, finding.detail or ""

    return sorted(found, key=order)


def _shapes(dataset: Dataset, places: _Places) -> Iterator[Finding]:
    for found in results(inner_store(dataset)):
        yield places.finding(
            _severity(found.severity),
            f"shape of {found.path}" if found.path else "shape",
            found.message,
            found.node,
            None if found.value is None else places.label(found.value),
        )


def _checks(dataset: Dataset, places: _Places) -> Iterator[Finding]:
    severities = tomllib.loads(ontology_file("queries/check/severities.toml").read_text(encoding="utf-8"))
    for name, check in read_queries("check").items():
        for row in query(dataset, check.text):
            yield places.finding(_severity(severities[name]), name, check.says, row.node, row.detail)


class _Places:
    """The labels of a graph's nodes and their places in documents, as far as a damaged graph has them."""

    def __init__(self, dataset: Dataset) -> None:
        def column(predicate: URIRef) -> dict[str, str]:
            return {iri: value for iri, value, _ in read_pairs(dataset, predicate)}

        self.ids, self.texts = column(DCTERMS.identifier), column(KG.text)
        self.labels = {**column(RDFS.label), UNKNOWN_IRI: UNKNOWN_LABEL}
        self.spans: dict[str, tuple[str, int, int]] = {}
        documents, quotes = column(KG.document), column(KG.quote)
        facts, sentences = column(KG.fact), column(KG.sentence)
        documents |= {sentence: documents.get(statement, "") for statement, sentence in sentences.items()}
        for iri, start in column(OA.start).items():
            if documents.get(iri) in self.texts and start.isdecimal() and iri in quotes:
                self.spans[iri] = (documents[iri], int(start), int(start) + len(quotes[iri]))
        for document, text in column(KG.mentionSpans).items():
            for entity, begin, end in read_mentions(text) if document in self.texts else ():
                first = (document, begin, end)
                self.spans[entity] = min(self.spans.get(entity, first), first)
        self._name_facts(column(RDF.subject), column(RDF.predicate), column(RDF.object))
        for statement, fact in facts.items():
            self.labels[statement] = self.label(fact)
        for statement, sentence in sentences.items():
            if sentence in self.spans:
                self.spans[statement] = self.spans[sentence]
                fact = facts.get(statement, statement)
                self.spans[fact] = min(self.spans.get(fact, self.spans[sentence]), self.spans[sentence])

    def _name_facts(self, subjects: dict[str, str], predicates: dict[str, str], objects: dict[str, str]) -> None:
        names = labels()
        for fact in subjects.keys() & predicates.keys() & objects.keys():
            predicate = predicates[fact]
            said = names.get(predicate_name(predicate)) or self.labels.get(predicate) or shorten(predicate)
            item = self.labels.get(objects[fact], objects[fact])
            self.labels[fact] = f"{self.label(subjects[fact])} {said} {item}"

    def label(self, iri: str) -> str:
        """Return the label of a node, or its IRI if it has none."""
        return self.labels.get(iri) or self.ids.get(iri) or shorten(iri)

    def finding(self, severity: Severity, check: str, message: str, node: str, detail: object) -> Finding:
        """A finding at `node`, with its place."""
        shown = None if detail is None else str(detail)
        if node not in self.spans:
            return Finding(severity, check, message, node, self.label(node), shown, self.ids.get(node))
        document, begin, end = self.spans[node]
        quote = self.texts[document][begin:end]
        return Finding(
            severity, check, message, node, self.label(node), shown, self.ids.get(document), begin, end, quote
        )


def _severity(name: str) -> Severity:
    """SHACL's severity by its IRI or its name in any case; ValueError for any other."""
    wanted = name.removeprefix(str(SH)).lower()
    for severity in SEVERITIES:
        if severity == wanted:
            return severity
    raise ValueError(f"{name!r} is no severity of SHACL")
