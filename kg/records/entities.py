"""The entities of documents as rows: what resolution reads of each, without decoding an extraction.

Beside its names a row holds how often the text writes each of them, and the facts that the entity has part in, with the
other end by its normalised name: the same extraction always gives the same rows.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.spelling import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Extraction

__all__ = ["COLUMNS", "TABLE", "EntityRow", "Relation", "as_entity", "rows_of_entities"]

TABLE = """
CREATE TABLE entities (
    key TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents, place INTEGER NOT NULL, name TEXT NOT NULL,
    class TEXT NOT NULL, aliases TEXT NOT NULL, names INTEGER NOT NULL, mentioned INTEGER NOT NULL,
    written TEXT NOT NULL, relations TEXT NOT NULL, PRIMARY KEY (key, document, place)
) WITHOUT ROWID;
CREATE INDEX entities_of_document ON entities (document);
"""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
COLUMNS = "key, document, place, name, class, aliases, names, mentioned, written, relations"


class Relation(NamedTuple):
    """A fact that an entity has part in: the relation, whether the entity is its subject, and the other end.

    `other` is the normalised name of an entity, else a date or words.
    """

    predicate: str
    subject: bool
    other: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity of one document.

    `key` is its normalised name, `place` where it stands in `Extraction.entities`, `names` how many of its mentions
    are names or demonyms, `mentioned` whether it has any mention. `written` is how often each of these is written just
    so, in the order of first use; `relations` are those of the facts that are not denied, sorted.
    """

    key: str
    document: str
    place: int
    name: str
    cls: str
    aliases: tuple[str, ...]
    names: int
    mentioned: bool
    written: tuple[tuple[str, int], ...] = ()
    relations: tuple[Relation, ...] = ()


def rows_of_entities(document: str, extraction: Extraction) -> Iterator[tuple[Any, ...]]:
    """The rows of a document's entities, as the table takes them."""
    text = extraction.document.text
    names = {entity.id: normalise(clean(entity.name)) for entity in extraction.entities}
    relations: dict[str, set[Relation]] = {each: set() for each in names}
    for fact in extraction.facts:
        if fact.factuality == "negated":
            continue
        if fact.subject in relations:
            relations[fact.subject].add(Relation(fact.predicate, True, names.get(fact.object, clean(fact.object))))
        if fact.kind == "entity" and fact.object in relations:
            relations[fact.object].add(Relation(fact.predicate, False, names.get(fact.subject, "")))
    for place, entity in enumerate(extraction.entities):
        written = Counter(
            " ".join(clean(mention.span.slice(text)).split())
            for mention in entity.mentions
            if mention.kind in ("name", "demonym")
        )
        yield (
            names[entity.id],
            document,
            place,
            clean(entity.name),
            entity.cls,
            _json([clean(alias) for alias in entity.aliases]),
            entity.times_named,
            bool(entity.mentions),
            _json(list(written.items())),
            _json([[r.predicate, int(r.subject), r.other] for r in sorted(relations[entity.id])]),
        )


def as_entity(row: tuple[Any, ...]) -> EntityRow:
    """An entity from its row."""
    key, document, place, name, cls, aliases, names, mentioned, written, relations = row
    return EntityRow(
        key,
        document,
        place,
        name,
        cls,
        tuple(_read(aliases)),
        names,
        bool(mentioned),
        tuple((name, count) for name, count in _read(written)),
        tuple(Relation(predicate, bool(subject), other) for predicate, subject, other in _read(relations)),
    )


def _read(column: str) -> list[Any]:
    return json.loads(column) if column != "[]" else []  # which most are


def _json(value: list[Any]) -> str:
    return _ENCODER.encode(value) if value else "[]"
