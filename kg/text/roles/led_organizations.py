"""Bodies called by who leads them or belongs to them: "Berg's Reform Party", "his government", "X (Green Party)"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS
from kg.text.model import RelationMention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.titles.organizations import Bodies

__all__ = ["find_led"]

_PARTIES: Final = frozenset({"PoliticalParty", "ArmedGroup"})
_LISTS: Final = word_lists("words/posts")
_FOLLOWINGS: Final = _LISTS["led_parties"]
_CABINETS: Final = _LISTS["led_cabinets"]
_HEADING: Final = _LISTS["heading"]


def find_led(bodies: Bodies) -> Iterator[RelationMention]:
    """What possessives, "of" and brackets say of persons and their parties and governments."""
    for place, phrase in enumerate(bodies.phrases):
        if phrase.cls == "Person" and phrase.kind == "name":
            yield from _bracketed(bodies, place)
        elif bodies.cls(place) in _PARTIES or bodies.parse.lowers[phrase.head] in _FOLLOWINGS:
            yield from _own_party(bodies, place)
        elif phrase.kind == "nominal" and bodies.parse.lowers[phrase.head] in _CABINETS:
            yield from _own_cabinet(bodies, place)


_CONFIDENCE: Final = {"leads": 0.65, "memberOf": 0.8}


def _relation(bodies: Bodies, person: int, predicate: str, body: int, *, rule: str) -> RelationMention:
    covered = [bodies.phrases[person], bodies.phrases[body]]
    tokens = (min(p.start for p in covered), max(p.end for p in covered))
    anchor, confidence = bodies.phrases[body].head, _CONFIDENCE[predicate]
    return RelationMention(person, predicate, body, rule, anchor, tokens, confidence=confidence)


def _person(bodies: Bodies, token: int) -> int:
    """The named person for whom a token stands, -1 for none."""
    at = bodies.referents.phrase_at[token]
    if at < 0 or bodies.phrases[at].head != token or bodies.referents.referent_of[at] < 0:
        return -1
    return at if bodies.cls(at) == "Person" and bodies.is_named(at) else -1


def _owner(bodies: Bodies, head: int) -> int:
    """The person whose possessive stands before a noun."""
    parse = bodies.parse
    found = (_person(bodies, child) for child in parse.children[head] if parse.deps[child] == "poss")
    return next((person for person in found if person >= 0), -1)


def _whose(bodies: Bodies, place: int) -> int:
    """The person of whom a body is: "the party of Prime Minister X"; -1 for none."""
    parse = bodies.parse
    for child in parse.children[bodies.phrases[place].head]:
        if child >= bodies.phrases[place].end and parse.deps[child] == "prep" and parse.lowers[child] == "of":
            for target in parse.children[child]:
                person = _person(bodies, target) if parse.deps[target] == "pobj" else -1
                if person >= 0 and bodies.phrases[person].kind == "name":
                    return person
    return -1


def _heads(bodies: Bodies, person: int) -> bool:
    """Whether a title of who governs stands before a name."""
    start = bodies.phrases[person].start
    return start > 0 and bodies.parse.lowers[start - 1] in _HEADING


def _own_party(bodies: Bodies, place: int) -> Iterator[RelationMention]:
    owner = _owner(bodies, bodies.phrases[place].head)
    body = _named_body(bodies, place)
    if body < 0:
        return
    if owner >= 0:
        yield _relation(bodies, owner, "memberOf", body, rule="roles.own-party")
        yield _relation(bodies, owner, "leads", body, rule="roles.own-party")
        return
    whose = _whose(bodies, place)
    if whose >= 0 and _heads(bodies, whose):
        yield _relation(bodies, whose, "memberOf", place, rule="roles.party-of")
        yield _relation(bodies, whose, "leads", place, rule="roles.party-of")


def _named_body(bodies: Bodies, place: int) -> int:
    """The name by which a phrase calls a body: "Reform" in "his Reform party"; -1 where it calls none."""
    if bodies.referents.referent_of[place] >= 0 and bodies.is_named(place):
        return place
    phrase = bodies.phrases[place]
    for other in range(place + 1, min(place + 4, len(bodies.phrases))):
        inner = bodies.phrases[other]
        if inner.kind == "name" and inner.end == phrase.head and bodies.referents.referent_of[other] >= 0:
            return other if bodies.cls(other) in ORGANIZATIONS else -1
    return -1


def _own_cabinet(bodies: Bodies, place: int) -> Iterator[RelationMention]:
    parse, phrase = bodies.parse, bodies.phrases[place]
    owner = _owner(bodies, phrase.head)
    if owner >= 0 and bodies.phrases[owner].kind != "name":
        return  # "his government" tells no news of him
    if owner < 0:
        names = (_person(bodies, child) for child in parse.children[phrase.head] if parse.deps[child] == "compound")
        owner = next((name for name in names if name >= 0), -1)
    if owner < 0:
        owner = _whose(bodies, place)
    if owner >= 0:
        yield _relation(bodies, owner, "leads", place, rule="roles.own-cabinet")


def _bracketed(bodies: Bodies, place: int) -> Iterator[RelationMention]:
    """The party in brackets behind a name: "X (Green Party)"."""
    lowers, end = bodies.parse.lowers, bodies.phrases[place].end
    if end + 2 >= len(lowers) or lowers[end] != "(":
        return
    at = bodies.referents.phrase_at[end + 1]
    if at < 0 or bodies.phrases[at].start != end + 1 or lowers[bodies.phrases[at].end :][:1] != (")",):
        return
    if bodies.referents.referent_of[at] >= 0 and bodies.cls(at) == "PoliticalParty":
        yield _relation(bodies, place, "memberOf", at, rule="roles.bracket")
