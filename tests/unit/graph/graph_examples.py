"""Extractions built by hand, on hostile text too."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from kg.api import Graph
from kg.graph.facts.reader import read_contents
from kg.graph.facts.records import GraphContents
from kg.graph.infer import infer
from kg.graph.projection.project import Projected, project
from kg.graph.rdf.dataset import EmbeddedStore, Target, dataset_on
from kg.graph.rdf.naming import Naming
from kg.graph.store.directory import writing_directory
from kg.graph.store.write import project_directory, project_memory
from kg.model import UNKNOWN, Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.records.database import Records
from kg.resolve.model import Decisions, PairDecision, Reference
from kg.spelling import normalise

MADE_BY = (("kg", "0.1.0"), ("model", "en_core_web_md 3.8.0"), ("rules", "0" * 64))

HOSTILE = (
    "\"quoted\" and \\backslash\\ and 'single' \u201ccurly\u201d </script><script>alert(1)</script> <!-- &amp; "
    "\u202eright to left\u202c \U0001f600 e\u0301 tab\tcr\rnul\x00bell\x07del\x7fnel\x85ls\u2028nonchar\uffff "
    "lone\ud800 =1+1 @SUM(A1) {{jinja}} %s"
)


def put(records: Records, found: Iterable[Extraction]) -> None:
    """Keep extractions as if their documents had just been read."""
    for extraction in found:
        records.put(extraction.document, extraction)
    records.commit()


def graph_of(*found: Extraction) -> Dataset:
    """A graph in memory of what was found in documents."""
    with Records() as records:
        put(records, found)
        return project_memory(records)


def built(*found: Extraction, inferring: bool = False) -> Graph:
    """Such a graph as users have it, if `inferring` with what follows from it."""
    dataset = graph_of(*found)
    if inferring:
        infer(dataset)
    return Graph(dataset)


def namesakes() -> Dataset:
    """A graph in memory of `NAMESAKES`, each name of which is an entity of its own, as people decided."""
    names = sorted({normalise(name) for entities in NAMESAKES.values() for name, _, _ in entities})
    apart = Decisions(tuple(PairDecision(Reference(a), Reference(b), "different") for a, b in combinations(names, 2)))
    store = ox.Store()
    with Records() as records:
        put(records, [speakers(*each) for each in NAMESAKES.items()])
        project(records, ox.Store(), lambda: Target(store), Naming.of(records), decisions=apart)
    return dataset_on(EmbeddedStore(store), union=True)


def contents_of(*found: Extraction) -> GraphContents:
    """What such a graph holds."""
    return read_contents(graph_of(*found))


def directory_of(path: Path, *found: Extraction, remove: Iterable[str] = ()) -> Projected:
    """Put what was found in documents into the graph directory `path`, beside what is there; what that changed.

    `remove` are the sources of documents that go first.
    """
    with writing_directory(path) as records:
        records.remove(remove)
        put(records, found)
        return project_directory(path, records)


def empty_directory(path: Path) -> None:
    """Make a graph directory that holds no document any more."""
    directory_of(path, harbour())
    directory_of(path, remove=["/home/me/harbour.txt"])


def span(text: str, words: str, start: int = 0) -> Span:
    """Where `words` first stand in `text` from `start` on."""
    begin = text.index(words, start)
    return Span(begin, begin + len(words))


def harbour(extra: str = "", document_id: str = "harbour", *, copy: bool = False) -> Extraction:
    """A small article with every kind of thing in it; `extra` is hostile text in front of it.

    One of another id goes on with much else, unless it is to be a copy.
    """
    lead = f"{extra} " if extra else ""
    one = "Mayor Marta Oduya runs Port Salo."
    two = "A harbour official said that she met Jon Brae in Norland on Friday."
    three = "Norland may sign the Salo Treaty, and two dockers were arrested."
    four = "Oduya founded the Salo Trust in 2019 and called it \u201ca gamble\u201d."
    text = f"{lead}{one} {two} {three}\n\n{four}"
    if document_id != "harbour":  # the same text would be the same document
        text += f"\n\n({document_id})"
        text += "" if copy else "\n\n" + " ".join(f"{document_id}{number}" for number in range(400))
    at = {sentence: text.index(sentence) for sentence in (one, two, three, four)}
    sentences = tuple(Span(at[sentence], at[sentence] + len(sentence)) for sentence in (one, two, three, four))

    def find(words: str, sentence: str) -> Span:
        return span(text, words, at[sentence])

    marta = find("Marta Oduya", one)
    official = find("A harbour official", two)
    entities = (
        Entity(
            "e1", "Marta Oduya", "Person", ("Oduya", "Mayor Marta Oduya"),
            (Mention(marta, "name"), Mention(find("she", two), "pronoun"), Mention(find("Oduya", four), "name")),
        ),
        Entity("e2", "Port Salo", "City", (), (Mention(find("Port Salo", one), "name"),)),
        Entity("e3", "Jon Brae", "Person", (), (Mention(find("Jon Brae", two), "name"),)),
        Entity(
            "e4", "Norland", "Country", (),
            (Mention(find("Norland", two), "name"), Mention(find("Norland", three), "name")),
        ),
        Entity("e5", "Salo Treaty", "Agreement", (), (Mention(find("the Salo Treaty", three), "name"),)),
        Entity("e6", "harbour official", "Person", (), (Mention(official, "nominal"),)),
        Entity("e7", "dockers", "People", (), (Mention(find("two dockers", three), "nominal"),)),
        Entity("e8", "Salo Trust", "Organization", (), (Mention(find("the Salo Trust", four), "name"),)),
        Entity("e9", "mayor", "Role", ("Mayor",), (Mention(find("Mayor", one), "nominal"),)),
    )  # fmt: skip
    said = find("she met Jon Brae in Norland on Friday", two)
    met = Evidence(said, find("she", two), find("Jon Brae", two), find("met", two))
    facts = (
        Fact(
            "e1",
            "leads",
            "e2",
            "entity",
            Evidence(sentences[0], marta, find("Port Salo", one), find("runs", one)),
            "verb.run",
        ),
        Fact(
            "e1",
            "holdsRole",
            "e9",
            "entity",
            Evidence(sentences[0], marta, find("Mayor", one)),
            "title.person",
            qualifiers=(("roleAt", "e2"), ("start", "2015")),
        ),
        Fact("e1", "metWith", "e3", "entity", met, "verb.meet", "reported", "e6", "2025-09-12", confidence=0.8),
        Fact(
            "e4",
            "signed",
            "e5",
            "entity",
            Evidence(
                find("Norland may sign the Salo Treaty", three),
                find("Norland", three),
                find("the Salo Treaty", three),
                find("sign", three),
            ),
            "verb.sign",
            "planned",
        ),
        Fact(
            UNKNOWN,
            "captured",
            "e7",
            "entity",
            Evidence(
                find("two dockers were arrested", three), None, find("two dockers", three), find("arrested", three)
            ),
            "verb.arrest",
            qualifiers=(("count", "2"),),
        ),
        Fact(
            "e8",
            "createdOn",
            "2019",
            "date",
            Evidence(sentences[3], find("the Salo Trust", four), find("2019", four), find("founded", four)),
            "verb.found",
        ),
        Fact(
            "e8",
            "describedAs",
            "a gamble",
            "text",
            Evidence(sentences[3], find("it", four), find("a gamble", four), find("called", four)),
            "verb.call",
            "reported",
            "e1",
        ),
        Fact(
            "e3",
            "p/share_a_boat",
            "e1",
            "entity",
            Evidence(sentences[1], find("Jon Brae", two), find("she", two)),
            "open",
            time="2025-09",
        ),
        Fact(
            "e4",
            "leads",
            "e5",
            "entity",
            Evidence(sentences[2], find("Norland", three), find("the Salo Treaty", three)),
            "verb.wrong",
        ),
    )
    claims = (
        Claim("e6", said.slice(text), said, direct=False, to="e4", time="2025-09-13", facts=(2,)),
        Claim("e1", "a gamble", find("a gamble", four), direct=True, facts=(6,)),
    )
    document = Document(document_id, text, f"/home/me/{document_id}.txt", date(2025, 9, 13), "Harbour news")
    return Extraction(document, entities, facts, claims, sentences, MADE_BY)


NAMESAKES: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "family": [("Barack Obama", "Person", ("Obama", "President Obama")), ("Michelle Obama", "Person", ("Mrs. Obama",))],
    "surname": [("Obama", "Person", ()), ("Michelle Obama", "Person", ("Obama",))],
    "states": [("US", "Country", ("United States",)), ("ÜS", "Topic", ()), ("Washington", "City", ("U.S.",))],
    "two": [("Washington", "City", ()), ("Wáshington", "Person", ("George",)), ("U.S.", "Company", ())],
    "accents": [
        ("Łódź", "City", ("Lodz",)),
        ("Lodz", "SportsTeam", ()),
        ("€", "Product", ()),
        ("The Hague", "City", ()),
    ],
}
"""Entities with names alike, by document: name, class and aliases."""


def speakers(document: str, entities: list[tuple[str, str, tuple[str, ...]]]) -> Extraction:
    """A document in which each of these says something of its own."""
    text = " ".join(f"{name} said so." for name, _, _ in entities)
    found, claims, at = [], [], 0
    for number, (name, cls, aliases) in enumerate(entities):
        span = Span(at, at + len(name))
        found.append(Entity(f"e{number}", name, cls, aliases, (Mention(span, "name"),)))
        claims.append(Claim(f"e{number}", text[at : at + len(name)], span, direct=False))
        at += len(name) + len(" said so. ")
    whole = Span(0, len(text))
    return Extraction(Document(document, text), tuple(found), (), tuple(claims), (whole,), MADE_BY)
