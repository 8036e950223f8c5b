"""Gazetteers that the user names, read by what the end of a file's name says it is.

Those in RDF, SKOS above all, are read here: the file is streamed, and only what we know of is kept.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from rdflib.namespace import FOAF, OWL, RDF, RDFS, SKOS

from kg.errors import InputError
from kg.links.files import Draft, collect, read_csv, read_ftm
from kg.namespaces import GN, WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.links.model import Gazetteer

RDF_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats by the ends of files' names."""
_SCHEMA: Final = ("http://schema.org/", "https://schema.org/")
_KINDS: Final = "http://www.wikidata.org/prop/direct/P31"
_LISTS: Final[Mapping[str, list[Any]]] = {
    "names": [SKOS.prefLabel, RDFS.label, FOAF.name, GN.name, *(f"{schema}name" for schema in _SCHEMA)],
    "others": [SKOS.altLabel, GN.alternateName, GN.officialName, GN.shortName]
    + [f"{schema}alternateName" for schema in _SCHEMA],
    "weak": [SKOS.hiddenLabel],
    "types": [RDF.type, GN.featureClass, GN.featureCode, _KINDS],
    "same": [OWL.sameAs, SKOS.exactMatch, *(f"{schema}sameAs" for schema in _SCHEMA)],
}
_VALUES: Final[Mapping[str, list[Any]]] = {
    "latitude": [WGS84.lat, *(f"{schema}latitude" for schema in _SCHEMA)],
    "longitude": [WGS84.long, *(f"{schema}longitude" for schema in _SCHEMA)],
    "country": [GN.countryCode],
    "population": [GN.population],
}
_FIELDS: Final = {str(iri): name for table in (_LISTS, _VALUES) for name, iris in table.items() for iri in iris}
_LANGUAGES: Final = ("en", "")
"""Whose names come first: a link is called by the first."""
_MOST_VALUES: Final = 1000
_TABLES: Final = frozenset({".csv", ".tsv"})
_LINES: Final = frozenset({".json", ".jsonl", ".ndjson", ".ijson", ".ftm"})


def read_gazetteers(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Gazetteer]:
    """The gazetteers in files: tables (.csv, .tsv), FollowTheMoney (.json, .jsonl …) or RDF (.ttl, .nt, .rdf …).

    Raises:
        InputError: a file is of another kind, cannot be read or holds nothing that has a name; two have one name.
    """
    named: Iterable[str | os.PathLike[str]] = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    found: dict[str, Gazetteer] = {}
    for path in map(Path, named):
        gazetteer = _read(path)
        if gazetteer.name in found:
            raise InputError(f"{path}: another gazetteer is called {gazetteer.name}: rename one")
        found[gazetteer.name] = gazetteer
    return list(found.values())


def _read(path: Path) -> Gazetteer:
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return read_csv(path)
    if suffix in _LINES:
        return read_ftm(path)
    if suffix in RDF_FORMATS:
        return read_rdf(path)
    kinds = ", ".join(sorted({*_TABLES, *_LINES, *RDF_FORMATS}))
    raise InputError(f"{path}: unsupported gazetteer format; supported: {kinds}")


def read_rdf(path: Path) -> Gazetteer:
    """The gazetteer in a file of RDF, whose format the end of its name tells (`RDF_FORMATS`).

    Raises:
        InputError: the file cannot be read, is not in its format, or holds nothing that has a name.
    """
    drafts: dict[str, Draft] = defaultdict(Draft)
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    try:
        for quad in ox.parse(path=path, format=RDF_FORMATS[path.suffix.lower()]):
            known = _FIELDS.get(quad.predicate.value)
            if known is None or not isinstance(quad.subject, ox.NamedNode):
                continue
            subject, item = quad.subject.value, quad.object
            if isinstance(item, ox.BlankNode | ox.Triple):
                continue
            if known == "names":
                if len(names[subject]) < _MOST_VALUES:
                    names[subject].append((_rank(item), item.value))
            elif known in _LISTS:
                values: list[str] = getattr(drafts[subject], known)
                if len(values) < _MOST_VALUES:
                    values.append(item.value)
            else:
                setattr(drafts[subject], known, item.value)
    except (OSError, SyntaxError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else " ".join(str(error).split())
        raise InputError(f"{path}: cannot be read as RDF: {why}") from error
    return collect(path, _complete(drafts, names))


def _complete(drafts: dict[str, Draft], names: dict[str, list[tuple[int, str]]]) -> Iterator[tuple[str, Draft]]:
    """The drafts that have a name, English ones first, whatever the order of the file."""
    for subject, found in names.items():
        draft = drafts[subject]
        draft.names = [name for _, name in sorted(found)]
        draft.others.sort()
        draft.weak.sort()
        draft.types.sort()
        yield subject, draft


def _rank(item: ox.NamedNode | ox.Literal) -> int:
    language = (item.language or "") if isinstance(item, ox.Literal) else ""
    first = language.split("-", maxsplit=1)[0]
    return _LANGUAGES.index(first) if first in _LANGUAGES else len(_LANGUAGES)
