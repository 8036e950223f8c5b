"""The words that say a relation: which word between and around two phrases licenses it, learned from annotated news.

What the network alone finds has no rule whose words could be shown. Each word on the way between the two phrases, and
in them, has a weight for each relation: how much oftener it stands where the relation is stated than elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kg.text.model import Parse, Phrase, Reading, RelationMention

_STATING: Final = 0.7
"""The least weight (log-odds) of a word that says a relation."""
_SATELLITES: Final = frozenset({"prt", "prep", "agent", "dobj", "acomp", "attr", "xcomp", "oprd"})
"""The labels of what belongs to a word on the way."""
_EMPTY: Final = frozenset({"PUNCT", "SPACE", "DET", "NUM", "PRON", "PROPN", "AUX", "PART"})
"""The parts of speech that say no relation: names are what is related."""
_INSIDE: Final = frozenset({"NOUN", "ADJ", "VERB"})


class Wording:
    """The learned weights of words."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._weights = dict(zip(map(str, arrays["words"]), arrays["word_weights"].astype(float).tolist(), strict=True))

    def of(self, reading: Reading, mention: RelationMention) -> int:
        """Return the token of the word that says a relation between two phrases, -1 where none does."""
        found = words_of(reading, mention)
        weights = {token: self._weights.get(f"{mention.predicate} {word}", 0.0) for word, token in found.items()}
        best = max(weights, key=lambda token: (weights[token], -token), default=-1)
        return best if best >= 0 and weights[best] >= _STATING else -1


def words_of(reading: Reading, mention: RelationMention) -> dict[str, int]:
    """Return the lemmas that may say a relation, each with its token: on the way between the phrases, and in them."""
    parse, phrases = reading.parse, reading.referents.phrases
    ends = [phrases[place] for place in (mention.subject, mention.object) if place >= 0]
    heads = {phrase.head for phrase in ends}
    way = {mention.anchor, *(token for phrase in ends for token in _up(parse, phrase, mention.anchor))}
    around = {node for token in way - heads for node in parse.children[token] if parse.deps[node] in _SATELLITES}
    inside = {t for phrase in ends for t in range(phrase.start, phrase.end) if parse.pos[t] in _INSIDE}
    tokens = sorted(((way | around) - heads) | inside, reverse=True)
    return {parse.lemmas[token].lower(): token for token in tokens if parse.pos[token] not in _EMPTY}


def _up(parse: Parse, phrase: Phrase, anchor: int) -> Iterator[int]:
    """The tokens from a phrase up the tree to where the two meet; none where that is not above it."""
    way, node = [], phrase.head
    while node != anchor and parse.heads[node] != node:
        node = parse.heads[node]
        way.append(node)
    return iter(way if node == anchor else ())
