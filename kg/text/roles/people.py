"""What is said of persons without a post and of groups: their country, party, home and organization.

"Acme's Jane Doe", "a Kenyan woman", "Norwegian X", "X of Y", "US officials", "members of the Y, including X".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.titles import MEMBERS, NOT_POSTS, POSTS
from kg.text.titles.organizations import POSSESSIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Phrase, RelationMention
    from kg.text.roles.affiliations import Affiliations

__all__ = ["named_after", "of_group", "of_name", "origin", "untitled"]

_LISTS: Final = word_lists("words/roles/people")
_STAFF: Final = words("words/nouns/organizations", "staff")
_TOWNS: Final = ("City", "Region")


def named_after(found: Affiliations, place: int, phrase: Phrase) -> RelationMention | None:
    """The country or party by whose word a person is called: "a Kenyan", "a Democrat"."""
    country, party = found.country_at.get(phrase.head, -1), found.party_at.get(phrase.head, -1)
    if country >= 0 and country != place:
        return found.relation(place, "citizenOf", country, "roles.nationality")
    return found.relation(place, "memberOf", party, "roles.party") if party >= 0 else None


def untitled(found: Affiliations, place: int, start: int) -> Iterator[RelationMention]:
    """The country, party or organization before the name of a person that starts at a token."""
    parse, phrases, finder = found.parse, found.phrases, found.finder
    if start == parse.sentences[parse.sentence_of[start]][0]:
        return  # "… the Greens" may be a heading
    before = finder.ending.get(_plain_start(found, start), -1)
    if before >= 0 and phrases[before].kind == "demonym" and finder.cls(before) == "Country":
        yield found.relation(place, "citizenOf", before, "roles.nationality")
    if before >= 0 and phrases[before].kind == "name" and finder.cls(before) == "PoliticalParty":
        yield found.relation(place, "memberOf", before, "roles.party")
    owner = finder.ending.get(start - 1, -1) if start and parse.lowers[start - 1] in POSSESSIVE else -1
    if owner >= 0 and parse.deps[phrases[owner].head] == "poss":
        yield from _of(found, place, owner, "roles.possessor")


def _of(found: Affiliations, place: int, other: int, rule: str) -> Iterator[RelationMention]:
    """What a person named with an organization or a country and without a post is to it."""
    cls = found.finder.cls(other)
    if cls in ORGANIZATIONS:
        yield found.relation(place, "memberOf" if cls == "PoliticalParty" else "worksFor", other, rule)
    elif cls == "Country" and found.phrases[other].kind == "name":
        yield found.relation(place, "citizenOf", other, rule)


def _plain_start(found: Affiliations, token: int) -> int:
    """The first of the words before a name that name no post: "presidential candidate" in "Green … candidate X"."""
    parse, start = found.parse, token
    if start and parse.lemmas[start - 1].lower() in NOT_POSTS:
        start -= 1
        while start > token - 3 and parse.deps[start - 1] == "amod" and parse.words[start - 1][0].islower():
            start -= 1
    return start


def origin(found: Affiliations, place: int, phrase: Phrase, where: list[int]) -> Iterator[RelationMention]:
    """Where somebody with no post is from: "a Kenyan woman", "a Brooklyn teenager"."""
    lemma = found.parse.lemmas[phrase.head].lower()
    for other in where:
        cls, named = found.finder.cls(other), found.phrases[other]
        if named.kind in ("name", "demonym") and phrase.start <= named.start < phrase.end:
            if cls == "Country":
                yield found.relation(place, "citizenOf", other, "roles.nationality")
            elif cls in _TOWNS and lemma in NOT_POSTS and lemma != "native":
                yield found.relation(place, "livesIn", other, "roles.residence")


def of_name(found: Affiliations, place: int, name: Phrase) -> Iterator[RelationMention]:
    """One "X of Y": works for an organization, is of a country, lives in a town."""
    parse, finder, at = found.parse, found.finder, found.referents.phrase_at
    for node in parse.dependents(name.head, "prep"):
        if node < name.head or parse.lowers[node] not in ("of", "from"):
            continue
        for target in parse.dependents(node, "pobj"):
            other = at[target]
            if other < 0 or found.phrases[other].head != target:
                continue
            cls = finder.cls(other)
            aged = parse.words[node - 1] == "," or parse.words[node - 1].isdigit()
            aged = aged and cls in (*_TOWNS, "Place", "Organization")
            town = cls == "City" and parse.lowers[node] == "of" and name.end - name.start > 1
            town = town and not finder.has_teams()  # "coach X of Washington"
            if (aged or town) and found.phrases[other].kind == "name":
                yield found.relation(place, "livesIn", other, "roles.name-of")
            else:
                yield from _of(found, place, other, "roles.name-of")


def of_group(found: Affiliations, place: int, phrase: Phrase) -> Iterator[RelationMention]:
    """The country, organization or home of several people: "US officials", "members of the Y, including X"."""
    yield from _nationals(found, place, phrase)
    if phrase.kind != "nominal":
        return
    finder, role = found.finder, found.post_at.get(phrase.head, -1)
    lemma = found.parse.lemmas[phrase.head].lower()
    before = finder.before(phrase.head, phrase.start)
    where = [*([before] if before >= 0 else []), *finder.after(phrase.head)]
    apposed = finder.persons_under(phrase.head, "appos") or finder.one_among(phrase.head)
    included = _included(found, phrase.head)
    for person in (apposed or included) if role >= 0 else ():  # "reporters X and Y", "reporters such as X and Y"
        yield from found.post(person, role, where, "roles.people")
    if role >= 0 and apposed:
        return
    for other in where:
        predicate = _tie(found, lemma, other, inside=found.phrases[other].start < phrase.head)
        if predicate and finder.is_definite(other):
            for person in (place, *apposed, *included):
                yield found.relation(person, predicate, other, "roles.people")
    for other in finder.after(phrase.head, only="from") if lemma not in _STAFF else []:
        cls = finder.cls(other)
        if cls in ("Country", *_TOWNS) and found.phrases[other].kind == "name":
            predicate = "citizenOf" if cls == "Country" else "livesIn"
            yield found.relation(place, predicate, other, "roles.residence")


def _nationals(found: Affiliations, place: int, phrase: Phrase) -> Iterator[RelationMention]:
    """The country, where the text names it, of some people called by its word: "ten million Chileans"."""
    parse = found.parse
    word = parse.words[phrase.head]
    country = load_places().demonyms.get(word[:-1], "") if word.endswith("s") else ""
    if country and parse.lowers[phrase.start] != "the" and parse.lowers[phrase.start - 1] != "the":
        named = found.finder.find(country, "Country")
        if named >= 0:
            yield replace(found.relation(place, "citizenOf", place, "roles.nationality"), object=named)


def _tie(found: Affiliations, lemma: str, other: int, *, inside: bool) -> str:
    """The relation of people called by a noun to what is named before it, `inside`, or behind it; "" for none."""
    cls, kind = found.finder.cls(other), found.phrases[other].kind
    if lemma in MEMBERS:
        return "memberOf" if cls in ORGANIZATIONS else "worksFor" if cls == "Country" and kind != "demonym" else ""
    if kind == "demonym" and lemma in _LISTS["nationals"]:
        return "citizenOf" if cls == "Country" else ""
    if lemma in _STAFF or lemma in POSTS:
        if cls == "PoliticalParty" and lemma not in _LISTS["hired"]:
            return "memberOf"
        return "worksFor" if cls in ORGANIZATIONS or (inside and cls == "Country") else ""
    if lemma in _LISTS["residents"]:
        return "citizenOf" if cls == "Country" else "livesIn" if cls in PLACES else ""
    return "citizenOf" if inside and cls == "Country" and kind != "pronoun" else ""


def _included(found: Affiliations, head: int) -> list[int]:
    """The named persons that a plural is said to include."""
    parse = found.parse
    nodes = [n for n in parse.dependents(head, "prep") if n > head and parse.lowers[n] in ("including", "like", "as")]
    return [person for node in nodes for person in found.finder.persons_under(node, "pobj")]
