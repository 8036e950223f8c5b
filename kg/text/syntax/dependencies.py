"""Reading a dependency tree: children by their labels, coordinated phrases, predicates, lemmas.

Labels are ClearNLP's, as spaCy's English pipelines give them. Where one token is asked for, -1 stands for none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.text.model import Parse

__all__ = [
    "NOMINAL",
    "RELATIVE_TAGS",
    "SUBJECTS",
    "auxiliaries",
    "child",
    "conjuncts",
    "first_conjunct",
    "is_before_name",
    "is_between_commas",
    "is_copula",
    "is_predicate",
    "lemma_of",
    "name_labels",
    "nearest_above",
    "own_subjects",
]

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
"""Parts of speech of the heads of noun phrases."""

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
"""Tags of relative and interrogative pronouns."""

SUBJECTS = ("nsubj", "nsubjpass")
"""Labels of the noun phrases that are subjects."""

_PHRASES = NOMINAL | {"ADJ", "DET", "ADV"}
_VERBS = frozenset({"VERB", "AUX"})
_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
_NO_PREDICATE = frozenset(
    {"aux", "auxpass", "amod", "compound", "prep", "case", "det", "quantmod", "intj", "nmod", "cc", "prt", "mark"}
)
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][bdgklmnprtv]")
_DOUBLED = re.compile(r"([bdgmnprt])\1e$")
_PAST_FORMS = words("words/syntax/lemmas", "past_forms")
_COMPOUNDS = table("words/syntax/lemmas")["compounds"]
_PREFIXES: list[str] = _COMPOUNDS["prefixes"].split()
_PASTS: dict[str, str] = {
    prefix + past: prefix + verb for prefix in _PREFIXES for past, verb in _COMPOUNDS["verbs"].items()
}
_COMPANIES = words("words/nouns/organizations", "companies")


def child(parse: Parse, token: int, *labels: str) -> int:
    """The first token that `token` governs with one of these labels."""
    for node in parse.children[token]:
        if parse.deps[node] in labels:
            return node
    return -1


def auxiliaries(parse: Parse, verb: int) -> list[int]:
    """The auxiliaries of a verb in order, "to" included."""
    return parse.dependents(verb, "aux", "auxpass")


def own_subjects(parse: Parse, verb: int) -> list[int]:
    """The subjects that stand with a verb itself."""
    return parse.dependents(verb, *SUBJECTS)


def nearest_above(parse: Parse, token: int, places: Container[int]) -> int:
    """The first of some tokens on the way from `token`, itself included, to the root."""
    while token not in places:
        if parse.heads[token] == token:
            return -1
        token = parse.heads[token]
    return token


def name_labels(parse: Parse) -> dict[int, str]:
    """The label of the model's named entity at each token that belongs to one."""
    return {token: label for start, end, label in parse.names for token in range(start, end)}


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
        stack += [c for c in reversed(parse.dependents(node, "conj")) if not _is_clausal(parse, c, node)]


def _is_clausal(parse: Parse, conjunct: int, head: int) -> bool:
    """Whether a conjunct of a noun phrase is a clause and no phrase: "a ban, and protests erupted"."""
    return parse.pos[conjunct] not in _PHRASES and parse.tags[conjunct] in _VERB_TAGS and parse.pos[head] in _PHRASES


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
    if word in _PAST_FORMS and _is_infinitive(parse, token):
        return word
    if word != lemma and _DOUBLED.search(lemma):
        return lemma[:-2]
    if word == lemma:
        return _PASTS.get(lemma, lemma)
    cut = len(lemma) <= 5 and word.removeprefix(lemma) in {"ed", "ing", "es"} and _DOUBLING.fullmatch(lemma)
    return f"{lemma}e" if cut else lemma


def _is_infinitive(parse: Parse, verb: int) -> bool:
    return parse.tags[verb] == "VB" or any(parse.tags[c] == "TO" for c in parse.children[verb])


def is_before_name(parse: Parse, start: int, end: int) -> bool:
    """Whether the word before a name modifies it, or is a noun for a firm: "insurance giant Velto"."""
    before = start - 1
    if start <= parse.heads[before] < end:
        return True
    if parse.lemmas[before] not in _COMPANIES or parse.tags[before] != "NN":
        return False
    verb = parse.heads[end - 1]
    return parse.heads[verb] != before  # "the retailer Velto bought"


def is_between_commas(parse: Parse, start: int, end: int) -> bool:
    """Whether the tokens [start, end) stand between two commas."""
    return parse.words[start - 1] == "," and parse.words[end : end + 1] == (",",)
