"""The names of finished coreference chains: the canonical one, by which the graph calls an entity, and its aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import dropwhile
from typing import TYPE_CHECKING

from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import POST_WORDS
from kg.text.lexicon.truecasing import is_common

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.text.coref.clusters import Clusters

_LONGEST = 14
"""How many tokens a nominal may have that names its chain."""

_BRACKET = re.compile(r"\s*\([^)]*[a-z]{3}[^)]*\)$")
"""What a text adds to a name in brackets: "Jan Berg (head of Acme)"."""

_SHORT = 8
"""Within how many words of a description the name stands that makes it one by which others may call the named."""

_LOUD = 5
"""How many letters a name in capitals has at least that another writing of it goes before: "HELSINKI"."""

_POST_WORDS = POST_WORDS - {"first"}
_WRITER = words("words/function_words", "pronouns", "first_singular")
_BELONGING = words("words/function_words", "prepositions", "belonging")
_DETERMINERS = words("words/coref/canonical_names", "determiners")
_COUNTING = words("words/coref/canonical_names", "counting")


def _spaced(text: str) -> str:
    return " ".join(text.split())


class ChainNamer:
    """Names the chains of one document, once all its mentions are in clusters."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters
        self.parse = clusters.parse
        self.phrases = clusters.phrases

    def names(self, cluster: int) -> tuple[str, tuple[str, ...]]:
        """The canonical name of a chain and its aliases, in order of first use.

        The canonical name is the country's own, else the longest proper name, else the first nominal of the story with
        what belongs to it, else a demonym or a pronoun. Aliases of a named chain are names, and descriptions with a
        name in them that the text itself equates with it ("Jan Berg, the mayor of Tavel").
        """
        members, cls = sorted(self.clusters.members[cluster]), self.clusters.cls[cluster]
        names, nominals, demonyms = (
            [m for m in members if self.phrases[m].kind == kind] for kind in ("name", "nominal", "demonym")
        )
        proper, adjectives, called = (list(map(self._text, mentions)) for mentions in (names, demonyms, nominals))
        proper = [_BRACKET.sub("", name) or name for name in proper]
        if cls == "City":  # "central Athens"
            proper = [" ".join(dropwhile(str.islower, name.split())) or name for name in proper]
        if cls in ("Country", "Region") and (proper or adjectives):
            places = load_places()
            known = [places.countries.get(n) or places.demonyms.get(n) for n in [*proper, *adjectives]]
            name = next((k for k in known if k), (proper or adjectives)[0])
        elif proper:
            name = max(
                dict.fromkeys(proper),
                key=lambda n: (len(n.split()), len(n) < _LOUD or not n.isupper(), proper.count(n)),
            )
        elif cls == "Role":
            name = called[0]
        else:
            ordered = sorted(nominals, key=lambda m: self.phrases[m].head < self.clusters.headline_end)
            full = [self._full_text(m, _BELONGING) for m in ordered]  # those of the headline last
            name = (full or adjectives or [self._text(members[0])])[0]
        if cls == "Role":
            called += [wider for m in members if (wider := self._with_organization(m))]
            called += [self.clusters.words(m) for m in nominals if self.phrases[m].plural]  # "Guides" for "Guide"
        else:
            called = called if not proper else []
            called += [self._full_text(m) for m in nominals if not proper or self._is_equated(m)]
            called += [bare for m in nominals if not proper and (bare := self._bare(m))]
        others = dict.fromkeys(n for n in [*proper, *adjectives, *called] if n != name)
        return name, tuple(others)

    def _is_equated(self, mention: int) -> bool:
        """Return whether syntax equates a definite nominal with a name in it and a named chain: "mayor of Tavel"."""
        parse, phrase = self.parse, self.phrases[mention]
        known = mention in self.clusters.equated and not self.clusters.is_indefinite(mention)
        text = self._full_text(mention)
        names = any(word[0].isupper() for word in text.split()[:_SHORT])
        return known and names and parse.tags[phrase.start] != "PRP$" and text[:4].lower() != "one "

    def _text(self, mention: int) -> str:
        phrase, lowers = self.phrases[mention], self.parse.lowers
        if phrase.cls == "Role":
            return _spaced(self.clusters.post_words(mention))
        if phrase.kind == "name":
            return self.clusters.words(mention)
        start = phrase.start
        while start < phrase.head and lowers[start] in _DETERMINERS and lowers[start + 1] not in ("of", "one"):
            start += 1
        if phrase.kind == "nominal":
            return _spaced(self._truecased(start, phrase.end))
        text = _spaced(self.parse.words_of(start, phrase.end))
        if phrase.kind != "pronoun":
            return text
        return "I" if text.lower() in _WRITER else text.lower()

    def _truecased(self, start: int, end: int) -> str:
        """The words of a nominal, those in lower case that are no names: "Prime Minister", "Brooklyn Teen"."""
        parse, letters = self.parse, list(self.parse.words_of(start, end))
        for token in range(start, end):
            lower = parse.lowers[token]
            of_post = token not in self._inside_names and _POST_WORDS.issuperset(lower.split("-"))
            if parse.words[token][1:] == lower[1:] and (of_post or token in self._capitalised_by_place):
                at = parse.begins[token] - parse.begins[start]
                letters[at] = letters[at].lower()
        return "".join(letters)

    @cached_property
    def _inside_names(self) -> frozenset[int]:
        names = (phrase for phrase in self.phrases if phrase.kind in ("name", "demonym"))
        return frozenset(token for phrase in names for token in range(phrase.start, phrase.end))

    @cached_property
    def _capitalised_by_place(self) -> frozenset[int]:
        """The common words that have a capital letter only because they open a sentence or a quotation in it."""
        parse, sentences = self.parse, self.parse.sentences
        openings = (next((t for t in range(*span) if parse.pos[t] != "PUNCT"), span[1] - 1) for span in sentences)
        plain = (t for t in openings if parse.tags[t] not in ("NNP", "NNPS") and is_common(parse.lowers[t]))
        return frozenset(token for token in plain if parse.words[token] not in load_places().demonyms)

    @cached_property
    def _distinct_nouns(self) -> frozenset[str]:
        """The head nouns by which the text calls just one entity."""
        called: defaultdict[str, set[int]] = defaultdict(set)
        for mention, phrase in enumerate(self.phrases):
            if phrase.kind == "nominal" and phrase.cls != "Role":
                called[self.clusters.head_lemma(mention)].add(self.clusters.of[mention])
        return frozenset(noun for noun, clusters in called.items() if len(clusters) == 1)

    def _full_text(self, mention: int, prepositions: Collection[str] = ()) -> str:
        """The words of a nominal with what follows its head and belongs to it: "bill on water rights".

        Where prepositions are given, only what they bring is taken to belong to it.
        """
        parse, phrase = self.parse, self.phrases[mention]
        end = phrase.end
        for child in parse.children[phrase.head]:
            if child < end:
                continue
            if child != end or parse.deps[child] not in ("prep", "acl", "relcl"):
                break
            if prepositions and parse.lowers[child] not in prepositions:
                break
            if parse.right[child] + 1 - phrase.start > _LONGEST:
                break
            end = parse.right[child] + 1
        commas = (at for at in range(phrase.end, end - 1) if parse.words[at] == "," and phrase.cls == "Person")
        persons = (at for at in commas if self.clusters.is_named_person(self.clusters.phrase_at[at + 1]))
        end = next(persons, end)  # "head of Acme, X"
        while end > phrase.end and parse.words[end - 1] in (",", ";"):
            end -= 1
        text = self._text(mention)
        return text if end == phrase.end else f"{text} {_spaced(parse.words_of(phrase.end, end))}"

    def _bare(self, mention: int) -> str:
        """A nominal without what counts, dates or places it: "homes" of "nine of the 240 homes".

        "" where there is none, or where the text calls another entity by the noun.
        """
        parse, phrase, lemma = self.parse, self.phrases[mention], self.clusters.head_lemma(mention)
        if "-" in lemma or parse.lowers[phrase.head - 1] == "-" or lemma not in self._distinct_nouns:
            return ""
        start = phrase.start
        for token in range(phrase.start, phrase.head):
            counted = parse.pos[token] in ("NUM", "SYM", "PUNCT", "DET", "PRON") or parse.lowers[token] in _COUNTING
            national = parse.words[token] in load_places().demonyms
            if counted or national or (token > phrase.start and parse.lowers[token - 1] == "-"):
                start = token + 1
            elif token != start and parse.lowers[token + 1] not in ("-", "of"):
                break
        return _spaced(parse.words_of(start, phrase.head + 1)) if start > phrase.start else ""

    def _with_organization(self, mention: int) -> str:
        """A post with the name of the organization that stands before it, "" for none: "UK Prime Minister"."""
        start = self.phrases[mention].start
        at = self.clusters.phrase_at[start - 1] if start else -1
        if at >= 0 and self.phrases[at].kind in ("name", "demonym") and self.phrases[at].end == start:
            return _spaced(self.parse.words_of(self.phrases[at].start, self.phrases[mention].end))
        return ""
