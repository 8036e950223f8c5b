"""A graph as entities of FollowTheMoney, one JSON object a line, each validated by its library.

An entity of the graph is a thing of the schema of its class; a fact that joins two is an edge between them, with the
documents that say so as its proof; one whose object is a date or words is a note on its subject; a document is an
article, and what it mentions a mention or a documentation. What nobody states (planned, denied, kept aside) never
stands as a membership or ownership: it is an `UnknownLink` or a note, and its `status` or summary says so.

Ids are made of the graph's IRIs, which stand in `sourceUrl` or `recordId`, so that they are the same in each export.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import MissingPackageError
from kg.model import FACTUALITIES
from kg.ontology import CLASSES, UNKNOWN_IRI, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from followthemoney.proxy import EntityProxy

    from kg.graph.exchange.parts import Met, Parts
    from kg.graph.facts.records import DocumentRecord, EntityRecord, FactRecord, GraphContents, StatementRecord

_ANY = "UnknownLink", "subject", "object"
_QUOTES = 20
"""The most sentences that an edge or note quotes; `description` gives their number."""


def ftm_id(iri: str) -> str:
    """The id of what has an IRI in the graph.

    >>> ftm_id("https://w3id.org/kg/entity/51c0af")
    'kg-entity-51c0af'
    """
    return f"kg-{'-'.join(iri.rstrip('/').split('/')[-2:]).replace('#', '-')}"


class Decided(NamedTuple):
    """A person's decision about one entity or two: an id, its line, and who made it.

    `ends` are the entities as the line names them: a name, and the first digits of a document's hash or "".
    """

    id: str
    verdict: str
    line: str
    who: str
    ends: tuple[tuple[str, str], ...]


def ftm_lines(parts: Parts, decisions: Iterable[Decided] = ()) -> Iterator[str]:
    """The entities of a graph as lines of JSON: things, edges and notes, articles with mentions, people's decisions.

    Raises:
        MissingPackageError: followthemoney is not installed.
    """
    try:
        import followthemoney  # an extra, slow to import  # noqa: F401 (whether it is there)
    except ImportError as error:
        raise MissingPackageError("followthemoney is not installed: pip install 'newskg[ftm]'") from error
    if parts.refers_to(UNKNOWN_IRI):
        unknown = _new("LegalEntity", UNKNOWN_IRI, "sourceUrl")
        unknown.add("name", "unknown")
        yield _line(unknown)
    for met in parts.entities():
        yield _line(_thing(met, parts))
    for part in parts.facts(said=True):
        yield from map(_line, _facts(part))
    for part in parts.documents():
        for document in part.documents:
            yield _line(_article(document))
        yield from map(_line, _mentions(part))
    for each in decisions:
        yield _line(_decision(each, parts))


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    found = tomllib.loads(resources.files(__package__).joinpath("ftm.toml").read_text("utf-8"))
    del found["origin"]
    return found


@cache
def _schema_of(cls: str) -> str:
    """The schema of a class: its own, or that of the class above it."""
    classes: Mapping[str, str] = _table()["classes"]
    above: str | None = cls
    while above is not None and above not in classes:
        above = CLASSES[above]
    return (
        classes[above]
        if above is not None
        else next(classes[each] for each in sorted(ancestors(cls)) if each in classes)
    )


def _new(schema: str, iri: str, where: str) -> EntityProxy:
    from followthemoney import model

    entity = model.make_entity(schema)
    entity.id = ftm_id(iri)
    entity.add(where, iri)
    return entity


def _line(entity: EntityProxy) -> str:
    known = entity.to_dict()
    entity.schema.validate({"properties": known["properties"]})
    return json.dumps(known, ensure_ascii=False, sort_keys=True) + "\n"


def _thing(met: Met, parts: Parts) -> EntityProxy:
    known = met.entity
    entity = _new(_schema_of(known.cls), known.iri, "sourceUrl")
    entity.add("name", known.label)
    entity.add("alias", known.aliases)
    entity.add("keywords", f"kg:{known.cls}")
    entity.add("proof", map(ftm_id, met.documents))
    for link in known.links:
        if link.sure and link.target.startswith("http://www.wikidata.org/entity/"):
            entity.add("wikidataId", link.target.rpartition("/")[2])
        elif link.sure:
            entity.add("sourceUrl", link.target)
    if known.point is not None and known.point.country:
        entity.add("country", known.point.country)
    if entity.schema.name == "Address":
        entity.add("full", known.label)
        if known.point is not None:
            entity.add("latitude", f"{known.point.latitude:g}")
            entity.add("longitude", f"{known.point.longitude:g}")
    if entity.schema.name == "Contract":
        entity.add("title", known.label)
    for relation, name in _table()["values"].items():
        if name in entity.schema.properties:
            entity.add(name, parts.stated_values(known.iri, relation))
    return entity


def _facts(part: GraphContents) -> Iterator[EntityProxy]:
    documents = {each.iri: each for each in part.documents}
    entities = {each.iri: each for each in part.entities}
    said: dict[str, list[StatementRecord]] = {}
    for statement in part.statements:
        said.setdefault(statement.fact, []).append(statement)
    for fact in part.facts:
        statements = said.get(fact.iri, [])
        words = part.predicate_labels.get(fact.predicate, fact.predicate)
        entity = _note(fact, words) if fact.literal else _edge(fact, entities, words)
        _add_evidence(entity, fact, statements, documents, part.labels())
        yield entity


def _edge(fact: FactRecord, entities: Mapping[str, EntityRecord], words: str) -> EntityProxy:
    schema, source, target = _edge_schema(fact, entities)
    edge = _new(schema, fact.iri, "recordId")
    edge.add(source, ftm_id(fact.subject))
    edge.add(target, ftm_id(fact.object))
    if schema != "Occupancy":
        edge.add("relationship" if schema == "Family" else "role", words)
    return edge


def _edge_schema(fact: FactRecord, entities: Mapping[str, EntityRecord]) -> tuple[str, str, str]:
    """The schema of the edge that a fact is, and the properties that are its ends."""
    from followthemoney import model

    wanted = _table()["relations"].get(fact.predicate)
    if wanted is None or fact.broken or not fact.statements:
        return _ANY
    schema = model.get(wanted[0])
    assert schema is not None  # noqa: S101 - a test holds that the table names schemata
    for iri, name in zip((fact.subject, fact.object), wanted[1:], strict=True):
        end = model.get(_schema_of(entities[iri].cls) if iri in entities else "LegalEntity")
        taken = schema.properties[name].range
        if end is None or taken is None or not end.is_a(taken):
            return _ANY
    return wanted[0], wanted[1], wanted[2]


def _note(fact: FactRecord, words: str) -> EntityProxy:
    note = _new("Note", fact.iri, "sourceUrl")
    note.add("entity", ftm_id(fact.subject))
    note.add("name", f"{words} {fact.object}")
    return note


def _add_evidence(
    entity: EntityProxy,
    fact: FactRecord,
    statements: list[StatementRecord],
    documents: Mapping[str, DocumentRecord],
    labels: Mapping[str, str],
) -> None:
    """Say how a fact stands, who says so in which words, and when it held."""
    held = min((each.factuality for each in statements), key=FACTUALITIES.index, default="")
    standing = [f"kept aside: {fact.broken}"] if fact.broken else [held] if held else []
    if fact.denials:
        standing.append(f"denied by {fact.denials}")
    if "status" in entity.schema.properties:
        entity.add("status", standing)
    sources = sorted({labels.get(each.source, each.source) for each in statements if each.source})
    more = [f"according to {', '.join(sources)}"] if sources else []
    if len(statements) > _QUOTES:
        more.append(f"{_QUOTES} of {len(statements)} sentences")
    entity.add("description", "; ".join([*standing, *more]))
    entity.add("proof", (ftm_id(each.document) for each in statements))
    for each in statements[:_QUOTES]:
        home = documents[each.document]
        entity.add("summary", home.text[each.begin : each.end])
        entity.add("publisher", home.publishers)
    if "startDate" in entity.schema.properties:
        _add_times(entity, statements)


def _add_times(edge: EntityProxy, statements: Iterable[StatementRecord]) -> None:
    for each in statements:
        start, slash, end = (each.time or "").partition("/")
        if slash:
            edge.add("startDate", start)
            edge.add("endDate", end)
        else:
            edge.add("date", start)
        for qualifier in each.qualifiers:
            if qualifier.name in {"start", "end"}:
                edge.add(f"{qualifier.name}Date", qualifier.value)


def _article(document: DocumentRecord) -> EntityProxy:
    article = _new("Article", document.iri, "sourceUrl")
    article.add("fileName", document.id)
    article.add("title", document.title)
    article.add("author", document.authors)
    article.add("publisher", document.publishers)
    article.add("publishedAt", document.published)
    article.add("date", document.day)
    article.add("modifiedAt", document.modified)
    article.add("retrievedAt", document.retrieved)
    article.add("language", document.language)
    article.add("sourceUrl", document.urls)
    article.add("bodyText", document.text)
    return article


def _mentions(part: GraphContents) -> Iterator[EntityProxy]:
    """Yield a `Mention` of each legal entity that a document mentions, and a `Documentation` of any other."""
    from followthemoney import model

    texts = {each.iri: each.text for each in part.documents}
    for entity in part.entities:
        schema = model.get(_schema_of(entity.cls))
        names = {entity.label, *entity.aliases}
        for home in dict.fromkeys(mention.document for mention in entity.mentions):
            iri = f"mention/{sha256(f'{home} {entity.iri}'.encode()).hexdigest()[:32]}"
            if schema is not None and schema.is_a("LegalEntity"):
                mention = _new("Mention", iri, "detectedSchema")
                mention.set("detectedSchema", schema.name)
                mention.add("document", ftm_id(home))
                mention.add("resolved", ftm_id(entity.iri))
                found = (texts[home][each.begin : each.end] for each in entity.mentions if each.document == home)
                mention.add("name", sorted(names.intersection(found)) or entity.label)
            else:
                mention = _new("Documentation", iri, "role")
                mention.set("role", "mentions")
                mention.add("document", ftm_id(home))
                mention.add("entity", ftm_id(entity.iri))
            yield mention


def _decision(decided: Decided, parts: Parts) -> EntityProxy:
    """A decision: a verdict on two entities is a `Similar`, a name or class of one a `Note`."""
    from followthemoney import model

    ends = [[ftm_id(iri) for iri in parts.called(*end)] for end in decided.ends]
    carried = model.make_entity("Similar" if len(ends) > 1 else "Note")
    carried.id = f"kg-decision-{decided.id}"
    if len(ends) > 1:
        carried.add("candidate", ends[0])
        carried.add("match", ends[1])
        carried.add("criteria", [decided.verdict, decided.line])
        carried.add("matcher", decided.who)
    else:
        carried.add("entity", ends[0] if ends else [])
        carried.add("name", f"decided: {decided.verdict}")
        carried.add("notes", decided.line)
        carried.add("publisher", decided.who)
    return carried
