"""What sort of post its words name, whether it is held or an occupation, and how it ties its holder to a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.classes import ORGANIZATIONS
from kg.text.post_chains import FOUNDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.bodies import Bodies

__all__ = ["PostKinds"]

_RANKED = frozenset(
    {"chief", "managing", "executive", "deputy", "vice", "second", "first", "presiding", "head", "assistant", "joint"}
)
"""Words that make a post of an occupation: "managing editor", "chief engineer"."""
_STAGED = frozenset({"film", "movie", "stage", "theatre", "theater", "music", "video", "opera", "television"})
_UNIFORMED = frozenset({"police", "naval", "army", "military", "prison", "customs", "intelligence", "navy"})
_SENT = frozenset({"ambassador", "envoy", "emissary", "delegate", "consul", "commissioner", "representative"})
_PRIVATE = frozenset(
    [
        "referee", "umpire", "judge", "guard", "forward", "striker", "defender", "midfielder", "goalkeeper", "winger",
        "coach", "trainer", "manager", "professor", "lecturer", "analyst", "executive", "trustee", "founder", "partner",
        "host", "presenter", "instructor", "organizer", "organiser", "editor", "publisher", "curator", "captain",
    ]
)  # fmt: skip
"""Posts whose holders a country's adjective calls its citizens: "the Mexican referee X"."""
_SECOND = frozenset({"vice", "deputy", "assistant", "associate", "co", "former", "ex", "under", "junior"})


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
        if not kinds:
            held = last in self.titles.before or bool(_RANKED & set(words[:-1]))
        elif last == "judge" and len(words) == 1:
            held = body >= 0 or capital
        elif _is_held(words) or "occupation" not in kinds or "sport" in kinds:
            held = True
        elif last in self.titles.callings:
            held = False
        else:
            served = body >= 0 and self.phrases[body].kind != "demonym" and self.bodies.cls(body) != "Place"
            held = bool(kinds & {"lead", "post", "member"}) and (served or capital)
        return "holdsRole" if held else "hasOccupation"

    def words(self, role: int) -> tuple[str, ...]:
        """The words of a post up to its noun, this as its lemma."""
        phrase = self.phrases[role]
        lemma = self.parse.lemmas[phrase.head].lower().removeprefix("co-")
        return (*self.parse.lowers[phrase.start : phrase.head], lemma)

    def kinds(self, role: int, words: tuple[str, ...]) -> set[str]:
        """What sort of post its words name."""
        titles = self.titles
        phrase = self.phrases[role]
        if words[-1] in FOUNDERS:
            return {"founder"}
        joined = {words[-1], "_".join(words), "_".join(words[-2:])}
        kinds: set[str] = set()
        if joined & titles.leads:
            charged = phrase.end > phrase.head + 1 or _SECOND & set(words[:-1])
            kinds.add("post" if charged else "lead")
        if joined & titles.posts:
            kinds.add("post")
        if joined & titles.members:
            kinds.add("member")
        heading = any("_" in words for words in joined & titles.leads)  # a chief executive is no mere executive
        if joined & titles.occupations and not heading:
            kinds.add("occupation")
        if joined & titles.sports:
            kinds.add("sport")
        return kinds

    def preposition(self, where: int) -> str:
        """The preposition before a phrase, "" for none."""
        head = self.phrases[where].head
        return self.parse.lowers[self.parse.heads[head]] if self.parse.deps[head] == "pobj" else ""

    def ties(self, kinds: set[str], where: int, last: str) -> Iterator[str]:
        """The relations of a person to the body of a post, whose noun is `last`."""
        if "founder" in kinds or (last in _SENT and self.preposition(where) == "to"):
            return  # kg.text.founders; an envoy to a state serves another
        cls, kind = self.bodies.cls(where), self.phrases[where].kind
        if "lead" in kinds and cls != "PoliticalParty":
            yield from ("leads", "worksFor")
        elif cls == "PoliticalParty" and kinds & {"lead", "occupation"}:
            yield from ("leads", "memberOf") if "lead" in kinds else ("memberOf",)
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
