"""The IRIs of the graph: hashes of content, so that the same input gives the same IRIs on any day and machine.

An entity is identified by its class and its name, normalised; if the text never names it ("a former official", "the
meeting"), by its document too, since the officials of two documents are not one person. A document is identified by
its id alone, so that a changed text replaces its own named graph. Everything else is identified by what it says.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from kg.namespaces import CLAIM, DOCUMENT, ENTITY, EXTRACTION, INFERENCE, MENTION, OPEN, STATEMENT
from kg.ontology import NAMESPACE
from kg.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Span

__all__ = [
    "INFERRED",
    "claim_iri",
    "document_iri",
    "end_keys",
    "entity_iri",
    "extraction_iri",
    "inference_iri",
    "join_key",
    "mention_iri",
    "predicate_iri",
    "predicate_name",
    "statement_iri",
]

INFERRED = "https://w3id.org/kg/graph/inferred"
"""The named graph of what follows from the documents and is in none."""

_HEX = 32
"""128 bits: news text is hostile, and a collision of 64 bits can be made to order with 2^32 hashes."""

_ENTITY, _STATEMENT, _MENTION, _CLAIM = str(ENTITY), str(STATEMENT), str(MENTION), str(CLAIM)
_DOCUMENT, _EXTRACTION, _OPEN, _KG = str(DOCUMENT), str(EXTRACTION), str(OPEN), NAMESPACE


def _hash(parts: Iterable[str]) -> str:
    """A hash of the parts in order; each is preceded by its length, so that no two lists run together alike."""
    joined = "".join([f"{len(part)}:{part}" for part in parts])
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_HEX]


def document_iri(document_id: str) -> str:
    """The IRI of a document, and of the named graph that holds all that was read in it."""
    return _DOCUMENT + _hash([document_id])


def entity_iri(name: str, cls: str, *, within: str | None = None, ordinal: int = 0) -> str:
    """The IRI of an entity of class `cls`; `within` is the document of one that the text never names.

    `ordinal` tells apart what a document calls by the same words ("an official … another official").
    """
    parts = [normalise(name), cls]
    if within is not None:
        parts += [within, str(ordinal)]
    return _ENTITY + _hash(parts)


def mention_iri(document: str, span: Span, entity: str | None) -> str:
    """The IRI of a mention of `entity` (None: of a date or of words) at `span`."""
    return _MENTION + _hash([document, str(span.begin), str(span.end), entity or ""])


def statement_iri(content: Iterable[str]) -> str:
    """The IRI of the statement that is made up of `content`."""
    return _STATEMENT + _hash(content)


def claim_iri(content: Iterable[str]) -> str:
    """The IRI of the claim that is made up of `content`."""
    return _CLAIM + _hash(content)


def inference_iri(content: Iterable[str]) -> str:
    """The IRI of the inference that is made up of `content`."""
    return str(INFERENCE) + _hash(content)


def join_key(*parts: str) -> str:
    """A hash by which statements that have the same parts are found, as SPARQL too can make it.

    >>> join_key("a", "b") == sha256(b"a b").hexdigest()[:32]
    True
    """
    return sha256(" ".join(parts).encode()).hexdigest()[:_HEX]


def end_keys(subject: str, item: str | None, ways: Iterable[str]) -> Iterator[str]:
    """The keys by which a statement is found among the many about its subject, or about its object if that is an IRI.

    There is one for each way (a predicate, say) in which somebody may ask for either, and one for both together.
    """
    for way in ways:
        yield join_key(subject, way)
        if item is not None and item != subject:
            yield join_key(item, way)
    if item is not None:
        yield join_key(subject, item)


def extraction_iri(document: str, made_by: Iterable[tuple[str, str]]) -> str:
    """The IRI of the reading of a document by a model and rules."""
    return _EXTRACTION + _hash([document, *(part for pair in made_by for part in pair)])


@lru_cache(maxsize=1 << 12)
def predicate_iri(name: str) -> str:
    """The IRI of a relation ("locatedIn") or an open predicate ("p/cut_off").

    >>> predicate_iri("p/cut_off")
    'https://w3id.org/kg/p/cut_off'
    """
    return _OPEN + quote(name[2:], safe="") if name.startswith("p/") else _KG + name


def predicate_name(iri: str) -> str:
    """The name of a predicate from its IRI: the inverse of `predicate_iri`.

    >>> predicate_name("https://w3id.org/kg/ontology#locatedIn")
    'locatedIn'
    """
    if iri.startswith(_OPEN):
        return "p/" + unquote(iri.removeprefix(_OPEN))
    return iri.removeprefix(_KG)
