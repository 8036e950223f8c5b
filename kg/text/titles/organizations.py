"""Which body a post or a group of people belongs to, by where phrases stand: "UK …", "Taliban's …", "… for Acme"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES
from kg.text.lexicon.words import load_titles
from kg.text.syntax.dependencies import one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.text.model import Parse, Referents

__all__ = ["BODIES", "POSSESSIVE", "STATE_ORGANS", "Bodies", "is_denied"]

POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
STATE_ORGANS = frozenset({"Government", "GovernmentAgency", "Military"})

BODIES = ORGANIZATIONS | PLACES
_TELLING = frozenset({"the", "this", "that", "these", "those"})
_PREPOSITIONS = frozenset({"of", "for", "at", "with", "in", "from", "to"})
_GOVERNING = word_lists("words/titles/posts")["boards"]


class Bodies:
    """The phrases of a document as possible bodies: organizations and places that people serve, lead or live in."""

    def __init__(self, parse: Parse, referents: Referents) -> None:
        self.parse = parse
        self.phrases = referents.phrases
        self.referents = referents
        self.titles = load_titles()
        self.named = [
            any(self.phrases[p].kind in ("name", "demonym") for p in referent.phrases)
            or (referent.cls == "Person" and self.phrases[referent.phrases[0]].kind == "pronoun")  # all that is known
            for referent in referents.referents
        ]
        self.ending: dict[int, int] = {}  # token after -> the longest phrase of a body that ends there
        for place, phrase in enumerate(self.phrases):
            if phrase.cls != "Role" and phrase.kind != "pronoun":
                self.ending.setdefault(phrase.end, place)

    def cls(self, place: int) -> str:
        """The class of what a phrase refers to."""
        referent = self.referents.referent_of[place]
        return self.referents.referents[referent].cls if referent >= 0 else self.phrases[place].cls

    def is_named(self, place: int) -> bool:
        """Whether the text names what a phrase refers to, or opens with "he" or "she" for it."""
        return self.named[self.referents.referent_of[place]]

    def is_definite(self, place: int) -> bool:
        """Whether a body is one that the reader can tell: named, or with a determiner or possessor."""
        phrase = self.phrases[place]
        referent = self.referents.referent_of[place]
        if referent < 0 or self.cls(place) not in BODIES:
            return False
        if phrase.kind == "pronoun":
            return True
        opening = self.parse.lowers[phrase.start]
        possessed = any(self.parse.deps[child] == "poss" for child in self.parse.children[phrase.head])
        return self.is_named(place) or opening in _TELLING or possessed

    def team(self, body: int, kinds: set[str]) -> int:
        """The team of a city, for a post in a team; the body itself for others."""
        if "sport" not in kinds or self.cls(body) not in ("City", "Region"):
            return body if self.cls(body) in BODIES | {"Person"} else -1
        city = self.referents.referents[self.referents.referent_of[body]].name
        for referent in self.referents.referents:
            if referent.cls == "SportsTeam" and referent.name.startswith(city):
                return referent.phrases[0]
        return -1

    def tells_of_teams(self) -> bool:
        """Whether the text tells of teams, for which towns may stand."""
        return any(referent.cls == "SportsTeam" for referent in self.referents.referents)

    def called(self, name: str, cls: str) -> int:
        """The first phrase for the body of a class that has this name, -1 for none."""
        found = (r.phrases[0] for r in self.referents.referents if r.cls == cls and r.name == name)
        return next(found, -1)

    def inside(self, role: int) -> int:
        """The force that opens a post's own words: "police" in "Police Chief"."""
        phrase = self.phrases[role]
        at = self.referents.phrase_at[phrase.start]
        portfolio = self.parse.lowers[phrase.head] == "minister"  # "Local Government Minister"
        if at >= 0 and not portfolio and self.phrases[at].cls in STATE_ORGANS and self.phrases[at].end <= phrase.head:
            return at
        return -1

    def before(self, end: int, limit: int) -> int:
        """The body named just before a post that starts at token `end`: "UK …", "Taliban's …", "former Pentagon …"."""
        token = end
        while token > limit:
            place = self.ending.get(token, -1)
            cls = self.cls(place) if place >= 0 else ""
            if place >= 0 and self.parse.lowers[token - 1] == "independent":
                return -1
            if cls in BODIES or (cls == "Person" and self.parse.lowers[token] in POSSESSIVE):
                return place
            word = self.parse.lowers[token - 1]
            if word in POSSESSIVE or word in self.titles.aside or self.parse.tags[token - 1] == "JJ":
                token -= 1
            elif word == "whose":
                return self._possessor(token - 1)
            elif self.parse.deps[token - 1] == "poss" and self.referents.phrase_at[token - 1] >= 0:
                place = self.referents.phrase_at[token - 1]
                return place if self.referents.referent_of[place] >= 0 and self.cls(place) in BODIES else -1
            elif self.parse.deps[token - 1] == "compound" and end - token < 3:
                token -= 1
            else:
                return -1
        return -1

    def post_before(self, token: int, posts: Mapping[int, int]) -> tuple[int, int]:
        """The post that ends before a name at `token`, and the body between, if any: "Governor of Texas"; else -1.

        `posts` are those of the text by the token after them.
        """
        post, body = posts.get(token, -1), self.ending.get(token, -1)
        if post >= 0 or body < 0 or self.cls(body) not in BODIES:
            return post, -1
        of = self.phrases[body].start - 1
        of -= of > 0 and self.parse.lowers[of] == "the"
        return (posts.get(of, -1), body) if of > 0 and self.parse.lowers[of] == "of" else (-1, -1)

    def _possessor(self, pronoun: int) -> int:
        """The body that "whose" stands for: Acme in "Acme, whose director …"."""
        comma = pronoun > 0 and self.parse.lowers[pronoun - 1] == ","
        place = self.ending.get(pronoun - comma, -1)
        return place if place >= 0 and self.referents.referent_of[place] >= 0 and self.cls(place) in BODIES else -1

    def after(self, *heads: int, only: str = "") -> list[int]:
        """The bodies in the prepositional phrases on a noun: "of Y", "for Y and Z"; `only` names one preposition."""
        found: list[int] = []
        parse = self.parse
        for head in heads:
            for child in parse.children[head]:
                if child < head or parse.deps[child] != "prep" or parse.lowers[child] not in _PREPOSITIONS:
                    continue
                if only and parse.lowers[child] != only:
                    continue
                for target in parse.children[child]:
                    if parse.deps[target] == "pobj":
                        found += self._governed(target) or self.coordinated(target)
        return found

    def _governed(self, token: int) -> list[int]:
        """The body whose board a token names: Acme in "the board of directors of Acme"; none for another word."""
        if self.parse.lowers[token] not in _GOVERNING:
            return []
        return [place for place in self.after(token) if self.cls(place) in ORGANIZATIONS]

    def coordinated(self, token: int) -> list[int]:
        """The phrases headed by a token and by what is coordinated with it."""
        places = []
        at = self.referents.phrase_at[token]
        if at >= 0 and self.phrases[at].head == token:
            places.append(at)
        for child in self.parse.children[token]:
            if self.parse.deps[child] == "conj":
                places += self.coordinated(child)
        return places

    def persons_under(self, head: int, dep: str) -> list[int]:
        """The named persons that hang on a token by a label, with those coordinated with them."""
        parse = self.parse
        targets = [child for child in parse.children[head] if child > head and parse.deps[child] == dep]
        return [p for target in targets for p in self.coordinated(target) if self._is_person(p)]

    def one_among(self, head: int) -> list[int]:
        """The person said to be one of a plural: "one of the directors, X," and "X, one of the directors"."""
        parse, one = self.parse, one_of(self.parse, head)
        if one < 0:
            return []
        if parse.deps[one] == "appos":
            return [p for p in self.coordinated(parse.heads[one])[:1] if self._is_person(p)]
        hosts = (one, *(self.phrases[body].head for body in self.after(head)))
        return next((found for host in hosts if (found := self.persons_under(host, "appos"))), [])

    def _is_person(self, place: int) -> bool:
        return self.phrases[place].kind == "name" and self.cls(place) == "Person"


def is_denied(parse: Parse, token: int) -> bool:
    """Whether a predicate noun is not said to hold: "is no spokesman", "may be a member"."""
    verb = parse.heads[token]
    if parse.deps[token] != "attr":
        return False
    return any(
        parse.deps[c] == "neg" or (parse.deps[c] == "aux" and parse.tags[c] == "MD") for c in parse.children[verb]
    )
