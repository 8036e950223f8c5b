"""Graphs that are generated: of any number of entities, and facts with their support."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.graph.facts.records import (
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    MentionRecord,
    StatementRecord,
)
from kg.model import STATED
from kg.ontology import UNKNOWN_IRI

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
    iris = [f"https://w3id.org/kg/entity/{number:08x}" for number in range(entities)]
    subjects = chance.choices(range(entities), [(number + 1) ** -0.7 for number in range(entities)], k=facts)
    mentions: list[list[MentionRecord]] = [[] for _ in iris]
    documents: list[DocumentRecord] = []
    statements: list[StatementRecord] = []
    claims: list[ClaimRecord] = []
    known: dict[tuple[str, str, str], FactRecord] = {}
    supports: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for first in range(0, facts, SENTENCES):
        home, text = f"https://w3id.org/kg/document/{first:08x}", ""
        for number in range(first, min(first + SENTENCES, facts)):
            place = number // SENTENCES if number % SENTENCES == 1 and number < 3 * SENTENCES else None
            disputed = place is not None
            subject, item = (entities - 1, entities - 2) if disputed else (subjects[number], chance.randrange(entities))
            unnamed = not disputed and chance.random() < 0.02
            factuality = ("negated" if place == 2 else "asserted") if disputed else chance.choice(FACTUALITIES)
            words = f"{names[subject]} touches {names[item]}."
            begin = len(text)
            middle = begin + len(names[subject])
            spans = ((begin, middle), (middle + 9, begin + len(words) - 1))
            for entity, span in zip((subject, item), spans, strict=True):
                mentions[entity].append(MentionRecord(home, *span))
            who = UNKNOWN_IRI if unnamed else iris[subject]
            predicate = "attacked" if disputed else chance.choice(RELATIONS)
            fact = known.setdefault(
                (who, predicate, iris[item]),
                FactRecord(f"https://w3id.org/kg/fact/{len(known):08x}", who, predicate, iris[item], literal=False),
            )
            supports[fact.iri].append((factuality, home))
            statements.append(
                StatementRecord(
                    iri=f"https://w3id.org/kg/statement/{number:08x}",
                    fact=fact.iri,
                    subject=who,
                    predicate=predicate,
                    object=iris[item],
                    literal=False,
                    document=home,
                    begin=begin,
                    end=begin + len(words),
                    words=(begin, begin + len(words)),
                    quote=words,
                    rule="bench.rule",
                    confidence=round(chance.random(), 2),
                    factuality=factuality,
                    source=iris[chance.randrange(50)] if chance.random() < 0.3 else None,
                    time=f"20{chance.randrange(10, 26)}-0{chance.randrange(1, 10)}" if chance.random() < 0.3 else None,
                    subject_span=spans[0],
                    object_span=spans[1],
                )
            )
            if number % 10 == 0:
                claims.append(
                    ClaimRecord(
                        iri=f"https://w3id.org/kg/claim/{number:08x}",
                        source=iris[chance.randrange(50)],
                        text=words,
                        document=home,
                        begin=begin,
                        end=begin + len(words),
                        direct=chance.random() < 0.5,
                        statements=(statements[-1].iri,),
                    )
                )
            text += words + ("\n\n" if number % 5 == 0 else " ")
        documents.append(DocumentRecord(home, f"document-{first}", text, date="2025-01-01"))
    rows = tuple(
        EntityRecord(
            iri,
            name,
            CLASSES[number % len(CLASSES)],
            (f"{name.split()[1]}-{number}",),
            tuple(own),
            tuple(dict.fromkeys(each.document for each in own)),
        )
        for number, (iri, name, own) in enumerate(zip(iris, names, mentions, strict=True))
    )
    counted = tuple(with_support(fact, supports[fact.iri]) for fact in known.values())
    return GraphContents(tuple(documents), rows, tuple(statements), tuple(claims), facts=counted)


def with_support(fact: FactRecord, said: Sequence[tuple[str, str]]) -> FactRecord:
    """A fact with its support, from the factuality and the document of each statement of it."""
    homes = [home for factuality, home in said if factuality in STATED]
    day = "2025-01-01" if homes else None
    denials = sum(factuality == "negated" for factuality, _ in said)
    return replace(fact, statements=len(homes), documents=len(set(homes)), first=day, last=day, denials=denials)
