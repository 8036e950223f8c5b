"""A text held against an archive: what the archive knows of it, what is new, and what contradicts it.

The text is read into a copy of the graph, which is thrown away: its names mean what a build would make of them, and
what contradicts it is what a build would list as a conflict. A line is what a sentence says of two ends.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from kg.graph.facts.explain import explain_statements
from kg.graph.store.directory import MARKER, current_store, decisions_file, read_directory, records_file
from kg.model import STATED
from kg.ontology import RELATIONS, UNKNOWN_IRI
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.graph.conflicts import Conflicts
    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import GraphContents, StatementRecord

type ScreenedKind = Literal["contradicts", "new", "known"]
"""How a fact of a text stands to an archive."""

SCREENED: tuple[ScreenedKind, ...] = get_args(ScreenedKind.__value__)
_IGNORED = frozenset({"describedAs", "holdsRole", "hasOccupation"})
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
        return {"kind": self.kind, **_fields(self.said), "archive": [_fields(each) for each in self.archive]}


def _fields(said: Explanation) -> dict[str, object]:
    fact = {"subject": said.subject, "relation": said.relation, "object": said.object, "factuality": said.factuality}
    return fact | {"sentence": said.sentence, "document": said.document, "published": said.published}


def copied(directory: Path, target: Path) -> Path:
    """Copy a graph directory as it is now, the files of its store by hard links where that can be."""
    store = current_store(directory)
    target.mkdir()
    if store is not None:
        shutil.copytree(directory / store, target / store, copy_function=_linked)
    for file in (directory / MARKER, decisions_file(directory)):
        if file.exists():
            shutil.copyfile(file, target / file.name)
    with read_directory(directory) as records:
        records.copy_to(records_file(target))
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
    unnamed = {UNKNOWN_IRI: "", **{each.iri: fold(each.label) for each in contents.participants}}
    against: defaultdict[str, set[str]] = defaultdict(set)
    for conflict in conflicts:
        accounts = {each.statement: each.value for each in conflict.accounts}
        for one, value in accounts.items():
            against[one] |= {other for other, said in accounts.items() if said != value}

    def ends(said: StatementRecord) -> tuple[str, str]:
        """Return subject and object; what has no name by its words, which may mean the same elsewhere."""
        return unnamed.get(said.subject, said.subject), unnamed.get(said.object, said.object)

    by_iri = {each.iri: each for each in contents.statements}
    elsewhere: defaultdict[tuple[str, str], list[StatementRecord]] = defaultdict(list)
    lines: defaultdict[tuple[str, int, frozenset[str]], list[StatementRecord]] = defaultdict(list)
    for each in contents.statements:
        if each.document not in own:
            elsewhere[ends(each)].append(each)
            continue
        named = unnamed.keys().isdisjoint({each.subject, each.object})
        if each.predicate not in _IGNORED and not each.predicate.startswith("p/"):
            against[each.iri] = {iri for iri in against[each.iri] if by_iri[iri].document not in own}
            if named or against[each.iri] or each.factuality == "negated":
                lines[each.document, each.begin, frozenset({each.subject, each.object})].append(each)
    found: list[tuple[ScreenedKind, StatementRecord, list[str]]] = []
    for some in lines.values():
        best = max(some, key=lambda each: (bool(against[each.iri]), each.confidence, each.iri))
        related = [(o, each) for each in some for o in elsewhere[ends(each)] if each.predicate in _says(o.predicate)]
        denied = {iri for each in some for iri in against[each.iri]}
        denied |= {o.iri for o, each in related if (o.factuality == "negated") != (each.factuality == "negated")}
        known = {o.iri for o, each in related if (o.factuality in STATED) == (each.factuality in STATED)}
        kind: ScreenedKind = "contradicts" if denied else "known" if known else "new"
        if kind != "new" or unnamed.keys().isdisjoint({best.subject, best.object}):
            found.append((kind, best, sorted(denied or known)))
    shown = {iri: by_iri[iri] for _, best, archive in found for iri in (best.iri, *archive)}
    explained = dict(zip(shown, explain_statements(contents, shown.values()), strict=True))
    screened = (Screened(k, explained[best.iri], tuple(explained[iri] for iri in a)) for k, best, a in found)
    return sorted(screened, key=lambda each: (SCREENED.index(each.kind), each.said.document, each.said.begin))


def _says(relation: str) -> tuple[str, ...]:
    """Return a relation and those above it, which whoever states it states as well."""
    known = RELATIONS.get(relation)
    return (relation, *known.parents) if known else (relation,)
