"""What capital letters say: which capitalised words are names, and where a capital letter says nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.nouns import NOUN_CLASSES
from kg.text.lexicon.tables import words
from kg.text.lexicon.truecasing import is_common, is_headline

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["Capitals"]

_NO_NAME: Final = words("words/ner/trimming", "no_name")
_ARTICLES: Final = words("words/function_words", "determiners", "articles")
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "poss", "compound"})
_OPENING, _HEADLINE = 1, 2
_LONGEST_HEADLINE: Final = 60  # how many tokens a headline has at most


class Capitals:
    """What the capital letters of one parse say.

    `initial` marks the tokens whose capital letter says nothing: 1 for the first word of a sentence, 2 for those of a
    headline.
    """

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.initial = bytearray(len(parse))
        self.counts = Counter(parse.words)
        for start, end in parse.sentences:
            first = next((token for token in range(start, end) if parse.pos[token] != "PUNCT"), -1)
            if first >= 0:
                self.initial[first] = _OPENING
        for start, end in parse.blocks:
            if end - start < _LONGEST_HEADLINE and is_headline(parse.words_of(start, end)):
                self.initial[start:end] = bytes([_HEADLINE]) * (end - start)

    def is_name(self, token: int) -> bool:
        """Whether a token's capital letter marks a name; no token beyond the text does."""
        if token >= len(self.parse):
            return False
        word = self.parse.words[token]
        late = word[0].isdigit() or word[1:2].isupper()  # "iPhone"
        if not (word[0].isupper() or (late and self.parse.pos[token] == "PROPN")):
            return False
        if self.parse.lowers[token] in _NO_NAME:
            return False
        return self.parse.pos[token] == "PROPN" or not self.initial[token] or self.is_coined(token)

    def is_coined(self, token: int) -> bool:
        """Whether the first word of a sentence is a name, for no dictionary has it or a noun in apposition follows."""
        parse = self.parse
        if self.initial[token] != _OPENING or parse.deps[token] not in _SUBJECTS or not parse.words[token][0].isupper():
            return False
        lower = parse.lowers[token]
        if not is_common(lower) and lower not in NOUN_CLASSES and parse.lemmas[token].lower() not in NOUN_CLASSES:
            return True
        apposed = (c for c in parse.children[token] if c > token + 2 and parse.deps[c] == "appos")
        return parse.pos[token] == "PROPN" and any(parse.lowers[parse.left[c]] in _ARTICLES for c in apposed)

    def is_plain_opening(self, token: int) -> bool:
        """Whether a word that opens a sentence is only a common noun in the plural: "Unions are outraged"."""
        parse, word = self.parse, self.parse.words[token]
        if self.initial[token] != _OPENING or parse.tags[token] not in ("NNS", "NNPS"):
            return False
        plain = parse.lemmas[token].lower() in NOUN_CLASSES or parse.lowers[token].removesuffix("s") in NOUN_CLASSES
        return plain and self.counts[word] == 1 and not class_of_known(word)

    def is_headline(self, token: int) -> bool:
        """Whether a token stands in a headline."""
        return self.initial[token] == _HEADLINE
