"""Names as resolution compares them: one form for all spellings of a name, and its parts.

A form is in ASCII letters and lower case (`anyascii` transliterates), without punctuation, titles, a company's legal
form, the day and page of an issue or a leading article, with initials drawn together ("U. S." is "us") and a country at
its beginning by its usual name. Two names of one form are one name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from anyascii import anyascii
from nicknames import NickNamer
from rapidfuzz.distance import OSA, JaroWinkler

from kg.text.lexicon.names import ENDINGS, FIRST_NAMES
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import table, words
from kg.text.lexicon.titles import BEFORE_NAMES, COURTESY

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEGAL = words("words/resolve", "legal_forms")
_SHORTENED = table("words/resolve")["shortened"]
_BODIES = words("words/resolve", "bodies")
_LEGAL_BEFORE = words("words/resolve", "legal_forms_before")
SMALL: Final = words("words/resolve", "small")
"""Words that do not distinguish two names."""
_IDLE = words("words/resolve", "idle")
_IDLE_FROM = 2
"""A name of more words than so many may do without the idle ones."""
COMMON: Final = words("words/common")
"""Words of the dictionary."""
_LOCAL = words("words/resolve", "local")
_NATIONAL = words("words/resolve", "national")
_WORLD = words("words/resolve", "world")
_OF_COUNTRIES = words("words/resolve", "of_countries")
_PLAIN = COMMON | _OF_COUNTRIES
_OF_LEADERS = words("words/resolve", "of_leaders")
_SOLE = {tuple(sorted(set(name.split("_")) - SMALL)) for name in words("words/resolve", "sole")}
_GENERATIONS = {word.rstrip(".") for word in words("words/names/parts", "generations")}
_NUMERALS = {numeral.lower(): place for place, numeral in enumerate(table("words/names/parts")["numerals"].split(), 2)}
_MARKS = re.compile(r"['’`´]s\b|[.'’`´\"“”]")
_INITIALS = re.compile(r"\b((?:[^\W\d_]\. ?)+)(?=[^\w.]|\b|$)")
_WEB = re.compile(r"(?<=\w) ?\. ?(?:com|org|net)\b", re.IGNORECASE)
_ISSUE = re.compile(r" \d{1,2}/\d{1,2}/\d{4}(?: page ?\d+)?$", re.IGNORECASE)
_UNCLOSED = re.compile(r"(?<=\w)\s*\([^()]*$")
"""What stands after a bracket that nothing closes: "Tom Hale (left"."""
_ARTICLE = re.compile(r"^\W*(?:the|an?)\s+(?=\w)", re.IGNORECASE)
_OTHER = re.compile(r"[^a-z0-9]+")
_SOUNDS = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        (r"(.)\1+", r"\1"), (r"^(?:kn|gn)", "n"), (r"^wr", "r"), (r"^x", "s"), (r"x", "ks"), (r"mb$", "m"),
        (r"gh(?=t)", ""), (r"tch|tsch|tsh|sch|sh|zh|ch|cz", "C"), (r"ph|v|w$", "f"),
        (r"ck|kh|gh|c(?![eiy])|q|g|k", "k"), (r"th|dh|d", "t"), (r"z|c", "s"), (r"b", "p"), (r"^j", "y"),
        (r"(?<!^)[aeiouyhwj]", ""), (r"^[aeiou]", "a"), (r"C", "c"),
    )
)  # fmt: skip
"""Spellings of consonants and what stands for them, in the order in which they are replaced."""
_OF_CHINA = re.compile(table("words/resolve")["syllables"])
"""A syllable or two, as given names of China are."""
_SHORTEST, _LONGEST = 5, 40
"""How many letters a word has that may be a misspelling or transliteration of a second: a longer one is no name, and
its keys would take memory by the square of its length.
"""

_LED, _BODY = 2, 3
"""So many words that tell it have the name of a body after its leader, and of one that others have too, at most."""
_UNLIKE, _ALIKE = 3, 0.75
"""By how many letters two words differ that are one name only if they sound alike, by as many consonants, and are so
much alike (Jaro and Winkler): "Gaddafi" and "Khadafi", not "Fallon" and "Flynn".
"""


class Form(NamedTuple):
    """A name as it is compared: its words joined, the words, and what tells a son from his father ("jr")."""

    text: str
    words: tuple[str, ...]
    generation: str = ""

    @property
    def letters(self) -> str:
        """The words without spaces, a Roman numeral at their end as a number: "shenzhou11" for "Shenzhou XI"."""
        last = _NUMERALS.get(self.words[-1], 0) if len(self.words) > 1 else 0
        return "".join((*self.words[:-1], str(last)) if last else self.words)

    @property
    def digits(self) -> frozenset[str]:
        """The words that are numbers, or hold one."""
        return frozenset(word for word in self.words if not word.isalpha())


@lru_cache(maxsize=1 << 17)
def form_of(name: str) -> Form:
    """The form of a name; of one that is nothing but marks, the name itself.

    >>> form_of("U. S. Geological Survey").text == form_of("United States Geological Survey").text
    True
    >>> form_of("the Syrian army").text, form_of("US government") == form_of("American government")
    ('syria army', True)
    >>> form_of("Łódź Works GmbH").text, form_of("J. K. Rowling").text, form_of("Tom Hale Jr.")
    ('lodz works', 'jk rowling', Form(text='tom hale', words=('tom', 'hale'), generation='jr'))
    """
    bare = _without_titles(_WEB.sub("", _ARTICLE.sub("", _UNCLOSED.sub("", _ISSUE.sub("", name)))))
    plain = _INITIALS.sub(lambda found: found[1].replace(".", "").replace(" ", "") + " ", f"{anyascii(bare)} ")
    letters = _OTHER.sub(" ", _MARKS.sub("", plain.casefold().replace("&", " and "))).split()
    letters = [_SHORTENED.get(word, word) for word in _country_first(bare.split(), letters)]
    generation = ""
    if len(letters) > 2 and letters[-1] in _GENERATIONS and (letters[-1] in ("jr", "sr") or letters[0] in FIRST_NAMES):
        generation = letters.pop()
    while len(letters) > 1 and letters[-1] in _LEGAL:
        del letters[-1]
    while len(letters) > 1 and letters[0] in _LEGAL_BEFORE:
        del letters[0]
    text = " ".join(letters) or name
    return Form(text, tuple(text.split()), generation)


def _without_titles(name: str) -> str:
    """A name of several words without the titles and courtesies before it."""
    parts = name.split()
    while len(parts) > 1 and (
        parts[0].casefold() in COURTESY or (len(parts) > 2 and parts[0].casefold() in BEFORE_NAMES)
    ):
        del parts[0]
    return " ".join(parts)


@cache
def _countries() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The usual name of each country, as words, by its other names that cannot be anything else before a name."""
    found = {}
    for usual, others in table("words/places")["aliases"].items():
        for other in [usual, *others]:
            plain = _OTHER.sub(" ", other.replace(".", "").casefold()).split()
            if other.isupper() or len(plain) > 1:
                found[tuple(plain)] = tuple(usual.casefold().split())
    return found


def _country_first(given: Sequence[str], letters: list[str]) -> list[str]:
    """The words of a name whose country, where it begins with one, has its usual name: "British army" too."""
    known = _countries()
    for length in range(min(4, len(letters)), 0, -1):
        usual = known.get(tuple(letters[:length]))
        if usual is not None and (length > 1 or given[0][:2].isupper() or "." in given[0]):
            return [*usual, *letters[length:]]
    if len(letters) > 1 and letters[-1] in _BODIES:
        return [*_nations().get(letters[0], letters[0]).casefold().split(), *letters[1:]]
    return letters


@lru_cache(maxsize=1 << 16)
def acronyms(form: Form) -> frozenset[str]:
    """The acronyms that the words of a name make, small words counted or not.

    >>> sorted(acronyms(form_of("Bank of England"))), sorted(acronyms(form_of("Internet Explorer 6")))
    (['be', 'boe'], ['ie', 'ie6'])
    """
    plain = [word for word in form.words if word[0].isalpha()]
    version = form.words[-1] if len(form.words) > 2 and form.words[-1][0].isdigit() else ""
    whole = "".join(word[0] for word in plain)
    large = "".join(word[0] for word in plain if word not in SMALL)
    found = {whole, large, *({large + version} if version else ())}
    return frozenset(each for each in found if len(each) > 1)


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=1 << 14)
def given_names(name: str) -> frozenset[str]:
    """A given name with the names that it is short for, and its short names.

    >>> "katherine" in given_names("kate"), "bill" in given_names("william")
    (True, True)
    """
    names = _nicknames()
    return frozenset({name, *names.nicknames_of(name), *names.canonicals_of(name)})


@cache
def _nations() -> dict[str, str]:
    """The usual name of each country by the forms of its names and of the words for its people."""
    places = table("words/places")
    named = [
        (usual, name)
        for key in ("demonyms", "aliases")
        for usual in places[key]
        for name in (usual, *places[key][usual])
    ]
    return {form_of(name).text: usual for usual, name in named}


def is_nation(form: str) -> bool:
    """Whether a form is the name of a country or of its people: "norway", "norwegian"."""
    return form in _nations()


def nation_named(name: str) -> str:
    """The country that is called so, or whose people are, "" for none."""
    return _nations().get(form_of(name).text, "")


@lru_cache(maxsize=1 << 16)
def nation_of(form: Form) -> str:
    """The country that a longer name begins with, "" where it begins with none.

    >>> nation_of(form_of("Israeli Supreme Court")), nation_of(form_of("US Navy")), nation_of(form_of("Israel"))
    ('Israel', 'United States', '')
    """
    return _nations().get(" ".join(form.words[: len(form.words) - len(own_words(form))]), "")


def telling_words(words: Sequence[str]) -> list[str]:
    """The words that tell a name from others, in their order.

    >>> telling_words(["ministry", "of", "foreign", "affairs"]), telling_words(["foreign", "affairs"])
    (['ministry', 'foreign'], ['foreign', 'affairs'])
    """
    idle = _IDLE if len(words) > _IDLE_FROM else frozenset()
    return [word for word in words if word not in SMALL and word not in idle]


@lru_cache(maxsize=1 << 16)
def own_words(form: Form) -> tuple[str, ...]:
    """The words of a longer name behind the country that it begins with, all where it begins with none.

    >>> own_words(form_of("US Department of State")), own_words(form_of("Israel"))
    (('department', 'of', 'state'), ('israel',))
    """
    words = form.words
    return next(
        (words[length:] for length in range(min(4, len(words) - 1), 0, -1) if is_nation(" ".join(words[:length]))),
        words,
    )


@lru_cache(maxsize=1 << 16)
def level_of(name: Form) -> str:
    """Of a body whose short name is made of common words whether every town has one, or every country; else "".

    >>> [level_of(form_of(name)) for name in ("Police Department", "Ministry of Defense", "White House")]
    ['local', 'national', '']
    """
    telling = [word for word in name.words if word not in SMALL]
    if not 0 < len(telling) <= _BODY or not _PLAIN.issuperset(telling):
        return ""
    headed = len(name.words) > 2 and name.words[0] in ENDINGS and name.words[1] == "of"
    if not headed and name.words[-1] not in ENDINGS and name.words[-1] not in _OF_COUNTRIES:
        return ""
    led = name.words[-1] in _OF_LEADERS and len(telling) <= _LED
    placed = " ".join(name.words[:-1]).title() in load_places().cities  # "Oxford University"
    if led or placed or tuple(sorted(telling)) in _SOLE or not _WORLD.isdisjoint(name.words):
        return ""
    pairs = (" ".join(pair) for pair in pairwise(name.words))
    if any(map(is_nation, (*name.words, *pairs))):
        return ""
    return "local" if not _LOCAL.isdisjoint(name.words) and _NATIONAL.isdisjoint(name.words) else "national"


def is_given_name(word: str) -> bool:
    """Whether people are called so by their first name."""
    return word in FIRST_NAMES


@lru_cache(maxsize=1 << 16)
def phonetic_key(word: str) -> str:
    """The consonants of a word as they sound, so that "gaddafi", "qaddafi" and "khadafi" are near one another.

    >>> [phonetic_key(word) for word in ("katherine", "catherine", "chavez", "phillip", "khadafi", "yeltsin")]
    ['ktrn', 'ktrn', 'cfs', 'flp', 'ktf', 'yltsn']
    """
    for letters, sound in _SOUNDS:
        word = letters.sub(sound, word)
    return word


@lru_cache(maxsize=1 << 16)
def similar_word(one: str, other: str) -> float:
    """Return how like two words of names are, in [0, 1]: 0 if they are too short, or too unlike, to be one misspelt.

    A misspelling seldom changes how a name begins, and one that sounds alike differs by few letters: "Guoqiang" and
    "Baoqiang", "Guanghui" and "Guoyong" are two names each.

    >>> [similar_word("gaddafi", name) > 0 for name in ("qaddafi", "khadafi")]
    [True, True]
    >>> similar_word("fallon", "flynn")
    0.0
    >>> similar_word("guoqiang", "baoqiang"), similar_word("guanghui", "guoyong"), similar_word("shouwen", "shujin")
    (0.0, 0.0, 0.0)
    """
    if one == other:
        return 1.0
    if min(len(one), len(other)) < _SHORTEST or not (one.isalpha() and other.isalpha()):
        return 0.0
    sound, sounds = phonetic_key(one), phonetic_key(other)
    letters = OSA.distance(one, other, score_cutoff=_UNLIKE)
    alike = JaroWinkler.similarity(one, other)
    unlike = letters == _UNLIKE and (sound != sounds or len(sound) < _UNLIKE or alike < _ALIKE)
    return 0.0 if letters > _UNLIKE or unlike or not _begin_alike(sound, sounds) else alike


def similar_name(one: str, other: str) -> float:
    """Return how like two words of persons' names are, as `similar_word` does, but two given names of China are two.

    >>> similar_name("jianmin", "jianqin"), similar_word("guangdong", "guandong") > 0
    (0.0, True)
    >>> similar_name("gideon", "gidion") > 0
    True
    """
    are_two = one != other and _OF_CHINA.fullmatch(one) and _OF_CHINA.fullmatch(other)
    return 0.0 if are_two else similar_word(one, other)


def _begin_alike(sound: str, sounds: str) -> bool:
    """Whether two names begin alike as they sound: "Yeltsin" may be written "Eltsin"."""
    return sound[:1] == sounds[:1] or {sound[:1], sounds[:1]} <= {"a", "y", ""}


def spelling_keys(word: str) -> frozenset[str]:
    """Keys of which a word shares one with its misspellings: itself, without one letter each, and its sound."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return frozenset()
    return frozenset({*(word[:at] + word[at + 1 :] for at in range(len(word))), word, f"~{phonetic_key(word)}"})
