"""A graph as tables: documents, entities, mentions, facts, statements, claims, and the events among the statements.

A row has typed columns and the IRIs by which it joins rows of other tables. Rows come in the order of `Parts`, so that
the same graph gives the same tables, and the same Parquet files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from kg.dates import covered_days
from kg.errors import MissingPackageError
from kg.graph.exchange.events import bounded, event_row
from kg.graph.rdf.terms import predicate_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    import pyarrow as pa

    from kg.graph.exchange.parts import Met, Parts
    from kg.graph.facts.records import DocumentRecord, FactRecord, GraphContents, StatementRecord

__all__ = ["MENTION_HEADER", "TABLES", "Kind", "Row", "day_of", "document_rows", "mention_rows", "write_parquet"]

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
        yield "documents", _document(document)
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
        yield (
            "claims",
            (
                claim.iri,
                labels.get(claim.source, claim.source),
                claim.text,
                claim.direct,
                labels.get(claim.to, claim.to) if claim.to else None,
                claim.time,
                claim.begin,
                claim.end,
                claim.source,
                claim.to,
                claim.document,
                claim.statements,
            ),
        )


def mention_rows(part: GraphContents) -> Iterator[tuple[str | int | float, ...]]:
    """The mentions in the documents of a part, in order, each with the entity that it refers to in the whole graph."""
    names = {each.iri: each for each in part.documents}
    for document in part.documents:
        places = [(m, each) for each in part.entities for m in each.mentions if m.document == document.iri]
        for place, entity in sorted(places, key=lambda pair: (pair[0], pair[1].iri)):
            lat, lon = (entity.point.latitude, entity.point.longitude) if entity.point else ("", "")
            words = names[place.document].text[place.begin : place.end]
            yield document.id, place.begin, place.end, entity.iri, entity.label, entity.cls, lat, lon, words


def _document(each: DocumentRecord) -> Row:
    return (
        each.iri,
        each.id,
        each.title,
        each.text,
        each.publishers,
        each.authors,
        day_of(each.day),
        each.published,
        each.modified,
        each.retrieved,
        each.language,
        each.urls,
        each.sources,
        each.copy_of,
        each.replaced_by,
    )


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
    return (
        fact.iri,
        labels.get(fact.subject, fact.subject),
        fact.predicate,
        fact.object if fact.literal else labels.get(fact.object, fact.object),
        fact.subject,
        predicate_iri(fact.predicate),
        None if fact.literal else fact.object,
        fact.statements,
        fact.documents,
        fact.publishers,
        fact.copies,
        fact.denials,
        day_of(fact.first),
        day_of(fact.last),
        fact.broken,
    )


def _statement(said: StatementRecord, document: DocumentRecord, labels: Mapping[str, str]) -> Row:
    days = covered_days(said.time) if said.time else None
    return (
        said.iri,
        said.fact,
        labels.get(said.subject, said.subject),
        said.predicate,
        said.object if said.literal else labels.get(said.object, said.object),
        said.factuality,
        labels.get(said.source, said.source) if said.source else None,
        said.time,
        bounded(days, 0),
        bounded(days, 1),
        said.confidence,
        said.quote,
        document.text[said.begin : said.end],
        *said.words,
        said.begin,
        said.end,
        tuple(
            {"name": name, "value": value if literal else labels.get(value, value), "iri": None if literal else value}
            for name, value, literal in said.qualifiers
        ),
        said.rule,
        said.broken,
        said.subject,
        predicate_iri(said.predicate),
        None if said.literal else said.object,
        said.source,
        said.document,
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
