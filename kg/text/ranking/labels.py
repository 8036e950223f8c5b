"""The labels of the model, which come with its weights: the terms that the columns of its numbers stand for.

The ontology may list its terms in any order and have more of them. A relation that the model does not know is found by
rules alone; a class that it does not know is for its network the nearest class above that it knows.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

from kg import ontology
from kg.errors import ModelError
from kg.weights.files import LABELS_FILE, read_weights

_LABELS: Final = {
    name: tuple(words.split()) for name, words in tomllib.loads(read_weights(LABELS_FILE).decode()).items()
}

RELATIONS: Final = _LABELS["relations"]
"""The relations that are scored, in the order of the columns of scores."""
JUDGED: Final = frozenset((*RELATIONS, *_LABELS["values"]))
"""The relations whose findings the trees judge."""
KNOWN_CLASSES: Final = _LABELS["classes"]
"""The classes that the network knows, in the order of its columns."""
CLASSES: Final = (*KNOWN_CLASSES, *sorted(set(ontology.CLASSES).difference(KNOWN_CLASSES)))
"""All classes, those first that the network knows."""
KINDS: Final = _LABELS["kinds"]
RELATION_AT: Final = {name: place for place, name in enumerate(RELATIONS)}
CLASS_AT: Final = {name: place for place, name in enumerate(CLASSES)}
KIND_AT: Final = {name: place for place, name in enumerate(KINDS)}


@cache
def class_number(cls: str) -> int:
    """Return the number that stands for a class in what the model reads; for one that the ontology lacks a topic's."""
    at: str | None = cls if cls in ontology.CLASSES else "Topic"
    while at is not None and at not in KNOWN_CLASSES:
        at = ontology.CLASSES[at]
    return CLASS_AT[at or "Topic"]


def check_labels() -> None:
    """Compare the model's labels with the ontology; `ModelError` where the ontology lacks one."""
    for kind, known, there in (
        ("relation", JUDGED, ontology.RELATIONS.keys()),
        ("class", KNOWN_CLASSES, ontology.CLASSES.keys()),
    ):
        missing = sorted(set(known).difference(there))
        if missing:
            raise ModelError(
                f"the model knows the {kind} {missing[0]!r}, which ontology/kg.ttl lacks: put it back, or train the "
                "model anew (python -m kg.training)"
            )
