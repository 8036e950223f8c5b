"""The part of the vocabulary that a request offers: one line a relation, with its classes and what it says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from kg import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["OFFERED", "class_lines", "relation_lines", "relations_for"]

_NOT_OFFERED: Final = frozenset({"relatedTo", "said", "describedAs"})
"""Claims and descriptions are read by rules; what is only related is no finding."""
OFFERED: Final = frozenset(ontology.RELATIONS) - _NOT_OFFERED
"""The relations of the ontology that a model is asked for."""
_ALWAYS: Final = frozenset({"Topic", "Event", "Role", "Person", "Product"})
"""Classes that a passage may have though no mention of them was found."""


@cache
def _definitions() -> Mapping[str, str]:
    """What each term of the ontology means, by its name."""
    known = {term.name.removeprefix("kg:"): term.comment for term in ontology.terms() if term.name.startswith("kg:")}
    return {name: " ".join(comment.replace("kg:", "").split()) for name, comment in known.items()}


def relations_for(classes: Iterable[str]) -> tuple[str, ...]:
    """The relations that entities of some classes may have, in the ontology's order."""
    present = _ALWAYS.union(classes)
    return tuple(
        name
        for name, relation in ontology.RELATIONS.items()
        if name in OFFERED
        and any(map(relation.takes_subject, present))
        and (relation.kind == "date" or any(map(relation.takes_object, present)))
    )


def relation_lines(names: Iterable[str]) -> list[str]:
    """A line for each relation: its name, the classes that it joins, and what it says.

    >>> relation_lines(["bornOn"])
    ['bornOn | Person > date | Was born on.']
    """
    lines = []
    for name in names:
        relation = ontology.RELATIONS.get(name)
        if relation is None:
            lines.append(f"{name} | Entity > Entity | {name.removeprefix('p/').replace('_', ' ')}.")
            continue
        objects = relation.kind if relation.kind != "entity" else ", ".join(relation.range)
        lines.append(f"{name} | {', '.join(relation.domain)} > {objects} | {_definitions().get(name, '')}")
    return lines


@cache
def class_lines() -> tuple[str, ...]:
    """A line for each class of entity: its name, the class above it, and what it is."""
    return tuple(
        f"{name} ({above}): {_definitions().get(name, '')}"
        for name, above in ontology.CLASSES.items()
        if above is not None
    )
