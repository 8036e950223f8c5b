"""The graph of a small newsroom: five stories, each told by four articles of three publishers, made up for the tests.

Places have points, days run over three years, one fact is denied, one is said by all four articles of its story.
"""

from collections import defaultdict

from generated import with_support

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

BASE = "https://w3id.org/kg"
STORIES = (
    ("Ferry sinks off Eskmouth", "Eskmouth", "Anna Halloran", "Harbour Board", "Elias Brandt", (55.9, -3.1)),
    ("Quarry blast shakes Dornach", "Dornach", "Piet Vandermeer", "Horak Stone", "Lucia Ferro", (47.5, 7.6)),
    ("Vaccine trial ends in Kandara", "Kandara", "Miriam Otieno", "Baobab Institute", "Samuel Karanja", (-0.9, 37.0)),
    ("Rail strike halts Veldstad", "Veldstad", "Joris Claes", "Rail Workers League", "Hanne Dekker", (51.2, 4.4)),
    ("Dam breach floods Tarapur", "Tarapur", "Devika Rao", "River Authority", "Arjun Mehta", (19.8, 72.7)),
)
PUBLISHERS = ("The Esk Post", "Morning Ledger", "Radio Nine")
CLASSES = ("City", "Person", "Organization", "Person")


def newsroom() -> GraphContents:
    """The newsroom's graph."""
    documents: list[DocumentRecord] = []
    statements: list[StatementRecord] = []
    claims: list[ClaimRecord] = []
    mentions: defaultdict[str, list[MentionRecord]] = defaultdict(list)
    facts: dict[tuple[str, str, str], FactRecord] = {}
    said: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, (headline, city, one, body, other, _) in enumerate(STORIES):
        event = headline.split(" off ")[0].split(" in ")[0]
        for turn in range(4):
            home = f"{BASE}/document/{number:04x}{turn:04x}"
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
            for place, (subject, predicate, item, factuality, words) in enumerate(rows):
                begin = len(text)
                spans = [(begin + words.index(name), begin + words.index(name) + len(name)) for name in (subject, item)]
                for name, span in zip((subject, item), spans, strict=True):
                    mentions[name].append(MentionRecord(home, *span))
                key = (iri_of(subject), predicate, iri_of(item))
                fact = facts.setdefault(key, FactRecord(f"{BASE}/fact/{len(facts):08x}", *key, literal=False))
                said[fact.iri].append((factuality, home))
                statements.append(
                    StatementRecord(
                        iri=f"{BASE}/statement/{number:04x}{turn:02x}{place:02x}",
                        fact=fact.iri,
                        subject=key[0],
                        predicate=predicate,
                        object=key[2],
                        literal=False,
                        document=home,
                        begin=begin,
                        end=begin + len(words),
                        words=(begin, begin + len(words)),
                        quote=words,
                        rule="test.rule",
                        confidence=0.9,
                        factuality=factuality,
                        source=iri_of(other) if factuality == "reported" else None,
                        time=f"{2021 + number % 3}-0{number + 2}-1{turn}" if predicate == "visited" else None,
                        subject_span=spans[0],
                        object_span=spans[1],
                    )
                )
                text += words + " "
            claims.append(ClaimRecord(f"{home}/claim", iri_of(other), rows[3][4], home, 0, 10, direct=turn == 0))
            documents.append(
                DocumentRecord(
                    home,
                    f"story-{number}-{turn}",
                    text.strip(),
                    title=headline if turn == 0 else f"{headline}, part {turn}",
                    date=f"{2021 + number % 3}-0{number + 2}-1{turn}",
                    publishers=(PUBLISHERS[(number + turn) % 3],),
                )
            )
    names = {name: cls for row in STORIES for name, cls in zip(row[1:5], CLASSES, strict=True)}
    points = {row[1]: PointRecord(*row[5]) for row in STORIES}
    entities = [
        EntityRecord(
            iri_of(name),
            name,
            cls,
            (name.split()[-1],),
            tuple(sorted(mentions[name])),
            tuple(dict.fromkeys(each.document for each in mentions[name])),
            point=points.get(name),
        )
        for name, cls in names.items()
    ]
    entities.append(EntityRecord(iri_of("Old Bridge"), "Old Bridge", "Facility", (), (), (documents[0].iri,)))
    counted = tuple(with_support(fact, said[fact.iri]) for fact in facts.values())
    return GraphContents(tuple(documents), tuple(entities), tuple(statements), tuple(claims), facts=counted)


def iri_of(name: str) -> str:
    """An entity's IRI."""
    return f"{BASE}/entity/{name.lower().replace(' ', '-')}"
