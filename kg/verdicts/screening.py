"""A text held against an archive: what the archive knows of it, what is new, and what contradicts it.

The text is read into a copy of the graph, which is thrown away: its names mean what a build would make of them, and
what contradicts it is what a build would list as a conflict. A line is what a sentence says of two ends.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from kg.graph.facts.explain import explain_statements
from kg.graph.store.directory import current_store, decisions_file, records_file
from kg.model import STATED
from kg.ontology import RELATIONS, UNKNOWN_IRI

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.graph.conflicts import Conflicts
    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import GraphContents, StatementRecord

__all__ = ["SCREENED", "Screened", "ScreenedKind", "copied", "screened"]

type ScreenedKind = Literal["contradicts", "new", "known"]
"""How a fact of a text stands to an archive."""

SCREENED: tuple[ScreenedKind, ...] = get_args(ScreenedKind.__value__)
_IGNORED = frozenset({"describedAs", "holdsRole", "hasOccupation", "relatedTo"})
"""Relations that say what others say better."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What a text says, and what of the archive says the same or speaks against it."""

    kind: ScreenedKind
    said: Explanation
    archive: tuple[Explanation, ...]

    @property
    def fields(self) -> dict[str, object]:
        """Its values for a table or JSON."""
        shown = ("subject", "relation", "object", "factuality", "sentence", "document", "published")
        said = {name: getattr(self.said, name) for name in shown}
        return {"kind": self.kind, **said, "archive": [{n: getattr(e, n) for n in shown} for e in self.archive]}


def copied(directory: Path, target: Path) -> Path:
    """Copy a graph directory as it is now, the files of its store by hard links where that can be."""
    store = current_store(directory)
    target.mkdir()
    if store is not None:
        shutil.copytree(directory / store, target / store, copy_function=_linked)
    for file in (directory / "kg-graph.json", decisions_file(directory)):
        if file.exists():
            shutil.copyfile(file, target / file.name)
    if records_file(directory).exists():
        source = sqlite3.connect(f"{records_file(directory).absolute().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(records_file(target))) as fresh:
            source.backup(fresh)
    return target


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copyfile(source, target)


def screened(contents: GraphContents, conflicts: Conflicts, documents: Iterable[str]) -> list[Screened]:
    """Return what some documents, by their ids, say beside all others: what contradicts first, then what is new."""
    ids = set(documents)
    own = {each.iri for each in contents.documents if each.id in ids}
    against: defaultdict[str, set[str]] = defaultdict(set)
    for conflict in conflicts:
        accounts = {each.statement: each.value for each in conflict.accounts}
        for one, value in accounts.items():
            against[one] |= {other for other, said in accounts.items() if said != value}
    by_iri = {each.iri: each for each in contents.statements}
    elsewhere: defaultdict[tuple[str, str], list[StatementRecord]] = defaultdict(list)
    for each in contents.statements:
        if each.document not in own:
            elsewhere[each.subject, each.object].append(each)
    lines: dict[tuple[str, int, frozenset[str]], list[StatementRecord]] = defaultdict(list)
    for each in contents.statements:
        if each.document in own and _counts(each):
            lines[each.document, each.begin, frozenset({each.subject, each.object})].append(each)
    found = []
    for some in lines.values():
        best = max(some, key=lambda each: (each.confidence, each.iri))
        denied = {o for each in some for o in against[each.iri] if by_iri[o].document not in own}
        known = [o for each in some for o in elsewhere[each.subject, each.object] if _says(o, each)]
        kind: ScreenedKind = "contradicts" if denied else "known" if known else "new"
        held = [by_iri[iri] for iri in sorted(denied)] or known
        said, *archive = explain_statements(contents, [best, *held])
        found.append(Screened(kind, said, tuple(archive)))
    return sorted(found, key=lambda each: (SCREENED.index(each.kind), each.said.document, each.said.begin))


def _counts(said: StatementRecord) -> bool:
    known = RELATIONS.get(said.predicate)
    ignored = said.predicate in _IGNORED or said.predicate.startswith("p/") or said.subject == UNKNOWN_IRI
    return not ignored and (known is None or not said.literal or known.kind == "date")


def _says(other: StatementRecord, said: StatementRecord) -> bool:
    """Return whether a statement says what another does: its relation or a narrower one, and no denial of it."""
    same = other.predicate == said.predicate or said.predicate in _above(other.predicate)
    return same and (other.factuality in STATED) == (said.factuality in STATED)


def _above(relation: str) -> tuple[str, ...]:
    known = RELATIONS.get(relation)
    return known.parents if known else ()
