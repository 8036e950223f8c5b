"""What people decide about entities, written down, and the graph made to agree.

A decision is a line of `decisions.jsonl` in the graph directory (`kg.resolve.decisions`): it is written first, and
every build replays them all. So they outlive a rebuild, and fit again when a document comes back.

Decisions also come from other tools, or another graph, as entities of FollowTheMoney: those that `kg export --format
ftm` writes beside its entities (the line of a decision, as notes of a `Similar` or `Note`), and entities whose
`referents`, as tools that merge entities write them, name several of this graph's.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.entities.archive import Archive
from kg.errors import InputError, NotFoundError, StoreError
from kg.graph.exchange.ftm import ftm_id
from kg.graph.store.directory import current_store, decisions_file, writing_directory
from kg.graph.store.write import project_directory
from kg.ontology import CLASSES
from kg.resolve.decisions import Entry, add_entries, pair_of, read_entries, read_entry, remove_entries
from kg.resolve.model import ClassDecision, NameDecision, Reference
from kg.spelling import normalise

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from kg.records.database import Records
    from kg.resolve.model import Decision, Identity

__all__ = [
    "added_by",
    "apply",
    "merge",
    "note",
    "now",
    "reclassify",
    "rename",
    "separated",
    "split",
    "take_back",
    "take_over",
    "undo",
]


def merge(
    one: str, other: str, *, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide that two entities are one; the lines that this wrote.

    Raises:
        NotFoundError: nothing, or more than one, is called so, or the two are one already.
        DecisionError: somebody decided that they are different.
        StoreError: there is no graph, or it cannot be written, or another process is writing it.
    """

    def decide(archive: Archive) -> Iterator[Decision]:
        sides = archive.named(one), archive.named(other)
        if sides[0].key == sides[1].key:
            raise NotFoundError(f"{one!r} and {other!r} are one entity already: {sides[0].name}")
        left, right = map(archive.referring.to_identity, sides)
        yield pair_of(left, right, "same")

    return _decide(graph, decide, why, who)


def split(
    name: str, apart: Iterable[str], *, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide that what some of its names mean, or some documents speak of, is another entity; the lines written.

    `apart` are names that the entity is called by, or ids of documents.

    Raises:
        NotFoundError: nothing is called so, or the entity has no such name and is in no such document, or all of it
            would go.
        DecisionError: somebody decided that they are the same.
        StoreError: as for `merge`.
    """

    def decide(archive: Archive) -> Iterator[Decision]:
        identity = archive.named(name)
        moved = _members(archive, identity, list(apart))
        rest = [member for member in identity.members if member not in moved]
        if not rest:
            raise NotFoundError(f"nothing would be left of {identity.name!r}: name what is to be another entity")
        yield from separated(moved, rest)

    return _decide(graph, decide, why, who)


def rename(
    name: str, new: str, *, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide what an entity is called; its IRI stays. Errors as for `merge`."""
    if not new.strip():
        raise InputError("a name has letters: give the name by which to call it")

    def decide(archive: Archive) -> Iterator[Decision]:
        yield NameDecision(archive.referring.to_identity(archive.named(name)), " ".join(new.split()))

    return _decide(graph, decide, why, who)


def reclassify(
    name: str, cls: str, *, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide what class an entity has; InputError where the vocabulary has none such, else errors as for `merge`."""
    if cls not in CLASSES:
        raise InputError(f"the vocabulary has no class {cls!r}: it has {', '.join(CLASSES)}")

    def decide(archive: Archive) -> Iterator[Decision]:
        yield ClassDecision(archive.referring.to_identity(archive.named(name)), cls)

    return _decide(graph, decide, why, who)


def undo(which: str | int | None = None, *, graph: str | os.PathLike[str] = "graph") -> tuple[Entry, ...]:
    """Take back a decision by its id or line, or the latest; what was taken back. The graph is what it is without it.

    What was decided in one go, as the lines of a split are, is taken back in one go where it is the latest.

    Raises:
        NotFoundError: there is no such decision.
        DecisionError: a line of the decisions is not in form.
        StoreError: as for `merge`.
    """
    directory = Path(graph)
    with _writing(directory) as records:
        gone = _taken_out(directory, None if which is None else {str(which)})
        project_directory(directory, records)
    return gone


def note(graph: str | os.PathLike[str], entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Write decisions down and leave the graph as it is until `apply`, or the next build; those that are new.

    Raises:
        DecisionError, StoreError: as for `merge`.
    """
    directory = Path(graph)
    with _writing(directory):
        return _added(directory, list(entries))


def take_back(graph: str | os.PathLike[str], which: Collection[str]) -> tuple[Entry, ...]:
    """Take out the decisions of some ids or lines, and leave the graph as it is until `apply`; errors as for `undo`."""
    directory = Path(graph)
    with _writing(directory):
        return _taken_out(directory, which)


def apply(graph: str | os.PathLike[str]) -> None:
    """Make a directory's graph agree with its decisions; errors as for `note`."""
    directory = Path(graph)
    with _writing(directory) as records:
        project_directory(directory, records)


def now() -> str:
    """The time at which something is decided, in UTC; two verdicts of one person are apart."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def added_by(graph: str | os.PathLike[str], decide: Callable[[Archive], Iterable[Entry]]) -> tuple[Entry, ...]:
    """Write down what is decided of a graph's entities, and make the graph agree; those that are new.

    Raises:
        DecisionError, StoreError: as for `merge`.
    """
    directory = Path(graph)
    with _writing(directory) as records:
        added = _added(directory, list(decide(Archive(directory, records))))
        project_directory(directory, records)
    return added


def _decide(
    graph: str | os.PathLike[str], decide: Callable[[Archive], Iterable[Decision]], why: str, who: str
) -> tuple[Entry, ...]:
    when = now()
    return added_by(graph, lambda archive: (archive.entry_of(each, when, who, why) for each in decide(archive)))


def _added(directory: Path, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    path = decisions_file(directory)
    try:
        return add_entries(path, entries)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def _taken_out(directory: Path, which: Collection[str] | None) -> tuple[Entry, ...]:
    path = decisions_file(directory)
    entries = read_entries(path)
    latest = max((each.when for each in entries), default="")
    if which is None:
        gone = tuple(each for each in entries if each.when == latest)
    else:
        gone = tuple(each for each in entries if not {each.id, str(each.line)}.isdisjoint(which))
    if not gone:
        asked = (
            "there is no decision" if which is None else f"no decision has the id or line {', '.join(sorted(which))}"
        )
        raise NotFoundError(f"{asked}: kg entities decisions lists them")
    try:
        remove_entries(path, {each.line for each in gone})
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    return gone


@contextmanager
def _writing(directory: Path) -> Iterator[Records]:
    """The records of a graph that is there, to be written by this process alone."""
    current_store(directory)  # raises where there is no graph
    with writing_directory(directory) as records:
        yield records


def _members(archive: Archive, identity: Identity, apart: list[str]) -> list[Reference]:
    """The members of an identity that names or documents' ids mean."""
    found = []
    for each in apart:
        key = normalise(each)
        some = [member for member in identity.members if member.name == key or archive.ids[member.document] == each]
        if not some:
            names = ", ".join(sorted({member.name for member in identity.members}))
            raise NotFoundError(f"{identity.name!r} has no name and no document {each!r}; its names: {names}")
        found += some
    return sorted(set(found))


def separated(moved: list[Reference], rest: list[Reference]) -> Iterator[Decision]:
    """The decisions by which some members of an identity are another, and stay together."""
    names = {member.name for member in moved} & {member.name for member in rest}
    left = sorted({member if member.name in names else Reference(member.name) for member in moved})
    right = sorted({Reference(member.name) for member in rest})
    for one, other in product(left, right):
        yield pair_of(one, other, "different")
    for other in left[1:]:
        yield pair_of(left[0], other, "same")


_CARRIERS = {"Similar": "criteria", "Note": "notes"}
"""The schemata that carry a decision, with the property in which its line stands."""


def take_over(path: str | os.PathLike[str], graph: str | os.PathLike[str] = "graph") -> tuple[Entry, ...]:
    """Take over the decisions of a file of FollowTheMoney's lines; those that are new. The graph agrees at once.

    Raises:
        InputError: the file cannot be read, or a line is no entity of FollowTheMoney.
        DecisionError: a decision is not in form, or contradicts one that is there; nothing is taken over.
        StoreError: there is no graph, or it cannot be written, or another process is writing it.
    """
    lines = list(_entities(Path(path)))

    def decide(archive: Archive) -> Iterator[Entry]:
        ids = {ftm_id(each.iri): each.iri for each in archive.listed()}
        when = now()
        for number, entity in lines:
            for line in _decisions(entity):
                yield read_entry(f"{path}: line {number}", line)
            named = {entity.get("id"), *_texts(entity.get("referents"))}
            meant = sorted(ids[each] for each in named if each in ids)
            for one, other in pairwise(meant):
                left, right = (archive.referring.to_identity(archive.named(iri)) for iri in (one, other))
                yield archive.entry_of(pair_of(left, right, "same"), when, "", Path(path).name)

    return added_by(graph, decide)


def _entities(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _entity(path, number, line)
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not in UTF-8 (byte {error.start:,}): save it so") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _entity(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: line {number} is no JSON: mend it or leave it out") from error
    if not isinstance(entity, dict) or not isinstance(entity.get("id"), str):
        raise InputError(f"{path}: line {number} is no entity of FollowTheMoney, which has id, schema and properties")
    return entity


def _decisions(entity: dict[str, Any]) -> Iterator[str]:
    """The lines of decisions that an entity carries."""
    properties = entity.get("properties")
    if not isinstance(properties, dict) or not str(entity["id"]).startswith("kg-decision-"):
        return
    for value in _texts(properties.get(_CARRIERS.get(str(entity.get("schema")), ""))):
        if value.startswith("{"):
            yield value


def _texts(values: Any) -> list[str]:
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []
