"""What noun phrases say about people: posts, occupations, the bodies they serve, nationality, kin.

The constructions by which news introduces people, read off the phrases alone: titles before names ("UK Prime Minister
X", "Taliban's Foreign Minister X", "actor X"), nominals in apposition or by themselves ("an Afghan Foreign Ministry
official", "a spokesman for Y", "the governor of Z", "US officials"), names with a preposition ("X of Y"), and kin
("his wife X", "Y's son"). Organs of state are part of their state ("the Saudi Interior Ministry").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.text.lexicon.post_nominals import letters_after
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES
from kg.text.lexicon.words import load_places, load_titles
from kg.text.model import RelationMention
from kg.text.roles.founders import find_founders
from kg.text.roles.implied_organizations import ImpliedBodies
from kg.text.roles.kinship import find_kin, find_marriages
from kg.text.roles.led_organizations import find_led
from kg.text.roles.organization_parts import find_parts
from kg.text.titles.chains import PostChains
from kg.text.titles.kinds import RANKS, PostKinds
from kg.text.titles.organizations import BODIES, POSSESSIVE, STATE_ORGANS, Bodies, is_denied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse, Phrase, Referents

__all__ = ["find_roles"]

_LISTS = word_lists("words/posts")
_STAFF = word_lists("words/nouns/organizations")["staff"]
_ACADEMIC = _LISTS["academic"]
_OF_PERSONS = _LISTS["of_persons"]
_STYLES = _LISTS["styles"]
_SENT = _LISTS["envoys"]
_ROYAL = _LISTS["royal"]


def find_roles(parse: Parse, referents: Referents) -> tuple[RelationMention, ...]:
    """The relations that noun phrases about people state, in the order of the text."""
    of = referents.referent_of
    finder = _Finder(parse, referents)
    bodies = finder.bodies
    found = (
        *finder.find(),
        *find_parts(bodies),
        *find_founders(bodies, finder.chains),
        *find_kin(bodies),
        *find_marriages(bodies),
        *find_led(bodies),
    )
    kept = {(m.subject, m.predicate, m.object): m for m in found if of[m.subject] != of[m.object]}
    return tuple(sorted(kept.values(), key=lambda m: (m.tokens, m.predicate, m.subject, m.object)))


class _Finder:
    """The steps of `find_roles` over the phrases of one document."""

    def __init__(self, parse: Parse, referents: Referents) -> None:
        self.parse = parse
        self.phrases = referents.phrases
        self.referents = referents
        self.titles = load_titles()
        self.lists = word_lists("words/phrases")
        self.bodies = Bodies(parse, referents)
        self.chains = PostChains(parse)
        self.posts = PostKinds(self.bodies)
        self.role_at: dict[int, int] = {}  # head token -> its post
        self.national_at: dict[int, int] = {}  # head token -> the country of a person called by it
        self.party_at: dict[int, int] = {}  # head token -> the party of a person called by it
        self.role_ending: dict[int, int] = {}  # token after -> the post that ends there
        self.name_from: dict[int, int] = {}  # first token -> the person named there
        self.employer: dict[int, int] = {}  # person's referent -> the body that he leads
        self.served: set[int] = set()  # the referents of the persons whose bodies are told
        self.unserved: list[tuple[int, int]] = []  # persons with their posts whose bodies are not told
        for place, phrase in enumerate(self.phrases):
            if phrase.kind == "name" and phrase.cls == "Person":
                self.name_from[phrase.start] = place
            if phrase.cls == "Role":
                self.role_at[phrase.head] = place
                self.role_ending[phrase.end] = place
            elif phrase.kind == "demonym":
                self.national_at[phrase.head] = place
            elif phrase.cls == "PoliticalParty" and phrase.kind == "name":
                self.party_at[phrase.head] = place

    def find(self) -> Iterator[RelationMention]:
        for place, phrase in enumerate(self.phrases):
            if phrase.cls == "Person":
                if phrase.kind == "name":
                    yield from self._titled(place, phrase)
                    yield from self._name_of(place, phrase)
                elif phrase.kind == "nominal" and not is_denied(self.parse, phrase.head):
                    yield from self._nominal(place, phrase)
            elif phrase.cls == "People":
                yield from self._nationals(place, phrase)
                if phrase.kind == "nominal":
                    yield from self._people(place, phrase)
        yield from self._implied()

    def _implied(self) -> Iterator[RelationMention]:
        """The ties to bodies that posts leave unsaid."""
        implied = ImpliedBodies(self.bodies) if self.unserved else None
        for person, role in self.unserved:
            referent = self.referents.referent_of[person]
            if implied is None or referent in self.served:
                continue
            words = self.posts.words(role)
            kinds = self.posts.kinds(role, words)
            body = implied.body(role, words, kinds)
            if body >= 0:
                self.served.add(referent)
            for predicate in self.posts.ties(kinds, body, words[-1]) if body >= 0 else ():
                told = self._relation(person, predicate, role, "roles.implied")
                yield replace(told, object=body, confidence=0.6)

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
        after = letters_after(self.parse.words, name.start, name.end)
        if after >= 0 and (role := self.role_at.get(after, -1)) >= 0:
            yield from self._post(place, role, [], "roles.title")
        persons = [
            p
            for p in self.bodies.coordinated(name.head)
            if self.phrases[p].kind == "name" and self.bodies.cls(p) == "Person"
        ]
        while (found := self.bodies.post_before(start, self.role_ending))[0] >= 0:
            role, body = found
            start = self.phrases[role].start
            body = body if body >= 0 else self.bodies.before(start, max(0, start - 12))
            if body < 0:
                body = self.bodies.inside(role)
            head = self.phrases[role].head
            bodies = [body] if body >= 0 else self.bodies.after(head) or self.bodies.after(name.head, only="of")
            bodies = bodies or self._along(role)
            if start in self.role_ending and self.parse.lemmas[head].lower() in RANKS:  # "navy spokesman Commander X"
                bodies = []
            for person in persons if self.phrases[role].plural else [place]:
                yield from self._post(person, role, bodies, "roles.title")
        country = self.bodies.ending.get(self._plain_start(start), -1) if start == titled else -1
        if country >= 0 and self.phrases[country].kind == "demonym" and self.bodies.cls(country) == "Country":
            yield self._relation(place, "citizenOf", country, "roles.nationality")
        party = self.bodies.ending.get(self._plain_start(start), -1) if start == titled else -1
        if party >= 0 and self.phrases[party].kind == "name" and self.bodies.cls(party) == "PoliticalParty":
            yield self._relation(place, "memberOf", party, "roles.party")
        if start == titled:
            yield from self._possessed(place, start)

    def _possessed(self, place: int, start: int) -> Iterator[RelationMention]:
        """A body or country whose person a name is that starts at a token: "Acme's Jane Doe", "Norway's Ola Berg"."""
        body = self.bodies.ending.get(start - 1, -1) if start and self.parse.lowers[start - 1] in POSSESSIVE else -1
        if body < 0 or self.parse.deps[self.phrases[body].head] != "poss":
            return
        if self.bodies.cls(body) in ORGANIZATIONS:
            yield self._relation(place, self._served(body), body, "roles.possessor")
        elif self.bodies.cls(body) == "Country" and self.phrases[body].kind == "name":
            yield self._relation(place, "citizenOf", body, "roles.possessor")

    def _plain_start(self, token: int) -> int:
        """The first of the words before a name that name no post: "presidential candidate" in "Green … candidate X"."""
        parse, start = self.parse, token
        if start and parse.lemmas[start - 1].lower() in self.titles.no_post:
            start -= 1
            while start > token - 3 and parse.deps[start - 1] == "amod" and parse.words[start - 1][0].islower():
                start -= 1
        return start

    def _nominal(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """A nominal for a person: "an Afghan Foreign Ministry official"."""
        lemma = self.parse.lemmas[phrase.head].lower()
        if lemma in self.titles.kin:
            return  # kg.text.roles.kinship
        country = self.national_at.get(phrase.head, -1)
        if country >= 0 and country != place:
            yield self._relation(place, "citizenOf", country, "roles.nationality")
            return
        party = self.party_at.get(phrase.head, -1)
        if party >= 0:
            yield self._relation(place, "memberOf", party, "roles.party")
            return
        role = self.role_at.get(phrase.head, -1)
        if role >= 0 and not self.bodies.is_named(place):
            place = next(iter(self.bodies.one_among(phrase.head)), self._between_commas(phrase, place))
        start = self.phrases[role].start if role >= 0 else phrase.head
        body = self.bodies.before(start, phrase.start)
        bodies = [body] if body >= 0 else []
        end = self.phrases[role].end if role >= 0 else phrase.end
        after = self.bodies.after(phrase.head, end - 1 if role >= 0 else phrase.head)
        after = [b for b in after if self.phrases[b].start >= end or self.bodies.cls(b) not in PLACES]
        bodies += after if body < 0 or lemma not in _SENT else [b for b in after if self.bodies.cls(b) not in PLACES]
        if role >= 0 and all(self.bodies.cls(body) not in BODIES for body in bodies):
            bodies = self._along(role)
        schools = [b for b in bodies if self.bodies.cls(b) == "EducationalOrganization"] if lemma in _ACADEMIC else []
        if role >= 0:
            yield from self._post(place, role, schools or bodies, "roles.nominal")
            for other in self._bare_posts(phrase.head):
                yield from self._post(place, other, self.bodies.after(self.phrases[other].head), "roles.nominal")
        elif lemma == "member":
            for body in self._joined(bodies):
                yield self._relation(place, "memberOf", body, "roles.member")
        else:
            yield from self._origin(place, phrase, bodies)

    def _between_commas(self, phrase: Phrase, place: int) -> int:
        """The person named between commas behind a nominal that the parser left alone: "whose director, X, …"."""
        lowers, start = self.parse.lowers, phrase.end + 1
        if lowers[phrase.end : start] != (",",):
            return place
        while start < len(lowers) and lowers[start] in (*self.titles.civil, *self.titles.before):
            start += 1
        named = self.name_from.get(start, -1)
        return named if named >= 0 and lowers[self.phrases[named].end :][:1] == (",",) else place

    def _bare_posts(self, head: int) -> Iterator[int]:
        """The posts that share the article of another: "politician" in "a lawyer and politician"."""
        for child in self.parse.children[head]:
            other = self.role_at.get(child, -1) if self.parse.deps[child] == "conj" else -1
            if other >= 0 and self.referents.phrase_at[child] == other:
                yield other
                yield from self._bare_posts(child)

    def _joined(self, bodies: list[int]) -> list[int]:
        """The bodies of which a member is said to be one: of a board and a named body, this; of some bodies, none."""
        fitting = [b for b in bodies if self.bodies.cls(b) in ORGANIZATIONS]
        named = [b for b in fitting if self.phrases[b].kind != "nominal"]
        return named or [b for b in fitting if not self.phrases[b].plural or self.bodies.is_definite(b)]

    def _along(self, role: int) -> list[int]:
        """The body named before or after the row of posts in which a post stands: "founder and chairman of Acme"."""
        phrase = self.phrases[role]
        bodies = self.chains.bodies_after(phrase.end, self.bodies)
        first = self.chains.start(phrase.start)
        if bodies or first == phrase.start:
            return bodies
        body = self.bodies.before(first, max(0, first - 12))
        return [body] if body >= 0 and self.phrases[body].kind != "demonym" else []

    def _origin(self, place: int, phrase: Phrase, bodies: list[int]) -> Iterator[RelationMention]:
        """Where somebody with no post is from: "a Kenyan woman", "a Brooklyn teenager"."""
        lemma = self.parse.lemmas[phrase.head].lower()
        for body in bodies:
            if (
                self.phrases[body].kind not in ("name", "demonym")
                or not phrase.start <= self.phrases[body].start < phrase.end
            ):
                continue
            cls = self.bodies.cls(body)
            if cls == "Country":
                yield self._relation(place, "citizenOf", body, "roles.nationality")
            elif cls in ("City", "Region") and lemma in self.titles.no_post and lemma != "native":
                yield self._relation(place, "livesIn", body, "roles.residence")

    def _post(self, person: int, role: int, bodies: list[int], rule: str) -> Iterator[RelationMention]:
        words = self.posts.words(role)
        kinds = self.posts.kinds(role, words)
        bodies = [b for b in (self.bodies.team(b, kinds) for b in bodies) if b >= 0]
        body = next(iter(bodies), -1)
        if bodies:
            self.served.add(self.referents.referent_of[person])
        elif self.bodies.is_named(person):
            self.unserved.append((person, role))
        if words[0] in _OF_PERSONS and len(words) == 1 and (body < 0 or self.bodies.cls(body) == "Person"):
            return  # "his partner", "her boss": no post of a body
        styled = words[-1] in _STYLES and len(words) == 1
        if self.bodies.is_named(person) and not styled and (body >= 0 or words[-1] not in _ROYAL):
            yield self._relation(person, self.posts.holding(role, words, kinds, body), role, rule, body)
        for where in bodies:
            if self.bodies.cls(where) == "Person":
                employer = self.employer.get(self.referents.referent_of[where], -1)
                if employer >= 0 and "occupation" not in kinds:
                    yield self._relation(person, "worksFor", employer, rule)
            else:
                yield from self._serving(person, role, where, rule)

    def _serving(self, person: int, role: int, where: int, rule: str) -> Iterator[RelationMention]:
        """The ties of a person to the body of a post, where the reader can tell which body that is."""
        words = self.posts.words(role)
        kinds = self.posts.kinds(role, words)
        named = self.bodies.is_named(person)
        if not self.bodies.is_definite(where) and not (named and self.bodies.cls(where) in STATE_ORGANS):
            return
        if "lead" in kinds and not named:
            return  # "the president of X" tells no news of somebody unnamed
        for predicate in self.posts.ties(kinds, where, words[-1]):
            if predicate == "leads":
                self.employer.setdefault(self.referents.referent_of[person], where)
            yield self._relation(person, predicate, where, rule)

    # Other people

    def _name_of(self, place: int, name: Phrase) -> Iterator[RelationMention]:
        """One "X of Y": of a body, works for it; of a town, lives there."""
        for child in self.parse.children[name.head]:
            if child < name.head or self.parse.deps[child] != "prep" or self.parse.lowers[child] not in ("of", "from"):
                continue
            for target in self.parse.children[child]:
                at = self.referents.phrase_at[target]
                if self.parse.deps[target] != "pobj" or at < 0 or self.phrases[at].head != target:
                    continue
                cls = self.bodies.cls(at)
                aged = self.parse.words[child - 1] == "," or self.parse.words[child - 1].isdigit()
                town = cls == "City" and self.parse.lowers[child] == "of" and name.end - name.start > 1
                town = town and not self.bodies.tells_of_teams()  # "coach X of Washington"
                aged = aged and cls in ("City", "Region", "Place", "Organization")
                if (aged or town) and self.phrases[at].kind == "name":
                    yield self._relation(place, "livesIn", at, "roles.name-of")
                elif cls in ORGANIZATIONS:
                    yield self._relation(place, self._served(at), at, "roles.name-of")
                elif cls == "Country" and self.phrases[at].kind == "name":
                    yield self._relation(place, "citizenOf", at, "roles.name-of")

    def _served(self, body: int) -> str:
        """What a person named with a body and no post is to it."""
        return "memberOf" if self.bodies.cls(body) == "PoliticalParty" else "worksFor"

    def _nationals(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """The country, where the text names it, of some people called by its word: "ten million Chileans"."""
        word = self.parse.words[phrase.head]
        country = load_places().demonyms.get(word[:-1], "") if word.endswith("s") else ""
        if country and self.parse.lowers[phrase.start] != "the" and self.parse.lowers[phrase.start - 1] != "the":
            body = self.bodies.called(country, "Country")
            if body >= 0:
                yield replace(self._relation(place, "citizenOf", place, "roles.nationality"), object=body)

    def _people(self, place: int, phrase: Phrase) -> Iterator[RelationMention]:
        """People of a body: "US officials", "members of the Y, including X"."""
        lemma = self.parse.lemmas[phrase.head].lower()
        body = self.bodies.before(phrase.head, phrase.start)
        bodies = [body] if body >= 0 else []
        apposed = self.bodies.persons_under(phrase.head, "appos") or self.bodies.one_among(phrase.head)
        role = self.role_at.get(phrase.head, -1)
        bodies += self.bodies.after(phrase.head)
        if apposed and role >= 0:  # "reporters X and Y"
            for person in apposed:
                yield from self._post(person, role, bodies, "roles.people")
            return
        included = self._included(phrase.head)
        if included and role >= 0:  # "reporters such as X and Y"
            for person in included:
                yield from self._post(person, role, bodies, "roles.people")
        persons = [place, *apposed, *included]
        for where in bodies:
            inside = self.phrases[where].start < phrase.head
            predicate = self._people_tie(lemma, where, inside=inside)
            if predicate and self.bodies.is_definite(where):
                for person in persons:
                    yield self._relation(person, predicate, where, "roles.people")

        for where in self.bodies.after(phrase.head, only="from") if lemma not in _STAFF else []:
            cls = self.bodies.cls(where)
            if cls in ("Country", "City", "Region") and self.phrases[where].kind == "name":
                yield self._relation(place, "citizenOf" if cls == "Country" else "livesIn", where, "roles.residence")

    def _people_tie(self, lemma: str, where: int, *, inside: bool) -> str:
        cls, demonym = self.bodies.cls(where), self.phrases[where].kind == "demonym"
        if lemma in self.titles.members:
            return "memberOf" if cls in ORGANIZATIONS else "worksFor" if cls == "Country" and not demonym else ""
        if demonym and lemma in self.lists["nationals"]:
            return "citizenOf" if cls == "Country" else ""
        if lemma in _STAFF or lemma in self.titles.posts:
            if cls == "PoliticalParty" and lemma not in self.lists["hired"]:
                return "memberOf"
            return "worksFor" if cls in ORGANIZATIONS or (inside and cls == "Country") else ""
        if lemma in self.lists["residents"]:
            return "citizenOf" if cls == "Country" else "livesIn" if cls in PLACES else ""
        return "citizenOf" if inside and cls == "Country" and self.phrases[where].kind != "pronoun" else ""

    def _included(self, head: int) -> list[int]:
        """The named persons that a plural is said to include."""
        parse = self.parse
        found: list[int] = []
        for child in parse.children[head]:
            if child > head and parse.deps[child] == "prep" and parse.lowers[child] in ("including", "like", "as"):
                found += self.bodies.persons_under(child, "pobj")
        return found
