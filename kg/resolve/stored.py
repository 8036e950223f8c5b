"""Identities as the records keep them, and what is read of them: all, one, or what became of an old one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.resolve.constraints import Constraints, fits
from kg.resolve.model import Decisions, EntityKey, Identity, Join, Reason, Reference, Resolution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.records.database import Records
    from kg.resolve.model import Decision

__all__ = ["as_data", "as_identity", "as_join_data", "decided", "identity_by_digest", "read_resolution"]


def as_data(identity: Identity) -> str:
    """An identity as JSON, always the same."""
    values = [
        identity.key,
        identity.name,
        identity.cls,
        identity.aliases,
        identity.names,
        identity.members,
        identity.documents,
        identity.first,
        identity.last,
        identity.former,
        [_join_values(join) for join in identity.joins],
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def as_identity(data: str) -> Identity:
    """An identity from its JSON."""
    key, name, cls, aliases, names, members, documents, first, last, former, joins = json.loads(data)
    return Identity(
        EntityKey(*key),
        name,
        cls,
        tuple(aliases),
        tuple((written, count) for written, count in names),
        tuple(Reference(*member) for member in members),
        documents,
        first,
        last,
        tuple(EntityKey(*each) for each in former),
        tuple(_as_join(join) for join in joins),
    )


def as_join_data(join: Join) -> str:
    """A join or a near miss as JSON."""
    return json.dumps(_join_values(join), ensure_ascii=False, separators=(",", ":"))


def _join_values(join: Join) -> list[Any]:
    why = [[r.feature, r.value, round(r.contribution, 6), r.detail] for r in join.reasons]
    return [join.left, join.right, round(join.score, 6), why, join.decided]


def _as_join(values: list[Any]) -> Join:
    left, right, score, why, said = values
    return Join(Reference(*left), Reference(*right), score, tuple(Reason(*reason) for reason in why), said)


def decided(identity: Identity, decisions: Decisions) -> Identity:
    """An identity with the name and the class that people gave it."""
    for rename in decisions.names:
        if any(fits(rename.entity, member) for member in identity.members):
            others = {*identity.aliases, identity.name} - {rename.name}
            identity = replace(identity, name=rename.name, aliases=tuple(sorted(others)))
    for classed in decisions.classes:
        if any(fits(classed.entity, member) for member in identity.members):
            identity = replace(identity, cls=classed.cls)
    return identity


def identity_by_digest(records: Records, digest: str) -> Identity | None:
    """The identity whose IRI ends so; None where there is none of a name."""
    return next((as_identity(data) for _, data in records.identities.identities([digest])), None)


def read_resolution(records: Records, decisions: Decisions | None = None) -> Resolution:
    """All identities of records that are resolved, the near misses, and which decisions fit nothing."""
    decisions = decisions or Decisions()
    identities = sorted((as_identity(data) for _, data in records.identities.identities()), key=lambda each: each.key)
    by_member = {member: each.key for each in identities for member in each.members}
    by_key = {each.key: each for each in identities}
    near = _near_misses(records, Constraints(decisions), by_key, by_member)
    return Resolution(tuple(identities), near, _unused(decisions, records), by_member)


def _near_misses(
    records: Records,
    constraints: Constraints,
    identities: Mapping[EntityKey, Identity],
    by_member: Mapping[Reference, EntityKey],
) -> tuple[Join, ...]:
    """The pairs that were kept apart, most probable first: of each two identities one, as they have grown if it can be.

    What is only likely of two names may have been joined by others since, or decided.
    """
    found: dict[frozenset[EntityKey], Join] = {}
    for data in records.identities.near_misses():
        join = _as_join(json.loads(data))
        found[frozenset((by_member[join.left], by_member[join.right]))] = join
    likely = (_as_join(json.loads(data)) for data in records.identities.likely())
    for join in sorted(likely, key=_rank):
        left, right = by_member[join.left], by_member[join.right]
        pair = frozenset((left, right))
        if left != right and pair not in found and not constraints.is_decided(identities[left], identities[right]):
            found[pair] = join
    return tuple(sorted(found.values(), key=_rank))


def _rank(join: Join) -> tuple[float, Reference, Reference]:
    return -join.score, join.left, join.right


def _unused(decisions: Decisions, records: Records) -> tuple[Decision, ...]:
    def is_there(reference: Reference) -> bool:
        found = records.identities.of_keys([reference.name])
        return any(fits(reference, Reference(row.key, row.document)) for row in found)

    found: list[Decision] = [p for p in decisions.pairs if not (is_there(p.left) and is_there(p.right))]
    found += [name for name in decisions.names if not is_there(name.entity)]
    found += [cls for cls in decisions.classes if not is_there(cls.entity)]
    return tuple(found)
