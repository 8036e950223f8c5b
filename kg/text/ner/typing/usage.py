"""What a name is by what is done with it: who graduates is a person, one lives in a place, one enrols at a school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import PLACES, class_of_known
from kg.text.lexicon.words import load_titles

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["class_in_use"]

_PLAYING = word_lists("words/ner/usage")["playing_for"]


def class_in_use(parse: Parse, head: int) -> str:
    """The class that the clause or the noun around the head of a name tells, "" where it tells none."""
    lists = word_lists("words/ner/usage")
    dep, above = parse.deps[head], parse.heads[head]
    lemma = parse.lemmas[above].lower()
    if _is_whoever(parse, head):
        return "Person"
    if dep in ("nsubj", "nsubjpass"):
        personal = lemma in lists["personal"] or (dep == "nsubjpass" and lemma in lists["raised"])
        return "Person" if personal or _is_said_of_person(parse, above) else ""
    if dep == "poss":
        return "Person" if lemma in load_titles().kin else ""
    return _class_after(parse, above) if dep == "pobj" else ""


def _class_after(parse: Parse, preposition: int) -> str:
    """The class that a verb and a preposition tell of what follows: "graduated from X", "plays for X"."""
    lists = {**word_lists("words/ner/usage"), "dwelling": word_lists("words/ner/places")["dwelling"]}
    verb, word = parse.lemmas[parse.heads[preposition]].lower(), parse.lowers[preposition]
    if word in ("from", "at", "to") and verb in lists["studying"]:
        return "EducationalOrganization"
    if word in ("in", "near") and verb in lists["dwelling"]:
        return "City"
    return "SportsTeam" if word == "for" and verb in _PLAYING else ""


def _is_said_of_person(parse: Parse, verb: int) -> bool:
    """Whether a copula says of its subject that it is somebody: "X was the chairman", "X is a poet"."""
    if parse.lemmas[verb] not in ("be", "become"):
        return False
    titles = load_titles()
    told = titles.occupations | titles.leads | titles.posts | titles.kin.keys()
    return any(parse.deps[c] == "attr" and parse.lemmas[c].lower() in told for c in parse.children[verb])


def _is_whoever(parse: Parse, head: int) -> bool:
    """Whether "who" takes up a name of two or three words: "Demis Reed, who founded …", not "the Red Sox, who play …".

    Teams are "who" as well, mostly with a plural verb and under the name of a place.
    """
    first = parse.left[head]
    names = [c for c in parse.children[head] if parse.deps[c] == "compound" and parse.tags[c] == "NNP"]
    if parse.tags[head] != "NNP" or not 0 < len(names) < 3 or parse.lowers[first] == "the":
        return False
    if any(class_of_known(parse.words[token]) in PLACES for token in (*names, head)):
        return False
    for verb in parse.children[head]:
        if parse.deps[verb] == "relcl" and parse.tags[verb] != "VBP":
            subjects = [c for c in parse.children[verb] if parse.deps[c] in ("nsubj", "nsubjpass")]
            plural = any(parse.tags[c] == "VBP" for c in parse.children[verb])
            if not plural and any(parse.lowers[c] == "who" for c in subjects):
                return True
    return False
