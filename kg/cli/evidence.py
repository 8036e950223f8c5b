"""How a fact is shown with the words that say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from kg.cli.output import highlighted, plain, relation_words, show, styled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.records import DocumentRecord, Records, StatementRecord

__all__ = ["fact_line", "show_facts"]

_SPACES = re.compile(r"\s+")
_STYLES = {"asserted": "green", "reported": "cyan", "planned": "yellow", "hypothetical": "yellow", "negated": "red"}


def show_facts(records: Records, statements: Iterable[StatementRecord]) -> None:
    """Print each fact with its sentence, the words that say it marked, and where it comes from."""
    labels = records.labels()
    documents = {document.iri: document for document in records.documents}
    for statement in statements:
        document = documents[statement.document]
        show(
            fact_line(records, statement, labels),
            Text("  ").append_text(_sentence(statement, document)),
            styled(f"  {_origin(statement, document)}", "dim"),
            "",
        )


def fact_line(records: Records, statement: StatementRecord, labels: dict[str, str]) -> Text:
    """Subject, relation and object, then how the text holds the fact."""
    line = styled(labels.get(statement.subject, statement.subject))
    line.append(f"  {plain(relation_words(statement.predicate, records.predicate_labels))}  ", "bold")
    line.append(plain(labels.get(statement.object, statement.object)))
    line.append(f"  {statement.factuality}", _STYLES.get(statement.factuality, ""))
    if statement.source:
        line.append(plain(f" by {labels.get(statement.source, statement.source)}"))
    if statement.time:
        line.append(plain(f", {statement.time}"))
    for name, value, literal in statement.qualifiers:
        line.append(plain(f", {name}: {value if literal else labels.get(value, value)}"))
    return line


def _sentence(statement: StatementRecord, document: DocumentRecord) -> Text:
    begin, end = statement.sentence or (statement.begin, statement.end)
    begin, end = min(begin, statement.begin), max(end, statement.end)
    before = document.text[begin : statement.begin]
    after = document.text[statement.end : end]
    return highlighted(*(_SPACES.sub(" ", part) for part in (before, statement.quote, after)))


def _origin(statement: StatementRecord, document: DocumentRecord) -> str:
    where = f"{document.id}, {document.date}" if document.date else document.id
    kept = f"; kept aside: {statement.broken}" if statement.broken else ""
    at = f"[{statement.begin}, {statement.end})"
    return f"{where}, characters {at}; rule {statement.rule}, confidence {statement.confidence:.2f}{kept}"
