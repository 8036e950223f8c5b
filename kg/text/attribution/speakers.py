"""Who speaks, as an entity: a description of somebody whom the text names elsewhere is that one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.text.lexicon.nouns import ORGANIZATIONS
from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from kg.text.model import Phrase, Reading

_PRONOUNS = frozenset({"he", "she"})
_REACH = 6
"""How many sentences back who spoke last may have spoken."""
_POSTS = words("relation_kinds", "by_one")


def explained(reading: Reading) -> Reading:
    """A reading in which "he said", where nothing else says who he is, means the person who spoke last."""
    referents = reading.referents
    joined = Speakers(reading).pronouns
    if not joined:
        return reading
    of = list(referents.referent_of)
    chains = list(referents.referents)
    for referent, places in joined.items():
        chains[referent] = replace(chains[referent], phrases=tuple(sorted((*chains[referent].phrases, *places))))
        for place in places:
            of[place] = referent
    return replace(reading, referents=replace(referents, referents=tuple(chains), referent_of=tuple(of)))


class Speakers:
    """The referents of those who say something in one document."""

    def __init__(self, reading: Reading) -> None:
        self._parse, self._referents = reading.parse, reading.referents
        self._named: dict[str, list[tuple[int, int]]] = {}  # by the word that describes them, where and who
        phrases, of = self._referents.phrases, self._referents.referent_of
        for mention in reading.relations:
            if mention.predicate in _POSTS and mention.subject >= 0 and mention.object >= 0:
                self._note(phrases[mention.object].head, of[mention.subject])
        for place, phrase in enumerate(phrases):
            if phrase.kind == "name" and of[place] >= 0 and phrase.cls in ORGANIZATIONS:
                self._note(phrase.end - 1, of[place])
        self.pronouns: dict[int, list[int]] = {}
        """The phrases of pronouns that nothing explains but who spoke last, by who that is."""
        self._spoken: list[tuple[int, int]] = []  # where somebody is said to speak, and who
        for token in sorted({claim.source for claim in reading.claims}):
            referent = self.of(token)
            if referent >= 0:
                self._spoken.append((token, referent))
                place = self._referents.phrase_at[token]
                if place >= 0 > of[place]:
                    self.pronouns.setdefault(referent, []).append(place)

    def _note(self, token: int, referent: int) -> None:
        if self._referents.is_named(referent):
            self._named.setdefault(lemma_of(self._parse, token), []).append((token, referent))

    def _is_definite(self, phrase: Phrase) -> bool:
        """Return whether a phrase describes somebody who is known: "the spokesman", "her lawyer", "Oslo's mayor"."""
        parse = self._parse
        marks = {parse.lowers[child] for child in parse.children[phrase.head] if parse.deps[child] == "det"}
        return not phrase.plural and ("the" in marks or bool(parse.dependents(phrase.head, "poss")))

    def _last(self, token: int) -> int:
        """The person who spoke last before a token, -1 for nobody: "he said" of whom nothing else says who he is."""
        here = self._parse.sentence_of[token]
        for at, referent in reversed(self._spoken[: bisect_left(self._spoken, (token, -1))]):
            if here - self._parse.sentence_of[at] > _REACH:
                break
            if self._referents.referents[referent].cls == "Person":
                return referent
        return -1

    def of(self, token: int) -> int:
        """The referent of the phrase at a token, or whom the text names of whom its words are a description.

        Of several of one post it is who was named last before; of a "he" that nothing explains it is who spoke last.
        -1 where the words refer to nothing.
        """
        place = self._referents.phrase_at[token] if token >= 0 else -1
        referent = self._referents.referent_of[place] if place >= 0 else -1
        if referent < 0 and self._parse.lower_at(token) in _PRONOUNS:
            return self._last(token)
        if referent < 0 or self._referents.is_named(referent) or not self._is_definite(self._referents.phrases[place]):
            return referent
        alike = self._named.get(lemma_of(self._parse, self._referents.phrases[place].head), ())
        before = [other for at, other in alike if at < token]
        return before[-1] if before else alike[0][1] if alike else referent
