"""Proper names: whole, and of one reading throughout a document.

The language model's entities are a first guess. They are trimmed (determiners, titles, possessives), joined where one
name was cut in pieces ("Afghan" + "Foreign Ministry"), completed by capitalised words that the model missed, and typed
by all the evidence that the document holds for a name: the model's labels, word lists, titles before it, full names.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.classes import ORGANIZATIONS, PLACES, class_of_known, class_of_name, class_of_noun, place_class
from kg.text.name_evidence import class_in_use
from kg.text.name_spans import find_candidates
from kg.text.teams import find_teams
from kg.text.words import load_lists, load_places, load_titles, load_words

if TYPE_CHECKING:
    from kg.model import MentionKind
    from kg.text.name_spans import Candidate
    from kg.text.parse import Parse

__all__ = ["Name", "find_names"]

_LABEL_CLASS = {
    "PERSON": "Person", "NORP": "People", "GPE": "City", "LOC": "Place", "FAC": "Facility", "ORG": "Organization",
    "PRODUCT": "Product", "EVENT": "Event", "WORK_OF_ART": "Work", "LAW": "Law", "LANGUAGE": "Topic",
}  # fmt: skip
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_STATE = frozenset({"Government", "GovernmentAgency", "Military"})
_TOLD = ORGANIZATIONS | PLACES
_NESTING = _STATE | {"EducationalOrganization", "Facility", "MilitaryBase"}


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A proper name or a country's adjective: tokens [start, end), its class and kind."""

    start: int
    end: int
    cls: str
    kind: MentionKind = "name"


def find_names(parse: Parse) -> tuple[Name, ...]:
    """All names of a text in order; one may stand inside another ("Afghan" in "Afghan Foreign Ministry")."""
    return _Finder(parse).find()


class _Finder:
    """The steps of `find_names` over one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.titles = load_titles()
        self.places = load_places()
        self.first_names = load_words().gender
        titles = self.titles
        self.human = titles.posts | titles.members | titles.occupations | titles.kin.keys() | titles.gender.keys()
        self.lists = load_lists("names")
        self.postal = frozenset(code.upper() for code in self.lists["postal"])

    def find(self) -> tuple[Name, ...]:
        found = find_candidates(self.parse)
        classes = self._decide(found)
        names: list[Name] = []
        of_class: dict[str, list[Candidate]] = {}
        for candidate in found:
            of_class.setdefault(classes[self.parse.words[candidate.start : candidate.end]], []).append(candidate)
        teams = find_teams(self.parse, of_class.get("City", []), of_class.get("Person", []))
        for candidate in found:
            cls = classes[self.parse.words[candidate.start : candidate.end]]
            cls = "SportsTeam" if candidate.start in teams else cls
            cls = "Region" if self._is_postal(candidate.start) else cls
            kind, cls = self._kind(candidate, cls)
            name = Name(candidate.start, candidate.end, cls, kind)
            names += [*self._part(name), name, *self._nested(name)]
        return tuple(sorted(names, key=lambda n: (n.start, -n.end)))

    def _decide(self, found: list[Candidate]) -> dict[tuple[str, ...], str]:
        """The class of each name from all that the document says of it; of the longer names first."""
        labels: dict[tuple[str, ...], Counter[str]] = {}
        for candidate in found:
            votes = labels.setdefault(self.parse.words[candidate.start : candidate.end], Counter())
            self._vote(candidate, votes)
        alone = {key[0] for key, votes in labels.items() if len(key) == 1 and votes["Person"] > votes["Organization"]}
        classes: dict[tuple[str, ...], str] = {}
        persons: dict[str, int] = {}  # the first and last words of persons' names in lower case, 2 for a last one
        openings: dict[str, str] = {}  # the first words of bodies' names -> the class
        teams: set[str] = set()
        for key in sorted(labels, key=lambda k: (-len(k), k)):
            votes = labels[key]
            if len(key) == 1:
                cls = self._short(key[0], votes, persons, openings, teams)
                if cls:
                    classes[key] = cls
                    continue
            if 1 < len(key) < 5 and key[-1] in alone and key[0].lower() in self.first_names:
                votes["Person"] += 2 * votes.total()
            cls = classes[key] = class_of_name(key, votes)
            if len(key) == 1:
                continue
            if cls == "Person":
                persons.setdefault(key[0].lower(), 1)
                last = key[-2] if key[-1].lower() in ("jr.", "jr", "sr.", "sr", "iii") else key[-1]
                persons[last.lower()] = 2
            elif cls == "SportsTeam":
                teams.add(key[-1])
            elif cls in ORGANIZATIONS or cls in ("Facility", "MilitaryBase"):
                openings[key[0]] = cls if openings.get(key[0], cls) == cls else ""
        return classes

    def _short(
        self, word: str, votes: Counter[str], persons: dict[str, int], openings: dict[str, str], teams: set[str]
    ) -> str:
        """The class of a name of one word that is short for a longer one, "" where none tells."""
        known = class_of_known(word)
        if word in teams:
            return "SportsTeam"
        part = persons.get(word.lower(), 0)
        if part and (not known or (known in ("City", "Region") and part == 2) or word in self.places.ambiguous):
            place = votes["City"] + votes["Place"]
            if not known or votes["Person"] >= place or (word.lower() in self.first_names and part == 2):
                return "Person"
        if not known and not votes["Person"] and openings.get(word):
            return openings[word]
        return ""

    def _vote(self, candidate: Candidate, votes: Counter[str]) -> None:
        parse, start, end = self.parse, candidate.start, candidate.end
        if candidate.label:
            votes[_LABEL_CLASS[candidate.label]] += 2
        before = parse.lowers[start - 1] if start else ""
        if before in self.titles.before or before in self.titles.civil:
            votes["Person"] += 4
        elif before in self.lists["place_prepositions"]:
            votes["Place"] += 1
        if before in _QUOTES and end < len(parse) and parse.words[end] in _QUOTES and candidate.label != "PERSON":
            votes["Work"] += 3
        head = end - 1
        while start <= parse.heads[head] < end and parse.heads[head] != head:
            head = parse.heads[head]
        if parse.deps[head] == "nsubj" and parse.lemmas[parse.heads[head]] in self.lists["saying"]:
            votes["Person"] += 1
        self._vote_by_use(candidate, head, votes)
        for cls in self._told(start, end, head):
            votes[cls] += 2 if cls == "Person" or candidate.label != "PERSON" else 0

    def _vote_by_use(self, candidate: Candidate, head: int, votes: Counter[str]) -> None:
        """Votes by what stands around a name and what is done with what it names."""
        parse, start, end = self.parse, candidate.start, candidate.end
        if start > 1 and parse.lowers[start - 1] == "of" and parse.lowers[start - 2] in self.lists["of_bodies"]:
            votes["Organization"] += 3
        if end + 1 < len(parse) and candidate.label != "PERSON" and self._is_state_after(end):
            votes["City"] += 3
        used = class_in_use(parse, head)
        if used and not (used == "City" and candidate.label == "FAC"):
            votes[used] += 3

    def _is_state_after(self, comma: int) -> bool:
        """Whether a state's name or postal code follows a name and a comma: "Haverhill, MA"."""
        if self.parse.words[comma] != ",":
            return False
        word = self.parse.words[comma + 1]
        return self._is_postal(comma + 1) or word in self.places.abbreviated or word in self.places.regions

    def _is_postal(self, token: int) -> bool:
        """Whether a token is the postal code of a state after the name of a town: "Haverhill, MA"."""
        parse = self.parse
        if parse.words[token] not in self.postal or token < 2 or parse.words[token - 1] != ",":
            return False
        return parse.pos[token - 2] == "PROPN"

    def _told(self, start: int, end: int, head: int) -> list[str]:
        """The classes that nouns beside a name give it: "software company X", "X, a lawyer", "the town of X"."""
        parse = self.parse
        found = []
        for noun, strict in self._nouns_beside(start, end, head):
            lemma = parse.lemmas[noun].lower()
            if lemma in self.lists["products"] and noun >= start:
                found.append("Product")
            if parse.tags[noun] in ("NNS", "NNPS"):
                continue
            cls = class_of_noun(lemma, parse.lowers[noun - 1] if noun else "")
            listed = lemma in self.human if cls == "Person" else cls in _TOLD or lemma in self.lists["works"]
            if listed and (not strict or lemma in self.lists["kinds"]):
                found.append(cls)
        above = parse.heads[head]
        version = parse.deps[head] == "pobj" and parse.lemmas[parse.heads[above]] == "version"
        released = parse.deps[head] == "dobj" and parse.lemmas[above] in self.lists["releasing"]
        return [*found, "Product"] if version or released else found

    def _nouns_beside(self, start: int, end: int, head: int) -> list[tuple[int, bool]]:
        """Nouns that may tell what a name is, true for one that does so only if it names a kind ("town")."""
        parse, above = self.parse, self.parse.heads[head]
        nouns = [(c, False) for c in parse.children[head] if c > head and parse.deps[c] == "appos"]
        if start and start <= parse.heads[start - 1] < end:
            nouns.append((start - 1, False))
        if parse.deps[head] == "appos" and above < head:
            nouns.append((above, False))
        elif parse.deps[head] == "pobj" and parse.lowers[above] == "of":
            nouns.append((parse.heads[above], True))
        elif parse.deps[head] == "compound" and above == end and parse.words[end][0].islower():
            nouns.append((end, True))
        return [(noun, strict) for noun, strict in nouns if parse.pos[noun] == "NOUN"]

    def _kind(self, candidate: Candidate, cls: str) -> tuple[MentionKind, str]:
        """Whether a name is a country's adjective, and the class that this makes it."""
        parse, head = self.parse, candidate.end - 1
        text = " ".join(parse.words[candidate.start : candidate.end])
        if text in self.places.demonyms and text not in self.places.countries:
            if parse.deps[head] in ("amod", "compound", "nmod") or parse.tags[head] == "JJ":
                return "demonym", self._demonym_class(text)
            return "name", "People"
        return "name", cls

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
        """The country or place that opens the name of one of its bodies."""
        parse = self.parse
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
