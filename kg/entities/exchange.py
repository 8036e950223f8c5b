"""Decisions that were taken with other tools, or exported from another graph, read from entities of FollowTheMoney.

Two things say that entities are one or two: the decisions that `kg export --format ftm` writes beside its entities (the
line of a decision, as notes of a `Similar` or `Note`), and an entity whose `referents`, as tools that merge entities
write them, name several of this graph's.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.entities.editing import added_by, now
from kg.errors import InputError
from kg.graph.exchange.ftm import ftm_id
from kg.resolve.decisions import pair_of, read_entry

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from kg.entities.archive import Archive
    from kg.resolve.decisions import Entry

__all__ = ["take_over"]

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
