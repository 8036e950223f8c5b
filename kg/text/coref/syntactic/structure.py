"""Coreference that syntax states: apposition, predicate nominals, relative pronouns, "called X"."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kg.text.coref.syntactic.appositions import agree, apposed, is_one_of_many, is_post, titled
from kg.text.coref.syntactic.openings import alongside, opened
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES, class_group
from kg.text.syntax.dependencies import conjuncts, is_before_name, own_subjects
from kg.text.titles.chains import PostChains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["predicates_of", "structural_links"]

_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_BECOMING = frozenset({"become", "remain"})
_LISTS = word_lists("words/coref/predicates")
_OPENING_QUOTES = ('"', "“", "‘", "'")
_RAISED = _LISTS["raised"]
_RAISING = _LISTS["promoting"]
_FOLLOWING = _LISTS["following"]
_NAMING = _LISTS["naming"]
_IDENTIFYING = _LISTS["identifying"]


def structural_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of phrases that syntax makes one, in the order of the text: the one that joins, the one that it joins."""
    for place, phrase in enumerate(clusters.phrases):
        if phrase.cls == "Role":
            continue
        if phrase.kind == "pronoun":
            other = _relative(parse, clusters, phrase.head) if parse.lowers[phrase.head] in _RELATIVE else -1
        else:
            other = apposed(parse, clusters, place)
            if other < 0 and phrase.kind == "name" and phrase.cls == "Person":
                other = titled(parse, clusters, place)
            if other < 0 and phrase.kind == "nominal":
                other = _subject(parse, clusters, place)
                other = other if other >= 0 else _chosen(parse, clusters, place)
            elif other < 0 and phrase.kind == "name":
                nominal = _classified(parse, clusters, place)
                if nominal >= 0:
                    yield nominal, place
                    continue
                other = _named(parse, clusters, phrase.head)
                other = other if other >= 0 and agree(clusters, place, other) else -1
                if other < 0 and (phrase.cls == "Person" or phrase.cls in ORGANIZATIONS):
                    other = _named_by_copula(parse, clusters, place)
        if other >= 0 and other != place:
            yield place, other
    yield from chain(opened(parse, clusters), alongside(parse, clusters), _rows(parse, clusters))


def _rows(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The posts of one person named in a row, with the name that the row stands beside, else with one another."""
    chains = PostChains(parse)
    passed = 0
    for place, phrase in enumerate(clusters.phrases):
        if phrase.head < passed or phrase.kind != "nominal" or phrase.cls != "Person" or phrase.plural:
            continue
        start, end = chains.start(phrase.head), chains.end(phrase.head + 1)
        posts = [p for token in range(start, end) if (p := clusters.headed_by(token)) >= 0 and is_post(clusters, p)]
        row = len(posts) > 1 or _has_bare_post(parse, phrase.head, end)
        if not row or any(parse.deps[clusters.phrases[p].start] in ("det", "poss") for p in posts[1:]):
            continue
        passed = end
        name = _beside(parse, clusters, min(start, phrase.start), end)
        if name >= 0:
            yield from ((post, name) for post in posts)
        elif parse.deps[phrase.head] in ("attr", "oprd", "pobj", "appos"):
            yield from ((post, place) for post in posts if post != place)


def _has_bare_post(parse: Parse, head: int, end: int) -> bool:
    """Whether a post without a determiner of its own follows in a row: "a lawyer and politician"."""
    found = (c for c in parse.children[head] if head < c < end and parse.deps[c] == "conj")
    return any(parse.lowers[parse.left[c]] not in ("a", "an", "the") for c in found)


def _beside(parse: Parse, clusters: Clusters, start: int, end: int) -> int:
    """The name of a person just after a row of posts, or just before it and a comma; -1 where there is none."""
    before = clusters.phrase_at[start - 2] if start > 1 and parse.words[start - 1] == "," else -1
    after = clusters.phrase_at[end] if end < len(parse) else -1
    for place, fits in (
        (after, after >= 0 and clusters.phrases[after].start == end),
        (before, before >= 0 and clusters.phrases[before].end == start - 1),
    ):
        if fits and clusters.phrases[place].kind == "name" and clusters.phrases[place].cls == "Person":
            return place
    return -1


def predicates_of(parse: Parse, clusters: Clusters, place: int) -> Iterator[int]:
    """The nominals that the clause of a pronoun, its subject, says it to be: "He is a son of X"."""
    token = clusters.phrases[place].head
    if parse.deps[token] not in ("nsubj", "nsubjpass"):
        return
    verbs = [parse.heads[token]]
    for verb in verbs:  # those coordinated with the first share its subject
        verbs += [c for c in parse.children[verb] if _shares_subject(parse, c) and not own_subjects(parse, c)]
    for head in (head for verb in verbs for head in _predicates(parse, verb)):
        other = clusters.headed_by(head)
        if other < 0 or clusters.phrases[other].kind != "nominal":
            continue
        if clusters.phrases[other].cls == clusters.cls[clusters.of[place]] and not clusters.phrases[other].plural:
            yield other


def _named(parse: Parse, clusters: Clusters, head: int) -> int:
    """The noun that a name completes: "a group called X", "a man identified as X", "named the suspect as X"."""
    verb = parse.heads[head]
    if parse.deps[head] == "oprd":
        return (
            clusters.headed_by(parse.heads[verb]) if parse.deps[verb] == "acl" and parse.lemmas[verb] in _NAMING else -1
        )
    if parse.deps[head] != "pobj" or parse.lowers[verb] != "as":
        return -1
    verb = parse.heads[verb]
    if parse.lemmas[verb] not in _IDENTIFYING:
        return -1
    for child in parse.children[verb]:
        if parse.deps[child] in ("dobj", "nsubjpass"):
            return clusters.headed_by(child)
    return clusters.headed_by(parse.heads[verb]) if parse.deps[verb] == "acl" else -1


def _chosen(parse: Parse, clusters: Clusters, place: int) -> int:
    """Whom a clause says to have been given a post: X for "the new minister" in "named X as the new minister"."""
    head = clusters.phrases[place].head
    verb = parse.heads[parse.heads[head]]
    if not is_post(clusters, place) or parse.deps[head] != "pobj" or parse.lowers[parse.heads[head]] != "as":
        return -1
    if parse.tags[verb] not in ("VBD", "VBN") or parse.lemmas[verb] not in _LISTS["choosing"]:
        return -1
    children = parse.children[verb]
    if any(parse.deps[c] == "neg" or parse.tags[c] == "MD" for c in children):
        return -1
    other = next((clusters.headed_by(c) for c in children if parse.deps[c] == "dobj"), -1)
    return other if other >= 0 and agree(clusters, place, other) else -1


def _named_by_copula(parse: Parse, clusters: Clusters, place: int) -> int:
    """The post whose holder a clause names: "the chief executive" for X in "The chief executive of Acme is X"."""
    other = _subject(parse, clusters, place)
    if other < 0 or clusters.phrases[other].kind != "nominal":
        return -1
    opening = clusters.phrases[other].start
    definite = parse.lowers[opening] == "the" or any(
        parse.deps[child] == "poss" for child in parse.children[clusters.phrases[other].head]
    )
    return other if definite else -1


def _classified(parse: Parse, clusters: Clusters, place: int) -> int:
    """The nominal that only says what a name is: "the town of X", "software company X"."""
    phrase = clusters.phrases[place]
    head, other = parse.heads[phrase.head], -1
    if parse.deps[phrase.head] == "pobj" and parse.lowers[head] == "of" and phrase.start - head < 3:
        noun = parse.heads[head]
        if parse.lemmas[noun].lower() in word_lists("words/nouns/beside_names")["kinds"] and phrase.cls in PLACES:
            other = clusters.phrase_at[noun]
    elif phrase.start and (phrase.cls == "Work" or is_before_name(parse, phrase.start, phrase.end)):
        before = phrase.start - 1
        before -= before > 0 and parse.words[before] in _OPENING_QUOTES
        other = clusters.phrase_at[before]  # parsers make much of the words of a title
        if other >= 0 and (clusters.phrases[other].end != before + 1 or not _is_kind(parse, clusters, other)):
            return -1
    if other < 0 or clusters.phrases[other].kind != "nominal" or clusters.phrases[other].cls in ("Person", "Role"):
        return -1
    return other if class_group(clusters.phrases[other].cls) == class_group(phrase.cls) else -1


def _is_kind(parse: Parse, clusters: Clusters, place: int) -> bool:
    """Whether a nominal before a name is of a body, or names a kind of product or work: "the film X"."""
    lists, lemma = word_lists("words/nouns/beside_names"), parse.lemmas[clusters.phrases[place].head].lower()
    if lemma in lists["products"] or lemma in lists["works"]:
        return True
    return class_group(clusters.phrases[place].cls) == "organization"


def _relative(parse: Parse, clusters: Clusters, token: int) -> int:
    """The phrase that a relative pronoun takes up."""
    node = token
    for _ in range(8):
        if parse.deps[node] == "relcl":
            return clusters.headed_by(parse.heads[node])
        if parse.heads[node] == node:
            return -1
        node = parse.heads[node]
    return -1


def _subject(parse: Parse, clusters: Clusters, place: int) -> int:
    """What a predicate nominal is said of, where the clause says that the two are one: "X is …", "X serves as …"."""
    phrase = clusters.phrases[place]
    head = phrase.head
    loose = phrase.cls == "Person" and is_one_of_many(parse, phrase)
    while parse.deps[head] == "conj" or (loose and _is_further_predicate(parse, head)):
        head = parse.heads[head]
    said = loose and head != phrase.head and parse.lemmas[head] == "be"  # "was a poet, and later a professor"
    verb = head if said else parse.heads[head] if parse.deps[head] != "pobj" else parse.heads[parse.heads[head]]
    if not said and head not in _predicates(parse, verb):
        return -1
    subjects = _subjects(parse, verb)
    other = clusters.headed_by(subjects[-1]) if subjects else -1
    return other if other >= 0 and agree(clusters, place, other) else -1


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
    children = parse.children[verb]
    if any(parse.deps[c] == "neg" or (parse.deps[c] == "aux" and parse.tags[c] == "MD") for c in children):
        return []
    lemma, found = parse.lemmas[verb], []
    labels = {parse.deps[c] for c in children}
    passive = "nsubjpass" in labels
    if (lemma == "be" and parse.deps[verb] not in ("csubj", "advcl")) or lemma in _BECOMING:
        found = [c for c in children if parse.deps[c] == "attr"]
    elif passive and lemma in _LISTS["choosing"]:
        found = [c for c in children if parse.deps[c] in ("oprd", "attr")]
    objectless = not passive and labels.isdisjoint(("dobj", "ccomp", "dative"))
    prepositions = ("as", "to") if passive and lemma in _RAISING else ("as",)
    if (
        lemma in _LISTS["serving"]
        or (passive and lemma in _LISTS["choosing"])
        or objectless
        or (lemma in _FOLLOWING and not passive)
    ):
        found += [
            target
            for c in children
            if parse.lowers[c] in prepositions and parse.deps[c] == "prep"
            for target in parse.children[c]
            if parse.deps[target] == "pobj"
        ]
    return [token for head in found for token in conjuncts(parse, head)]
