"""The choice among findings of the same words: the most specific relation of a pair, the agent that is named.

`kg/rules/en/relation_kinds.toml` says which relation includes which. What a more specific fact implies is derived where
it is queried (`ontology/queries/infer`), and no statement of the text.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.tables import word_lists
from kg.text.model import PROPOSED, UNNAMED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Referents, RelationMention

_KINDS: Final = word_lists("relation_kinds")
_INCLUDES: Final = frozenset(tuple(pair.split("/")) for pair in _KINDS["including"])
_EITHER: Final = frozenset(frozenset(pair.split("/")) for pair in _KINDS["alternatives"])
_ONE_WAY: Final = _KINDS["one_way"]
_STATED: Final = 0.4
"""The least probability of a finding that stands for those that it includes."""
_BEHIND: Final = 0.1
"""How much surer an included finding may be than the one that stands for it."""

type _Found = tuple[RelationMention, float]


def choose(found: Sequence[_Found], referents: Referents, sentence_of: Sequence[int]) -> list[bool]:
    """Return which findings stay, each given with its probability.

    Of findings of one sentence and one pair those go that another one includes or is the surer alternative to; of those
    of one object, the ones with no agent, or with an event that kills or injures, where another one names an agent.
    That somebody without a name holds the post by which he is described says nothing, and goes as well.
    """
    of = referents.referent_of
    pairs: defaultdict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
    acts: defaultdict[tuple[int, str, int], list[int]] = defaultdict(list)
    for place, (mention, _) in enumerate(found):
        if mention.object >= 0:
            subject = of[mention.subject] if mention.subject != UNNAMED else UNNAMED
            sentence, obj = sentence_of[mention.anchor], of[mention.object]
            pairs[sentence, frozenset((subject, obj))].append(place)
            acts[sentence, mention.predicate, obj].append(place)
    dropped = {
        other
        for group in pairs.values()
        for place in group
        for other in group
        if place != other and _stands_for(found[place], found[other], of)
    }
    for group in acts.values():
        agents = {place: _agent(found[place][0], referents) for place in group}
        if any(agent == "named" and place not in dropped for place, agent in agents.items()):
            dropped.update(place for place, agent in agents.items() if agent != "named")
    dropped.update(place for place, (mention, _) in enumerate(found) if _is_empty(mention, referents))
    return [place not in dropped for place in range(len(found))]


def _stands_for(one: _Found, other: _Found, referent_of: Sequence[int]) -> bool:
    """Return whether a finding includes another one of the same pair, or is the surer of two alternatives.

    What a rule read is surer than what the network finds. A relation that goes one way is an alternative to itself the
    other way round, and of two as sure the one whose subject is mentioned first stays.
    """
    (first, sure), (second, less) = one, other
    if (first.predicate, second.predicate) in _INCLUDES:
        return sure >= _STATED and sure >= less - _BEHIND
    if first.predicate == second.predicate in _ONE_WAY:
        if referent_of[first.subject] == referent_of[second.subject]:
            return False
        return (first.rule != PROPOSED, sure, -first.subject) > (second.rule != PROPOSED, less, -second.subject)
    if frozenset((first.predicate, second.predicate)) not in _EITHER:
        return False
    return (first.rule != PROPOSED, sure, first.predicate) > (second.rule != PROPOSED, less, second.predicate)


def _is_empty(mention: RelationMention, referents: Referents) -> bool:
    """Return whether a post is that of the words for somebody who has no name: "the US surgeon general"."""
    if mention.predicate != "holdsRole" or mention.subject < 0 or mention.object < 0:
        return False
    subject, post = referents.phrases[mention.subject], referents.phrases[mention.object]
    named = referents.is_named(referents.referent_of[mention.subject])
    return not named and subject.start <= post.start and post.end <= subject.end


def _agent(mention: RelationMention, referents: Referents) -> str:
    """Return how a finding names its agent: "named", "unnamed", or "event" for an act in the agent's place."""
    if mention.subject == UNNAMED:
        return "unnamed"
    cls = referents.cls(mention.subject)
    return "event" if mention.predicate in _KINDS["bodily"] and ontology.is_a(cls, "Event") else "named"
