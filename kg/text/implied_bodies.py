"""The body that a post leaves unsaid: the one team that the text last named for "midfielder X", the one police force.

Ministers without a country and chief executives without a company are left alone: the text too often is as much about
another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.text.bodies import Bodies

__all__ = ["ImpliedBodies"]

_OF_POLICE: Final = frozenset({"inspector", "superintendent", "constable", "sergeant", "detective", "insp.", "sgt."})
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
        if "sport" in kinds:
            return self._team(self._parse.sentence_of[self._phrases[role].head])
        return self._police() if words[-1] in _OF_POLICE else -1

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
