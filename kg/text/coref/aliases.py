"""Names of one document that mean the same: full and short names, acronyms, abbreviations, spellings."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.text.coref.clusters import only
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import FIRST_NAMES, OPENINGS, PARTIES
from kg.text.lexicon.nouns import NOUN_CLASSES, ORGANIZATIONS, PLACES
from kg.text.lexicon.places import is_nation, load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import BEFORE_NAMES, GENDER, KINSHIP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.text.model import Parse, Phrase

_SMALL: Final = words("words/coref/names", "small")
_DYING: Final = words("words/coref/pronouns", "dying") | words("words/coref/pronouns", "of_the_dead")
"""How many letters a word has at least that may be a slip for another."""


def acronyms(name: Sequence[str]) -> set[str]:
    """The acronyms in lower case that the words of a name make, small words counted or not, its version behind them.

    >>> sorted(acronyms(["Bank", "of", "England"])), sorted(acronyms(["Internet", "Explorer", "6"]))
    (['be', 'boe'], ['ie', 'ie6'])
    """
    plain = ((word, word.replace(".", "")) for word in name if word[0].isalpha())  # all letters of "U.S." and "US"
    given = [(word, short if len(short) == 2 and short.isupper() else word[0]) for word, short in plain]
    whole = "".join(letters for _, letters in given).lower()
    large = "".join(letters for word, letters in given if word.lower() not in _SMALL).lower()
    version = f"{large}{name[-1].lower()}" if name[-1][0].isdigit() and len(name) > 2 else ""
    return {letters for letters in (whole, large, version) if len(letters) > 1}


def is_abbreviation(short: str, name: Sequence[str]) -> bool:
    """Whether the letters of a short form stand in a name in their order, the first one first.

    The test of Schwartz and Hearst (2003, "A simple algorithm for identifying abbreviation definitions"), forwards.

    >>> is_abbreviation("ICEX", ["Icy", "Moons", "Explorer"]), is_abbreviation("ICEX", ["Moons", "Explorer"])
    (True, False)
    """
    letters, full = "".join(c for c in short if c.isalpha()).lower(), "".join(name).lower()
    if len(name) < 2 or not short[0].isupper() or sum(c.isupper() for c in short) < 2 or letters[0] != full[0]:
        return False
    rest = iter(full)
    return all(letter in rest for letter in letters)


def join_hyphens(name: list[str], *, person: bool) -> list[str]:
    """The words in lower case with those that a hyphen joins in a person's name made one: "okonkwo", "-", "reid".

    The Arabic article goes from a person's name ("al-Atassi" is "Atassi"), its hyphen from others ("al-Qaeda").

    >>> join_hyphens(["farid", "al-attasi"], person=True), join_hyphens(["al", "-", "qaeda"], person=False)
    (['farid', 'attasi'], ['al', 'qaeda'])
    """
    if not person:
        return [name[0], *name[2:]] if name[0] in ("al", "el") and name[1:2] == ["-"] else name
    found: list[str] = []
    for word in name:
        if found and (word == "-" or found[-1].endswith("-")):
            found[-1] += word
        else:
            found.append(word)
    return [word.removeprefix("al-").removeprefix("el-") or word for word in found]


def unturned(name: list[str]) -> list[str]:
    """The words in lower case of "Ministry of Foreign Affairs" as in "Foreign Ministry", after a country's too.

    >>> unturned(["ministry", "of", "the", "interior"])
    ['interior', 'ministry']
    """
    if name[:2] == ["united", "states"]:
        return [*name[:2], *unturned(name[2:])]
    if len(name) < 3 or name[0] not in ("ministry", "department") or name[1] not in ("of", "for"):
        return name
    charge = name[3:] if name[2] == "the" else name[2:]
    return [*(charge[:1] if charge[1:] == ["affairs"] else charge), name[0]]


_SUFFIXES: Final = words("words/names/parts", "generations")
_OF_AGE: Final = words("words/coref/names", "of_age")
_BESIDE: Final = 5
"""Within how many tokens of a name the word stands that introduces it as a relative's."""

_PARTS_OF_PLACES: Final = words("words/coref/names", "parts_of_places")
_BODIES_WITHIN: Final = words("words/coref/names", "bodies_within")
_BELONGING: Final = words("words/function_words", "prepositions", "belonging")
_ENDINGS: Final = tuple(words("words/coref/names", "endings_of_peoples"))
_POSSESSIVE_OR_QUOTE: Final = words("words/function_words", "marks", "possessive") | {'"', "“", "”"}
_LONG: Final = 3
"""How many words an organization's name has that an acronym in brackets after it stands for, whatever its letters."""

_ACRONYM: Final = range(3, 8)
"""How many letters such an acronym has."""

_VOWELS: Final = frozenset("aeiou")
_CAPITALS: Final = 4
"""How many letters the abbreviation of a place may have: "HELSINKI" in a dateline is Helsinki."""

_PARTIES: Final = frozenset(PARTIES.values())
_IN_GAZETTEERS: Final = frozenset({"Country", "Region", "City"})
_GROUPS: Final = frozenset({"ArmedGroup", "PoliticalParty", "Military", "People"})
_BY_ADJECTIVES: Final = _IN_GAZETTEERS | {"GeographicFeature"}
"""Classes of what a text may call by an adjective alone: "the Baltic"."""
_VAGUE: Final = frozenset({"Topic", "Organization", "Place", "City", "Product", "Work", "Event", "Facility"})
"""Classes that a name alone is guessed to have where its full form has a special one."""

_RENAMED: Final = frozenset({"MediaOrganization", "Company", "Product"})
"""What is written with its old name or its maker's after a slash."""

type _Key = tuple[str, ...]
"""The words of a name as they are compared: in lower case, or "=" and the name of a place."""


def _is_respelled(given: str, other: str) -> bool:
    """Return whether given names are alike but for a vowel within: "Kristen", "Kristin", not "Maria", "Mario"."""
    differing = [(a, b) for a, b in zip(given, other, strict=False) if a != b]
    slip = len(differing) == 1 and len(given) == len(other) > _LONG and given[-1] == other[-1]
    return given == other or (slip and _VOWELS.issuperset(differing[0]))


def _is_of_another_kind(name: _Key, longer: _Key) -> bool:
    """Return whether a longer name is another thing's: "Acme Hall Station" is not "Acme Hall"."""
    whole = len(name) > 1 and name[-1] in NOUN_CLASSES and longer[-1] in NOUN_CLASSES
    return longer[len(name)] == "at" or (whole and NOUN_CLASSES[longer[-1]] in ORGANIZATIONS | PLACES)


def _is_part_of(name: _Key, longer: _Key) -> bool:
    """Return whether a longer name is that of a body within what it opens or ends with, or of a party's branch.

    >>> _is_part_of(("fisa",), ("fisa", "executive", "committee")), _is_part_of(("war",), ("war", "department"))
    (True, False)
    >>> _is_part_of(("north", "college"), ("museum", "of", "the", "north", "college"))
    True
    """
    more = longer[: -len(name)] if longer[-len(name) :] == name else longer[len(name) :]
    if longer[: len(name)] == name:
        return len(more) > 1 and more[-1] in _BODIES_WITHIN
    branch = " ".join(name) in _PARTIES and not is_nation(" ".join(more).title())
    owned = len(name) > 1 and (more[-1] in _BELONGING or more[-2:] in {(each, "the") for each in _BELONGING})
    return branch or owned


def name_groups(parse: Parse, phrases: Sequence[Phrase]) -> dict[int, int]:
    """For the place of each name in `phrases`, the place of the first name that means the same."""
    return _Grouper(parse, phrases).group()


class _Grouper:
    """The steps of `name_groups`: the longest names first, each shorter one joins a longer one."""

    def __init__(self, parse: Parse, phrases: Sequence[Phrase]) -> None:
        self.parse = parse
        self.phrases = phrases
        self.places = load_places()
        self.written = frozenset(parse.words)
        self.generations: frozenset[_Key] = frozenset()  # names of which the text has two bearers in one sentence
        self.first: dict[_Key, int] = {}  # key of a name -> the first mention of its group
        self.group_of: dict[int, int] = {}
        self.having: defaultdict[tuple[str, str], list[_Key]] = defaultdict(list)  # what a shorter name has of a longer

    def group(self) -> dict[int, int]:
        named = [mention for mention, phrase in enumerate(self.phrases) if phrase.kind in ("name", "demonym")]
        keys: defaultdict[_Key, list[int]] = defaultdict(list)
        self.generations = self._shared_in_sentence(named)
        for mention in named:
            keys[self._key(mention)].append(mention)
        for key in sorted(keys, key=lambda k: (-len(k), keys[k][0])):
            mentions = keys[key]
            for mention in mentions:
                self.group_of[mention] = self._group_of(key, mention, mentions[0])
            if key not in self.first:
                self._enter(key, mentions[0])
        self._join_places(keys)
        self._join_groups_of_people(keys)
        self._join_definitions(named)
        return {mention: self._root(mention) for mention in named}

    def _shared_in_sentence(self, named: list[int]) -> frozenset[_Key]:
        """The names of a father and his son: with and without "Jr." in one sentence, or "Tarr's son, Ned Tarr Jr."."""
        with_suffix: defaultdict[tuple[int, _Key], set[bool]] = defaultdict(set)
        for phrase in (self.phrases[mention] for mention in named if self.phrases[mention].cls == "Person"):
            lowers = [word.replace(".", "") for word in self.parse.lowers[phrase.start : phrase.end]]
            suffix = self.parse.lowers[phrase.end - 1] in _SUFFIXES
            found = with_suffix[self.parse.sentence_of[phrase.head], tuple(lowers[: len(lowers) - suffix])]
            found |= {suffix, False} if self._is_relative(phrase) else {suffix}
        return frozenset(key for (_, key), found in with_suffix.items() if len(found) > 1)

    def _root(self, mention: int) -> int:
        while self.group_of[mention] != mention:
            mention = self.group_of[mention]
        return mention

    def _join(self, mention: int, other: int) -> None:
        self.group_of[self._root(mention)] = self._root(other)

    def _join_places(self, keys: Iterable[_Key]) -> None:
        """Join the names of places with those that say what they are: "Kish" and "Kish Island", "Gaza Strip"."""
        for key in keys:
            if key[0] != "=" or key not in self.first:
                continue
            place, parts = self.first[key], _PARTS_OF_PLACES
            if self.phrases[place].cls == "City" and key[1] not in self.places.countries:
                parts |= {"City"}
            for longer in (f"{key[1]} {part}" for part in sorted(parts)):
                for other in (("=", longer), tuple(longer.lower().split())):
                    if other in self.first:
                        self._join(self.first[other], place)

    def _join_groups_of_people(self, keys: dict[_Key, list[int]]) -> None:
        """Join a modifier with the plural for a group: "Houthi fighters", "the Houthis"."""
        parse = self.parse
        for key, mentions in keys.items():
            many = self.first.get((f"{key[0]}s",), -1) if len(key) == 1 else -1
            if many < 0 or self._root(mentions[0]) != mentions[0] or self.phrases[many].cls not in _GROUPS:
                continue
            names = [self.phrases[mention] for mention in mentions]
            modifiers = [n for n in names if parse.deps[n.head] in ("amod", "compound", "nmod")]
            if modifiers == names and all(n.cls in _GROUPS and parse.heads[n.head] >= n.end for n in names):
                self._join(mentions[0], many)

    def _join_definitions(self, named: list[int]) -> None:
        """Join the other names that a text gives in brackets or after a slash: "Icy Moons Explorer (ICEX)"."""
        parse, ending = self.parse, {self.phrases[mention].end: mention for mention in named}
        for mention in named:
            other = self._before_slash(mention, ending)
            if other >= 0:
                self._join(other, mention)
            start, end = self.phrases[mention].start, self.phrases[mention].end
            full = ending.get(start - 1, -1)
            if full < 0 or end == len(parse) or parse.words[start - 1] != "(" or parse.words[end] != ")":
                continue
            translated = self.phrases[full].cls == self.phrases[mention].cls == "Facility"
            if self._is_short_form(mention, full) if end - start == 1 else translated:
                self._join(mention, full)  # "Hagia Sophia (Great Church)"

    def _before_slash(self, mention: int, ending: dict[int, int]) -> int:
        """The name before a slash, of the same class or none: "X/Twitter"; -1 where there is none."""
        parse, phrase = self.parse, self.phrases[mention]
        slash = phrase.start - 1
        if slash < 1 or parse.words[slash] != "/" or phrase.cls not in _RENAMED:
            return -1
        attached = parse.ends[slash - 1] == parse.begins[slash] and parse.ends[slash] == parse.begins[phrase.start]
        other = ending.get(slash, -1)
        return other if attached and other >= 0 and self.phrases[other].cls in (phrase.cls, "Topic") else -1

    def _is_short_form(self, mention: int, full: int) -> bool:
        """Whether a word in brackets abbreviates the name before it, or a long one in another language."""
        word, phrase = self.parse.words[self.phrases[mention].start], self.phrases[full]
        name = self.parse.words[phrase.start : phrase.end]
        if is_abbreviation(word, name):
            return True
        if len(name) < _LONG or not (phrase.cls in ORGANIZATIONS or phrase.cls == "Facility"):
            return False
        acronym = word.isupper() and word.isalpha() and len(word) in _ACRONYM
        return acronym and class_of_known(word) not in PLACES

    def _key(self, mention: int) -> _Key:
        phrase = self.phrases[mention]
        name = self.parse.words[phrase.start : phrase.end]
        text, person = " ".join(name), phrase.cls == "Person"
        if phrase.cls in _IN_GAZETTEERS:
            text, country = self._place(text, phrase.cls)
            if country or phrase.cls != "Country":
                return ("=", country or text)
        if phrase.cls == "People" and (nation := self._nation(phrase, text)):
            return ("=", nation)
        if phrase.cls == "PoliticalParty" and text.lower() in PARTIES:
            return tuple(PARTIES[text.lower()].split())
        lowers = [w.lower().replace(".", "") or w for w in name if w not in _POSSESSIVE_OR_QUOTE]
        lowers = join_hyphens(lowers, person=person)
        if person and len(lowers) > 1 and name[-1].lower() in _SUFFIXES and tuple(lowers[:-1]) not in self.generations:
            lowers.pop()
        if lowers and lowers[0] == "the":
            lowers = lowers[1:]
        if len(lowers) > 1 and not person and name[0].isupper():
            full = self.places.countries.get(name[0]) or self.places.abbreviated.get(name[0])
            if full:  # "US Navy" is "United States Navy", "LA Fire Department" that of Los Angeles
                lowers[:1] = full.lower().split()
        return tuple(unturned(lowers)) or (text,)

    def _nation(self, phrase: Phrase, text: str) -> str:
        """The country that its people together stand for: "the Israelis", not "three Israelis" or "Israelis"."""
        all_of_them = self.parse.lower_at(phrase.start - 1) == "the" and text.endswith(_ENDINGS)
        return self.places.demonyms.get(text.removesuffix("s"), "") if all_of_them else ""

    def _place(self, text: str, cls: str) -> tuple[str, str]:
        """The name of a place as it is written within a sentence, and what news calls it by, "" where that is its own.

        "HELSINKI" is Helsinki, "East L.A." East Los Angeles, the U.S. the United States.
        """
        places = self.places
        if text.isupper() and (len(text) > _CAPITALS or text.title() in self.written):
            text = text.title()
        if "." in text:
            text = " ".join(places.abbreviated.get(w, w) if "." in w else w for w in text.split())
        known = places.countries.get(text) or places.demonyms.get(text) or places.abbreviated.get(text) or ""
        if not known and cls == "Country":
            return text, places.capitals.get(text, "")  # "Athens recalled its envoy"
        return text, known

    def _group_of(self, key: _Key, mention: int, first: int) -> int:
        """The first mention of the group that a name joins: of its own key, else of a longer name."""
        if key[0] == "=":
            return first
        phrase, sentence_of = self.phrases[mention], self.parse.sentence_of
        longer = self._longer_person(key, mention) if phrase.cls == "Person" else self._longer_name(key, phrase)
        full = self.phrases[self.first.get(longer or key, first)]
        before = phrase.start < full.start and sentence_of[phrase.start] == sentence_of[full.start]
        if longer is None:
            return mention
        tail = self.parse.words[full.start : full.end][len(key) :] if longer[: len(key)] == key else ()
        town = all(map(str.istitle, tail)) and any(class_of_known(word) in _IN_GAZETTEERS for word in tail)
        if town and self.phrases[first].start < full.start and phrase.cls == full.cls == "Company":
            return first  # "Acme … Acme Lisbon Ltd"
        if before and not (phrase.cls != "Person" and "".join(key) in acronyms(longer or ())):
            return first  # "Moss is married to Jane Moss"; "Acme said the Acme Foundation had no debts"
        return self.first.get(longer, first)

    def _enter(self, key: _Key, mention: int) -> None:
        """Note a name by whatever a shorter one may have of it."""
        self.first[key] = mention
        phrase = self.phrases[mention]
        if key[0] == "=" or len(key) == 1:
            return
        if phrase.cls == "Person":  # the first of two surnames too: "Quispe Rivas"
            last = key[:-1] if key[-1] in _SUFFIXES else key
            father = last[-1].split("-")[0] if "-" in last[-1] else last[-2] if len(last) > 2 else ""
            parts = [("surname", last[-1]), ("first name", key[0]), *([("father", father)] if father else [])]
        else:
            parts = [("start", key[0]), ("end", key[-1])]
            parts += [("acronym", letters) for letters in acronyms(self.parse.words[phrase.start : phrase.end])]
            parts += [("inside", word) for word in set(key[1:-1]) if phrase.cls == "GovernmentAgency"]
        for part in parts:
            self.having[part].append(key)

    def _longer_person(self, key: _Key, mention: int) -> _Key | None:
        """A longer name of the same person: "Ann B. Lee" for "Ann Lee", "Lee", "Ann"; None where several have it."""
        known = self.having["surname", key[-1]]
        if len(key) > 1:
            for other in (k for k in known if k[-1] not in _SUFFIXES or key[-1] in _SUFFIXES):
                if other[0][:1] == key[0] or _is_respelled(key[0], other[0]):
                    return other
                if other[-len(key) :] == key:
                    return other  # "van der Eycken", "Jorge Luis Pardo" for "Luis Pardo"
            return ()
        candidates = known or self.having["first name", key[0]] or self.having["father", key[0]]
        before = [k for k in candidates if (first := self.first[k]) <= mention and self._root(first) == first]
        return self._bearer(mention, before) if len(before) > 1 else (before or candidates or [()])[0]

    def _bearer(self, mention: int, bearers: list[_Key]) -> _Key | None:
        """The one of several persons introduced before whom a surname alone means, None where it may be any of them.

        It is the one with the same title ("General Ndiaye"), else the one whom the text does not introduce as another's
        relative ("his brother Tom Keller").
        """
        start = self.phrases[mention].start
        title, names = self.parse.lower_at(start - 1), {other: self.phrases[self.first[other]] for other in bearers}
        if title in _OF_AGE or len({other[0] for other in bearers}) < len(bearers):
            return None  # "the elder Langdon"; "Langdon" beside a Peter Langdon and a Peter Langdon Jr.
        titled = [other for other, name in names.items() if title == self.parse.lower_at(name.start - 1)]
        gender = GENDER.get(title, "")
        called = titled if title in BEFORE_NAMES else [o for o in bearers if FIRST_NAMES.get(o[0], gender) == gender]
        bearers = (called if gender or title in BEFORE_NAMES else ()) or bearers
        own = [other for other in bearers if not self._is_relative(names[other])]
        if len(bearers) > 1 == len(own) and self._is_dead(names[own[0]]):  # then a relative named last may be meant
            last = max(names.values(), key=lambda name: name.start)
            sentences = self.parse.sentence_of[last.start], self.parse.sentence_of[start]
            return own[0] if last == names[own[0]] or sentences[0] == sentences[1] else None
        return only(own if len(bearers) > 1 else bearers, None)

    def _is_dead(self, name: Phrase) -> bool:
        """Return whether the sentence of a name tells of a death, or calls it a victim's."""
        sentence = self.parse.sentences[self.parse.sentence_of[name.start]]
        return not _DYING.isdisjoint(self.parse.lemmas[slice(*sentence)])

    def _is_relative(self, name: Phrase) -> bool:
        """Return whether a name stands beside a word for a relative: "his wife, Ann Lee", "Ann Lee, his wife"."""
        parse, (first, last) = self.parse, self.parse.sentences[self.parse.sentence_of[name.head]]
        for token in range(name.start - 1, max(first, name.start - _BESIDE) - 1, -1):
            if parse.lemmas[token].lower() in KINSHIP or parse.lowers[token] == "married":
                return True
            if parse.pos[token] in ("VERB", "AUX") or parse.words[token] in _POSSESSIVE_OR_QUOTE:
                break
        behind = range(name.end + 1, min(last, name.end + _BESIDE)) if parse.lower_at(name.end) == "," else ()
        return any(parse.lemmas[token].lower() in KINSHIP and parse.pos[token] == "NOUN" for token in behind)

    def _longer_name(self, key: _Key, phrase: Phrase) -> _Key:
        """A longer name of the same organization, place or other entity that is no person."""
        text = "".join(key)
        spelled = set(self.having["acronym", text] if len(key) == 1 else ())
        spelled -= {k for k in spelled if k[-1][0].isdigit() and k[:-1] in spelled}  # the product, not its versions
        known = class_of_known(self.parse.words_of(phrase.start, phrase.end))
        if known in ORGANIZATIONS:  # "the EU" beside an Elm University
            spelled = {k for k in spelled if self.phrases[self.first[k]].cls in {known} | _VAGUE}
        if found := only(spelled, ()):
            return found
        adjective = len(key) == 1 and self.parse.pos[phrase.head] == "ADJ" and key[0] not in PARTIES
        if (adjective and phrase.cls not in _BY_ADJECTIVES) or (known in PLACES and known != phrase.cls):
            return ()
        starts = {k for k in self.having["start", key[0]] if k[: len(key)] == key and self._fits(phrase, k, opens=True)}
        starts = {k for k in starts if not _is_of_another_kind(key, k) and not _is_part_of(key, k)}
        agency = phrase.cls == "GovernmentAgency" and len(key) == 1 and not starts
        inside = self.having["inside", key[0]] if agency else ()  # "the Treasury" of "US Treasury Department"
        if found := only(starts, ()) or only(inside, ()):
            return found
        ends = {k for k in self.having["end", key[-1]] if k[-len(key) :] == key and self._fits(phrase, k, opens=False)}
        ends = {k for k in ends if not _is_part_of(key, k)}
        return () if starts else only(ends, ())

    def _fits(self, phrase: Phrase, longer: _Key, *, opens: bool) -> bool:
        """Whether a name may be short for a longer one that opens or ends with it."""
        other = self.phrases[self.first[longer]].cls
        if other == phrase.cls and other not in _IN_GAZETTEERS | {"Topic", "Award", "Event"}:
            return True
        known = class_of_known(self.parse.words_of(phrase.start, phrase.end))
        if known in _IN_GAZETTEERS | {"Product"} or phrase.cls in ("Country", "Region", "People"):
            return False
        if opens:
            return phrase.cls in _VAGUE and other in (ORGANIZATIONS | PLACES) - _IN_GAZETTEERS
        if other == "Product" and OPENINGS.get(longer[0]) == "Product":
            return phrase.cls in _VAGUE  # "the Halberd" for "USS Halberd"
        return phrase.cls in ("Organization", "Topic") and other in ORGANIZATIONS
