"""Gazetteers that the user names: read by what the end of a file's name says it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.api.reading import Paths
    from kg.links.model import Gazetteer

__all__ = ["read_gazetteers"]

_TABLES: Final = frozenset({".csv", ".tsv"})
_LINES: Final = frozenset({".json", ".jsonl", ".ndjson", ".ijson", ".ftm"})


def read_gazetteers(paths: Paths) -> list[Gazetteer]:
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
    from kg.graph.gazetteers import RDF_FORMATS, read_rdf
    from kg.links.files import read_csv, read_ftm

    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return read_csv(path)
    if suffix in _LINES:
        return read_ftm(path)
    if suffix in RDF_FORMATS:
        return read_rdf(path)
    kinds = ", ".join(sorted({*_TABLES, *_LINES, *RDF_FORMATS}))
    raise InputError(f"{path}: is no gazetteer by the end of its name: {kinds}")
