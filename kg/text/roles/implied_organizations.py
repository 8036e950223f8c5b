"""The organization that a post leaves unsaid: the team last named for "midfielder X", the one police force.

A chief executive's company and a president's country are implied only where the text is about one far more than about
any other. Other ministers are left alone: the text too often is as much about another country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists

if TYPE_CHECKING:
    from kg.text.titles.organizations import OrganizationFinder

__all__ = ["ImpliedOrganizations"]

_LISTS: Final = word_lists("words/roles/posts")
_CENTRAL: Final = 3
"""How often the text must mention what it is about."""
_TIMES: Final = 2
"""How many times as often as any other of the kind."""
_REACH: Final = 2
"""How many sentences before the post its team may be named in."""
_OFTEN: Final = 2
"""How often the text must mention the team."""


class ImpliedOrganizations:
    """Finds the organizations that posts of one document leave unsaid."""

    def __init__(self, finder: OrganizationFinder) -> None:
        self._finder = finder
        self._referents = finder.referents
        self._teams: dict[int, list[int]] = {}  # sentence -> the teams named there
        for place, referent in enumerate(self._referents.referent_of):
            if referent >= 0 and finder.cls(place) == "SportsTeam" and finder.is_named(place):
                self._teams.setdefault(self._sentence(place), []).append(place)

    def of_post(self, role: int, words: tuple[str, ...], kinds: set[str]) -> int:
        """A phrase for the organization that a post serves, -1 where the text leaves it open."""
        sentence = self._sentence(role)
        if "sport" in kinds:
            return self._team(sentence)
        if words[-1] in _LISTS["of_companies"] or "_".join(words[-2:]) in _LISTS["of_companies"]:
            return self._central(("Company", "MediaOrganization"), sentence)
        if "_".join(words) in _LISTS["of_countries"]:
            return self._central(("Country",), sentence)
        return self._police() if words[-1] in _LISTS["of_police"] else -1

    def _sentence(self, phrase: int) -> int:
        return self._finder.parse.sentence_of[self._finder.phrases[phrase].head]

    def _central(self, classes: tuple[str, ...], sentence: int) -> int:
        """What the text is about among what is of these classes, if it has been named by the end of a sentence."""
        about = [
            referent
            for number, referent in enumerate(self._referents.referents)
            if referent.cls in classes and self._finder.named[number]
        ]
        about.sort(key=lambda referent: -len(referent.phrases))
        most, *others = [len(referent.phrases) for referent in about] or [0]
        if most < _CENTRAL or (others and others[0] * _TIMES > most):
            return -1
        place = about[0].phrases[0]
        return place if self._sentence(place) <= sentence else -1

    def _team(self, sentence: int) -> int:
        """The team named last, up to a sentence."""
        for here in range(sentence, max(-1, sentence - _REACH - 1), -1):
            if teams := self._teams.get(here):
                often = len(self._referents.referents[self._referents.referent_of[teams[-1]]].phrases)
                return teams[-1] if often >= _OFTEN else -1
        return -1

    def _police(self) -> int:
        """The one police force that the text names."""
        found = [
            referent.phrases[0]
            for referent in self._referents.referents
            if referent.cls == "GovernmentAgency" and "police" in referent.name.lower() and " " in referent.name
        ]
        return found[0] if len(found) == 1 else -1
