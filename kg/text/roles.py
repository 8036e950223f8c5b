"""What noun phrases say about people: posts, occupations, the bodies they serve, nationality, kin.

The constructions by which news introduces people, read off the phrases alone: titles before names ("UK Prime Minister
X", "Taliban's Foreign Minister X", "actor X"), nominals in apposition or by themselves ("an Afghan Foreign Ministry
official", "a spokesman for Y", "the governor of Z", "US officials"), names with a preposition ("X of Y"), and kin
("his wife X", "Y's son"). Organs of state are part of their state ("the Saudi Interior Ministry").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.classes import ORGANIZATIONS, PLACES
from kg.text.relations import RelationMention
from kg.text.words import load_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.parse import Parse
    from kg.text.phrases import Phrase, Referents

__all__ = ["find_roles"]

_BODIES = ORGANIZATIONS | PLACES
_STATE_ORGANS = frozenset({"Government", "GovernmentAgency", "Military"})
_PREPOSITIONS = frozenset({"of", "for", "at", "with", "in", "from", "to"})
_LEADING_PREPOSITIONS = frozenset({"of", "at", "for"})
_SECOND = frozenset({"vice", "deputy", "assistant", "associate", "co", "former", "ex", "under", "junior"})
_PLURAL_STAFF = frozenset(
    [
        "official",
        "officer",
        "soldier",
        "troop",
        "employee",
        "worker",
        "staff",
        "player",
        "agent",
        "investigator",
        "prosecutor",
        "diplomat",
        "authority",
        "spokesman",
        "envoy",
        "minister",
        "negotiator",
        "detective",
        "deputy",
        "force",
        "personnel",
        "executive",
        "representative",
        "firefighter",
        "inspector",
        "guard",
        "commander",
        "leader",
        "scientist",
        "researcher",
        "engineer",
        "analyst",
        "editor",
        "reporter",
        "journalist",
        "policeman",
    ]
)
_RESIDENTS = frozenset({"resident", "citizen", "native", "villager", "local", "inhabitant", "homeowner"})


def find_roles(parse: Parse, referents: Referents) -> tuple[RelationMention, ...]:
    """The relations that noun phrases about people state, in the order of the text."""
    found = {(m.subject, m.predicate, m.object): m for m in _Finder(parse, referents).find()}
    return tuple(sorted(found.values(), key=lambda m: (m.tokens, m.predicate, m.subject, m.object)))


class _Finder:
    """The steps of `find_roles` over the phrases of one document."""

    def __init__(self, parse: Parse, referents: Referents) -> None:
        self.parse = parse
        self.phrases = referents.phrases
        self.referents = referents
        self.titles = load_titles()
        self.role_at: dict[int, int] = {}  # head token -> its post
        self.national_at: dict[int, int] = {}  # head token -> the country of a person called by it
        self.role_ending: dict[int, int] = {}  # token after -> the post that ends there
        self.employer: dict[int, int] = {}  # person's referent -> the body that he leads
        self.named = [
            any(self.phrases[p].kind in ("name", "demonym") for p in referent.phrases)
            for referent in referents.referents
        ]
        self.ending: dict[int, int] = {}  # token after -> the longest phrase of a body that ends there
        for place, phrase in enumerate(self.phrases):
            if phrase.cls == "Role":
                self.role_at[phrase.head] = place
                self.role_ending[phrase.end] = place
            elif phrase.kind != "pronoun":
                if phrase.kind == "demonym":
                    self.national_at[phrase.head] = place
                self.ending.setdefault(phrase.end, place)

    def find(self) -> Iterator[RelationMention]:
        for place, phrase in enumerate(self.phrases):
            if phrase.cls == "Person":
                if phrase.kind == "name":
                    yield from self._titled(place, phrase)
                    yield from self._name_of(place, phrase)
                elif phrase.kind == "nominal" and not self._is_denied(phrase):
                    yield from self._nominal(place, phrase)
            elif phrase.cls == "People" and phrase.kind == "nominal":
                yield from self._people(place, phrase)
            elif phrase.cls in _STATE_ORGANS:
                yield from self._organ(place, phrase)

    def _cls(self, place: int) -> str:
        """The class of what a phrase refers to."""
        referent = self.referents.referent_of[place]
        return self.referents.referents[referent].cls if referent >= 0 else self.phrases[place].cls

    def _relation(self, subject: int, predicate: str, obj: int, rule: str, body: int = -1) -> RelationMention:
        anchor = self.phrases[obj if self.phrases[obj].cls == "Role" else subject].head
        covered = [self.phrases[p] for p in (subject, obj, body) if p >= 0]
        tokens = (min(p.start for p in covered), max(p.end for p in covered))
        qualifiers: tuple[tuple[str, int | str], ...] = (("roleAt", body),) if body >= 0 else ()
        return RelationMention(subject, predicate, obj, rule, anchor, tokens, qualifiers=qualifiers)

    # A person with a post

    def _titled(self, place: int, name: Phrase) -> Iterator[RelationMention]:
        """Titles before a name, and the body whose own it is ("Acme's Jane Doe")."""
        start = name.start
        while start and self.parse.lowers[start - 1] in self.titles.civil:
            start -= 1
        titled = start
        persons = [
            p for p in self._coordinated(name.head) if self.phrases[p].kind == "name" and self._cls(p) == "Person"
        ]
        while (role := self.role_ending.get(start, -1)) >= 0:
            start = self.phrases[role].start
            body = self._body_before(start, max(0, start - 12))
            if body < 0:
                body = self._body_inside(role)
            head = self.phrases[role].head
            bodies = [body] if body >= 0 else self._bodies_after(head) or self._bodies_after(name.head)
            for person in persons if self.phrases[role].plural else [place]:
                yield from self._post(person, role, bodies, "roles.title")
        if start == titled and start > 1 and self.parse.lowers[start - 1] in ("'s", "’s", "'", "’"):
            body = self.ending.get(start - 1, -1)
            if body >= 0 and self._cls(body) in ORGANIZATIONS and self.parse.deps[self.phrases[body].head] == "poss":
                yield self._relation(place, "worksFor", body, "roles.possessor")

    def _body_inside(self, role: int) -> int:
        """The force that opens a post's own words: "police" in "Police Chief"."""
        phrase = self.phrases[role]
        at = self.referents.phrase_at[phrase.start]
        if at >= 0 and self.phrases[at].cls in _STATE_ORGANS and self.phrases[at].end <= phrase.head:
            return at
        return -1

    def _nominal(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """A nominal for a person: "an Afghan Foreign Ministry official"."""
        lemma = self.parse.lemmas[phrase.head].lower()
        if lemma in self.titles.kin:
            yield from self._kin(place, phrase, self.titles.kin[lemma])
            return
        country = self.national_at.get(phrase.head, -1)
        if country >= 0 and country != place:
            yield self._relation(place, "citizenOf", country, "roles.nationality")
            return
        role = self.role_at.get(phrase.head, -1)
        start = self.phrases[role].start if role >= 0 else phrase.head
        body = self._body_before(start, phrase.start)
        bodies = [body] if body >= 0 else []
        bodies += self._bodies_after(phrase.head, self.phrases[role].end - 1 if role >= 0 else phrase.head)
        if role >= 0:
            yield from self._post(place, role, bodies, "roles.nominal")
        elif lemma == "member":
            for body in bodies:
                if self._cls(body) in ORGANIZATIONS:
                    yield self._relation(place, "memberOf", body, "roles.member")
        else:
            for body in bodies:
                inside = phrase.start <= self.phrases[body].start < phrase.end
                if self._cls(body) == "Country" and inside and self.phrases[body].kind != "nominal":
                    yield self._relation(place, "citizenOf", body, "roles.nationality")

    def _post(self, person: int, role: int, bodies: list[int], rule: str) -> Iterator[RelationMention]:
        words = self._role_words(role)
        kinds = self._kinds(role, words)
        bodies = [b for b in (self._team(b, kinds) for b in bodies) if b >= 0]
        body = next(iter(bodies), -1)
        if self._is_named(person):
            yield self._relation(person, self._holding(role, words, kinds, body), role, rule, body)
        for where in bodies:
            if self._cls(where) == "Person":
                employer = self.employer.get(self.referents.referent_of[where], -1)
                if employer >= 0 and "occupation" not in kinds:
                    yield self._relation(person, "worksFor", employer, rule)
            elif self._is_definite(where) or (self._is_named(person) and self._cls(where) in _STATE_ORGANS):
                for predicate in self._ties(kinds, where):
                    if "lead" in kinds and not self._is_named(person):
                        continue  # "the president of X" tells no news of somebody unnamed
                    if predicate == "leads":
                        self.employer.setdefault(self.referents.referent_of[person], where)
                    yield self._relation(person, predicate, where, rule)

    def _holding(self, role: int, words: tuple[str, ...], kinds: set[str], body: int) -> str:
        """Whether a person holds a post or has an occupation."""
        phrase = self.phrases[role]
        capital = self.parse.words[phrase.head][0].isupper() and phrase.head > phrase.start
        if not kinds:
            return "holdsRole" if words[-1] in self.titles.before else "hasOccupation"
        if "occupation" not in kinds or "sport" in kinds:
            return "holdsRole"
        if kinds & {"lead", "post", "member"}:
            served = body >= 0 and self.phrases[body].kind != "demonym" and self._cls(body) != "Place"
            return "holdsRole" if served or capital else "hasOccupation"
        return "hasOccupation"

    def _is_named(self, place: int) -> bool:
        """Whether the text names what a phrase refers to."""
        return self.named[self.referents.referent_of[place]]

    def _is_definite(self, place: int) -> bool:
        """Whether a body is one that the reader can tell: named, or with a determiner or possessor."""
        phrase = self.phrases[place]
        referent = self.referents.referent_of[place]
        if referent < 0 or self._cls(place) not in _BODIES:
            return False
        return self._is_named(place) or phrase.end - phrase.start > 1

    def _team(self, body: int, kinds: set[str]) -> int:
        """The team of a city, for a post in a team; the body itself for others."""
        if "sport" not in kinds or self._cls(body) not in ("City", "Region"):
            return body if self._cls(body) in _BODIES | {"Person"} else -1
        city = self.referents.referents[self.referents.referent_of[body]].name
        for referent in self.referents.referents:
            if referent.cls == "SportsTeam" and referent.name.startswith(city):
                return referent.phrases[0]
        return -1

    def _role_words(self, role: int) -> tuple[str, ...]:
        phrase = self.phrases[role]
        return (*self.parse.lowers[phrase.start : phrase.head], self.parse.lemmas[phrase.head].lower())

    def _kinds(self, role: int, words: tuple[str, ...]) -> set[str]:
        """What sort of post its words name."""
        titles = self.titles
        phrase = self.phrases[role]
        joined = {words[-1], "_".join(words), "_".join(words[-2:])}
        kinds: set[str] = set()
        if joined & titles.leads:
            charged = phrase.end > phrase.head + 1 or _SECOND & set(words[:-1])
            kinds.add("post" if charged else "lead")
        if joined & titles.posts:
            kinds.add("post")
        if joined & titles.members:
            kinds.add("member")
        if joined & titles.occupations:
            kinds.add("occupation")
        if joined & titles.sports:
            kinds.add("sport")
        return kinds

    def _ties(self, kinds: set[str], where: int) -> Iterator[str]:
        """The relations of a person to the body of a post."""
        cls, kind = self._cls(where), self.phrases[where].kind
        if cls == "Country" and kind != "nominal" and "occupation" in kinds:
            yield "citizenOf"
        elif "lead" in kinds:
            yield "leads"
            yield "worksFor"
        elif "member" in kinds:
            yield "memberOf" if cls in ORGANIZATIONS else "worksFor"
        elif "post" in kinds:
            yield "worksFor"
        elif cls == "Country":
            yield "citizenOf"
        elif cls in ORGANIZATIONS:
            yield "worksFor"

    # Where the body stands

    def _body_before(self, end: int, limit: int) -> int:
        """The body named just before a post that starts at token `end`: "UK …", "Taliban's …", "former Pentagon …"."""
        token = end
        while token > limit:
            place = self.ending.get(token, -1)
            if place >= 0 and self._cls(place) in _BODIES | {"Person"} and self.phrases[place].kind != "pronoun":
                if self._cls(place) != "Person" or self.parse.lowers[token] in ("'s", "’s", "'", "’"):
                    return place
            word = self.parse.lowers[token - 1]
            if word in ("'s", "’s", "'", "’") or word in self.titles.aside or self.parse.tags[token - 1] == "JJ":
                token -= 1
            elif self.parse.deps[token - 1] == "poss" and self.referents.phrase_at[token - 1] >= 0:
                place = self.referents.phrase_at[token - 1]
                return place if self.referents.referent_of[place] >= 0 and self._cls(place) in _BODIES else -1
            elif self.parse.deps[token - 1] == "compound" and end - token < 3:
                token -= 1
            else:
                return -1
        return -1

    def _bodies_after(self, *heads: int) -> list[int]:
        """The bodies in the prepositional phrases on a noun: "of Y", "for Y and Z"."""
        found: list[int] = []
        parse = self.parse
        for head in heads:
            for child in parse.children[head]:
                if child < head or parse.deps[child] != "prep" or parse.lowers[child] not in _PREPOSITIONS:
                    continue
                for target in parse.children[child]:
                    if parse.deps[target] == "pobj":
                        found += self._coordinated(target)
        return found

    def _coordinated(self, token: int) -> list[int]:
        """The phrases headed by a token and by what is coordinated with it."""
        places = []
        at = self.referents.phrase_at[token]
        if at >= 0 and self.phrases[at].head == token:
            places.append(at)
        for child in self.parse.children[token]:
            if self.parse.deps[child] == "conj":
                places += self._coordinated(child)
        return places

    def _is_denied(self, phrase: Phrase) -> bool:
        """Whether a predicate nominal is not said to hold: "is no spokesman", "may be a member"."""
        verb = self.parse.heads[phrase.head]
        if self.parse.deps[phrase.head] != "attr":
            return False
        return any(
            self.parse.deps[c] == "neg" or (self.parse.deps[c] == "aux" and self.parse.tags[c] == "MD")
            for c in self.parse.children[verb]
        )

    # Other people

    def _name_of(self, place: int, name: Phrase) -> Iterator[RelationMention]:
        """ "X of Y": of a body, works for it; of a town, lives there."""
        for child in self.parse.children[name.head]:
            if child < name.head or self.parse.deps[child] != "prep" or self.parse.lowers[child] not in ("of", "from"):
                continue
            for target in self.parse.children[child]:
                at = self.referents.phrase_at[target]
                if self.parse.deps[target] != "pobj" or at < 0 or self.phrases[at].head != target:
                    continue
                cls = self._cls(at)
                aged = self.parse.words[child - 1] == "," or self.parse.words[child - 1].isdigit()
                if aged and self.phrases[at].kind == "name" and cls in ("City", "Region", "Place", "Organization"):
                    yield self._relation(place, "livesIn", at, "roles.name-of")
                elif cls in ORGANIZATIONS:
                    yield self._relation(place, "worksFor", at, "roles.name-of")
                elif cls == "Country" and self.phrases[at].kind == "name":
                    yield self._relation(place, "citizenOf", at, "roles.name-of")

    def _people(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """People of a body: "US officials", "members of the Y, including X"."""
        lemma = self.parse.lemmas[phrase.head].lower()
        body = self._body_before(phrase.head, phrase.start)
        bodies = [body] if body >= 0 else []
        apposed = self._persons_under(phrase.head, "appos")
        role = self.role_at.get(phrase.head, -1)
        bodies += self._bodies_after(phrase.head)
        if apposed and role >= 0:  # "reporters X and Y"
            for person in apposed:
                yield from self._post(person, role, bodies, "roles.people")
            return
        persons = [place, *apposed, *self._included(phrase.head)]
        for where in bodies:
            inside = self.phrases[where].start < phrase.head
            predicate = self._people_tie(lemma, where, inside=inside)
            if predicate and self._is_definite(where):
                for person in persons:
                    yield self._relation(person, predicate, where, "roles.people")

    def _people_tie(self, lemma: str, where: int, *, inside: bool) -> str:
        cls = self._cls(where)
        if lemma in self.titles.members:
            return "memberOf" if cls in ORGANIZATIONS else "worksFor" if cls == "Country" else ""
        if lemma in _PLURAL_STAFF or lemma in self.titles.posts:
            return "worksFor" if inside or cls in ORGANIZATIONS else ""
        if lemma in _RESIDENTS or (inside and cls in ("City", "Region")):
            return "citizenOf" if cls == "Country" else "livesIn" if cls in PLACES else ""
        return "citizenOf" if inside and cls == "Country" else ""

    def _included(self, head: int) -> list[int]:
        """The named persons that a plural is said to include."""
        parse = self.parse
        found: list[int] = []
        for child in parse.children[head]:
            if child > head and parse.deps[child] == "prep" and parse.lowers[child] in ("including", "like", "as"):
                found += self._persons_under(child, "pobj")
        return found

    def _persons_under(self, head: int, dep: str) -> list[int]:
        """The named persons that hang on a token by a label, with those coordinated with them."""
        parse = self.parse
        targets = [child for child in parse.children[head] if child > head and parse.deps[child] == dep]
        places = [place for target in targets for place in self._coordinated(target)]
        return [p for p in places if self.phrases[p].kind == "name" and self._cls(p) == "Person"]

    def _kin(self, place: int, phrase: Phrase, relation: str) -> Iterator[RelationMention]:
        """ "his wife", "Y's son", "the daughter of Z"."""
        parse = self.parse
        owners = [
            self.referents.phrase_at[child] for child in parse.children[phrase.head] if parse.deps[child] == "poss"
        ] or [p for p in self._bodies_after(phrase.head) if self._cls(p) == "Person"]
        for owner in owners:
            if owner < 0 or self.referents.referent_of[owner] < 0 or self._cls(owner) != "Person":
                continue
            if self.referents.referent_of[owner] == self.referents.referent_of[place]:
                continue
            if relation == "childOf":
                yield self._relation(owner, "parentOf", place, "roles.kin")
            else:
                yield self._relation(place, relation, owner, "roles.kin")

    def _organ(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """An organ of state with its state before it."""
        for other in range(place + 1, min(place + 4, len(self.phrases))):
            inner = self.phrases[other]
            if inner.start >= phrase.end:
                return
            referent = self.referents.referent_of[other]
            if inner.start >= phrase.start and inner.end <= phrase.head and referent >= 0:
                if self._cls(other) == "Country" and referent != self.referents.referent_of[place]:
                    yield self._relation(place, "partOf", other, "roles.organ")
                    return
