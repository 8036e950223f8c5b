"""Which names of places stand for their teams: "Granada beat Getafe", "Leeds signed striker X", "Leeds striker X"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, word_lists
from kg.text.lexicon.words import load_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse
    from kg.text.ner.candidates import Candidate

__all__ = ["find_teams"]

_LISTS = word_lists("words/ner/metonymy")
_PLAYING = _LISTS["player_words"]
_LEADING = _LISTS["team_verbs"]
_SCORE = re.compile(r"\d[-–]\d+$")
_WHERE = word_lists("words/ner/places")["place_prepositions"] | {"to", "into"}
_ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss", "agent"})
_PREPOSITIONS = table("words/ner/metonymy")["rival_prepositions"]


def find_teams(parse: Parse, cities: Sequence[Candidate], persons: Sequence[Candidate]) -> set[int]:
    """The first tokens of the names in `cities` that mean a team; `persons` are the names of people."""
    city_at = {token: c.start for c in cities for token in range(c.start, c.end)}
    person_at = {token for p in persons for token in range(p.start, p.end)}
    verbs, sports = word_lists("words/ner/metonymy")["match_verbs"], load_titles().sports
    found: set[int] = set()
    for city in cities:
        head = city.end - 1
        verb, lemma = parse.heads[head], parse.lemmas[parse.heads[head]]
        following = parse.lowers[city.end] if city.end < len(parse) else ""
        captained = following in sports and city.end + 1 in person_at
        if captained or _is_played_for(parse, head, person_at) or _is_played_against(parse, head):
            found.add(city.start)
        if parse.deps[head] != "nsubj" or parse.pos[verb] != "VERB":
            continue
        if lemma in verbs:
            rivals = [child for child in parse.children[verb] if child > verb and parse.deps[child] == "dobj"]
        elif lemma in _PREPOSITIONS:
            rivals = [
                target
                for child in parse.children[verb]
                if child > verb and parse.lowers[child] == _PREPOSITIONS[lemma]
                for target in parse.children[child]
            ]
        elif lemma == "sign" and any(
            child in person_at and child > verb and parse.deps[child] == "dobj" for child in parse.children[verb]
        ):
            found.add(city.start)
            continue
        else:
            continue
        # "Oslo beat Lyon to host the games" is of cities
        told = {
            city_at[rival] for rival in rivals if rival in city_at and parse.lowers[rival + 1 : rival + 2] != ("to",)
        }
        if told:
            found |= told | {city.start}
    return found | _with_others(parse, cities, found)


def _with_others(parse: Parse, cities: Sequence[Candidate], found: set[int]) -> set[int]:
    """Where else the names of the teams `found` stand as what acts and not as where something is."""
    named = {parse.words[city.start : city.end] for city in cities if city.start in found}
    return {
        city.start
        for city in cities
        if parse.words[city.start : city.end] in named
        and (city.start == 0 or parse.lowers[city.start - 1] not in _WHERE)
        and parse.deps[city.end - 1] in _ACTING
    }


def _is_played_against(parse: Parse, head: int) -> bool:
    """Whether a match is one against what is named: "the third Test against Peru", "a win over Granada"."""
    above = parse.heads[head]
    if parse.deps[head] != "pobj" or parse.lowers[above] not in ("against", "over"):
        return False
    return any(_is_match(parse, game, parse.lowers[above]) for game in (parse.heads[above], above - 1))


def _is_match(parse: Parse, game: int, preposition: str) -> bool:
    """Whether a noun before a preposition means a match, or its outcome with a score: "a 3-0 win over"."""
    if parse.pos[game] not in ("NOUN", "PROPN"):
        return False
    lemma = parse.lemmas[game].lower()
    if lemma in _LISTS["matches"] and preposition == "against":
        return True
    score = "".join(parse.words[max(0, game - 3) : game])
    return lemma in _LISTS["outcomes"] and _SCORE.search(score) is not None


def _is_played_for(parse: Parse, head: int, person_at: set[int]) -> bool:
    """Whether somebody plays for a city, coaches or joins it: its team must be meant."""
    above = parse.heads[head]
    if parse.deps[head] == "pobj":
        return parse.lowers[above] == "for" and parse.lemmas[parse.heads[above]] in _PLAYING
    if parse.deps[head] != "dobj" or parse.pos[above] != "VERB":
        return False
    if parse.lemmas[above] == "join":
        return any(parse.deps[c] == "nsubj" and c in person_at for c in parse.children[above])
    return parse.lemmas[above] in _LEADING
