"""What sort of post its words name, whether it is held or an occupation, and how it ties its holder to a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS
from kg.text.titles.chains import FOUNDERS
from kg.text.titles.posts import post_lemma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.titles.organizations import Bodies

__all__ = ["RANKS", "PostKinds"]

_LISTS = word_lists("words/titles/posts")
RANKS = _LISTS["ranks"]
_RANKED = _LISTS["ranking"]
_IN_PART = _LISTS["heads_of_parts"]
_IN_WHOLE = _LISTS["wholes"]
_LOCAL = _LISTS["local"]
_WHOLE_ANYWHERE = _LISTS["heads_anywhere"]
_OF_STATE = _LISTS["heads_of_places"]
_STAGED = _LISTS["directed"]
_UNIFORMED = _LISTS["uniformed"]
_SENT = word_lists("words/posts")["envoys"]
_TRADES = _LISTS["trades"]
_PRIVATE = _LISTS["private"]
_SECOND = _LISTS["second"]
_LEARNING = _LISTS["learning"]
_SERVING = _LISTS["serving"]
_WON = word_lists("words/posts")["won"]


class PostKinds:
    """Judges the posts of one document."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        self.parse = bodies.parse
        self.phrases = bodies.phrases
        self.titles = bodies.titles

    def holding(self, role: int, words: tuple[str, ...], kinds: set[str], body: int) -> str:
        """Whether a person holds a post or has an occupation."""
        phrase, last = self.phrases[role], words[-1]
        capital = self.parse.words[phrase.head][0].isupper() and (
            phrase.head > phrase.start or last in self.titles.before
        )
        if body < 0 and last in _TRADES and not _RANKED & set(words) and self._is_any(phrase.start):
            held = False  # "a former wrestling coach"
        elif last in _WON:
            held = True
        elif not kinds:
            held = last in self.titles.before or bool(_RANKED & set(words[:-1]))
        elif last == "judge" and len(words) == 1:
            held = body >= 0 and self.phrases[body].kind != "demonym"
        elif _is_held(words) or "occupation" not in kinds or "sport" in kinds:
            held = True
        elif last in self.titles.callings:
            held = False
        else:
            served = body >= 0 and self.phrases[body].kind != "demonym" and self.bodies.cls(body) != "Place"
            held = bool(kinds & {"lead", "post", "member"}) and (served or capital)
        return "holdsRole" if held else "hasOccupation"

    def _is_any(self, start: int) -> bool:
        """Whether "a" opens what a post starts in: "a coach", "a former coach"."""
        lowers = self.parse.lowers
        past = start > 0 and lowers[start - 1] in self.titles.aside
        return start > past and lowers[start - past - 1] in ("a", "an")

    def words(self, role: int) -> tuple[str, ...]:
        """The words of a post up to its noun, this as its lemma."""
        phrase = self.phrases[role]
        lemma = post_lemma(self.parse, phrase.head).removeprefix("co-")
        if phrase.end > phrase.head + 1 and lemma in ("no", "no."):
            lemma = "number"
        if lemma == "elect" and phrase.head > phrase.start + 1:
            return (*self.parse.lowers[phrase.start : phrase.head - 2], f"{self.parse.lowers[phrase.head - 2]}-elect")
        return (*self.parse.lowers[phrase.start : phrase.head], lemma)

    def kinds(self, role: int, words: tuple[str, ...]) -> set[str]:
        """What sort of post its words name."""
        titles = self.titles
        phrase = self.phrases[role]
        if words[-1] in FOUNDERS:
            return {"founder"}
        if words[-1].endswith("-elect"):
            return {"post"}
        joined = {words[-1], "_".join(words), "_".join(words[-2:])}
        kinds: set[str] = set()
        partly = False
        if joined & titles.leads:
            partly = self._heads_part(role, words)
            charged = partly or phrase.end > phrase.head + 1 or _SECOND & set(words[:-1])
            kinds.add("post" if charged else "lead")
        if joined & titles.posts:
            kinds.add("post")
        if joined & titles.members:
            kinds.add("member")
        heading = any("_" in words for words in joined & titles.leads)  # a chief executive is no mere executive
        if joined & titles.occupations and not heading and not partly:
            kinds.add("occupation")
        if joined & titles.sports:
            kinds.add("sport")
        return kinds

    def _heads_part(self, role: int, words: tuple[str, ...]) -> bool:
        """Whether the words before a post make it one over a part of the body: "sales director", "county chairman"."""
        if len(words) == 1:
            return False
        if words[-2] in _LOCAL and words[-1] not in _WHOLE_ANYWHERE:
            return True
        noun = self.parse.pos[self.phrases[role].head - 1] == "NOUN" and words[-2] not in _IN_WHOLE
        return words[-1] in _IN_PART and (noun or words[-2] == "country")

    def preposition(self, where: int) -> str:
        """The preposition before a phrase, "" for none."""
        head = self.phrases[where].head
        return self.parse.lowers[self.parse.heads[head]] if self.parse.deps[head] == "pobj" else ""

    def ties(self, kinds: set[str], where: int, last: str) -> Iterator[str]:
        """The relations of a person to the body of a post, whose noun is `last`."""
        won = last in _WON and self.bodies.cls(where) != "Country"
        if "founder" not in kinds and not won and not (last in _SENT and self.preposition(where) == "to"):
            # kg.text.roles.organizations reads founders; an envoy to a state serves another
            yield from self._ties(kinds, where, last)

    def _ties(self, kinds: set[str], where: int, last: str) -> Iterator[str]:
        cls, kind = self.bodies.cls(where), self.phrases[where].kind
        if cls == "Country" and kind == "demonym" and {"lead", "sport"} <= kinds:
            yield "citizenOf"  # "the taciturn Chilean coach"
        elif cls == "PoliticalParty" or (cls == "ArmedGroup" and last not in _SERVING):
            yield from ("leads", "memberOf") if "lead" in kinds and last not in _OF_STATE else ("memberOf",)
        elif (tie := self._tie_inside(kinds, where, last)) is not None:
            yield from tie
        elif "lead" in kinds:
            yield from ("leads", "worksFor")
        elif cls in ("City", "Region"):
            yield from self._places(kinds, where)
        elif "member" in kinds:
            yield "memberOf" if cls in ORGANIZATIONS else "worksFor"
        elif (
            cls == "Country"
            and kind != "nominal"
            and ("occupation" in kinds or (kind == "demonym" and last in _PRIVATE))
        ):
            yield "citizenOf"
        elif "post" in kinds or cls in ORGANIZATIONS:
            yield "worksFor"
        elif cls == "Country":
            yield "citizenOf"

    def _tie_inside(self, kinds: set[str], where: int, last: str) -> tuple[str, ...] | None:
        """The relations of a student, a soldier, a nurse to school, army and hospital; None for others."""
        cls = self.bodies.cls(where)
        if cls in ("City", "Region") and self.preposition(where) == "from" and not kinds & {"member", "sport"}:
            return () if last in _SENT | _SERVING else ("livesIn",)  # "a savings-bank manager from Varna"
        if cls == "EducationalOrganization" and last in _LEARNING:
            return ()  # kg.text.relations.biography
        if "lead" in kinds:
            return None
        if cls == "Military" and last not in _SERVING:
            return ("memberOf",)
        if cls == "Facility" and "occupation" in kinds and self.preposition(where) in ("at", "of", "for", "with"):
            return ("worksFor",)
        return None

    def _places(self, kinds: set[str], where: int) -> Iterator[str]:
        """The relations of somebody who heads no town or region to it."""
        inside = self.preposition(where) in ("in", "at")
        if "occupation" in kinds:
            yield "locatedIn" if inside else "livesIn"
        elif kinds & {"post", "member"} and not inside:
            yield "worksFor"


def _is_held(words: tuple[str, ...]) -> bool:
    """Whether what stands before an occupation makes a post of it: "chief engineer", "security officer"."""
    if words[-1] == "director":
        return not _STAGED & set(words)
    if words[-1] == "officer" and len(words) > 1 and not _UNIFORMED & set(words):
        return True
    return bool(_RANKED & set(words[:-1]))
