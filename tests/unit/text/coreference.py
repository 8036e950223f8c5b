"""Coreference in tests: the chains of a text, and clusters of phrases built by hand."""

from dataclasses import replace

from hand_built import refer

from kg.text.attribution.quotes import find_quotes
from kg.text.coref.clusters import Clusters
from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.model import Parse, Referents
from kg.text.ner.names import find_names
from kg.text.syntax.clauses import find_clauses


def chains_of(parse: Parse) -> Referents:
    """The chains of a parsed text."""
    return resolve(parse, find_phrases(parse, find_names(parse)), find_quotes(parse, find_clauses(parse)))


def called_together(parse: Parse) -> list[set[str]]:
    """The words of the mentions of each chain of a parsed text."""
    found = chains_of(parse)
    return [
        {parse.words_of(found.phrases[p].start, found.phrases[p].end) for p in referent.phrases}
        for referent in found.referents
    ]


def corefer(parse: Parse, same: set[str]) -> bool:
    """Whether a parsed text has one chain with all of these mentions."""
    return any(same <= found for found in called_together(parse))


def clusters_of(parse: Parse, *extents: tuple[int, int, str]) -> Clusters:
    """Phrases (first token, token after the last, class), read and, but for pronouns, each in a cluster of its own.

    A head ends its phrase; it is plural where its tag is.
    """
    found = refer(parse, *([extent] for extent in extents)).phrases
    plurals = [parse.tags[phrase.head] in ("NNS", "NNPS") for phrase in found]
    phrases = tuple(replace(phrase, plural=plural) for phrase, plural in zip(found, plurals, strict=True))
    clusters = Clusters(parse, phrases)
    for mention, phrase in enumerate(phrases):
        if phrase.kind != "pronoun":
            clusters.start(mention)
            clusters.note(mention)
    return clusters
