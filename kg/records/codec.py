"""Extractions as bytes, and the hashes that documents and extractions are known by.

They are JSON arrays, compressed by zlib: the same extraction always gives the same bytes. What a source says of
a document (its path, its title) is not included, nor is the text, nor what the text states of itself: the records keep
these beside.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from dataclasses import replace
from datetime import date
from hashlib import blake2b, sha256
from itertools import batched
from typing import TYPE_CHECKING, Any

from kg.model import Claim, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Document, MentionKind

_WORD = re.compile(r"\w+")
_RUN = 5
"""Words in a run."""
_SAMPLE = 4
"""One in so many hashes is kept."""
_BYTES = 8
_LEVEL = 6
_DAY = len('["2025-09-22"')
_KINDS: dict[str, MentionKind] = {"n": "name", "c": "nominal", "p": "pronoun", "d": "demonym"}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


def document_hash(text: str, day: date | None) -> str:
    """Return the key of a document: the SHA-256, in hexadecimal, of its day, if it has one, and its text."""
    return sha256(f"{day.isoformat() if day else ''}\n{clean(text)}".encode()).hexdigest()


def content_hash(parts: Iterable[str]) -> str:
    """Return the SHA-256, in hexadecimal, of parts in order, each after its length, so that no two lists are alike."""
    joined = "".join([f"{len(part)}:{part}" for part in parts])
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def made_key(made_by: Iterable[tuple[str, str]]) -> str:
    """Return a hash of what read a document: model, rules and their versions."""
    return content_hash(part for pair in made_by for part in pair)


def encode(extraction: Extraction) -> bytes:
    """Return an extraction as bytes, without its document but for the day that it was read with."""
    day = extraction.document.date
    facts = [_fact(fact) for fact in extraction.facts]
    value = [
        day.isoformat() if day else None,
        [list(pair) for pair in extraction.made_by],
        _flat(extraction.sentences),
        [
            [e.id, e.name, e.cls, list(e.aliases), _mentions(e), *((e.whose,) if e.participant else ())]
            for e in extraction.entities
        ],
        list(zip(*facts, strict=True)),
        [_claim(claim, extraction.document.text) for claim in extraction.claims],
    ]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def decode(data: bytes, document: Document) -> Extraction:
    """Return the extraction of a document from its bytes; the document gets the day that it was read with.

    Raises:
        ValueError: the bytes are damaged.
    """
    try:
        day, made_by, sentences, entities, facts, claims = json.loads(
            zlib.decompress(data).decode("utf-8", "surrogatepass")
        )
        return Extraction(
            document=replace(document, date=date.fromisoformat(day) if day else None),
            entities=tuple(
                Entity(i, n, c, tuple(a), tuple(_as_mentions(m)), bool(whose), *whose)
                for i, n, c, a, m, *whose in entities
            ),
            facts=tuple(_as_fact(list(fact)) for fact in zip(*facts, strict=True)),
            claims=tuple(_as_claim(claim, document.text) for claim in claims),
            sentences=tuple(_spans(sentences)),
            made_by=tuple((name, value) for name, value in made_by),
        )
    except (zlib.error, TypeError, KeyError) as error:
        raise ValueError(str(error)) from error


def read_day(data: bytes) -> date | None:
    """Return the day that an extraction was read with, from the start of its bytes; ValueError if they are damaged."""
    try:
        begin = zlib.decompressobj().decompress(data, _DAY).decode("utf-8", "replace")
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return date.fromisoformat(begin[2:-1]) if begin.startswith('["') else None


def _flat(spans: Iterable[Span]) -> list[int]:
    """Return spans as numbers, each as how far it begins behind the one before, and its length."""
    found, last = [], 0
    for span in spans:
        found += [span.begin - last, span.end - span.begin]
        last = span.begin
    return found


def _spans(numbers: list[int]) -> Iterator[Span]:
    begin = 0
    for behind, length in batched(numbers, 2, strict=True):
        begin += behind
        yield Span(begin, begin + length)


def _mentions(entity: Entity) -> list[Any]:
    """Return the mentions of an entity: the letters of their kinds, large for an LLM's alone, then their spans."""
    letters = ((_LETTERS[mention.kind], mention.by_llm) for mention in entity.mentions)
    kinds = "".join(letter.upper() if by_llm else letter for letter, by_llm in letters)
    return [kinds, *_flat(mention.span for mention in entity.mentions)]


def _as_mentions(values: list[Any]) -> Iterator[Mention]:
    kinds, *numbers = values
    return (
        Mention(span, _KINDS[letter.lower()], letter.isupper())
        for letter, span in zip(kinds, _spans(numbers), strict=True)
    )


def _claim(claim: Claim, text: str) -> list[Any]:
    """Return a claim without its words where the text has just these."""
    words = None if claim.text == claim.span.slice(text) else claim.text
    span = claim.span.begin, claim.span.end - claim.span.begin
    return [claim.source, words, *span, claim.direct, claim.to, claim.time, list(claim.facts)]


def _as_claim(values: list[Any], text: str) -> Claim:
    source, words, begin, length, direct, to, time, facts = values
    span = Span(begin, begin + length)
    return Claim(source, span.slice(text) if words is None else words, span, direct, to, time, tuple(facts))


def _fact(fact: Fact) -> list[Any]:
    """Return a fact; its spans are the clause and, as how far they begin behind it, the others with their lengths."""
    clause, evidence = fact.evidence.clause, fact.evidence
    spans = [clause.begin, clause.end - clause.begin]
    for each in (evidence.subject, evidence.object, evidence.predicate):
        spans += [0, -1] if each is None else [each.begin - clause.begin, each.end - each.begin]
    said = [fact.factuality, fact.source, fact.time, [list(pair) for pair in fact.qualifiers]]
    return [fact.subject, fact.predicate, fact.object, fact.kind, spans, fact.rule, *said, fact.confidence]


def _as_fact(values: list[Any]) -> Fact:
    subject, predicate, item, kind, spans, rule, factuality, source, time, qualifiers, confidence = values
    start, length, *numbers = spans
    others = (
        None if size < 0 else Span(start + behind, start + behind + size)
        for behind, size in batched(numbers, 2, strict=True)
    )
    clause = Span(start, start + length)
    return Fact(
        subject=subject,
        predicate=predicate,
        object=item,
        kind=kind,
        evidence=Evidence(clause, *others),
        rule=rule,
        factuality=factuality,
        source=source,
        time=time,
        qualifiers=tuple((name, value) for name, value in qualifiers),
        confidence=confidence,
    )


def fingerprint(text: str) -> bytes:
    """Return the sampled hashes of a text, each once and in order, as little-endian numbers of 64 bits."""
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text.casefold())]
    runs = {b" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    hashes = (int.from_bytes(blake2b(run, digest_size=_BYTES).digest(), "little") for run in runs)
    found = array("Q", sorted(each for each in hashes if each % _SAMPLE == 0))
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def fingerprints(packed: bytes) -> array[int]:
    """Return the hashes of a fingerprint.

    >>> len(fingerprints(fingerprint("A mill burnt down in the night; nobody was hurt, the brigade said."))) < 8
    True
    """
    found = array("Q")
    found.frombytes(packed)
    if sys.byteorder == "big":
        found.byteswap()
    return found
