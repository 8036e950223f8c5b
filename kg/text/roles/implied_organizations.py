"""The body that a post leaves unsaid: the team that the text last named for "midfielder X", the one police force.

A chief executive's company and a president's country are taken for told only where the text is about one far more than
about any other. Other ministers are left alone: the text too often is as much about another country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists

if TYPE_CHECKING:
    from kg.text.titles.organizations import Bodies

__all__ = ["ImpliedBodies"]

_LISTS: Final = word_lists("words/posts")
_OF_POLICE: Final = _LISTS["of_police"]
_OF_COMPANY: Final = _LISTS["of_companies"]
_OF_STATE: Final = _LISTS["of_countries"]
_COMPANIES: Final = frozenset({"Company", "MediaOrganization"})
_STATES: Final = frozenset({"Country"})
_CENTRAL: Final = 3
"""How often the text must mention what it is about."""
_TIMES: Final = 2
"""How many times as often as any other of the kind."""
_REACH: Final = 2
"""How many sentences before the post its team may be named in."""
_OFTEN: Final = 2
"""How often the text must mention the team."""


class ImpliedBodies:
    """Finds the bodies that posts of one document leave unsaid."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._parse = bodies.parse
        self._phrases = bodies.phrases
        self._referents = bodies.referents
        self._teams: dict[int, list[int]] = {}  # sentence -> the teams named there
        for place, phrase in enumerate(self._phrases):
            if self._referents.referent_of[place] >= 0 and bodies.cls(place) == "SportsTeam" and bodies.is_named(place):
                self._teams.setdefault(self._parse.sentence_of[phrase.head], []).append(place)

    def body(self, role: int, words: tuple[str, ...], kinds: set[str]) -> int:
        """A phrase for the body that a post serves, -1 where the text does not tell."""
        sentence = self._parse.sentence_of[self._phrases[role].head]
        if "sport" in kinds:
            return self._team(sentence)
        if words[-1] in _OF_COMPANY or "_".join(words[-2:]) in _OF_COMPANY:
            return self._central(_COMPANIES, sentence)
        if "_".join(words) in _OF_STATE:
            return self._central(_STATES, sentence)
        return self._police() if words[-1] in _OF_POLICE else -1

    def _central(self, classes: frozenset[str], sentence: int) -> int:
        """What the text is about among the bodies of these classes, if it has been named by the end of a sentence."""
        counts = self._mentions(classes)
        if not counts:
            return -1
        (most, best), *others = counts
        if most < _CENTRAL or (others and others[0][0] * _TIMES > most):
            return -1
        place = self._referents.referents[best].phrases[0]
        return place if self._parse.sentence_of[self._phrases[place].head] <= sentence else -1

    def _mentions(self, classes: frozenset[str]) -> list[tuple[int, int]]:
        """How often each named body of these classes is mentioned, the most often first."""
        found = [
            (len(referent.phrases), number)
            for number, referent in enumerate(self._referents.referents)
            if referent.cls in classes and self._bodies.named[number]
        ]
        return sorted(found, key=lambda row: (-row[0], row[1]))

    def _team(self, sentence: int) -> int:
        """The team named last, up to a sentence."""
        for here in range(sentence, max(-1, sentence - _REACH - 1), -1):
            for place in reversed(self._teams.get(here, [])):
                often = len(self._referents.referents[self._referents.referent_of[place]].phrases)
                return place if often >= _OFTEN else -1
        return -1

    def _police(self) -> int:
        """The one police force that the text names."""
        found = [
            referent.phrases[0]
            for referent in self._referents.referents
            if referent.cls == "GovernmentAgency" and "police" in referent.name.lower() and " " in referent.name
        ]
        return found[0] if len(found) == 1 else -1
