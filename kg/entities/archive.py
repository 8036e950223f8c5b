"""Entities of a graph directory as they are resolved now: their names, and the reasons of each merge."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import NotFoundError
from kg.graph.facts.names import find_entities
from kg.graph.projection.identifiers import identifiers
from kg.graph.rdf.naming import Naming
from kg.graph.store.directory import decisions_file, read_directory
from kg.ontology import is_a
from kg.resolve.decisions import Entry, decisions_of, read_entries
from kg.resolve.features import LABELS
from kg.resolve.identity import entity_digests, keys_of_rows, possessed_label, read_resolution
from kg.resolve.model import Decisions, FactDecision, Reference
from kg.spelling import normalise
from kg.verdicts.replay import Verdicts

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from kg.records.database import Records
    from kg.records.sources import StoredDocument
    from kg.resolve.model import Decision, EntityKey, Identity, Join, Resolution


@dataclass(frozen=True, slots=True)
class MergeReason:
    """The reason why two names, or the names of two documents, are one entity.

    `decided` says that a person decided it; `words` are the evidence, each with what it adds to the log odds.
    """

    left: str
    right: str
    score: float
    decided: bool
    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class EntityEntry:
    """An entity of a graph: its name and class, and all names that documents give it.

    `names` are its proper names with how often each is written, most frequent first; `documents` the ids of those that
    mention it, in order, published between `first` and `last` (ISO 8601, "" if not known). `reasons` are those of its
    merges.
    """

    iri: str
    label: str
    cls: str
    aliases: tuple[str, ...]
    names: tuple[tuple[str, int], ...]
    documents: tuple[str, ...]
    first: str
    last: str
    reasons: tuple[MergeReason, ...]


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """A decision of the file, and whether it fits anything that documents mention, or say, now."""

    entry: Entry
    fits: bool


class Referring:
    """References of decisions to the entities of a resolution: by name alone if that is enough."""

    def __init__(self, resolution: Resolution) -> None:
        self.identities: Mapping[EntityKey, Identity] = {each.key: each for each in resolution.identities}
        self.key_of: dict[Reference, EntityKey] = {}
        self._bearers: defaultdict[str, set[EntityKey]] = defaultdict(set)
        for identity in resolution.identities:
            for member in identity.members:
                self.key_of[member] = identity.key
                self._bearers[member.name].add(identity.key)

    def to_identity(self, identity: Identity) -> Reference:
        """Return the reference to an identity: its name, or one of its names in a document if others share it."""
        named = sorted(member for member in identity.members if member.name == identity.key.name)
        return self.to_member(named[0] if named else min(identity.members))

    def to_member(self, member: Reference) -> Reference:
        """Return the reference to a document's entity: its name, unless others share it or it is a person's one word.

        A surname alone is the next person's tomorrow.
        """
        identity = self.identities[self.key_of[member]]
        alone = len(self._bearers[member.name]) == 1
        if alone and not (is_a(identity.cls, "Person") and " " not in member.name):
            return Reference(member.name)
        return member

    def spelt(self, *references: Reference) -> dict[str, str]:
        """Return the most frequent spelling of names, by their normalised form."""
        found: dict[str, str] = {}
        for reference in references:
            for key in self._bearers[reference.name]:
                identity = self.identities[key]
                written = [name for name, _ in identity.names] + [identity.name, *identity.aliases]
                same = (name for name in written if normalise(name) == reference.name)
                found.setdefault(reference.name, next(same, reference.name))
        return found

    def to_pair(self, left: Reference, right: Reference) -> tuple[Reference, Reference]:
        """Return the references to two entities of documents: both in their documents if their names are the same."""
        if left.name == right.name:
            return left, right
        return self.to_member(left), self.to_member(right)


class Archive:
    """The entities of a graph directory as they are resolved now."""

    def __init__(self, directory: Path, records: Records) -> None:
        self.directory, self.records = directory, records
        self.entries = read_entries(decisions_file(directory))
        self.decisions = decisions_of(self.entries, str(decisions_file(directory)))
        self.resolution: Resolution = read_resolution(records, self.decisions)
        self.referring = Referring(self.resolution)
        self.documents: Mapping[str, StoredDocument] = {each.hash: each for each in records.documents()}
        self.ids = identifiers(self.documents.values())
        self._naming = Naming.of(records)
        self._identities: dict[str, Identity] = {}

    @cached_property
    def listed(self) -> list[EntityEntry]:
        """All entities, those in most documents first."""
        found = [self.entry(each) for each in self.resolution.identities]
        return sorted(found, key=lambda each: (-len(each.documents), each.label, each.iri))

    def described(self) -> Iterator[EntityEntry]:
        """Yield the entities without a proper name ("the 2020 agreement"), which no decision is about; no posts."""
        for _, some in groupby(self.records.unnamed_entities(), key=lambda row: row.key):
            rows = list(some)
            for key, row in zip(keys_of_rows(rows), rows, strict=True):
                if key.described_in:
                    yield self._single(self._naming.entity(key), row.document, row.name, row.cls, row.aliases)

    def participants(self) -> Iterator[EntityEntry]:
        """Yield what documents speak of without a name ("two men"), document by document."""
        for document, stored in self.documents.items():
            entities = self.records.extraction(stored).entities if stored.replaced_by is None else ()
            digests = entity_digests(entities, document, self.records.identities.named(document))
            names = {each.id: each.name for each in entities}
            for each, digest in zip(entities, digests, strict=True):
                if each.participant:
                    name = possessed_label(each.name, names[each.whose]) if each.whose else each.name
                    yield self._single(self._naming.space("entity") + digest, document, name, each.cls, each.aliases)

    def _single(self, iri: str, document: str, name: str, cls: str, aliases: tuple[str, ...]) -> EntityEntry:
        day = self.documents[document].day
        known = day.isoformat() if day else ""
        return EntityEntry(iri, name, cls, aliases, (), (self.ids[document],), known, known, ())

    def entry(self, identity: Identity) -> EntityEntry:
        """Return an identity as it is shown."""
        iri = self._naming.entity(identity.key)
        self._identities[iri] = identity
        return EntityEntry(
            iri=iri,
            label=identity.name,
            cls=identity.cls,
            aliases=identity.aliases,
            names=identity.names,
            documents=tuple(sorted({self.ids[member.document] for member in identity.members})),
            first=identity.first,
            last=identity.last,
            reasons=tuple(map(self._reason, identity.joins)),
        )

    def _reason(self, join: Join) -> MergeReason:
        spelt = self.referring.spelt(join.left, join.right)
        names = [spelt[side.name] for side in (join.left, join.right)]
        if names[0] == names[1]:
            names = [f"{spelt[side.name]} @ {self.ids[side.document]}" for side in (join.left, join.right)]
        return MergeReason(names[0], names[1], join.score, join.decided, reason_words(join))

    def entry_of(self, decision: Decision, when: str, who: str, why: str) -> Entry:
        """Return a decision as a line, with names as documents write them."""
        found = Entry(decision, when, who, why)
        return replace(found, spelt=self.referring.spelt(*found.references))

    def named(self, name: str) -> Identity:
        """Return the one identity of a name, an IRI, or a name with a document (`NAME @ DOCUMENT`).

        Raises:
            NotFoundError: no entity has the name, or several have; the message says how to name one of them.
        """
        listed = self.listed
        words, at, document = name.rpartition(" @ ")
        for each in listed:
            if each.iri == name:
                return self._identities[each.iri]
        found = find_entities(listed, words if at else name)
        if at:
            found = tuple(each for each in found if document in each.documents)
            if not found:
                raise NotFoundError(f"document {document!r} mentions no entity called {words!r}")
        if len(found) > 1:
            shown = ", ".join(f"{each.label} @ {each.documents[0]} ({each.cls})" for each in found[:5])
            raise NotFoundError(f"several entities are called {name!r}: name one of {shown}")
        return self._identities[found[0].iri]


def reason_words(join: Join) -> tuple[tuple[str, float], ...]:
    """Return the evidence for and against a join, in words, each with what it adds to the log odds.

    What an earlier version went by, and this one does not, goes by its name.
    """
    return tuple(
        (": ".join(filter(None, (LABELS.get(each.feature, each.feature), each.detail))), each.contribution)
        for each in join.reasons
    )


@contextmanager
def archive_of(graph: str | os.PathLike[str]) -> Iterator[Archive]:
    """Give the entities of a graph directory; errors as for `entities`."""
    with read_directory(Path(graph)) as records:
        yield Archive(Path(graph), records)


def entities(
    text: str | None = None, *, graph: str | os.PathLike[str] = "graph", unnamed: bool = False
) -> list[EntityEntry]:
    """Return the entities of a graph directory, with `unnamed` its participants too; see `kg.api.Graph.entities`."""
    with archive_of(graph) as archive:
        listed = [*archive.listed, *archive.described(), *(archive.participants() if unnamed else ())]
        if text is None:
            return listed
        wanted = text.casefold()
        found = [each for each in listed if any(wanted in name.casefold() for name in (each.label, *each.aliases))]
        return found or list(find_entities(listed, text))


def entity(name: str, *, graph: str | os.PathLike[str] = "graph") -> EntityEntry:
    """Return the entity of a name, an IRI or `NAME @ DOCUMENT`; see `kg.api.Graph.entity`."""
    with archive_of(graph) as archive:
        try:
            return archive.entry(archive.named(name))
        except NotFoundError as error:
            described = [each for each in archive.described() if name in {each.label, each.iri, *each.aliases}]
            if len(described) != 1:
                raise error from None
            return described[0]


def decisions(graph: str | os.PathLike[str] = "graph") -> list[DecisionEntry]:
    """Return people's decisions; see `kg.api.Graph.decisions`."""
    directory = Path(graph)
    with read_directory(directory) as records:
        decisions_of(read_entries(decisions_file(directory)), str(decisions_file(directory)))
        return decision_entries(directory, records)


def decision_entries(directory: Path, records: Records) -> list[DecisionEntry]:
    """Return the decisions of a directory in the order of its file, and whether each fits anything."""
    unfit = unfit_entries(directory, records)
    return [DecisionEntry(each, each not in unfit) for each in read_entries(decisions_file(directory))]


def unfit_entries(directory: Path, records: Records) -> list[Entry]:
    """Return the decisions of a directory on names that no document mentions, or sentences that none has so."""
    entries = read_entries(decisions_file(directory))
    there: dict[str, set[str]] = {}
    for row in records.entities({reference.name for each in entries for reference in each.references}):
        there.setdefault(row.key, set()).add(row.document)

    def is_there(reference: Reference) -> bool:
        return any(document.startswith(reference.document) for document in there.get(reference.name, ()))

    on_facts = (each.decision for each in entries if isinstance(each.decision, FactDecision))
    verdicts = Verdicts(Decisions(facts=tuple(on_facts)))
    met: set[Decision] = set()
    for stored in records.documents() if verdicts.facts else ():
        if stored.replaced_by is None and verdicts.in_text(records.text(stored)[0]):
            met |= verdicts.fitting(records.extraction(stored))

    def fits(entry: Entry) -> bool:
        return (
            entry.decision in met if isinstance(entry.decision, FactDecision) else all(map(is_there, entry.references))
        )

    return [each for each in entries if not fits(each)]
