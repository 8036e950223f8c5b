"""What fills a slot of a rule: the tokens that its steps lead to from the word that the rule reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import conjuncts, prepositional

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.rules.rule import Slot, Step
    from kg.text.model import Clause, Parse

__all__ = ["Anchor", "fillers", "neighbours"]

_PREDICATES: Final = ("xcomp", "ccomp", "acomp", "oprd", "attr")
_ADVERBIAL: Final = ("advmod", "npadvmod", "neg")
_MODIFIERS: Final = ("compound", "amod", "nmod")
_APPOSED: Final = ("appos", "compound", "nmod")
"""The labels of a noun beside another that refers to the same entity."""
_LABELS: Final = {"subject": ("nsubj", "nsubjpass"), "object": ("dobj", "pobj")}
"""The labels by which a word that heads no clause governs its arguments."""
_BESIDE: Final = {"poss": "possessive", "appos": "appositive"} | dict.fromkeys(_MODIFIERS, "modifier")
_COMITATIVE: Final = words("words/syntax/nouns", "comitative")
_BREAKS: Final = (",", "(", ")", "--", "–", "—", ":")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word that a rule may read: `token`, and the clause of which it is the head, None for a mere noun."""

    token: int
    clause: Clause | None = None


def fillers(parse: Parse, anchor: Anchor, slot: Slot, clause_at: Mapping[int, Clause]) -> list[int]:
    """The tokens that fill a slot of a rule at an anchor, in order; `clause_at` has the clauses by their heads."""
    anchors = [anchor]
    for step in slot.steps[:-1]:
        anchors = [Anchor(t, clause_at.get(t)) for a in anchors for t in _follow(parse, a, step)]
    return [token for a in anchors for token in _follow(parse, a, slot.steps[-1])]


def neighbours(parse: Parse, noun: int) -> frozenset[str]:
    """Which of "possessive", "modifier" and "appositive" a noun has."""
    found = {_BESIDE[label] for c in parse.children[noun] if (label := parse.deps[c]) in _BESIDE}
    if parse.deps[noun] in _APPOSED:
        found.add("appositive")
    return frozenset(found)


def _follow(parse: Parse, anchor: Anchor, step: Step) -> list[int]:
    """The tokens that one step leads to."""
    token, clause = anchor.token, anchor.clause
    match step.role:
        case "head" | "governor":
            return [token]
        case "possessive":
            return _coordinated(parse, token, "poss")
        case "modifier" if parse.pos[token] in ("VERB", "AUX"):
            return parse.dependents(token, *_ADVERBIAL)
        case "modifier":
            return [c for c in parse.dependents(token, *_MODIFIERS) if not _is_apart(parse, c, token)]
        case "appositive":
            return _appositives(parse, token)
    return _of_word(parse, token, step) if clause is None else _of_clause(parse, clause, step)


def _of_clause(parse: Parse, clause: Clause, step: Step) -> list[int]:
    if step.role == "verb":
        return [clause.verb]
    if step.role == "infinitive":
        every = [*clause.heads("complement"), *parse.dependents(clause.verb, "advcl")]
        return [c for c in every if any(parse.tags[n] == "TO" for n in parse.children[c])]
    found = list(clause.heads(step.role, *step.prepositions))  # type: ignore[arg-type]  # the loader knows the roles
    if step.role == "complement":
        found += [c for c in parse.dependents(clause.verb, *_PREDICATES) if c not in found]
    if step.role == "subject" and found and not clause.passive:  # "attended the opening together with X"
        found += clause.heads("oblique", *_COMITATIVE)
    return found


def _of_word(parse: Parse, token: int, step: Step) -> list[int]:
    """The arguments of a word that heads no clause."""
    prepositions = parse.dependents(token, "prep")
    if step.role == "oblique":
        return [
            head
            for node in prepositions
            for preposition, head, clause in prepositional(parse, node)
            if not clause and (not step.prepositions or preposition in step.prepositions)
        ]
    if step.role == "complement":
        found = parse.dependents(token, "acl", "relcl", *_PREDICATES)
        return found + [c for node in prepositions for c in parse.dependents(node, "pcomp")]
    return _coordinated(parse, token, *_LABELS.get(step.role, ()))


def _is_apart(parse: Parse, modifier: int, noun: int) -> bool:
    """Whether a noun only seems to modify another: "Varna, Bulgaria", "VARNA (AP) - …", "Castle-on-Sea"."""
    if parse.pos[modifier] not in ("NOUN", "PROPN"):
        return False
    hyphened = parse.words[modifier + 1] == "-" and not (noun == modifier + 2 and parse.words[noun][0].islower())
    return hyphened or any(word in _BREAKS for word in parse.words[modifier + 1 : noun])


def _appositives(parse: Parse, noun: int) -> list[int]:
    """What stands beside a noun for the same entity: "his wife, Maria", "Maria, his wife", "his wife Maria"."""
    single = parse.tags[noun] in ("NN", "NNP")  # "his wife, Maria, and two sons": what is coordinated is no wife
    found = parse.dependents(noun, "appos") if single else _coordinated(parse, noun, "appos")
    return [*found, parse.heads[noun]] if parse.deps[noun] in _APPOSED else found


def _coordinated(parse: Parse, token: int, *labels: str) -> list[int]:
    """What a token governs by these labels, and what is coordinated with it."""
    return [c for child in parse.dependents(token, *labels) for c in conjuncts(parse, child)]
