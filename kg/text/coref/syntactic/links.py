"""All pairs of mentions that syntax makes one, among them relative pronouns and nominals that classify a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.coref.syntactic.appositions import apposed, apposed_between_commas, object_before_name, posts_in_row
from kg.text.coref.syntactic.fronted import fronted
from kg.text.coref.syntactic.predicates import appointed, named_by_verb, named_post, subject_of
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES, class_group
from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import is_before_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["syntactic_links"]

_RELATIVE: Final = words("words/function_words", "pronouns", "relative")
_OPENING_QUOTES: Final = words("words/function_words", "marks", "opening_quotes") | {"'"}
_KINDS: Final = words("words/nouns/beside_names", "kinds")
_PRODUCTS_AND_WORKS: Final = words("words/nouns/beside_names", "products") | words("words/nouns/beside_names", "works")


def syntactic_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of mentions that syntax makes one, by construction in the order of the text: who joins, who is joined."""
    for mention, phrase in enumerate(clusters.phrases):
        if phrase.cls != "Role":
            joining, joined = _link(parse, clusters, mention)
            if joined not in (-1, joining):
                yield joining, joined
    yield from fronted(parse, clusters)
    yield from apposed_between_commas(parse, clusters)
    yield from posts_in_row(parse, clusters)


def _link(parse: Parse, clusters: Clusters, mention: int) -> tuple[int, int]:
    """The pair that the first construction makes which joins a mention with another, or another with it."""
    phrase = clusters.phrases[mention]
    if phrase.kind == "pronoun":
        is_relative = parse.lowers[phrase.head] in _RELATIVE
        return mention, _antecedent_of_relative(parse, clusters, phrase.head) if is_relative else -1
    other = apposed(parse, clusters, mention)
    if other < 0 and clusters.is_named_person(mention):
        other = object_before_name(parse, clusters, mention)
    if other < 0 and phrase.kind == "nominal":
        other = subject_of(parse, clusters, mention)
        other = other if other >= 0 else appointed(parse, clusters, mention)
    elif other < 0 and phrase.kind == "name":
        classifier = _classifier(parse, clusters, mention)
        if classifier >= 0:
            return classifier, mention
        other = named_by_verb(parse, clusters, mention)
        if other < 0 and (phrase.cls == "Person" or phrase.cls in ORGANIZATIONS):
            other = named_post(parse, clusters, mention)
    return mention, other


def _antecedent_of_relative(parse: Parse, clusters: Clusters, token: int) -> int:
    """The mention that a relative pronoun takes up, -1 for none."""
    for _ in range(8):
        if parse.deps[token] == "relcl":
            return clusters.headed_by(parse.heads[token])
        token = parse.heads[token]
    return -1


def _classifier(parse: Parse, clusters: Clusters, mention: int) -> int:
    """The nominal that only says what a name is, -1 for none: "the town of X", "software company X"."""
    phrase, other = clusters.phrases[mention], -1
    of = parse.heads[phrase.head]
    if parse.deps[phrase.head] == "pobj" and parse.lowers[of] == "of" and phrase.start - of < 3:
        noun = parse.heads[of]
        if parse.lemmas[noun].lower() in _KINDS and phrase.cls in PLACES:
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


def _is_kind(parse: Parse, clusters: Clusters, mention: int) -> bool:
    """Whether a nominal before a name is of an organization, or names a kind of product or work: "the film X"."""
    phrase = clusters.phrases[mention]
    is_made = parse.lemmas[phrase.head].lower() in _PRODUCTS_AND_WORKS
    return is_made or class_group(phrase.cls) == "organization"
