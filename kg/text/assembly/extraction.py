"""The entry: entities, facts and claims of a document, with the ids that join them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import ontology
from kg.model import Claim, Entity, Fact, Mention
from kg.text.assembly.drafts import draft_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.assembly.drafts import Draft
    from kg.text.model import ClaimMention, Reading

__all__ = ["Found", "assemble"]

type _Claims = list[tuple[ClaimMention, int, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """The entities, facts and claims of a document."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]


def assemble(reading: Reading) -> Found:
    """The entities, facts and claims that a document states.

    An entity is kept when it has a proper name or takes part in a fact or a claim; ids are numbered in order of first
    mention. A fact that the text says twice stands twice, each with its own evidence. Of a symmetric relation the
    entity first mentioned is the subject.
    """
    drafts = draft_facts(reading)
    claims = _known_claims(reading)
    used = {place for draft in drafts for place in draft.referents()}
    used.update(place for _, source, to in claims for place in (source, to) if place >= 0)
    ids = _number(reading, used)
    return Found(
        entities=tuple(_entity(reading, place, name) for place, name in ids.items()),
        facts=tuple(draft.fact(ids) for draft in drafts),
        claims=tuple(_claims(reading, claims, ids, drafts)),
    )


def _number(reading: Reading, used: set[int]) -> dict[int, str]:
    """The ids of the referents that are kept, in order of first mention."""
    phrases = reading.referents.phrases
    kept = sorted(
        (min(phrases[p].start for p in referent.phrases), place)
        for place, referent in enumerate(reading.referents.referents)
        if place in used or any(phrases[p].kind in ("name", "demonym") for p in referent.phrases)
    )
    return {place: f"e{number}" for number, (_, place) in enumerate(kept, 1)}


def _entity(reading: Reading, place: int, name: str) -> Entity:
    """The entity that a referent stands for, with the id `name`."""
    referent = reading.referents.referents[place]
    phrases = [reading.referents.phrases[p] for p in referent.phrases]
    mentions = {Mention(reading.parse.span(phrase.start, phrase.end), phrase.kind) for phrase in phrases}
    cls = referent.cls if referent.cls in ontology.CLASSES else "Topic"
    return Entity(name, referent.name, cls, referent.aliases, tuple(sorted(mentions)))


def _known_claims(reading: Reading) -> _Claims:
    """The claims whose source is known, each with the referents of its source and of whom it was said to."""
    referents = reading.referents

    def referent(token: int) -> int:
        place = referents.phrase_at[token] if token >= 0 else -1
        return referents.referent_of[place] if place >= 0 else -1

    found = [(claim, referent(claim.source), referent(claim.to)) for claim in reading.claims]
    return [item for item in found if item[1] >= 0]


def _claims(reading: Reading, claims: _Claims, ids: dict[int, str], drafts: Sequence[Draft]) -> Iterator[Claim]:
    """The claims with the facts inside their words that have the same source."""
    begins = sorted(((d.evidence.predicate or d.evidence.clause).begin, place) for place, d in enumerate(drafts))
    for claim, source, to in claims:
        inside = begins[bisect_left(begins, (claim.span.begin, 0)) : bisect_left(begins, (claim.span.end, 0))]
        time = reading.clause_times[claim.clause] if claim.clause >= 0 else None
        yield Claim(
            source=ids[source],
            text=claim.span.slice(reading.parse.text),
            span=claim.span,
            direct=claim.direct,
            to=ids[to] if to >= 0 else None,
            time=time.value if time else None,
            facts=tuple(sorted(place for _, place in inside if drafts[place].source == source)),
        )
