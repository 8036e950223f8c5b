"""What a name is by what is done with it: who graduates is a person, one lives in a place, one enrols at a school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.words import load_lists, load_titles

if TYPE_CHECKING:
    from kg.text.parse import Parse

__all__ = ["class_in_use"]


def class_in_use(parse: Parse, head: int) -> str:
    """The class that the clause or the noun around the head of a name tells, "" where it tells none."""
    lists = load_lists("names")
    dep, above = parse.deps[head], parse.heads[head]
    lemma = parse.lemmas[above].lower()
    if dep in ("nsubj", "nsubjpass"):
        personal = lemma in lists["personal"] or (dep == "nsubjpass" and lemma in lists["raised"])
        return "Person" if personal or _is_said_of_person(parse, above) else ""
    if dep == "poss":
        return "Person" if lemma in load_titles().kin else ""
    if dep == "pobj":
        verb, preposition = parse.lemmas[parse.heads[above]].lower(), parse.lowers[above]
        if preposition in ("from", "at", "in", "to") and verb in lists["studying"]:
            return "EducationalOrganization" if preposition != "in" else ""
        if preposition in ("in", "near") and verb in lists["dwelling"]:
            return "City"
    return ""


def _is_said_of_person(parse: Parse, verb: int) -> bool:
    """Whether a copula says of its subject that it is somebody: "X was the chairman", "X is a poet"."""
    if parse.lemmas[verb] not in ("be", "become"):
        return False
    titles = load_titles()
    told = titles.occupations | titles.leads | titles.posts | titles.kin.keys()
    return any(parse.deps[c] == "attr" and parse.lemmas[c].lower() in told for c in parse.children[verb])
