"""Entities of a graph directory and what people decide about them; each function hands on to `kg.entities`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Self

from kg.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.entities.archive import DecisionEntry, EntityEntry
    from kg.entities.review import Review
    from kg.resolve.decisions import Entry

    type Directory = str | os.PathLike[str]

__all__ = [
    "Changing",
    "decisions",
    "entities",
    "entity",
    "merge",
    "open_review",
    "reclassify",
    "rename",
    "split",
    "take_decisions",
    "undo",
]


def entities(text: str | None = None, *, graph: Directory = "graph") -> list[EntityEntry]:
    """The entities of a graph directory, those in most documents first; with `text`, those whose names have it.

    Raises:
        StoreError: there is no graph.
        DecisionError: what people decided there is not in form, or contradicts itself.
        NotFoundError: nothing is called so.
    """
    from kg.entities.archive import entities

    return entities(text, graph=graph)


def entity(name: str, *, graph: Directory = "graph") -> EntityEntry:
    """The entity that a name means, or an IRI, or `NAME @ DOCUMENT`, with the reasons of each merge.

    Raises:
        StoreError, DecisionError: as for `entities`.
        NotFoundError: nothing is called so, or several are.
    """
    from kg.entities.archive import entity

    return entity(name, graph=graph)


def decisions(graph: Directory = "graph") -> list[DecisionEntry]:
    """What people decided, in the order of the file, and whether it fits; errors as for `entities`."""
    from kg.entities.archive import decisions

    return decisions(graph)


def merge(one: str, other: str, *, why: str = "", who: str = "", graph: Directory = "graph") -> tuple[Entry, ...]:
    """Decide that two entities, named as for `entity`, are one; the lines that were written.

    Raises:
        NotFoundError: nothing, or more than one, is called so, or the two are one already.
        DecisionError: somebody decided that they are different.
        StoreError: there is no graph, or it cannot be written, or another process is writing it.
    """
    from kg.entities.editing import merge

    return merge(one, other, why=why, who=who, graph=graph)


def split(
    name: str, apart: str | Iterable[str], *, why: str = "", who: str = "", graph: Directory = "graph"
) -> tuple[Entry, ...]:
    """Decide that what some names of an entity mean, or some documents (by their ids) speak of, is another.

    Raises:
        NotFoundError: nothing is called so, or has such a name or document, or all of it would go.
        DecisionError, StoreError: as for `merge`.
    """
    from kg.entities.editing import split

    return split(name, [apart] if isinstance(apart, str) else apart, why=why, who=who, graph=graph)


def rename(name: str, new: str, *, why: str = "", who: str = "", graph: Directory = "graph") -> tuple[Entry, ...]:
    """Decide what an entity is called; its IRI stays. Errors as for `merge`."""
    from kg.entities.editing import rename

    return rename(name, new, why=why, who=who, graph=graph)


def reclassify(name: str, cls: str, *, why: str = "", who: str = "", graph: Directory = "graph") -> tuple[Entry, ...]:
    """Decide what class an entity has; InputError where the vocabulary has none such, else errors as for `merge`."""
    from kg.entities.editing import reclassify

    return reclassify(name, cls, why=why, who=who, graph=graph)


def undo(
    which: str | int | None = None,
    *,
    graph: Directory = "graph",
    then: Callable[[tuple[Entry, ...]], None] | None = None,
) -> tuple[Entry, ...]:
    """Undo a decision by its id or line, or the latest, and return what was undone.

    If `then`, which gets that, fails, the same call again undoes no other decision.

    Raises:
        NotFoundError: there is no such decision.
        DecisionError, StoreError: as for `merge`.
    """
    from kg.entities.editing import undo

    return undo(which, graph=graph, then=then)


def take_decisions(path: Directory, graph: Directory = "graph") -> tuple[Entry, ...]:
    """Take over the decisions in a file of FollowTheMoney; see `kg.entities.editing`. The lines that were written.

    Raises:
        InputError: the file cannot be read, or a line is no entity of FollowTheMoney.
        DecisionError, StoreError: as for `merge`; nothing is taken over.
    """
    from kg.entities.editing import take_over

    return take_over(path, graph)


def open_review(graph: Directory = "graph", *, limit: int | None = None) -> Review:
    """What nobody has decided yet, most valuable first, with its sentences; errors as for `entities`."""
    from kg.entities.review import open_review

    return open_review(graph, limit=limit)


class Changing(ABC):
    """What people change in a graph of a directory: each gives the graph as it is then; errors are the functions'."""

    directory: Path | None

    def merge(self, one: str, other: str, *, why: str = "", who: str = "") -> Self:
        """The graph in which two entities are one."""
        merge(one, other, why=why, who=who, graph=self._own())
        return self._anew()

    def split(self, name: str, apart: str | Iterable[str], *, why: str = "", who: str = "") -> Self:
        """The graph in which what some names mean, or some documents speak of, is another entity."""
        split(name, apart, why=why, who=who, graph=self._own())
        return self._anew()

    def rename(self, name: str, new: str, *, why: str = "", who: str = "") -> Self:
        """The graph in which an entity is called otherwise."""
        rename(name, new, why=why, who=who, graph=self._own())
        return self._anew()

    def reclassify(self, name: str, cls: str, *, why: str = "", who: str = "") -> Self:
        """The graph in which an entity has another class."""
        reclassify(name, cls, why=why, who=who, graph=self._own())
        return self._anew()

    def undo(self, which: str | int | None = None) -> Self:
        """The graph without a decision, named by its id or line, or without the latest."""
        undo(which, graph=self._own())
        return self._anew()

    def remove(self, documents: str | Iterable[str]) -> Self:
        """The graph without documents, each named by its id, its path or its source, and without what only they say.

        NotFoundError: a name is that of no document; then all stay. InputError: it is not that of a directory.
        """
        from kg.api.upkeep import remove

        remove(documents, graph=self._own())
        return self._anew()

    def decisions(self) -> list[DecisionEntry]:
        """What people decided, and whether it fits."""
        return decisions(self._own())

    def review(self, *, limit: int | None = None) -> Review:
        """What nobody has decided yet, most valuable first."""
        return open_review(self._own(), limit=limit)

    def _own(self) -> Path:
        if self.directory is None:
            raise InputError("that changes a graph in a directory: build one with out=DIR, and open that")
        return self.directory

    @abstractmethod
    def _anew(self) -> Self:
        """The graph as it is in its directory now."""
