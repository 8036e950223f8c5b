"""Who founded a body, where a noun says so: "Acme founder X", "X, co-founder and chairman of Acme"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import ontology
from kg.text.model import RelationMention
from kg.text.titles.chains import FOUNDERS
from kg.text.titles.organizations import POSSESSIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.titles.chains import PostChains
    from kg.text.titles.organizations import Bodies

__all__ = ["find_founders"]


def find_founders(bodies: Bodies, chains: PostChains) -> Iterator[RelationMention]:
    """The founders whom nouns name, in the order of the text."""
    parse = bodies.parse
    founded = ontology.RELATIONS["founded"]
    for token in range(len(parse)):
        lemma = parse.lemmas[token].lower()
        if lemma not in FOUNDERS or parse.pos[token] not in ("NOUN", "PROPN"):
            continue
        persons = list(_persons(bodies, chains, token, plural=parse.lowers[token].endswith("s")))
        for body in _founded(bodies, chains, token) if persons else []:
            for person in persons:
                if founded.takes(bodies.cls(person), bodies.cls(body)):
                    covered = [bodies.phrases[p] for p in (person, body)]
                    span = min(token, *(p.start for p in covered)), max(token + 1, *(p.end for p in covered))
                    yield RelationMention(person, "founded", body, "roles.founder", token, span, confidence=0.85)


def _persons(bodies: Bodies, chains: PostChains, token: int, *, plural: bool) -> Iterator[int]:
    """The persons called founders: named after the row of posts, before it and a comma, or what it is said of."""
    parse = bodies.parse
    end, start = chains.end(token + 1), chains.start(token)
    if end < len(parse):
        after = _person_at(bodies, end)
        if after >= 0 and parse.sentence_of[end] == parse.sentence_of[token]:
            yield from (
                (p for p in bodies.coordinated(bodies.phrases[after].head) if bodies.cls(p) == "Person")
                if plural
                else [after]
            )
            return
    head = bodies.ending.get(start - 1, -1) if start > 1 and parse.words[start - 1] == "," else -1
    if head >= 0 and bodies.phrases[head].kind == "name" and bodies.cls(head) == "Person":
        yield head
        return
    for at in range(start, end):
        place = bodies.referents.phrase_at[at]
        if place < 0 or bodies.phrases[place].head != at or bodies.cls(place) != "Person":
            continue
        if bodies.referents.referent_of[place] >= 0 and bodies.is_named(place):
            yield place
            return


def _person_at(bodies: Bodies, token: int) -> int:
    """The person whose name starts at a token, -1 where none does."""
    place = bodies.referents.phrase_at[token]
    if place < 0 or bodies.phrases[place].start != token or bodies.phrases[place].kind != "name":
        return -1
    return place if bodies.cls(place) == "Person" and bodies.referents.referent_of[place] >= 0 else -1


def _founded(bodies: Bodies, chains: PostChains, token: int) -> list[int]:
    """What was founded: named before the row of posts or after it."""
    parse, start = bodies.parse, chains.start(token)
    before = bodies.before(start, max(0, start - 8))
    if before >= 0 and (parse.words[start - 1] in POSSESSIVE or bodies.phrases[before].end == start):
        return [before]
    owner = next((c for c in parse.children[token] if parse.deps[c] == "poss"), -1)
    if owner >= 0 and bodies.referents.phrase_at[owner] >= 0:
        return [bodies.referents.phrase_at[owner]]
    return bodies.after(token, only="of") or chains.bodies_after(token + 1, bodies)
