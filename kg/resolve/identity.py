"""From clusters to identities, and identities as the records keep them.

An identity has the best of its names, its class, its other names, and the key that its IRI rests on. A document's
entity that has a name belongs to an identity of the whole graph. What is a kind ("foreign minister") is the same
wherever it is called so; what a document only describes ("a former official") is of that document alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.ontology import CLASSES, ancestors
from kg.records.codec import content_hash
from kg.resolve.clustering import Constraints, fits
from kg.resolve.model import DIGITS, HOMONYM, KIND, Decisions, EntityKey, Identity, Join, Reason, Reference, Resolution
from kg.resolve.names import SMALL, is_given_name
from kg.spelling import clean, normalise
from kg.text.lexicon.tables import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.model import Entity
    from kg.records.database import Records
    from kg.records.tables import EntityRow
    from kg.resolve.clustering import Cluster
    from kg.resolve.model import Decision

_KINDS = frozenset({"Role", "Award"})
"""Classes whose entities are kinds: "foreign minister" means the same in every document."""
_BRACKETED = re.compile(r"\s*\([^()]*\)?\s*$")
"""What stands in brackets after a name, though the second bracket be lost."""
_COMMON = words("words/common")
_POSSESSIVES = words("words/function_words", "determiners", "possessive")
_NEVER_LOUD = frozenset({"Person", "Place"})
_ACRONYM = 4
"""The letters that an acronym has at most beside which a place or a person is written in small letters too."""
_FULL = 3
"""By so much more a name of several words counts for the best than one of a single word, which others share."""


def is_resolved(names: int, *, mentioned: bool) -> bool:
    """Whether an entity of a document is named there, or follows from what is: such are compared across documents."""
    return bool(names) or not mentioned


def entity_digests(entities: Iterable[Entity], document: str, named: Mapping[str, str]) -> list[str]:
    """What the IRI of each entity of a document ends with, in their order.

    `named` has that of each named one by its normalised name; StoreError where the document is not resolved.
    """
    found: list[str] = []
    unnamed: Counter[str] = Counter()
    participants: Counter[str] = Counter()
    for entity in entities:
        name = normalise(clean(entity.name))
        if entity.participant:
            participants[name] += 1
            found.append(content_hash((document, "participant", name, str(participants[name])))[:DIGITS])
        elif is_resolved(entity.times_named, mentioned=bool(entity.mentions)):
            if name not in named:
                raise StoreError("the graph was resolved by an earlier version of kg: kg rebuild brings it up to date")
            found.append(named[name])
        else:
            found.append(_unnamed_key(name, entity.cls, document, unnamed).digest)
    return found


def possessed_label(name: str, owner: str) -> str:
    """Return the name of a participant with its possessor's in place of a pronoun.

    >>> possessed_label("his wife", "Jan Keller"), possessed_label("town's mill", "Graz")
    ("Jan Keller's wife", "town's mill")
    """
    first, _, rest = name.partition(" ")
    return f"{owner}'s {rest}" if rest and first.lower() in _POSSESSIVES else name


def keys_of_rows(rows: Sequence[EntityRow]) -> list[EntityKey]:
    """The key of each of the unnamed entities of one name, which are in the order of document and place."""
    unnamed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    return [_unnamed_key(row.key, row.cls, row.document, unnamed[row.document]) for row in rows]


def _unnamed_key(name: str, cls: str, document: str, unnamed: Counter[str]) -> EntityKey:
    if cls in _KINDS:
        return EntityKey(name, "", KIND)
    unnamed[name] += 1
    return EntityKey(name, document, unnamed[name] - 1)


def identify(key: EntityKey, rows: Sequence[EntityRow]) -> Identity:
    """The entity that rows are; KeyError for a class that the vocabulary lacks.

    Of its names the one stands first that most documents have for its fullest, where one of several words counts for
    three, and one with words before a person's full name for nothing; of its spellings the one that is written most.
    Its class is the one that most documents give it, and of several the narrowest.
    """
    if len(rows) == 1:  # as most that are only described
        return _alone(key, rows[0])
    documents: defaultdict[str, set[str]] = defaultdict(set)
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        documents[row.key].add(row.document)
        spelt[row.key][row.name] += row.names
        writers[row.name].add(row.document)
    classes = Counter(cls for _, cls in {(row.document, row.cls) for row in rows})
    order = list(CLASSES)
    cls = min(classes, key=lambda each: (-classes[each], -len(ancestors(each)), order.index(each)))
    person = "Person" in ancestors(cls)
    best = _best({key: some for key, some in documents.items() if not (person and _has_words_before(key, documents))})
    name = _label(min(spelt[best], key=lambda each: (-spelt[best][each], -len(writers[each]), each)), rows)
    aliases = {alias for row in rows for alias in (row.name, *row.aliases)} - {name}
    written: Counter[str] = Counter()
    for row in rows:
        written.update(dict(row.written))
    return Identity(
        key,
        name,
        cls,
        aliases=tuple(sorted(aliases)),
        names=tuple(sorted(written.items(), key=lambda item: (-item[1], item[0]))),
        documents=len({row.document for row in rows}),
    )


def _alone(key: EntityKey, row: EntityRow) -> Identity:
    if row.cls not in CLASSES:
        raise KeyError(row.cls)
    name = _label(row.name, [row])
    aliases = tuple(sorted({row.name, *row.aliases} - {name}))
    names = tuple(sorted(row.written, key=lambda item: (-item[1], item[0])))
    return Identity(key, name, row.cls, aliases=aliases, names=names, documents=1)


def _label(name: str, rows: Sequence[EntityRow]) -> str:
    """A name without its description, in the case in which texts write it most: "Athens", not "central ATHENS"."""
    written: Counter[str] = Counter()
    for row in rows:
        written.update(dict(row.written))
    if not written:
        return name
    folded = {each.casefold() for each in written}
    bare = _BRACKETED.sub("", name).strip()
    if bare and bare != name and (bare.casefold() in folded or " " in name[len(bare) :].strip()):
        name = bare
    parts = name.split()
    while len(parts) > 1 and parts[0].islower() and parts[0] in _COMMON and parts[0] not in SMALL:
        del parts[0]
    rest = " ".join(parts)
    if rest[:1].isupper() and rest.casefold() in folded:
        name = rest
    spellings = [each for each in written if each.casefold() == name.casefold()]
    loud = len(name) > _ACRONYM and ancestors(rows[0].cls) & _NEVER_LOUD  # datelines and lists write them so
    return min(
        spellings, key=lambda each: (bool(loud) and each.isupper(), -written[each], each.isupper(), each), default=name
    )


def _best(documents: Mapping[str, set[str]]) -> str:
    def rank(name: str) -> tuple[int, int, str]:
        return -len(documents[name]) * (_FULL if " " in name else 1), -len(name), name

    return min(documents, key=rank)


def _has_words_before(name: str, names: Collection[str]) -> bool:
    """Whether a person's name is another with what is none before it: "coach ann hale", but not "j. ann hale"."""
    first, _, rest = name.partition(" ")
    if is_given_name(first) or len(first.rstrip(".")) == 1:
        return False
    parts = rest.split()
    opened = (" ".join(parts[at:]) for at in range(len(parts) - 1) if is_given_name(parts[at]))
    return any(each in names for each in opened)


def identities_of(
    clusters: Sequence[Cluster], rows: Mapping[Reference, Sequence[EntityRow]], days: Mapping[str, str]
) -> list[Identity]:
    """The identities of clusters, in the order of their keys.

    Of those that share a best name the one that was first published about has it for its key (of documents of one day,
    or none, the one with the smallest hash); the others have the document that names them first beside it. Later
    documents about the one change nothing of the other's key.
    """
    by_name: defaultdict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        documents: defaultdict[str, set[str]] = defaultdict(set)
        for member in cluster.profile.members:
            documents[member.name].add(member.document)
        by_name[_best(documents)].append(cluster)
    found: list[Identity] = []
    for name in sorted(by_name):
        sharing = sorted((min(_places(each, name, days)), number) for number, each in enumerate(by_name[name]))
        for rank, ((_, document), number) in enumerate(sharing):
            cluster = by_name[name][number]
            key = EntityKey(name, document, HOMONYM) if rank else EntityKey(name)
            former = []
            if len(sharing) > 1:
                former = [EntityKey(name, doc, HOMONYM) for _, doc in sorted(_places(cluster, name, days))]
            found.append(_identity(key, cluster, rows, days, former))
    return _with_former(found)


def _places(cluster: Cluster, name: str, days: Mapping[str, str]) -> set[tuple[str, str]]:
    """The day and the hash of each document in which a cluster has a name; those of no day come last."""
    documents = (member.document for member in cluster.profile.members if member.name == name)
    return {(days[document] or "9999", document) for document in documents}


def _identity(
    key: EntityKey,
    cluster: Cluster,
    rows: Mapping[Reference, Sequence[EntityRow]],
    days: Mapping[str, str],
    former: Sequence[EntityKey],
) -> Identity:
    members = tuple(sorted(cluster.profile.members))
    found = identify(key, [row for member in members for row in rows[member]])
    known = sorted(day for member in members if (day := days[member.document]))
    return Identity(
        key,
        found.name,
        found.cls,
        found.aliases,
        found.names,
        members,
        found.documents,
        first=known[0] if known else "",
        last=known[-1] if known else "",
        former=tuple(each for each in former if each != key),
        joins=tuple(cluster.joins),
    )


def _with_former(identities: Sequence[Identity]) -> list[Identity]:
    """Identities with the keys of the other names of their members, each of which leads to the one most called so."""
    held = {each.key for each in identities}
    claims: defaultdict[EntityKey, list[tuple[int, EntityKey]]] = defaultdict(list)
    for each in identities:
        for name, count in Counter(member.name for member in each.members).items():
            if EntityKey(name) not in held:
                claims[EntityKey(name)].append((-count, each.key))
    leads: defaultdict[EntityKey, list[EntityKey]] = defaultdict(list)
    for key, claimants in claims.items():
        leads[min(claimants)[1]].append(key)
    return sorted(
        (replace(each, former=tuple(sorted([*each.former, *leads[each.key]]))) for each in identities),
        key=lambda each: each.key,
    )


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
