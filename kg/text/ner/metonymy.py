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
_GOVERNORS: Final = {key: _LISTS[name] for key, name in table("words/ner/metonymy")["governors_of_states"].items()}
_WHERE: Final = words("words/function_words", "prepositions", "place") | {"to", "into"}
_ACTING: Final = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss", "agent"})


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
        if parse.deps[head] == "nsubj" and parse.pos[verb] == "VERB":
            objects = [c for c in parse.dependents(verb, "dobj") if c > verb]
            if parse.lemmas[verb] == "sign" and not person_at.isdisjoint(objects):
                found.add(city.start)
            # "Oslo beat Lyon to host the games" is of cities
            rivals = [c for c in _rivals(parse, verb, objects) if c in city_at and parse.lower_at(c + 1) != "to"]
            found.update(city_at[rival] for rival in rivals)
            found.update([city.start] if rivals else ())
    named = {city.key(parse) for city in cities if city.start in found}  # what acts, not where something is
    acting = [city for city in cities if city.key(parse) in named and parse.deps[city.end - 1] in _ACTING]
    return found | {city.start for city in acting if parse.lower_at(city.start - 1) not in _WHERE}


def _rivals(parse: Parse, verb: int, objects: list[int]) -> list[int]:
    """Whom the subject of a verb with some objects meets in a match: "beat X", "lost to X"."""
    lemma = parse.lemmas[verb]
    if lemma in _LISTS["match_verbs"]:
        return objects
    word = _RIVAL_PREPOSITIONS.get(lemma)
    return [rival for c in parse.children[verb] if c > verb and parse.lowers[c] == word for rival in parse.children[c]]


def _is_played_against(parse: Parse, head: int) -> bool:
    """Whether a match is one against what is named: "the third Test against Peru", "a 3-0 win over Granada"."""
    above = parse.heads[head]
    if parse.deps[head] != "pobj" or parse.lowers[above] not in ("against", "over"):
        return False
    for noun in (parse.heads[above], above - 1):
        lemma, nominal = parse.lemmas[noun].lower(), parse.pos[noun] in ("NOUN", "PROPN")
        if nominal and lemma in _LISTS["matches"] and parse.lowers[above] == "against":
            return True
        scores = (parse.words[max(0, noun - length) : noun] for length in (1, 3))
        if nominal and lemma in _LISTS["outcomes"] and any(map(is_score, scores)):
            return True
    return False


def _is_played_for(parse: Parse, head: int, person_at: set[int]) -> bool:
    """Whether somebody plays for a city, coaches or joins it: its team must be meant."""
    above = parse.heads[head]
    if parse.deps[head] == "pobj":
        return parse.lowers[above] == "for" and parse.lemmas[parse.heads[above]] in _LISTS["player_words"]
    if parse.deps[head] != "dobj" or parse.pos[above] != "VERB":
        return False
    if parse.lemmas[above] == "join":
        return not person_at.isdisjoint(parse.dependents(above, "nsubj"))
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
    clause = next((c for c in parse.dependents(head, "relcl") if parse.lemmas[c].lower() in _LISTS["state_acts"]), -1)
    if clause >= 0 and any(parse.lowers[c] == "which" for c in parse.dependents(clause, "nsubj")):
        return True  # "Oslo, which banned the ships"
    relation, above = parse.deps[head], parse.heads[head]
    verb = parse.pos[above] == "VERB"
    if relation == "nsubj":
        return verb and parse.lemmas[above].lower() not in _LISTS["city_acts"]
    if relation == "pobj":  # "ties with", "weapons for", "rejected by"
        relation, above = "by_agent" if parse.deps[above] == "agent" else parse.lowers[above], parse.heads[above]
    elif relation != "poss" and not verb:
        return False
    return parse.lemmas[above].lower() in _GOVERNORS.get(relation, ())
