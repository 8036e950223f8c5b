"""Inference: facts that follow from those that documents state, by the rules of `ontology/queries/infer`.

A rule is a plain CONSTRUCT query over direct triples. Each triple that it gives is kept in a named graph of its own
with a `kg:Inference` that names the rule and the premises: for every triple that the rule's WHERE matched, the fact
whose direct triple it is, or the inference that it comes from. Rules are applied until nothing new follows, so premises
always lead down to facts.

What a document states or reports is never inferred as well, what would break the vocabulary is not inferred, and
nothing follows from a fact that is planned, hypothetical, negated or kept aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from kg.errors import QueryError
from kg.graph.facts.reader import read_classes, read_facts
from kg.graph.facts.records import InferenceRecord
from kg.graph.query.files import read_queries
from kg.graph.rdf.naming import DEFAULT
from kg.graph.rdf.terms import Value, predicate_iri, predicate_name
from kg.graph.store.directory import naming_of, open_directory
from kg.graph.store.write import write_graph, write_memory_graph
from kg.namespaces import KG
from kg.ontology import RELATIONS, UNKNOWN_IRI

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rdflib import Dataset

    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple

type _Fact = tuple[str, str, str]
"""Subject, predicate and object, each an IRI."""

_ALLOWED = frozenset({"ConstructQuery", "Project", "BGP", "Join", "Filter", "ToMultiSet", "values"})
"""The parts that a rule may have: only of these is it plain which triples made it match."""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    select: str
    conclusion: tuple[str, str, str]
    conditions: tuple[tuple[str, str, str], ...]
    """Triples of IRIs and of variables, which begin with "?"."""


def derive(dataset: Dataset, naming: Naming) -> list[InferenceRecord]:
    """Return all that follows from a graph's facts, in the order of rounds, then of rules and of triples."""
    classes = read_classes(dataset)
    support = _support(dataset)
    store = ox.Store()
    store.extend(_quad(fact) for fact in support)
    store.extend(_quad((iri, str(RDF.type), predicate_iri(cls))) for iri, cls in classes.items())
    rules = [_read_rule(name, query.text) for name, query in read_queries("infer").items()]
    found: list[InferenceRecord] = []
    while True:
        fresh: dict[_Fact, InferenceRecord] = {}
        for rule in rules:
            for fact, conditions in sorted(_matches(store, rule)):
                if fact not in support and fact not in fresh and _fits(fact, classes):
                    premises = sorted({support[condition] for condition in conditions})
                    iri = naming.node("inference", [*fact, rule.name, *premises])
                    subject, predicate, item = fact
                    name = predicate_name(predicate)
                    fresh[fact] = InferenceRecord(iri, subject, name, item, rule.name, tuple(premises))
        if not fresh:
            return found
        found += fresh.values()
        support.update((fact, inference.iri) for fact, inference in fresh.items())
        store.extend(map(_quad, fresh))


def infer(dataset: Dataset, naming: Naming = DEFAULT) -> int:
    """Put all inferences into a graph in memory, in place of earlier ones; return their number."""
    inferences = derive(dataset, naming)
    write_memory_graph(dataset, naming.graph("inferred"), list(_triples(inferences)))
    return len(inferences)


def infer_directory(directory: Path) -> int:
    """Do the same for the graph in `directory`; inferences are removed when a document there changes.

    Raises:
        StoreError: there is no graph, or it cannot be written.
    """
    naming = naming_of(directory)
    inferences = derive(open_directory(directory), naming)
    write_graph(directory, naming.graph("inferred"), list(_triples(inferences)))
    return len(inferences)


def _triples(inferences: list[InferenceRecord]) -> Iterator[Triple]:
    for inference in inferences:
        iri = inference.iri
        predicate = predicate_iri(inference.predicate)
        yield inference.subject, predicate, inference.object
        yield iri, str(RDF.type), str(KG.Inference)
        yield iri, str(KG.inferredSubject), inference.subject
        yield iri, str(KG.inferredPredicate), predicate
        yield iri, str(KG.inferredObject), inference.object
        yield iri, str(KG.inferenceRule), Value(inference.rule)
        for premise in inference.premises:
            yield iri, str(KG.premise), premise


def _support(dataset: Dataset) -> dict[_Fact, str]:
    """Return the IRI of each fact between entities that documents assert or report, by its direct triple."""
    return {
        (fact.subject, predicate_iri(fact.predicate), fact.object): fact.iri
        for fact in read_facts(dataset)
        if fact.statements and not fact.broken and not fact.literal
    }


def _fits(fact: _Fact, classes: Mapping[str, str]) -> bool:
    """Return whether a fact is about two known entities that may stand in its relation."""
    subject, predicate, item = fact
    if subject == item or UNKNOWN_IRI in fact or subject not in classes or item not in classes:
        return False
    return RELATIONS[predicate_name(predicate)].takes(classes[subject], classes[item])


def _quad(fact: _Fact) -> ox.Quad:
    subject, predicate, item = map(ox.NamedNode, fact)
    return ox.Quad(subject, predicate, item)


def _matches(store: ox.Store, rule: _Rule) -> Iterator[tuple[_Fact, tuple[_Fact, ...]]]:
    """Yield the conclusions of a rule, each with the triples that it follows from, those of classes left out."""
    solutions = store.query(rule.select)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError(f"rule {rule.name} is no SELECT")
    for solution in solutions:

        def value(term: str, solution: ox.QuerySolution = solution) -> str:
            bound = solution[term[1:]] if term.startswith("?") else None
            return bound.value if isinstance(bound, ox.NamedNode) else term

        subject, predicate, item = map(value, rule.conclusion)
        conditions = tuple((value(s), value(p), value(o)) for s, p, o in rule.conditions if p != str(RDF.type))
        yield (subject, predicate, item), conditions


def _read_rule(name: str, text: str) -> _Rule:
    """Return a rule from its query; QueryError where it has parts that a rule may not have."""
    query = prepareQuery(text)
    conditions: list[tuple[str, str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, CompValue):
            if node.name not in _ALLOWED:
                raise QueryError(f"rule {name!r}: a rule has triples, FILTER and VALUES alone, not {node.name}")
            if node.name == "BGP":
                conditions.extend(_plain(name, triple) for triple in node.triples)
            for key in ("p", "p1", "p2"):
                if key in node:
                    walk(node[key])

    walk(query.algebra)
    template = query.algebra.template
    if len(template) != 1 or not conditions:
        raise QueryError(f"rule {name!r}: a rule concludes one triple from some")
    select = re.sub(r"CONSTRUCT \{[^}]*\}", "SELECT *", text, count=1)
    return _Rule(name, select, _plain(name, template[0]), tuple(sorted(conditions)))


def _plain(rule: str, triple: tuple[object, object, object]) -> tuple[str, str, str]:
    terms = []
    for term in triple:
        if not isinstance(term, (URIRef, Variable)):
            raise QueryError(f"rule {rule!r}: {term} is neither an IRI nor a variable")
        terms.append(f"?{term}" if isinstance(term, Variable) else str(term))
    subject, predicate, item = terms
    return subject, predicate, item
