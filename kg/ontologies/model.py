"""A user's own ontology: its classes and relations, their names, and how they relate to kg's.

Classes and relations are known by their IRIs. A class of kg's may stand wherever one of the user's does, by its IRI.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.ontology import CLASSES, NAMESPACE, is_a

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kg.rules.rule_set import RuleSet

type OwnKind = Literal["entity", "date", "text"]
"""The kind of a relation's objects."""

TYPE_IRI: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
"""The predicate of a fact that says of which class of the user's an entity is."""

UNSURE: Final = frozenset({"", "Topic"})
"""The classes of what no more is known of."""

_MARKED: Final = re.compile(r"\[([^\[\]{}]+)\]|\{([^\[\]{}]+)\}")


@dataclass(frozen=True, slots=True)
class OwnExample:
    """A sentence that states a relation; where its subject and object stand, as [begin, end), None where not marked."""

    text: str
    subject: tuple[int, int] | None = None
    object: tuple[int, int] | None = None


def read_example(marked: str) -> OwnExample:
    """A sentence in which the subject stands in brackets and the object in braces; ValueError where one stands twice.

    >>> read_example("[Vertigo] was directed by {Hitchcock}.").text
    'Vertigo was directed by Hitchcock.'
    """
    text, ends, at = "", {}, 0
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        end = "subject" if match[1] is not None else "object"
        if end in ends:
            raise ValueError(f"two {end}s")
        words = match[1] or match[2]
        ends[end] = (len(text), len(text) + len(words))
        text += words
        at = match.end()
    if len(ends) == 1:
        raise ValueError("a subject without an object" if "subject" in ends else "an object without a subject")
    return OwnExample(text + marked[at:], ends.get("subject"), ends.get("object"))


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class of the user's: its IRI, its label, all that it is called, in words, and what it means.

    `parents` are the IRIs of the classes right above it; `kinds` the classes of kg's that it is, or is below.
    """

    iri: str
    label: str
    names: tuple[str, ...] = ()
    definition: str = ""
    parents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnRelation:
    """A relation of the user's.

    `domain` and `range` are IRIs of classes, none where anything may stand there; `same` are kg's relations that say
    the same, `inverse` those that say it with subject and object changed, `above` those that say less. `shown` and
    `shown_inverse` are those that kg finds in its examples.
    """

    iri: str
    label: str
    names: tuple[str, ...] = ()
    definition: str = ""
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    kind: OwnKind = "entity"
    same: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    shown_inverse: tuple[str, ...] = ()
    examples: tuple[OwnExample, ...] = ()


@dataclass(frozen=True)
class OwnOntology:
    """Classes and relations in the order of the file, by their IRIs; `digest` is a hash of the file."""

    classes: Mapping[str, OwnClass] = field(default_factory=dict)
    relations: Mapping[str, OwnRelation] = field(default_factory=dict)
    digest: str = ""

    def kinds(self, iri: str) -> frozenset[str]:
        """The most specific classes of kg's that a class, by its IRI, is or is below; none where that is not known.

        >>> sorted(OwnOntology().kinds("https://w3id.org/kg/ontology#Work"))
        ['Work']
        """
        found, waiting, seen = set(), [iri], set()
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            name = at.removeprefix(NAMESPACE)
            if name in CLASSES or name == "Agent":
                found.add(name)
            elif at in self.classes:
                found.update(self.classes[at].kinds)
                waiting += self.classes[at].parents
        return frozenset(each for each in found if not any(is_a(other, each) for other in found - {each}))

    def below(self, iri: str, above: str) -> bool:
        """Return whether a class is another or lies below it, both by their IRIs."""
        waiting, seen = [iri], set()
        while waiting:
            at = waiting.pop()
            if at == above:
                return True
            if at not in seen and at in self.classes:
                seen.add(at)
                waiting += self.classes[at].parents
        return False

    def takes(self, classes: Iterable[str], cls: str) -> bool:
        """Return whether an entity of kg's class `cls` may be of one of these classes, as far as its class is known."""
        wanted = [self.kinds(each) for each in classes]
        fits = (not kinds or any(is_a(cls, kind) for kind in kinds) for kinds in wanted)
        return not wanted or cls in UNSURE or any(fits)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The label of each class and relation, by its IRI."""
        return {iri: each.label for table in (self.classes, self.relations) for iri, each in table.items()}

    def to_json(self) -> str:
        """The ontology as JSON, always the same."""
        value = {"classes": [asdict(each) for each in self.classes.values()]}
        value["relations"] = [asdict(each) for each in self.relations.values()]
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> OwnOntology:
        """The ontology that `to_json` wrote."""
        value = json.loads(text)
        classes = [OwnClass(**_tupled(each)) for each in value["classes"]]
        relations = [
            OwnRelation(**_tupled(each) | {"examples": tuple(OwnExample(**_tupled(e)) for e in each["examples"])})
            for each in value["relations"]
        ]
        return cls({each.iri: each for each in classes}, {each.iri: each for each in relations})

    def over(self, before: OwnOntology) -> OwnOntology:
        """This ontology, with the terms of an earlier one that it does not have."""
        return OwnOntology({**before.classes, **self.classes}, {**before.relations, **self.relations}, self.digest)


NO_ONTOLOGY: Final = OwnOntology()
"""The ontology of users who have none."""


def _tupled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


@dataclass(frozen=True, eq=False)
class OwnRules:
    """An ontology with the rules that its labels and examples make.

    `nouns` are those that name a class, each with its IRI ("film", "record label"). `verbs` are those that the rules
    read, `vectors` what each means: a row of length 1.
    """

    ontology: OwnOntology
    rules: RuleSet
    nouns: Mapping[str, str]
    verbs: tuple[str, ...]
    vectors: NDArray[np.float32]
