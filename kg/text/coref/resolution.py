"""Which phrases of a document refer to the same thing.

In the manner of the multi-pass sieve of Lee et al. (2013, "Deterministic coreference resolution based on
entity-centric, precision-ranked rules"): names first, then what syntax joins (appositions, predicates, relative
pronouns), then, in the order of the text, definite nominals and pronouns, each with all that its candidates are known
to be by then.
Precision goes first: a phrase with no good antecedent starts a referent of its own; a pronoun refers to nothing, unless
it is a "he" or "she" before which the text speaks of nobody whom it might mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.coref.aliases import name_groups
from kg.text.coref.clusters import Clusters
from kg.text.coref.discourse.headlines import headline_links, police_links
from kg.text.coref.discourse.leads import lead_links
from kg.text.coref.discourse.victims import fate_links, part_links
from kg.text.coref.nominals.definite import NominalFinder
from kg.text.coref.nominals.kinds import capital_links, kin_links, kind_links
from kg.text.coref.pronouns import SPEAKERS, PronounFinder
from kg.text.coref.syntactic.structure import predicates_of, structural_links
from kg.text.model import Referent, Referents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse, Phrase, Quote

__all__ = ["resolve"]


def resolve(parse: Parse, phrases: Sequence[Phrase], quotes: Sequence[Quote] = ()) -> Referents:
    """Group phrases into referents; `quotes` tell whose words "I" and "we" stand in."""
    clusters = Clusters(parse, phrases)
    for place, root in sorted(name_groups(parse, phrases).items()):
        clusters.join_name(place, root)
    clusters.add_roles()
    for place, other in structural_links(parse, clusters):
        clusters.link(place, other)
    nominals = NominalFinder(parse, clusters)
    pronouns = PronounFinder(parse, clusters, quotes)
    spoken: list[int] = []
    for place in sorted(range(len(phrases)), key=lambda p: (phrases[p].head, p)):
        if phrases[place].kind == "pronoun" and parse.lowers[phrases[place].head] in SPEAKERS:
            spoken.append(place)  # its speaker may be named by a pronoun that follows
        else:
            _read(parse, place, clusters, nominals, pronouns)
    _look_back(parse, clusters)
    _hear(parse, spoken, clusters, pronouns)
    return _finish(clusters)


def _look_back(parse: Parse, clusters: Clusters) -> None:
    """Join what the whole of the text tells to be one."""
    for find in (
        lead_links,
        fate_links,
        part_links,
        headline_links,
        police_links,
        kind_links,
        kin_links,
        capital_links,
    ):
        for gone, kept in list(find(parse, clusters)):
            if gone in clusters.members and kept in clusters.members:
                clusters.merge(gone, kept)


def _hear(parse: Parse, spoken: list[int], clusters: Clusters, pronouns: PronounFinder) -> None:
    """Give "I" and "we" to whoever speaks, else to the one who writes."""
    writer = -1
    for place in spoken:
        speaker = pronouns.find(place)
        if speaker < 0 and pronouns.is_writer(place):
            writer = speaker = writer if writer >= 0 else clusters.start_person(place, "")
        if speaker >= 0 and clusters.of[place] < 0:
            clusters.add(place, speaker)
        if clusters.of[place] >= 0:
            for predicate in predicates_of(parse, clusters, place):
                clusters.link(predicate, place)


def _read(parse: Parse, place: int, clusters: Clusters, nominals: NominalFinder, pronouns: PronounFinder) -> None:
    """Give a phrase, come to in the order of the text, to the cluster that it takes up or to one of its own."""
    if clusters.of[place] >= 0:
        if clusters.phrases[place].kind == "nominal" and clusters.phrases[place].cls != "Role":
            nominals.settle(place)
    else:
        is_pronoun = clusters.phrases[place].kind == "pronoun"
        antecedent = pronouns.find(place) if is_pronoun else nominals.find(place)
        if antecedent >= 0:
            clusters.add(place, antecedent)
        elif not is_pronoun:
            clusters.start(place)
        elif pronouns.is_unheralded(place):
            clusters.start_person(place, pronouns.gender(place))
        elif pronouns.is_body(place):
            clusters.start_body(place)
        if is_pronoun and clusters.of[place] >= 0:
            for predicate in predicates_of(parse, clusters, place):
                clusters.link(predicate, place)
    if clusters.of[place] >= 0:
        clusters.notice(place)


def _finish(clusters: Clusters) -> Referents:
    """Number the clusters in order of first mention and name them."""
    order = sorted({c for c in clusters.of if c >= 0}, key=lambda c: clusters.members[c][0])
    number = {cluster: place for place, cluster in enumerate(order)}
    referents = []
    for cluster in order:
        name, aliases = clusters.names_of(cluster)
        members = tuple(sorted(clusters.members[cluster]))
        referents.append(Referent(name, clusters.cls[cluster], aliases, members))
    referent_of = tuple(number[c] if c >= 0 else -1 for c in clusters.of)
    return Referents(tuple(clusters.phrases), tuple(referents), referent_of, tuple(clusters.phrase_at))
