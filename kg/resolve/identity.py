"""Entities of documents to entities of the world: by name, whatever class a document gives them.

What a document names, and what is a kind ("foreign minister"), is the same wherever it is called so; what a document
only describes ("a former official") is of that document alone. The class is decided by vote.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.ontology import CLASSES, ancestors
from kg.resolve.model import EntityKey, Identity
from kg.spelling import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Entity
    from kg.records.database import EntityRow

__all__ = ["entity_keys", "identify", "keys_of_rows"]

_KINDS = frozenset({"Role", "Topic", "Award"})
"""Classes whose entities are kinds: "foreign minister" means the same in every document, named or not."""


def entity_keys(entities: Iterable[Entity], document: str) -> list[EntityKey]:
    """The key of each entity of a document, in their order."""
    described = ((normalise(clean(e.name)), e.cls, e.times_named, bool(e.mentions)) for e in entities)
    return _keys(described, document)


def keys_of_rows(rows: Sequence[EntityRow]) -> list[EntityKey]:
    """The key of each of the rows of one name, which are in the order of document and place."""
    found: list[EntityKey] = []
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end].document != rows[start].document:
            some = rows[start:end]
            found += _keys(((row.key, row.cls, row.names, row.mentioned) for row in some), rows[start].document)
            start = end
    return found


def _keys(entities: Iterable[tuple[str, str, int, bool]], document: str) -> list[EntityKey]:
    found: list[EntityKey] = []
    unnamed: Counter[str] = Counter()
    for name, cls, names, mentioned in entities:
        if names or not mentioned or cls in _KINDS:
            found.append(EntityKey(name))
        else:
            found.append(EntityKey(name, document, unnamed[name]))
            unnamed[name] += 1
    return found


def identify(key: EntityKey, rows: Sequence[EntityRow]) -> Identity:
    """The entity that rows of one key are; KeyError for a class that the vocabulary lacks.

    Of its names the one stands first by which most mentions and, of these, most documents call it; its class is the
    one that most documents give it, and of several the narrowest.
    """
    weights: Counter[str] = Counter()
    documents: dict[str, set[str]] = {}
    for row in rows:
        weights[row.name] += row.names
        documents.setdefault(row.name, set()).add(row.document)
    name = min(weights, key=lambda each: (-weights[each], -len(documents[each]), each))
    classes = Counter(cls for _, cls in {(row.document, row.cls) for row in rows})
    order = list(CLASSES)
    cls = min(classes, key=lambda each: (-classes[each], -len(ancestors(each)), order.index(each)))
    aliases = {alias for row in rows for alias in (row.name, *row.aliases)} - {name}
    return Identity(key, name, cls, tuple(sorted(aliases)))
