"""Noun phrases: the places in a parse that may refer to an entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import MentionKind

__all__ = ["Phrase", "Referent", "Referents"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may refer to an entity.

    `start` and `end` are tokens, half-open: determiner, modifiers and head, or the whole of a name, without what
    follows the head. A phrase may stand inside another: "Donald Trump" in "US President Donald Trump", "Taliban" in
    "Taliban officials". `cls` is the class of the vocabulary that the phrase itself suggests, "" where it says
    nothing (a pronoun).
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    cls: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Referent:
    """What phrases of one document refer to together: an entity before it is known to take part in a fact."""

    name: str
    cls: str
    aliases: tuple[str, ...]
    phrases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Referents:
    """The phrases of a document and what each refers to.

    `referent_of` gives each phrase's place in `referents`, -1 for a phrase that refers to nothing (a pleonastic "it").
    `phrase_at` gives, for each token, the place of the phrase whose head it is, else of the innermost phrase that
    covers it, else -1.
    """

    phrases: tuple[Phrase, ...]
    referents: tuple[Referent, ...]
    referent_of: tuple[int, ...]
    phrase_at: tuple[int, ...]
