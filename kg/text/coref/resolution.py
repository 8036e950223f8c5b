"""Coreference chains of a document.

In the manner of the multi-pass sieve of Lee et al. (2013, "Deterministic coreference resolution based on
entity-centric, precision-ranked rules"): names first, then what syntax joins (appositions, predicate nominals, relative
pronouns), then, in the order of the text, definite nominals and pronouns, each with all that its candidates are known
to be by then.
Precision goes first: a mention with no good antecedent starts a chain of its own; a pronoun refers to nothing, unless
it is a "he" or "she" before which the text speaks of nobody whom it might mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.coref import syntax
from kg.text.coref.aliases import name_groups
from kg.text.coref.antecedents import load_chooser
from kg.text.coref.canonical_names import ChainNamer
from kg.text.coref.clusters import Clusters
from kg.text.coref.nominals import NominalFinder
from kg.text.coref.pronouns import SPEAKERS, PronounFinder, antecedent_of_relative
from kg.text.model import Referent, Referents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.coref.antecedents import Chooser
    from kg.text.model import Parse, Phrase, Quote


def resolve(
    parse: Parse, phrases: Sequence[Phrase], quotes: Sequence[Quote] = (), chooser: Chooser | None = None
) -> Referents:
    """The coreference chains of a document's phrases; `quotes` give whose words "I" and "we" stand in.

    `chooser` decides on the nominals that no rule reads, where it is given instead of the one that comes with kg.
    """
    clusters = Clusters(parse, phrases)
    for name, first in sorted(name_groups(parse, phrases).items()):
        clusters.join_name(name, first)
    clusters.add_posts()
    for mention, other in _syntactic_links(parse, clusters):  # what the next ones join may rest on it
        clusters.link(mention, other)
    nominals = NominalFinder(parse, clusters, chooser or load_chooser())
    pronouns = PronounFinder(parse, clusters, quotes)
    spoken: list[int] = []
    opening = {quote.speaker: quote.start for quote in reversed(quotes) if quote.speech and quote.start < quote.speaker}
    place = {m: (opening.get(p.head, p.head), p.head not in opening, m) for m, p in enumerate(phrases)}
    for mention in sorted(place, key=lambda m: place[m]):  # who speaks before what he says
        if phrases[mention].kind == "pronoun" and parse.lowers[phrases[mention].head] in SPEAKERS:
            spoken.append(mention)  # its speaker may be named by a pronoun that follows
        else:
            _read(parse, mention, clusters, nominals, pronouns)
    _resolve_speakers(parse, spoken, clusters, pronouns)
    return _chains(clusters)


def _syntactic_links(parse: Parse, clusters: Clusters) -> Iterator[tuple[int, int]]:
    """Pairs of mentions that syntax makes one, by construction in the order of the text: who joins, who is joined."""
    for mention, phrase in enumerate(clusters.phrases):
        if phrase.cls != "Role":
            joining, joined = _link(parse, clusters, mention)
            if joined not in (-1, joining):
                yield joining, joined
    yield from syntax.apposed_between_commas(parse, clusters)
    yield from syntax.posts_in_row(parse, clusters)


def _link(parse: Parse, clusters: Clusters, mention: int) -> tuple[int, int]:
    """The pair that the first construction makes which joins a mention with another, or another with it."""
    phrase = clusters.phrases[mention]
    if phrase.kind == "pronoun":
        return mention, antecedent_of_relative(parse, clusters, mention)
    other = syntax.apposed(parse, clusters, mention)
    if other < 0 and phrase.kind == "nominal":
        other = syntax.subject_of(parse, clusters, mention)
        other = other if other >= 0 else syntax.named_by_verb(parse, clusters, mention)
    elif other < 0 and phrase.kind == "name":
        classifier = syntax.classifier(parse, clusters, mention)
        if classifier >= 0:
            return classifier, mention
        other = syntax.named_by_verb(parse, clusters, mention)
    return mention, other


def _read(parse: Parse, mention: int, clusters: Clusters, nominals: NominalFinder, pronouns: PronounFinder) -> None:
    """Give a mention, come to in the order of the text, to the cluster of its antecedent or to one of its own."""
    phrase = clusters.phrases[mention]
    if clusters.of[mention] >= 0:
        if phrase.kind == "nominal" and phrase.cls != "Role":
            nominals.settle(mention, pronouns.sayers(mention))
    elif phrase.kind == "pronoun":
        named = syntax.name_given(parse, clusters, mention)
        antecedent = clusters.of[named] if named >= 0 else pronouns.find(mention)
        if antecedent >= 0:
            clusters.add(mention, antecedent)
        elif pronouns.is_unheralded(mention):
            clusters.start(mention, "Person", pronouns.gender(mention))
        elif pronouns.is_organization(mention):
            clusters.start(mention, "Organization")
        _link_predicates(parse, mention, clusters)
    else:
        antecedent = nominals.find(mention, pronouns.sayers(mention))
        if antecedent >= 0:
            clusters.add(mention, antecedent)
        else:
            clusters.start(mention)
    if clusters.of[mention] >= 0:
        clusters.note(mention)


def _link_predicates(parse: Parse, pronoun: int, clusters: Clusters) -> None:
    """Join a pronoun that refers to something with the predicate nominals of its clause."""
    if clusters.of[pronoun] >= 0:
        for predicate in syntax.predicates_of(parse, clusters, pronoun):
            clusters.link(predicate, pronoun)


def _resolve_speakers(parse: Parse, spoken: list[int], clusters: Clusters, pronouns: PronounFinder) -> None:
    """Give "I" and "we" to whoever speaks, else to the one who writes."""
    writer = -1
    for mention in spoken:
        speaker = pronouns.find(mention)
        if speaker < 0 and pronouns.is_writer(mention):
            writer = writer if writer >= 0 else clusters.start(mention, "Person")
            speaker = clusters.of[writer]  # whose cluster may have been joined with another since
        if speaker >= 0 and clusters.of[mention] < 0:
            clusters.add(mention, speaker)
        _link_predicates(parse, mention, clusters)


def _chains(clusters: Clusters) -> Referents:
    order = sorted(clusters.members, key=lambda c: clusters.members[c][0])
    number = {-1: -1} | {cluster: place for place, cluster in enumerate(order)}
    namer = ChainNamer(clusters)
    chains = tuple(
        Referent(name, clusters.cls[cluster], aliases, tuple(sorted(clusters.members[cluster])))
        for cluster in order
        for name, aliases in [namer.names(cluster)]
    )
    return Referents(tuple(clusters.phrases), chains, tuple(number[c] for c in clusters.of), tuple(clusters.phrase_at))
