"""Predicate nominals, and the names that a verb gives: "X is a lawyer", "named X as mayor", "a group called X"."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import child, conjuncts, own_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["appointed", "named_by_verb", "named_post", "predicates_of", "subject_of"]

_words = partial(words, "words/coref/predicates")
_RAISED: Final = _words("raised")
_PROMOTING: Final = _words("promoting")
_FOLLOWING: Final = _words("following")
_NAMING: Final = _words("naming")
_IDENTIFYING: Final = _words("identifying")
_SERVING: Final = _words("serving")
_CHOOSING: Final = _words("choosing")


def predicates_of(parse: Parse, clusters: Clusters, pronoun: int) -> Iterator[int]:
    """The nominals that the clause of a pronoun, its subject, says it to be: "He is a son of X"."""
    token = clusters.phrases[pronoun].head
    if parse.deps[token] not in ("nsubj", "nsubjpass"):
        return
    verbs = [parse.heads[token]]
    for verb in verbs:  # those coordinated with the first share its subject
        verbs += [c for c in parse.children[verb] if _shares_subject(parse, c) and not own_subjects(parse, c)]
    for head in (head for verb in verbs for head in _predicates(parse, verb)):
        other = clusters.headed_by(head)
        phrase = clusters.phrases[other]
        same_class = phrase.cls == clusters.cls[clusters.of[pronoun]]
        if other >= 0 and same_class and phrase.kind == "nominal" and not phrase.plural:
            yield other


def subject_of(parse: Parse, clusters: Clusters, mention: int) -> int:
    """What a predicate nominal is said of, where the clause says that the two are one: "X is …", "X serves as …"."""
    phrase = clusters.phrases[mention]
    head = phrase.head
    loose = phrase.cls == "Person" and clusters.is_indefinite(mention)
    while parse.deps[head] == "conj" or (loose and _is_further_predicate(parse, head)):
        head = parse.heads[head]
    said = loose and head != phrase.head and parse.lemmas[head] == "be"  # "was a poet, and later a professor"
    verb = head if said else parse.heads[head] if parse.deps[head] != "pobj" else parse.heads[parse.heads[head]]
    if not said and head not in _predicates(parse, verb):
        return -1
    subjects = _subjects(parse, verb)
    other = clusters.headed_by(subjects[-1]) if subjects else -1
    return other if other >= 0 and clusters.agree(mention, other) else -1


def named_post(parse: Parse, clusters: Clusters, name: int) -> int:
    """The post whose holder a clause names: "the chief executive" for X in "The chief executive of Acme is X"."""
    other = subject_of(parse, clusters, name)
    if other < 0 or clusters.phrases[other].kind != "nominal":
        return -1
    phrase = clusters.phrases[other]
    return other if parse.lowers[phrase.start] == "the" or child(parse, phrase.head, "poss") >= 0 else -1


def named_by_verb(parse: Parse, clusters: Clusters, name: int) -> int:
    """The noun that a name completes: "a group called X", "a man identified as X", "named the suspect as X"."""
    head = clusters.phrases[name].head
    verb, other = parse.heads[head], -1
    if parse.deps[head] == "oprd" and parse.deps[verb] == "acl" and parse.lemmas[verb] in _NAMING:
        other = clusters.headed_by(parse.heads[verb])
    elif parse.deps[head] == "pobj" and parse.lowers[verb] == "as":
        verb = parse.heads[verb]
        if parse.lemmas[verb] in _IDENTIFYING:
            called = child(parse, verb, "dobj", "nsubjpass")
            if called < 0 and parse.deps[verb] == "acl":
                called = parse.heads[verb]
            other = clusters.headed_by(called) if called >= 0 else -1
    return other if other >= 0 and clusters.agree(name, other) else -1


def appointed(parse: Parse, clusters: Clusters, mention: int) -> int:
    """Whom a clause says to have been given a post: X for "the new minister" in "named X as the new minister"."""
    head = clusters.phrases[mention].head
    verb = parse.heads[parse.heads[head]]
    children = parse.children[verb]
    if not clusters.is_person_noun(mention) or parse.deps[head] != "pobj" or parse.lowers[parse.heads[head]] != "as":
        return -1
    if parse.tags[verb] not in ("VBD", "VBN") or parse.lemmas[verb] not in _CHOOSING:
        return -1
    if any(parse.deps[c] == "neg" or parse.tags[c] == "MD" for c in children):
        return -1
    chosen = child(parse, verb, "dobj")
    other = clusters.headed_by(chosen) if chosen >= 0 else -1
    return other if other >= 0 and clusters.agree(mention, other) else -1


def _is_further_predicate(parse: Parse, token: int) -> bool:
    """Whether a noun stands in apposition to what its clause says that the subject is: "is a poet, a member of Y"."""
    above = parse.heads[token]
    return parse.deps[token] == "appos" and parse.deps[above] in ("attr", "conj", "appos") and parse.tags[above] == "NN"


def _subjects(parse: Parse, verb: int) -> list[int]:
    """The subjects of a verb, else those of the verb above with which it shares them: "X is rich and is a poet"."""
    for _ in range(4):
        subjects = own_subjects(parse, verb)
        if subjects or not _shares_subject(parse, verb):
            return subjects
        verb = parse.heads[verb]
        if parse.pos[verb] in ("ADP", "SCONJ"):  # "before returning as a professor"
            verb = parse.heads[verb]
    return []


def _shares_subject(parse: Parse, verb: int) -> bool:
    """Whether a verb without a subject has that of the verb above it."""
    dep = parse.deps[verb]
    if dep == "xcomp" and parse.lemmas[parse.heads[verb]] in _RAISED and parse.lowers[verb - 1] == "to":
        return True  # "who used to be a planner"
    return dep == "conj" or (dep in ("advcl", "xcomp", "pcomp") and parse.tags[verb] == "VBG")


def _predicates(parse: Parse, verb: int) -> list[int]:
    """The nouns by which a clause says what its subject is or becomes, with those coordinated with them."""
    children, lemma = parse.children[verb], parse.lemmas[verb]
    if any(parse.deps[c] == "neg" or (parse.deps[c] == "aux" and parse.tags[c] == "MD") for c in children):
        return []
    labels = {parse.deps[c] for c in children}
    passive = "nsubjpass" in labels
    chosen = passive and lemma in _CHOOSING
    found: list[int] = []
    if (lemma == "be" and parse.deps[verb] not in ("csubj", "advcl")) or lemma in ("become", "remain"):
        found = [c for c in children if parse.deps[c] == "attr"]
    elif chosen:
        found = [c for c in children if parse.deps[c] in ("oprd", "attr")]
    objectless = not passive and labels.isdisjoint(("dobj", "ccomp", "dative"))
    if lemma in _SERVING or chosen or objectless or (lemma in _FOLLOWING and not passive):
        prepositions = ("as", "to") if passive and lemma in _PROMOTING else ("as",)
        said = (c for c in children if parse.lowers[c] in prepositions and parse.deps[c] == "prep")
        found += [target for c in said for target in parse.children[c] if parse.deps[target] == "pobj"]
    return [token for head in found for token in conjuncts(parse, head)]
