"""An extraction as one line of JSON, and the schema of such lines."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.model import Claim, Entity, Extraction, Fact, Moment, Span


def extraction_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of `kg extract`."""
    schema: dict[str, Any] = json.loads(resources.files("kg.schema").joinpath("extraction.json").read_text("utf-8"))
    return schema


def to_line(extraction: Extraction) -> str:
    """An extraction as one line of JSON, without the line's end."""
    return json.dumps(to_json(extraction), ensure_ascii=False, separators=(", ", ": "))


def to_json(extraction: Extraction) -> dict[str, Any]:
    """An extraction as plain JSON values; every span is `[begin, end]`, half-open, in code points of `text`."""
    document = extraction.document
    return {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "date": _iso(document.date),
        "url": document.url,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "published": _iso(document.published),
        "modified": _iso(document.modified),
        "retrieved": _iso(document.retrieved),
        "language": document.language,
        "text": document.text,
        "entities": [_entity(entity) for entity in extraction.entities],
        "facts": [_fact(fact, document.text) for fact in extraction.facts],
        "claims": [_claim(claim) for claim in extraction.claims],
        "sentences": [_span(sentence) for sentence in extraction.sentences],
        "madeBy": dict(extraction.made_by),
    }


def _iso(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "class": entity.cls,
        "aliases": list(entity.aliases),
        "mentions": [
            {"span": _span(mention.span), "kind": mention.kind, **({"llm": True} if mention.by_llm else {})}
            for mention in entity.mentions
        ],
        "participant": entity.participant,
        "whose": entity.whose,
    }


def _fact(fact: Fact, text: str) -> dict[str, Any]:
    evidence = fact.evidence
    spans = {
        "subject": evidence.subject,
        "predicate": evidence.predicate,
        "object": evidence.object,
        "evidence": evidence.clause,
    }
    return {
        "s": fact.subject,
        "p": fact.predicate,
        "o": fact.object,
        "kind": fact.kind,
        "factuality": fact.factuality,
        "source": fact.source,
        "time": fact.time,
        "qualifiers": dict(fact.qualifiers),
        "confidence": fact.confidence,
        "rule": fact.rule,
        "evidence": evidence.clause.slice(text),
        "spans": {name: _span(span) for name, span in spans.items() if span is not None},
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "source": claim.source,
        "text": claim.text,
        "direct": claim.direct,
        "to": claim.to,
        "time": claim.time,
        "facts": list(claim.facts),
        "span": _span(claim.span),
    }


def _span(span: Span) -> list[int]:
    return [span.begin, span.end]
