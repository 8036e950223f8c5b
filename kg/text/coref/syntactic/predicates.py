"""What clauses say that a mention is: predicate nominals, names that a verb gives, nominals in front of a clause.

"X is a lawyer", "named X as mayor", "a group called X", "A native of Varna, X …".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import ORGANIZATIONS, class_group
from kg.text.lexicon.tables import word_lists
from kg.text.syntax.dependencies import child, conjuncts, own_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["fronted", "named_by_verb", "named_post", "predicates_of", "subject_of"]

_WORDS: Final = word_lists("words/coref/predicates")
_FRONTED: Final = frozenset({"npadvmod", "advcl", "dep", "appos", "nmod", "nsubj", "nsubjpass"})
"""What the parser may take a nominal in front of a clause for."""


def predicates_of(parse: Parse, clusters: Clusters, pronoun: int) -> Iterator[int]:
    """The nominals that the clause of a pronoun, its subject, says it to be: "He is a son of X"."""
    if not clusters.is_subject(pronoun):
        return
    verbs, cls = [parse.heads[clusters.phrases[pronoun].head]], clusters.cls[clusters.of[pronoun]]
    for verb in verbs:  # those coordinated with the first share its subject
        verbs += [c for c in parse.children[verb] if _shares_subject(parse, c) and not own_subjects(parse, c)]
    for other in (clusters.headed_by(head) for verb in verbs for head in _predicates(parse, verb)):
        phrase = clusters.phrases[other]
        if other >= 0 and phrase.kind == "nominal" and phrase.cls == cls and not phrase.plural:
            yield other


def subject_of(parse: Parse, clusters: Clusters, mention: int) -> int:
    """What a predicate nominal is said of, where the clause says that the two are one: "X is …", "X serves as …"."""
    own = head = clusters.phrases[mention].head
    loose = clusters.phrases[mention].cls == "Person" and clusters.is_indefinite(mention)
    while parse.deps[head] == "conj" or (loose and _is_further_predicate(parse, head)):
        head = parse.heads[head]
    verb = parse.heads[parse.heads[head]] if parse.deps[head] == "pobj" else parse.heads[head]
    if loose and head != own and parse.lemmas[head] == "be":
        verb = head  # "was a poet, and later a professor"
    elif head not in _predicates(parse, verb):
        return -1
    subjects = _subjects(parse, verb)
    return clusters.agreeing(mention, clusters.headed_by(subjects[-1])) if subjects else -1


def named_post(parse: Parse, clusters: Clusters, name: int) -> int:
    """The post whose holder a clause names: "the chief executive" for X in "The chief executive of Acme is X"."""
    other = subject_of(parse, clusters, name)
    phrase = clusters.phrases[other]
    definite = parse.lowers[phrase.start] == "the" or child(parse, phrase.head, "poss") >= 0
    return other if definite and phrase.kind == "nominal" else -1


def named_by_verb(parse: Parse, clusters: Clusters, name: int) -> int:
    """The noun that a name completes: "a group called X", "a man identified as X", "named the suspect as X"."""
    head = clusters.phrases[name].head
    verb, called = parse.heads[head], -1
    completes = parse.deps[head] == "oprd" and parse.lemmas[verb] in _WORDS["naming"]
    if parse.deps[head] == "pobj" and parse.lowers[verb] == "as":
        verb = parse.heads[verb]
        completes = parse.lemmas[verb] in _WORDS["identifying"]
        called = child(parse, verb, "dobj", "nsubjpass")
    if called < 0 and parse.deps[verb] == "acl":
        called = parse.heads[verb]
    return clusters.agreeing(name, clusters.headed_by(called)) if completes and called >= 0 else -1


def _is_unreal(parse: Parse, verb: int) -> bool:
    """Whether a verb is negated or has a modal."""
    return any(parse.deps[c] == "neg" or parse.tags[c] == "MD" for c in parse.dependents(verb, "neg", "aux"))


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
    """Whether a verb without a subject has that of the verb above it: "who used to be a planner"."""
    dep = parse.deps[verb]
    raised = dep == "xcomp" and parse.lemmas[parse.heads[verb]] in _WORDS["raised"] and parse.lowers[verb - 1] == "to"
    return raised or dep == "conj" or (dep in ("advcl", "xcomp", "pcomp") and parse.tags[verb] == "VBG")


def _predicates(parse: Parse, verb: int) -> list[int]:
    """The nouns by which a clause says what its subject is or becomes, with those coordinated with them."""
    if _is_unreal(parse, verb):
        return []
    lemma, labels = parse.lemmas[verb], {parse.deps[c] for c in parse.children[verb]}
    passive = "nsubjpass" in labels
    chosen = passive and lemma in _WORDS["choosing"]
    found: list[int] = []
    if (lemma == "be" and parse.deps[verb] not in ("csubj", "advcl")) or lemma in ("become", "remain"):
        found = parse.dependents(verb, "attr")
    elif chosen:
        found = parse.dependents(verb, "oprd", "attr")
    objectless = not passive and labels.isdisjoint(("dobj", "ccomp", "dative"))
    if lemma in _WORDS["serving"] or chosen or objectless or (lemma in _WORDS["following"] and not passive):
        prepositions = ("as", "to") if passive and lemma in _WORDS["promoting"] else ("as",)
        said = (c for c in parse.dependents(verb, "prep") if parse.lowers[c] in prepositions)
        found += [target for preposition in said for target in parse.dependents(preposition, "pobj")]
    return [token for head in found for token in conjuncts(parse, head)]


def fronted(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The nominals that open a clause with what its subject is, each with that subject's name."""
    for mention, phrase in enumerate(clusters.phrases):
        known = phrase.cls == "Person" or phrase.cls in ORGANIZATIONS
        name = _fronted_subject(parse, clusters, mention) if phrase.kind == "nominal" and known else -1
        if name >= 0 and not phrase.plural:
            yield mention, name


def _fronted_subject(parse: Parse, clusters: Clusters, mention: int) -> int:
    """The named subject of a clause that opens with a nominal, -1 where there is none or it is somebody else's name."""
    phrase = clusters.phrases[mention]
    verb = parse.heads[phrase.head]
    first = parse.sentences[parse.sentence_of[phrase.head]][0]
    if parse.lowers[first] == "as" and verb == first:
        verb = parse.heads[first]
    elif parse.deps[phrase.head] not in _FRONTED:
        return -1
    if phrase.start != first + (parse.lowers[first] in _WORDS["opening"]):
        return -1
    subjects = [token for token in own_subjects(parse, verb) if token > phrase.head]
    at = clusters.headed_by(subjects[-1]) if subjects else _name_before_verb(parse, clusters, mention, verb)
    name = clusters.phrases[at]
    if at < 0 or name.kind != "name" or class_group(name.cls) != class_group(phrase.cls):
        return -1
    between = parse.words[phrase.end : name.start]
    return at if "," in between and not {"and", "but", '"', "”"} & set(between[between.index(",") :]) else -1


def _name_before_verb(parse: Parse, clusters: Clusters, mention: int, verb: int) -> int:
    """The name just before a verb whose subject the parser takes to be the nominal: "A unit of Acme, X makes …"."""
    phrase = clusters.phrases[mention]
    if verb <= phrase.end or parse.lowers[phrase.start] not in _WORDS["articles_of_openings"]:
        return -1
    last = verb - 1
    while last > phrase.end and parse.heads[last] == verb and parse.deps[last] in ("aux", "auxpass", "advmod", "neg"):
        last -= 1
    at = clusters.phrase_at[last]
    start = clusters.phrases[at].start
    joined = start > 0 and parse.words[start - 1] == "," and parse.words[phrase.end : start].count(",") == 1
    return at if at >= 0 and clusters.phrases[at].end == last + 1 and joined else -1
