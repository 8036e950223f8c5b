"""Archives that are made up: a graph of any size with names as news has them, and the graph of a small newsroom."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kg.graph.facts.records import (
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    MentionRecord,
    PointRecord,
    StatementRecord,
)
from kg.model import STATED
from kg.ontology import UNKNOWN_IRI

BASE = "https://w3id.org/kg"


class Archive:
    """Documents as they are written, sentence by sentence, each of which states a fact of two entities."""

    def __init__(self) -> None:
        self.documents: list[DocumentRecord] = []
        self.statements: list[StatementRecord] = []
        self.claims: list[ClaimRecord] = []
        self.mentions: defaultdict[str, list[MentionRecord]] = defaultdict(list)
        self._facts: dict[tuple[str, str, str], FactRecord] = {}

    def say(
        self, home: str, begin: int, words: str, said: tuple[str, str, str], *, unnamed: bool, **given: Any
    ) -> None:
        """Let a document say at an offset that a subject and an object, by their names, are in a relation."""
        subject, predicate, item = said
        starts = (begin + words.index(subject), begin + words.rindex(item))
        spans = [(at, at + len(name)) for at, name in zip(starts, (subject, item), strict=True)]
        for name, span in zip((subject, item), spans, strict=True):
            self.mentions[name].append(MentionRecord(home, *span))
        key = (UNKNOWN_IRI if unnamed else iri_of(subject), predicate, iri_of(item))
        number = len(self._facts)
        fact = self._facts.setdefault(key, FactRecord(f"{BASE}/fact/{number:08x}", *key, literal=False))
        self.statements.append(
            StatementRecord(
                iri=f"{BASE}/statement/{len(self.statements):08x}", fact=fact.iri, subject=key[0], predicate=predicate,
                object=key[2], literal=False, document=home, begin=begin, end=begin + len(words),
                words=(begin, begin + len(words)), quote=words, rule="test.rule", subject_span=spans[0],
                object_span=spans[1], **given,
            )
        )  # fmt: skip

    def contents(self, entities: Iterable[EntityRecord]) -> GraphContents:
        """The graph of it all: entities with where they are mentioned, facts with their support."""
        met = []
        for entity in entities:
            mentions = tuple(self.mentions[entity.label])
            homes = tuple(dict.fromkeys(each.document for each in mentions)) or (self.documents[0].iri,)
            met.append(replace(entity, mentions=mentions, documents=homes))
        said: defaultdict[str, list[StatementRecord]] = defaultdict(list)
        for each in self.statements:
            said[each.fact].append(each)
        facts = tuple(_with_support(fact, said[fact.iri]) for fact in self._facts.values())
        return GraphContents(tuple(self.documents), tuple(met), tuple(self.statements), tuple(self.claims), facts=facts)


def _with_support(fact: FactRecord, said: list[StatementRecord]) -> FactRecord:
    homes = [each.document for each in said if each.factuality in STATED]
    day = "2025-01-01" if homes else None
    denials = sum(each.factuality == "negated" for each in said)
    return replace(fact, statements=len(homes), documents=len(set(homes)), first=day, last=day, denials=denials)


def iri_of(name: str) -> str:
    """An entity's IRI."""
    return f"{BASE}/entity/{name.lower().replace(' ', '-')}"


CLASSES = ("Person", "Organization", "Company", "Country", "City", "Event", "Agreement", "Topic", "Role", "Product")
RELATIONS = ("metWith", "worksFor", "locatedIn", "leads", "owns", "seeks", "opposes", "p/cut_off", "p/hand_over")
FACTUALITIES = ("asserted", "asserted", "asserted", "reported", "planned", "hypothetical", "negated")
SENTENCES = 150


def generated(entities: int, facts: int) -> GraphContents:
    """A graph whose entities differ in frequency as names in news do (Zipf), in documents of 150 sentences.

    Each entity has another name; every tenth sentence is also somebody's claim; one subject in fifty is not named. The
    last entity attacked the one before it, as the first two documents state and the third denies.
    """
    chance = random.Random(1)  # noqa: S311 (a generated graph is no secret)
    names = [f"{chance.choice(['North', 'South'])} {chance.choice(['Alder', 'Cedar'])} {n}" for n in range(entities)]
    subjects = chance.choices(range(entities), [(number + 1) ** -0.7 for number in range(entities)], k=facts)
    archive = Archive()
    for first in range(0, facts, SENTENCES):
        home, text = f"{BASE}/document/{first:08x}", ""
        for number in range(first, min(first + SENTENCES, facts)):
            place = number // SENTENCES if number % SENTENCES == 1 and number < 3 * SENTENCES else None
            disputed = place is not None
            subject, item = (entities - 1, entities - 2) if disputed else (subjects[number], chance.randrange(entities))
            words, begin = f"{names[subject]} touches {names[item]}.", len(text)
            archive.say(
                home,
                begin,
                words,
                (names[subject], "attacked" if disputed else chance.choice(RELATIONS), names[item]),
                unnamed=not disputed and chance.random() < 0.02,
                factuality=("negated" if place == 2 else "asserted") if disputed else chance.choice(FACTUALITIES),
                confidence=round(chance.random(), 2),
                source=iri_of(names[chance.randrange(50)]) if chance.random() < 0.3 else None,
                time=f"20{chance.randrange(10, 26)}-0{chance.randrange(1, 10)}" if chance.random() < 0.3 else None,
            )
            if number % 10 == 0:
                source, direct = iri_of(names[chance.randrange(50)]), chance.random() < 0.5
                claim = ClaimRecord(
                    f"{BASE}/claim/{number:08x}", source, words, home, begin, begin + len(words), direct
                )
                archive.claims.append(replace(claim, statements=(archive.statements[-1].iri,)))
            text += words + ("\n\n" if number % 5 == 0 else " ")
        archive.documents.append(DocumentRecord(home, f"document-{first}", text, date="2025-01-01"))
    return archive.contents(
        EntityRecord(iri_of(name), name, CLASSES[number % len(CLASSES)], (f"{name.split()[1]}-{number}",))
        for number, name in enumerate(names)
    )


STORIES = (
    ("Ferry sinks off Eskmouth", "Eskmouth", "Anna Halloran", "Harbour Board", "Elias Brandt", (55.9, -3.1)),
    ("Quarry blast shakes Dornach", "Dornach", "Piet Vandermeer", "Horak Stone", "Lucia Ferro", (47.5, 7.6)),
    ("Vaccine trial ends in Kandara", "Kandara", "Miriam Otieno", "Baobab Institute", "Samuel Karanja", (-0.9, 37.0)),
    ("Rail strike halts Veldstad", "Veldstad", "Joris Claes", "Rail Workers League", "Hanne Dekker", (51.2, 4.4)),
    ("Dam breach floods Tarapur", "Tarapur", "Devika Rao", "River Authority", "Arjun Mehta", (19.8, 72.7)),
)
PUBLISHERS = ("The Esk Post", "Morning Ledger", "Radio Nine")


def newsroom() -> GraphContents:
    """The graph of a small newsroom: five stories, each told by four articles of three publishers.

    Places have points, days run over three years, one fact is denied, one is said by all four articles of its story.
    """
    archive = Archive()
    for number, (headline, city, one, body, other, _) in enumerate(STORIES):
        event = headline.split(" off ")[0].split(" in ")[0]
        for turn in range(4):
            home, day = f"{BASE}/document/{number:04x}{turn:04x}", f"{2021 + number % 3}-0{number + 2}-1{turn}"
            rows = [
                (one, "leads", body, "asserted", f"{one} leads the {body}."),
                (body, "locatedIn", city, "asserted", f"The {body} has its seat in {city}."),
                (one, "metWith", other, ("asserted", "reported", "planned", "negated")[turn], f"{one} met {other}."),
                (other, "accused", body, "reported", f"{other} accused the {body} over what {event.lower()} meant."),
                (other, "visited", city, "asserted", f"On the day, {other} visited {city}."),
            ]
            if turn == 3:
                neighbour = STORIES[(number + 1) % len(STORIES)]
                rows.append((other, "metWith", neighbour[2], "asserted", f"Later {other} met {neighbour[2]} as well."))
            text = f"{headline}\n\n"
            for subject, predicate, item, factuality, words in rows:
                archive.say(
                    home,
                    len(text),
                    words,
                    (subject, predicate, item),
                    unnamed=False,
                    factuality=factuality,
                    confidence=0.9,
                    source=iri_of(other) if factuality == "reported" else None,
                    time=day if predicate == "visited" else None,
                )
                text += words + " "
            claim = ClaimRecord(f"{home}/claim", iri_of(other), rows[3][4], home, 0, 10, direct=turn == 0)
            archive.claims.append(claim)
            title = headline if turn == 0 else f"{headline}, part {turn}"
            publishers = (PUBLISHERS[(number + turn) % 3],)
            archive.documents.append(
                DocumentRecord(home, f"story-{number}-{turn}", text.strip(), title, day, publishers=publishers)
            )
    names = {
        name: (cls, PointRecord(*row[5]) if cls == "City" else None)
        for row in STORIES
        for name, cls in zip(row[1:5], ("City", "Person", "Organization", "Person"), strict=True)
    }
    return archive.contents(
        [
            *(EntityRecord(iri_of(n), n, cls, (n.split()[-1],), point=point) for n, (cls, point) in names.items()),
            EntityRecord(iri_of("Old Bridge"), "Old Bridge", "Facility"),
        ]
    )
