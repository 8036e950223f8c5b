"""Posts that are none beside others: "the minister" of a Justice Minister, the rank of "spokesman Brigadier X"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.titles.kinds import RANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse, Referents, RelationMention

__all__ = ["without_short_posts"]

_TAKING_UP: Final = frozenset({"roles.nominal", "roles.people"})
"""The rules that read nominals; a title before a name is a post of its own, however short."""
_TITLE: Final = "roles.title"


def without_short_posts(
    parse: Parse, referents: Referents, mentions: Sequence[RelationMention]
) -> list[RelationMention]:
    """The mentions without those of posts of one word that take up a fuller one, and of ranks of who holds a post."""
    phrases, of = referents.phrases, referents.referent_of

    def last(mention: RelationMention) -> str:
        return parse.lemmas[phrases[mention.object].head].lower()

    posts = [m for m in mentions if phrases[m.object].cls == "Role"]
    fuller = {(of[m.subject], last(m)) for m in posts if phrases[m.object].head > phrases[m.object].start}
    charged = {of[m.subject] for m in posts if m.predicate == "holdsRole" and last(m) not in RANKS}
    dropped = set()
    for mention in posts:
        short = phrases[mention.object].head == phrases[mention.object].start
        taken_up = short and mention.rule in _TAKING_UP and (of[mention.subject], last(mention)) in fuller
        ranked = mention.rule == _TITLE and last(mention) in RANKS and of[mention.subject] in charged
        if taken_up or ranked:
            dropped.add((mention.subject, mention.object))
    return [m for m in mentions if (m.subject, m.object) not in dropped]
