"""The words of a sentence that stand for a phrase, a verb group or a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import first_conjunct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.text.model import Clause, Parse

__all__ = ["Wording"]

_DROPPED: Final = frozenset({"relcl", "appos", "conj", "cc", "preconj", "parataxis", "advcl", "case"})
_EDGES: Final = (
    words("words/function_words", "marks", "clause_end")
    | words("words/function_words", "marks", "dashes")
    | {".", "and", "or", "but"}
)
_CLOSING: Final = (".", ",", "''", '"')


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
            end = parse.begins[token + 1] if token + 1 < len(parse) else len(self._text)
            word = self._text[parse.begins[token] : end].rstrip() or self._text[parse.begins[token] : parse.ends[token]]
            glued = before == token - 1 and parse.ends[before] == parse.begins[token]
            parts.append(word if glued or not parts else f" {word}")
            before = token
        return "".join(parts)

    def tokens(self, head: int, *, drop: frozenset[str] = _DROPPED) -> list[int]:
        """The tokens of a phrase without coordinated phrases, appositions and clauses that follow."""
        parse, found, stack = self._parse, [head], [head]
        while stack:
            node = stack.pop()
            for child in parse.children[node]:
                label = parse.deps[child]
                dropped = label in drop and (node == head or label in ("relcl", "appos"))
                if not dropped and not self._trails(child, node):
                    found.append(child)
                    stack.append(child)
        found.sort()
        start, end = 0, len(found)
        while end - start > 1 and found[end - 1] != head and parse.lowers[found[end - 1]] in _EDGES:
            end -= 1
        while end - start > 1 and found[start] != head and parse.lowers[found[start]] in _EDGES:
            start += 1
        return found[start:end]

    def _trails(self, node: int, head: int) -> bool:
        """Whether a clause or a comma merely follows a noun; such a clause gives a triple of its own."""
        parse = self._parse
        if parse.deps[node] == "acl":  # "the plan to leave" says what it is, "the house built in May" says more
            return parse.tags[node] != "VB" or parse.words[parse.left[node] - 1 : parse.left[node]] == (",",)
        return parse.deps[node] == "punct" and node > head and parse.words[node] == ","

    def phrase(self, head: int, *, bare: bool = False) -> str:
        """The words of a phrase; `bare` leaves out what follows its head."""
        return self.words(token for token in self.tokens(head) if not bare or token <= head)

    def unowned(self, head: int) -> str:
        """The words of a phrase without its possessor."""
        return self.words(self.tokens(head, drop=_DROPPED | {"poss"}))

    def verb_group(self, clause: Clause) -> str:
        """The verb with its auxiliaries, negation, particle and the adverbs among or right after them.

        A coordinated verb takes the auxiliaries that it shares: "has fallen and broken" gives "has broken".
        """
        parse, verb = self._parse, clause.verb
        helpers = parse.dependents(verb, "aux", "auxpass", "neg", "prt")
        first = min([verb, *helpers])
        adverbs = [
            c
            for c in parse.dependents(verb, "advmod")
            if not parse.children[c] and parse.tags[c] != "WRB"
            if first - 2 < c < verb or (c == verb + 1 and parse.tags[c] == "RB" and not clause.copular)
        ]
        own = any(parse.deps[c] in ("aux", "auxpass") for c in helpers)
        shared = self._shared_auxiliaries(verb) if clause.link == "conj" and not own else []
        return f"{self.words(shared)} {self.words([verb, *helpers, *adverbs])}".strip()

    def _shared_auxiliaries(self, verb: int) -> list[int]:
        parse, head = self._parse, first_conjunct(self._parse, verb)
        same = parse.tags[head] == parse.tags[verb] and parse.tags[verb] in ("VB", "VBN", "VBG")
        if not same or parse.dependents(verb, "nsubj", "nsubjpass"):
            return []
        return [c for c in parse.dependents(head, "aux", "auxpass") if c < head]

    def preposition(self, name: str, head: int) -> str:
        """A preposition as it stands before a phrase, capital letter included."""
        parse = self._parse
        node = parse.heads[first_conjunct(parse, head)]
        parts = name.split("_")
        for _ in parts:
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
        mark = "that" if parse.deps[start] == "mark" and parse.lowers[start] == "that" else ""
        start += bool(mark)
        for saying in parse.dependents(verb, "parataxis"):  # what stands behind the verb of saying is not said
            end = min(end, max(parse.left[saying], start + 1))
        while end > start + 1 and parse.words[end - 1] in _CLOSING:
            end -= 1
        return mark, self.words(range(start, end))
