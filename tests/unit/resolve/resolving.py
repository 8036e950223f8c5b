"""Entities of documents that tests of resolution are about."""

from collections import defaultdict
from datetime import date
from hashlib import sha256

from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.records.database import Records
from kg.resolve.names import form_of
from kg.resolve.profiles import Profile, profile_of


def article(
    name: str, *named: tuple[str, ...], facts: tuple[tuple[str, str, str], ...] = (), day: date | None = None
) -> Extraction:
    """A document that names entities: ("City", "Salo", "Port Salo") is a city with another name.

    A fact is the first name of an entity, a relation and words.
    """
    text, entities = "", []
    for number, (cls, *names) in enumerate(named):
        mentions = []
        for each in names:
            mentions.append(Mention(Span(len(text), len(text) + len(each)), "name"))
            text += f"{each}. "
        entities.append(Entity(f"e{number}", names[0], cls, tuple(names[1:]), tuple(mentions)))
    ids = {entity.name: entity for entity in entities}
    found = tuple(
        Fact(ids[subject].id, predicate, words, "text", Evidence(ids[subject].mentions[0].span), "test")
        for subject, predicate, words in facts
    )
    text += sha256(name.encode()).hexdigest()  # no two documents are one
    document = Document(name, text, path=f"{name}.txt", source=f"/{name}.txt", date=day)
    return Extraction(document, tuple(entities), found, (), (Span(0, len(text)),), (("model", "test"),))


def records_of(*articles: Extraction) -> Records:
    """Records in memory that hold documents."""
    records = Records()
    for each in articles:
        records.put(each.document, each)
    return records


def profiles(*articles: Extraction) -> dict[tuple[str, str], Profile]:
    """The profile of each entity by its document and its name, before anything is joined."""
    found = {}
    with records_of(*articles) as records:
        for stored in records.documents():
            rows = records.entities_of(stored.hash)
            by_key = defaultdict(list)
            for row in rows:
                by_key[row.key].append(row)
            story = frozenset(form_of(row.name).text for row in rows if row.names)
            for some in by_key.values():
                found[stored.paths[0].removesuffix(".txt"), some[0].name] = profile_of(some, story)
    return found
