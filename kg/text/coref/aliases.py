"""Which names of one document mean the same: full and short names, acronyms, countries and their adjectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES, class_of_known
from kg.text.lexicon.words import load_openings, load_parties, load_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.text.model import Parse, Phrase

__all__ = ["is_acronym", "name_groups"]

_SUFFIXES = word_lists("words/coref/names")["generations"]
_SMALL = frozenset({"of", "the", "and", "for", "&", "de", "in", "on", "'s", "’s"})
_LONG = 3
"""How many words the name of a body has that an acronym in brackets after it stands for, whatever its letters."""

_ACRONYM = range(3, 8)
"""How many letters such an acronym has."""

_CAPITALS = 4
"""How many letters the abbreviation of a place may have: "HELSINKI" in a dateline is Helsinki."""

_LANDS: tuple[str, ...] = ("Island", "Islands", "island", "Strip", "Peninsula", "Archipelago", "Atoll")
"""What news leaves out of the name of a place."""

_GROUPS = frozenset({"ArmedGroup", "PoliticalParty", "Military", "People"})
_WEAK = frozenset({"Topic", "Organization", "Place", "City", "Product", "Work", "Event", "Facility"})


def name_groups(parse: Parse, phrases: Sequence[Phrase]) -> dict[int, int]:
    """For the place of each name in `phrases`, the place of the first name that means the same."""
    return _Grouper(parse, phrases).group()


def is_acronym(short: str, words: Sequence[str]) -> bool:
    """Whether `short` is made of the initials of `words`, small words counted or not.

    >>> is_acronym("WHO", ["World", "Health", "Organization"]), is_acronym("BoE", ["Bank", "of", "England"])
    (True, True)
    """
    letters = short.replace(".", "").upper()
    if len(letters) < 2 or not letters.isalpha():
        return False
    every = "".join(word[0] for word in words if word[0].isalpha()).upper()
    large = "".join(word[0] for word in words if word.lower() not in _SMALL and word[0].isalpha()).upper()
    return letters in (every, large)


def _abbreviates(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of a short form stand in a name in their order, the first one first.

    The test of Schwartz and Hearst (2003, "A simple algorithm for identifying abbreviation definitions"), forwards.
    """
    letters, full = "".join(c for c in short if c.isalpha()).lower(), "".join(words).lower()
    if len(words) < 2 or not short[0].isupper() or sum(c.isupper() for c in short) < 2 or letters[0] != full[0]:
        return False
    rest = iter(full)
    return all(letter in rest for letter in letters)


def _initial(word: str) -> str:
    """What a word gives to an acronym: its first letter, all letters of an abbreviation ("U.S.", "US")."""
    letters = word.replace(".", "")
    return letters if len(letters) == 2 and letters.isupper() else word[0]


def _hyphenate(words: list[str], *, person: bool) -> list[str]:
    """The words with those that a hyphen joins in a person's name made one: "okonkwo", "-", "reid".

    The Arabic article goes from a person's name ("al-Atassi" is "Atassi"), its hyphen from others ("al-Qaeda").
    """
    if not person:
        return [words[0], *words[2:]] if words[0] in ("al", "el") and words[1:2] == ["-"] else words
    found: list[str] = []
    for word in words:
        if found and (word == "-" or found[-1].endswith("-")):
            found[-1] += word
        else:
            found.append(word)
    return [word.removeprefix("al-").removeprefix("el-") or word for word in found]


def _unturned(words: list[str]) -> list[str]:
    """The words of "Ministry of Foreign Affairs" as in "Foreign Ministry", after a country's too."""
    if words[:2] == ["united", "states"]:
        return [*words[:2], *_unturned(words[2:])]
    if len(words) < _LONG or words[0] not in ("ministry", "department") or words[1] not in ("of", "for"):
        return words
    charge = words[3:] if words[2] == "the" else words[2:]
    return [*(charge[:1] if charge[1:] == ["affairs"] else charge), words[0]]


_SLIP = 5
"""How many letters a word has at least that may be a slip for another."""


def _is_slip(key: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a person's name is another but for a letter within the surname: other first names are other people's.

    >>> _is_slip(["maurr"], ["k", "maurer"]), _is_slip(["ivanova"], ["lev", "ivanov"])
    (True, False)
    """
    mine, theirs = key[-1], other[-1]
    if len(key) > 1 and key[:-1] != other[:-1]:
        return False
    if min(len(mine), len(theirs)) < _SLIP or mine[0] != theirs[0] or mine[-1] != theirs[-1]:
        return False
    short, long = sorted((mine, theirs), key=len)
    if len(short) == len(long):
        places = [place for place in range(len(short)) if short[place] != long[place]]
        swapped = len(places) == 2 and mine[places[0]] == theirs[places[1]] and mine[places[1]] == theirs[places[0]]
        return len(places) == 1 or (swapped and places[1] == places[0] + 1)
    return len(long) == len(short) + 1 and any(long[:p] + long[p + 1 :] == short for p in range(1, len(short)))


def _less_a_letter(word: str) -> set[str]:
    """A word, and what is left of it without one inner letter: two words that a slip sets apart share some of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word) - 1))}


_RENAMED = frozenset({"MediaOrganization", "Company", "Product"})
"""What is written with its old name or its maker's after a slash."""


class _Grouper:
    """The steps of `name_groups`: the longest names first, each shorter one joins a longer one."""

    def __init__(self, parse: Parse, phrases: Sequence[Phrase]) -> None:
        self.parse = parse
        self.phrases = phrases
        self.places = load_places()
        self.parties = load_parties()
        self.written = frozenset(parse.words)
        self.first: dict[tuple[str, ...], int] = {}  # key of a name -> the first phrase of its group
        self.group_of: dict[int, int] = {}
        self.surnames: dict[str, list[tuple[str, ...]]] = {}
        self.given: dict[str, list[tuple[str, ...]]] = {}
        self.slips: dict[str, list[tuple[str, ...]]] = {}  # what slips for a surname share with it
        self.fathers: dict[str, list[tuple[str, ...]]] = {}  # the first of two surnames: "Quispe Rivas"
        self.starts: dict[str, list[tuple[str, ...]]] = {}
        self.ends: dict[str, list[tuple[str, ...]]] = {}
        self.initials: dict[str, list[tuple[str, ...]]] = {}
        self.bodies: list[tuple[str, ...]] = []  # the longer names of agencies

    def group(self) -> dict[int, int]:
        named = [p for p, phrase in enumerate(self.phrases) if phrase.kind in ("name", "demonym")]
        keys: dict[tuple[str, ...], list[int]] = {}
        for place in named:
            keys.setdefault(self._key(place), []).append(place)
        for key in sorted(keys, key=lambda k: (-len(k), keys[k][0])):
            places = keys[key]
            for place in places:
                self.group_of[place] = self._home(key, place, places[0])
            if key not in self.first:
                self._enter(key, places[0])
        self._widen_places(keys)
        self._join_members(keys)
        self._define(named)
        return {place: self._root(place) for place in named}

    def _widen_places(self, keys: Iterable[tuple[str, ...]]) -> None:
        """Join the names of places with those that say what they are: "Kish" and "Kish Island", "Gaza Strip"."""
        for key in keys:
            if key[0] != "=" or key not in self.first:
                continue
            place = self.first[key]
            kinds = _LANDS
            if self.phrases[place].cls == "City" and key[1] not in self.places.countries:
                kinds = (*_LANDS, "City")
            for kind in kinds:
                longer = f"{key[1]} {kind}"
                for other in (("=", longer), tuple(longer.lower().split())):
                    if other in self.first and self._root(self.first[other]) != self._root(place):
                        self.group_of[self._root(self.first[other])] = self._root(place)

    def _join_members(self, keys: dict[tuple[str, ...], list[int]]) -> None:
        """Join a word that says whose a noun is with the plural for a group: "Houthi fighters", "the Houthis"."""
        for key, places in keys.items():
            many = self.first.get((f"{key[0]}s",), -1) if len(key) == 1 else -1
            if many < 0 or self._root(places[0]) != places[0] or self.phrases[many].cls not in _GROUPS:
                continue
            phrases = [self.phrases[place] for place in places]
            if all(p.cls in _GROUPS and self._is_modifier(p) for p in phrases):
                self.group_of[places[0]] = self._root(many)

    def _is_modifier(self, name: Phrase) -> bool:
        parse, head = self.parse, name.head
        return parse.deps[head] in ("amod", "compound", "nmod") and parse.heads[head] >= name.end

    def _define(self, named: list[int]) -> None:
        """Join the short forms that a text gives in brackets: "Icy Moons Explorer (ICEX)"."""
        parse, ending = self.parse, {self.phrases[place].end: place for place in named}
        for place in named:
            other = self._slashed(place, ending)
            if other >= 0 and self._root(other) != self._root(place):
                self.group_of[self._root(other)] = self._root(place)
            start, end = self.phrases[place].start, self.phrases[place].end
            if end == len(parse) or not start or parse.words[end] != ")":
                continue
            full = ending.get(start - 1, -1)
            if parse.words[start - 1] != "(" or full < 0 or self._root(full) == self._root(place):
                continue
            # "Hagia Sophia (Great Church)"
            translated = self.phrases[full].cls == self.phrases[place].cls == "Facility"
            if end - start != 1:
                if translated:
                    self.group_of[self._root(place)] = self._root(full)
                continue
            words = parse.words[self.phrases[full].start : start - 1]
            if _abbreviates(parse.words[start], words) or self._is_foreign_acronym(place, full, len(words)):
                self.group_of[self._root(place)] = self._root(full)

    def _slashed(self, place: int, ending: dict[int, int]) -> int:
        """The name before a slash, of the same class or none: "X/Twitter"; -1 where there is none."""
        parse, phrase = self.parse, self.phrases[place]
        slash = phrase.start - 1
        if slash < 1 or parse.words[slash] != "/" or phrase.cls not in _RENAMED:
            return -1
        attached = parse.ends[slash - 1] == parse.begins[slash] and parse.ends[slash] == parse.begins[phrase.start]
        other = ending.get(slash, -1)
        return other if attached and other >= 0 and self.phrases[other].cls in (phrase.cls, "Topic") else -1

    def _is_foreign_acronym(self, place: int, full: int, length: int) -> bool:
        """Whether what stands in brackets after a body's long name is its acronym in another language."""
        word = self.parse.words[self.phrases[place].start]
        if (
            length < _LONG
            or self.phrases[full].cls not in ORGANIZATIONS | {"Facility"}
            or not (word.isupper() and word.isalpha())
        ):
            return False
        return len(word) in _ACRONYM and class_of_known(word) not in PLACES

    def _root(self, place: int) -> int:
        while self.group_of[place] != place:
            place = self.group_of[place]
        return place

    def _key(self, place: int) -> tuple[str, ...]:
        phrase = self.phrases[place]
        words = self.parse.words[phrase.start : phrase.end]
        text = " ".join(words)
        if phrase.cls in ("Country", "Region", "City"):
            text = self._written(text)
            country = self._country(text, phrase.cls)
            if country or phrase.cls != "Country":
                return ("=", country or text)
        if phrase.cls == "People" and (nation := self._nation(phrase, text)):
            return ("=", nation)
        if phrase.cls == "PoliticalParty" and text.lower() in self.parties:
            return tuple(self.parties[text.lower()].split())
        lowers = [w.lower().replace(".", "") or w for w in words if w not in ("'s", "’s", '"', "“", "”")]
        lowers = _hyphenate(lowers, person=phrase.cls == "Person")
        if phrase.cls == "Person" and len(lowers) > 1 and words[-1].lower() in _SUFFIXES:
            lowers.pop()
        if lowers and lowers[0] == "the":
            lowers = lowers[1:]
        if len(lowers) > 1 and phrase.cls != "Person":
            full = self._place_name(words[0])
            if full:  # "US Navy" is "United States Navy", "LA Fire Department" that of Los Angeles
                lowers[:1] = full.lower().split()
        return tuple(_unturned(lowers)) or (text,)

    def _nation(self, phrase: Phrase, text: str) -> str:
        """The country that its people together stand for: "the Israelis", not "three Israelis" or "Israelis"."""
        if not phrase.start or self.parse.lowers[phrase.start - 1] != "the":
            return ""
        plural = text.endswith(("s", "ese", "ish", "ch"))
        return self.places.demonyms.get(text.removesuffix("s"), "") if plural else ""

    def _written(self, text: str) -> str:
        """The name of a place as it is written within a sentence: "HELSINKI" as Helsinki, "East L.A." whole."""
        if text.isupper() and (len(text) > _CAPITALS or text.title() in self.written):
            text = text.title()
        if "." not in text:
            return text
        return " ".join(self.places.abbreviated.get(w, w) if "." in w else w for w in text.split())

    def _country(self, text: str, cls: str) -> str:
        """What news calls a country or abbreviated place by, "" where the name is its own."""
        places = self.places
        known = places.countries.get(text) or places.demonyms.get(text) or places.abbreviated.get(text) or ""
        if not known and cls == "Country":
            return places.capitals.get(text, "")  # "Athens recalled its envoy"
        return known

    def _place_name(self, word: str) -> str:
        """The full name of a place that a word abbreviates, else ""."""
        if not word.isupper():
            return ""
        return self.places.countries.get(word) or self.places.abbreviated.get(word) or ""

    def _home(self, key: tuple[str, ...], place: int, first: int) -> int:
        """The phrase that a name joins: of its own key, else of a longer name."""
        if key[0] == "=":
            return first
        phrase = self.phrases[place]
        longer = self._person(key, place) if phrase.cls == "Person" else self._body(key, phrase)
        if longer and phrase.cls == "Person" and self._comes_first(phrase, self.phrases[self.first[longer]]):
            return first
        return self.first[longer] if longer else first

    def _comes_first(self, phrase: Phrase, full: Phrase) -> bool:
        """Whether a surname stands in the sentence of the full name and before it: "Moss is married to Jane Moss"."""
        sentence_of = self.parse.sentence_of
        return phrase.start < full.start and sentence_of[phrase.start] == sentence_of[full.start]

    def _enter(self, key: tuple[str, ...], place: int) -> None:
        self.first[key] = place
        if key[0] == "=":
            return
        if self.phrases[place].cls == "Person":
            if len(key) > 1:
                self.surnames.setdefault(key[-1], []).append(key)
                for letters in _less_a_letter(key[-1]) if len(key[-1]) >= _SLIP else ():
                    self.slips.setdefault(letters, []).append(key)
                self.given.setdefault(key[0], []).append(key)
                father = key[-1].split("-")[0] if "-" in key[-1] else key[-2] if len(key) > 2 else ""
                if father:
                    self.fathers.setdefault(father, []).append(key)
            return
        if len(key) > 1:
            if self.phrases[place].cls == "GovernmentAgency":
                self.bodies.append(key)
            self.starts.setdefault(key[0], []).append(key)
            self.ends.setdefault(key[-1], []).append(key)
            phrase = self.phrases[place]
            words = self.parse.words[phrase.start : phrase.end]
            for kept in (words, [w for w in words if w.lower() not in _SMALL]):
                letters = "".join(_initial(w) for w in kept if w[0].isalpha()).lower()
                self.initials.setdefault(letters, []).append(key)
            if words[-1][0].isdigit() and len(words) > 2:  # "IE6", "PS5"
                self.initials.setdefault(f"{letters}{words[-1].lower()}", []).append(key)

    def _person(self, key: tuple[str, ...], place: int) -> tuple[str, ...] | None:
        """A longer name of the same person: "Ann B. Lee" for "Ann Lee", "Lee", "Ann"."""
        known = self.surnames.get(key[-1], [])
        if len(key) > 1:
            for other in known:
                if other[0] == key[0] or (len(key[0]) == 1 and other[0][0] == key[0]) or other[0][:1] == key[0]:
                    return other
                if other[-len(key) :] == key:
                    return other  # "van der Eycken", "Jorge Luis Pardo" for "Luis Pardo"
            return self._misspelt(key)
        candidates = known or self.given.get(key[0], []) or self.fathers.get(key[0], [])
        if len(candidates) < 2:
            return candidates[0] if candidates else self._misspelt(key)
        before = [other for other in candidates if self.first[other] <= place]
        return max(before, key=lambda other: self.first[other]) if before else candidates[0]

    def _misspelt(self, key: tuple[str, ...]) -> tuple[str, ...] | None:
        """The one name that a person's name seems to be a slip for: "Romanzko" for "Jan Romazko"."""
        near = {other for letters in _less_a_letter(key[-1]) for other in self.slips.get(letters, ())}
        like = [other for other in near if _is_slip(key, other)]
        return like[0] if len(like) == 1 else None

    def _body(self, key: tuple[str, ...], phrase: Phrase) -> tuple[str, ...] | None:
        """A longer name of the same body, place or thing."""
        text = "".join(key)
        spelled = {k for k in self.initials.get(text, []) if len(key) == 1 and len(text) > 1}
        spelled -= {k for k in spelled if k[-1][0].isdigit() and k[:-1] in spelled}  # the product, not its versions
        if len(spelled) == 1:
            return spelled.pop()
        known = class_of_known(self.parse.words_of(phrase.start, phrase.end))
        if known in PLACES and known != phrase.cls:
            return None
        starts = {k for k in self.starts.get(key[0], []) if k[: len(key)] == key and self._fits(phrase, k, opens=True)}
        if len(starts) == 1:
            return starts.pop()
        if phrase.cls == "GovernmentAgency" and len(key) == 1 and not starts:
            inside = [k for k in self.bodies if key[0] in k[1:-1]]  # "the Treasury" of "US Treasury Department"
            if len(inside) == 1:
                return inside[0]
        ends = {k for k in self.ends.get(key[-1], []) if k[-len(key) :] == key and self._fits(phrase, k, opens=False)}
        return ends.pop() if len(ends) == 1 and not starts else None

    def _fits(self, phrase: Phrase, longer: tuple[str, ...], *, opens: bool) -> bool:
        """Whether a name may be short for a longer one that opens or ends with it."""
        other = self.phrases[self.first[longer]].cls
        if other == phrase.cls and other not in ("Country", "Region", "City", "Topic", "Award", "Event"):
            return True
        text = self.parse.words_of(phrase.start, phrase.end)
        if class_of_known(text) in ("Country", "Region", "City", "Product") or phrase.cls in (
            "Country",
            "Region",
            "People",
        ):
            return False
        if opens:
            return phrase.cls in _WEAK and other in (ORGANIZATIONS | PLACES) - {"Country", "Region", "City"}
        if other == "Product" and load_openings().get(longer[0]) == "Product":
            return phrase.cls in _WEAK  # "the Halberd" for "USS Halberd"
        return phrase.cls in ("Organization", "Topic") and other in ORGANIZATIONS
