"""The class of each name of a document, decided once from all that the document says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from kg.text.lexicon.name_classes import class_of_known, class_of_name
from kg.text.lexicon.names import FIRST_NAMES
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES, class_of_noun
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.truecasing import is_common
from kg.text.ner.records import Votes
from kg.text.ner.typing.places import note_listed_places
from kg.text.titles.posts import is_labor

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from kg.text.model import Parse
    from kg.text.ner.records import NameSpan
    from kg.text.ner.typing.evidence import Evidence

__all__ = ["SITES", "ClassDecision"]

type _Key = tuple[str, ...]
type _Part = Literal["first", "last", "surnames"]

SITES: Final = frozenset({"Facility", "MilitaryBase"})
"""What is often called after the town where it is."""
_GENERATIONS: Final = words("words/names/parts", "generations")
_NAMESAKES: Final = frozenset({"Company", "Product", "Work", "MediaOrganization", "EducationalOrganization"})
"""What is called like the person who gave it the name."""
_NAMED_AFTER: Final = frozenset({"SportsTeam", "GeographicFeature"})
"""What is often called after a place or after what it is like."""
_OPENED: Final = ORGANIZATIONS | SITES | {"GeographicFeature"}  # what is called by the first word of its name
_NAMED_ALONE: Final = _NAMED_AFTER | {
    "Company", "Organization", "MediaOrganization", "EducationalOrganization", "ArmedGroup"
}  # fmt: skip
"""What news calls by the first word of its name, which the language model may take for somebody's."""
_LABOR: Final = ("Labor",)
_PLACED: Final = 3  # the votes for a place of where a name stands
_SURE_NOUN: Final = 3  # the votes of a noun that says what a name is beside a surname: "Hallam, a chain of stores"
_ACRONYM: Final = 3  # how many letters what is written in capitals has at most where it may be no word: "US"
_TWO_SURNAMES: Final = 3
"""The words of a name of which news may use the middle one alone: "Quispe" for "Nilda Quispe Rivas"."""


class ClassDecision:
    """The classes of the names in one parse, by their words; `persons` says what words are of a person's name."""

    def __init__(self, parse: Parse, spans: Sequence[NameSpan], evidence: Evidence) -> None:
        self.parse = parse
        self.ambiguous = load_places().ambiguous
        self.persons: dict[str, _Part] = {}
        self.opened: dict[str, str] = {}  # the class of the longer name that a word opens, "" for two
        self.teams: set[str] = set()  # the last words of teams' names
        self.classes = self._decide(self._collect(spans, evidence))

    def _collect(self, spans: Sequence[NameSpan], evidence: Evidence) -> dict[_Key, Votes]:
        """The votes for each name, from all its places."""
        collected: dict[_Key, Votes] = {}
        for span in spans:
            evidence.vote(span, collected.setdefault(span.key(self.parse), Votes()))
        for key, votes in collected.items():
            quiet = _quiet(key)
            if votes.places and quiet != key and quiet in collected and len(key[0]) > _ACRONYM and key[0].isupper():
                collected[quiet].all += votes.all  # "TAVEL (AP) -" says what Tavel is
                collected[quiet].places += votes.places
        note_listed_places(self.parse, spans, collected)
        for key, votes in collected.items():
            self._prefer_place(key, votes)
            if votes.nouns:
                self._prefer_noun(key, votes)
        return collected

    def _is_called(self, key: _Key) -> bool:
        """Whether a first name is among the words of a name."""
        return any(word.lower() in FIRST_NAMES for word in key)

    def _prefer_place(self, key: _Key, votes: Votes) -> None:
        """Make a place of what only guesses of the model take for something else."""
        where = votes.placed or votes.listed or ("City" if votes.unlike_person else "")
        if not where or (not votes.placed and self._is_called(key)) or votes.all["Person"] > 2 * votes.as_person:
            return
        guesses = 2 * (votes.as_person + votes.as_organization)
        votes.all["Person"] = 0
        votes.all["Organization"] -= 2 * votes.as_organization
        noun = class_of_noun(key[-1].lower()) if len(key) > 1 else ""
        cls = next((cls for cls in (noun, _best(votes.nouns)) if cls in PLACES), where)
        votes.all[cls] += guesses + _PLACED
        votes.places += 1

    def _prefer_noun(self, key: _Key, votes: Votes) -> None:
        """Lessen the votes against what nouns say that a name is."""
        best = _best(votes.nouns)
        town = votes.places or votes.all["City"] > votes.nouns[best]
        if town and best in SITES:
            del votes.nouns[best]  # "in Velmund" is about the town, "the Velmund prison" about its prison
        elif votes.places and best in PLACES:
            votes.all["Person"] = 0  # "in Velmund", "the Velmund region"
        elif votes.as_person > 1 and not self._is_called(key):
            votes.all["Person"] -= 2 * (votes.as_person - 1)  # one guess of the model, made again and again

    def _decide(self, collected: dict[_Key, Votes]) -> dict[_Key, str]:
        """The class of each name, of the longer ones first: a short one may be a part of them."""
        single = {key[0]: votes.all for key, votes in collected.items() if len(key) == 1}
        alone = {word for word, votes in single.items() if votes["Person"] > votes["Organization"]}
        classes: dict[_Key, str] = {}
        for key in sorted(collected, key=lambda k: (-len(k), k)):
            votes = collected[key]
            if len(key) == 1:
                classes[key] = self._class_of_short(key[0], votes) or class_of_name(key, votes.all, votes.nouns)
                continue
            if len(key) < 5 and key[-1] in alone and key[0].lower() in FIRST_NAMES:
                votes.all["Person"] += 2 * votes.all.total()
            surnames = not votes.nouns and self.persons.get(" ".join(key).lower()) == "surnames"
            classes[key] = "Person" if surnames else class_of_name(key, votes.all, votes.nouns)
            self._enter(key, classes[key])
        labor = {_LABOR: "PoliticalParty"} if _LABOR in classes and is_labor(self.parse) else {}
        return classes | _shouted(classes) | labor

    def _enter(self, key: _Key, cls: str) -> None:
        """Note the words by which news may call what has a name of several words."""
        if cls == "Person":
            self._enter_person(key)
        elif cls in _OPENED:
            self.opened[key[0]] = cls if self.opened.get(key[0], cls) == cls else ""
            if cls == "SportsTeam":
                self.teams.add(key[-1])
        elif cls == "Product" and key[-1][0].isdigit():
            self.opened.setdefault(key[0], cls)  # "Firefox" of "Firefox 4"

    def _enter_person(self, key: _Key) -> None:
        self.persons.setdefault(key[0].lower(), "first")
        last = key[-2] if key[-1].lower() in _GENERATIONS else key[-1]
        self.persons[last.lower()] = "last"
        if len(key) > _TWO_SURNAMES and key[-2] == "-":
            self.persons.setdefault(" ".join(key[-3:]).lower(), "surnames")  # "Okon-Reid"
        if len(key) == _TWO_SURNAMES:
            self.persons.setdefault(key[1].lower(), "first")
            self.persons.setdefault(" ".join(key[1:]).lower(), "surnames")  # "García Márquez"

    def _class_of_short(self, word: str, votes: Votes) -> str:
        """The class of a name of one word that is short for a longer one, "" where nouns beside it may know better."""
        cls = self._class_of_longer(word, votes)
        surname = cls == "Person" and self.persons[word.lower()] == "last"
        return cls if not votes.nouns or (surname and max(votes.nouns.values()) < _SURE_NOUN) else ""

    def _class_of_longer(self, word: str, votes: Votes) -> str:
        """The class of the longer name that one word is short for, "" where it is for none."""
        known, person = class_of_known(word), votes.all["Person"]
        if word in self.teams:
            return "SportsTeam"
        given, part = word.lower() in FIRST_NAMES, self.persons.get(word.lower())
        namesake = known in ("City", "Region") or (known in _NAMESAKES and person > 2)
        if part and (not known or (namesake and part == "last") or word in self.ambiguous):
            surname = part == "last" and (given or not votes.places)  # "Beaumont", if nothing is "in Beaumont"
            if not known or surname or person >= votes.all["City"] + votes.all["Place"]:
                return "Person"
        opened = "" if known or part else self.opened.get(word, "")
        if opened in _NAMED_AFTER and (votes.places or is_common(word.lower())):
            return ""  # the town that a team is called after, the north of "North Sea"
        return opened if not person or (opened in _NAMED_ALONE and not given) else ""

    def is_surname(self, span: NameSpan) -> bool:
        """Whether a single name is a person's surname, and no noun or adjective: not "the Dane", "Danish sailors"."""
        parse, token = self.parse, span.start
        if len(span) > 1 or self.persons.get(parse.lowers[token]) != "last":
            return False
        modifies = parse.deps[token] in ("amod", "compound", "nmod")
        return not modifies and parse.lower_at(token - 1) not in ("a", "an", "the")


def _best(votes: Counter[str]) -> str:
    """The class with most votes, the first by name of several, "" without votes."""
    return max(sorted(votes), key=lambda cls: votes[cls], default="")


def _quiet(key: _Key) -> _Key:
    """A name in capitals as news writes it within sentences."""
    return tuple(word.title() for word in key)


def _shouted(classes: dict[_Key, str]) -> dict[_Key, str]:
    """The classes of the names of places in capitals that the text names otherwise too: "TAVEL (AP) -" for Tavel."""
    quiet = {key: classes.get(_quiet(key), "") for key in classes}
    return {key: cls for key, cls in quiet.items() if cls in PLACES and all(word.isupper() for word in key)}
