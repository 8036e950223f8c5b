"""Who holds which post where, as noun phrases say it: the entry to all that they say about people.

The constructions by which news introduces people, read off the phrases alone: titles before names ("UK Prime Minister
X", "Taliban's Foreign Minister X", "actor X"), nominals in apposition or by themselves ("an Afghan Foreign Ministry
official", "a spokesman for Y", "the governor of Z").

In: `Parse`, `Referents`. Out: `RelationMention`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.names import letters_after
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.titles import BEFORE_NAMES, COURTESY, ENVOYS, KINSHIP, MEMBERS, POSTS
from kg.text.model import RelationMention
from kg.text.titles.posts import (
    AFFILIATION_CLASSES,
    RANKS,
    STATE_CLASSES,
    OrganizationFinder,
    PostChains,
    PostKinds,
    is_denied,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse, Phrase, Referents

_LISTS: Final = word_lists("words/roles/posts")
_PEOPLE: Final = word_lists("words/roles/people")
_STAFF: Final = words("words/nouns/organizations", "staff")
_TOWNS: Final = ("City", "Region")


def find_roles(parse: Parse, referents: Referents) -> tuple[RelationMention, ...]:
    """The relations that noun phrases about people state, in the order of the text."""
    of = referents.referent_of
    found = Affiliations(parse, referents)
    mentions = _of_persons(found)
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
        elif phrase.cls == "Person" and phrase.kind == "nominal" and not is_denied(found.parse, phrase.head):
            yield from _nominal(found, place, phrase)
        elif phrase.cls == "People":
            yield from _of_group(found, place, phrase)


def _titled(found: Affiliations, place: int, name: Phrase) -> Iterator[RelationMention]:
    parse, phrases, finder = found.parse, found.phrases, found.finder
    start = name.start
    while start and parse.lowers[start - 1] in COURTESY:
        start -= 1
    if (role := found.post_at.get(letters_after(parse.words, name.start, name.end), -1)) >= 0:
        yield from found.post(place, role, [], "roles.title")
    party = found.party_at.get(start - 1, -1)
    beside = party >= 0 and phrases[party].end == start
    if beside and parse.sentence_of[start - 1] == parse.sentence_of[start]:
        yield found.relation(place, "memberOf", party, "roles.party")
    role, organization = finder.post_before(start, found.post_ending)
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
        return
    if called := _named_after(found, place, phrase):
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
    elif role >= 0:
        where = where if any(finder.cls(b) in AFFILIATION_CLASSES for b in where) else _along(found, role)
        schools = (
            [b for b in where if finder.cls(b) == "EducationalOrganization"] if lemma in _LISTS["academic"] else []
        )
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


def _named_after(found: Affiliations, place: int, phrase: Phrase) -> RelationMention | None:
    """The country or party by whose word a person is called: "a Kenyan", "a Democrat"."""
    country, party = found.country_at.get(phrase.head, -1), found.party_at.get(phrase.head, -1)
    if country >= 0 and country != place:
        return found.relation(place, "citizenOf", country, "roles.nationality")
    return found.relation(place, "memberOf", party, "roles.party") if party >= 0 else None


def _of_group(found: Affiliations, place: int, phrase: Phrase) -> Iterator[RelationMention]:
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
    if kind == "demonym" and lemma in _PEOPLE["nationals"]:
        return "citizenOf" if cls == "Country" else ""
    if lemma in _STAFF or lemma in POSTS:
        if cls == "PoliticalParty" and lemma not in _PEOPLE["hired"]:
            return "memberOf"
        return "worksFor" if cls in ORGANIZATIONS or (inside and cls == "Country") else ""
    if lemma in _PEOPLE["residents"]:
        return "citizenOf" if cls == "Country" else "livesIn" if cls in PLACES else ""
    return "citizenOf" if inside and cls == "Country" and kind != "pronoun" else ""


def _included(found: Affiliations, head: int) -> list[int]:
    parse = found.parse
    nodes = [n for n in parse.dependents(head, "prep") if n > head and parse.lowers[n] in ("including", "like", "as")]
    return [person for node in nodes for person in found.finder.persons_under(node, "pobj")]


class Affiliations:
    """The posts of one document, and what is read of their holders as the text goes on.

    `post_at`, `country_at` and `party_at` have the posts, and the countries and parties by whose word persons are
    called, by their head tokens; `post_ending` the posts by the token after them, `name_from` the persons by the first
    token of their names.
    """

    def __init__(self, parse: Parse, referents: Referents) -> None:
        self.parse = parse
        self.referents = referents
        self.phrases = referents.phrases
        self.finder = OrganizationFinder(parse, referents)
        self.chains = PostChains(parse)
        self._kinds = PostKinds(self.finder)
        self.post_at: dict[int, int] = {}
        self.country_at: dict[int, int] = {}
        self.party_at: dict[int, int] = {}
        self.post_ending: dict[int, int] = {}
        self.name_from: dict[int, int] = {}
        self._led: dict[int, int] = {}  # a person's referent -> the organization that the person leads
        for place, phrase in enumerate(self.phrases):
            if phrase.cls == "Role":
                self.post_at[phrase.head] = place
                self.post_ending[phrase.end] = place
            elif phrase.kind == "demonym":
                self.country_at[phrase.head] = place
            elif phrase.kind == "name" and phrase.cls == "Person":
                self.name_from[phrase.start] = place
            elif phrase.kind == "name" and phrase.cls == "PoliticalParty":
                self.party_at[phrase.head] = place

    def relation(self, subject: int, predicate: str, obj: int, rule: str, organization: int = -1) -> RelationMention:
        """A relation between two phrases, said at the post that one of them is, else at the subject."""
        anchor = self.phrases[obj if self.phrases[obj].cls == "Role" else subject].head
        tokens = self.referents.extent(subject, obj, *([organization] if organization >= 0 else []))
        qualifiers = (("roleAt", organization),) if organization >= 0 else ()
        return RelationMention(subject, predicate, obj, rule, anchor, tokens, qualifiers=qualifiers)

    def post(self, person: int, role: int, organizations: list[int], rule: str) -> Iterator[RelationMention]:
        """What a person's post at these organizations, countries, places or persons says."""
        words = self._kinds.words(role)
        kinds = self._kinds.kinds(role, words)
        organizations = [o for o in (self.finder.team(o, kinds) for o in organizations) if o >= 0]
        first = next(iter(organizations), -1)
        named = self.finder.is_named(person)
        if words[0] in _LISTS["of_persons"] and len(words) == 1 and (first < 0 or self.finder.cls(first) == "Person"):
            return  # "his partner", "her boss": no post at an organization
        styled = words[-1] in _LISTS["styles"] and len(words) == 1
        if named and not styled and (first >= 0 or words[-1] not in _LISTS["royal"]):
            yield self.relation(person, self._kinds.role_relation(role, words, kinds, first), role, rule, first)
        for where in organizations:
            if self.finder.cls(where) != "Person":
                yield from self._ties(person, words[-1], kinds, where, rule)
                continue
            employer = self._led.get(self.referents.referent_of[where], -1)
            if employer >= 0 and "occupation" not in kinds:
                yield self.relation(person, "worksFor", employer, rule)

    def _ties(self, person: int, noun: str, kinds: set[str], where: int, rule: str) -> Iterator[RelationMention]:
        """The ties of a person to the organization of a post, where the reader knows which one that is."""
        named = self.finder.is_named(person)
        if not self.finder.is_definite(where) and not (named and self.finder.cls(where) in STATE_CLASSES):
            return
        if "lead" in kinds and not named:
            return  # "the president of X" is no news of somebody unnamed
        for predicate in self._kinds.relations(kinds, where, noun):
            if predicate == "leads":
                self._led.setdefault(self.referents.referent_of[person], where)
            yield self.relation(person, predicate, where, rule)
