"""Reading a dependency tree: coordinated phrases, what a preposition governs, predicates.

Labels are ClearNLP's, as spaCy's English pipelines give them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, word_lists, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse

__all__ = [
    "NOMINAL",
    "RELATIVE_TAGS",
    "antecedent",
    "auxiliaries",
    "carried",
    "child",
    "company",
    "conjuncts",
    "examples",
    "is_before_name",
    "is_between_commas",
    "is_copula",
    "is_predicate",
    "lemma_of",
    "one_of",
    "own_subjects",
    "prepositional",
]

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
"""Parts of speech of the heads of noun phrases."""

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
"""Tags of relative and interrogative pronouns."""

_PHRASES = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X", "ADJ", "DET", "ADV"})
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][bdgklmnprtv]")
_DOUBLED = re.compile(r"([bdgmnprt])\1e$")
_NO_PREDICATE = frozenset(
    {"aux", "auxpass", "amod", "compound", "prep", "case", "det", "quantmod", "intj", "nmod", "cc", "prt", "mark"}
)
_VERBS = frozenset({"VERB", "AUX"})
_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})


def is_predicate(parse: Parse, token: int) -> bool:
    """Whether a token is a verb with a clause of its own: no auxiliary, no modifier before a noun, no preposition."""
    if parse.pos[token] not in _VERBS or parse.deps[token] in _NO_PREDICATE:
        return False
    if parse.deps[token] == "conj":  # "seized and looted shops" has a clause, "increased and looted goods" has not
        first = first_conjunct(parse, token)
        return parse.deps[first] not in {"amod", "compound", "aux", "auxpass", "prep"} or parse.pos[first] not in _VERBS
    return True


def is_copula(parse: Parse, token: int) -> bool:
    """Whether a predicate is a form of "be" that links its subject with a predicate word."""
    return parse.lemmas[token] == "be" and parse.pos[token] in _VERBS


def first_conjunct(parse: Parse, token: int) -> int:
    """The first of the coordinated phrases that `token` belongs to."""
    while parse.deps[token] == "conj" and parse.heads[token] != token:
        token = parse.heads[token]
    return token


def conjuncts(parse: Parse, token: int) -> Iterator[int]:
    """A phrase's head and, after it, those of the phrases coordinated with it: "X, Y and Z" gives all three."""
    stack = [token]
    while stack:
        node = stack.pop()
        yield node
        stack += [
            c for c in reversed(parse.children[node]) if parse.deps[c] == "conj" and not is_clausal(parse, c, node)
        ]


def is_clausal(parse: Parse, conjunct: int, head: int) -> bool:
    """Whether a conjunct of a noun phrase is a clause and no phrase: "a ban, and protests erupted"."""
    if parse.pos[conjunct] in _PHRASES:
        return False
    return parse.tags[conjunct] in _VERB_TAGS and parse.pos[head] in _PHRASES


def child(parse: Parse, token: int, *labels: str) -> int:
    """The first token that `token` governs with one of these labels, -1 where there is none."""
    for node in parse.children[token]:
        if parse.deps[node] in labels:
            return node
    return -1


def auxiliaries(parse: Parse, token: int) -> list[int]:
    """The auxiliaries of a verb in order, "to" included."""
    return [c for c in parse.children[token] if parse.deps[c] in {"aux", "auxpass"}]


def lemma_of(parse: Parse, token: int) -> str:
    """The lemma of a token in lower case.

    The lemmatiser takes "hoped" for a form of "hop", which would double its consonant: such lemmas get their "e" back.
    It makes "gutte" of "gutted", whose second "t" is that of the past tense, and knows no past tenses of rare compounds
    ("overran").
    """
    lemma = parse.lemmas[token].lower()
    if parse.pos[token] != "VERB":
        return lemma
    word = parse.lowers[token]
    if word in _PAST_TOO and _is_infinitive(parse, token):
        return word
    if word != lemma and _DOUBLED.search(lemma):
        return lemma[:-2]
    if word == lemma:
        return _IRREGULAR().get(lemma, lemma)
    if len(lemma) <= 5:
        ending = word.removeprefix(lemma)
        if ending in {"ed", "ing", "es"} and _DOUBLING.fullmatch(lemma):
            return f"{lemma}e"
    return lemma


_PAST_TOO = words("verbs", "past_too")


def _is_infinitive(parse: Parse, verb: int) -> bool:
    return parse.tags[verb] == "VB" or any(parse.tags[c] == "TO" for c in parse.children[verb])


@cache
def _IRREGULAR() -> dict[str, str]:  # noqa: N802 - a constant that is read on first use
    rows = table("verbs")["irregular"]
    return {prefix + past: prefix + verb for prefix in rows["prefixes"] for past, verb in rows["verbs"].items()}


def prepositional(parse: Parse, preposition: int) -> Iterator[tuple[str, int, bool]]:
    """What a preposition governs, as (preposition, head, whether that is a clause).

    Coordinated phrases come one by one; "out of X", "because of X", "on behalf of X" give "out_of", "because_of",
    "on_behalf_of".
    """
    stack = [(parse.lowers[preposition], preposition)]
    while stack:
        name, node = stack.pop()
        name = _with_bare(parse, name, node)
        for c in parse.children[node]:
            if _is_nested(parse, c):
                joined = f"{name}_{parse.lowers[c]}"
                stack.append((joined if joined in _ADVERBS() or not _governs(parse, node) else parse.lowers[c], c))
            elif parse.deps[c] == "conj" and parse.pos[c] in {"ADP", "SCONJ", "PART"}:
                stack.append((parse.lowers[c], c))
            elif name.endswith(f"_{parse.lowers[c]}") and not parse.children[c]:
                continue
            elif parse.deps[c] in _GOVERNED or (parse.deps[c] == "attr" and parse.pos[c] in NOMINAL):
                if is_predicate(parse, c):
                    yield name, c, True
                    continue
                for item in conjuncts(parse, c):
                    compound = _noun_preposition(parse, name, node, item)
                    stack += compound
                    if not compound:
                        yield name, item, is_predicate(parse, item)


_GOVERNED = frozenset({"pobj", "pcomp", "dobj", "npadvmod"})


def _with_bare(parse: Parse, name: str, preposition: int) -> str:
    """The name of a preposition with a word of its own that governs nothing: "because of X", "together with X"."""
    for c in parse.children[preposition]:
        if c == preposition - 1 and parse.deps[c] == "advmod" and f"{parse.lowers[c]}_{name}" in _ADVERBS():
            return f"{parse.lowers[c]}_{name}"
        if parse.deps[c] in {"pcomp", "prep"} and parse.pos[c] == "ADP" and not parse.children[c]:
            joined = f"{name}_{parse.lowers[c]}"
            if joined in _ADVERBS():
                return joined
    return name


def _is_nested(parse: Parse, token: int) -> bool:
    """Whether what a preposition governs is a preposition again: "out of X", "because of X"."""
    if parse.deps[token] == "prep":
        return True
    return parse.deps[token] in {"pobj", "pcomp"} and parse.pos[token] == "ADP" and bool(parse.children[token])


def _ADVERBS() -> frozenset[str]:  # noqa: N802 - a constant that is read on first use
    return words("verbs", "adverb_prepositions")


def _governs(parse: Parse, preposition: int) -> bool:
    return any(parse.deps[c] in {"pobj", "pcomp"} and not _is_nested(parse, c) for c in parse.children[preposition])


def _noun_preposition(parse: Parse, name: str, preposition: int, noun: int) -> list[tuple[str, int]]:
    """The compound prepositions that a noun between two prepositions makes: "in front of"."""
    found = []
    for inner in parse.children[noun]:
        if parse.deps[inner] == "prep":
            middle = "_".join(parse.lowers[preposition:inner]) if inner - preposition <= 4 else ""
            joined = f"{middle}_{parse.lowers[inner]}"
            if joined in words("verbs", "noun_prepositions") and middle.startswith(name):
                found.append((joined, inner))
    return found


def carried(parse: Parse, token: int) -> int:
    """The noun that a word of quantity measures: "villagers" for "dozens" in "dozens of villagers"; else -1.

    Of a number only what is possessed or pointed at, "two of its planes": "three of clubs" is no part of clubs.
    """
    counted = parse.pos[token] == "NUM"
    if parse.lowers[token] not in words("verbs", "partitives") and not counted:
        return -1
    for node in parse.children[token]:
        if node > token and parse.lowers[node] == "of" and parse.deps[node] == "prep":
            noun = child(parse, node, "pobj")
            return noun if not counted or child(parse, noun, "poss", "det") >= 0 else -1
    return -1


def examples(parse: Parse, noun: int) -> list[int]:
    """What a plural is said to include: "banks, including X and Y", "banks such as X", "two banks, X and Y".

    The parser may hang "including" on a singular between: "members of the club including X".
    """
    if parse.tags[noun] not in {"NNS", "NNPS"} and parse.lowers[noun] != "people":
        return []
    found: list[int] = []
    for node in parse.children[noun]:
        label = parse.deps[node]
        if label == "prep" and node > noun:
            found += _included(parse, node)
            inner = child(parse, node, "pobj")
            if inner >= 0 and parse.tags[inner] in {"NN", "NNP"}:
                found += [
                    c for p in parse.children[inner] if parse.lowers[p] == "including" for c in _included(parse, p)
                ]
        elif label == "appos" and node > noun and parse.pos[node] == "PROPN":
            named = list(conjuncts(parse, node))
            found += named if len(named) > 1 else []
    return found


def company(parse: Parse, noun: int) -> list[int]:
    """Who is named along with somebody: Y in "X, together with Y, …"."""
    return [
        head
        for node in parse.children[noun]
        if parse.deps[node] == "prep" and node > noun
        for name, head, clause in prepositional(parse, node)
        if name in _ALONG and not clause
    ]


_ALONG = frozenset({"together_with", "along_with", "alongside"})


def _included(parse: Parse, preposition: int) -> list[int]:
    word = parse.lowers[preposition]
    if word == "as" and parse.lowers[preposition - 1] == "such":
        word = "such_as"
    if word not in words("verbs", "including"):
        return []
    return [c for p in parse.children[preposition] if parse.deps[p] == "pobj" for c in conjuncts(parse, p)]


def antecedent(parse: Parse, clause: int) -> int:
    """The noun that the relative or participial clause headed by `clause` modifies, -1 where there is none."""
    top = first_conjunct(parse, clause)
    head = parse.heads[top]
    return head if parse.deps[top] in {"relcl", "acl"} and head != top else -1


def own_subjects(parse: Parse, verb: int) -> list[int]:
    """The subjects that stand with a verb itself."""
    return [child for child in parse.children[verb] if parse.deps[child] in ("nsubj", "nsubjpass")]


def is_before_name(parse: Parse, start: int, end: int) -> bool:
    """Whether the word before a name modifies it, or is a noun for a firm: "insurance giant Velto"."""
    before = start - 1
    if start <= parse.heads[before] < end:
        return True
    if parse.lemmas[before] not in word_lists("words/nouns/organizations")["companies"] or parse.tags[before] != "NN":
        return False
    verb = parse.heads[end - 1]
    return parse.heads[verb] != before  # "the retailer Velto bought"


def is_between_commas(parse: Parse, start: int, end: int) -> bool:
    """Whether the tokens [start, end) stand between two commas."""
    return parse.words[start - 1] == "," and parse.words[end : end + 1] == (",",)


def one_of(parse: Parse, noun: int) -> int:
    """The "one" of those whom a plural means: in "one of the administrators"; -1 for none."""
    of = parse.heads[noun]
    one = parse.heads[of]
    return one if parse.deps[noun] == "pobj" and parse.lowers[of] == "of" and parse.lowers[one] == "one" else -1
