"""What a post says of its holder: that it is held or is an occupation, and what ties its holder to an organization."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.model import RelationMention
from kg.text.roles.implied_organizations import ImpliedOrganizations
from kg.text.titles.chains import PostChains
from kg.text.titles.kinds import PostKinds
from kg.text.titles.organizations import STATE_CLASSES, OrganizationFinder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse, Referents

__all__ = ["Affiliations"]

_LISTS: Final = word_lists("words/roles/posts")


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
        self._served: set[int] = set()  # the referents of persons whose organizations are named
        self._unserved: list[tuple[int, int]] = []  # persons with their posts whose organizations are not
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
        if organizations:
            self._served.add(self.referents.referent_of[person])
        elif named:
            self._unserved.append((person, role))
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

    def implied(self) -> Iterator[RelationMention]:
        """The ties to organizations that posts leave unsaid: to be asked for when all posts have been read."""
        implied = ImpliedOrganizations(self.finder) if self._unserved else None
        for person, role in self._unserved:
            referent = self.referents.referent_of[person]
            if implied is None or referent in self._served:
                continue
            words = self._kinds.words(role)
            kinds = self._kinds.kinds(role, words)
            organization = implied.of_post(role, words, kinds)
            if organization >= 0:
                self._served.add(referent)
                said = self.relation(person, "", role, "roles.implied")
                for predicate in self._kinds.relations(kinds, organization, words[-1]):
                    yield replace(said, predicate=predicate, object=organization, confidence=0.6)
