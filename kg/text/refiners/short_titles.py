"""Drops titles that say less than another: "minister" beside "Justice Minister", the rank in "spokesman Captain X"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.titles.kinds import RANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse, Referents, RelationMention

__all__ = ["drop_short_titles"]

_NOMINAL: Final = ("roles.nominal", "roles.people")
"""The rules that read nominals; a title before a name is a post of its own, however short."""


def drop_short_titles(
    parse: Parse, referents: Referents, mentions: Sequence[RelationMention]
) -> tuple[RelationMention, ...]:
    """The mentions without those of posts of one word that take up a fuller one, and of ranks of who holds a post.

    Only mentions by the rules for roles (`roles.…`) are looked at.
    """
    phrases, of = referents.phrases, referents.referent_of

    def noun(mention: RelationMention) -> str:
        return parse.lemmas[phrases[mention.object].head].lower()

    def is_short(mention: RelationMention) -> bool:
        return phrases[mention.object].head == phrases[mention.object].start

    posts = [m for m in mentions if m.rule.startswith("roles.") and phrases[m.object].cls == "Role"]
    fuller = {(of[m.subject], noun(m)) for m in posts if not is_short(m)}
    holders = {of[m.subject] for m in posts if m.predicate == "holdsRole" and noun(m) not in RANKS}
    dropped = {
        (m.subject, m.object)
        for m in posts
        if (is_short(m) and m.rule in _NOMINAL and (of[m.subject], noun(m)) in fuller)
        or (m.rule == "roles.title" and noun(m) in RANKS and of[m.subject] in holders)
    }
    return tuple(m for m in mentions if not (m.rule.startswith("roles.") and (m.subject, m.object) in dropped))
