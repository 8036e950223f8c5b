"""Proper names: whole, and of one reading throughout a document.

The language model's entities are a first guess. They are trimmed (determiners, titles, possessives), joined where one
name was cut in pieces ("Afghan" + "Foreign Ministry"), completed by capitalised words that the model missed, and typed
by all the evidence that the document holds for a name: the model's labels, word lists, titles before it, full names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.truecasing import is_common
from kg.text.lexicon.word_classes import (
    ORGANIZATIONS,
    PLACES,
    class_of_known,
    class_of_name,
    class_of_noun,
    place_class,
)
from kg.text.lexicon.words import load_places, load_words
from kg.text.model import Name
from kg.text.ner.candidates import find_candidates
from kg.text.ner.capitals import find_states
from kg.text.ner.teams import find_teams
from kg.text.ner.typing.evidence import Evidence, Votes
from kg.text.ner.typing.places import place_listed
from kg.text.titles.parties import is_labor

if TYPE_CHECKING:
    from kg.model import MentionKind
    from kg.text.model import Parse
    from kg.text.ner.candidates import Candidate

__all__ = ["find_names"]

_SOMEONE = frozenset({"nsubj", "nsubjpass", "dobj", "appos"})
_STATE = frozenset({"Government", "GovernmentAgency", "Military"})
_NAMESAKES = frozenset({"Company", "Product", "Work", "MediaOrganization", "EducationalOrganization"})
"""What is called like the person who gave it the name."""
_NAMED_AFTER = frozenset({"SportsTeam", "GeographicFeature"})
"""What is often called after a place or after what it is like."""
_PLAYING = ("City", "Country", "Region")
"""What teams are called after."""
_SITES = frozenset({"Facility", "MilitaryBase"})
"""What is often called after the town where it is."""
_OPENED = _SITES | {"GeographicFeature"}
"""What is called by the first word of its name as bodies are."""
_NAMED_ALONE = _NAMED_AFTER | {"Company", "Organization", "MediaOrganization", "EducationalOrganization", "ArmedGroup"}
"""What news calls by the first word of its name, which the language model may take for somebody's."""

_LABOR = ("Labor",)

_PLACED = 3
"""The votes for a place of where a name stands."""

_TOLD = 3
"""The votes of a noun that calls a name something beside a surname: "Hallam, a chain of stores"."""

_ACRONYM = 3
"""How many letters what is written in capitals has at most where it may be no word: "US"."""

_SURNAME = 2
"""The mark of the last word of a person's name among the words of persons."""

_SURNAMES = 3
"""The mark of two surnames together among the words of persons, where 1 is a first name and 2 a last one."""

_TWO_SURNAMES = 3
"""The words of a name of which news may use the middle one alone: "Quispe" for "Nilda Quispe Rivas"."""

_NESTING = _STATE | {"EducationalOrganization", "Facility", "MilitaryBase"}


def find_names(parse: Parse) -> tuple[Name, ...]:
    """All names of a text in order; one may stand inside another ("Afghan" in "Afghan Foreign Ministry")."""
    return _Finder(parse).find()


class _Finder:
    """The steps of `find_names` over one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.places = load_places()
        self.first_names = load_words().gender
        self.lists = word_lists("words/ner/places")
        self.evidence = Evidence(parse)
        self.persons: dict[str, int] = {}  # the first and last words of persons' names in lower case, 2 for a last one

    def find(self) -> tuple[Name, ...]:
        found = find_candidates(self.parse)
        classes = self._decide(found)
        names: list[Name] = []
        of_class: dict[str, list[Candidate]] = {}
        for candidate in found:
            of_class.setdefault(classes[self.parse.words[candidate.start : candidate.end]], []).append(candidate)
        towns = [candidate for cls in _PLAYING for candidate in of_class.get(cls, [])]
        teams = find_teams(self.parse, towns, of_class.get("Person", []))
        states = find_states(self.parse, [*of_class.get("City", []), *of_class.get("Region", [])], found) - teams
        for candidate in found:
            if self.evidence.is_credit(candidate):
                continue
            cls = classes[self.parse.words[candidate.start : candidate.end]]
            cls = "SportsTeam" if candidate.start in teams else "Country" if candidate.start in states else cls
            province = cls == "City" and self.evidence.is_province(candidate.start, candidate.end)
            cls = "Region" if province or self.evidence.is_postal(candidate.start) else cls
            kind, cls = self._kind(candidate, cls)
            name = Name(candidate.start, candidate.end, cls, kind)
            names += [*self._part(name), name, *self._nested(name)]
        return tuple(sorted(names, key=lambda n: (n.start, -n.end)))

    def _collect(self, found: list[Candidate]) -> dict[tuple[str, ...], Votes]:
        """The votes for each name, from all its places."""
        collected: dict[tuple[str, ...], Votes] = {}
        for candidate in found:
            key = self.parse.words[candidate.start : candidate.end]
            self.evidence.vote(candidate, collected.setdefault(key, Votes()))
        for key, votes in collected.items():
            quiet = tuple(word.title() for word in key)
            if votes.places and quiet != key and quiet in collected and len(key[0]) > _ACRONYM and key[0].isupper():
                collected[quiet].all += votes.all  # "TAVEL (AP) -" tells what Tavel is
                collected[quiet].places += votes.places
        place_listed(self.parse, found, collected)
        for key, votes in collected.items():
            self._place(key, votes)
            if votes.told:
                self._weigh(key, votes)
        return collected

    def _place(self, key: tuple[str, ...], found: Votes) -> None:
        """Make a place of what only guesses of the model take for something else."""
        where = found.sure or found.listed or ("City" if found.placed else "")
        called = not found.sure and any(word.lower() in self.first_names for word in key)
        if not where or called or found.all["Person"] > 2 * found.guessed:
            return
        guesses = 2 * (found.guessed + found.bodies)
        found.all["Person"] = 0
        found.all["Organization"] -= 2 * found.bodies
        told = max(sorted(found.told), key=lambda cls: found.told[cls], default="")
        noun = class_of_noun(key[-1].lower()) if len(key) > 1 else ""
        cls = next((cls for cls in (noun, told) if cls in PLACES), where)
        found.all[cls] += guesses + _PLACED
        found.places += 1

    def _decide(self, found: list[Candidate]) -> dict[tuple[str, ...], str]:
        """The class of each name from all that the document says of it; of the longer names first."""
        collected = self._collect(found)
        labels = {key: votes.all for key, votes in collected.items()}
        alone = {key[0] for key, votes in labels.items() if len(key) == 1 and votes["Person"] > votes["Organization"]}
        classes: dict[tuple[str, ...], str] = {}
        persons = self.persons
        openings: dict[str, str] = {}  # the first words of bodies' names -> the class
        teams: set[str] = set()
        for key in sorted(labels, key=lambda k: (-len(k), k)):
            votes, told = labels[key], collected[key].told
            if len(key) == 1:
                cls = self._short(key[0], collected[key], openings, teams)
                surname = cls == "Person" and persons[key[0].lower()] == _SURNAME
                if cls and (not told or (surname and max(told.values()) < _TOLD)):
                    classes[key] = cls
                    continue
            if 1 < len(key) < 5 and key[-1] in alone and key[0].lower() in self.first_names:
                votes["Person"] += 2 * votes.total()
            surnames = not told and persons.get(" ".join(key).lower(), 0) == _SURNAMES
            cls = classes[key] = "Person" if surnames else class_of_name(key, votes, told)
            if len(key) == 1:
                continue
            if cls == "Person":
                _enter_person(key, persons)
            elif cls in ORGANIZATIONS or cls in _OPENED:
                openings[key[0]] = cls if openings.get(key[0], cls) == cls else ""
                if cls == "SportsTeam":
                    teams.add(key[-1])
            elif cls == "Product" and key[-1][0].isdigit():
                openings.setdefault(key[0], cls)  # "Firefox" of "Firefox 4"
        labor = {_LABOR: "PoliticalParty"} if _LABOR in classes and is_labor(self.parse) else {}
        return classes | _shouted(classes) | labor

    def _weigh(self, key: tuple[str, ...], found: Votes) -> None:
        """Lessen the votes against what nouns tell of a name."""
        best = max(sorted(found.told), key=lambda cls: found.told[cls])
        town = found.places or found.all["City"] > found.told[best]
        if town and best in _SITES:
            del found.told[best]  # "in Velmund" tells of the town, "the Velmund prison" of its prison
        elif found.places and best in PLACES:
            found.all["Person"] = 0  # "in Velmund", "the Velmund region"
        elif found.guessed > 1 and not any(word.lower() in self.first_names for word in key):
            found.all["Person"] -= 2 * (found.guessed - 1)  # one guess of the model, made again and again

    def _short(self, word: str, found: Votes, openings: dict[str, str], teams: set[str]) -> str:
        """The class of a name of one word that is short for a longer one, "" where none tells."""
        known, votes = class_of_known(word), found.all
        if word in teams:
            return "SportsTeam"
        part = self.persons.get(word.lower(), 0)
        namesake = part == _SURNAME and (known in ("City", "Region") or (known in _NAMESAKES and votes["Person"] > 2))
        if part and (not known or namesake or word in self.places.ambiguous):
            place = votes["City"] + votes["Place"]
            surname = part == _SURNAME and not found.places  # "Beaumont" after "Claire Beaumont", nothing "in Beaumont"
            given = part == _SURNAME and word.lower() in self.first_names
            if not known or surname or given or votes["Person"] >= place:
                return "Person"
        opened = openings.get(word, "") if not known and not part else ""
        if opened in _NAMED_AFTER and (found.places or is_common(word.lower())):
            return ""  # the town that a team is called after, the north of "North Sea"
        if opened and (not votes["Person"] or (opened in _NAMED_ALONE and word.lower() not in self.first_names)):
            return opened
        return ""

    def _kind(self, candidate: Candidate, cls: str) -> tuple[MentionKind, str]:
        """Whether a name is a country's adjective, and the class that this makes it."""
        parse, head = self.parse, candidate.end - 1
        text = " ".join(parse.words[candidate.start : candidate.end])
        if cls == "Person" and self._is_surname(candidate):
            return "name", cls  # "Dane" for "Ricky Dane"
        if text in self.places.demonyms and text not in self.places.countries:
            someone = candidate.start and parse.lowers[candidate.start - 1] == "the" and parse.deps[head] in _SOMEONE
            born = parse.words[candidate.end : candidate.end + 1] == ("-",)  # "an Iraqi-born architect"
            if born or parse.deps[head] in ("amod", "compound", "nmod") or (parse.tags[head] == "JJ" and not someone):
                return "demonym", self._demonym_class(text)
            return "name", "People"
        nation = text.endswith("s") and text[:-1] in self.places.demonyms and text not in self.places.countries
        return "name", "People" if nation and cls in PLACES else cls

    def _is_surname(self, candidate: Candidate) -> bool:
        """Whether a single name is a person's surname, and no noun or adjective: not "the Dane", "Danish sailors"."""
        parse, token = self.parse, candidate.start
        if candidate.end - token > 1 or self.persons.get(parse.lowers[token], 0) != _SURNAME:
            return False
        before = parse.lowers[token - 1] if token else ""
        return before not in ("a", "an", "the") and parse.deps[token] not in ("amod", "compound", "nmod")

    def _demonym_class(self, text: str) -> str:
        return "Country" if self.places.demonyms[text] in self.places.countries else "Region"

    def _part(self, name: Name) -> list[Name]:
        """The part of a place that a word before its name tells: "southern Iran", "downtown Vancouver"."""
        before = self.parse.lowers[name.start - 1] if name.start else ""
        if before not in self.lists["parts_of_places"] or name.cls not in ("Country", "Region", "City"):
            return []
        if name.kind != "name" or self.parse.heads[name.start - 1] not in range(name.start, name.end):
            return []
        return [Name(name.start - 1, name.end, "Place" if name.cls == "City" else "Region")]

    def _nested(self, name: Name) -> list[Name]:
        """The country or place that opens the name of one of its bodies, the company that of its product."""
        parse = self.parse
        if name.cls == "Product" and name.end - name.start > 1:
            maker = class_of_known(parse.words[name.start])
            return [Name(name.start, name.start + 1, maker)] if maker in ("Company", "MediaOrganization") else []
        if name.cls not in _NESTING or name.end - name.start < 2:
            return []
        for end in range(min(name.start + 3, name.end - 1), name.start, -1):
            text = " ".join(parse.words[name.start : end])
            if text in self.places.demonyms:
                return [Name(name.start, end, self._demonym_class(text), "demonym")]
            cls = place_class(text)
            if cls == "Country" or (cls in ("City", "Region") and name.cls in _STATE):
                return [Name(name.start, end, cls)]
        return []


def _shouted(classes: dict[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    """The classes of the names of places in capitals that the text names otherwise too: "TAVEL (AP) -" for Tavel."""
    quiet = {key: classes.get(tuple(word.title() for word in key), "") for key in classes}
    return {key: cls for key, cls in quiet.items() if cls in PLACES and all(word.isupper() for word in key)}


def _enter_person(key: tuple[str, ...], persons: dict[str, int]) -> None:
    """Note the words by which news may call a person of this name, 2 for the last one, 3 for two surnames."""
    persons.setdefault(key[0].lower(), 1)
    last = key[-2] if key[-1].lower() in ("jr.", "jr", "sr.", "sr", "iii") else key[-1]
    persons[last.lower()] = 2
    if len(key) > _TWO_SURNAMES and key[-2] == "-":
        persons.setdefault(" ".join(key[-3:]).lower(), _SURNAMES)  # "Okon-Reid"
    if len(key) == _TWO_SURNAMES:
        persons.setdefault(key[1].lower(), 1)
        persons.setdefault(" ".join(key[1:]).lower(), _SURNAMES)  # "García Márquez"
