"""Nominals in front of a clause, said of its subject: "A native of Varna, X …", "As mayor, X …"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import ORGANIZATIONS, class_group
from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import own_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse

__all__ = ["fronted"]

_LABELS: Final = frozenset({"npadvmod", "advcl", "dep", "appos", "nmod", "nsubj", "nsubjpass"})
"""What the parser may take such a nominal for."""

_OPENING: Final = words("words/coref/predicates", "opening")
_ARTICLES_OF_OPENINGS: Final = words("words/coref/predicates", "articles_of_openings")


def fronted(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The nominals that open a clause with what its subject is, each with that subject's name."""
    for mention, phrase in enumerate(clusters.phrases):
        known = phrase.cls == "Person" or phrase.cls in ORGANIZATIONS
        if phrase.kind == "nominal" and known and not phrase.plural:
            name = _subject(parse, clusters, mention)
            if name >= 0:
                yield mention, name


def _subject(parse: Parse, clusters: Clusters, mention: int) -> int:
    """The named subject of a clause that opens with a nominal, -1 where there is none or it is somebody else's name."""
    phrase = clusters.phrases[mention]
    verb = parse.heads[phrase.head]
    first = parse.sentences[parse.sentence_of[phrase.head]][0]
    if parse.lowers[first] == "as" and verb == first:
        verb = parse.heads[first]
    elif parse.deps[phrase.head] not in _LABELS:
        return -1
    if phrase.start != first + (parse.lowers[first] in _OPENING):
        return -1
    subjects = [token for token in own_subjects(parse, verb) if token > phrase.head]
    name = clusters.headed_by(subjects[-1]) if subjects else _name_before_verb(parse, clusters, mention, verb)
    if name < 0 or clusters.phrases[name].kind != "name":
        return -1
    if class_group(clusters.phrases[name].cls) != class_group(phrase.cls):
        return -1
    between = parse.words[phrase.end : clusters.phrases[name].start]
    return name if "," in between and not {"and", "but", '"', "”"} & set(between[between.index(",") :]) else -1


def _name_before_verb(parse: Parse, clusters: Clusters, mention: int, verb: int) -> int:
    """The name just before a verb whose subject the parser takes to be the nominal: "A unit of Acme, X makes …"."""
    phrase = clusters.phrases[mention]
    if verb <= phrase.end or parse.lowers[phrase.start] not in _ARTICLES_OF_OPENINGS:
        return -1
    last = verb - 1
    while last > phrase.end and parse.heads[last] == verb and parse.deps[last] in ("aux", "auxpass", "advmod", "neg"):
        last -= 1
    name = clusters.phrase_at[last]
    if name < 0 or clusters.phrases[name].end != last + 1:
        return -1
    start = clusters.phrases[name].start
    joined = start > 0 and parse.words[start - 1] == "," and parse.words[phrase.end : start].count(",") == 1
    return name if joined else -1
