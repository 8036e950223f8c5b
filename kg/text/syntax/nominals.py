"""Nominal clauses: nouns of actions ("the attack on X by Y"), light verbs with theirs ("held a meeting"), compounds.

A compound is a participle before a noun with what is joined to it by a hyphen: "the Oslo-backed plan".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from kg.text.lexicon.tables import table, words
from kg.text.model import Argument
from kg.text.syntax.dependencies import NOMINAL, conjuncts, lemma_of
from kg.text.syntax.prepositions import prepositional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.text.model import ArgumentRole, Parse
    from kg.text.syntax.frames import Frame

__all__ = ["NounFrame", "compound_arguments", "light_reading", "noun_arguments", "noun_frame"]

_NATIONALITY = frozenset({"NORP", "GPE", "ORG", "LOC", "FAC"})
_BEHIND = {"by": frozenset({"object", "recipient"}), "of": frozenset({"subject"})}
"""The roles that may stand behind an agent and behind what "of" brings."""
_IN = words("words/syntax/verbs", "hyphenated", "in")
_AT = words("words/syntax/verbs", "hyphenated", "at")


@dataclass(frozen=True, slots=True)
class NounFrame:
    """What a noun of action says: its verb and who fills which role (see `words/syntax/nominalizations.toml`)."""

    verb: str
    prepositions: Mapping[str, ArgumentRole | Literal["with"]]
    possessor: ArgumentRole
    possessor_with_object: ArgumentRole
    compound: ArgumentRole
    nationality: ArgumentRole

    @property
    def mutual(self) -> bool:
        """Whether its parties do it together: "talks between X and Y"."""
        return "between" in self.prepositions

    def argument(self, preposition: str, head: int) -> Argument:
        """The argument that a preposition brings."""
        role = self.prepositions.get(preposition, "oblique")
        if role == "with":
            return Argument(head, "oblique", "with")
        return Argument(head, role, preposition if role == "oblique" else "")


@cache
def _noun_frames() -> dict[str, NounFrame]:
    return {
        noun: NounFrame(verb, **{key: value for key, value in row.items() if key not in {"id", "verbs"}})
        for row in table("words/syntax/nominalizations")["frame"]
        for noun, verb in row["verbs"].items()
    }


@cache
def _light() -> dict[tuple[str, str], ArgumentRole]:
    """The deep role of the subject by (verb, noun)."""
    return {
        (verb, noun): row.get("subject", "subject")
        for row in table("words/syntax/light_verbs")["light"]
        for verb in row["verbs"]
        for noun in row["nouns"]
    }


def noun_frame(parse: Parse, token: int) -> NounFrame | None:
    """The row of a noun of action, None for any other token."""
    return _noun_frames().get(lemma_of(parse, token)) if parse.pos[token] in {"NOUN", "PROPN"} else None


def noun_arguments(parse: Parse, noun: int, frame: NounFrame, labels: Mapping[int, str]) -> list[Argument]:
    """The arguments around a noun of action, in deep roles; `labels` are those of the model's names."""
    found = [a for node in parse.dependents(noun, "prep") for a in _after(parse, node, frame)]
    possessors = [head for node in parse.dependents(noun, "poss") for head in conjuncts(parse, node)]
    before = []
    for node in parse.dependents(noun, "compound", "amod", "nmod"):
        national = labels.get(node) in _NATIONALITY
        role = frame.nationality if national else frame.compound
        if role and (national or parse.pos[node] == "PROPN"):
            before.append(Argument(node, role))
    filled = {argument.role for argument in found}
    owner = frame.possessor_with_object if "object" in filled else frame.possessor
    found += [Argument(head, owner) for head in possessors]
    if possessors:
        filled.add(owner)
    found += [argument for argument in before if argument.role not in filled]
    return _with_others(found) if frame.mutual else found


def _after(parse: Parse, node: int, frame: NounFrame) -> list[Argument]:
    """What a preposition after the noun brings, and what the parser attaches to that noun.

    That is the town in "an attack by rebels on the town", and who in "of X by Y".
    """
    found = _brought(parse, node, frame)
    word = parse.lowers[node]
    if word == "by" or (word == "of" and frame.prepositions.get("of") == "object"):
        for agent in parse.children[node]:
            for inner in parse.dependents(agent, "prep"):
                if word == "by" or parse.lowers[inner] == "by":
                    found += [a for a in _brought(parse, inner, frame) if a.role in _BEHIND[word]]
    return found


def _brought(parse: Parse, node: int, frame: NounFrame) -> list[Argument]:
    return [
        Argument(head, "complement", name) if clause else frame.argument(name, head)
        for name, head, clause in prepositional(parse, node)
    ]


def _with_others(arguments: Sequence[Argument]) -> list[Argument]:
    """The arguments of a mutual action: the first party its subject, the others obliques with "with"."""
    parties = [a for a in arguments if a.role == "subject"]
    return [Argument(a.head, "oblique", "with") if a in parties[1:] else a for a in arguments]


def light_reading(
    parse: Parse, frame: Frame, arguments: Sequence[Argument], labels: Mapping[int, str]
) -> tuple[int, NounFrame, list[Argument]] | None:
    """The noun, its row and the arguments that a light verb and its noun have together, None for any other verb."""
    for argument in arguments:
        noun = argument.head
        verb = frame.lemma if argument.role == "object" else f"{frame.lemma}_{argument.preposition}"
        role = _light().get((verb, lemma_of(parse, noun)))
        row = noun_frame(parse, noun) if role and argument.role in {"object", "oblique"} else None
        if row is None or role is None:
            continue
        found = [replace(a, role=role, preposition="") for a in arguments if a.role == "subject"]
        found += noun_arguments(parse, noun, row, labels)
        found += [
            row.argument(a.preposition, a.head) if a.role == "oblique" else Argument(a.head, a.role)
            for a in arguments
            if a.head != noun and a.role not in {"subject", "attribute"}
        ]
        found = list(dict.fromkeys(found))
        return noun, row, _with_others(found) if row.mutual else found
    return None


def compound_arguments(parse: Parse, token: int) -> list[Argument]:
    """The arguments of a participle with a hyphen before it, in deep roles; none for any other token.

    "The Oslo-backed plan" is backed by Oslo, "the Oslo-born singer" born in Oslo, "knife-wielding men" wield knives.
    """
    if token < 2 or parse.lowers[token - 1] != "-" or parse.tags[token] not in {"VBN", "VBG"}:
        return []
    noun, first = parse.heads[token], token - 2
    if parse.deps[token] not in {"amod", "nmod", "compound"} or noun <= token or parse.pos[noun] not in NOMINAL:
        return []
    if parse.heads[first] != token or parse.pos[first] not in NOMINAL | {"ADJ"}:
        return []
    while parse.deps[noun] == "compound" and parse.pos[parse.heads[noun]] == "PROPN":
        noun = parse.heads[noun]  # "prize-winning director Ola Berg"
    active, lemma = parse.tags[token] == "VBG", lemma_of(parse, token)
    place = "" if active else "in" if lemma in _IN else "at" if lemma in _AT else ""
    joined: ArgumentRole = "object" if active else "oblique" if place else "subject"
    found = [Argument(head, "subject" if active else "object") for head in conjuncts(parse, noun)]
    return found + [Argument(head, joined, place) for head in conjuncts(parse, first)]
