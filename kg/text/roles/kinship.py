"""Who is whose wife, child, parent, brother: "his wife, X", "their sons A and B", "survived by daughter X"."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_titles
from kg.text.model import RelationMention
from kg.text.titles.organizations import is_denied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Phrase
    from kg.text.titles.organizations import Bodies

__all__ = ["find_kin", "find_marriages"]

_OPENING: Final = frozenset({",", ":", "-", "–", "—", "("})
_JOINING: Final = frozenset({",", "and", "&"})
_CLOSING: Final = frozenset({",", ")", ".", ";", "—", "–"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
_TAKING_PART: Final = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "conj", "pobj", "poss"})
_OUTLIVING: Final = frozenset({"survive", "predecease"})
_HAVING: Final = word_lists("words/phrases")["rearing"]
_DIRECTED: Final = frozenset({"parentOf", "childOf"})


def find_kin(bodies: Bodies) -> Iterator[RelationMention]:
    """The family ties that noun phrases state, in the order of the text.

    Children and parents whom the text does not name count where they take part in something: "His mother said …".
    """
    kin = load_titles().kin
    for place, phrase in enumerate(bodies.phrases):
        yield from _before_name(bodies, place, phrase)
        if phrase.kind != "nominal" or phrase.cls not in ("Person", "People"):
            continue
        relation = kin.get(bodies.parse.lemmas[phrase.head].lower())
        if relation is not None and bodies.parse.lowers[phrase.head + 1 : phrase.head + 3] == ("-", "in"):
            relation = "relativeOf"  # "his brother-in-law"
        if relation is None or is_denied(bodies.parse, phrase.head):
            continue
        owners = [owner for owner in _owners(bodies, phrase) if _is_person(bodies, owner)]
        if relation == "siblingOf" and phrase.plural and not owners:
            yield from _siblings(bodies, phrase)
        for relative in _relatives(bodies, place, relation) if owners else ():
            for owner in owners:
                referent = bodies.referents.referents[bodies.referents.referent_of[owner]]
                told = len(referent.phrases) > 1 or bodies.is_named(owner) or bodies.is_named(relative)
                if told and bodies.referents.referent_of[owner] != bodies.referents.referent_of[relative]:
                    yield _tie(bodies, relative, relation, owner, phrase)


def _siblings(bodies: Bodies, phrase: Phrase) -> Iterator[RelationMention]:
    """Who are brothers or sisters of one another: "the brothers A and B"."""
    for first, second in combinations(_listed(bodies, phrase), 2):
        yield _tie(bodies, first, "siblingOf", second, phrase)


def _before_name(bodies: Bodies, place: int, name: Phrase) -> Iterator[RelationMention]:
    """What a noun for kin inside the phrase of a name says: "his wife X", "survived by daughter X"."""
    parse, noun = bodies.parse, name.start - 1
    if name.kind != "name" or not _is_person(bodies, place) or noun < 0 or parse.deps[noun] not in ("compound", "nmod"):
        return
    relation = load_titles().kin.get(parse.lemmas[noun].lower())
    if relation is None or parse.heads[noun] != name.head or parse.tags[noun] not in ("NN", "NNP"):
        return
    for owner in _possessors(bodies, name.head) or _owners_above(bodies, name.head):
        if _is_person(bodies, owner) and bodies.referents.referent_of[owner] != bodies.referents.referent_of[place]:
            yield _tie(bodies, place, relation, owner, name)


def find_marriages(bodies: Bodies) -> Iterator[RelationMention]:
    """Who is "married to" whom, the spouse's occupation between: "is married to actress X"."""
    parse = bodies.parse
    for token in range(len(parse) - 2):
        if parse.lowers[token] != "married" or parse.lowers[token + 1] != "to":
            continue
        other = token + 2
        while other < min(len(parse), token + 8) and not _named_at(bodies, other):
            if (parse.words[other][0].isupper() and parse.tags[other] != "JJ") or parse.pos[other] in (
                "PUNCT",
                "CCONJ",
                "ADP",
                "PRON",
            ):
                break
            other += 1
        subjects = [
            c for verb in (token, parse.heads[token]) for c in parse.children[verb] if parse.deps[c] in _SUBJECTS
        ]
        spouse = bodies.referents.phrase_at[other] if other < len(parse) else -1
        person = bodies.referents.phrase_at[subjects[0]] if subjects else -1
        if _is_person(bodies, person) and spouse >= 0 and _named_at(bodies, other):
            tokens = min(bodies.phrases[person].start, token), bodies.phrases[spouse].end
            yield RelationMention(person, "spouseOf", spouse, "spouseOf.married", token, tokens, confidence=0.85)


def _named_at(bodies: Bodies, token: int) -> bool:
    """Whether a person's name starts at a token."""
    place = bodies.referents.phrase_at[token]
    if not _is_person(bodies, place):
        return False
    return bodies.phrases[place].start == token and bodies.phrases[place].kind == "name"


def _tie(bodies: Bodies, relative: int, relation: str, owner: int, phrase: Phrase) -> RelationMention:
    first, second = (owner, relative) if relation == "childOf" else (relative, owner)
    predicate = "parentOf" if relation == "childOf" else relation
    covered = [phrase, bodies.phrases[first], bodies.phrases[second]]
    tokens = min(p.start for p in covered), max(p.end for p in covered)
    return RelationMention(first, predicate, second, "roles.kin", phrase.head, tokens)


def _is_person(bodies: Bodies, place: int) -> bool:
    return place >= 0 and bodies.referents.referent_of[place] >= 0 and bodies.cls(place) == "Person"


def _relatives(bodies: Bodies, place: int, relation: str) -> list[int]:
    """The persons whom a noun for kin means: those named after it, else itself."""
    phrase = bodies.phrases[place]
    listed = _listed(bodies, phrase)
    if phrase.plural:
        return listed
    if bodies.referents.referent_of[place] >= 0 and bodies.is_named(place):
        return [place]
    if listed:
        return listed[:1]
    born = _born(bodies, phrase.head) if relation == "childOf" else -1
    if born >= 0:
        return [born]
    acts = bodies.parse.deps[phrase.head] in _TAKING_PART
    return [place] if acts or relation not in _DIRECTED else []


def _born(bodies: Bodies, head: int) -> int:
    """Who is said to be born a child: "She was born in Varna in 1950, the daughter of X"; -1 for nobody."""
    parse, above = bodies.parse, bodies.parse.heads[head]
    if parse.deps[head] not in ("appos", "npadvmod", "oprd", "dobj", "attr", "conj", "dep"):
        return -1
    for _ in range(4):
        if parse.lemmas[above] == "bear":
            subjects = [c for c in parse.children[above] if parse.deps[c] == "nsubjpass"]
            place = bodies.referents.phrase_at[subjects[0]] if subjects else -1
            return place if _is_person(bodies, place) else -1
        above = parse.heads[above]
    return -1


def _listed(bodies: Bodies, phrase: Phrase) -> list[int]:
    """The names that follow a noun for kin: "daughter X", "their sons, A, B and C"."""
    parse, token = bodies.parse, phrase.end
    apart = token < len(parse) and parse.words[token] in _OPENING
    token += apart
    found: list[int] = []
    while token < len(parse):
        place = bodies.referents.phrase_at[token]
        if place < 0 or bodies.phrases[place].start != token or bodies.phrases[place].kind != "name":
            break
        if not _is_person(bodies, place):
            break
        found.append(place)
        token = bodies.phrases[place].end
        if not phrase.plural:
            break
        following = token
        while following < len(parse) and parse.lowers[following] in _JOINING:
            following += 1
        if following == token:
            break
        token = following
    if apart and not phrase.plural:  # "his son, John, left", but "after the divorce from his wife, John left"
        opening = parse.sentences[parse.sentence_of[phrase.head]][0]
        closed = token >= len(parse) or parse.words[token] in _CLOSING
        if not closed or parse.pos[opening] in ("ADP", "SCONJ"):
            return []
    return found


def _owners(bodies: Bodies, phrase: Phrase) -> list[int]:
    """Whose kin somebody is."""
    parse, head = bodies.parse, phrase.head
    owners = _possessors(bodies, head) or bodies.after(head, only="of")
    if owners:
        return owners
    if parse.deps[head] == "dobj" and parse.lemmas[parse.heads[head]] in _HAVING:
        subjects = [c for c in parse.children[parse.heads[head]] if parse.deps[c] == "nsubj"]
        return [place for c in subjects for place in _couple(bodies, c) or bodies.coordinated(c)]
    return _owners_of_row(bodies, head) if parse.deps[phrase.start] == "det" else _owners_above(bodies, head)


def _owners_of_row(bodies: Bodies, head: int) -> list[int]:
    """Who leaves the kin named in a row: "he leaves a son, A, and a brother, B"."""
    parse = bodies.parse
    for _ in range(6):
        label, above = parse.deps[head], parse.heads[head]
        if label == "dobj" and parse.lemmas[above] == "leave":
            subjects = [c for c in parse.children[above] if parse.deps[c] == "nsubj"]
            return [bodies.referents.phrase_at[c] for c in subjects]
        if label == "pobj" and parse.lemmas[parse.heads[above]] in _OUTLIVING:
            subjects = [c for c in parse.children[parse.heads[above]] if parse.deps[c] == "nsubjpass"]
            return [bodies.referents.phrase_at[c] for c in subjects]
        if label not in ("conj", "appos"):
            return []
        head = above
    return []


def _owners_above(bodies: Bodies, head: int) -> list[int]:
    """The owners of the kin with whom a noun for kin is named."""
    parse = bodies.parse
    for _ in range(4):  # "his wife, Ann, and daughter Jane", "survived by daughter Jane"
        label, above = parse.deps[head], parse.heads[head]
        if parse.lemmas[above] in _OUTLIVING or (label == "pobj" and parse.lemmas[parse.heads[above]] in _OUTLIVING):
            verb = above if label != "pobj" else parse.heads[above]
            subjects = [c for c in parse.children[verb] if parse.deps[c] == "nsubjpass"]
            return [bodies.referents.phrase_at[c] for c in subjects]
        if label not in ("conj", "appos", "compound", "nmod") or above == head:
            return []
        head = above
        owners = _possessors(bodies, head)
        if owners:
            return owners
    return []


def _possessors(bodies: Bodies, head: int) -> list[int]:
    parse = bodies.parse
    found: list[int] = []
    for child in parse.children[head]:
        if parse.deps[child] == "poss" and parse.lowers[child] == "ex":  # "X's ex-wife"
            found += _possessors(bodies, child)
        elif parse.deps[child] == "poss":
            found += _couple(bodies, child) or bodies.coordinated(child)
    return found


def _couple(bodies: Bodies, token: int) -> list[int]:
    """The two persons named together before "they" or "their" in its sentence, if the token is one of these."""
    parse = bodies.parse
    if parse.lowers[token] not in ("they", "their"):
        return []
    first = parse.sentences[parse.sentence_of[token]][0]
    for second in range(token - 1, first, -1):
        if parse.deps[second] != "conj":
            continue
        pair = [bodies.referents.phrase_at[t] for t in (parse.heads[second], second)]
        if all(_is_person(bodies, place) for place in pair) and bodies.phrases[pair[1]].head == second:
            return pair
    return []
