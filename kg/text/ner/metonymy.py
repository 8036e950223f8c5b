"""Which names of places stand for something else: of towns for teams, of capitals for countries.

"Granada beat Getafe", "Leeds striker X"; "Athens recalled its envoy", "ties with Ankara", "Oslo-backed".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import table, word_lists, words
from kg.text.ner.records import is_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.text.model import Parse
    from kg.text.ner.records import NameSpan

__all__ = ["find_countries", "find_teams"]

_LISTS: Final = word_lists("words/ner/metonymy")
_RIVAL_PREPOSITIONS: Final = table("words/ner/metonymy")["rival_prepositions"]
_WHERE: Final = words("words/function_words", "prepositions", "place") | {"to", "into"}
_ACTING: Final = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss", "agent"})
_DEPENDENT_LISTS: Final = {"poss": "states_own", **dict.fromkeys(("dobj", "nsubjpass", "dative"), "done_to_states")}
"""The list that the word which governs a capital's name is looked up in, by how the name depends on it."""


def find_teams(parse: Parse, cities: Sequence[NameSpan], persons: Sequence[NameSpan]) -> set[int]:
    """The first tokens of the names in `cities` that mean a team; `persons` are the names of people."""
    city_at = {token: city.start for city in cities for token in range(city.start, city.end)}
    person_at = {token for person in persons for token in range(person.start, person.end)}
    found: set[int] = set()
    for city in cities:
        head = city.end - 1
        captained = parse.lower_at(city.end) in titles.TEAM_POSTS and city.end + 1 in person_at
        if captained or _is_played_for(parse, head, person_at) or _is_played_against(parse, head):
            found.add(city.start)
        verb = parse.heads[head]
        if parse.deps[head] != "nsubj" or parse.pos[verb] != "VERB":
            continue
        if parse.lemmas[verb] == "sign" and any(c in person_at for c in _objects_after(parse, verb)):
            found.add(city.start)
        # "Oslo beat Lyon to host the games" is of cities
        rivals = [c for c in _rivals(parse, verb) if c in city_at and parse.lower_at(c + 1) != "to"]
        if rivals:
            found |= {city.start, *(city_at[rival] for rival in rivals)}
    return found | _with_others(parse, cities, found)


def _objects_after(parse: Parse, verb: int) -> list[int]:
    return [c for c in parse.children[verb] if c > verb and parse.deps[c] == "dobj"]


def _rivals(parse: Parse, verb: int) -> list[int]:
    """Whom the subject of a verb meets in a match: "beat X", "lost to X"."""
    lemma = parse.lemmas[verb]
    if lemma in _LISTS["match_verbs"]:
        return _objects_after(parse, verb)
    word = _RIVAL_PREPOSITIONS.get(lemma)
    return [rival for c in parse.children[verb] if c > verb and parse.lowers[c] == word for rival in parse.children[c]]


def _with_others(parse: Parse, cities: Sequence[NameSpan], found: set[int]) -> set[int]:
    """Where else the names of the teams `found` stand as what acts and not as where something is."""
    named = {city.key(parse) for city in cities if city.start in found}
    return {
        city.start
        for city in cities
        if city.key(parse) in named
        and parse.lower_at(city.start - 1) not in _WHERE
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
    scored = any(is_score(parse.words[max(0, game - length) : game]) for length in (1, 3))
    return lemma in _LISTS["outcomes"] and scored


def _is_played_for(parse: Parse, head: int, person_at: set[int]) -> bool:
    """Whether somebody plays for a city, coaches or joins it: its team must be meant."""
    above = parse.heads[head]
    if parse.deps[head] == "pobj":
        return parse.lowers[above] == "for" and parse.lemmas[parse.heads[above]] in _LISTS["player_words"]
    if parse.deps[head] != "dobj" or parse.pos[above] != "VERB":
        return False
    if parse.lemmas[above] == "join":
        return any(parse.deps[c] == "nsubj" and c in person_at for c in parse.children[above])
    return parse.lemmas[above] in _LISTS["team_verbs"]


def find_countries(parse: Parse, cities: Iterable[NameSpan], others: Sequence[NameSpan]) -> set[int]:
    """The first tokens of the names in `cities` that mean a country, which the names in `others` must mention too."""
    places = load_places()
    capitals = [(c, places.capitals[name]) for c in cities if (name := " ".join(c.key(parse))) in places.capitals]
    if not capitals:
        return set()
    names = [" ".join(other.key(parse)) for other in others]
    named = {places.countries.get(name) or places.demonyms.get(name) for name in names}
    return {c.start for c, country in capitals if country in named and _is_government(parse, c)}


def _is_government(parse: Parse, city: NameSpan) -> bool:
    """Whether what stands around a capital's name says that its government acts or is acted on."""
    head = city.end - 1
    if parse.lower_at(city.end) == "-":
        return parse.lower_at(city.end + 1) in _LISTS["state_compounds"]
    while parse.deps[head] == "conj":
        head = parse.heads[head]
    above, dep = parse.heads[head], parse.deps[head]
    lemma = parse.lemmas[above].lower()
    if _is_in_clause(parse, head):
        return True
    if dep == "nsubj" and parse.pos[above] == "VERB":
        return lemma not in _LISTS["city_acts"]
    if dep in _DEPENDENT_LISTS:
        return lemma in _LISTS[_DEPENDENT_LISTS[dep]] and (dep == "poss" or parse.pos[above] == "VERB")
    return dep == "pobj" and _is_party(parse, above)


def _is_in_clause(parse: Parse, head: int) -> bool:
    """Whether a relative clause says of a capital what governments do: "Oslo, which banned the ships"."""
    for verb in parse.children[head]:
        if parse.deps[verb] == "relcl" and parse.lemmas[verb].lower() in _LISTS["state_acts"]:
            return any(parse.deps[c] == "nsubj" and parse.lowers[c] == "which" for c in parse.children[verb])
    return False


def _is_party(parse: Parse, preposition: int) -> bool:
    """Whether what a preposition depends on has governments after it: "ties with", "weapons for", "rejected by"."""
    word, governor = parse.lowers[preposition], parse.lemmas[parse.heads[preposition]].lower()
    if parse.deps[preposition] == "agent":
        return governor in _LISTS["state_acts"]
    if word == "for":
        return governor in _LISTS["given_to_states"]
    if word == "of":
        return governor in _LISTS["granted_by_states"]
    if word == "to":
        return governor in ("ambassador", "envoy")
    return word in _LISTS["party_prepositions"] and governor in _LISTS["between_states"]
