"""Mentions that syntax makes one: appositions, classifiers, predicate nominals, names given by verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import PLACES, class_group
from kg.text.lexicon.tables import word_lists, words
from kg.text.syntax.dependencies import (
    child,
    conjuncts,
    first_conjunct,
    is_before_name,
    is_between_commas,
    own_subjects,
    partitive_noun,
    partitive_one,
)
from kg.text.titles.posts import PostChains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

_DEPTH: Final = 3
"""How many nouns stand at most between the one that introduces a name and the name."""

_LONGEST: Final = 8
"""The tokens within which what "of" adds to a nominal ends."""

_ARTICLES: Final = words("words/function_words", "determiners", "articles")
_OPENING_QUOTES: Final = words("words/function_words", "marks", "opening_quotes") | {"'"}
_KINDS: Final = words("words/nouns/beside_names", "kinds")
_MADE: Final = words("words/nouns/beside_names", "products") | words("words/nouns/beside_names", "works")


def apposed(parse: Parse, clusters: Clusters, mention: int) -> int:
    """The mention to which one stands in apposition, -1 for none."""
    phrase = clusters.phrases[mention]
    place = _place_before(clusters, mention)
    if place >= 0:
        return place if clusters.phrases[place].cls == phrase.cls else -1
    if parse.deps[phrase.head] != "appos":
        return _name_before_row(parse, clusters, mention) if clusters.is_person_noun(mention) else -1
    above = parse.heads[phrase.head]
    other = clusters.headed_by(above)
    if other < 0 and parse.lowers[above] == "one":  # "one of the victims, X"
        other = clusters.headed_by(partitive_noun(parse, above))
    if other < 0:
        return -1
    if clusters.is_named_person(mention):
        other = _introduction(parse, clusters, mention, other)
    return clusters.agreeing(mention, other) if other >= 0 and _means_the_same(parse, clusters, mention, other) else -1


def _place_before(clusters: Clusters, mention: int) -> int:
    """The name of a place that a nominal opens with and only adds its kind to, -1 for none: "Ohio state"."""
    phrase = clusters.phrases[mention]
    at = clusters.phrase_at[phrase.start]
    name = clusters.phrases[at]
    opens = name.kind == "name" and (name.start, name.end) == (phrase.start, phrase.head) and name.cls in PLACES
    return at if opens and phrase.kind == "nominal" and phrase.cls in PLACES and not phrase.plural else -1


def _name_before_row(parse: Parse, clusters: Clusters, mention: int) -> int:
    """The name that the second of two nominals in apposition means too: "X, a lawyer and a member of Y"."""
    phrase = clusters.phrases[mention]
    head = first_conjunct(parse, phrase.head)
    other = clusters.headed_by(parse.heads[head])
    bare = clusters.is_indefinite(mention) or phrase.start == phrase.head
    is_apposed = head != phrase.head and parse.deps[head] == "appos" and parse.tags[head] in ("NN", "NNP")
    if other < 0 or not bare or not is_apposed:
        return -1
    before = clusters.phrases[other].kind == "name" and clusters.phrases[other].end <= phrase.start
    return clusters.agreeing(mention, other) if before else -1


def _introduction(parse: Parse, clusters: Clusters, name: int, other: int) -> int:
    """The nominal for a person that introduces a name, where the parser attaches the name to its complement.

    In "a spokesman for the court in Leeds, X" it is two nouns above Leeds, in "a spokesman for Governor Y, X" one
    above Y.
    """
    phrase, beside = clusters.phrases[name], clusters.phrases[other]
    if beside.cls == "Person" and (beside.kind != "name" or not is_between_commas(parse, phrase.start, phrase.end)):
        return other
    if beside.cls == "Person" and parse.dependents(beside.head, "conj"):
        return -1  # "a lawyer for Y, X and Z"
    noun = parse.heads[phrase.head]
    for _ in range(_DEPTH):
        prep = parse.heads[noun]
        if parse.deps[noun] != "appos" and parse.deps[prep] != "prep":
            return -1
        noun = prep if parse.deps[noun] == "appos" else parse.heads[prep]
        at = clusters.phrase_at[noun]
        if at >= 0 and clusters.phrases[at].cls == "Person" and clusters.phrases[at].kind == "nominal":
            return at
    return -1


def _means_the_same(parse: Parse, clusters: Clusters, mention: int, other: int) -> bool:
    """Whether a mention in apposition to another is neither a further one in a list nor another name."""
    mine, theirs = clusters.phrases[mention], clusters.phrases[other]
    if mine.kind == theirs.kind == "name" or (mine.kind != "nominal" and "name" not in (mine.kind, theirs.kind)):
        return False
    introduced = mine.kind == "name" and theirs.kind == "nominal" and theirs.end == mine.start
    joined = [c for c in parse.dependents(mine.head, "cc", "conj") if c > mine.head]
    if not introduced and joined and not _is_of_one_person(parse, clusters, mention, joined):
        return False  # "her teachers, X and Y", but "the model X and the actress Y"
    return not any(  # not the "and" of "the head of Food and Water, X"
        parse.lowers[token] in ("and", "or") and parse.heads[token] in (theirs.head, mine.head)
        for token in range(theirs.end, mine.start)
    )


def _is_of_one_person(parse: Parse, clusters: Clusters, mention: int, joined: list[int]) -> bool:
    """Whether nominals joined in apposition are all of one person: "a lawyer and a member of the board"."""
    others = [clusters.headed_by(token) for token in joined if parse.deps[token] == "conj"]
    if not others or not all(map(clusters.is_person_noun, [mention, *others])):
        return False
    described = parse.words[clusters.phrases[mention].start - 1] == ","  # "X, the director of Acme, and chairman of Y"
    return described or all(map(clusters.is_indefinite, [mention, *others]))


def apposed_between_commas(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The nominals for a person with the name that stands between commas after them, wherever it is attached."""
    for mention in filter(clusters.is_person_noun, range(len(clusters.phrases))):
        phrase = clusters.phrases[mention]
        comma = _comma_after(parse, clusters, phrase.end)
        at = clusters.phrase_at[comma + 1] if comma + 1 < len(parse) and parse.words[comma] == "," else -1
        name = clusters.phrases[at]
        enclosed = name.start == comma + 1 and name.end < len(parse) and parse.words[name.end] in (",", ".", "(", ";")
        listed = parse.deps[phrase.head] in ("conj", "appos") and parse.lowers[phrase.start] not in ("the", "its")
        if clusters.is_named_person(at) and enclosed and not listed:
            yield mention, at


def _comma_after(parse: Parse, clusters: Clusters, end: int) -> int:
    """The comma behind a nominal and what "of" adds to it, if that is no person; else where the nominal ends."""
    if parse.lower_at(end) != "of":
        return end
    for token in range(end + 1, min(end + _LONGEST, len(parse))):
        if parse.words[token] == ",":
            return token
        at = clusters.phrase_at[token]
        if parse.pos[token] in ("VERB", "AUX", "PUNCT") or (at >= 0 and clusters.phrases[at].cls == "Person"):
            break
    return end


def posts_in_row(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The posts of one person named in a row, with the name that the row stands beside, else with one another."""
    chains, passed = PostChains(parse), 0
    for mention in filter(clusters.is_person_noun, range(len(clusters.phrases))):
        phrase = clusters.phrases[mention]
        if phrase.head < passed:
            continue
        start, end = chains.start(phrase.head), chains.end(phrase.head + 1)
        posts = [p for p in map(clusters.headed_by, range(start, end)) if clusters.is_person_noun(p)]
        conjuncts = (c for c in parse.dependents(phrase.head, "conj") if phrase.head < c < end)
        row = len(posts) > 1 or any(parse.lowers[parse.left[c]] not in _ARTICLES for c in conjuncts)
        if not row or any(parse.deps[clusters.phrases[p].start] in ("det", "poss") for p in posts[1:]):
            continue  # a post without a determiner of its own follows in a row: "a lawyer and politician"
        passed = end
        name = _name_beside(parse, clusters, min(start, phrase.start), end)
        if name >= 0:
            yield from ((post, name) for post in posts)
        elif parse.deps[phrase.head] in ("attr", "oprd", "pobj", "appos"):
            yield from ((post, mention) for post in posts if post != mention)


def _name_beside(parse: Parse, clusters: Clusters, start: int, end: int) -> int:
    """The name of a person just after a row of posts, or just before it and a comma; -1 where there is none."""
    after = clusters.phrase_at[end] if end < len(parse) else -1
    if clusters.is_named_person(after) and clusters.phrases[after].start == end:
        return after
    before = clusters.phrase_at[start - 2] if start > 1 and parse.words[start - 1] == "," else -1
    return before if clusters.is_named_person(before) and clusters.phrases[before].end == start - 1 else -1


def classifier(parse: Parse, clusters: Clusters, name: int) -> int:
    """The nominal that only says what a name is, -1 for none: "the town of X", "software company X", "the film X"."""
    phrase, other = clusters.phrases[name], -1
    of = parse.heads[phrase.head]
    if parse.deps[phrase.head] == "pobj" and parse.lowers[of] == "of" and phrase.start - of < 3:
        noun = parse.heads[of]
        if parse.lemmas[noun].lower() in _KINDS and phrase.cls in PLACES:
            other = clusters.phrase_at[noun]
    elif phrase.start and (phrase.cls == "Work" or is_before_name(parse, phrase.start, phrase.end)):
        before = phrase.start - 1
        before -= before > 0 and parse.words[before] in _OPENING_QUOTES
        other = clusters.phrase_at[before]  # parsers make much of the words of a title
        noun = clusters.phrases[other].head
        is_kind = parse.lemmas[noun].lower() in _MADE or class_group(clusters.phrases[other].cls) == "organization"
        if clusters.phrases[other].end != before + 1 or not is_kind:
            return -1
    kind = clusters.phrases[other]
    classifies = other >= 0 and kind.kind == "nominal" and kind.cls not in ("Person", "Role")
    return other if classifies and class_group(kind.cls) == class_group(phrase.cls) else -1


_WORDS: Final = word_lists("words/coref/predicates")


def predicates_of(parse: Parse, clusters: Clusters, pronoun: int) -> Iterator[int]:
    """The nominals that the clause of a pronoun, its subject, says it to be: "He is a son of X"."""
    if not clusters.is_subject(pronoun):
        return
    verbs, cls = [parse.heads[clusters.phrases[pronoun].head]], clusters.cls[clusters.of[pronoun]]
    for verb in verbs:  # those coordinated with the first share its subject
        verbs += [c for c in parse.children[verb] if _shares_subject(parse, c) and not own_subjects(parse, c)]
    for head in (head for verb in verbs for head in _predicates(parse, verb)):
        noun = partitive_noun(parse, head) if parse.lowers[head] == "one" else -1
        other = clusters.headed_by(noun if noun >= 0 else head)
        phrase = clusters.phrases[other]
        if other < 0 or phrase.kind != "nominal" or phrase.plural:
            continue
        same = phrase.cls == cls or clusters.may_say(other, cls)
        if same or (cls == "Person" and _may_be_said_of_a_person(parse, clusters, other)):
            yield other


def _may_be_said_of_a_person(parse: Parse, clusters: Clusters, mention: int) -> bool:
    """Return whether a nominal of no known class may say what a person is: "a legend", "such a personality"."""
    phrase = clusters.phrases[mention]
    new = clusters.is_indefinite(mention) or parse.lowers[phrase.start] == "such"
    said = phrase.kind == "nominal" and phrase.cls == "Topic" and parse.deps[phrase.head] == "attr"
    return said and new and not phrase.plural and parse.lemmas[phrase.head].lower() not in _WORDS["amounts"]


def subject_of(parse: Parse, clusters: Clusters, mention: int) -> int:
    """What a predicate nominal is said of, where the clause says that the two are one: "X is …", "X serves as …"."""
    phrase = clusters.phrases[mention]
    one = partitive_one(parse, phrase.head)
    own = head = one if one >= phrase.start else phrase.head  # "one of the suspects"
    loose = clusters.phrases[mention].cls == "Person" and clusters.is_indefinite(mention)
    while parse.deps[head] == "conj" or (loose and _is_further_predicate(parse, head)):
        head = parse.heads[head]
    verb = parse.heads[parse.heads[head]] if parse.deps[head] == "pobj" else parse.heads[head]
    if loose and head != own and parse.lemmas[head] == "be":
        verb = head  # "was a poet, and later a professor"
    elif head not in _predicates(parse, verb):
        return -1
    subjects = _subjects(parse, verb)
    subject = clusters.headed_by(subjects[-1]) if subjects else -1
    if subject < 0 or (clusters.is_named_person(subject) and _may_be_said_of_a_person(parse, clusters, mention)):
        return subject
    return clusters.agreeing(mention, subject)


def named_by_verb(parse: Parse, clusters: Clusters, name: int) -> int:
    """The noun that a name completes: "a group called X", "a man identified as X", "named the suspect as X"."""
    head = clusters.phrases[name].head
    verb, called = parse.heads[head], -1
    completes = parse.deps[head] == "oprd" and parse.lemmas[verb] in _WORDS["naming"]
    if parse.deps[head] == "pobj" and parse.lowers[verb] == "as":
        verb = parse.heads[verb]
        completes = parse.lemmas[verb] in _WORDS["identifying"] and not _is_unreal(parse, verb)
        called = child(parse, verb, "dobj", "nsubjpass", "oprd")
    if called < 0 and parse.deps[verb] == "acl":
        called = parse.heads[verb]
    return clusters.agreeing(name, clusters.headed_by(called)) if completes and called >= 0 else -1


def name_given(parse: Parse, clusters: Clusters, pronoun: int) -> int:
    """The name of a person that the clause of a pronoun, its subject, gives: "He was named as X"; -1 for none."""
    verb = parse.heads[clusters.phrases[pronoun].head]
    if parse.deps[clusters.phrases[pronoun].head] != "nsubjpass" or parse.lemmas[verb] not in _WORDS["identifying"]:
        return -1
    given = (t for p in parse.dependents(verb, "prep") if parse.lowers[p] == "as" for t in parse.dependents(p, "pobj"))
    return next((at for at in map(clusters.headed_by, given) if clusters.is_named_person(at)), -1)


def _is_unreal(parse: Parse, verb: int) -> bool:
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
    objectless = not passive and labels.isdisjoint(("dobj", "ccomp", "dative", "oprd"))
    if lemma in _WORDS["serving"] or chosen or objectless or (lemma in _WORDS["following"] and not passive):
        prepositions = ("as", "to") if passive and lemma in _WORDS["promoting"] else ("as",)
        said = (c for c in parse.dependents(verb, "prep") if parse.lowers[c] in prepositions)
        found += [target for preposition in said for target in parse.dependents(preposition, "pobj")]
    nouns = (token for head in found for token in conjuncts(parse, head))
    return [noun for noun in nouns if "no" not in (parse.lowers[d] for d in parse.dependents(noun, "det"))]
