"""A generated graph of any size, the same for the same size: what queries and writers are timed on.

Documents of fifty statements each tell of people, bodies, places and events that are drawn by Zipf's law, so that some
entities are in many documents and most in a few, as in news.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from kg.graph.store.directory import writing_directory
from kg.graph.store.write import project_directory
from kg.model import Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.ontology import RELATIONS, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import Factuality

__all__ = ["extractions", "frequency", "name", "write"]

STATEMENTS_EACH = 50
SHARES = {"Person": 40, "Company": 10, "GovernmentAgency": 8, "Country": 2, "City": 8, "Role": 6, "Meeting": 6,
          "Agreement": 4, "Product": 6, "Topic": 10}  # fmt: skip
"""How many of a hundred entities are of each class."""
RELATION_SHARES = {
    "holdsRole": 8, "worksFor": 10, "leads": 6, "metWith": 6, "negotiatedWith": 3, "agreedWith": 2, "locatedIn": 8,
    "partOf": 4, "tookPlaceIn": 4, "tookPlaceOn": 4, "participatedIn": 4, "visited": 4, "signed": 3, "supports": 4,
    "opposes": 4, "seeks": 4, "attacked": 4, "memberOf": 2, "appointed": 2, "dismissed": 2, "provides": 3, "owns": 2,
    "created": 3, "accused": 3, "p/cut_off": 1,
}  # fmt: skip
HELD: dict[Factuality, int] = {"asserted": 55, "reported": 25, "planned": 10, "hypothetical": 5, "negated": 5}


UNNAMED = "Person official"
"""The source that an article describes and does not name."""


def name(cls: str, place: int) -> str:
    """What the entity of class `cls` at `place` (0 the most frequent) is called."""
    return f"{cls} Number{place}"


def sizes(statements: int) -> dict[str, int]:
    """How many entities of each class a graph of so many statements is made of."""
    return {cls: max(3, statements * share // 1000) for cls, share in SHARES.items()}


def frequency(statements: int, cls: str) -> dict[str, int]:
    """The places of a frequent, a middling and a rare entity of a class."""
    size = sizes(statements)[cls]
    return {"frequent": 0, "middling": min(25, size // 4), "rare": size // 3}


@dataclass
class _Article:
    chance: random.Random
    text: str = ""
    entities: dict[str, list[Span]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)

    def put(self, words: str, key: str | None = None) -> Span:
        span = Span(len(self.text), len(self.text) + len(words))
        self.text += words
        if key is not None:
            self.entities.setdefault(key, []).append(span)
        return span


class _World:
    def __init__(self, statements: int) -> None:
        self.sizes = sizes(statements)
        self.weights = {
            cls: list(accumulate(1 / (place + 1) for place in range(size))) for cls, size in self.sizes.items()
        }
        self.takers: dict[tuple[str, bool], list[str]] = {}
        for relation in RELATION_SHARES:
            info = RELATIONS.get(relation, RELATIONS["relatedTo"])
            for first in (True, False):
                wanted = info.domain if first else info.range
                self.takers[relation, first] = [cls for cls in SHARES if ancestors(cls).intersection(wanted)]

    def draw(self, chance: random.Random, relation: str, *, first: bool, partner: str | None = None) -> str:
        classes = self.takers[relation, first]
        if partner and relation in RELATIONS:
            classes = [cls for cls in classes if RELATIONS[relation].takes(partner.split()[0], cls)]
        cls = chance.choice(classes)
        (place,) = chance.choices(range(self.sizes[cls]), cum_weights=self.weights[cls])
        return name(cls, place)


def extractions(statements: int) -> Iterator[Extraction]:
    """Documents with `statements` statements in all, to the next fifty."""
    world = _World(statements)
    for number in range(-(-statements // STATEMENTS_EACH)):
        yield _document(world, number)


def write(directory: Path, statements: int) -> None:
    """Make a graph directory of so many statements: its records, and the store that is made of them."""
    with writing_directory(directory) as records:
        for extraction in extractions(statements):
            records.put(extraction.document, extraction)
        records.commit()
        project_directory(directory, records)


def _document(world: _World, number: int) -> Extraction:
    chance = random.Random(number)  # noqa: S311 (no secret: the same graph each time)
    day = date(2024, 1, 1) + timedelta(days=chance.randrange(600))
    article = _Article(chance)
    for _ in range(STATEMENTS_EACH):
        _sentence(world, article, day)
    entities = tuple(
        Entity(
            key,
            key,
            key.split()[0],
            (f"{key.split()[1]} {key.split()[0]}",),
            tuple(Mention(span, "nominal" if key == UNNAMED else "name") for span in spans),
        )
        for key, spans in article.entities.items()
    )
    return Extraction(
        Document(f"doc{number:06}", article.text, date=day),
        entities,
        tuple(article.facts),
        tuple(article.claims),
        tuple(article.sentences),
        (("kg", "0"), ("model", "generated 1"), ("rules", "0")),
    )


def _sentence(world: _World, article: _Article, day: date) -> None:
    chance = article.chance
    (relation,) = chance.choices(list(RELATION_SHARES), weights=list(RELATION_SHARES.values()))
    (held,) = chance.choices(list(HELD), weights=list(HELD.values()))
    info = RELATIONS.get(relation)
    subject = world.draw(chance, relation, first=True)
    begin = len(article.text)
    source = None
    if held == "reported" or chance.random() < 0.1:
        source = world.draw(chance, "metWith", first=True) if chance.random() < 0.9 else UNNAMED
        article.put(source, source)
        article.put(" said: ")
    first = len(article.text)
    subject_span = article.put(subject, subject)
    article.put(" ")
    predicate = article.put(relation.removeprefix("p/").replace("_", " "))
    article.put(" ")
    event_day = (day - timedelta(days=chance.randrange(30))).isoformat()
    dated = info is not None and info.kind == "date"
    item = event_day if dated else world.draw(chance, relation, first=False, partner=subject)
    place = int(subject.rpartition("Number")[2])
    if relation in {"locatedIn", "partOf"}:  # wholes are few, and nothing is a part of itself
        item = name(item.split()[0], place // 4 % 50)
    elif relation == "tookPlaceIn":  # an event has one place and one day
        item = name("City", place % world.sizes["City"])
    elif dated:  # on which a few accounts differ
        item = (date(2024, 1, 1) + timedelta(days=place % 600 + (chance.random() < 0.05))).isoformat()
    object_span = article.put(item, None if dated else item)
    clause = Span(first, len(article.text))
    article.put(". ")
    article.sentences.append(Span(begin, len(article.text) - 1))
    if source is not None:
        article.claims.append(
            Claim(source, clause.slice(article.text), clause, chance.random() < 0.5, facts=(len(article.facts),))
        )
    article.facts.append(
        Fact(
            subject,
            relation,
            item,
            "date" if dated else "entity",
            Evidence(clause, subject_span, object_span, predicate),
            "generated",
            held,
            source,
            event_day if chance.random() < 0.3 else None,
            (("roleAt", world_role(article, subject)),) if relation == "holdsRole" else (),
            round(chance.uniform(0.3, 1), 2),
        )
    )


def world_role(article: _Article, subject: str) -> str:
    """Where the holder of a role holds it: the body that the article named last, or else the holder's own text."""
    bodies = [key for key in article.entities if key.split()[0] in {"Company", "GovernmentAgency", "Country"}]
    return bodies[-1] if bodies else subject
