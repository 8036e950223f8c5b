"""The records' tables of identities brought to what documents and decisions say; only what changed is resolved anew.

What belongs together is found by forms of names: two forms are linked where entities of them may be one, and a change
touches the forms that came or went with all that are linked to these. Since a link and a score rest on the two
entities alone, the same identities come of it as if all were resolved at once.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import astuple
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from kg.collector import collector_off
from kg.links.gazetteer import gazetteer_digest
from kg.links.places import keep_places, settings
from kg.ontology import CLASSES
from kg.records.codec import content_hash
from kg.records.tables import ResolvedRow
from kg.resolve.clustering import Constraints, connected, explained, join_senses, scored, senses_of
from kg.resolve.features import load_scorer
from kg.resolve.identity import as_data, as_join_data, decided, identities_of, is_resolved
from kg.resolve.model import Decisions, Reference
from kg.resolve.names import form_of
from kg.resolve.profiles import MEETS, NOWHERE, candidates, index_keys, profile_of
from kg.resources import code_hash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from kg.links.places import Setting
    from kg.records.database import Records
    from kg.records.tables import EntityRow
    from kg.resolve.clustering import Link
    from kg.resolve.features import Scorer
    from kg.resolve.model import Decision, Identity
    from kg.resolve.profiles import Profile

_TOGETHER = 20_000
"""So many entities of documents are looked at together, so that memory is not bounded by the archive."""
_STORY = 300
"""So many names of a document, which it mentions most, are its story: an article has fewer, a book has thousands."""
VERSION, _DECIDED = "resolution", "decided"
"""The settings of the records that say what resolved them: a hash of code and data, and people's decisions."""


class Changed(NamedTuple):
    """What was another before a resolution.

    `identities` are the digests by document and by the normalised names that they had there, `led` those of former keys
    that led elsewhere.
    """

    identities: Mapping[str, Mapping[str, str]]
    led: AbstractSet[str]


@collector_off()
def resolve(records: Records, decisions: Decisions | None = None) -> Changed:
    """Bring the identities in records to what their documents and people's decisions say.

    Return what was another before that.
    """
    decisions = decisions or Decisions()
    scorer = load_scorer()
    version = content_hash([code_hash("resolve", "links", "model.py", "spelling.py"), repr(scorer), gazetteer_digest()])
    tables = records.identities
    if (earlier := records.setting(VERSION)) != version:
        if earlier:  # which names an entity has in a document may be counted otherwise now
            for stored in list(records.documents()):
                records.reread(stored, records.extraction(stored))
        tables.clear()
        records.links.forget_places()
        records.set(VERSION, version)
        records.set(_DECIDED, "[]")
    said, before = _said(decisions), json.loads(records.setting(_DECIDED) or "[]")
    new, gone = tables.stale()
    names = _names_in(set(said) ^ set(before))
    if new or gone or names:
        keep_places(records)
        resolver = _Resolver(records, decisions, scorer)
        resolver.bring(new, gone, names)
        records.set(_DECIDED, json.dumps(said))
        return Changed(resolver.former, resolver.led)
    return Changed({}, set())


def replays(records: Records, decisions: Decisions) -> bool:
    """Whether what is resolved in records is so by these decisions, and no others."""
    return bool(_said(decisions) == json.loads(records.setting(_DECIDED) or "[]"))


def _said(decisions: Decisions) -> list[str]:
    return sorted(json.dumps([type(each).__name__, place, astuple(each)]) for place, each in enumerate(_all(decisions)))


def _all(decisions: Decisions) -> tuple[Decision, ...]:
    return (*decisions.pairs, *decisions.names, *decisions.classes)


def _names_in(said: Iterable[str]) -> set[str]:
    """The names that decisions, as they are kept, are about."""
    references = (part for _, _, parts in map(json.loads, said) for part in parts if isinstance(part, list))
    return {reference[0] for reference in references}


class _Resolver:
    def __init__(self, records: Records, decisions: Decisions, scorer: Scorer) -> None:
        self.records, self.tables, self.scorer = records, records.identities, scorer
        self.decisions, self.constraints = decisions, Constraints(decisions)
        self.rows: dict[Reference, list[EntityRow]] = {}
        self.senses: dict[str, list[Profile]] = {}
        self.stories: dict[str, frozenset[str]] = {}
        self.days: dict[str, str] = {}
        self.settings: dict[str, Setting] = {}
        self.touched: set[str] = set()
        self.scores: dict[Link, float] = {}
        self.former: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.led: set[str] = set()

    def bring(self, new: Sequence[str], gone: Sequence[str], names: Iterable[str]) -> None:
        """Resolve what came and went with documents, what decisions are about, and what is linked to it."""
        touched = {row.form for row in self.tables.of_documents([*new, *gone])}
        touched |= self.tables.forms_of(names)
        beside = self._beside(touched)  # by entities that go now
        self.tables.forget_documents([*new, *gone])
        for document in new:
            came = self._named(document)
            self.tables.put(came)
            touched |= {row.form for row in came}
        beside |= self._beside(touched)  # by senses that may be divided otherwise now
        self.touched = touched
        self._compare(touched)
        region = self._linked(touched | beside)
        led = self.tables.leading_to(region)
        self.tables.replace(region, (), (), ())
        documents = set(new)
        for part in self._parts(self._apart(region)):
            documents |= self._identify(part)
        self.led = {digest for digest, _ in led ^ self.tables.leading_to(region)}
        self._assign(documents)

    def _parts(self, groups: Collection[Sequence[str]]) -> Iterator[list[str]]:
        """Groups of forms joined to parts of so many entities as are looked at together."""
        sizes = self.tables.numbers(form for group in groups for form in group)
        part: list[str] = []
        size = 0
        for group in groups:
            part += group
            size += sum(sizes.get(form, 0) for form in group)
            if size >= _TOGETHER:
                yield part
                self._make_room()
                part, size = [], 0
        if part:
            yield part
            self._make_room()

    def _make_room(self) -> None:
        """Forget what was loaded, where that is much."""
        if len(self.rows) > 2 * _TOGETHER:
            self.rows, self.senses = {}, {}

    def _apart(self, region: set[str]) -> list[list[str]]:
        """A region in groups of forms, none of which is linked to another (see `_beside`)."""
        if sum(self.tables.numbers(region).values()) <= _TOGETHER:
            return [sorted(region)]
        forms = sorted(region)
        place_of = {form: place for place, form in enumerate(forms)}
        pairs = [(place_of[form], place_of[other]) for form, other in self.tables.links_of(region)]
        named: dict[str, int] = {}
        for form, name in self.tables.names_of(region):
            pairs.append((named.setdefault(name, place_of[form]), place_of[form]))
        told = ((name, each) for name in named for each in self.constraints.names_with(name))
        pairs += ((named[name], named[each]) for name, each in told if each in named)
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for form, first in zip(forms, connected(len(forms), pairs), strict=True):
            groups[first].append(form)
        return list(groups.values())

    def _named(self, document: str) -> list[ResolvedRow]:
        """The named entities of a document; ValueError for a class that the vocabulary lacks."""
        rows = (row for row in self.records.entities_of(document) if is_resolved(row.names, mentioned=row.mentioned))
        names: dict[str, str] = {}
        for row in rows:
            if row.cls not in CLASSES:
                raise ValueError(f"the vocabulary has no class {row.cls!r} (entity {row.name!r})")
            names.setdefault(row.key, form_of(row.name).text)
        return [ResolvedRow(document, key, form) for key, form in names.items()]

    def _load(self, forms: Iterable[str]) -> None:
        """Read the entities of some forms, and divide them into senses."""
        wanted = sorted(set(forms) - self.senses.keys())
        found = list(self.tables.of_forms(wanted))
        references = {Reference(row.key, row.document): row.form for row in found}
        documents = {row.document for row in found}
        self.days |= self.tables.days(documents - self.days.keys())
        self.settings |= settings(self.records, documents - self.settings.keys())
        unread = documents - self.stories.keys()
        names: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in self.tables.of_documents(unread):
            names[row.document][row.key] = intern(row.form)  # most documents share theirs with others
        self.stories |= {document: self._story(document, names[document]) for document in unread}
        rows: defaultdict[Reference, list[EntityRow]] = defaultdict(list)
        for each in self.records.entities(reference.name for reference in references):
            reference = Reference(each.key, each.document)
            if reference in references and is_resolved(each.names, mentioned=each.mentioned):
                rows[reference].append(each)
        by_form: defaultdict[str, list[Profile]] = defaultdict(list)
        for reference, some in sorted(rows.items()):
            profile = profile_of(some, self.stories[reference.document], self.settings.get(reference.document, NOWHERE))
            by_form[references[reference]].append(profile)
        self.rows |= rows
        self.senses |= {form: senses_of(by_form[form], self.scorer, self.constraints) for form in wanted}

    def _story(self, document: str, forms: Mapping[str, str]) -> frozenset[str]:
        """The names by which a document's story is known: of `forms` by normalised name those mentioned most."""
        found = frozenset(forms.values())
        if len(found) <= _STORY:
            return found
        named: Counter[str] = Counter()
        for row in self.records.entities_of(document):
            if row.key in forms:
                named[forms[row.key]] += row.names
        return frozenset(sorted(found, key=lambda form: (-named[form], form))[:_STORY])

    def _compare(self, touched: set[str]) -> None:
        """Write by which keys touched forms are compared, and to which others they are linked."""
        self.tables.put_links(touched, ())
        self.tables.put_likely(touched, ())
        waiting = set(touched)
        for part in self._parts([[form] for form in sorted(touched, key=_from_the_end)]):
            self._load(part)
            self.tables.put_blocks({form: chain(*map(index_keys, self.senses[form])) for form in part})
            waiting.difference_update(part)  # what waits is compared with these in its turn
            self._compare_part(part, self.tables.met(part, MEETS) - waiting)

    def _compare_part(self, part: Sequence[str], met: set[str]) -> None:
        """Write which of the forms that some forms meet, these among them, they are linked to."""
        self._load(met)
        by_first = {each.first: (each, form) for form in sorted(met) for each in self.senses[form]}
        profiles = [profile for profile, _ in by_first.values()]
        links, likely = set(), []
        for pair, score in scored(profiles, candidates(profiles, set(part)), self.scorer):
            self.scores[pair] = score
            (one, form), (other, second) = (by_first[each] for each in pair)
            if score >= self.scorer.join:
                links.add((form, second))
            elif form != second:
                likely.append((form, second, as_join_data(explained(one, other, score, self.scorer))))
        self.tables.put_links((), sorted(links))
        self.tables.put_likely((), sorted(likely))

    def _linked(self, touched: Iterable[str]) -> set[str]:
        region: set[str] = set()
        front = set(touched)
        while front:
            region |= front
            front = self._beside(front) - region
        return region

    def _beside(self, forms: Iterable[str]) -> set[str]:
        """Forms that are linked to some by scores, by a name that two forms share, or by decisions."""
        names = {name for _, name in self.tables.names_of(forms)}
        told = {each for name in names for each in self.constraints.names_with(name)}
        return self.tables.linked(forms) | self.tables.forms_of(names | told)

    def _identify(self, part: Iterable[str]) -> set[str]:
        """Write the identities of some forms, of which none is linked to others; the documents that this changes."""
        self._load(part)
        forms = sorted(part)
        profiles = [each for form in forms for each in self.senses[form]]
        made = join_senses(profiles, self.scorer, self.constraints, self.scores, self.touched)
        plain = identities_of(made.clusters, self.rows, self.days)
        found = [decided(each, self.decisions) for each in plain]
        form_by_member = {member: form for form in forms for each in self.senses[form] for member in each.members}
        self.tables.replace(
            forms,
            [(each.key.digest, form_by_member[each.members[0]], as_data(each)) for each in found],
            [(former.digest, each.key.digest) for each in found for former in each.former],
            [(form_by_member[each.left], as_join_data(each)) for each in made.near_misses],
        )
        rows = {
            ResolvedRow(member.document, member.name, form_by_member[member], each.key.digest, _mark(before, each))
            for before, each in zip(plain, found, strict=True)
            for member in each.members
        }
        old = set(self.tables.of_forms(forms))
        for row in old - rows:
            if row.identity:  # one of a new document has none yet
                self.former[row.document][row.key] = row.identity
        changed = rows - old
        self.tables.put(sorted(changed))
        return {row.document for row in changed}

    def _assign(self, documents: Iterable[str]) -> None:
        """Write a hash of what the entities of each document are."""
        for document in sorted(documents):
            rows = sorted((row.key, row.identity, row.mark) for row in self.tables.of_documents([document]))
            self.tables.put_documents([(document, content_hash(part for row in rows for part in row))])


def _mark(before: Identity, after: Identity) -> str:
    """What people decided of an identity, so that its documents are known to say another thing; "" for nothing."""
    return f"{after.cls} {after.name}" if (before.name, before.cls) != (after.name, after.cls) else ""


def _from_the_end(form: str) -> list[str]:
    """What sorts forms so that most of those that are compared stand together: by their last words, as surnames are."""
    return form.split()[::-1]
