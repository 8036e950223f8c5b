"""What kind of post its words name, whether it is held or an occupation, and how it relates its holder to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.nouns import ORGANIZATIONS
from kg.text.lexicon.tables import word_lists, words
from kg.text.titles.chains import FOUNDERS
from kg.text.titles.posts import post_lemma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.titles.organizations import OrganizationFinder

__all__ = ["RANKS", "PostKinds"]

_LISTS: Final = word_lists("words/titles/posts")
RANKS: Final = _LISTS["ranks"]
_RANKING: Final = _LISTS["ranking"]
_SERVING: Final = _LISTS["serving"]
_INDEFINITE: Final = words("words/function_words", "determiners", "indefinite_articles")
_BELONGING: Final = words("words/function_words", "prepositions", "belonging_or_place")


class PostKinds:
    """The kinds of the posts of one document: "founder", "lead", "post", "member", "occupation", "sport"."""

    def __init__(self, finder: OrganizationFinder) -> None:
        self.finder = finder
        self.parse = finder.parse
        self.phrases = finder.phrases

    def role_relation(self, role: int, words: tuple[str, ...], kinds: set[str], organization: int) -> str:
        """The relation of a person to a post: "holdsRole", or "hasOccupation" where it is none at an organization."""
        phrase, last = self.phrases[role], words[-1]
        capital = self.parse.words[phrase.head][0].isupper() and (
            phrase.head > phrase.start or last in titles.BEFORE_NAMES
        )
        named = organization >= 0 and self.phrases[organization].kind != "demonym"
        ranked, indefinite = not _RANKING.isdisjoint(words), self._is_indefinite(phrase.start)
        if organization < 0 and last in _LISTS["trades"] and not ranked and indefinite:
            held = False  # "a former wrestling coach"
        elif last in titles.WON:
            held = True
        elif not kinds:
            held = last in titles.BEFORE_NAMES or not _RANKING.isdisjoint(words[:-1])
        elif last == "judge" and len(words) == 1:
            held = named
        elif _is_post(words) or "occupation" not in kinds or "sport" in kinds:
            held = True
        elif last in titles.TRADES:
            held = False
        else:
            served = named and self.finder.cls(organization) != "Place"
            held = bool(kinds & {"lead", "post", "member"}) and (served or capital)
        return "holdsRole" if held else "hasOccupation"

    def _is_indefinite(self, start: int) -> bool:
        """Whether "a" opens the phrase of a post: "a coach", "a former coach"."""
        lowers = self.parse.lowers
        past = start > 0 and lowers[start - 1] in titles.STATUS
        return start > past and lowers[start - past - 1] in _INDEFINITE

    def words(self, role: int) -> tuple[str, ...]:
        """The words of a post up to its noun, this as its lemma."""
        phrase, lowers = self.phrases[role], self.parse.lowers
        lemma = post_lemma(self.parse, phrase.head).removeprefix("co-")
        if phrase.end > phrase.head + 1 and lemma in ("no", "no."):
            lemma = "number"
        if lemma == "elect" and phrase.head > phrase.start + 1:
            return (*lowers[phrase.start : phrase.head - 2], f"{lowers[phrase.head - 2]}-elect")
        return (*lowers[phrase.start : phrase.head], lemma)

    def kinds(self, role: int, words: tuple[str, ...]) -> set[str]:
        """The kinds of post that its words name."""
        phrase = self.phrases[role]
        if words[-1] in FOUNDERS:
            return {"founder"}
        if words[-1].endswith("-elect"):
            return {"post"}
        joined = {words[-1], "_".join(words), "_".join(words[-2:])}
        heads = joined & titles.HEADS
        partly = bool(heads) and self._heads_part(role, words)
        kinds: set[str] = set()
        if heads:
            below = partly or phrase.end > phrase.head + 1 or not _LISTS["second"].isdisjoint(words[:-1])
            kinds.add("post" if below else "lead")
        if joined & titles.POSTS:
            kinds.add("post")
        if joined & titles.MEMBERS:
            kinds.add("member")
        compound = any("_" in head for head in heads)  # a chief executive is no mere executive
        if joined & titles.OCCUPATIONS and not compound and not partly:
            kinds.add("occupation")
        if joined & titles.TEAM_POSTS:
            kinds.add("sport")
        return kinds

    def _heads_part(self, role: int, words: tuple[str, ...]) -> bool:
        """Whether the words before a post make it one over a part of the organization: "sales director"."""
        if len(words) == 1:
            return False
        if words[-2] in _LISTS["local"] and words[-1] not in _LISTS["heads_anywhere"]:
            return True
        noun = self.parse.pos[self.phrases[role].head - 1] == "NOUN" and words[-2] not in _LISTS["wholes"]
        return words[-1] in _LISTS["heads_of_parts"] and (noun or words[-2] == "country")

    def preposition(self, where: int) -> str:
        """The preposition before a phrase, "" for none."""
        head = self.phrases[where].head
        return self.parse.lowers[self.parse.heads[head]] if self.parse.deps[head] == "pobj" else ""

    def relations(self, kinds: set[str], where: int, last: str) -> Iterator[str]:
        """The relations of a person to the organization or place `where` of a post, whose noun is `last`."""
        won = last in titles.WON and self.finder.cls(where) != "Country"
        sent = last in titles.ENVOYS and self.preposition(where) == "to"  # an envoy to a state serves another
        if "founder" not in kinds and not won and not sent:  # kg.text.roles reads founders
            yield from self._relations(kinds, where, last)

    def _relations(self, kinds: set[str], where: int, last: str) -> Iterator[str]:
        cls, kind = self.finder.cls(where), self.phrases[where].kind
        if cls == "Country" and kind == "demonym" and {"lead", "sport"} <= kinds:
            yield "citizenOf"  # "the taciturn Chilean coach"
        elif cls == "PoliticalParty" or (cls == "ArmedGroup" and last not in _SERVING):
            leads = "lead" in kinds and last not in _LISTS["heads_of_places"]
            yield from ("leads", "memberOf") if leads else ("memberOf",)
        elif (inside := self._inside(kinds, where, last)) is not None:
            yield from inside
        elif "lead" in kinds:
            yield from ("leads", "worksFor")
        elif cls in ("City", "Region"):
            yield from self._at_place(kinds, where)
        elif "member" in kinds:
            yield "memberOf" if cls in ORGANIZATIONS else "worksFor"
        elif (
            cls == "Country"
            and kind != "nominal"
            and ("occupation" in kinds or (kind == "demonym" and last in _LISTS["private"]))
        ):
            yield "citizenOf"
        elif "post" in kinds or cls in ORGANIZATIONS:
            yield "worksFor"
        elif cls == "Country":
            yield "citizenOf"

    def _inside(self, kinds: set[str], where: int, last: str) -> tuple[str, ...] | None:
        """The relations of a student, a soldier, a nurse to school, army and hospital; None for others."""
        cls = self.finder.cls(where)
        if cls in ("City", "Region") and self.preposition(where) == "from" and not kinds & {"member", "sport"}:
            return () if last in titles.ENVOYS | _SERVING else ("livesIn",)  # "a savings-bank manager from Varna"
        if cls == "EducationalOrganization" and last in _LISTS["learning"]:
            return ()  # kg.text.relations.biography
        if "lead" in kinds:
            return None
        if cls == "Military" and last not in _SERVING:
            return ("memberOf",)
        if cls == "Facility" and "occupation" in kinds and self.preposition(where) in _BELONGING:
            return ("worksFor",)
        return None

    def _at_place(self, kinds: set[str], where: int) -> Iterator[str]:
        """The relations of somebody who heads no town or region to it."""
        inside = self.preposition(where) in ("in", "at")
        if "occupation" in kinds:
            yield "locatedIn" if inside else "livesIn"
        elif kinds & {"post", "member"} and not inside:
            yield "worksFor"


def _is_post(words: tuple[str, ...]) -> bool:
    """Whether what stands before an occupation makes a post of it: "chief engineer", "security officer"."""
    if words[-1] == "director":
        return _LISTS["directed"].isdisjoint(words)
    if words[-1] == "officer" and len(words) > 1 and _LISTS["uniformed"].isdisjoint(words):
        return True
    return not _RANKING.isdisjoint(words[:-1])
