"""Which organization or place a post or a group of people belongs to, by where phrases stand.

"UK …", "Taliban's …", "… for Acme".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES
from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import STATUS
from kg.text.syntax.prepositions import partitive_one

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.text.model import Parse, Referents

__all__ = ["AFFILIATION_CLASSES", "POSSESSIVE", "STATE_CLASSES", "OrganizationFinder", "is_denied"]

POSSESSIVE: Final = words("words/function_words", "marks", "possessive_ending")
STATE_CLASSES: Final = frozenset({"Government", "GovernmentAgency", "Military"})
AFFILIATION_CLASSES: Final = ORGANIZATIONS | PLACES
"""Classes of what people serve, lead or live in."""

_DEFINITE: Final = words("words/function_words", "determiners", "definite")
_PREPOSITIONS: Final = words("words/function_words", "prepositions", "affiliation")
_STANCES: Final = words("words/titles/posts", "stances")
_BOARDS: Final = words("words/titles/posts", "boards")


class OrganizationFinder:
    """The phrases of a document as organizations and places that people serve, lead or live in."""

    def __init__(self, parse: Parse, referents: Referents) -> None:
        self.parse = parse
        self.phrases = referents.phrases
        self.referents = referents
        self.named = [
            any(self.phrases[p].kind in ("name", "demonym") for p in referent.phrases)
            or (referent.cls == "Person" and self.phrases[referent.phrases[0]].kind == "pronoun")  # all that is known
            for referent in referents.referents
        ]
        self.ending: dict[int, int] = {}  # token after -> the longest phrase that ends there, no post or pronoun
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
        """Whether the reader knows which organization is meant: a name, a determiner or a possessor says it."""
        phrase = self.phrases[place]
        referent = self.referents.referent_of[place]
        if referent < 0 or self.cls(place) not in AFFILIATION_CLASSES:
            return False
        if phrase.kind == "pronoun" or self.is_named(place):
            return True
        return self.parse.lowers[phrase.start] in _DEFINITE or bool(self.parse.dependents(phrase.head, "poss"))

    def team(self, place: int, kinds: set[str]) -> int:
        """The team of a city, for a post in a team; the phrase itself for others; -1 where it is no affiliation."""
        if "sport" not in kinds or self.cls(place) not in ("City", "Region"):
            return place if self.cls(place) in AFFILIATION_CLASSES | {"Person"} else -1
        city = self.referents.referents[self.referents.referent_of[place]].name
        for referent in self.referents.referents:
            if referent.cls == "SportsTeam" and referent.name.startswith(city):
                return referent.phrases[0]
        return -1

    def find(self, name: str, cls: str) -> int:
        """The first phrase for the entity of a class that has this name, -1 for none."""
        found = (r.phrases[0] for r in self.referents.referents if r.cls == cls and r.name == name)
        return next(found, -1)

    def inside(self, role: int) -> int:
        """The force that opens a post's own words: "police" in "Police Chief"."""
        phrase = self.phrases[role]
        at = self.referents.phrase_at[phrase.start]
        portfolio = self.parse.lowers[phrase.head] == "minister"  # "Local Government Minister"
        if at >= 0 and not portfolio and self.phrases[at].cls in STATE_CLASSES and self.phrases[at].end <= phrase.head:
            return at
        return -1

    def _is_stance(self, place: int) -> bool:
        """Whether a prefix says what somebody is for or against: "anti-Taliban fighters"."""
        parse, start = self.parse, self.phrases[place].start
        return parse.lower_at(start - 1) == "-" and parse.lower_at(start - 2) in _STANCES

    def before(self, end: int, limit: int) -> int:
        """The organization named just before a post that starts at token `end`, not before `limit`; -1 for none.

        "UK …", "Taliban's …", "former Pentagon …".
        """
        parse, token = self.parse, end
        while token > limit:
            place, last = self.ending.get(token, -1), token - 1
            cls = self.cls(place) if place >= 0 else ""
            if place >= 0 and (parse.lowers[last] == "independent" or self._is_stance(place)):
                return -1
            if cls in AFFILIATION_CLASSES or (cls == "Person" and parse.lowers[token] in POSSESSIVE):
                return place
            word = parse.lowers[last]
            if word in POSSESSIVE or word in STATUS or parse.tags[last] == "JJ":
                token -= 1
            elif word == "whose":
                comma = last > 0 and parse.lowers[last - 1] == ","  # "Acme, whose director …"
                return self._referring(self.ending.get(last - comma, -1))
            elif parse.deps[last] == "poss" and self.referents.phrase_at[last] >= 0:
                return self._referring(self.referents.phrase_at[last])
            elif parse.deps[last] == "compound" and end - token < 3:
                token -= 1
            else:
                return -1
        return -1

    def _referring(self, place: int) -> int:
        """A phrase where it refers to an organization or a place, else -1."""
        if place < 0 or self.referents.referent_of[place] < 0 or self.cls(place) not in AFFILIATION_CLASSES:
            return -1
        return place

    def post_before(self, token: int, posts: Mapping[int, int]) -> tuple[int, int]:
        """The post that ends before a name at `token`, and the place between, if any: "Governor of Texas"; else -1.

        `posts` are those of the text by the token after them.
        """
        post, place = posts.get(token, -1), self.ending.get(token, -1)
        if post >= 0 or place < 0 or self.cls(place) not in AFFILIATION_CLASSES:
            return post, -1
        of = self.phrases[place].start - 1
        of -= of > 0 and self.parse.lowers[of] == "the"
        return (posts.get(of, -1), place) if of > 0 and self.parse.lowers[of] == "of" else (-1, -1)

    def after(self, *heads: int, only: str = "") -> list[int]:
        """The organizations in the prepositional phrases on a noun: "of Y", "for Y and Z"; `only` "of", say."""
        found: list[int] = []
        parse = self.parse
        for head in heads:
            for preposition in parse.dependents(head, "prep"):
                word = parse.lowers[preposition]
                if preposition > head and word in _PREPOSITIONS and only in ("", word):
                    for target in parse.dependents(preposition, "pobj"):
                        found += self._of_board(target) or self.coordinated(target)
        return found

    def _of_board(self, token: int) -> list[int]:
        """The organization whose board a token names: Acme in "the board of directors of Acme"; else none."""
        if self.parse.lowers[token] not in _BOARDS:
            return []
        return [place for place in self.after(token) if self.cls(place) in ORGANIZATIONS]

    def coordinated(self, token: int) -> list[int]:
        """The phrases headed by a token and by what is coordinated with it."""
        at = self.referents.phrase_at[token]
        places = [at] if at >= 0 and self.phrases[at].head == token else []
        for conjunct in self.parse.dependents(token, "conj"):
            places += self.coordinated(conjunct)
        return places

    def persons_under(self, head: int, dep: str) -> list[int]:
        """The named persons behind a token that depend on it by a label, with those coordinated with them."""
        targets = (child for child in self.parse.dependents(head, dep) if child > head)
        return [p for target in targets for p in self.coordinated(target) if self._is_person(p)]

    def one_among(self, head: int) -> list[int]:
        """The person said to be one of a plural: "one of the directors, X," and "X, one of the directors"."""
        parse, one = self.parse, partitive_one(self.parse, head)
        if one < 0:
            return []
        if parse.deps[one] == "appos":
            return [p for p in self.coordinated(parse.heads[one])[:1] if self._is_person(p)]
        nouns = (one, *(self.phrases[place].head for place in self.after(head)))
        return next((found for noun in nouns if (found := self.persons_under(noun, "appos"))), [])

    def _is_person(self, place: int) -> bool:
        return self.phrases[place].kind == "name" and self.cls(place) == "Person"


def is_denied(parse: Parse, token: int) -> bool:
    """Whether a predicate noun is not said to hold: "is no spokesman", "may be a member"."""
    if parse.deps[token] != "attr":
        return False
    verb = parse.heads[token]
    return bool(parse.dependents(verb, "neg")) or any(parse.tags[c] == "MD" for c in parse.dependents(verb, "aux"))
