"""Verdicts on statements as lines of the file of decisions, and the graph that follows from them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.entities.archive import decision_entries
from kg.entities.editing import added
from kg.errors import InputError, NotFoundError
from kg.graph.projection.identifiers import identifiers
from kg.graph.rdf.document import Shown, statement_iris
from kg.graph.rdf.naming import Naming
from kg.graph.store.directory import decisions_file, read_directory
from kg.resolve.decisions import (
    Entry,
    decisions_of,
    fold_words,
    read_entries,
    read_entry,
    spelling,
)
from kg.resolve.model import Decisions, FactDecision, Words
from kg.spelling import clean
from kg.verdicts.replay import Verdicts, ends_of, sentence_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Mapping

    from kg.entities.archive import DecisionEntry
    from kg.model import Extraction, Fact
    from kg.records.database import Records
    from kg.records.sources import StoredDocument

VERDICTS = ("right", "wrong", "corrected")
"""The verdicts on what was read."""


@dataclass(frozen=True, slots=True)
class Located:
    """A statement in its document: the fact as people hold it, and as it was read, None for what a person added."""

    extraction: Extraction
    fact: Fact
    read: Fact | None


class Statements:
    """The statements of a graph directory in its records."""

    def __init__(self, directory: Path, records: Records) -> None:
        self.records = records
        self.entries = read_entries(decisions_file(directory))
        self.verdicts = Verdicts(decisions_of(self.entries, str(decisions_file(directory))))
        self.documents: Mapping[str, StoredDocument] = {each.hash: each for each in records.documents()}
        self.ids = identifiers(self.documents.values())
        self._naming = Naming.of(records)
        self._by_iri = {self._naming.document(given): given for given in self.documents}
        self._of: Callable[[str], dict[str, Located]] = lru_cache(maxsize=64)(self._in_document)

    def located(self, statement: str, document: str) -> Located:
        """Return the statement of an IRI in the document of another; NotFoundError if there is none."""
        found = self._of(self._by_iri[document]).get(statement) if document in self._by_iri else None
        if found is None:
            raise NotFoundError(f"no statement <{statement}> is in the records: it may be an inference or a claim")
        return found

    def _in_document(self, given: str) -> dict[str, Located]:
        stored = self.documents[given]
        read = self.records.extraction(stored)
        held = self.verdicts.revised(read)
        iris = statement_iris(
            stored, held, Shown(self.ids[given], self.records.identities.named(given), ""), self._naming
        )
        added = len(held.facts) - len(read.facts)
        facts: tuple[Fact | None, ...] = (*read.facts, *(None for _ in range(added)))
        return {iri: Located(read, fact, was) for iri, fact, was in zip(iris, held.facts, facts, strict=True) if iri}


def entry_on(  # noqa: PLR0913 (a line's fields)
    where: Located, verdict: str, changes: Mapping[str, str], *, when: str = "", who: str = "", why: str = ""
) -> Entry:
    """Return a verdict on a statement as a line.

    Raises:
        InputError: a person stated it, or it cannot be corrected so.
        DecisionError: a part of the correction is none.
    """
    if where.read is None:
        raise InputError("a person stated that: undo the verdict (kg verdicts lists them)")
    text = clean(where.extraction.document.text)
    sentence = sentence_of(where.extraction, where.read.evidence.clause).slice(text)
    ends = ends_of(where.extraction, where.read)
    spans = where.read.evidence.subject, where.read.evidence.object
    spelt = spelling(sentence, *(each.slice(text) for each in spans if each))
    decision = FactDecision(
        fold_words(sentence), ends[0], where.read.predicate, ends[1], verdict, tuple(sorted(changes.items()))
    )
    return _checked(Entry(decision, when, who, why, spelt=spelt), where.extraction)


def _checked(entry: Entry, extraction: Extraction) -> Entry:
    """Return an entry that was read again from its line, as one that can be followed in an extraction."""
    again = read_entry("the verdict", json.dumps(entry.fields, ensure_ascii=False))
    decision = again.decision
    held = Verdicts(Decisions(facts=(decision,))) if isinstance(decision, FactDecision) else Verdicts()
    stated = [each for each in held.revised(extraction).facts if each.judged and each.judged.verdict != "wrong"]
    if not isinstance(decision, FactDecision) or (decision.verdict != "wrong" and not stated):
        names = ", ".join(dict.fromkeys(clean(each.name) for each in extraction.entities))
        raise InputError(
            "the verdict cannot be followed: subject, source and, unless the relation takes words or a date, object"
            f" are entities of the document: {names[:400] or 'it has none'}"
        )
    return again


def judge(  # noqa: PLR0913 (each is an option of its own)
    statements: Collection[tuple[str, str]],
    verdict: str,
    changes: Mapping[str, str] | None = None,
    *,
    why: str = "",
    who: str = "",
    graph: str | os.PathLike[str] = "graph",
) -> tuple[Entry, ...]:
    """Give a verdict on statements, each the IRI of one and that of its document; see `kg.api.Graph.judge`."""
    if verdict not in VERDICTS:
        raise InputError(f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}")
    if bool(changes) != (verdict == "corrected"):
        raise InputError("what is corrected says to what, and nothing else does")

    def decide(where: Statements, when: str) -> list[Entry]:
        found = (where.located(*each) for each in statements)
        return [entry_on(each, verdict, changes or {}, when=when, who=who, why=why) for each in found]

    command = ("judge", verdict, *map(str, sorted((changes or {}).items())), *map(str, statements), why, who)
    return added(graph, command, lambda records, when: decide(Statements(Path(graph), records), when))


def add(  # noqa: PLR0913 (each is a part of a line)
    document: str,
    sentence: str,
    fact: tuple[str, str, str],
    changes: Mapping[str, str] | None = None,
    *,
    why: str = "",
    who: str = "",
    graph: str | os.PathLike[str] = "graph",
) -> tuple[Entry, ...]:
    """State a fact (subject, relation, object) with words of a document; see `kg.api.Graph.state`."""
    subject, relation, item = fact

    def decide(where: Statements, when: str) -> list[Entry]:
        stored = next((each for given, each in where.documents.items() if where.ids[given] == document), None)
        if stored is None:
            raise NotFoundError(f"the graph has no document {document!r}: kg documents lists them")
        extraction = where.records.extraction(stored)
        ends = Words(fold_words(subject)), Words(fold_words(item))
        decision = FactDecision(
            fold_words(sentence), ends[0], relation, ends[1], "added", tuple(sorted((changes or {}).items()))
        )
        if not Verdicts(Decisions(facts=(decision,))).in_text(extraction.document.text):
            raise InputError(f"document {document!r} does not have the words {sentence!r}")
        entry = Entry(decision, when, who, why, spelt=spelling(sentence, subject, item))
        return [_checked(entry, extraction)]

    command = ("state", document, sentence, *fact, *map(str, sorted((changes or {}).items())), why, who)
    return added(graph, command, lambda records, when: decide(Statements(Path(graph), records), when))


def verdicts(graph: str | os.PathLike[str] = "graph") -> list[DecisionEntry]:
    """Return the verdicts on facts in the order of the file, and whether each fits anything."""
    directory = Path(graph)
    with read_directory(directory) as records:
        found = decision_entries(directory, records)
    return [each for each in found if isinstance(each.entry.decision, FactDecision)]
