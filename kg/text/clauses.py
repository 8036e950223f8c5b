"""The clause layer: every predicate of a parse with its arguments, normalised once.

Active, passive, relative, reduced relative, participial, infinitival, coordinated, copular, light-verb and nominal
clauses come out in one form, so that a rule is written for a meaning and not for each construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Argument", "ArgumentRole", "Clause", "ClauseKind"]

type ArgumentRole = Literal["subject", "object", "recipient", "attribute", "oblique", "complement"]
"""Deep roles: in "X was hit by Y", Y is the subject and X the object. `attribute` is what a copula predicates,
`complement` the head of a clause that the predicate takes ("said that …", "tried to …")."""

type ClauseKind = Literal["finite", "relative", "participle", "infinitive", "gerund", "nominal"]


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a clause: the head token of a phrase, its role and, of an oblique, its preposition.

    Coordinated phrases are arguments of their own. `preposition` is in lower case, words of a compound one joined by
    "_" ("out_of"), "" where there is none.
    """

    head: int
    role: ArgumentRole
    preposition: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate and its arguments.

    `head` is the token of the verb, of the copula's predicate word, or of the noun of a nominal clause ("the attack
    on X by Y"); `lemma` its lemma, with a particle joined by "_" ("pull_out"). `parent` is the clause (its place in
    the tuple of clauses) that this one depends on, -1 for a main clause, and `link` how: the dependency label
    ("ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp"). `marker` is the word that opens it ("if", "that",
    "because"), `modal` the modal or semi-modal that governs it ("will", "may", "would"), "" for none. `start` and
    `end` are tokens, half-open: the clause's own words without those of clauses that merely follow.
    """

    head: int
    lemma: str
    kind: ClauseKind
    arguments: tuple[Argument, ...]
    start: int
    end: int
    passive: bool = False
    negated: bool = False
    copular: bool = False
    modal: str = ""
    marker: str = ""
    parent: int = -1
    link: str = ""

    def heads(self, role: ArgumentRole, *prepositions: str) -> tuple[int, ...]:
        """The heads of the arguments with this role and, where any is given, one of these prepositions."""
        return tuple(
            argument.head
            for argument in self.arguments
            if argument.role == role and (not prepositions or argument.preposition in prepositions)
        )
