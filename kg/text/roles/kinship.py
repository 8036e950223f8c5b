"""Who is whose wife, child, parent, brother: "his wife, X", "their sons A and B", "survived by daughter X"."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import KINSHIP
from kg.text.model import RelationMention
from kg.text.titles.organizations import is_denied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Phrase
    from kg.text.titles.organizations import OrganizationFinder

__all__ = ["find_kin", "find_marriages", "is_person", "person_named_from"]

_JOINING: Final = (",", "and", "&")
_OPENING: Final = (",", ":", "-", "–", "—", "(")
_CLOSING: Final = (",", ")", ".", ";", "—", "–")
_SUBJECTS: Final = ("nsubj", "nsubjpass")
_TAKING_PART: Final = ("nsubj", "nsubjpass", "dobj", "dative", "conj", "pobj", "poss")
_PREDICATIVE: Final = ("appos", "npadvmod", "oprd", "dobj", "attr", "conj", "dep")
_OUTLIVING: Final = ("survive", "predecease")
_REARING: Final = words("words/roles/kinship", "rearing")


def is_person(finder: OrganizationFinder, place: int) -> bool:
    """Whether a phrase, -1 for none, refers to a person."""
    return place >= 0 and finder.referents.referent_of[place] >= 0 and finder.cls(place) == "Person"


def person_named_from(finder: OrganizationFinder, token: int) -> int:
    """The person whose name starts at a token, -1 where none does."""
    place = finder.referents.starting(token)
    return place if place >= 0 and finder.phrases[place].kind == "name" and finder.cls(place) == "Person" else -1


def find_kin(finder: OrganizationFinder) -> Iterator[RelationMention]:
    """The family ties that noun phrases state, in the order of the text.

    Children and parents whom the text does not name count where they take part in something: "His mother said …".
    """
    parse, referents = finder.parse, finder.referents
    for place, phrase in enumerate(finder.phrases):
        yield from _before_name(finder, place, phrase)
        if phrase.kind != "nominal" or phrase.cls not in ("Person", "People"):
            continue
        relation = KINSHIP.get(parse.lemmas[phrase.head].lower())
        if relation is not None and parse.lowers[phrase.head + 1 : phrase.head + 3] == ("-", "in"):
            relation = "relativeOf"  # "his brother-in-law"
        if relation is None or is_denied(parse, phrase.head):
            continue
        owners = [owner for owner in _owners(finder, phrase) if is_person(finder, owner)]
        if relation == "siblingOf" and phrase.plural and not owners:  # "the brothers A and B"
            for first, second in combinations(_listed(finder, phrase), 2):
                yield _tie(finder, first, "siblingOf", second, phrase)
        for relative in _relatives(finder, place, relation) if owners else ():
            for owner in owners:
                number = referents.referent_of[owner]
                known = len(referents.referents[number].phrases) > 1 or finder.named[number]
                if (known or finder.is_named(relative)) and number != referents.referent_of[relative]:
                    yield _tie(finder, relative, relation, owner, phrase)


def _tie(finder: OrganizationFinder, relative: int, relation: str, owner: int, phrase: Phrase) -> RelationMention:
    first, second = (owner, relative) if relation == "childOf" else (relative, owner)
    predicate = "parentOf" if relation == "childOf" else relation
    start, end = finder.referents.extent(first, second)
    tokens = min(start, phrase.start), max(end, phrase.end)
    return RelationMention(first, predicate, second, "roles.kin", phrase.head, tokens)


def _before_name(finder: OrganizationFinder, place: int, name: Phrase) -> Iterator[RelationMention]:
    """What a noun for kin inside the phrase of a name says: "his wife X", "survived by daughter X"."""
    parse, noun = finder.parse, name.start - 1
    if name.kind != "name" or not is_person(finder, place) or noun < 0 or parse.deps[noun] not in ("compound", "nmod"):
        return
    relation = KINSHIP.get(parse.lemmas[noun].lower())
    if relation is None or parse.heads[noun] != name.head or parse.tags[noun] not in ("NN", "NNP"):
        return
    for owner in _possessors(finder, name.head) or _owners_above(finder, name.head):
        if is_person(finder, owner) and finder.referents.referent_of[owner] != finder.referents.referent_of[place]:
            yield _tie(finder, place, relation, owner, name)


def find_marriages(finder: OrganizationFinder) -> Iterator[RelationMention]:
    """Who is "married to" whom, the spouse's occupation between: "is married to actress X"."""
    parse = finder.parse
    for token in range(len(parse) - 2):
        if parse.lowers[token] != "married" or parse.lowers[token + 1] != "to":
            continue
        other = token + 2
        while other < min(len(parse), token + 8) and person_named_from(finder, other) < 0:
            capital = parse.words[other][0].isupper() and parse.tags[other] != "JJ"
            if capital or parse.pos[other] in ("PUNCT", "CCONJ", "ADP", "PRON"):
                break
            other += 1
        spouse = person_named_from(finder, other)
        subjects = [p for verb in (token, parse.heads[token]) for p in _governed(finder, verb, *_SUBJECTS)]
        if spouse >= 0 and subjects and is_person(finder, subjects[0]):
            tokens = min(finder.phrases[subjects[0]].start, token), finder.phrases[spouse].end
            yield RelationMention(subjects[0], "spouseOf", spouse, "spouseOf.married", token, tokens, confidence=0.85)


def _governed(finder: OrganizationFinder, token: int, *labels: str) -> list[int]:
    """The phrases, -1 for none, at the words that a token governs with one of these labels."""
    return [finder.referents.phrase_at[node] for node in finder.parse.dependents(token, *labels)]


def _relatives(finder: OrganizationFinder, place: int, relation: str) -> list[int]:
    """The persons whom a noun for kin means: those named after it, else itself."""
    phrase = finder.phrases[place]
    listed = _listed(finder, phrase)
    if phrase.plural:
        return listed
    if finder.referents.referent_of[place] >= 0 and finder.is_named(place):
        return [place]
    if listed:
        return listed[:1]
    born = _born(finder, phrase.head) if relation == "childOf" else -1
    if born >= 0:
        return [born]
    acts = finder.parse.deps[phrase.head] in _TAKING_PART
    return [place] if acts or relation not in ("parentOf", "childOf") else []


def _born(finder: OrganizationFinder, head: int) -> int:
    """Who is said to be born a child: "She was born in Varna in 1950, the daughter of X"; -1 for nobody."""
    parse, above = finder.parse, finder.parse.heads[head]
    for _ in range(4) if parse.deps[head] in _PREDICATIVE else ():
        if parse.lemmas[above] == "bear":
            place = next(iter(_governed(finder, above, "nsubjpass")), -1)
            return place if is_person(finder, place) else -1
        above = parse.heads[above]
    return -1


def _listed(finder: OrganizationFinder, phrase: Phrase) -> list[int]:
    """The names that follow a noun for kin: "daughter X", "their sons, A, B and C"."""
    parse, token = finder.parse, phrase.end
    apart = token < len(parse) and parse.words[token] in _OPENING
    token += apart
    found: list[int] = []
    while (place := person_named_from(finder, token)) >= 0:
        found.append(place)
        end = token = finder.phrases[place].end
        while phrase.plural and token < len(parse) and parse.lowers[token] in _JOINING:
            token += 1
        if token == end:
            break
    if apart and not phrase.plural:  # "his son, John, left", but "after the divorce from his wife, John left"
        opening = parse.sentences[parse.sentence_of[phrase.head]][0]
        closed = token >= len(parse) or parse.words[token] in _CLOSING
        if not closed or parse.pos[opening] in ("ADP", "SCONJ"):
            return []
    return found


def _owners(finder: OrganizationFinder, phrase: Phrase) -> list[int]:
    """Whose kin somebody is."""
    parse, head = finder.parse, phrase.head
    owners = _possessors(finder, head) or finder.after(head, only="of")
    if owners:
        return owners
    if parse.deps[head] == "dobj" and parse.lemmas[parse.heads[head]] in _REARING:
        subjects = parse.dependents(parse.heads[head], "nsubj")
        return [place for subject in subjects for place in _couple(finder, subject) or finder.coordinated(subject)]
    return _owners_of_row(finder, head) if parse.deps[phrase.start] == "det" else _owners_above(finder, head)


def _owners_of_row(finder: OrganizationFinder, head: int, left: int = 5) -> list[int]:
    """Who leaves the kin named in a row: "he leaves a son, A, and a brother, B"."""
    parse = finder.parse
    label, above = parse.deps[head], parse.heads[head]
    if label == "dobj" and parse.lemmas[above] == "leave":
        return _governed(finder, above, "nsubj")
    if label == "pobj" and parse.lemmas[parse.heads[above]] in _OUTLIVING:
        return _governed(finder, parse.heads[above], "nsubjpass")
    return _owners_of_row(finder, above, left - 1) if label in ("conj", "appos") and left else []


def _owners_above(finder: OrganizationFinder, head: int, left: int = 3) -> list[int]:
    """The owners of the kin with whom a noun for kin is named: "his wife, Ann, and daughter Jane"."""
    parse = finder.parse
    label, above = parse.deps[head], parse.heads[head]
    verb = parse.heads[above] if label == "pobj" else above
    if parse.lemmas[verb] in _OUTLIVING:  # "survived by daughter Jane"
        return _governed(finder, verb, "nsubjpass")
    if label not in ("conj", "appos", "compound", "nmod"):
        return []
    return _possessors(finder, above) or (_owners_above(finder, above, left - 1) if left else [])


def _possessors(finder: OrganizationFinder, head: int) -> list[int]:
    parse = finder.parse
    found: list[int] = []
    for node in parse.dependents(head, "poss"):
        if parse.lowers[node] == "ex":  # "X's ex-wife"
            found += _possessors(finder, node)
        else:
            found += _couple(finder, node) or finder.coordinated(node)
    return found


def _couple(finder: OrganizationFinder, token: int) -> list[int]:
    """The two persons named together before "they" or "their" in its sentence, if the token is one of these."""
    parse = finder.parse
    first = parse.sentences[parse.sentence_of[token]][0]
    for second in range(token - 1, first, -1) if parse.lowers[token] in ("they", "their") else ():
        if parse.deps[second] == "conj":
            pair = [finder.referents.phrase_at[t] for t in (parse.heads[second], second)]
            if all(is_person(finder, place) for place in pair) and finder.phrases[pair[1]].head == second:
                return pair
    return []
