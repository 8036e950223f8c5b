"""The words of a sentence that stand for a phrase, a verb group or a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.syntax.dependencies import first_conjunct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.text.model import Clause, Parse

__all__ = ["Wording"]

_DROPPED = frozenset({"relcl", "appos", "conj", "cc", "preconj", "parataxis", "advcl", "case"})
_HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})
_EDGES = frozenset({",", ";", ":", "--", "-", "—", "–", ".", "and", "or", "but"})


class Wording:
    """Words of a parse as they stand in `text`, which has the parse's offsets."""

    def __init__(self, parse: Parse, text: str) -> None:
        self._parse = parse
        self._text = text

    def words(self, tokens: Iterable[int]) -> str:
        """The tokens in order, as the text spaces them where they stand side by side."""
        parse = self._parse
        parts: list[str] = []
        before = -2
        for token in sorted(set(tokens)):
            word = self._text[parse.begins[token] : parse.ends[token]]
            end = parse.begins[token + 1] if token + 1 < len(parse) else len(self._text)
            word = self._text[parse.begins[token] : end].rstrip() or word
            glue = before == token - 1 and parse.ends[before] == parse.begins[token]
            parts.append(word if glue or not parts else f" {word}")
            before = token
        return "".join(parts)

    def tokens(self, head: int, *, drop: frozenset[str] = _DROPPED) -> list[int]:
        """The tokens of a phrase without coordinated phrases, appositions and clauses that follow."""
        parse, found, stack = self._parse, [head], [head]
        while stack:
            node = stack.pop()
            for c in parse.children[node]:
                label = parse.deps[c]
                if (label in drop and (node == head or label in {"relcl", "appos"})) or self._trails(c, node):
                    continue
                found.append(c)
                stack.append(c)
        found.sort()
        while len(found) > 1 and found[-1] != head and parse.lowers[found[-1]] in _EDGES:
            found.pop()
        while len(found) > 1 and found[0] != head and parse.lowers[found[0]] in _EDGES:
            found.pop(0)
        return found

    def _trails(self, node: int, head: int) -> bool:
        """Whether a clause or a comma merely follows a noun; such a clause gives a triple of its own."""
        parse = self._parse
        if parse.deps[node] == "acl":  # "the plan to leave" says what it is, "the house built in May" says more
            return parse.tags[node] != "VB" or parse.words[parse.left[node] - 1 : parse.left[node]] == (",",)
        return parse.deps[node] == "punct" and node > head and parse.words[node] == ","

    def phrase(self, head: int, *, bare: bool = False) -> str:
        """The words of a phrase; `bare` leaves out what follows its head."""
        tokens = self.tokens(head)
        return self.words([t for t in tokens if t <= head] if bare else tokens)

    def unowned(self, head: int) -> str:
        """The words of a phrase without its possessor."""
        return self.words(self.tokens(head, drop=_DROPPED | {"poss"}))

    def verb_group(self, clause: Clause) -> str:
        """The verb with its auxiliaries, negation, particle and the adverbs among or right after them.

        A coordinated verb takes the auxiliaries that it shares: "has fallen and broken" gives "has broken".
        """
        parse, verb = self._parse, clause.verb
        helpers = [c for c in parse.children[verb] if parse.deps[c] in _HELPERS]
        first = min([verb, *helpers])
        adverbs = [
            c
            for c in parse.children[verb]
            if parse.deps[c] == "advmod" and not parse.children[c] and parse.tags[c] != "WRB"
            if first - 2 < c < verb or (c == verb + 1 and parse.tags[c] == "RB" and not clause.copular)
        ]
        group = self.words([verb, *helpers, *adverbs])
        if clause.link == "conj" and not any(parse.deps[c] in {"aux", "auxpass"} for c in helpers):
            shared = self._shared_auxiliaries(verb)
            if shared:
                return f"{self.words(shared)} {group}"
        return group

    def _shared_auxiliaries(self, verb: int) -> list[int]:
        parse = self._parse
        head = first_conjunct(parse, verb)
        same = parse.tags[head] == parse.tags[verb] and parse.tags[verb] in {"VB", "VBN", "VBG"}
        if not same or any(parse.deps[c] in {"nsubj", "nsubjpass"} for c in parse.children[verb]):
            return []
        return [c for c in parse.children[head] if parse.deps[c] in {"aux", "auxpass"} and c < head]

    def preposition(self, name: str, head: int) -> str:
        """A preposition as it stands before a phrase, capital letter included."""
        parse = self._parse
        node = parse.heads[first_conjunct(parse, head)]
        parts = name.split("_")
        for _ in range(len(parts)):
            if parse.lowers[node : node + len(parts)] == tuple(parts):
                return self.words(range(node, node + len(parts)))
            node = parse.heads[node]
        return " ".join(parts)

    def obliques(self, groups: Sequence[tuple[str, list[int]]]) -> list[str]:
        """Further arguments with their prepositions; coordinated ones together."""
        return [f"{self.preposition(name, heads[0])} {self.span(heads)}".strip() for name, heads in groups]

    def span(self, heads: Sequence[int]) -> str:
        """The words of coordinated phrases together."""
        if len(heads) == 1:
            return self.phrase(heads[0])
        tokens = [t for h in heads for t in self.tokens(h)]
        return self.words(range(min(tokens), max(tokens) + 1))

    def content(self, clause: Clause) -> tuple[str, str]:
        """The word that opens a complement clause, "that", and the words of the clause."""
        parse, verb = self._parse, clause.verb
        start, end = parse.left[verb], parse.right[verb] + 1
        mark = ""
        if parse.deps[start] == "mark" and parse.lowers[start] == "that":
            mark, start = parse.lowers[start], start + 1
        for saying in parse.children[verb]:  # what stands behind the verb of saying is not said
            if parse.deps[saying] == "parataxis":
                end = min(end, max(parse.left[saying], start + 1))
        while end > start + 1 and parse.words[end - 1] in {".", ",", "''", '"'}:
            end -= 1
        return mark, self.words(range(start, end))
