"""Open triples of a sentence, in its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.model import Document
from kg.text.lexicon.tables import words
from kg.text.syntax.clauses import find_clauses
from kg.text.syntax.dependencies import RELATIVE_TAGS, first_conjunct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.text.model import Argument, Clause, Parse
    from kg.text.parsing.parser import Parser

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


@dataclass(frozen=True, slots=True)
class OpenTriple:
    """A relation between phrases of a sentence, all in its own words.

    `sentence` is the place of the sentence in `Parse.sentences`; `confidence` lies in [0, 1]; `args` are the subject,
    the object (where there is one) and further arguments with their prepositions.
    """

    sentence: int
    confidence: float
    relation: str
    args: tuple[str, ...]


_TREEBANK: Final = re.compile(r"-[LR][RSC]B-|``|''")
_PLAIN: Final = {
    "-LRB-": "(    ", "-RRB-": ")    ", "-LSB-": "[    ", "-RSB-": "]    ", "-LCB-": "(    ", "-RCB-": ")    ",
    "``": '" ', "''": '" ',
}  # fmt: skip


def read_sentence(parser: Parser, sentence: str) -> tuple[OpenTriple, ...]:
    """The open triples of one sentence, plain or tokenised as in the Penn Treebank ("-LRB-", "``")."""
    plain = _TREEBANK.sub(lambda match: _PLAIN[match[0]], sentence)
    return open_triples(parser.parse(Document("sentence", plain)), sentence)


def open_triples(parse: Parse, text: str | None = None) -> tuple[OpenTriple, ...]:
    """The open triples of a parse, sentence by sentence; `text` gives the words where they differ from the parse's."""
    finder = _TripleFinder(parse, find_clauses(parse), Wording(parse, text if text is not None else parse.text))
    seen: dict[tuple[str, tuple[str, ...]], OpenTriple] = {}
    for triple in finder.triples():
        seen.setdefault((triple.relation, triple.args), triple)
    return tuple(sorted(seen.values(), key=lambda triple: triple.sentence))


type _Obliques = tuple[tuple[str, int], ...]
"""Prepositions with the heads of the phrases that they govern."""

_CONFIDENCE: Final = {
    "verb": 0.77,
    "verb, dependent": 0.62,
    "content": 0.66,
    "copula": 0.68,
    "copula, dependent": 0.43,
    "infinitive": 0.5,
    "participle": 0.53,
    "participle, dependent": 0.37,
    "appositive": 0.38,
    "possessive": 0.18,
    "alone": 0.1,
}
"""The share of words that are right in each kind of triple, measured on CaRB's development sentences."""

_NOUNS: Final = ("NOUN", "PROPN")
_DEPENDENT: Final = ("ccomp", "relcl", "conj", "pcomp", "acl", "csubj")


class _TripleFinder:
    def __init__(self, parse: Parse, clauses: Sequence[Clause], wording: Wording) -> None:
        self._parse = parse
        self._clauses = [clause for clause in clauses if clause.link not in ("light", "nominal")]
        self._wording = wording
        self._times = {t for start, end, kind in parse.names if kind in ("DATE", "TIME") for t in range(start, end)}
        self._by_verb = {clause.verb: clause for clause in reversed(self._clauses)}
        self._chained = {head for clause in clauses for head in self._complements(clause) if self._chains(clause, head)}
        self._joined = {
            clause.verb
            for clause in clauses
            if clause.link == "conj" and parse.heads[clause.verb] in self._chained and self._subjects(clause)
            if parse.tags[clause.verb] == parse.tags[parse.heads[clause.verb]]
        }

    def triples(self) -> Iterator[OpenTriple]:
        for clause in self._clauses:
            if clause.verb not in self._chained | self._joined:
                yield from self._of_clause(clause)
        yield from self._of_phrases()

    def _triple(self, token: int, kind: str, relation: str, *args: str) -> OpenTriple:
        return OpenTriple(self._parse.sentence_of[token], _CONFIDENCE[kind], relation, args)

    def _complements(self, clause: Clause) -> list[int]:
        return [a.head for a in clause.arguments if a.role == "complement" and not a.preposition]

    def _chains(self, clause: Clause, complement: int) -> bool:
        """Whether a complement shares its subject, so that both verbs make one relation: "tried to leave"."""
        below = self._by_verb.get(complement)
        if below is None or below.link not in ("xcomp", "ccomp") or below.kind == "finite":
            return False
        return set(self._subjects(below)) <= set(self._subjects(clause)) and complement > clause.verb

    def _subjects(self, clause: Clause) -> tuple[int, ...]:
        if not clause.passive:
            return clause.heads("subject")
        return clause.heads("recipient") or clause.heads("object")

    def _of_clause(
        self, clause: Clause, before: str = "", subjects: tuple[int, ...] = (), after: _Obliques = ()
    ) -> Iterator[OpenTriple]:
        """The triples of a clause; `before`, `subjects` and `after` come from the verb that it is chained to."""
        wording, verb = self._wording, clause.verb
        subjects = subjects or tuple(t for t in self._subjects(clause) if self._parse.pos[t] != "PUNCT")
        relation = f"{before} {wording.verb_group(clause)}".strip()
        names = [wording.phrase(subject) for subject in subjects]
        chained = [a.head for a in clause.arguments if a.role == "complement" and a.head in self._chained]
        contents, direct = self._contents(clause), self._direct(clause)
        obliques = (*self._obliques(clause), *after)
        if not (chained or contents) or (chained and direct):
            kind = self._kind(clause, chained=bool(before))
            for end, rest in self._predications(clause, obliques):
                for name in names:
                    yield self._triple(verb, kind if rest else "alone", f"{relation} {end}".strip(), name, *rest)
        if self._is_adjective(clause):
            relation = f"{relation} {wording.phrase(clause.head, bare=True)}"
        for head in chained:
            kept = () if direct and not self._is_adjective(clause) else obliques
            joined = (self._by_verb[c] for c in self._parse.children[head] if c in self._joined)
            for below in (self._by_verb[head], *joined):  # "began to walk and talk"
                yield from self._of_clause(below, relation, subjects, kept)
        hearer = " ".join(wording.phrase(a.head) for a in direct) if contents else ""
        around = wording.obliques(self._by_preposition(obliques)) if contents else []
        for mark, content in contents:
            says = " ".join(part for part in (relation, hearer, mark) if part)
            for name in names:
                yield self._triple(verb, "content", says, name, content, *around)

    def _contents(self, clause: Clause) -> list[tuple[str, str]]:
        """What a clause says, thinks or shows, as (the word that opens it, its words)."""
        said = (self._by_verb.get(head) for head in self._complements(clause))
        return [self._wording.content(c) for c in said if c is not None and c.link == "ccomp" and c.kind == "finite"]

    def _kind(self, clause: Clause, *, chained: bool) -> str:
        dependent = clause.link in _DEPENDENT and not chained
        if clause.copular:
            return "copula, dependent" if dependent and clause.link != "conj" else "copula"
        if chained or clause.kind in ("finite", "relative"):
            return "verb, dependent" if dependent else "verb"
        if clause.kind == "infinitive":
            return "infinitive"
        return "participle, dependent" if clause.link in ("acl", "pcomp") else "participle"

    def _predications(self, clause: Clause, obliques: _Obliques) -> list[tuple[str, tuple[str, ...]]]:
        """What a clause says of its subject, one by one, as (words that end the relation, further arguments)."""
        wording, direct = self._wording, self._direct(clause)
        groups = self._by_preposition(obliques)
        adjective = self._is_adjective(clause)
        if adjective and not groups:
            return [("", (wording.phrase(clause.head),))]
        if direct and not adjective:
            given = tuple(wording.phrase(a.head) for a in direct if a.role == "recipient")
            objects = tuple(wording.phrase(a.head) for a in direct if a.role != "recipient")
            rest = tuple(wording.obliques(groups))
            return [("", (*given, name, *rest)) for name in objects] or [("", (name, *rest)) for name in given]
        if not groups:
            return [] if clause.heads("complement") else [("", ())]
        (name, heads), *others = groups
        end = wording.preposition(name, heads[0]).lower()
        end = f"{wording.phrase(clause.head, bare=True)} {end}".strip() if adjective else end
        return [(end, (wording.phrase(head), *wording.obliques(others))) for head in heads]

    def _is_adjective(self, clause: Clause) -> bool:
        return clause.copular and clause.head != clause.verb and self._parse.pos[clause.head] == "ADJ"

    def _direct(self, clause: Clause) -> list[Argument]:
        """The objects and predicate words of a clause as the surface has them."""
        surface = self._subjects(clause) if clause.passive else ()
        alone = clause.copular and clause.head != clause.verb
        return [
            a
            for a in clause.arguments
            if a.role in ("object", "attribute", "recipient")
            if a.head not in surface and (not alone or a.head == clause.head)
        ]

    def _obliques(self, clause: Clause) -> list[tuple[str, int]]:
        """Prepositions and their phrases in the order in which they belong to the verb.

        Those after it come first, then times, then what stands before it.
        """
        parse = self._parse
        found = [("by", h) for h in clause.heads("subject")] if clause.passive else []
        found += [(a.preposition, a.head) for a in clause.arguments if a.role == "oblique"]
        inside = {t for subject in self._subjects(clause) for t in self._wording.tokens(subject)}
        if not self._is_adjective(clause):  # a predicate noun keeps what belongs to it
            for head in clause.heads("attribute"):
                if parse.pos[head] != "VERB":
                    inside.update(range(parse.left[head], parse.right[head] + 1))
        found = [(name, head) for name, head in found if parse.tags[head] not in RELATIVE_TAGS and head not in inside]
        return sorted(found, key=lambda o: (o[1] < clause.verb, not o[0] or o[1] in self._times, o[1]))

    def _by_preposition(self, obliques: _Obliques) -> list[tuple[str, list[int]]]:
        """Obliques, those that are coordinated under one preposition together."""
        groups: list[tuple[str, list[int]]] = []
        for name, head in obliques:
            if groups and groups[-1][0] == name and self._parse.deps[head] == "conj":
                groups[-1][1].append(head)
            else:
                groups.append((name, [head]))
        return groups

    def _of_phrases(self) -> Iterator[OpenTriple]:
        """What noun phrases say: "X, the mayor," and "X's mayor"."""
        parse, wording = self._parse, self._wording
        for token, label in enumerate(parse.deps):
            head = parse.heads[token]
            if parse.pos[token] not in _NOUNS or parse.pos[head] not in _NOUNS:
                continue
            if label == "appos":
                yield self._triple(token, "appositive", "is", wording.phrase(head), wording.phrase(token))
            elif label == "poss":
                yield self._triple(token, "possessive", "has", wording.phrase(token), wording.unowned(head))
