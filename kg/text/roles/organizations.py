"""What noun phrases say of organizations: who founded them, who leads them, what they are part of.

"Acme founder X", "X, co-founder and chairman of Acme"; "Berg's Reform Party", "his government", "X (Green Party)"; "the
Saudi Interior Ministry", "the navy's squadron".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.nouns import ORGANIZATIONS
from kg.text.lexicon.tables import word_lists
from kg.text.model import RelationMention
from kg.text.roles.kinship import is_person, person_named_from
from kg.text.syntax.dependencies import child
from kg.text.titles.chains import FOUNDERS
from kg.text.titles.organizations import POSSESSIVE, STATE_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.titles.chains import PostChains
    from kg.text.titles.organizations import OrganizationFinder

__all__ = ["find_organizations"]

_LISTS: Final = word_lists("words/roles/organizations")
_CONFIDENCE: Final = {"leads": 0.65, "memberOf": 0.8, "partOf": 1.0}


def find_organizations(finder: OrganizationFinder, chains: PostChains) -> Iterator[RelationMention]:
    """What noun phrases say organizations to be part of, who founded them, who leads them or belongs to them."""
    for place, phrase in enumerate(finder.phrases):
        if phrase.cls in STATE_CLASSES:
            yield from _of_state(finder, place)
        is_unit = phrase.kind == "nominal" and finder.parse.lemmas[phrase.head].lower() in _LISTS["units"]
        if is_unit and phrase.cls in ORGANIZATIONS:
            yield from _unit(finder, place)
    yield from _founders(finder, chains)
    for place, phrase in enumerate(finder.phrases):
        noun = finder.parse.lowers[phrase.head]
        if phrase.cls == "Person" and phrase.kind == "name":
            yield from _in_brackets(finder, place)
        elif finder.cls(place) in ("PoliticalParty", "ArmedGroup") or noun in _LISTS["parties"]:
            yield from _own_party(finder, place)
        elif phrase.kind == "nominal" and noun in _LISTS["cabinets"]:
            yield from _own_cabinet(finder, place)


def _mention(finder: OrganizationFinder, subject: int, predicate: str, obj: int, rule: str) -> RelationMention:
    anchor = finder.phrases[subject if predicate == "partOf" else obj].head
    tokens, confidence = finder.referents.extent(subject, obj), _CONFIDENCE[predicate]
    return RelationMention(subject, predicate, obj, rule, anchor, tokens, confidence=confidence)


# Parts


def _unit(finder: OrganizationFinder, place: int) -> Iterator[RelationMention]:
    """A unit with the organization whose own it is: "the navy's rescue squadron"."""
    parse, referents = finder.parse, finder.referents
    for node in parse.dependents(finder.phrases[place].head, "poss"):
        whole = referents.phrase_at[node]
        if whole >= 0 and referents.referent_of[whole] >= 0 and finder.cls(whole) in ORGANIZATIONS:
            yield _mention(finder, place, "partOf", whole, "roles.unit")


def _of_state(finder: OrganizationFinder, place: int) -> Iterator[RelationMention]:
    """An agency or army with its state before it."""
    phrase, of = finder.phrases[place], finder.referents.referent_of
    for other in range(place + 1, min(place + 4, len(finder.phrases))):
        inner = finder.phrases[other]
        if inner.start >= phrase.end:
            return
        between = finder.parse.lowers[inner.end : phrase.head + 1]
        inside = inner.start >= phrase.start and inner.end <= phrase.head and of[other] >= 0
        inside = inside and _LISTS["breaks"].isdisjoint(between) and (phrase.kind == "name" or "and" not in between)
        if inside and finder.cls(other) == "Country" and of[other] != of[place]:
            yield _mention(finder, place, "partOf", other, "roles.organ")
            return


# Founders


def _founders(finder: OrganizationFinder, chains: PostChains) -> Iterator[RelationMention]:
    """The founders whom nouns name, in the order of the text."""
    parse, takes = finder.parse, ontology.RELATIONS["founded"].takes
    for token in range(len(parse)):
        if parse.lemmas[token].lower() not in FOUNDERS or parse.pos[token] not in ("NOUN", "PROPN"):
            continue
        persons = list(_founding(finder, chains, token))
        for founded in _founded(finder, chains, token) if persons else []:
            for person in persons:
                if takes(finder.cls(person), finder.cls(founded)):
                    start, end = finder.referents.extent(person, founded)
                    span = min(token, start), max(token + 1, end)
                    yield RelationMention(person, "founded", founded, "roles.founder", token, span, confidence=0.85)


def _founding(finder: OrganizationFinder, chains: PostChains, token: int) -> Iterator[int]:
    """The persons called founders: named after the row of posts, before it and a comma, or what it is said of."""
    parse, phrases, at = finder.parse, finder.phrases, finder.referents.phrase_at
    end, start = chains.end(token + 1), chains.start(token)
    after = person_named_from(finder, end)
    if after >= 0 and parse.sentence_of[end] == parse.sentence_of[token]:
        named = [p for p in finder.coordinated(phrases[after].head) if finder.cls(p) == "Person"]
        yield from named if parse.lowers[token].endswith("s") else [after]
        return
    before = finder.ending.get(start - 1, -1) if start > 1 and parse.words[start - 1] == "," else -1
    if before >= 0 and phrases[before].kind == "name" and finder.cls(before) == "Person":
        yield before
        return
    said = (at[node] for node in range(start, end) if at[node] >= 0 and phrases[at[node]].head == node)
    yield from [p for p in said if is_person(finder, p) and finder.is_named(p)][:1]


def _founded(finder: OrganizationFinder, chains: PostChains, token: int) -> list[int]:
    """What was founded: named before the row of posts or after it."""
    parse, start = finder.parse, chains.start(token)
    before = finder.before(start, max(0, start - 8))
    if before >= 0 and (parse.words[start - 1] in POSSESSIVE or finder.phrases[before].end == start):
        return [before]
    owner = child(parse, token, "poss")
    if owner >= 0 and finder.referents.phrase_at[owner] >= 0:
        return [finder.referents.phrase_at[owner]]
    return finder.after(token, only="of") or chains.organizations_after(token + 1, finder)


# Leaders and members


def _in_brackets(finder: OrganizationFinder, place: int) -> Iterator[RelationMention]:
    """The party in brackets behind a name: "X (Green Party)"."""
    lowers, end = finder.parse.lowers, finder.phrases[place].end
    party = finder.referents.starting(end + 1) if lowers[end : end + 1] == ("(",) else -1
    closed = party >= 0 and lowers[finder.phrases[party].end : finder.phrases[party].end + 1] == (")",)
    if closed and finder.cls(party) == "PoliticalParty":
        yield _mention(finder, place, "memberOf", party, "roles.bracket")


def _own_party(finder: OrganizationFinder, place: int) -> Iterator[RelationMention]:
    """A party with its leader: "Berg's Reform Party", "the party of Prime Minister Berg"."""
    named = _named(finder, place)
    if named < 0:
        return
    person, party, rule = _owner(finder, place, "poss"), named, "roles.own-party"
    if person < 0:
        person, party, rule = _whose(finder, place), place, "roles.party-of"
        start = finder.phrases[person].start if person >= 0 else 0
        if start == 0 or finder.parse.lowers[start - 1] not in _LISTS["heading"]:
            return
    yield _mention(finder, person, "memberOf", party, rule)
    yield _mention(finder, person, "leads", party, rule)


def _own_cabinet(finder: OrganizationFinder, place: int) -> Iterator[RelationMention]:
    """A government with its head: "Berg's cabinet", "the Berg administration", "the government of Berg"."""
    owner = _owner(finder, place, "poss")
    if owner >= 0 and finder.phrases[owner].kind != "name":
        return  # "his government" is no news of him
    head = next((p for p in (owner, _owner(finder, place, "compound"), _whose(finder, place)) if p >= 0), -1)
    if head >= 0:
        yield _mention(finder, head, "leads", place, "roles.own-cabinet")


def _named(finder: OrganizationFinder, place: int) -> int:
    """The name by which a phrase calls an organization: "Reform" in "his Reform party"; -1 where it calls none."""
    of, phrase = finder.referents.referent_of, finder.phrases[place]
    if of[place] >= 0 and finder.is_named(place):
        return place
    for other in range(place + 1, min(place + 4, len(finder.phrases))):
        inner = finder.phrases[other]
        if inner.kind == "name" and inner.end == phrase.head and of[other] >= 0:
            return other if finder.cls(other) in ORGANIZATIONS else -1
    return -1


def _owner(finder: OrganizationFinder, place: int, label: str) -> int:
    """The named person whose possessive or name stands before the noun of a phrase, -1 for none."""
    found = (_person(finder, node) for node in finder.parse.dependents(finder.phrases[place].head, label))
    return next((person for person in found if person >= 0), -1)


def _whose(finder: OrganizationFinder, place: int) -> int:
    """The person of whom an organization is: "the party of Prime Minister X"; -1 for none."""
    parse, phrase = finder.parse, finder.phrases[place]
    nodes = [n for n in parse.dependents(phrase.head, "prep") if n >= phrase.end and parse.lowers[n] == "of"]
    found = (_person(finder, target) for node in nodes for target in parse.dependents(node, "pobj"))
    return next((person for person in found if person >= 0 and finder.phrases[person].kind == "name"), -1)


def _person(finder: OrganizationFinder, token: int) -> int:
    """The named person for whom a token stands, -1 for none."""
    place = finder.referents.phrase_at[token]
    found = is_person(finder, place) and finder.phrases[place].head == token and finder.is_named(place)
    return place if found else -1
