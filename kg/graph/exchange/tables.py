"""A graph as tables: documents, entities, mentions, facts, statements, claims, and the events among the statements.

A row has typed columns and the IRIs by which it joins rows of other tables. Rows come in the order of `Parts`, so that
the same graph gives the same tables, and the same Parquet files.

Events say who did what to whom, where and when, with the codes of CAMEO and PLOVER. Which relations are events, and
which codes they get, is a table (`events.toml`). An actor is one that can act, or whom the text does not name. Where
and when are what the text says; when nothing is said of it, nothing is guessed.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from kg.dates import covered_days
from kg.errors import MissingPackageError
from kg.graph.facts.tables import row_of
from kg.graph.rdf.terms import predicate_iri
from kg.ontology import UNKNOWN_IRI, is_a

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    import pyarrow as pa

    from kg.graph.exchange.parts import Met, Parts
    from kg.graph.facts.records import DocumentRecord, EntityRecord, FactRecord, GraphContents, StatementRecord

_ROOT = 2
"""The number of digits of a CAMEO code that name its root."""


@dataclass(frozen=True, slots=True)
class EventCode:
    """The codes of a relation that is an event: CAMEO's, and PLOVER's type, "" where its table has none.

    `target` is the class that the object has, "" for any.
    """

    relation: str
    cameo: str
    plover: str
    target: str = ""

    @property
    def root(self) -> str:
        """CAMEO's root: "04" of "042"."""
        return self.cameo[:_ROOT]


@cache
def _codes() -> Mapping[str, tuple[EventCode, ...]]:
    table = tomllib.loads(resources.files(__package__).joinpath("events.toml").read_text("utf-8"))
    found: dict[str, tuple[EventCode, ...]] = {}
    for row in table["event"]:
        found[row["relation"]] = (*found.get(row["relation"], ()), EventCode(**row))
    return found


def event_code(relation: str, target: str = "") -> EventCode | None:
    """Return the codes of a relation whose object has the class `target`; None if it is no event.

    >>> event_code("captured", "City").cameo, event_code("captured", "Person").root, event_code("locatedIn")
    ('192', '17', None)
    """
    codes = _codes().get(relation, ())
    return next((code for code in codes if not code.target or (target and is_a(target, code.target))), None)


def event_row(
    said: StatementRecord,
    fact: FactRecord,
    document: DocumentRecord,
    entities: Mapping[str, EntityRecord],
    labels: Mapping[str, str],
) -> tuple[object, ...] | None:
    """A statement as a row of the table of events; None where it states none."""
    actor, target = entities.get(said.subject), entities.get(said.object)
    code = event_code(said.predicate, target.cls if target else "")
    if code is None or not (said.subject == UNKNOWN_IRI or (actor is not None and is_a(actor.cls, "Agent"))):
        return None
    place = target if target is not None and is_a(target.cls, "Place") else None
    point = place.point if place else None
    days = covered_days(said.time) if said.time else None
    published = covered_days(document.day) if document.day else None
    return (
        said.iri,
        said.fact,
        labels.get(said.subject, said.subject),
        actor.cls if actor else None,
        said.predicate,
        said.object if said.literal else labels.get(said.object, said.object),
        target.cls if target else None,
        code.root,
        code.cameo,
        code.plover or None,
        place.label if place else None,
        point.latitude if point else None,
        point.longitude if point else None,
        point.country if point else None,
        bounded(days, 0),
        bounded(days, 1),
        said.factuality,
        labels.get(said.source, said.source) if said.source else None,
        said.confidence,
        fact.documents,
        fact.publishers,
        document.text[said.begin : said.end],
        document.id,
        "; ".join(document.publishers) or None,
        bounded(published, 0),
        next(iter(document.urls), None),
        said.subject,
        None if said.literal else said.object,
        place.iri if place else None,
        said.document,
    )


def bounded(days: tuple[date, date] | None, end: int) -> date | None:
    """The first day of a time or, with `end` 1, its last; None where that end is open or not known."""
    if days is None or days[end] in {type(days[end]).min, type(days[end]).max}:
        return None
    return days[end]


type Kind = Literal["text", "texts", "number", "share", "flag", "day", "qualifiers"]
"""The kind of a column: a text, texts in order, a whole number, a fraction or degrees, yes or no, a day, qualifiers."""
type Row = tuple[object, ...]
"""One value a column, of its kind: str, tuple of str, int, float, bool, datetime.date, tuple of dicts; or None."""

TABLES: Mapping[str, Mapping[str, Kind]] = {
    "documents": {
        "iri": "text", "id": "text", "title": "text", "text": "text", "publishers": "texts", "authors": "texts",
        "day": "day", "published": "text", "modified": "text", "retrieved": "text", "language": "text",
        "urls": "texts", "sources": "texts", "copy_of": "text", "replaced_by": "text",
    },
    "entities": {
        "iri": "text", "label": "text", "class": "text", "aliases": "texts", "mentions": "number",
        "documents": "texts", "same_as": "texts", "close_match": "texts", "latitude": "share", "longitude": "share",
        "country": "text", "population": "number",
    },
    "mentions": {"document_iri": "text", "entity_iri": "text", "begin": "number", "end": "number", "words": "text"},
    "facts": {
        "iri": "text", "subject": "text", "relation": "text", "object": "text", "subject_iri": "text",
        "predicate_iri": "text", "object_iri": "text", "statements": "number", "documents": "number",
        "publishers": "number", "copies": "number", "denials": "number", "first": "day", "last": "day",
        "kept_aside": "text",
    },
    "statements": {
        "iri": "text", "fact_iri": "text", "subject": "text", "relation": "text", "object": "text",
        "factuality": "text", "source": "text", "time": "text", "time_first": "day", "time_last": "day",
        "confidence": "share", "quote": "text", "sentence": "text", "begin": "number", "end": "number",
        "sentence_begin": "number", "sentence_end": "number", "qualifiers": "qualifiers", "rule": "text",
        "kept_aside": "text", "subject_iri": "text", "predicate_iri": "text", "object_iri": "text",
        "source_iri": "text", "document_iri": "text",
    },
    "claims": {
        "iri": "text", "source": "text", "words": "text", "direct": "flag", "said_to": "text", "time": "text",
        "begin": "number", "end": "number", "source_iri": "text", "said_to_iri": "text", "document_iri": "text",
        "statement_iris": "texts",
    },
    "events": {
        "statement_iri": "text", "fact_iri": "text", "actor": "text", "actor_class": "text", "relation": "text",
        "target": "text", "target_class": "text", "cameo_root": "text", "cameo": "text", "plover": "text",
        "place": "text", "latitude": "share", "longitude": "share", "country": "text", "first_day": "day",
        "last_day": "day", "factuality": "text", "source": "text", "confidence": "share", "documents": "number",
        "publishers": "number", "sentence": "text", "document": "text", "publisher": "text", "published": "day",
        "url": "text",
        "actor_iri": "text", "target_iri": "text", "place_iri": "text", "document_iri": "text",
    },
}  # fmt: skip
"""The columns of each table, with what they hold."""
MENTION_HEADER = "doc,start,end,entity,label,class,lat,lon,words\n"
"""The first line of mentions as a table of their own, with the document's short id."""
_BATCH = 4_000
"""The number of rows written to Parquet at once."""


def _rows(parts: Parts) -> Iterator[tuple[str, Row]]:
    """The rows of all tables, each with its table's name; those of one table in order."""
    for met in parts.entities():
        yield "entities", _entity(met)
    for part in parts.facts():
        labels = part.labels()
        for fact in part.facts:
            yield "facts", _fact(fact, labels)
    for part in parts.documents(linked=True):
        yield from document_rows(part)


def document_rows(part: GraphContents) -> Iterator[tuple[str, Row]]:
    """The rows of the documents of a part (`Parts.documents`), and of what they say, each with its table's name."""
    labels = part.labels()
    documents = {each.iri: each for each in part.documents}
    entities = {each.iri: each for each in part.entities}
    facts = {each.iri: each for each in part.facts}
    for document in part.documents:
        yield "documents", _row("documents", document)
    places = sorted((mention, entity.iri) for entity in part.entities for mention in entity.mentions)
    for mention, iri in places:
        words = documents[mention.document].text[mention.begin : mention.end]
        yield "mentions", (mention.document, iri, mention.begin, mention.end, words)
    for said in part.statements:
        document = documents[said.document]
        yield "statements", _statement(said, document, labels)
        event = event_row(said, facts[said.fact], document, entities, labels)
        if event is not None:
            yield "events", event
    for claim in part.claims:
        row = _row(
            "claims",
            claim,
            source=labels.get(claim.source, claim.source),
            words=claim.text,
            said_to=labels.get(claim.to, claim.to) if claim.to else None,
            source_iri=claim.source,
            said_to_iri=claim.to,
            document_iri=claim.document,
            statement_iris=claim.statements,
        )
        yield "claims", row


def mention_rows(part: GraphContents) -> Iterator[tuple[str | int | float, ...]]:
    """The mentions in the documents of a part, in order, each with the entity that it refers to in the whole graph."""
    names = {each.iri: each for each in part.documents}
    for document in part.documents:
        places = [(m, each) for each in part.entities for m in each.mentions if m.document == document.iri]
        for place, entity in sorted(places, key=lambda pair: (pair[0], pair[1].iri)):
            lat, lon = (entity.point.latitude, entity.point.longitude) if entity.point else ("", "")
            words = names[place.document].text[place.begin : place.end]
            yield document.id, place.begin, place.end, entity.iri, entity.label, entity.cls, lat, lon, words


def _row(table: str, each: object, **given: object) -> Row:
    """Return a row of a record, its days as days, with what is given."""
    columns = TABLES[table]
    days = {name: day_of(getattr(each, name)) for name in columns.keys() - given if columns[name] == "day"}
    return row_of(columns, each, days | given)


def _entity(met: Met) -> Row:
    entity = met.entity
    point = entity.point
    return (
        entity.iri,
        entity.label,
        entity.cls,
        entity.aliases,
        met.mentions,
        met.documents,
        tuple(link.target for link in entity.links if link.sure),
        tuple(link.target for link in entity.links if not link.sure),
        point.latitude if point else None,
        point.longitude if point else None,
        point.country if point else None,
        point.population if point else None,
    )


def _fact(fact: FactRecord, labels: Mapping[str, str]) -> Row:
    return _row(
        "facts",
        fact,
        subject=labels.get(fact.subject, fact.subject),
        relation=fact.predicate,
        object=fact.object if fact.literal else labels.get(fact.object, fact.object),
        subject_iri=fact.subject,
        predicate_iri=predicate_iri(fact.predicate),
        object_iri=None if fact.literal else fact.object,
        kept_aside=fact.broken,
    )


def _statement(said: StatementRecord, document: DocumentRecord, labels: Mapping[str, str]) -> Row:
    days = covered_days(said.time) if said.time else None
    return _row(
        "statements",
        said,
        fact_iri=said.fact,
        subject=labels.get(said.subject, said.subject),
        relation=said.predicate,
        object=said.object if said.literal else labels.get(said.object, said.object),
        source=labels.get(said.source, said.source) if said.source else None,
        time_first=bounded(days, 0),
        time_last=bounded(days, 1),
        sentence=document.text[said.begin : said.end],
        begin=said.words[0],
        end=said.words[1],
        sentence_begin=said.begin,
        sentence_end=said.end,
        qualifiers=tuple(
            {"name": name, "value": value if literal else labels.get(value, value), "iri": None if literal else value}
            for name, value, literal in said.qualifiers
        ),
        kept_aside=said.broken,
        subject_iri=said.subject,
        predicate_iri=predicate_iri(said.predicate),
        object_iri=None if said.literal else said.object,
        source_iri=said.source,
        document_iri=said.document,
    )


def day_of(text: str | None) -> date | None:
    """The day that a text is, or whose time of day it gives; None for a longer time, and for None."""
    days = covered_days(text) if text else None
    return days[0] if days is not None and days[0] == days[1] else None


def write_parquet(parts: Parts, folder: Path) -> None:
    """Write a file a table into a folder: `documents.parquet`, `facts.parquet` and so on.

    Raises:
        MissingPackageError: pyarrow is not installed.
    """
    schemas = _schemas()
    import pyarrow.parquet as pq

    writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in schemas.items()}
    try:
        for name, batch in _batches(parts, schemas):
            writers[name].write_table(batch)
    finally:
        for writer in writers.values():
            writer.close()


def _batches(parts: Parts, schemas: dict[str, pa.Schema]) -> Iterator[tuple[str, pa.Table]]:
    """The rows of all tables, so many of one table at a time."""
    waiting: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    for name, row in _rows(parts):
        waiting[name].append(row)
        if len(waiting[name]) == _BATCH:
            yield name, _table(waiting[name], schemas[name])
            waiting[name] = []
    for name, left in waiting.items():
        if left:
            yield name, _table(left, schemas[name])


def _table(found: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = zip(*found, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _schemas() -> dict[str, pa.Schema]:
    try:
        import pyarrow as pa  # an extra
    except ImportError as error:
        raise MissingPackageError("pyarrow is not installed: pip install 'newskg[exchange]'") from error
    kinds: dict[str, Any] = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "number": pa.int64(),
        "share": pa.float64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
        "qualifiers": pa.list_(pa.struct([(name, pa.string()) for name in ("name", "value", "iri")])),
    }
    return {
        table: pa.schema([(column, kinds[kind]) for column, kind in columns.items()])
        for table, columns in TABLES.items()
    }
