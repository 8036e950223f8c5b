"""Where a rule looks: a clause or a noun, and the ways from it to its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.syntax.dependencies import conjuncts, prepositional

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.rules.rule import Slot, Step
    from kg.text.model import Clause, Parse

__all__ = ["Site", "beside", "reach"]

_PREDICATES = frozenset({"xcomp", "ccomp", "acomp", "oprd", "attr"})
_BESIDE = {"poss": "possessive", "appos": "appositive", "compound": "modifier", "amod": "modifier", "nmod": "modifier"}
_ADVERBIAL = frozenset({"advmod", "npadvmod", "neg"})
_MODIFIERS = frozenset({"compound", "amod", "nmod"})
_APPOSED = frozenset({"appos", "compound", "nmod"})
"""What a noun is called that stands beside another for the same thing."""


@dataclass(frozen=True, slots=True)
class Site:
    """A word that a rule may read: `token`, and the clause of which it is the head, None for a mere noun."""

    token: int
    clause: Clause | None = None


def reach(parse: Parse, site: Site, slot: Slot, clause_at: Mapping[int, Clause]) -> list[int]:
    """The tokens that a slot leads to from a site, in order."""
    if len(slot.steps) == 1:
        return _arguments(parse, site, slot.steps[0])
    sites = [site]
    for step in slot.steps[:-1]:
        sites = [Site(t, clause_at.get(t)) for s in sites for t in _arguments(parse, s, step)]
    return [token for s in sites for token in _arguments(parse, s, slot.steps[-1])]


def _arguments(parse: Parse, site: Site, step: Step) -> list[int]:
    role, clause, token = step.role, site.clause, site.token
    if role in _AROUND:
        return _around(parse, token, role)
    if role == "verb":
        return [clause.verb] if clause is not None else []
    if clause is None:
        return _after(parse, token, step) if role == "oblique" else _complements(parse, token, role)
    if role == "infinitive":
        every = [*clause.heads("complement"), *_children(parse, clause.verb, {"advcl"})]
        return [c for c in every if any(parse.tags[n] == "TO" for n in parse.children[c])]
    found = list(clause.heads(role, *step.prepositions))  # type: ignore[arg-type]  # the loader knows the roles
    if role == "complement":
        found += [c for c in _children(parse, clause.verb, _PREDICATES) if c not in found]
    if role == "subject" and found and not clause.passive:
        found += clause.heads("oblique", *_JOINING)
    return found


_JOINING = ("together_with", "along_with", "alongside")
"""Prepositions that bring who does the same as the subject: "attended the opening together with X"."""


_AROUND = frozenset({"head", "governor", "possessive", "modifier", "appositive"})


def _around(parse: Parse, token: int, role: str) -> list[int]:
    """What stands around a word, whether or not it heads a clause."""
    if role == "possessive":
        return [c for owner in _children(parse, token, {"poss"}) for c in conjuncts(parse, owner)]
    if role == "modifier":
        if parse.pos[token] in {"VERB", "AUX"}:
            return list(_children(parse, token, _ADVERBIAL))
        return [c for c in _children(parse, token, _MODIFIERS) if not _is_apart(parse, c, token)]
    return _appositives(parse, token) if role == "appositive" else [token]


def _is_apart(parse: Parse, modifier: int, noun: int) -> bool:
    """Whether a noun only seems to modify another: "Varna, Bulgaria", "VARNA (AP) - …", "Castle-on-Sea"."""
    if parse.pos[modifier] not in {"NOUN", "PROPN"}:
        return False
    hyphened = parse.words[modifier + 1] == "-" and not (noun == modifier + 2 and parse.words[noun][0].islower())
    return hyphened or any(word in _BREAKS for word in parse.words[modifier + 1 : noun])


_BREAKS = frozenset({",", "(", ")", "--", "–", "—", ":"})


def _children(parse: Parse, token: int, labels: frozenset[str] | set[str]) -> Iterator[int]:
    return (c for c in parse.children[token] if parse.deps[c] in labels)


def _appositives(parse: Parse, noun: int) -> list[int]:
    """What stands beside a noun for the same thing: "his wife, Maria", "Maria, his wife", "his wife Maria"."""
    found = list(_children(parse, noun, {"appos"}))
    if parse.tags[noun] not in ("NN", "NNP"):  # "his wife, Maria, and two sons": what is coordinated is no wife
        found = [c for a in found for c in conjuncts(parse, a)]
    if parse.deps[noun] in _APPOSED:
        found.append(parse.heads[noun])
    return found


def beside(parse: Parse, noun: int) -> frozenset[str]:
    """Which of "possessive", "modifier" and "appositive" a noun has."""
    found = {_BESIDE[label] for c in parse.children[noun] if (label := parse.deps[c]) in _BESIDE}
    if parse.deps[noun] in _APPOSED:
        found.add("appositive")
    return frozenset(found)


def _after(parse: Parse, noun: int, step: Step) -> list[int]:
    """The phrases that follow a noun with a preposition."""
    return [
        head
        for node in _children(parse, noun, {"prep"})
        for preposition, head, clause in prepositional(parse, node)
        if not clause and (not step.prepositions or preposition in step.prepositions)
    ]


def _complements(parse: Parse, token: int, role: str) -> list[int]:
    if role == "complement":
        found = list(_children(parse, token, {"acl", "relcl", *_PREDICATES}))
        return found + [c for p in _children(parse, token, {"prep"}) for c in _children(parse, p, {"pcomp"})]
    if role == "object":
        return [c for o in _children(parse, token, {"dobj", "pobj"}) for c in conjuncts(parse, o)]
    if role == "subject":
        return [c for o in _children(parse, token, {"nsubj", "nsubjpass"}) for c in conjuncts(parse, o)]
    return []
