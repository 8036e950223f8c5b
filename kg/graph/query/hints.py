"""Hints about queries that find nothing: unknown names, and terms that the ontology lacks."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from rdflib.namespace import RDFS, SKOS

from kg.errors import NotFoundError
from kg.graph.facts.names import entities_called, find_entities
from kg.graph.query.files import read_queries
from kg.graph.query.safety import blanked
from kg.graph.rdf.dataset import read_pairs
from kg.namespaces import KG
from kg.ontology import NAMES, NAMESPACE, labels
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import Dataset

    from kg.graph.query.files import QueryFile

__all__ = ["hints", "hints_on_names", "hints_on_terms"]

_TERM = re.compile(r"(?<![\w:-])kg:([\w-]+)")
_IRI = re.compile(rf"<{re.escape(NAMESPACE)}([^<>\s]+)>")
_NOT_NAMES = frozenset({"object"})
"""Parameters whose value may be a date or words too."""


class _Called(NamedTuple):
    iri: str
    label: str
    aliases: tuple[str, ...]
    documents: tuple[str, ...] = ()


def hints(dataset: Dataset, question: str, values: Mapping[str, object]) -> list[str]:
    """Return hints about a shipped query, given by its name, or about SPARQL: names or terms that are unknown."""
    known = read_queries("answer").get(question)
    if known is None:
        return list(hints_on_terms(question))
    return list(hints_on_names(dataset, known, {name: str(value) for name, value in values.items()}))


def hints_on_names(dataset: Dataset, chosen: QueryFile, values: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each name among a named query's values that nothing in the graph has, with the nearest names."""
    for each in chosen.parameters:
        name = values.get(each.name)
        if each.kind != "name" or name is None or each.name in _NOT_NAMES or entities_called(dataset, name):
            continue
        try:
            find_entities(list(_all(dataset)), name)
        except NotFoundError as error:
            yield str(error)


def hints_on_terms(text: str) -> Iterator[str]:
    """Yield a line for each term of the ontology's namespace that the ontology lacks, with the nearest.

    >>> list(hints_on_terms("SELECT ?a { ?a kg:meetsWith ?b }"))
    ['the ontology has no kg:meetsWith; did you mean kg:metWith or kg:competesWith or kg:agreedWith?']
    """
    used = [*_TERM.findall(blanked(text)), *_IRI.findall(text)]
    spellings: dict[str, str] = {}
    for name in NAMES:
        spellings.setdefault(name.lower(), name)
        spellings.setdefault(fold(labels().get(name, name)).replace(" ", ""), name)
    for name in dict.fromkeys(used):
        if name not in NAMES:
            near = get_close_matches(name.lower(), sorted(spellings), n=3, cutoff=0.6)
            meant = " or ".join(dict.fromkeys(f"kg:{spellings[each]}" for each in near))
            yield f"the ontology has no kg:{name}" + (f"; did you mean {meant}?" if meant else "")


def _all(dataset: Dataset) -> Iterator[_Called]:
    """Every entity of the graph with its names."""
    keyed = {iri for iri, _, _ in read_pairs(dataset, KG.nameKey)}
    aliases: dict[str, list[str]] = {}
    for iri, alias, _ in read_pairs(dataset, SKOS.altLabel):
        aliases.setdefault(iri, []).append(alias)
    for iri, label in sorted((iri, label) for iri, label, _ in read_pairs(dataset, RDFS.label) if iri in keyed):
        yield _Called(iri, label, tuple(sorted(aliases.get(iri, ()))))
