"""Which names of capitals stand for their country: "Athens recalled its envoy", "ties with Ankara", "Oslo-backed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.text.model import Parse
    from kg.text.ner.candidates import Candidate

__all__ = ["find_states"]

_PARTS = {
    "poss": "states_own",
    "dobj": "done_to_states",
    "nsubjpass": "done_to_states",
    "dative": "done_to_states",
}
"""The list that the verb or noun above a capital's name is looked up in, by how it depends on it."""
_GRANTED = word_lists("words/ner/metonymy")["granted_by_states"]
_SENT = frozenset({"ambassador", "envoy"})
_PARTIES = word_lists("words/ner/metonymy")["party_prepositions"]


def find_states(parse: Parse, cities: Iterable[Candidate], others: Sequence[Candidate]) -> set[int]:
    """The first tokens of the names in `cities` that mean a country, which the names in `others` must mention too."""
    places = load_places()
    seats = [(c, places.capitals[n]) for c in cities if (n := _text(parse, c)) in places.capitals]
    if not seats:
        return set()
    named = {places.countries.get(text) or places.demonyms.get(text) for c in others for text in [_text(parse, c)]}
    return {c.start for c, country in seats if country in named and _is_actor(parse, c)}


def _text(parse: Parse, candidate: Candidate) -> str:
    return " ".join(parse.words[candidate.start : candidate.end])


def _is_actor(parse: Parse, city: Candidate) -> bool:
    """Whether what stands around a capital's name says that its government acts or is acted on."""
    lists, head = word_lists("words/ner/metonymy"), city.end - 1
    following = parse.lowers[city.end : city.end + 2]
    if following[:1] == ("-",):
        return len(following) > 1 and following[1] in lists["state_compounds"]
    while parse.deps[head] == "conj":
        head = parse.heads[head]
    above, dep = parse.heads[head], parse.deps[head]
    lemma = parse.lemmas[above].lower()
    if _is_clause(parse, head) or (dep == "nsubj" and parse.pos[above] == "VERB"):
        return lemma not in lists["city_acts"] or _is_clause(parse, head)
    if dep in _PARTS:
        return lemma in lists[_PARTS[dep]] and (dep == "poss" or parse.pos[above] == "VERB")
    return dep == "pobj" and _is_party(parse, above)


def _is_clause(parse: Parse, head: int) -> bool:
    """Whether a relative clause says of a capital what governments do: "Oslo, which banned the ships"."""
    acts = word_lists("words/ner/metonymy")["state_acts"]
    for verb in parse.children[head]:
        if parse.deps[verb] == "relcl" and parse.lemmas[verb].lower() in acts:
            return any(parse.deps[c] == "nsubj" and parse.lowers[c] == "which" for c in parse.children[verb])
    return False


def _is_party(parse: Parse, preposition: int) -> bool:
    """Whether what a preposition hangs on has governments after it: "ties with", "weapons for", "rejected by"."""
    lists, word = word_lists("words/ner/metonymy"), parse.lowers[preposition]
    governor = parse.lemmas[parse.heads[preposition]].lower()
    if parse.deps[preposition] == "agent":
        return governor in lists["state_acts"]
    if word == "for":
        return governor in lists["given_to_states"]
    if word == "of":
        return governor in _GRANTED
    if word == "to":
        return governor in _SENT
    return word in _PARTIES and governor in lists["between_states"]
