"""What opens a clause and is said of its subject: "A native of Varna, X …", "As mayor, X …", "A unit of Acme, X …"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, class_group
from kg.text.syntax.dependencies import own_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["alongside", "opened"]

_LOOSE: Final = frozenset({"npadvmod", "advcl", "dep", "appos", "nmod"})
_CLOSING: Final = frozenset({",", ".", "(", ";"})
_LISTED: Final = frozenset({"conj", "appos"})
"""How a nominal hangs that may be one of a row, the name the next."""

_LONGEST: Final = 8
"""The tokens within which what "of" adds to a nominal ends."""

_OPENING: Final = word_lists("words/coref/predicates")["opening"]


def opened(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The nominals that open a clause with what its subject is, each with that subject's name."""
    for place, phrase in enumerate(clusters.phrases):
        known = phrase.cls == "Person" or phrase.cls in ORGANIZATIONS
        if phrase.kind == "nominal" and known and not phrase.plural:
            named = _fronted(parse, clusters, place)
            if named >= 0:
                yield place, named


def _before_verb(parse: Parse, clusters: Clusters, place: int, verb: int) -> int:
    """The name just before a verb whose subject the parser takes to be the nominal: "A unit of Acme, X makes …"."""
    phrase = clusters.phrases[place]
    if verb <= phrase.end or parse.lowers[phrase.start] not in ("a", "an", "the", "once"):
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


def _fronted(parse: Parse, clusters: Clusters, place: int) -> int:
    """The named subject of a clause that opens with what he is: "A native of Varna, X …"; -1 where there is none."""
    phrase = clusters.phrases[place]
    verb = parse.heads[phrase.head]
    first = parse.sentences[parse.sentence_of[phrase.head]][0]
    if parse.lowers[first] == "as" and verb == first:
        verb = parse.heads[first]
    elif parse.deps[phrase.head] not in (*_LOOSE, "nsubj", "nsubjpass"):
        return -1
    if phrase.start != first + (parse.lowers[first] in _OPENING):
        return -1
    subjects = [token for token in own_subjects(parse, verb) if token > phrase.head]
    name = clusters.headed_by(subjects[-1]) if subjects else _before_verb(parse, clusters, place, verb)
    if name < 0 or clusters.phrases[name].kind != "name":
        return -1
    if class_group(clusters.phrases[name].cls) != class_group(phrase.cls):
        return -1
    between = parse.words[phrase.end : clusters.phrases[name].start]
    return name if "," in between and not {"and", "but", '"', "”"} & set(between[between.index(",") :]) else -1


def alongside(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """The nominals for a person with the name that stands between commas after them, however the parser hangs it."""
    for place, phrase in enumerate(clusters.phrases):
        if phrase.kind != "nominal" or phrase.cls != "Person" or phrase.plural:
            continue
        comma = _comma_after(parse, clusters, phrase.end)
        name = clusters.phrase_at[comma + 1] if comma + 1 < len(parse) else -1
        if name < 0:
            continue
        listed = parse.deps[phrase.head] in _LISTED and parse.lowers[phrase.start] not in ("the", "its")
        if not listed and _is_enclosed(parse, clusters.phrases[name], comma):
            yield place, name


def _comma_after(parse: Parse, clusters: Clusters, end: int) -> int:
    """The comma behind a nominal and what "of" adds to it, if that is no person; else where the nominal ends."""
    if parse.lowers[end : end + 1] != ("of",):
        return end
    for token in range(end + 1, min(end + _LONGEST, len(parse))):
        if parse.words[token] == ",":
            return token
        at = clusters.phrase_at[token]
        if parse.pos[token] in ("VERB", "AUX", "PUNCT") or (at >= 0 and clusters.phrases[at].cls == "Person"):
            break
    return end


def _is_enclosed(parse: Parse, name: Phrase, comma: int) -> bool:
    """Whether a person's name stands between a comma and another mark."""
    person = name.kind == "name" and name.cls == "Person" and name.start == comma + 1 and parse.words[comma] == ","
    return person and name.end < len(parse) and parse.words[name.end] in _CLOSING
