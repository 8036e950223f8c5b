"""Posts of one word that only take up a fuller one: "the minister" said of a Justice Minister names no second post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.parse import Parse
    from kg.text.phrases import Referents
    from kg.text.relations import RelationMention

__all__ = ["without_short_posts"]

_TAKING_UP: Final = frozenset({"roles.nominal", "roles.people"})
"""The rules that read nominals; a title before a name is a post of its own, however short."""


def without_short_posts(
    parse: Parse, referents: Referents, mentions: Sequence[RelationMention]
) -> list[RelationMention]:
    """The mentions without those of such posts."""
    phrases = referents.phrases

    def key(mention: RelationMention) -> tuple[int, str]:
        return referents.referent_of[mention.subject], parse.lemmas[phrases[mention.object].head].lower()

    posts = [m for m in mentions if phrases[m.object].cls == "Role"]
    fuller = {key(m) for m in posts if phrases[m.object].head > phrases[m.object].start}
    short = {
        (m.subject, m.object)
        for m in posts
        if m.rule in _TAKING_UP and phrases[m.object].head == phrases[m.object].start and key(m) in fuller
    }
    return [m for m in mentions if (m.subject, m.object) not in short]
