"""People's decisions about entities, and the graph that follows from them.

A decision is a line of `decisions.jsonl` in the graph directory (`kg.resolve.decisions`), which every build replays:
decisions outlive a rebuild, and fit again when a document comes back. A decision and the graph that follows from it are
one step: if a command fails, neither has changed, or the next command finishes both.

Decisions also come from other tools, or another graph, as entities of FollowTheMoney: those that `kg export --format
ftm` writes beside its entities (the line of a decision, as notes of a `Similar` or `Note`), and entities whose
`referents`, as tools that merge entities write them, name several of this graph's.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.entities.archive import Archive
from kg.errors import InputError, NotFoundError
from kg.graph.exchange.ftm import ftm_id
from kg.graph.store.directory import UnderWay, current_store, decisions_file, done, result_of, writing_directory
from kg.graph.store.write import project_directory
from kg.links.files import ftm_entities
from kg.ontology import CLASSES
from kg.resolve.decisions import Entry, addition, pair_of, read_entries, read_entry, removal, time_after, write_change
from kg.resolve.model import ClassDecision, NameDecision, Reference
from kg.spelling import normalise

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Iterator

    from kg.records.database import Records
    from kg.resolve.decisions import FileChange
    from kg.resolve.model import Decision, Identity


def merge(
    one: str, *others: str, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide that two or more entities are one, and return the new lines; see `kg.api.Graph.merge`."""

    def decide(archive: Archive) -> Iterator[Decision]:
        first = archive.named(one)
        for other in others:
            second = archive.named(other)
            if first.key == second.key:
                raise NotFoundError(f"{one!r} and {other!r} are one entity already: {first.name}")
            yield pair_of(archive.referring.to_identity(first), archive.referring.to_identity(second), "same")

    return _decide(graph, ("merge", one, *others), decide, why, who)


def split(
    name: str, apart: Iterable[str], *, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide that some names of an entity, or some documents (by their ids), mean another; see `kg.api.Graph.split`."""
    apart = list(apart)

    def decide(archive: Archive) -> Iterator[Decision]:
        identity = archive.named(name)
        moved = _members(archive, identity, apart)
        rest = [member for member in identity.members if member not in moved]
        if not rest:
            raise NotFoundError(f"nothing would be left of {identity.name!r}: name what is to be another entity")
        yield from separated(moved, rest)

    return _decide(graph, ("split", name, *apart), decide, why, who)


def rename(
    name: str, new: str, *, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide the name of an entity; see `kg.api.Graph.rename`."""
    if not new.strip():
        raise InputError("the new name is empty: give a name with letters")

    def decide(archive: Archive) -> Iterator[Decision]:
        yield NameDecision(archive.referring.to_identity(archive.named(name)), " ".join(new.split()))

    return _decide(graph, ("rename", name, new), decide, why, who)


def reclassify(
    name: str, cls: str, *, why: str = "", who: str = "", graph: str | os.PathLike[str] = "graph"
) -> tuple[Entry, ...]:
    """Decide the class of an entity; see `kg.api.Graph.reclassify`."""
    if cls not in CLASSES:
        raise InputError(f"the vocabulary has no class {cls!r}: it has {', '.join(CLASSES)}")

    def decide(archive: Archive) -> Iterator[Decision]:
        yield ClassDecision(archive.referring.to_identity(archive.named(name)), cls)

    return _decide(graph, ("reclassify", name, cls), decide, why, who)


def undo(
    which: str | int | None = None,
    *,
    graph: str | os.PathLike[str] = "graph",
    then: Callable[[tuple[Entry, ...]], None] | None = None,
) -> tuple[Entry, ...]:
    """Undo a decision by its id or line, or the latest, and return what was undone; the graph is as without it.

    What was decided in one go, as the lines of a split are, is undone in one go if it is the latest. `then` gets what
    was undone before the command counts as done: if that fails, or the process ends, undoing again undoes no other.

    Raises:
        NotFoundError: there is no such decision.
        DecisionError: a line of the decisions is malformed.
        StoreError: as for `merge`.
    """
    path = decisions_file(Path(graph))
    command = ("undo", "" if which is None else str(which))
    return _changed(graph, command, lambda _: removal(path, None if which is None else {str(which)}), then)


def note(graph: str | os.PathLike[str], entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Write down decisions as made now, and return the new ones; the graph stays as it is until `apply` or a build."""
    path = decisions_file(Path(graph))
    with _writing(Path(graph)):
        when = time_after(read_entries(path, undone=True))
        added, change = addition(path, [replace(each, when=when) for each in entries])
        write_change(path, change)
    return added


def take_back(graph: str | os.PathLike[str], which: Collection[str]) -> tuple[Entry, ...]:
    """Undo the decisions of some ids or lines; the graph stays as it is until `apply` or a build."""
    path = decisions_file(Path(graph))
    with _writing(Path(graph)):
        gone, change = removal(path, which)
        write_change(path, change)
    return gone


def apply(graph: str | os.PathLike[str]) -> None:
    """Make a directory's graph agree with its decisions."""
    directory = Path(graph)
    with _writing(directory) as records:
        project_directory(directory, records)


def _decide(
    graph: str | os.PathLike[str],
    command: tuple[str, ...],
    decide: Callable[[Archive], Iterable[Decision]],
    why: str,
    who: str,
) -> tuple[Entry, ...]:
    def made(records: Records, when: str) -> list[Entry]:
        archive = Archive(Path(graph), records)
        return [archive.entry_of(each, when, who, why) for each in decide(archive)]

    return added(graph, (*command, why, who), made)


def added(
    graph: str | os.PathLike[str], command: tuple[str, ...], made: Callable[[Records, str], list[Entry]]
) -> tuple[Entry, ...]:
    """Add decisions to a directory's file, make its graph agree, and return the new ones.

    `made` gets the records and the time to date the decisions with. Errors as for `merge`.
    """
    path = decisions_file(Path(graph))

    def change(records: Records) -> tuple[tuple[Entry, ...], FileChange]:
        return addition(path, made(records, time_after(read_entries(path, undone=True))))

    return _changed(graph, command, change)


def _changed(
    graph: str | os.PathLike[str],
    command: tuple[str, ...],
    change: Callable[[Records], tuple[tuple[Entry, ...], FileChange]],
    then: Callable[[tuple[Entry, ...]], None] | None = None,
) -> tuple[Entry, ...]:
    """Change decisions and graph in one step; of a command that came so far before it failed, return the result."""
    directory = Path(graph)
    with _writing(directory) as records:
        before = result_of(records, command)
        if before is None:
            entries, lines = change(records)
            result = lines.added or tuple(each.text for each in entries)
            project_directory(directory, records, under_way=UnderWay(command, result, lines))
        else:
            entries = tuple(read_entry("the records", line) for line in before)
        if then is not None:
            then(entries)
        done(records)
    return entries


@contextmanager
def _writing(directory: Path) -> Iterator[Records]:
    """Give the records of an existing graph, to be written by this process alone."""
    current_store(directory)  # raises where there is no graph
    with writing_directory(directory) as records:
        yield records


def _members(archive: Archive, identity: Identity, apart: list[str]) -> list[Reference]:
    """Return the members of an identity with some names, or in some documents (by their ids)."""
    found = []
    for each in apart:
        key = normalise(each)
        some = [member for member in identity.members if member.name == key or archive.ids[member.document] == each]
        some = some or _written(archive, identity, key)
        if not some:
            names = ", ".join(name for name, _ in identity.names)
            raise NotFoundError(f"{identity.name!r} has no name and no document {each!r}; its names: {names}")
        found += some
    return sorted(set(found))


def _written(archive: Archive, identity: Identity, key: str) -> list[Reference]:
    """Return the members whose documents write a name: those that write no other, if there are any."""
    names: dict[Reference, set[str]] = {}
    for row in archive.records.entities({member.name for member in identity.members}):
        written = {normalise(name) for name, _ in row.written}
        names.setdefault(Reference(row.key, row.document), set()).update(written)
    some = [member for member in identity.members if key in names.get(member, ())]
    return [member for member in some if names[member] == {key}] or some


def separated(moved: list[Reference], rest: list[Reference]) -> Iterator[Decision]:
    """Yield the decisions by which some members of an identity are another, and stay together."""
    names = {member.name for member in moved} & {member.name for member in rest}
    left = sorted({member if member.name in names else Reference(member.name) for member in moved})
    right = sorted({Reference(member.name) for member in rest})
    for one, other in product(left, right):
        yield pair_of(one, other, "different")
    for other in left[1:]:
        yield pair_of(left[0], other, "same")


_CARRIERS = {"Similar": "criteria", "Note": "notes"}
"""The schemata that carry a decision, with the property that holds its line."""


def take_over(path: str | os.PathLike[str], graph: str | os.PathLike[str] = "graph") -> tuple[Entry, ...]:
    """Adopt the decisions in a file of FollowTheMoney's lines, and return the new ones."""
    lines = list(ftm_entities(Path(path)))

    def decide(archive: Archive, when: str) -> Iterator[Entry]:
        ids = {ftm_id(each.iri): each.iri for each in archive.listed}
        for number, entity in lines:
            for line in _decisions(entity):
                yield read_entry(f"{path}: line {number}", line)
            named = {entity.get("id"), *_texts(entity.get("referents"))}
            meant = sorted(ids[each] for each in named if each in ids)
            for one, other in pairwise(meant):
                left, right = (archive.referring.to_identity(archive.named(iri)) for iri in (one, other))
                yield archive.entry_of(pair_of(left, right, "same"), when, "", Path(path).name)

    return added(graph, ("import", str(path)), lambda records, when: list(decide(Archive(Path(graph), records), when)))


def _decisions(entity: dict[str, Any]) -> Iterator[str]:
    properties = entity.get("properties")
    if not isinstance(properties, dict) or not str(entity["id"]).startswith("kg-decision-"):
        return
    for value in _texts(properties.get(_CARRIERS.get(str(entity.get("schema")), ""))):
        if value.startswith("{"):
            yield value


def _texts(values: Any) -> list[str]:
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []
