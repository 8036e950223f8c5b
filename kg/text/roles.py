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
        self.ending: dict[int, int] = {}  # token after -> the longest phrase of a body that ends there
        for place, phrase in enumerate(self.phrases):
            if phrase.cls == "Role":
                self.role_at[phrase.head] = place
            elif phrase.kind != "pronoun":
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
        """A title before a name."""
        start = name.start
        while start and self.parse.lowers[start - 1] in self.titles.civil:
            start -= 1
        role = self.role_at.get(start - 1, -1)
        if role < 0 or self.phrases[role].end != start:
            return
        body = self._body_before(self.phrases[role].start, self.parse.sentences[self.parse.sentence_of[start - 1]][0])
        bodies = [body] if body >= 0 else self._bodies_after(self.phrases[role].head, name.head)
        yield from self._post(place, role, bodies, "roles.title")

    def _nominal(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """A nominal for a person: "an Afghan Foreign Ministry official"."""
        lemma = self.parse.lemmas[phrase.head].lower()
        if lemma in self.titles.kin:
            yield from self._kin(place, phrase, self.titles.kin[lemma])
            return
        role = self.role_at.get(phrase.head, -1)
        start = self.phrases[role].start if role >= 0 else phrase.head
        body = self._body_before(start, phrase.start)
        bodies = [body] if body >= 0 else []
        bodies += self._bodies_after(phrase.head)
        if role >= 0:
            yield from self._post(place, role, bodies, "roles.nominal")
        for body in bodies:
            if role < 0 and self._cls(body) == "Country" and body in self.ending.values() and phrase.start <= body:
                yield self._relation(place, "citizenOf", body, "roles.nationality")

    def _post(self, person: int, role: int, bodies: list[int], rule: str) -> Iterator[RelationMention]:
        words = self._role_words(role)
        last = words[-1]
        bodies = [b for b in bodies if self._cls(b) in _BODIES or self._cls(b) == "Person"]
        body = next(iter(bodies), -1)
        kinds = self._kinds(words)
        country = body >= 0 and self.phrases[body].kind == "demonym"
        occupation = "occupation" in kinds and not kinds & {"lead", "post", "member"}
        if (
            occupation
            or (body < 0 and "occupation" in kinds and last not in self.titles.before)
            or (body >= 0 and country and "occupation" in kinds)
        ):
            yield self._relation(person, "hasOccupation", role, rule)
        else:
            yield self._relation(person, "holdsRole", role, rule, body)
        for where in bodies:
            cls = self._cls(where)
            if cls == "Person":
                continue
            for predicate in self._ties(kinds, cls, words, where):
                yield self._relation(person, predicate, where, rule)

    def _role_words(self, role: int) -> tuple[str, ...]:
        phrase = self.phrases[role]
        return (*self.parse.lowers[phrase.start : phrase.end - 1], self.parse.lemmas[phrase.head].lower())

    def _kinds(self, words: tuple[str, ...]) -> set[str]:
        """What sort of post its words name."""
        titles = self.titles
        joined = {words[-1], "_".join(words), "_".join(words[-2:])}
        kinds: set[str] = set()
        if joined & titles.leads and not _SECOND & set(words[:-1]):
            kinds.add("lead")
        if joined & titles.posts or (joined & titles.leads and "lead" not in kinds):
            kinds.add("post")
        if joined & titles.members:
            kinds.add("member")
        if joined & titles.occupations:
            kinds.add("occupation")
        return kinds

    def _ties(self, kinds: set[str], cls: str, words: tuple[str, ...], where: int) -> Iterator[str]:
        """The relations of a person to the body of a post."""
        demonym = self.phrases[where].kind == "demonym"
        if "lead" in kinds and (len(words) < 3 or "lead" in kinds):
            yield "leads"
            yield "worksFor"
        elif "member" in kinds:
            yield "memberOf" if cls in ORGANIZATIONS else "worksFor"
        elif "post" in kinds and not (demonym and "occupation" in kinds):
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
                if cls in ORGANIZATIONS:
                    yield self._relation(place, "worksFor", at, "roles.name-of")
                elif cls in ("City", "Region") and self.phrases[at].kind == "name":
                    yield self._relation(place, "livesIn", at, "roles.name-of")
                elif cls == "Country" and self.phrases[at].kind == "name":
                    yield self._relation(place, "citizenOf", at, "roles.name-of")

    def _people(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """People of a body: "US officials", "members of the Y"."""
        lemma = self.parse.lemmas[phrase.head].lower()
        body = self._body_before(phrase.head, phrase.start)
        bodies = [body] if body >= 0 else []
        after = self._bodies_after(phrase.head)
        for where in bodies + after:
            cls = self._cls(where)
            if cls not in _BODIES:
                continue
            if lemma in self.titles.members:
                if cls in ORGANIZATIONS:
                    yield self._relation(place, "memberOf", where, "roles.people")
            elif lemma in _PLURAL_STAFF or lemma in self.titles.posts:
                if where in bodies or cls in ORGANIZATIONS:
                    yield self._relation(place, "worksFor", where, "roles.people")
            elif lemma in _RESIDENTS or (where in bodies and cls in ("City", "Region")):
                yield self._relation(place, "citizenOf" if cls == "Country" else "livesIn", where, "roles.people")
            elif where in bodies and cls == "Country":
                yield self._relation(place, "citizenOf", where, "roles.people")

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
