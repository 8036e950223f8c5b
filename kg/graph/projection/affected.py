"""The entities and facts that a change of documents touches, and the support of these facts."""

from __future__ import annotations

import sqlite3
from collections import Counter
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Self

import pyoxigraph as ox
from rdflib.namespace import DCTERMS

from kg.graph.rdf.aggregates import Support
from kg.graph.rdf.document import Ends, Said, least_sure
from kg.graph.rdf.terms import Value, predicate_iri, predicate_name
from kg.model import STATED
from kg.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.graph.rdf.naming import Naming
    from kg.records.duplicates import Standing

_SCHEMA = """
CREATE TABLE entities (iri TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX entities_by_name ON entities (name);
CREATE TABLE classes (iri TEXT PRIMARY KEY, class TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (
    iri TEXT NOT NULL, subject TEXT NOT NULL, predicate TEXT NOT NULL, item TEXT NOT NULL, datatype TEXT,
    document TEXT, stated INTEGER, denied INTEGER, sure INTEGER
);
"""
_CACHE = 32_000
"""The most KB of the file that are held in memory."""
_FACTS = """
SELECT facts.*, subjects.class, items.class FROM facts
LEFT JOIN classes subjects ON subjects.iri = subject
LEFT JOIN classes items ON items.iri = item AND datatype IS NULL
ORDER BY facts.iri, document
"""


class AffectedFact(NamedTuple):
    """A fact with what the documents that were noted say of it, and the classes of its ends.

    `said` is None of a document that says it no longer, a class where it was not noted, and "" where there is none.
    """

    iri: str
    ends: Ends
    said: dict[str, Said | None]
    subject: str | None
    item: str | None


class Affected:
    """The entities and facts that a change touches, in a temporary file, since a first build touches all."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # "": a temporary file, gone when it is closed
        settings = f"PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -{_CACHE};"
        # One transaction that never ends: each commit would go through all pages that are held.
        self._database.executescript(settings + _SCHEMA + "BEGIN;")

    def __enter__(self) -> Self:
        """Be closed at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what was noted."""
        self._database.close()

    def note_entities(self, names: Iterable[tuple[str, str]]) -> None:
        """Note entities by their IRIs and normalised names."""
        self._database.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?)", names)

    def note_classes(self, classes: Iterable[tuple[str, str]]) -> None:
        """Note what entities are, by their IRIs."""
        self._database.executemany("INSERT OR REPLACE INTO classes VALUES (?, ?)", classes)

    def note_facts(self, facts: Iterable[tuple[str, Ends]]) -> None:
        """Note facts by their IRIs."""
        rows = ((iri, ends.subject, ends.predicate, *_columns(ends.item)) for iri, ends in facts)
        self._database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL, NULL)", rows)

    def note_said(self, document: str, facts: Iterable[tuple[str, Ends, Said | None]]) -> None:
        """Note facts by their IRIs, with what a document says of each, None where that is nothing any more."""
        rows = (
            (iri, ends.subject, ends.predicate, *_columns(ends.item), document, *(said or (None, None, None)))
            for iri, ends, said in facts
        )
        self._database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def names(self) -> Iterator[str]:
        """Return the names of the entities, each once, in order."""
        return (name for (name,) in self._database.execute("SELECT DISTINCT name FROM entities ORDER BY name"))

    def iris(self) -> list[str]:
        """Return the IRIs of all entities, in order."""
        return [iri for (iri,) in self._database.execute("SELECT iri FROM entities ORDER BY iri")]

    def holds(self, iri: str) -> bool:
        """Return whether an entity was noted."""
        return bool(list(self._database.execute("SELECT 1 FROM entities WHERE iri = ? LIMIT 1", (iri,))))

    def entities(self, name: str) -> list[str]:
        """Return the IRIs of the entities of a name, in order."""
        return [
            iri for (iri,) in self._database.execute("SELECT iri FROM entities WHERE name = ? ORDER BY iri", (name,))
        ]

    def facts(self) -> Iterator[AffectedFact]:
        """Yield the facts in the order of their IRIs, each once."""
        for iri, group in groupby(self._database.execute(_FACTS), key=itemgetter(0)):
            rows = list(group)
            _, subject, predicate, item, datatype, *_, of_subject, of_item = rows[0]
            ends = Ends(subject, predicate, item if datatype is None else Value(item, datatype))
            said = {
                row[5]: None if row[6] is None else Said(row[6], row[7], row[8]) for row in rows if row[5] is not None
            }
            yield AffectedFact(iri, ends, said, of_subject, of_item)


def _columns(item: str | Value) -> tuple[str, str | None]:
    return (item, None) if isinstance(item, str) else (item.text, item.datatype)


_FACT, _FACTUALITY, _DOCUMENT = (ox.NamedNode(str(each)) for each in (KG.fact, KG.factuality, KG.document))
_DATE = ox.NamedNode(str(DCTERMS.date))
_IS_STATED = frozenset(predicate_iri(factuality) for factuality in STATED)
_NEGATED = predicate_iri("negated")
_CONFIDENCE = ox.NamedNode(str(KG.confidence))


class Supports:
    """The support of facts in a store that is being written; `standing` is that of each document, by its hash.

    Copies of one text are one voice, with the statements of the copy that has most and the publisher of the original.

    What the documents say that come into it, or now say another thing, is given; the others are read where they stand,
    in the store `before`. `gone` are the IRIs of the documents that leave it, or are written as if they were new.
    """

    def __init__(
        self, before: ox.Store, naming: Naming, standing: Mapping[str, Standing], gone: Collection[str]
    ) -> None:
        self._before, self._naming, self._gone = before, naming, gone
        self._standing = {naming.document(given): each for given, each in standing.items()}
        self._days: dict[str, str] = {}
        self._day_before = lru_cache(maxsize=1 << 12)(self._read_day)

    def note_day(self, document: str, day: str) -> None:
        """Note the day (ISO 8601, "" for none) of a document that comes in, by its IRI."""
        self._days[document] = day

    def of(self, fact: str, predicate: str, fresh: Mapping[str, Said | None]) -> Support | None:
        """Return the support of a fact, None if nothing says it; `fresh` is what documents say now, if they do."""
        stated: Counter[str] = Counter()
        denied: Counter[str] = Counter()
        sure = 0
        said = False
        for document, given in chain(fresh.items(), self._staying(fact, predicate, fresh)):
            if given is None:
                continue
            said = True
            stated[document] += given.stated
            denied[document] += given.denied
            sure += given.sure
        if not said:
            return None
        stating = +stated
        days = sorted(day for day in map(self._day, stating) if day)
        by_voice = self._by_voice(stating)
        publishers = {self._standing[document].voice for document in stating if document in self._standing}
        return Support(
            statements=sum(by_voice.values()),
            documents=len(by_voice),
            publishers=len(publishers - {""}),
            copies=len(stating) - len(by_voice),
            first=days[0] if days else "",
            last=days[-1] if days else "",
            denials=sum(self._by_voice(+denied).values()),
            sure=sure,
        )

    def _staying(self, fact: str, predicate: str, fresh: Collection[str]) -> Iterator[tuple[str, Said]]:
        """Yield what the documents say of a fact that say the same as before, a statement each."""
        least = least_sure(predicate_name(predicate))
        for quad in self._before.quads_for_pattern(None, _FACT, ox.NamedNode(fact), None):
            document = self._of(quad.subject, _DOCUMENT)
            if document not in self._gone and document not in fresh:
                factuality = self._of(quad.subject, _FACTUALITY)
                stated = factuality in _IS_STATED
                sure = stated and (not least or float(self._of(quad.subject, _CONFIDENCE)) >= least)
                yield document, Said(int(stated), int(factuality == _NEGATED), int(sure))

    def _of(self, statement: object, predicate: ox.NamedNode) -> str:
        assert isinstance(statement, ox.NamedNode)  # noqa: S101 - no blank node has a fact
        item = next(iter(self._before.quads_for_pattern(statement, predicate, None, None))).object
        return item.value if isinstance(item, ox.NamedNode | ox.Literal) else ""

    def _by_voice(self, statements: Mapping[str, int]) -> dict[str, int]:
        """Return the most statements of a document that is the same text as others, by the IRI of the original."""
        found: dict[str, int] = {}
        for document, number in statements.items():
            standing = self._standing.get(document)
            original = self._naming.document(standing.copy_of) if standing and standing.copy_of else document
            found[original] = max(number, found.get(original, 0))
        return found

    def _day(self, document: str) -> str:
        fresh = self._days.get(document)
        return self._day_before(document) if fresh is None else fresh

    def _read_day(self, document: str) -> str:
        node = ox.NamedNode(document)
        quad = next(iter(self._before.quads_for_pattern(node, _DATE, None, None)), None)
        return quad.object.value if quad is not None and isinstance(quad.object, ox.Literal) else ""
