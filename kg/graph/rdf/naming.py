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

    >>> Naming("https://example.org/").facts
    'https://example.org/graph/facts'
    """

    base: str = BASE

    @classmethod
    def of(cls, records: Records) -> Self:
        """Return the IRIs in the graph of records."""
        return cls(records.setting("base") or BASE)

    @property
    def facts(self) -> str:
        """The named graph of facts, with how each stands in all documents."""
        return f"{self.base}graph/facts"

    @property
    def entities(self) -> str:
        """The named graph of entities."""
        return f"{self.base}graph/entities"

    @property
    def inferred(self) -> str:
        """The named graph of inferences."""
        return f"{self.base}graph/inferred"

    @property
    def links(self) -> str:
        """The named graph of links to gazetteers."""
        return f"{self.base}graph/links"

    @property
    def ontology(self) -> str:
        """The named graph of the classes and relations of the user's own ontology."""
        return f"{self.base}graph/ontology"

    @property
    def document_space(self) -> str:
        """The beginning of each document's IRI."""
        return f"{self.base}document/"

    @property
    def fact_space(self) -> str:
        """The beginning of each fact's IRI."""
        return f"{self.base}fact/"

    @property
    def entity_space(self) -> str:
        """The beginning of each entity's IRI."""
        return f"{self.base}entity/"

    @property
    def entry_space(self) -> str:
        """The beginning of the IRI of each gazetteer entry that has none of its own."""
        return f"{self.base}entry/"

    def document(self, document_hash: str) -> str:
        """Return a document, the named graph of all that was read in it in exports, by the hash of its text and day."""
        return self.document_space + document_hash[:DIGITS]

    def entity(self, key: EntityKey) -> str:
        """Return an entity of the world."""
        return self.entity_space + key.digest

    def fact(self, subject: str, predicate: str, item: str) -> str:
        """Return a fact, by its three terms as N-Triples write them."""
        return self.fact_space + _hash((subject, predicate, item))

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
