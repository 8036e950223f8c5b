"""Where only the name of a place stands, whatever the language model takes it for: "north of X", "the X area"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import PLACES, class_of_known, class_of_noun
from kg.text.lexicon.words import load_frames, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.text.model import Parse
    from kg.text.ner.candidates import Candidate
    from kg.text.ner.typing.evidence import Votes

__all__ = ["is_placed", "place_around", "place_listed"]

_LISTS: Final = word_lists("words/ner/places")
_SIDES: Final = _LISTS["sides_of"]
_LOCATIVE: Final = _LISTS["place_prepositions"] | {"between"}
_JOINING: Final = frozenset({",", "and", "or", "&"})
_HAPPENING: Final = PLACES | {"Attack", "Conflict", "Disaster"}
"""What is at a place rather than at a body."""
_LISTED: Final = 3
"""How many names are a list that tells what all of them are of two that are well known."""
_TRACT: Final = 3
"""How many nouns may follow a name that modifies them: "the X mountain cave complex"."""
_DISTANCE: Final = 6
"""How many tokens may say how far a place is of another: "X, some 30 kilometres north of"."""


def place_around(parse: Parse, start: int, end: int) -> str:
    """The class of a place where only its name stands: "north of X", "nearby X", "Ann Lee, 38, of X", "the X area"."""
    before = parse.lowers[start - 1] if start else ""
    near = before == "nearby" and parse.heads[start - 1] in range(start, end)
    side = before == "of" and start > 1 and parse.lowers[start - 2] in _SIDES
    if near or side or _is_sided(parse, end) or (before in ("of", "from") and _is_after_age(parse, start - 1)):
        return "City"
    return _class_of_tract(parse, start, end)


def is_placed(parse: Parse, start: int, head: int) -> bool:
    """Whether a name with a head stands where hardly a person does: "a fire at X", "residents of X", "fled to X"."""
    above = parse.heads[head]
    if parse.deps[head] != "pobj" or above != start - 1:
        return False
    word, governor = parse.lowers[above], parse.lemmas[parse.heads[above]].lower()
    if word == "of":
        return load_frames().get(("of", governor)) == "Place"
    if word == "at":
        return parse.pos[parse.heads[above]] == "NOUN" and class_of_noun(governor) in _HAPPENING
    return word == "towards" or (word == "to" and governor in _LISTS["travelling"])


def _class_of_tract(parse: Parse, start: int, end: int) -> str:
    """What a noun after a name says of it as a place: "the X area", "the X mountain complex", "its X plant"."""
    last = min(end + _TRACT, len(parse))
    after = next((token for token in range(end, last) if parse.pos[token] != "NOUN"), last)
    noun = after - 1
    if noun < end or not start <= parse.heads[end - 1] < after:
        return ""
    lemma, opening = parse.lemmas[noun].lower(), parse.lowers[max(0, start - 2) : start]
    if lemma in _LISTS["workplaces"] and opening[-1:] in (("its",), ("their",)):
        return "City"
    if lemma not in _LISTS["tracts"] or "the" not in opening:
        return ""
    cls = class_of_noun(lemma)
    return cls if cls in PLACES and cls != "Facility" else "Region"


def _is_sided(parse: Parse, end: int) -> bool:
    """Whether words after a name say on which side of another place it lies: "X, 30 km north of the capital"."""
    token, last = end, min(end + _DISTANCE, len(parse) - 1)
    if token < last and parse.words[token] == ",":
        token += 1
    while token < last and (parse.pos[token] in ("NUM", "ADV") or parse.lemmas[token] in _LISTS["distances"]):
        if parse.lowers[token] in _SIDES:
            break
        token += 1
    return token < last and parse.lowers[token] in _SIDES and parse.lowers[token + 1] == "of"


def _is_after_age(parse: Parse, preposition: int) -> bool:
    """Whether somebody's age stands before a preposition: "Ann Lee, 38, of", not "the 38 of"."""
    words, age = parse.words, preposition - 2
    if age < 2 or not words[age].isdigit() or words[age - 1] != "," or words[age + 1] != ",":
        return False
    return parse.pos[age - 2] == "PROPN" and len(words[age]) < 3


def place_listed(parse: Parse, found: Sequence[Candidate], collected: Mapping[tuple[str, ...], Votes]) -> None:
    """Note names that stand in a list with those of places: "in Tarva, X and Y", "the towns of Tarva and X"."""
    for run in _runs(parse, found):
        keys = [parse.words[c.start : c.end] for c in run]
        cls = _class_of_run(parse, run, [_is_place(key, collected[key]) for key in keys])
        for key in keys if cls else ():
            votes = collected[key]
            if not class_of_known(" ".join(key)) and not votes.listed and not _is_somebody(key, votes):
                votes.listed = cls


def _is_place(key: tuple[str, ...], votes: Votes) -> bool:
    return class_of_known(" ".join(key)) in PLACES or bool(votes.sure or votes.places)


def _is_somebody(key: tuple[str, ...], votes: Votes) -> bool:
    """Whether more than a guess of the language model says that a name is a person's."""
    if votes.all["Person"] > 2 * votes.guessed:
        return True
    return key[0].lower() in load_words().gender and bool(votes.guessed)


def _class_of_run(parse: Parse, run: Sequence[Candidate], places: Sequence[bool]) -> str:
    """The class of all names of a list, "" where nothing tells it."""
    start = run[0].start
    before = parse.lowers[start - 1] if start else ""
    if before == "of" and start > 1 and parse.tags[start - 2] == "NNS":
        kind = parse.lemmas[start - 2].lower()
        cls = class_of_noun(kind) if kind in word_lists("words/nouns/beside_names")["kinds"] else ""
        return cls if cls in PLACES else ""
    known = sum(places)
    told = known > 0 and before in _LOCATIVE
    return "City" if told or (len(run) >= _LISTED and known > 1) else ""


def _runs(parse: Parse, found: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """The lists of names joined by commas and "and", and what lies between two: "from X to Y"."""
    run: list[Candidate] = []
    for candidate in found:
        if run and not _is_joined(parse, run[-1], candidate):
            if len(run) > 1:
                yield run
            run = []
        run.append(candidate)
    if len(run) > 1:
        yield run


def _is_joined(parse: Parse, one: Candidate, two: Candidate) -> bool:
    """Whether a name goes on a list that another is of."""
    between = parse.lowers[one.end : two.start]
    if not 0 < len(between) < 3 or parse.sentence_of[one.start] != parse.sentence_of[two.start]:
        return False
    if between == ("to",):
        return one.start > 0 and parse.lowers[one.start - 1] == "from"
    if not _JOINING.issuperset(between):
        return False
    head = two.end - 1
    while two.start <= parse.heads[head] < two.end and parse.heads[head] != head:
        head = parse.heads[head]
    return parse.deps[head] in ("conj", "appos") and parse.heads[head] < one.end
