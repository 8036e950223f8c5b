"""What clustering reads of each document: its words, its day, whose voice it is, and how often it mentions what."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.graph.facts.documents import heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.facts.records import DocumentRecord, EntityRecord

__all__ = ["Article", "articles_of", "day_order"]


@dataclass(frozen=True, slots=True)
class Article:
    """A document as clustering reads it.

    `mentions` are how often it mentions each entity, by IRI. `voice` is the IRI of the document whose words it prints:
    its own, the original's where it is a copy, the later one's where there is a later version.
    """

    document: DocumentRecord
    voice: str
    mentions: Mapping[str, int] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The document's."""
        return self.document.iri

    @property
    def day(self) -> str | None:
        """When it was published (ISO 8601), if that is known."""
        return self.document.day

    @property
    def headline(self) -> str:
        """What it goes by."""
        return heading(self.document)


def articles_of(documents: Iterable[DocumentRecord], entities: Iterable[EntityRecord]) -> list[Article]:
    """The documents as articles, in the order of their days, those without a day last."""
    mentions: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        for mention in entity.mentions:
            mentions[mention.document][entity.iri] += 1
    return list(_articles(documents, mentions))


def _articles(documents: Iterable[DocumentRecord], mentions: Mapping[str, Mapping[str, int]]) -> Iterator[Article]:
    known = {document.iri: document for document in documents}
    for document in sorted(known.values(), key=day_order):
        yield Article(document, _voice(document, known), mentions.get(document.iri, {}))


def day_order(document: DocumentRecord) -> tuple[str, str, str]:
    """The order of days: of one day, that of the ids; what has no day comes last."""
    return document.day or "9999", document.id, document.iri


def _voice(document: DocumentRecord, known: Mapping[str, DocumentRecord]) -> str:
    seen = {document.iri}
    while True:
        other = known.get(document.copy_of or "") or known.get(document.replaced_by or "")
        if other is None or other.iri in seen:
            return document.iri
        seen.add(other.iri)
        document = other
