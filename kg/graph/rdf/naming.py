"""The IRIs of what a graph holds: hashes of content under a base IRI, so that the same input gives the same IRIs.

A document is known by its text and day, an entity by its name, everything else by what it says. The base is a setting
of the graph; relations, classes and open predicates keep the ontology's namespaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

from kg.records.codec import content_hash
from kg.resolve.model import DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Span
    from kg.records.database import Records
    from kg.resolve.model import EntityKey

BASE: Final = "https://w3id.org/kg/"
"""The base IRI where none is set."""


def _hash(parts: Iterable[str]) -> str:
    return content_hash(parts)[:DIGITS]


@dataclass(frozen=True, slots=True)
class Naming:
    """The IRIs under a base.

    >>> Naming("https://example.org/").graph("facts")
    'https://example.org/graph/facts'
    """

    base: str = BASE

    @classmethod
    def of(cls, records: Records) -> Self:
        """Return the IRIs in the graph of records."""
        return cls(records.setting("base") or BASE)

    def graph(self, kind: Literal["facts", "entities", "inferred", "links", "ontology"]) -> str:
        """Return the named graph of facts, with how each stands in all documents, of entities, links and so on."""
        return f"{self.base}graph/{kind}"

    def space(self, kind: Literal["document", "fact", "entity", "entry"]) -> str:
        """Return the beginning of the IRI of each of a kind; entries are those of gazetteers without IRIs."""
        return f"{self.base}{kind}/"

    def document(self, document_hash: str) -> str:
        """Return a document, the named graph of all that was read in it in exports, by the hash of its text and day."""
        return self.space("document") + document_hash[:DIGITS]

    def entity(self, key: EntityKey) -> str:
        """Return an entity of the world."""
        return self.space("entity") + key.digest

    def fact(self, subject: str, predicate: str, item: str) -> str:
        """Return a fact, by its three terms as N-Triples write them."""
        return self.space("fact") + _hash((subject, predicate, item))

    def sentence(self, document: str, span: Span) -> str:
        """Return a sentence of a document."""
        return f"{self.base}sentence/{_hash((document, str(span.begin), str(span.end)))}"

    def node(self, kind: Literal["claim", "inference", "link", "statement"], content: Iterable[str]) -> str:
        """Return the claim, inference, link or statement that is made up of `content`."""
        return f"{self.base}{kind}/{_hash(content)}"

    def extraction(self, document: str, made_by: Iterable[tuple[str, str]]) -> str:
        """Return the reading of a document by a model and rules."""
        return f"{self.base}extraction/{_hash((document, *(part for pair in made_by for part in pair)))}"


DEFAULT: Final = Naming()
"""The IRIs under the default base."""
