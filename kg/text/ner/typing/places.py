"""Where only the name of a place stands, whatever the language model takes it for: "north of X", "the X area"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import FIRST_NAMES
from kg.text.lexicon.nouns import PLACES, class_of_noun
from kg.text.lexicon.tables import word_lists, words
from kg.text.ner.records import span_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.text.model import Parse
    from kg.text.ner.records import NameSpan, Votes

__all__ = ["class_by_position", "is_where_places_stand", "note_listed_places"]

_LISTS: Final = word_lists("words/ner/places")
_SIDES: Final = _LISTS["sides_of"]
_OF_PLACES: Final = words("words/ner/frames", "likely", "of", "Place")
_KINDS: Final = words("words/nouns/beside_names", "kinds")
_LOCATIVE: Final = words("words/function_words", "prepositions", "place") | {"between"}
_JOINING: Final = _LISTS["joints"]
_HAPPENING: Final = PLACES | {"Attack", "Conflict", "Disaster"}  # what is at a place rather than at an organization
_LISTED: Final = 3  # how many names make a list of which two well-known ones say what all of them are
_TRACT: Final = 3  # how many nouns may follow a name that modifies them: "the X mountain cave complex"
_DISTANCE: Final = 6  # how many tokens may say how far a place is from another: "X, some 30 kilometres north of"


def class_by_position(parse: Parse, start: int, end: int) -> str:
    """The class of a name where only a place's stands, "" elsewhere: "north of X", "nearby X", "Ann Lee, 38, of X"."""
    before = parse.lower_at(start - 1)
    near = before == "nearby" and start <= parse.heads[start - 1] < end
    side = before == "of" and parse.lower_at(start - 2) in _SIDES
    if near or side or _is_sided(parse, end) or (before in ("of", "from") and _is_after_age(parse, start - 1)):
        return "City"
    return _class_of_tract(parse, start, end)


def is_where_places_stand(parse: Parse, start: int, head: int) -> bool:
    """Whether a name with a head stands where hardly a person does: "a fire at X", "residents of X", "fled to X"."""
    above = parse.heads[head]
    if parse.deps[head] != "pobj" or above != start - 1:
        return False
    word, governor = parse.lowers[above], parse.lemmas[parse.heads[above]].lower()
    if word == "of":
        return governor in _OF_PLACES
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
    token, last = end + (parse.lower_at(end) == ","), min(end + _DISTANCE, len(parse) - 1)
    while token < last and parse.lowers[token] not in _SIDES:
        if parse.pos[token] not in ("NUM", "ADV") and parse.lemmas[token] not in _LISTS["distances"]:
            return False
        token += 1
    return token < last and parse.lowers[token + 1] == "of"


def _is_after_age(parse: Parse, preposition: int) -> bool:
    """Whether somebody's age stands before a preposition: "Ann Lee, 38, of", not "the 38 of"."""
    words, age = parse.words, preposition - 2
    if age < 2 or not words[age].isdigit() or words[age - 1] != "," or words[age + 1] != ",":
        return False
    return parse.pos[age - 2] == "PROPN" and len(words[age]) < 3


def note_listed_places(parse: Parse, spans: Sequence[NameSpan], collected: Mapping[tuple[str, ...], Votes]) -> None:
    """Note which names stand in a list with those of places: "in Tarva, X and Y", "the towns of Tarva and X"."""
    for run in _lists(parse, spans):
        named = [(class_of_known(" ".join(key)), key, collected[key]) for key in (span.key(parse) for span in run)]
        cls = _class_of_list(parse, run[0].start, [k in PLACES or bool(v.placed or v.places) for k, _, v in named])
        for known, key, votes in named if cls else ():
            called = key[0].lower() in FIRST_NAMES and votes.as_person
            if not (known or votes.listed or called or votes.all["Person"] > 2 * votes.as_person):
                votes.listed = cls


def _class_of_list(parse: Parse, start: int, places: Sequence[bool]) -> str:
    """The class of all names of the list that starts at a token, "" where nothing says it."""
    before = parse.lower_at(start - 1)
    if before == "of" and start > 1 and parse.tags[start - 2] == "NNS":
        kind = parse.lemmas[start - 2].lower()
        cls = class_of_noun(kind) if kind in _KINDS else ""
        return cls if cls in PLACES else ""
    known = sum(places)
    return "City" if (known and before in _LOCATIVE) or (len(places) >= _LISTED and known > 1) else ""


def _lists(parse: Parse, spans: Sequence[NameSpan]) -> list[list[NameSpan]]:
    """The lists of names joined by commas and "and", and what lies between two: "from X to Y"."""
    lists: list[list[NameSpan]] = []
    for span in spans:
        if lists and _is_joined(parse, lists[-1][-1], span):
            lists[-1].append(span)
        else:
            lists.append([span])
    return [run for run in lists if len(run) > 1]


def _is_joined(parse: Parse, one: NameSpan, two: NameSpan) -> bool:
    """Whether a name goes on a list that another is of."""
    between = parse.lowers[one.end : two.start]
    if not 0 < len(between) < 3 or parse.sentence_of[one.start] != parse.sentence_of[two.start]:
        return False
    if between == ("to",):
        return parse.lower_at(one.start - 1) == "from"
    if not _JOINING.issuperset(between):
        return False
    head = span_head(parse, two.start, two.end)
    return parse.deps[head] in ("conj", "appos") and parse.heads[head] < one.end
