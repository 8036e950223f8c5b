"""Dependencies of a parse: subjects, objects, prepositional phrases, tense."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, word_lists, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.text.model import Parse

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
        for c in reversed(parse.dependents(node, "conj")):
            clausal = parse.pos[c] not in _PHRASES and parse.tags[c] in _VERB_TAGS  # "a ban, and protests erupted"
            if not (clausal and parse.pos[node] in _PHRASES):
                stack.append(c)


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
    if word in _PAST_FORMS and (parse.tags[token] == "VB" or any(parse.tags[c] == "TO" for c in parse.children[token])):
        return word
    if word != lemma and _DOUBLED.search(lemma):
        return lemma[:-2]
    if word == lemma:
        return _PASTS.get(lemma, lemma)
    cut = len(lemma) <= 5 and word.removeprefix(lemma) in {"ed", "ing", "es"} and _DOUBLING.fullmatch(lemma)
    return f"{lemma}e" if cut else lemma


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


WITH_ADVERBS = words("words/syntax/prepositions", "with_adverbs")
"""Adverbs and prepositions that are read as one, "because_of"."""
_WITH_NOUNS = words("words/syntax/prepositions", "with_nouns")
_NOUNS = word_lists("words/syntax/nouns")
_GOVERNED = frozenset({"pobj", "pcomp", "dobj", "npadvmod"})


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
                governs = any(not _is_nested(parse, g) for g in parse.dependents(node, "pobj", "pcomp"))
                stack.append((joined if joined in WITH_ADVERBS or not governs else parse.lowers[c], c))
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


def _with_bare(parse: Parse, name: str, preposition: int) -> str:
    """The name of a preposition with a word of its own that governs nothing: "because of X", "together with X"."""
    for c in parse.children[preposition]:
        if c == preposition - 1 and parse.deps[c] == "advmod" and f"{parse.lowers[c]}_{name}" in WITH_ADVERBS:
            return f"{parse.lowers[c]}_{name}"
        if parse.deps[c] in {"pcomp", "prep"} and parse.pos[c] == "ADP" and not parse.children[c]:
            joined = f"{name}_{parse.lowers[c]}"
            if joined in WITH_ADVERBS:
                return joined
    return name


def _is_nested(parse: Parse, token: int) -> bool:
    """Whether what a preposition governs is a preposition again: "out of X", "because of X"."""
    if parse.deps[token] == "prep":
        return True
    return parse.deps[token] in {"pobj", "pcomp"} and parse.pos[token] == "ADP" and bool(parse.children[token])


def _noun_preposition(parse: Parse, name: str, preposition: int, noun: int) -> list[tuple[str, int]]:
    """The compound prepositions that a noun between two prepositions makes: "in front of"."""
    near = (inner for inner in parse.dependents(noun, "prep") if inner - preposition <= 4)
    found = (("_".join(parse.lowers[preposition : inner + 1]), inner) for inner in near)
    return [(joined, inner) for joined, inner in found if joined in _WITH_NOUNS and joined.startswith(name)]


def partitive_noun(parse: Parse, token: int) -> int:
    """The noun that a word of quantity measures: "villagers" for "dozens" in "dozens of villagers"; else -1.

    Of a number only what is possessed or pointed at, "two of its planes": "three of clubs" is no part of clubs.
    """
    counted = parse.pos[token] == "NUM"
    if parse.lowers[token] not in _NOUNS["partitives"] and not counted:
        return -1
    of = next((node for node in parse.dependents(token, "prep") if node > token and parse.lowers[node] == "of"), -1)
    noun = child(parse, of, "pobj") if of >= 0 else -1
    return noun if not counted or child(parse, noun, "poss", "det") >= 0 else -1


def examples(parse: Parse, noun: int) -> list[int]:
    """What a plural is said to include: "banks, including X and Y", "banks such as X", "two banks, X and Y".

    The parser may attach "including" to a singular between: "members of the club including X".
    """
    if parse.tags[noun] not in {"NNS", "NNPS"} and parse.lowers[noun] != "people":
        return []
    found: list[int] = []
    for node in parse.dependents(noun, "prep", "appos"):
        if node < noun:
            continue
        if parse.deps[node] == "prep":
            found += _included(parse, node)
            inner = child(parse, node, "pobj")
            if inner >= 0 and parse.tags[inner] in {"NN", "NNP"}:
                including = (p for p in parse.children[inner] if parse.lowers[p] == "including")
                found += [c for p in including for c in _included(parse, p)]
        elif parse.pos[node] == "PROPN" and len(named := list(conjuncts(parse, node))) > 1:
            found += named
    return found


def comitatives(parse: Parse, noun: int) -> list[int]:
    """Who is named along with somebody: Y in "X, together with Y, …"."""
    return [
        head
        for node in parse.dependents(noun, "prep")
        for name, head, clause in prepositional(parse, node)
        if name in _NOUNS["comitative"] and not clause and node > noun
    ]


def _included(parse: Parse, preposition: int) -> list[int]:
    """What a preposition brings as examples."""
    word = parse.lowers[preposition]
    if word == "as" and parse.lowers[preposition - 1] == "such":
        word = "such_as"
    if word not in _NOUNS["exemplifying"]:
        return []
    return [c for p in parse.dependents(preposition, "pobj") for c in conjuncts(parse, p)]


def partitive_one(parse: Parse, noun: int) -> int:
    """The "one" of those whom a plural means: in "one of the administrators"; -1 for none."""
    of = parse.heads[noun]
    one = parse.heads[of]
    return one if parse.deps[noun] == "pobj" and parse.lowers[of] == "of" and parse.lowers[one] == "one" else -1


_MODALS = words("words/syntax/tense", "future_modals")
_PLANNING = words("words/syntax/tense", "planning")
_REPORTING = words("words/attitudes", "reporting", "verbs")


def _has_past_form(parse: Parse, verb: int) -> bool:
    return any(parse.tags[token] == "VBD" for token in (verb, *auxiliaries(parse, verb)))


def _is_perfect(parse: Parse, verb: int) -> bool:
    return any(parse.lemmas[token] == "have" for token in auxiliaries(parse, verb))


def is_past(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in a past or perfect tense: "met", "was met", "has met"."""
    return _has_past_form(parse, verb) or _is_perfect(parse, verb)


def is_simple_past(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in the simple past, active or passive: "met", "was met"."""
    return _has_past_form(parse, verb) and not _is_perfect(parse, verb)


def refers_to_past(parse: Parse, token: int) -> bool:
    """Whether the verb over a token is in the past: "took place this weekend"."""
    while parse.heads[token] != token:
        token = parse.heads[token]
        if parse.pos[token] in ("VERB", "AUX"):
            return _has_past_form(parse, token)
    return False


def refers_to_future(parse: Parse, token: int) -> bool:
    """Whether the verb over a token speaks of the future: "will meet on Monday", "is due on Monday"."""
    infinitive = nominal = False
    while parse.heads[token] != token:
        below, token = token, parse.heads[token]
        if infinitive and parse.lowers[token] in ("is", "are"):
            return True  # "is to meet on Monday"
        plans = parse.lemmas[token] in _PLANNING
        if plans or parse.pos[token] in ("VERB", "AUX"):
            past = parse.tags[token] == "VBD" and not auxiliaries(parse, token)  # "promised on Monday"
            planned = plans and (infinitive or not past or parse.lowers[below] == "for")  # "planned for Monday"
            if planned or any(parse.lowers[child] in _MODALS for child in parse.children[token]):
                return True
            if not any(parse.lowers[child] == "to" and parse.deps[child] == "aux" for child in parse.children[token]):
                return _is_present_for_future(parse, token, nominal=nominal)
            infinitive = True  # its time is that of the verb above it: "is to meet", "agreed to meet"
        else:
            nominal = nominal or parse.pos[token] in ("NOUN", "PROPN")
    return parse.tags[token] == "VB" and any(parse.lowers[child] == "to" for child in parse.children[token])


def _is_present_for_future(parse: Parse, verb: int, *, nominal: bool) -> bool:
    """Whether a present tense speaks of what is fixed: "is leaving on Monday", "parliament meets on Monday".

    `nominal` is whether the time stands within a noun phrase ("recalls the March vote").
    """
    children = parse.children[verb]
    if parse.tags[verb] == "VBG":
        return any(parse.lowers[child] in ("is", "are") for child in children)
    if nominal or parse.pos[verb] != "VERB" or parse.lemmas[verb] in _REPORTING:
        return False
    if parse.tags[verb] == "VB":  # what the parser takes for a bare verb: "the couple leave on Monday"
        return {parse.deps[child] for child in children} & {"nsubj", "aux"} == {"nsubj"}
    return parse.tags[verb] in ("VBZ", "VBP")


def names_event(parse: Parse, start: int) -> bool:
    """Whether a day names the event of the noun after it ("the May 3 attacks"), so that the tense says no year."""
    head = next((t for t in (start, start + 1) if parse.deps[t] in ("nmod", "compound")), -1)
    return head >= 0 and parse.heads[head] > start + 1 and parse.pos[parse.heads[head]] in ("NOUN", "PROPN")
