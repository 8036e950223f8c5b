"""Who holds which post where, as noun phrases say it: the entry to all that they say about people.

The constructions by which news introduces people, read off the phrases alone: titles before names ("UK Prime Minister
X", "Taliban's Foreign Minister X", "actor X"), nominals in apposition or by themselves ("an Afghan Foreign Ministry
official", "a spokesman for Y", "the governor of Z").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.names import letters_after
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES
from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import BEFORE_NAMES, COURTESY, ENVOYS, KINSHIP
from kg.text.roles.affiliations import Affiliations
from kg.text.roles.kinship import find_kin, find_marriages
from kg.text.roles.organizations import find_organizations
from kg.text.roles.people import named_after, of_group, of_name, origin, untitled
from kg.text.titles.kinds import RANKS
from kg.text.titles.organizations import AFFILIATION_CLASSES, is_denied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Phrase, Referents, RelationMention

__all__ = ["find_roles"]

_ACADEMIC: Final = words("words/roles/posts", "academic")


def find_roles(parse: Parse, referents: Referents) -> tuple[RelationMention, ...]:
    """The relations that noun phrases about people and organizations state, in the order of the text."""
    of = referents.referent_of
    found = Affiliations(parse, referents)
    mentions = (
        *_of_persons(found),
        *find_organizations(found.finder, found.chains),
        *find_kin(found.finder),
        *find_marriages(found.finder),
    )
    said = _without_short_titles(found, [m for m in mentions if of[m.subject] != of[m.object]])
    kept = {(m.subject, m.predicate, m.object): m for m in said}
    return tuple(sorted(kept.values(), key=lambda m: (m.tokens, m.predicate, m.subject, m.object)))


def _without_short_titles(found: Affiliations, mentions: Sequence[RelationMention]) -> Iterator[RelationMention]:
    """The mentions without those of titles that say less than another.

    These are titles of one word in a nominal that takes up a fuller one ("the minister" of a Justice Minister), and
    ranks before the name of who holds a post ("spokesman Brigadier X").
    """
    phrases, of = found.phrases, found.referents.referent_of

    def noun(mention: RelationMention) -> str:
        return found.parse.lemmas[phrases[mention.object].head].lower()

    def is_short(mention: RelationMention) -> bool:
        return phrases[mention.object].head == phrases[mention.object].start

    posts = [m for m in mentions if phrases[m.object].cls == "Role"]
    fuller = {(of[m.subject], noun(m)) for m in posts if not is_short(m)}
    holders = {of[m.subject] for m in posts if m.predicate == "holdsRole" and noun(m) not in RANKS}
    dropped = {
        (m.subject, m.object)
        for m in posts
        if (m.rule != "roles.title" and is_short(m) and (of[m.subject], noun(m)) in fuller)
        or (m.rule == "roles.title" and noun(m) in RANKS and of[m.subject] in holders)
    }
    return (m for m in mentions if (m.subject, m.object) not in dropped)


def _of_persons(found: Affiliations) -> Iterator[RelationMention]:
    for place, phrase in enumerate(found.phrases):
        if phrase.cls == "Person" and phrase.kind == "name":
            yield from _titled(found, place, phrase)
            yield from of_name(found, place, phrase)
        elif phrase.cls == "Person" and phrase.kind == "nominal" and not is_denied(found.parse, phrase.head):
            yield from _nominal(found, place, phrase)
        elif phrase.cls == "People":
            yield from of_group(found, place, phrase)
    yield from found.implied()


def _titled(found: Affiliations, place: int, name: Phrase) -> Iterator[RelationMention]:
    """The titles before a name and behind it, else what else stands before it ("Acme's Jane Doe")."""
    parse, phrases, finder = found.parse, found.phrases, found.finder
    start = name.start
    while start and parse.lowers[start - 1] in COURTESY:
        start -= 1
    if (role := found.post_at.get(letters_after(parse.words, name.start, name.end), -1)) >= 0:
        yield from found.post(place, role, [], "roles.title")
    role, organization = finder.post_before(start, found.post_ending)
    if role < 0:
        yield from untitled(found, place, start)
    persons = [p for p in finder.coordinated(name.head) if phrases[p].kind == "name" and finder.cls(p) == "Person"]
    while role >= 0:
        start, head = phrases[role].start, phrases[role].head
        organization = organization if organization >= 0 else finder.before(start, max(0, start - 12))
        organization = organization if organization >= 0 else finder.inside(role)
        where = [organization] if organization >= 0 else finder.after(head) or finder.after(name.head, only="of")
        where = where or _along(found, role)
        if start in found.post_ending and parse.lemmas[head].lower() in RANKS:  # "navy spokesman Commander X"
            where = []
        for person in persons if phrases[role].plural else [place]:
            yield from found.post(person, role, where, "roles.title")
        role, organization = finder.post_before(start, found.post_ending)


def _nominal(found: Affiliations, place: int, phrase: Phrase) -> Iterator[RelationMention]:
    """A nominal for a person: "an Afghan Foreign Ministry official"."""
    phrases, finder = found.phrases, found.finder
    lemma = found.parse.lemmas[phrase.head].lower()
    if lemma in KINSHIP:
        return  # kg.text.roles.kinship
    if called := named_after(found, place, phrase):
        yield called
        return
    role = found.post_at.get(phrase.head, -1)
    if role >= 0 and not finder.is_named(place):
        place = next(iter(finder.one_among(phrase.head)), _between_commas(found, phrase, place))
    start, end = (phrases[role].start, phrases[role].end) if role >= 0 else (phrase.head, phrase.end)
    before = finder.before(start, phrase.start)
    only_organizations = before >= 0 and lemma in ENVOYS  # the UN's envoy to a country serves no country
    where = [before] if before >= 0 else []
    where += (
        after
        for after in finder.after(phrase.head, end - 1 if role >= 0 else phrase.head)
        if finder.cls(after) not in PLACES or (phrases[after].start >= end and not only_organizations)
    )
    if role < 0 and lemma == "member":
        for organization in _joined(found, where):
            yield found.relation(place, "memberOf", organization, "roles.member")
    elif role < 0:
        yield from origin(found, place, phrase, where)
    else:
        where = where if any(finder.cls(b) in AFFILIATION_CLASSES for b in where) else _along(found, role)
        schools = [b for b in where if finder.cls(b) == "EducationalOrganization"] if lemma in _ACADEMIC else []
        yield from found.post(place, role, schools or where, "roles.nominal")
        for other in _sharing_article(found, phrase.head):
            yield from found.post(place, other, finder.after(phrases[other].head), "roles.nominal")


def _between_commas(found: Affiliations, phrase: Phrase, place: int) -> int:
    """The person named between commas behind a nominal that the parser left alone: "whose director, X, …"."""
    lowers, start = found.parse.lowers, phrase.end + 1
    if lowers[phrase.end : start] != (",",):
        return place
    while start < len(lowers) and (lowers[start] in COURTESY or lowers[start] in BEFORE_NAMES):
        start += 1
    named = found.name_from.get(start, -1)
    return named if named >= 0 and lowers[found.phrases[named].end :][:1] == (",",) else place


def _sharing_article(found: Affiliations, head: int) -> Iterator[int]:
    """The posts that share the article of another: "politician" in "a lawyer and politician"."""
    for child in found.parse.dependents(head, "conj"):
        other = found.post_at.get(child, -1)
        if other >= 0 and found.referents.phrase_at[child] == other:
            yield other
            yield from _sharing_article(found, child)


def _joined(found: Affiliations, where: list[int]) -> list[int]:
    """Of what a member is said to be one: of a board and a named organization, this; of some organizations, none."""
    fitting = [o for o in where if found.finder.cls(o) in ORGANIZATIONS]
    named = [o for o in fitting if found.phrases[o].kind != "nominal"]
    return named or [o for o in fitting if not found.phrases[o].plural or found.finder.is_definite(o)]


def _along(found: Affiliations, role: int) -> list[int]:
    """What is named before or after the row of posts in which a post stands: "founder and chairman of Acme"."""
    phrase = found.phrases[role]
    after = found.chains.organizations_after(phrase.end, found.finder)
    first = found.chains.start(phrase.start)
    if after or first == phrase.start:
        return after
    before = found.finder.before(first, max(0, first - 12))
    return [before] if before >= 0 and found.phrases[before].kind != "demonym" else []
