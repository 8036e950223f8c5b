"""Nominal clauses: nouns of actions ("the attack on X by Y"), light verbs with theirs ("held a meeting"), compounds.

A compound is a participle before a noun with what is joined to it by a hyphen: "the Oslo-backed plan".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, words
from kg.text.syntax.dependencies import NOMINAL, conjuncts, lemma_of, prepositional

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.text.model import Parse
    from kg.text.syntax.frames import Frame

__all__ = ["NounFrame", "compound_arguments", "light_reading", "noun_arguments", "noun_frame"]

_NATIONALITY = frozenset({"NORP", "GPE", "ORG", "LOC", "FAC"})

type Arguments = list[tuple[str, int, str]]


@dataclass(frozen=True, slots=True)
class NounFrame:
    """What a noun of action says: its verb and who fills which role (see `kg/rules/en/nouns.toml`)."""

    verb: str
    prepositions: Mapping[str, str]
    possessor: str
    possessor_with_object: str
    compound: str
    nationality: str
    mutual: bool


@cache
def _nouns() -> dict[str, NounFrame]:
    return {
        noun: NounFrame(
            verb,
            row["prepositions"],
            row["possessor"],
            row["possessor_with_object"],
            row["compound"],
            row["nationality"],
            mutual="between" in row["prepositions"],
        )
        for row in table("nouns")["frame"]
        for noun, verb in row["verbs"].items()
    }


@cache
def _light() -> dict[tuple[str, str], str]:
    """The deep role of the subject by (verb, noun)."""
    return {
        (verb, noun): row.get("subject", "subject")
        for row in table("light_verbs")["light"]
        for verb in row["verbs"]
        for noun in row["nouns"]
    }


def noun_frame(parse: Parse, token: int) -> NounFrame | None:
    """The row of a noun of action, None for any other token."""
    return _nouns().get(lemma_of(parse, token)) if parse.pos[token] in {"NOUN", "PROPN"} else None


def noun_arguments(parse: Parse, noun: int, frame: NounFrame, types: Mapping[int, str]) -> Arguments:
    """The arguments around a noun of action, in deep roles."""
    found: Arguments = []
    possessors: list[int] = []
    before: Arguments = []
    for node in parse.children[noun]:
        label = parse.deps[node]
        if label == "prep":
            found += _after(parse, node, frame)
            found += _behind_agent(parse, node, frame)
        elif label == "poss":
            possessors += conjuncts(parse, node)
        elif label in {"compound", "amod", "nmod"}:
            national = types.get(node) in _NATIONALITY
            role = frame.nationality if national else frame.compound
            if role and (national or parse.pos[node] == "PROPN"):
                before.append((role, node, ""))
    filled = {role for role, _, _ in found}
    owner = frame.possessor_with_object if "object" in filled else frame.possessor
    found += [(owner, head, "") for head in possessors]
    if possessors:
        filled.add(owner)
    found += [a for a in before if a[0] not in filled]
    return with_others(found) if frame.mutual else found


def _behind_agent(parse: Parse, node: int, frame: NounFrame) -> Arguments:
    """What the parser hangs on the noun between: the town in "an attack by rebels on the town", who in "of X by Y"."""
    wanted = _BEHIND.get(parse.lowers[node])
    if wanted is None or (parse.lowers[node] == "of" and frame.prepositions.get("of") != "object"):
        return []
    inner = (c for agent in parse.children[node] for c in parse.children[agent] if parse.deps[c] == "prep")
    if parse.lowers[node] == "of":
        inner = (c for c in inner if parse.lowers[c] == "by")
    return [a for c in inner for a in _after(parse, c, frame) if a[0] in wanted]


_BEHIND = {"by": frozenset({"object", "recipient"}), "of": frozenset({"subject"})}
"""The roles that may stand behind an agent and behind what "of" brings."""


def _after(parse: Parse, node: int, frame: NounFrame) -> Arguments:
    """What a preposition after the noun brings."""
    found: Arguments = []
    for preposition, head, clause in prepositional(parse, node):
        role = frame.prepositions.get(preposition, "oblique")
        if clause:
            found.append(("complement", head, preposition))
        elif role == "with":
            found.append(("oblique", head, "with"))
        else:
            found.append((role, head, preposition if role == "oblique" else ""))
    return found


def with_others(arguments: Arguments) -> Arguments:
    """The arguments of a mutual action: the first party its subject, the others obliques with "with"."""
    parties = [a for a in arguments if a[0] == "subject"]
    return [("oblique", a[1], "with") if a in parties[1:] else a for a in arguments]


def light_reading(
    parse: Parse, frame: Frame, arguments: Arguments, types: Mapping[int, str]
) -> tuple[int, NounFrame, Arguments] | None:
    """The noun, its row and the arguments that a light verb and its noun have together, None for any other verb."""
    for role, noun, preposition in arguments:
        verb = frame.lemma if role == "object" else f"{frame.lemma}_{preposition}"
        subject_role = _light().get((verb, lemma_of(parse, noun)))
        row = noun_frame(parse, noun) if subject_role and role in {"object", "oblique"} else None
        if row is None or subject_role is None:
            continue
        own = noun_arguments(parse, noun, row, types)
        subjects: Arguments = [(subject_role, h, "") for r, h, _ in arguments if r == "subject"]
        rest: Arguments = []
        for r, head, p in arguments:
            if head == noun or r in {"subject", "attribute"}:
                continue
            deep = row.prepositions.get(p, "oblique") if r == "oblique" and p else r
            rest.append(("oblique", head, "with") if deep == "with" else (deep, head, p if deep == "oblique" else ""))
        found = list(dict.fromkeys(subjects + own + rest))
        return noun, row, with_others(found) if row.mutual else found
    return None


def compound_arguments(parse: Parse, token: int) -> Arguments:
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
    joined = list(conjuncts(parse, first))
    whole = list(conjuncts(parse, noun))
    if parse.tags[token] == "VBG":
        return [("subject", n, "") for n in whole] + [("object", n, "") for n in joined]
    lemma = lemma_of(parse, token)
    places = next((p for p in ("in", "at") if lemma in words("verbs", "compounds", p)), "")
    role = "oblique" if places else "subject"
    return [("object", n, "") for n in whole] + [(role, n, places) for n in joined]
